/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Functions for vectorisable loops over pixels (base/vectors.c compiles the loops).
 *
 * exp and log in a form that the compiler vectorises. libm's single-precision functions are exact
 * to the last digit but handle one number at a time, which would make two losses the slowest part
 * of the arithmetic around the network; its vector versions need -ffast-math, which ignores NaN.
 * Here the exponent is split off by its bits and the rest is a polynomial through Chebyshev's
 * points.  The stated errors were measured on a dense grid in double precision.
 */
#pragma once

#include "core/base/vectors.h"

#include <string.h>

/* For an array on the stack: aligned so that no vector of it crosses a cache line. */
#define DH_VECTOR_ALIGNED __attribute__ ((aligned (64)))

G_BEGIN_DECLS

static inline guint32
dh_float_get_bits (float x)
{
  guint32 bits;

  memcpy (&bits, &x, sizeof bits);
  return bits;
}

static inline float
dh_float_from_bits (guint32 bits)
{
  float x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

/* 1 / sqrt x for normal positive x, relative error below 2e-7; infinity and NaN give NaN.  Half the
 * bits are a coarse logarithm; a step of Newton's and one of Halley's finish it; a root and a
 * division would take twice as long. */
static inline float
dh_vector_inverse_root (float x)
{
  float y = dh_float_from_bits (0x5f1ffff9u - (dh_float_get_bits (x) >> 1));
  float rest;

  y = y * (0.703952253f * (2.38924456f - x * y * y));
  rest = 1.0f - x * y * y;
  return y + y * rest * (0.5f + 0.375f * rest);
}

/* 1 / x for normal positive x up to 1e37, relative error below 2e-7; the same way. */
static inline float
dh_vector_inverse (float x)
{
  float y = dh_float_from_bits (0x7ef311c7u - dh_float_get_bits (x));
  float rest;

  y = y * (2.0f - x * y);
  y = y * (2.0f - x * y);
  rest = 1.0f - x * y;
  return y + y * rest * (1.0f + rest);
}

/* e^x for x <= 0, relative error below 3e-7; results below e^-87 are replaced by e^-87, and so is
 * NaN. */
static inline float
dh_vector_exp (float x)
{
  float y = x > -87.0f ? x : -87.0f;
  float whole = (y * 1.44269504f + 12582912.0f) - 12582912.0f;   /* nearest integer */
  float r = (y - whole * 0.693359375f) + whole * 2.12194440e-4f; /* log 2 in two parts */
  float p = 0.0418756445f + r * 0.00836317307f;

  p = 1.0f + r * (1.0f + r * (0.499993721f + r * (0.16666577f + r * p)));
  return p * dh_float_from_bits ((guint32) ((gint32) whole + 127) << 23);
}

/* log x for x >= 1, absolute error below 1e-5 and, near 1, relative error below 1e-5. NaN and
 * infinity give an arbitrary number. */
static inline float
dh_vector_log (float x)
{
  guint32 bits = dh_float_get_bits (x);
  float exponent = (float) ((gint32) (bits >> 23) - 127);
  float m = dh_float_from_bits ((bits & 0x7fffffu) | 0x3f800000u) - 1.0f;
  float p = -0.209079536f + m * (0.100139733f + m * -0.0234436558f);

  p = 0.999990592f + m * (-0.499314652f + m * (0.324849581f + m * p));
  return exponent * 0.693147181f + m * p;
}

/* log (1 + x) for 0 <= x <= 1/e, relative error below 1e-7 */
static inline float
dh_vector_log1p (float x)
{
  float p = -0.244329674f + x * (0.16748524f + x * -0.0717960429f);

  return x * (0.999999927f + x * (-0.499985616f + x * (0.332866752f + x * p)));
}

G_END_DECLS
