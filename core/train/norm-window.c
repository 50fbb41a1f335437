/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A percentile of the norms that a lane's gradient had lately.
 *
 * The norms stand in the lane's history, which travels with the lane wherever it goes: into images,
 * copies and branches.  What is kept here is only their order, a sorted array into which each step
 * puts one norm and from which it takes one: two searches and two moves of at most 40 kB, which
 * take about a microsecond.
 */
#include "core/train/norm-window.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_BEFORE (DH_NORM_WINDOW - 1)

struct _DhNormWindow
{
  guint serial;   /* of the history that was read; 0: none */
  guint64 since;  /* the last iteration that doesn't count */
  guint64 n_seen; /* records that were read */
  guint n;
  float sorted[DH_NORM_WINDOW];
};

DhNormWindow *
dh_norm_window_new (void)
{
  return g_new0 (DhNormWindow, 1);
}

void
dh_norm_window_free (DhNormWindow *self)
{
  g_free (self);
}

/* The first place whose norm is not below this one. */
static guint
find (const DhNormWindow *self, float norm)
{
  guint low = 0, high = self->n;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (self->sorted[middle] < norm)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
insert (DhNormWindow *self, float norm)
{
  const guint at = find (self, norm);

  memmove (self->sorted + at + 1, self->sorted + at, (self->n - at) * sizeof *self->sorted);
  self->sorted[at] = norm;
  self->n++;
}

static void
take_out (DhNormWindow *self, float norm)
{
  const guint at = find (self, norm);

  g_assert (at < self->n);
  self->n--;
  memmove (self->sorted + at, self->sorted + at + 1, (self->n - at) * sizeof *self->sorted);
}

/* FALSE: this one doesn't count. */
static gboolean
get_norm (const DhNormWindow *self, const DhHistory *history, guint64 index, float *norm)
{
  const DhRecord record = dh_history_get_record (history, index);

  *norm = record.gradient_norm;
  return record.iteration > self->since && !isnan (*norm);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const float one = *(const float *) a, other = *(const float *) b;

  return (one > other) - (one < other);
}

static void
read_all (DhNormWindow *self, const DhHistory *history)
{
  const guint64 n = dh_history_get_n_records (history);

  self->n = 0;
  for (guint64 i = n > N_BEFORE ? n - N_BEFORE : 0; i < n; i++)
    if (get_norm (self, history, i, &self->sorted[self->n]))
      self->n++;
  qsort (self->sorted, self->n, sizeof *self->sorted, compare);
  self->n_seen = n;
}

static void
read_new (DhNormWindow *self, const DhHistory *history)
{
  float norm;

  for (; self->n_seen < dh_history_get_n_records (history); self->n_seen++)
    {
      if (self->n_seen >= N_BEFORE && get_norm (self, history, self->n_seen - N_BEFORE, &norm))
        take_out (self, norm);
      if (get_norm (self, history, self->n_seen, &norm))
        insert (self, norm);
    }
}

static void
follow (DhNormWindow *self, const DhHistory *history, guint64 since)
{
  const guint serial = dh_history_get_serial (history);

  if (self->serial == serial && self->since == since)
    {
      read_new (self, history);
      return;
    }
  self->serial = serial;
  self->since = since;
  read_all (self, history);
}

static double
interpolate (const DhNormWindow *self, double percentile)
{
  const double place = percentile / 100 * (self->n - 1);
  const guint below = MIN ((guint) place, self->n - 1), above = MIN (below + 1, self->n - 1);
  const double low = self->sorted[below], high = self->sorted[above];

  return low + (place - below) * (high - low);
}

double
dh_norm_window_get_percentile (DhNormWindow *self, const DhHistory *history, guint64 since,
                               float norm, double percentile)
{
  double value;

  follow (self, history, since);
  insert (self, norm);
  value = interpolate (self, percentile);
  take_out (self, norm);
  return value;
}
