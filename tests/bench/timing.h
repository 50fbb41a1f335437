/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdlib.h>

static inline int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The value at rank 0 … 1 of n measured values; 0.5 is the median. Sorts them. */
static inline double
get_rank (double *values, int n, double rank)
{
  qsort (values, n, sizeof (double), compare_doubles);
  return values[MIN ((int) (n * rank), n - 1)];
}

static inline double
get_median (double *values, int n)
{
  return get_rank (values, n, 0.5);
}
