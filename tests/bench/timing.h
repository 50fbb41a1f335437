/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdio.h>
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

/* To an array of times in milliseconds. */
static inline void
add_time (GArray *milliseconds, gint64 start)
{
  const double time = (double) (g_get_monotonic_time () - start) / 1000;

  g_array_append_val (milliseconds, time);
}

/* Sorts them. */
static inline void
print_times (const char *what, GArray *milliseconds)
{
  double *times = (double *) milliseconds->data;
  const int n = (int) milliseconds->len;

  printf ("%-52s p50 %.2f  p95 %.2f  p99 %.2f  max %.1f ms\n", what, get_rank (times, n, .5),
          get_rank (times, n, .95), get_rank (times, n, .99), get_rank (times, n, 1));
}
