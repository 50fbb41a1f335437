/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The vector widths that our own loops are compiled for. */
typedef enum
{
  DH_VECTORS_PLAIN = 1, /* what every processor of the architecture has */
  DH_VECTORS_AVX2,
  DH_VECTORS_AVX512,
} DhVectors;

/* The widest that this processor supports and ONEDNN_MAX_CPU_ISA allows.  Any thread. */
static inline DhVectors dh_vectors_get (void);
/* For tests: limits the width to `most` from now on; no other thread may be computing. Returns the
 * width now in use, which is less than `most` if the processor supports less. */
DhVectors dh_vectors_limit (DhVectors most);
/* The widest that this value of ONEDNN_MAX_CPU_ISA allows; NULL: no limit. */
DhVectors dh_vectors_parse (const char *limit);

/* Before the body of a function with a loop over pixels: the function is compiled once for each
 * width and each call uses the widest available.
 *
 *   DH_VECTOR_CLONES (void, add, (int n, const float *restrict a, float *restrict sum),
 *                     (n, a, sum))
 *   {
 *     for (int i = 0; i < n; i++)
 *       sum[i] += a[i];
 *   }
 *
 * defines static void add (int n, …).
 *
 * Not under AddressSanitizer: gcc's aligns local arrays to 32 bytes only, but AVX-512 code reads
 * them as if aligned to 64. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__)
#define DH_VECTOR_CLONES(type, name, parameters, arguments) \
  static inline __attribute__ ((always_inline)) type name##_loop parameters; \
  static __attribute__ ((target ("avx512f"))) type name##_avx512 parameters \
  { \
    return name##_loop arguments; \
  } \
  static __attribute__ ((target ("avx2"))) type name##_avx2 parameters \
  { \
    return name##_loop arguments; \
  } \
  static __attribute__ ((noinline)) type name##_plain parameters \
  { \
    return name##_loop arguments; \
  } \
  static inline type name parameters \
  { \
    DhVectors vectors = dh_vectors_get (); \
\
    return vectors == DH_VECTORS_AVX512 ? name##_avx512 arguments \
           : vectors == DH_VECTORS_AVX2 ? name##_avx2 arguments \
                                        : name##_plain arguments; \
  } \
  static inline __attribute__ ((always_inline)) type name##_loop parameters
#else
#define DH_VECTOR_CLONES(type, name, parameters, arguments) static type name parameters
#endif

/* Private: 0 before the first call. */
extern int dh_vectors_width;

static inline DhVectors
dh_vectors_get (void)
{
  int width = g_atomic_int_get (&dh_vectors_width);

  return width != 0 ? (DhVectors) width : dh_vectors_limit (DH_VECTORS_AVX512);
}

G_END_DECLS
