/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers with an exponent of their own, which don't overflow. 1/(1 + e^(−1000 x)) is a number
 * between 0 and 1 everywhere, and so are its slopes, but on the way to them e^1000 is squared.
 * With the exponent in a double of its own, the range suffices for everything that people type.
 */
#include "core/landscape/wide.h"

#include <math.h>

#define MOST_EXPONENT 1e300
/* The largest exponent of 2 that exp returns: as good as infinite, but its square is still
 * larger. */
#define MOST_OF_EXP 1e290
/* Beyond this difference of exponents, the smaller summand is lost. */
#define FAR_APART 100
/* Up to this exponent, a power of m fits into a double. */
#define SMALL_POWER 1000.0

static DhWide
normalise (double m, double e)
{
  int shift;

  if (m == 0 || !isfinite (m))
    return (DhWide) { m, 0 };
  m = 2 * frexp (m, &shift);
  return (DhWide) { m, CLAMP (e + shift - 1, -MOST_EXPONENT, MOST_EXPONENT) };
}

DhWide
dh_wide_make (double number)
{
  return normalise (number, 0);
}

double
dh_wide_to_double (DhWide a)
{
  return ldexp (a.m, (int) CLAMP (a.e, -3000, 3000));
}

DhWide
dh_wide_add (DhWide a, DhWide b)
{
  if (a.m == 0)
    return b;
  if (b.m == 0)
    return a;
  if (a.e < b.e)
    return dh_wide_add (b, a);
  if (a.e - b.e > FAR_APART)
    return a;
  return normalise (a.m + ldexp (b.m, -(int) (a.e - b.e)), a.e);
}

DhWide
dh_wide_multiply (DhWide a, DhWide b)
{
  return normalise (a.m * b.m, a.e + b.e);
}

DhWide
dh_wide_invert (DhWide a)
{
  return normalise (1 / a.m, -a.e);
}

/* 2^(whole + part), where |part| may be more than 1 */
static DhWide
raise_two (double whole, double part)
{
  double carry = rint (part);

  return normalise (exp2 (part - carry), whole + carry);
}

DhWide
dh_wide_power (DhWide a, double exponent)
{
  double whole = rint (a.e * exponent);
  double part = fma (a.e, exponent, -whole);
  DhWide scale = raise_two (whole, part);

  if (fabs (exponent) <= SMALL_POWER)
    return dh_wide_multiply (scale, normalise (pow (a.m, exponent), 0));
  part = exponent * log2 (fabs (a.m));
  scale = dh_wide_multiply (scale, raise_two (rint (part), part - rint (part)));
  return a.m < 0 && fmod (exponent, 2) != 0 ? dh_wide_negate (scale) : scale;
}

DhWide
dh_wide_exp (double exponent)
{
  /* ln 2 in two parts: the first has enough trailing zeros for its multiples to be exact */
  const double ln2_high = 0x1.62e42fefa38p-1, ln2_low = 0x1.ef35793c7673p-45;
  double whole = rint (exponent / G_LN2);

  if (fabs (whole) > 0x1p50)
    return normalise (1, CLAMP (whole, -MOST_OF_EXP, MOST_OF_EXP));
  return normalise (exp (fma (-whole, ln2_low, fma (-whole, ln2_high, exponent))), whole);
}

double
dh_wide_log (DhWide a)
{
  return fabs (a.e) <= 1 ? log (ldexp (a.m, (int) a.e)) : log (a.m) + a.e * G_LN2;
}

/* (eᵃ + sign · e⁻ᵃ)/2 */
static DhWide
join_exponentials (double a, double sign)
{
  DhWide up = dh_wide_exp (a), down = dh_wide_exp (-a);

  if (sign < 0)
    down = dh_wide_negate (down);
  return dh_wide_multiply (dh_wide_make (0.5), dh_wide_add (up, down));
}

DhWide
dh_wide_cosh (double a)
{
  return join_exponentials (a, 1);
}

DhWide
dh_wide_sinh (double a)
{
  return fabs (a) < 1 ? dh_wide_make (sinh (a)) : join_exponentials (a, -1);
}
