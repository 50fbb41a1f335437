/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Learning rates that change with time: a factor for each update.
 *
 * With w updates of warm-up, at least 1, an update t ≤ w has the factor t / w; later ones have the
 * schedule's, which counts its own time u = t − w and is 1 at u = 0, so that the two parts meet.
 * With n and the floor f from the settings the schedules are
 *
 *   constant              1
 *   step                  γ^⌊u / n⌋
 *   cosine                f + (1 − f) (1 + cos (π min (u, n) / n)) / 2
 *   linear                1 − (1 − f) min (u, n) / n
 *   inverse square root   √(w / t)
 *
 * The last is the schedule of the transformer paper, scaled so that its peak is 1; without warm-up
 * it is 1 / √t, the classic schedule of online descent.  Cosine and linear stay at their floor: a
 * restart would be another schedule.
 *
 * Rejected: a schedule that multiplies the last rate.  It would have to know its past to go back in
 * time or change to another schedule; this one is a function of t.
 */
#include "core/optim/schedule.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PAST_END 1.15 /* so that the end is visible */

enum
{
  GAMMA,
  EVERY
};
enum
{
  FLOOR,
  OVER
};

static double
get_constant (const double *settings, double u, double w)
{
  return 1.0;
}

static double
get_step (const double *settings, double u, double w)
{
  return pow (settings[GAMMA], floor (u / settings[EVERY]));
}

static double
get_cosine (const double *settings, double u, double w)
{
  double way = MIN (u / settings[OVER], 1.0);

  return settings[FLOOR] + (1.0 - settings[FLOOR]) * (0.5 + 0.5 * cos (G_PI * way));
}

static double
get_linear (const double *settings, double u, double w)
{
  double way = MIN (u / settings[OVER], 1.0);

  return settings[FLOOR] * way + (1.0 - way);
}

static double
get_inverse_sqrt (const double *settings, double u, double w)
{
  return sqrt (w / (u + w));
}

static const DhSchedule constant = {
  .id = "constant",
  .name = N_ ("Constant"),
  .formula = "1",
  .source = "Robbins and Monro 1951",
  .shown = 2,
  .get_factor = get_constant,
};

static const DhSchedule step = {
  .id = "step",
  .name = N_("Step"),
  .formula = "γ^⌊u / n⌋",
  .source = "",
  .settings = {
    { "gamma", N_("γ, factor per step"), 0.01, 1.0, 0.1, NULL, 0 },
    { "every", N_("n, updates between steps"), 1, 1e9, 1000, NULL, 1 },
  },
  .shown = 4,
  .get_factor = get_step,
};

static const DhSchedule cosine = {
  .id = "cosine",
  .name = N_("Cosine"),
  .formula = "f + (1 − f) (1 + cos (π u / n)) / 2",
  .source = "Loshchilov and Hutter 2017",
  .settings = {
    { "floor", N_("f, final factor"), 0.0, 1.0, 0.0, NULL, 0 },
    { "over", N_("n, updates until the end"), 1, 1e9, 1000, NULL, 1 },
  },
  .shown = PAST_END,
  .get_factor = get_cosine,
};

static const DhSchedule linear = {
  .id = "linear",
  .name = N_("Linear"),
  .formula = "1 − (1 − f) u / n",
  .source = "",
  .settings = {
    { "floor", N_("f, final factor"), 0.0, 1.0, 0.0, NULL, 0 },
    { "over", N_("n, updates until the end"), 1, 1e9, 1000, NULL, 1 },
  },
  .shown = PAST_END,
  .get_factor = get_linear,
};

static const DhSchedule inverse_sqrt = {
  .id = "inverse_sqrt",
  .name = N_ ("Inverse square root"),
  .formula = "√(w / t)",
  .source = "Zinkevich 2003; Vaswani and others 2017",
  .shown = 10, /* the factor is about a third there */
  .get_factor = get_inverse_sqrt,
};

static const DhSchedule *const schedules[] = { &constant, &step, &cosine, &linear, &inverse_sqrt };

const DhSchedule *const *
dh_schedules_get (guint *n_schedules)
{
  if (n_schedules != NULL)
    *n_schedules = G_N_ELEMENTS (schedules);
  return schedules;
}

const DhSchedule *
dh_schedule_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (schedules); i++)
    if (strcmp (schedules[i]->id, id) == 0)
      return schedules[i];
  return NULL;
}

const DhSchedule *
dh_schedule_get_constant (void)
{
  return &constant;
}

guint
dh_schedule_count_settings (const DhSchedule *schedule)
{
  return dh_settings_count (schedule->settings, DH_SCHEDULE_MAX_SETTINGS);
}

void
dh_schedule_get_defaults (const DhSchedule *schedule, double *values)
{
  dh_settings_get_defaults (schedule->settings, DH_SCHEDULE_MAX_SETTINGS, values);
}

double
dh_schedule_get_factor (const DhSchedule *schedule, const double *settings, guint64 warm_up,
                        guint64 t)
{
  guint64 w = MAX (warm_up, 1);

  if (t < w)
    return (double) t / (double) w;
  return schedule->get_factor (settings, (double) (t - w), (double) w);
}
