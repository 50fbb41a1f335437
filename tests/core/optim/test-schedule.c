/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Schedules at points that can be computed by hand, and properties of all of them.
 */
#include "core/optim/schedule.h"

#include <math.h>

typedef struct
{
  const char *id;
  double settings[DH_SCHEDULE_MAX_SETTINGS];
  guint64 warm_up, t;
  double factor;
} Point;

static const Point points[] = {
  { "constant", { 0 }, 0, 1, 1.0 },
  { "constant", { 0 }, 0, G_MAXUINT64, 1.0 },
  { "constant", { 0 }, 4, 1, 0.25 },
  { "constant", { 0 }, 4, 3, 0.75 },
  { "constant", { 0 }, 4, 4, 1.0 },
  { "constant", { 0 }, 4, 5, 1.0 },
  { "step", { 0.5, 10 }, 0, 1, 1.0 },
  { "step", { 0.5, 10 }, 0, 10, 1.0 },
  { "step", { 0.5, 10 }, 0, 11, 0.5 },
  { "step", { 0.5, 10 }, 0, 21, 0.25 },
  { "step", { 0.5, 10 }, 5, 14, 1.0 },
  { "step", { 0.5, 10 }, 5, 15, 0.5 },
  { "step", { 0.1, 1000 }, 0, G_MAXUINT64, 0.0 },
  { "cosine", { 0.0, 100 }, 0, 1, 1.0 },
  { "cosine", { 0.0, 100 }, 0, 51, 0.5 },
  { "cosine", { 0.2, 100 }, 0, 51, 0.6 },
  { "cosine", { 0.2, 100 }, 50, 100, 0.6 },
  { "cosine", { 0.0, 90 }, 0, 31, 0.75 },
  { "cosine", { 0.0, 100 }, 0, 101, 0.0 },
  { "cosine", { 0.2, 100 }, 0, 5000, 0.2 },
  { "linear", { 0.0, 4 }, 0, 1, 1.0 },
  { "linear", { 0.0, 4 }, 0, 2, 0.75 },
  { "linear", { 0.2, 4 }, 0, 3, 0.6 },
  { "linear", { 0.2, 4 }, 10, 12, 0.6 },
  { "linear", { 0.2, 4 }, 0, 5, 0.2 },
  { "linear", { 0.2, 4 }, 0, 500, 0.2 },
  { "inverse_sqrt", { 0 }, 0, 1, 1.0 },
  { "inverse_sqrt", { 0 }, 0, 4, 0.5 },
  { "inverse_sqrt", { 0 }, 0, 10000, 0.01 },
  { "inverse_sqrt", { 0 }, 100, 25, 0.25 },
  { "inverse_sqrt", { 0 }, 100, 100, 1.0 },
  { "inverse_sqrt", { 0 }, 100, 400, 0.5 },
};

static void
test_points (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      const DhSchedule *schedule = dh_schedule_find (points[i].id);
      double factor = dh_schedule_get_factor (schedule, points[i].settings, points[i].warm_up,
                                              points[i].t);

      g_test_message ("%s at %" G_GUINT64_FORMAT, points[i].id, points[i].t);
      g_assert_cmpfloat_with_epsilon (factor, points[i].factor, 1e-14);
    }
}

static void
check_settings (const DhSchedule *schedule, double *settings)
{
  dh_schedule_get_defaults (schedule, settings);
  for (int i = 0; i < DH_SCHEDULE_MAX_SETTINGS && schedule->settings[i].id != NULL; i++)
    {
      g_assert_nonnull (schedule->settings[i].name);
      g_assert_cmpfloat (settings[i], >=, schedule->settings[i].minimum);
      g_assert_cmpfloat (settings[i], <=, schedule->settings[i].maximum);
    }
}

/* Rises in a line, reaches the full rate at the end of the warm-up, and never rises again. */
static void
check_shape (const DhSchedule *schedule, const double *settings, guint64 warm_up)
{
  double last = 0.0;

  for (guint64 t = 1; t < 3000; t++)
    {
      double factor = dh_schedule_get_factor (schedule, settings, warm_up, t);

      if (t <= warm_up)
        g_assert_cmpfloat_with_epsilon (factor - last, 1.0 / warm_up, 1e-12);
      else if (t > 1)
        g_assert_cmpfloat (factor, <=, last);
      if (t == MAX (warm_up, 1))
        g_assert_cmpfloat (factor, ==, 1.0);
      g_assert_cmpfloat (factor, >=, 0.0);
      g_assert_cmpfloat (factor, ==, dh_schedule_get_factor (schedule, settings, warm_up, t));
      last = factor;
    }
}

static void
test_table (void)
{
  guint n;
  const DhSchedule *const *schedules = dh_schedules_get (&n);

  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpstr (schedules[0]->id, ==, "constant");
  for (guint i = 0; i < n; i++)
    {
      double settings[DH_SCHEDULE_MAX_SETTINGS];

      g_assert_true (dh_schedule_find (schedules[i]->id) == schedules[i]);
      check_settings (schedules[i], settings);
      for (guint64 warm_up = 0; warm_up < 200; warm_up += 33)
        check_shape (schedules[i], settings, warm_up);
    }
  g_assert_null (dh_schedule_find ("sawtooth"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schedule/points", test_points);
  g_test_add_func ("/schedule/table", test_table);
  return g_test_run ();
}
