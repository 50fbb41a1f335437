/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The learning rate sweep.
 *
 * While a lane trains, the rate rises by the same factor with each iteration, from one that moves
 * nothing to one that always diverges.  The loss of small batches fluctuates, so a bias-corrected
 * exponential average is used.  Where the average was lowest, the rate was already a little too
 * high, since the average lags and the fall slows down before it turns: a tenth of that rate is the
 * usual choice, a fifth and two fifths are bolder ones.  The sweep ends early where the average is
 * four times its lowest, or the loss isn't finite. (Smith 2017, "Cyclical learning rates", has the
 * idea; smoothing, stop and marks are those of faceswap's finder, and so is the number of
 * iterations for each power of ten.  Faceswap sweeps from 1e-10 to 0.1: below 1e-6 no optimizer
 * here moves anything within a sweep, and plain gradient descent wants rates above 0.1.)
 *
 * The first ten iterations are averaged but not judged: their average covers few batches, and a
 * lucky one would remain the lowest.
 *
 * An average also has a minimum where no rate helped at all.  So the beginning, where the rate
 * moves nothing, serves as a measure of noise: its mean and spread tell how far an average strays
 * by chance, and only three times as far below the mean counts as a fall.  In a sweep stopped by
 * hand, the loss must have risen again by as much, or its minimum is merely its end.  Rejected:
 * marking the steepest fall, which depends on single batches.
 */
#include "core/train/lr-finder.h"

#include <math.h>

#define N_DEVIATIONS  3.0
#define SMALLEST_FALL 1e-3 /* relative to the loss: anything smaller is rounding */

struct _DhLrFinder
{
  DhLrFinderSettings settings;
  guint serial;
  GArray *points; /* DhLrFinderResultPoint */
  double average; /* biased towards zero */
  guint best;     /* index of the lowest average; 0: none yet */
  DhLrFinderResultEnd end;
};

const DhLrFinderSettings dh_lr_finder_default = {
  .first_rate = DH_LR_FINDER_FIRST_RATE,
  .last_rate = DH_LR_FINDER_LAST_RATE,
  .n_iterations = DH_LR_FINDER_N_ITERATIONS,
  .smoothing = DH_LR_FINDER_SMOOTHING,
  .stop_factor = DH_LR_FINDER_STOP_FACTOR,
};

DhLrFinder *
dh_lr_finder_new (const DhLrFinderSettings *settings, guint serial)
{
  DhLrFinder *self = g_new0 (DhLrFinder, 1);

  g_assert (settings->n_iterations > DH_LR_FINDER_N_IDLE && settings->first_rate > 0
            && settings->last_rate > settings->first_rate && settings->stop_factor > 1
            && settings->smoothing >= 0 && settings->smoothing < 1);
  self->settings = *settings;
  self->serial = serial;
  self->points = g_array_new (FALSE, FALSE, sizeof (DhLrFinderResultPoint));
  return self;
}

void
dh_lr_finder_free (DhLrFinder *self)
{
  g_array_unref (self->points);
  g_free (self);
}

guint
dh_lr_finder_get_serial (const DhLrFinder *self)
{
  return self->serial;
}

gboolean
dh_lr_finder_is_over (const DhLrFinder *self)
{
  return self->end != DH_LR_FINDER_RESULT_END_NONE;
}

static const DhLrFinderResultPoint *
get_point (const DhLrFinder *self, guint index)
{
  return &g_array_index (self->points, DhLrFinderResultPoint, index);
}

double
dh_lr_finder_get_rate (const DhLrFinder *self)
{
  const DhLrFinderSettings *s = &self->settings;
  double way = self->points->len / (s->n_iterations - 1.0);

  g_assert (!dh_lr_finder_is_over (self));
  return s->first_rate * pow (s->last_rate / s->first_rate, way);
}

/* Judges the average so far; where averages are equal, the earliest counts. */
static void
judge (DhLrFinder *self, double smoothed)
{
  guint last = self->points->len - 1;

  if (last < DH_LR_FINDER_N_IDLE)
    return;
  if (self->best == 0 || smoothed < get_point (self, self->best)->smoothed)
    self->best = last;
  if (smoothed > self->settings.stop_factor * get_point (self, self->best)->smoothed)
    self->end = DH_LR_FINDER_RESULT_END_ROSE;
}

void
dh_lr_finder_add (DhLrFinder *self, double loss)
{
  const double keep = self->settings.smoothing;
  DhLrFinderResultPoint point = { dh_lr_finder_get_rate (self), (float) loss, NAN };

  if (!isfinite (point.loss))
    self->end = DH_LR_FINDER_RESULT_END_BROKE;
  else
    {
      self->average = keep * self->average + (1 - keep) * loss;
      point.smoothed = (float) (self->average / (1 - pow (keep, self->points->len + 1.0)));
    }
  g_array_append_val (self->points, point);
  if (!dh_lr_finder_is_over (self))
    judge (self, point.smoothed);
  if (!dh_lr_finder_is_over (self) && self->points->len == self->settings.n_iterations)
    self->end = DH_LR_FINDER_RESULT_END_LAST_RATE;
}

void
dh_lr_finder_stop (DhLrFinder *self)
{
  if (!dh_lr_finder_is_over (self))
    self->end = DH_LR_FINDER_RESULT_END_STOPPED;
}

/* ---- what it says ---- */

/* Mean and deviation of the raw losses while the rate is too small to matter. */
static void
measure_idle (const DhLrFinder *self, guint n, double *mean, double *deviation)
{
  double sum = 0, squares = 0;

  for (guint i = 0; i < n; i++)
    sum += get_point (self, i)->loss;
  *mean = sum / n;
  for (guint i = 0; i < n; i++)
    squares += pow (get_point (self, i)->loss - *mean, 2);
  *deviation = sqrt (squares / (n - 1));
}

/* The variance of the average at that place if each loss has variance 1. */
static double
get_average_variance (double keep, guint place)
{
  double forgotten = pow (keep, place + 1.0);

  return (1 - keep) / (1 + keep) * (1 + forgotten) / (1 - forgotten);
}

/* Whether the lowest average is lower than chance would explain and, if the user stopped the sweep,
 * the last one is higher. */
static gboolean
has_helped (const DhLrFinder *self)
{
  guint n_idle = MAX (self->settings.n_iterations / 10, DH_LR_FINDER_N_IDLE);
  guint last = self->points->len - 1;
  double mean, deviation, margin, lowest;

  /* A minimum at the very beginning is not a fall. */
  if (self->best < n_idle || self->points->len <= n_idle)
    return FALSE;
  measure_idle (self, n_idle, &mean, &deviation);
  margin = N_DEVIATIONS * deviation
           * sqrt (get_average_variance (self->settings.smoothing, self->best) + 1.0 / n_idle);
  margin = MAX (margin, SMALLEST_FALL * fabs (mean));
  lowest = get_point (self, self->best)->smoothed;
  if (self->end == DH_LR_FINDER_RESULT_END_STOPPED
      && !(get_point (self, last)->smoothed > lowest + margin))
    return FALSE;
  return lowest < mean - margin;
}

static DhLrFinderResult *
new_result (guint serial, DhLrFinderResultState state, DhLrFinderResultEnd end)
{
  DhLrFinderResult *result = g_new0 (DhLrFinderResult, 1);

  atomic_init (&result->n_refs, 1);
  result->serial = serial;
  result->state = state;
  result->end = end;
  result->best_rate = NAN;
  for (guint i = 0; i < DH_LR_FINDER_RESULT_N_MARKS; i++)
    result->marks[i] = NAN;
  return result;
}

DhLrFinderResult *
dh_lr_finder_publish (const DhLrFinder *self)
{
  DhLrFinderResultState state = !dh_lr_finder_is_over (self) ? DH_LR_FINDER_RESULT_RUNNING
                                : has_helped (self)          ? DH_LR_FINDER_RESULT_DONE
                                                             : DH_LR_FINDER_RESULT_FAILED;
  DhLrFinderResult *result = new_result (self->serial, state, self->end);

  result->n_points = self->points->len;
  result->points = g_memdup2 (self->points->data,
                              self->points->len * sizeof (DhLrFinderResultPoint));
  if (state != DH_LR_FINDER_RESULT_FAILED && self->best > 0)
    result->best_rate = get_point (self, self->best)->learning_rate;
  if (state == DH_LR_FINDER_RESULT_DONE)
    for (guint i = 0; i < DH_LR_FINDER_RESULT_N_MARKS; i++)
      result->marks[i] = result->best_rate / dh_lr_finder_result_divisors[i];
  return result;
}

DhLrFinderResult *
dh_lr_finder_result_new_refused (guint serial, const char *problem)
{
  DhLrFinderResult *result = new_result (serial, DH_LR_FINDER_RESULT_FAILED,
                                         DH_LR_FINDER_RESULT_END_REFUSED);

  result->problem = g_strdup (problem);
  return result;
}
