/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state of a lane, judged from its losses.  A reader sees it in the curve; this file puts it
 * into words.
 *
 * A straight line is fitted to the logarithm of the last losses, a third of all since a setting
 * changed, so that the judgement does not depend on the loss function's scale.  A slope well above
 * its own standard error is a trend; the scatter around the line is the noise of the batches, and
 * if it exceeds a third of the loss itself, the lane is bouncing.  Comparing two running averages
 * was rejected: it has no estimate of its noise and calls every lucky batch an improvement.
 *
 * A lane can be finite and yet dead: too high a rate drives the last layer so far that its sigmoid
 * is 0 or 1 everywhere, and then no gradient comes back.  Merely flat lanes still have outputs that
 * differ between faces, and a nonzero gradient.
 *
 * And a lane can improve by its own loss while its pictures get worse by any other: its loss has
 * the wrong sign, or does not see the error.  So the mean absolute error of each step is tracked
 * too.  If it was clearly smaller while the loss was larger, the lane is astray.  This is checked
 * before dead, because straying often ends in saturated pictures.
 */
#include "core/train/lane-state.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#define MIN_STEPS       10
#define MIN_WINDOW      100
#define EARLY_STEPS     10
#define SIGNIFICANT     3.0  /* standard errors */
#define SMALLEST_CHANGE 0.01 /* of the loss over the window */
#define BOUNCE_SCATTER  0.35 /* in log loss */
#define LIFELESS_STEPS  10
#define GONE_GRADIENT   1e-3 /* of the early gradient, for the same loss */
#define SATURATED_SHARE 0.98
#define SAME_PICTURE    1e-5
#define TINY_LOSS       1e-12
#define SMOOTHING_STEPS 15 /* of the running means that detect a lane going astray */
#define ASTRAY_STEPS    5
#define ASTRAY_ERROR    1.15 /* times the smallest error so far */

void
dh_lane_state_init (DhLaneStateTracker *self)
{
  *self = (DhLaneStateTracker) { 0 };
}

void
dh_lane_state_turn (DhLaneStateTracker *self)
{
  self->since = self->n;
}

/* No gradient although the loss isn't small.  In a lane that converges, the loss falls together
 * with the gradient. */
static gboolean
is_lifeless (const DhLaneStateTracker *self, const DhOutputStats *output_stats)
{
  double remaining_loss = output_stats->loss / MAX (self->early_loss, TINY_LOSS);

  return output_stats->saturated > SATURATED_SHARE || output_stats->variation < SAME_PICTURE
         || output_stats->gradient_norm
              < GONE_GRADIENT * self->early_gradient_norm * remaining_loss;
}

/* The pictures used to be closer to the target, although the loss is lower now. */
static gboolean
leads_away (const DhLaneStateTracker *self)
{
  return self->smooth_error > ASTRAY_ERROR * self->least_error
         && self->smooth_loss < self->loss_then - SMALLEST_CHANGE * fabs (self->loss_then);
}

static void
watch_error (DhLaneStateTracker *self, const DhOutputStats *output_stats)
{
  double news = 1.0 / MIN (self->n + 1, SMOOTHING_STEPS);

  self->smooth_loss += news * (output_stats->loss - self->smooth_loss);
  self->smooth_error += news * (output_stats->error - self->smooth_error);
  if (self->n == 0 || self->smooth_error < self->least_error)
    {
      self->least_error = self->smooth_error;
      self->loss_then = self->smooth_loss;
      self->least_at = self->n;
    }
  self->n_astray = leads_away (self) ? self->n_astray + 1 : 0;
}

void
dh_lane_state_add (DhLaneStateTracker *self, const DhOutputStats *output_stats)
{
  watch_error (self, output_stats);
  self->log_losses[self->n % DH_LANE_STATE_WINDOW] = log (MAX (output_stats->loss, TINY_LOSS));
  if (self->n < EARLY_STEPS)
    {
      self->early_gradient_norm = MAX (self->early_gradient_norm, output_stats->gradient_norm);
      self->early_loss = MAX (self->early_loss, output_stats->loss);
    }
  self->n_lifeless = is_lifeless (self, output_stats) ? self->n_lifeless + 1 : 0;
  self->n++;
}

typedef struct
{
  double change;  /* of log loss over the window */
  double error;   /* standard error of that change */
  double scatter; /* standard deviation around the line */
  double level;   /* mean log loss */
  guint n;
} Line;

/* Long enough to tell slow improvement from noise, short enough to notice when it ends. */
static guint
get_window (const DhLaneStateTracker *self)
{
  guint64 n = self->n - self->since;

  return MIN (MAX (n / 3, MIN (n, MIN_WINDOW)), DH_LANE_STATE_WINDOW);
}

static Line
fit_line (const DhLaneStateTracker *self)
{
  Line line = { .n = get_window (self) };
  double mean_x = (line.n - 1) / 2.0;
  double sxx = line.n * (line.n * (double) line.n - 1) / 12.0;
  double sxy = 0, syy = 0, slope;
  guint64 first = self->n - line.n;

  for (guint i = 0; i < line.n; i++)
    line.level += self->log_losses[(first + i) % DH_LANE_STATE_WINDOW] / line.n;
  for (guint i = 0; i < line.n; i++)
    {
      double y = self->log_losses[(first + i) % DH_LANE_STATE_WINDOW] - line.level;

      sxy += (i - mean_x) * y;
      syy += y * y;
    }
  slope = sxy / sxx;
  line.scatter = sqrt (MAX (syy - slope * sxy, 0) / (line.n - 2));
  line.change = slope * line.n;
  line.error = line.scatter / sqrt (sxx) * line.n;
  return line;
}

char *
dh_lane_state_suggest_rate (double learning_rate)
{
  double lower = learning_rate / 3;
  double power = pow (10, floor (log10 (lower)));
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.0e", floor (lower / power + 1e-9) * power);
  /* 1e-03 → 1e-3 */
  return g_strdup_printf ("%ce%d", digits[0], atoi (digits + 2));
}

static DhState
judge_dead (const DhLaneStateTracker *self, guint64 iteration, double learning_rate, char **text)
{
  g_autofree char *rate = dh_lane_state_suggest_rate (learning_rate);

  *text = g_strdup_printf (_ ("Dead since step %" PRIu64 ": the pictures are all alike or "
                              "saturated and no gradient is left; "
                              "restart the lane with a rate below %s"),
                           iteration - self->n_lifeless + 1, rate);
  return DH_STATE_DEAD;
}

static DhState
judge_astray (const DhLaneStateTracker *self, guint64 iteration, char **text)
{
  /* Translators: “Astray: … away from the target: 38 % more error than at step 12” */
  *text = g_strdup_printf (_ ("Astray: the loss improves, but the pictures get further from the "
                              "target: %.0f %% more error than at step %" PRIu64),
                           100 * (self->smooth_error / self->least_error - 1),
                           iteration - (self->n - 1 - self->least_at));
  return DH_STATE_ASTRAY;
}

static DhState
judge_line (const Line *line, char **text)
{
  double percent = 100 * fabs (expm1 (line->change));
  gboolean significant = fabs (line->change) > SIGNIFICANT * line->error
                         && fabs (line->change) > SMALLEST_CHANGE;

  if (significant && line->change < 0)
    {
      *text = percent < 5 ? g_strdup_printf (_ ("Improving slowly: %.1f %% less loss in %u steps"),
                                             percent, line->n)
                          : g_strdup_printf (_ ("Improving: %.0f %% less loss in %u steps"),
                                             percent, line->n);
      return DH_STATE_IMPROVING;
    }
  if (line->scatter > BOUNCE_SCATTER)
    {
      *text = g_strdup_printf (_ ("Bouncing: ±%.0f %% around %.3g"), 100 * expm1 (line->scatter),
                               exp (line->level));
      return DH_STATE_BOUNCING;
    }
  if (significant && percent > 5)
    {
      *text = g_strdup_printf (_ ("Getting worse: %.0f %% more loss in %u steps"), percent,
                               line->n);
      return DH_STATE_BOUNCING;
    }
  *text = g_strdup_printf (_ ("Flat: the loss stays around %.3g"), exp (line->level));
  return DH_STATE_FLAT;
}

DhState
dh_lane_state_judge (const DhLaneStateTracker *self, guint64 iteration, double learning_rate,
                     char **text)
{
  Line line;

  if (self->n_astray >= ASTRAY_STEPS)
    return judge_astray (self, iteration, text);
  if (self->n_lifeless >= LIFELESS_STEPS)
    return judge_dead (self, iteration, learning_rate, text);
  if (self->n - self->since < MIN_STEPS)
    {
      *text = g_strdup (iteration == 0 ? _ ("Waiting for the first step") : _ ("Starting"));
      return DH_STATE_WAITING;
    }
  line = fit_line (self);
  return judge_line (&line, text);
}
