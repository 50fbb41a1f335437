/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The learning-rate sweep.
 *
 * The rate rises by the same factor with each iteration, from one that moves nothing to one that
 * nothing survives, while a lane trains.  The loss of small batches wanders, so an exponential
 * average is judged, with the bias of its beginning taken out.  Where the average was lowest the
 * rate was already a little too high, since the average lags and the fall must slow down before it
 * turns: a tenth of that rate is the usual start, a fifth and two fifths are the bolder ones.
 * The sweep ends early where the average is four times its lowest, or the loss is no number.
 * (Smith 2017, "Cyclical learning rates", has the idea; smoothing, stop and marks are those of
 * faceswap's finder, and so is the number of iterations for each power of ten.  Faceswap sweeps from
 * 1e-10 to 0.1: below 1e-6 no optimizer here moves anything within a sweep, and plain gradient
 * descent wants rates above 0.1.)
 *
 * The first ten iterations are averaged but not judged: their average is of few batches, and a
 * lucky one of those would be the best for good.
 *
 * An average also has a lowest place where no rate helped at all.  So the beginning, where the
 * rate moves nothing, is taken as a measure of chance: from its mean and spread follows how far an
 * average strays by itself, and three times as far below the mean is a fall.  A sweep that was
 * stopped by hand must have seen the loss rise again by as much, or its lowest place is only its
 * last.  Rejected: the steepest fall as the mark, which is at the mercy of single batches.
 */
#include "core/train/finder.h"

#include <math.h>

#define N_DEVIATIONS  3.0
#define SMALLEST_FALL 1e-3 /* of the loss: less is rounding */

struct _DhFinder
{
  DhFinderSettings settings;
  guint serial;
  GArray *points; /* DhFindingPoint */
  double average; /* biased towards zero */
  guint best;     /* index of the lowest average; 0: none yet */
  DhFindingEnd end;
};

const DhFinderSettings dh_finder_default = {
  .first_rate = DH_FINDER_FIRST_RATE,
  .last_rate = DH_FINDER_LAST_RATE,
  .n_iterations = DH_FINDER_N_ITERATIONS,
  .smoothing = DH_FINDER_SMOOTHING,
  .stop_factor = DH_FINDER_STOP_FACTOR,
};

DhFinder *
dh_finder_new (const DhFinderSettings *settings, guint serial)
{
  DhFinder *self = g_new0 (DhFinder, 1);

  g_assert (settings->n_iterations > DH_FINDER_N_IDLE && settings->first_rate > 0
            && settings->last_rate > settings->first_rate && settings->stop_factor > 1
            && settings->smoothing >= 0 && settings->smoothing < 1);
  self->settings = *settings;
  self->serial = serial;
  self->points = g_array_new (FALSE, FALSE, sizeof (DhFindingPoint));
  return self;
}

void
dh_finder_free (DhFinder *self)
{
  g_array_unref (self->points);
  g_free (self);
}

guint
dh_finder_get_serial (const DhFinder *self)
{
  return self->serial;
}

gboolean
dh_finder_is_over (const DhFinder *self)
{
  return self->end != DH_FINDING_END_NONE;
}

static const DhFindingPoint *
get_point (const DhFinder *self, guint index)
{
  return &g_array_index (self->points, DhFindingPoint, index);
}

double
dh_finder_get_rate (const DhFinder *self)
{
  const DhFinderSettings *s = &self->settings;
  double way = self->points->len / (s->n_iterations - 1.0);

  g_assert (!dh_finder_is_over (self));
  return s->first_rate * pow (s->last_rate / s->first_rate, way);
}

/* Of the average so far; smaller ones of equal averages come first. */
static void
judge (DhFinder *self, double smoothed)
{
  guint last = self->points->len - 1;

  if (last < DH_FINDER_N_IDLE)
    return;
  if (self->best == 0 || smoothed < get_point (self, self->best)->smoothed)
    self->best = last;
  if (smoothed > self->settings.stop_factor * get_point (self, self->best)->smoothed)
    self->end = DH_FINDING_END_ROSE;
}

void
dh_finder_add (DhFinder *self, double loss)
{
  const double keep = self->settings.smoothing;
  DhFindingPoint point = { dh_finder_get_rate (self), (float) loss, NAN };

  if (!isfinite (point.loss))
    self->end = DH_FINDING_END_BROKE;
  else
    {
      self->average = keep * self->average + (1 - keep) * loss;
      point.smoothed = (float) (self->average / (1 - pow (keep, self->points->len + 1.0)));
    }
  g_array_append_val (self->points, point);
  if (!dh_finder_is_over (self))
    judge (self, point.smoothed);
  if (!dh_finder_is_over (self) && self->points->len == self->settings.n_iterations)
    self->end = DH_FINDING_END_LAST_RATE;
}

void
dh_finder_stop (DhFinder *self)
{
  if (!dh_finder_is_over (self))
    self->end = DH_FINDING_END_STOPPED;
}

/* ---- what it says ---- */

/* Of the raw losses where the rate moves nothing. */
static void
measure_idle (const DhFinder *self, guint n, double *mean, double *deviation)
{
  double sum = 0, squares = 0;

  for (guint i = 0; i < n; i++)
    sum += get_point (self, i)->loss;
  *mean = sum / n;
  for (guint i = 0; i < n; i++)
    squares += pow (get_point (self, i)->loss - *mean, 2);
  *deviation = sqrt (squares / (n - 1));
}

/* Variance of the average at that place when each loss's is 1. */
static double
get_average_variance (double keep, guint place)
{
  double forgotten = pow (keep, place + 1.0);

  return (1 - keep) / (1 + keep) * (1 + forgotten) / (1 - forgotten);
}

/* Is the lowest average lower, and after a stop by hand the last one higher, than chance makes it? */
static gboolean
has_helped (const DhFinder *self)
{
  guint n_idle = MAX (self->settings.n_iterations / 10, DH_FINDER_N_IDLE);
  guint last = self->points->len - 1;
  double mean, deviation, margin, lowest;

  /* Lowest at the beginning is not a fall. */
  if (self->best < n_idle || self->points->len <= n_idle)
    return FALSE;
  measure_idle (self, n_idle, &mean, &deviation);
  margin = N_DEVIATIONS * deviation
           * sqrt (get_average_variance (self->settings.smoothing, self->best) + 1.0 / n_idle);
  margin = MAX (margin, SMALLEST_FALL * fabs (mean));
  lowest = get_point (self, self->best)->smoothed;
  if (self->end == DH_FINDING_END_STOPPED && !(get_point (self, last)->smoothed > lowest + margin))
    return FALSE;
  return lowest < mean - margin;
}

static DhFinding *
new_finding (guint serial, DhFindingState state, DhFindingEnd end)
{
  DhFinding *finding = g_new0 (DhFinding, 1);

  atomic_init (&finding->n_refs, 1);
  finding->serial = serial;
  finding->state = state;
  finding->end = end;
  finding->best_rate = NAN;
  for (guint i = 0; i < DH_FINDING_N_MARKS; i++)
    finding->marks[i] = NAN;
  return finding;
}

DhFinding *
dh_finder_publish (const DhFinder *self)
{
  DhFindingState state = !dh_finder_is_over (self) ? DH_FINDING_RUNNING
                         : has_helped (self)       ? DH_FINDING_DONE
                                                   : DH_FINDING_FAILED;
  DhFinding *finding = new_finding (self->serial, state, self->end);

  finding->n_points = self->points->len;
  finding->points = g_memdup2 (self->points->data, self->points->len * sizeof (DhFindingPoint));
  if (state != DH_FINDING_FAILED && self->best > 0)
    finding->best_rate = get_point (self, self->best)->learning_rate;
  if (state == DH_FINDING_DONE)
    for (guint i = 0; i < DH_FINDING_N_MARKS; i++)
      finding->marks[i] = finding->best_rate / dh_finding_divisors[i];
  return finding;
}

DhFinding *
dh_finding_new_refused (guint serial, const char *problem)
{
  DhFinding *finding = new_finding (serial, DH_FINDING_FAILED, DH_FINDING_END_REFUSED);

  finding->problem = g_strdup (problem);
  return finding;
}
