/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The vectors of Winograd's inner loops: DH_LANES channels side by side.  Only for
 * winograd-kernels.c, like the other headers with its loops.
 */
#pragma once

#include "core/nn/winograd-kernels.h"

#define INLINE static inline __attribute__ ((always_inline))

/* gcc's AddressSanitizer aligns local arrays to 32 bytes at most, whatever their type demands. */
#ifdef __SANITIZE_ADDRESS__
#define ALIGNMENT 16
#else
#define ALIGNMENT (4 * DH_LANES)
#endif

typedef float Vector __attribute__ ((vector_size (4 * DH_LANES), aligned (ALIGNMENT)));

typedef int Mask __attribute__ ((vector_size (4 * DH_LANES)));

INLINE Vector
load (const float *p)
{
  return *(const Vector *) p;
}

INLINE void
store (float *p, Vector v)
{
  *(Vector *) p = v;
}

INLINE Vector
leak (Vector v, float slope)
{
  const Mask positive = v > 0;

  return (Vector) (((Mask) v & positive) | ((Mask) (v * slope) & ~positive));
}
