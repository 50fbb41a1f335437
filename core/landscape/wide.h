/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A number with the digits of a double and nearly any size: m · 2ᵉ, 1 <= |m| < 2; or m is 0,
 * infinite or NaN, and so is the number.  A value, any thread. */
typedef struct
{
  double m, e;
} DhWide;

DhWide dh_wide_make (double number);
/* 0 or infinite where no double is that small or large */
double dh_wide_to_double (DhWide a);

DhWide dh_wide_add (DhWide a, DhWide b);
DhWide dh_wide_multiply (DhWide a, DhWide b);
DhWide dh_wide_invert (DhWide a);
/* a > 0, or a whole exponent */
DhWide dh_wide_power (DhWide a, double exponent);
DhWide dh_wide_exp (double exponent);
DhWide dh_wide_cosh (double a);
DhWide dh_wide_sinh (double a);
/* The logarithm of a number larger than 0. */
double dh_wide_log (DhWide a);

static inline DhWide
dh_wide_negate (DhWide a)
{
  return (DhWide) { -a.m, a.e };
}

static inline int
dh_wide_sign (DhWide a)
{
  return (a.m > 0) - (a.m < 0);
}

G_END_DECLS
