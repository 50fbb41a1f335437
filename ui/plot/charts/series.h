/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Summary of a range of values. Values that aren't finite are ignored. */
typedef struct
{
  float minimum, maximum; /* +inf, -inf where the range is empty */
  double mean;            /* NaN where the range is empty */
  double smooth;          /* mean of the exponential average; NaN where the range is empty */
  guint64 n;              /* finite values */
} DhSummary;

/* Append-only values, one an iteration: value 0 belongs to iteration 1. Asking for a summary of any
 * range costs O(log n), so that a chart of 100,000 points costs as much as one of 1,000. Any one
 * thread. */
typedef struct _DhSeries DhSeries;

/* smoothing: the share of the old average that is kept, 0 … 1; .90 is usual. For the first few
 * values it is less. */
DhSeries *dh_series_new (double smoothing);
DhSeries *dh_series_ref (DhSeries *self);
void dh_series_unref (DhSeries *self);
void dh_series_clear (DhSeries *self);
void dh_series_append (DhSeries *self, float value);
/* The following values are another measure: the average restarts with them. */
void dh_series_turn (DhSeries *self);
guint64 dh_series_get_length (const DhSeries *self);
float dh_series_get_value (const DhSeries *self, guint64 index);
/* The average after this value; NaN before the first finite one. */
float dh_series_get_smooth (const DhSeries *self, guint64 index);
/* Values [first, end), cut to what there is. */
DhSummary dh_series_summarize (const DhSeries *self, guint64 first, guint64 end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhSeries, dh_series_unref)

G_END_DECLS
