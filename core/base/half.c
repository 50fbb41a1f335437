/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Half precision: 16 bits for a number, of which 11 are its digits and 5 its exponent.  It halves
 * the size of weights in a file; nothing is computed with it.  In plain integers, because not every
 * compiler of our floor has the type _Float16 on every processor.
 *
 * Source: IEEE 754-2019, binary16.
 */
#include "core/base/half.h"

#include <math.h>
#include <string.h>

#define SIGN         0x8000
#define INFINITE     0x7c00
#define QUIET_NAN    0x7e00
#define LEAST_NORMAL 0x38800000 /* 2⁻¹⁴, as a float's bits */
#define TOO_LARGE    0x477ff000 /* 65520, from where on rounding gives infinity */
#define FLOAT_INF    0x7f800000

static guint32
get_bits (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

guint16
dh_half_from_float (float value)
{
  const guint32 bits = get_bits (value), size = bits & 0x7fffffff;
  const guint16 sign = bits >> 16 & SIGN;

  if (size > FLOAT_INF)
    return sign | QUIET_NAN;
  if (size >= TOO_LARGE)
    return sign | INFINITE;
  /* A subnormal half is a whole number of 2⁻²⁴. */
  if (size < LEAST_NORMAL)
    return sign | (guint16) lrintf (ldexpf (fabsf (value), 24));
  /* Rounded to even at the 13 digits that are dropped; a carry moves into the exponent. */
  return sign | (guint16) ((size - ((127 - 15) << 23) + 0xfff + (size >> 13 & 1)) >> 13);
}

float
dh_half_to_float (guint16 half)
{
  const int exponent = half >> 10 & 0x1f, digits = half & 0x3ff;
  float size;

  if (exponent == 0x1f)
    size = digits == 0 ? INFINITY : NAN;
  else if (exponent == 0)
    size = ldexpf (digits, -24);
  else
    size = ldexpf (0x400 + digits, exponent - 25);
  return half & SIGN ? -size : size;
}
