/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One step, part by part, in sentences with numbers: the slope, the noise, what the optimizer
 * remembers, what it divides by, and where the ball moves.  Nothing here knows an optimizer by
 * name.  The table of optimizers says for each slot whether it is a direction or made of squares,
 * and how it is corrected before use; so the sentences show what really acts, even in Adam's first
 * steps, whose slots are still biased towards zero.
 *
 * A direction is what is seen on the map, so it is measured in widths of the ground.  In a sentence
 * it follows a colon, where it needs no inflection: a tighter composition would break in other
 * languages.
 */
#include "core/landscape/step-breakdown.h"

#include "core/base/number.h"

#include <glib/gi18n-lib.h>

#include <math.h>

#define N_DIRECTIONS 16

/* As on the map: counter-clockwise from the right. */
static const char *const directions[N_DIRECTIONS] = {
  N_ ("to the right"),
  N_ ("to the right and a little up"),
  N_ ("to the right and up"),
  N_ ("up and a little to the right"),
  N_ ("up"),
  N_ ("up and a little to the left"),
  N_ ("to the left and up"),
  N_ ("to the left and a little up"),
  N_ ("to the left"),
  N_ ("to the left and a little down"),
  N_ ("to the left and down"),
  N_ ("down and a little to the left"),
  N_ ("down"),
  N_ ("down and a little to the right"),
  N_ ("to the right and down"),
  N_ ("to the right and a little down"),
};

/* The step being described. */
typedef struct
{
  DhStepBreakdown *breakdown;
  const DhGround *ground;
  const DhOptimizer *optimizer;
  const double *settings;
  const DhBall *to;
  DhStepParts parts;
} Teller;

static const char *
get_direction (const Teller *self, const double vector[2])
{
  const DhGround *ground = self->ground;
  double x = vector[0] / (ground->maximum[0] - ground->minimum[0]);
  double y = ground->n_dimensions > 1 ? vector[1] / (ground->maximum[1] - ground->minimum[1]) : 0;
  int sector = (int) lround (atan2 (y, x) / (2 * G_PI) * N_DIRECTIONS);

  return _ (directions[(sector + N_DIRECTIONS) % N_DIRECTIONS]);
}

static gboolean
is_finite (const double vector[2])
{
  return isfinite (vector[0]) && isfinite (vector[1]);
}

static gboolean
is_zero (const double vector[2])
{
  return vector[0] == 0 && vector[1] == 0;
}

static double
get_length (const double vector[2])
{
  return hypot (vector[0], vector[1]);
}

/* Takes the text; parts that can't be drawn are left out. */
static void
add_part (Teller *self, DhBreakdownKind kind, const double vector[2], char *text)
{
  DhBreakdownPart *part = &self->breakdown->parts[self->breakdown->n_parts++];
  gboolean drawable = is_finite (vector);

  g_assert (self->breakdown->n_parts <= DH_BREAKDOWN_MAX_PARTS);
  part->kind = kind;
  part->text = dh_number_dress (text);
  for (guint i = 0; i < 2; i++)
    part->vector[i] = drawable ? vector[i] : 0;
}

static void
tell_gradient (Teller *self)
{
  const double downhill[2] = { -self->parts.gradient[0], -self->parts.gradient[1] };
  char *text;

  if (!is_finite (downhill))
    text = g_strdup (_ ("No slope can be computed here"));
  else if (is_zero (downhill))
    text = g_strdup (_ ("The ground is level here: nothing pulls the ball"));
  else
    /* Translators: %s is a direction, as “to the left and a little up” */
    text = g_strdup_printf (_ ("Downhill from here: %s, slope %.3g"),
                            get_direction (self, downhill), get_length (downhill));
  add_part (self, DH_BREAKDOWN_GRADIENT, downhill, text);
}

static void
tell_noise (Teller *self)
{
  const DhStepParts *parts = &self->parts;
  const double push[2] = { parts->gradient[0] - parts->noisy_gradient[0],
                           parts->gradient[1] - parts->noisy_gradient[1] };

  if (!is_finite (push) || is_zero (push))
    return;
  add_part (self, DH_BREAKDOWN_NOISE, push,
            /* Translators: %s is a direction, as “to the left and a little up” */
            g_strdup_printf (_ ("Noise, as from a small batch, adds: %s, %.3g"),
                             get_direction (self, push), get_length (push)));
}

/* ---- slots ---- */

/* by: 1 + the setting's index; 0: the optimizer has no such setting, so its value is 0. */
static double
get_setting (const Teller *self, guint by)
{
  return by > 0 ? self->settings[by - 1] : 0;
}

/* The value that the optimizer uses: the slot with bias correction and offset. */
static void
get_slot (const Teller *self, guint slot, double value[2])
{
  guint freed_by = self->optimizer->slot_freed_by[slot];
  double missing = freed_by > 0 ? pow (self->settings[freed_by - 1], self->to->n_updates) : 0;
  double raise = get_setting (self, self->optimizer->slot_raised_by[slot]);

  for (guint i = 0; i < 2; i++)
    value[i] = self->parts.slots[slot][i] / (1 - missing) + raise;
}

static void
tell_memory (Teller *self, guint slot)
{
  const char *name = _ (self->optimizer->slot_names[slot]);
  double value[2], push[2];
  char *text;

  get_slot (self, slot, value);
  push[0] = -value[0];
  push[1] = -value[1];
  if (!is_finite (push) || is_zero (push))
    /* Translators: %s is what is remembered, as “mean of the gradients” */
    text = g_strdup_printf (_ ("Memory (%s) is still zero"), name);
  else
    /* Translators: what is remembered, as “mean of the gradients”; a direction, as “to the left and
     * a little up” */
    text = g_strdup_printf (_ ("Memory (%s) pulls: %s, %.3g"), name, get_direction (self, push),
                            get_length (push));
  add_part (self, DH_BREAKDOWN_MEMORY, push, text);
}

static void
tell_squares (Teller *self, guint slot)
{
  const char *name = _ (self->optimizer->slot_names[slot]);
  double floor = get_setting (self, self->optimizer->root_raised_by);
  double value[2], root[2] = { 0 };
  char *text;

  get_slot (self, slot, value);
  for (guint i = 0; i < self->ground->n_dimensions; i++)
    root[i] = sqrt (MAX (value[i], 0)) + floor;
  if (self->ground->n_dimensions > 1)
    /* Translators: what is remembered, as “mean of their squares”; then twice a dimension’s name,
     * as “x” or “brightness”, and a number */
    text =
      g_strdup_printf (_ ("Each parameter’s step is scaled by its own root (%s): %s is divided by "
                          "%.3g, %s by %.3g"),
                       name, self->ground->dimensions[0], root[0], self->ground->dimensions[1],
                       root[1]);
  else
    /* Translators: what is remembered, as “mean of their squares”; a dimension’s name; a number */
    text = g_strdup_printf (_ ("The step is scaled by a root (%s): %s is divided by %.3g"), name,
                            self->ground->dimensions[0], root[0]);
  add_part (self, DH_BREAKDOWN_SQUARES, root, text);
}

/* ---- the step ---- */

/* "−2.3 px", "+0.12"; (transfer full) */
static char *
format_change (const DhGround *ground, guint dimension, double change)
{
  double number = fabs (change * ground->scales[dimension]);
  const char *sign = change < 0 ? "−" : "+";

  if (ground->units[dimension] != NULL)
    return g_strdup_printf ("%s%.3g %s", sign, number, ground->units[dimension]);
  return g_strdup_printf ("%s%.3g", sign, number);
}

static char *
describe_step (const Teller *self)
{
  const DhGround *ground = self->ground;
  const double *step = self->parts.step;
  g_autofree char *x = format_change (ground, 0, step[0]);
  g_autofree char *y = format_change (ground, 1, step[1]);

  if (ground->n_dimensions == 1)
    /* Translators: a direction, as “to the left”; a dimension’s name; how much it changes, as
     * “−0.12” */
    return g_strdup_printf (_ ("At rate %.3g the ball moves: %s, %s %s"), self->parts.learning_rate,
                            get_direction (self, step), ground->dimensions[0], x);
  if (get_setting (self, self->optimizer->shrunk_by) > 0)
    /* Translators: as “At rate … the ball moves: …” */
    return g_strdup_printf (_ ("At rate %.3g, with a little weight decay, the ball moves: %s, %s "
                               "%s, %s %s"),
                            self->parts.learning_rate, get_direction (self, step),
                            ground->dimensions[0], x, ground->dimensions[1], y);
  /* Translators: a direction, as “to the left and a little up”; then twice a dimension’s name, as
   * “x” or “brightness”, and how much it changes, as “−0.12” or “+2.3 px” */
  return g_strdup_printf (_ ("At rate %.3g the ball moves: %s, %s %s, %s %s"),
                          self->parts.learning_rate, get_direction (self, step),
                          ground->dimensions[0], x, ground->dimensions[1], y);
}

static void
tell_step (Teller *self)
{
  char *text;

  if (self->to->diverged)
    text = g_strdup_printf (_ ("At rate %.3g the step gives no finite loss: the ball has diverged"),
                            self->parts.learning_rate);
  else if (is_zero (self->parts.step))
    text = g_strdup (_ ("So the ball stays where it is"));
  else
    text = describe_step (self);
  add_part (self, DH_BREAKDOWN_STEP, self->parts.step, text);
}

DhStepBreakdown *
dh_step_breakdown_new (const DhDescent *descent, guint index)
{
  Teller teller = {
    .breakdown = g_new0 (DhStepBreakdown, 1),
    .ground = dh_descent_get_ground (descent),
    .to = dh_descent_get_ball (descent, index),
    .parts = dh_descent_get_parts (descent, index),
  };

  teller.optimizer = teller.parts.optimizer;
  teller.settings = teller.parts.settings;
  tell_gradient (&teller);
  tell_noise (&teller);
  for (guint i = 0; !teller.to->diverged && i < teller.optimizer->n_slots; i++)
    (teller.optimizer->slot_squared[i] ? tell_squares : tell_memory) (&teller, i);
  tell_step (&teller);
  return teller.breakdown;
}

void
dh_step_breakdown_free (DhStepBreakdown *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_parts; i++)
    g_free (self->parts[i].text);
  g_free (self);
}
