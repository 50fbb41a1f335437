/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scoring a drawn curve against the measured one.
 *
 * Nobody draws a wobble, and nobody is to: three things are compared that a learner can have meant.
 * How high the curve is, how it goes up and down, and when it has done half of its way.  Each says
 * something when it alone is wrong: a curve that falls too late has the right shape nearly to the
 * end, a curve of the right shape may end far too low.
 */
#include "core/lesson/curve-score.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_PLACES 100

/* Linear between the values. */
static double
sample (const double *values, guint n, double place)
{
  const double at = place * (n - 1);
  const guint i = MIN ((guint) at, n - 2);

  return values[i] + (at - i) * (values[i + 1] - values[i]);
}

/* The values before the first that isn't finite; the last of them stays. */
static void
resample (const double *values, guint n, double *places)
{
  guint finite = 0;

  while (finite < n && isfinite (values[finite]))
    finite++;
  for (guint i = 0; i < N_PLACES; i++)
    {
      const double place = (double) i / (N_PLACES - 1);

      if (finite == 0)
        places[i] = 0;
      else if (finite == 1 || place * (n - 1) > finite - 1)
        places[i] = values[finite - 1];
      else
        places[i] = sample (values, n, place);
    }
}

static void
find_range (const double *places, double *low, double *high)
{
  *low = *high = places[0];
  for (guint i = 1; i < N_PLACES; i++)
    {
      *low = MIN (*low, places[i]);
      *high = MAX (*high, places[i]);
    }
}

static double
get_distance (const double *a, const double *b, double range)
{
  double sum = 0;

  for (guint i = 0; i < N_PLACES; i++)
    sum += fabs (a[i] - b[i]);
  return range > 0 ? sum / N_PLACES / range : sum > 0;
}

static gboolean
is_level (const double *places)
{
  double low, high;

  find_range (places, &low, &high);
  return low == high;
}

/* Two level lines go the same way. */
static double
correlate (const double *a, const double *b)
{
  double mean_a = 0, mean_b = 0, ab = 0, aa = 0, bb = 0;

  if (is_level (a) || is_level (b))
    return is_level (a) && is_level (b);
  for (guint i = 0; i < N_PLACES; i++)
    {
      mean_a += a[i] / N_PLACES;
      mean_b += b[i] / N_PLACES;
    }
  for (guint i = 0; i < N_PLACES; i++)
    {
      ab += (a[i] - mean_a) * (b[i] - mean_b);
      aa += (a[i] - mean_a) * (a[i] - mean_a);
      bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
  return ab / sqrt (aa * bb);
}

/* 0 … 1: where the curve first has done half of its way, up or down. */
static double
find_half (const double *places)
{
  const double middle = (places[0] + places[N_PLACES - 1]) / 2;
  const gboolean falls = places[N_PLACES - 1] < places[0];

  for (guint i = 0; i < N_PLACES; i++)
    if (falls ? places[i] <= middle : places[i] >= middle)
      return (double) i / (N_PLACES - 1);
  return 1;
}

DhCurveScore
dh_curve_score_make (const double *measured, guint n, const double *drawn, guint m)
{
  double truth[N_PLACES], guess[N_PLACES], low, high;
  DhCurveScore self;

  resample (measured, n, truth);
  resample (drawn, m, guess);
  find_range (truth, &low, &high);
  self.height = MAX (1 - get_distance (truth, guess, high - low), 0);
  self.shape = correlate (truth, guess);
  self.turn = 1 - fabs (find_half (truth) - find_half (guess));
  self.total = 100 * (self.height + MAX (self.shape, 0) + self.turn) / 3;
  return self;
}

const char *
dh_curve_score_get_word (const DhCurveScore *self)
{
  if (self->total >= 90)
    return _ ("Very close");
  if (self->total >= 75)
    return _ ("Close");
  return self->total >= 55 ? _ ("The right idea") : _ ("Not yet");
}
