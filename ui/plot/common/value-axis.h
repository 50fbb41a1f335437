/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_AXIS_MAX_TICKS 16

/* A range of values on a line of length 1. logarithmic: a true log, so minimum > 0. */
typedef struct
{
  double minimum, maximum;
  gboolean logarithmic;
} DhValueAxis;

typedef struct
{
  double value;
  double position; /* 0 at the minimum, 1 at the maximum */
  char label[16];
} DhTick;

/* An axis that shows every value from minimum to maximum, with a little space around them. Any
 * input gives a usable axis, even values that aren't finite, are equal, in reverse order or, for a
 * log axis, not positive. */
DhValueAxis dh_value_axis_fit (double minimum, double maximum, gboolean logarithmic);
/* Iterations 1 … length, without extra space. */
DhValueAxis dh_value_axis_count (guint64 length);
double dh_value_axis_position (const DhValueAxis *self, double value);
double dh_value_axis_value (const DhValueAxis *self, double position);
/* At most n_wanted (≤ DH_AXIS_MAX_TICKS) ticks on round numbers (1, 2, 5 · 10^k), ascending; at
 * least 1 where a round number lies in the range. Returns how many. */
guint dh_value_axis_get_ticks (const DhValueAxis *self, guint n_wanted, DhTick *ticks);
/* Short: "0.02", "5e-4", "12k" */
void dh_value_format (double value, char *text, gsize size);

G_END_DECLS
