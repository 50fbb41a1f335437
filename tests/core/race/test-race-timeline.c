/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The timeline alone, with runners but without a race, threads or signals: speed, scrubbing, the
 * fraction of a step, the parts of a step that is told, and when a race is over.
 */
#include "core/race/race-timeline.h"

#include <math.h>

typedef struct
{
  DhGroundMaker *maker;
  DhRaceRunners *runners;
  DhRaceTimeline *timeline;
} Line;

/* All on x² + y², from (1, 1): each step of plain descent multiplies by 1 - 2 rate. */
static void
line_start (Line *self, const double *rates, guint n)
{
  DhRunner list[DH_RACE_MAX_RUNNERS] = { { 0 } };

  self->maker = dh_ground_maker_new (NULL);
  g_assert_true (dh_ground_maker_choose (self->maker, "hill:x^2 + y^2", NULL, NULL));
  g_assert_true (dh_ground_maker_set_start (self->maker, (double[]) { 1, 1 }));
  self->runners = dh_race_runners_new (self->maker);
  self->timeline = dh_race_timeline_new (self->runners);
  for (guint i = 0; i < n; i++)
    {
      list[i].number = i + 1;
      list[i].mix = (DhMix) { 1, { dh_mix_part_make ("mse") } };
      list[i].learning_rate = rates[i];
      list[i].optimizer_config = dh_optimizer_config_make (dh_optimizer_find ("sgd"),
                                                           DH_OPTIMIZER_USER_BALL);
    }
  dh_race_runners_take (self->runners, list, n);
  dh_race_runners_settle (self->runners, 0);
}

static void
line_clear (Line *self)
{
  dh_race_timeline_free (self->timeline);
  dh_race_runners_free (self->runners);
  dh_ground_maker_free (self->maker);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

/* Terrains, which are needed to judge the balls' states. */
static void
give_terrains (Line *self)
{
  g_autoptr (DhTerrain) terrain = dh_terrain_new (self->runners->each[0].ground, 33, 33, NULL);

  for (guint i = 0; i < self->runners->n; i++)
    dh_race_runner_take_terrain (&self->runners->each[i], terrain);
}

static double
get_x (const Line *self, guint runner)
{
  const DhRaceRunner *it = &self->runners->each[runner];
  guint index = dh_race_runner_get_index (it, dh_race_timeline_get_position (self->timeline));

  return dh_descent_get_ball (it->descent, index)->at[0];
}

static void
assert_line (const Line *self, guint position, guint n_steps, double fraction)
{
  g_assert_cmpuint (dh_race_timeline_get_position (self->timeline), ==, position);
  g_assert_cmpuint (dh_race_runners_get_n_steps (self->runners), ==, n_steps);
  g_assert_cmpfloat_with_epsilon (dh_race_timeline_get_fraction (self->timeline), fraction, 1e-9);
}

/* Advances by the time of that many steps at speed 1. */
static gboolean
tick (Line *self, double steps)
{
  return dh_race_timeline_tick (self->timeline, steps / DH_RACE_STEPS_PER_SECOND);
}

static void
test_speed (void)
{
  g_auto (Line) line = { 0 };

  line_start (&line, (double[]) { 0.1 }, 1);
  g_assert_cmpfloat (dh_race_timeline_get_speed (line.timeline), ==, 1);
  g_assert_false (tick (&line, 5));
  assert_line (&line, 0, 0, 1);
  dh_race_timeline_set_playing (line.timeline, TRUE);
  g_assert_true (tick (&line, 4));
  assert_line (&line, 4, 4, 1);
  dh_race_timeline_set_speed (line.timeline, 2.5);
  tick (&line, 2);
  assert_line (&line, 9, 9, 1);
  dh_race_timeline_set_speed (line.timeline, 0);
  g_assert_cmpfloat (dh_race_timeline_get_speed (line.timeline), ==, DH_RACE_MIN_SPEED);
  dh_race_timeline_set_speed (line.timeline, INFINITY);
  g_assert_cmpfloat (dh_race_timeline_get_speed (line.timeline), ==, DH_RACE_MAX_SPEED);
  /* A clock that jumped ahead, stopped, ran backwards or gave NaN. */
  tick (&line, 1e6);
  assert_line (&line, 209, 209, 1);
  g_assert_false (tick (&line, 0));
  g_assert_false (tick (&line, -3));
  g_assert_false (tick (&line, NAN));
  assert_line (&line, 209, 209, 1);
}

static void
test_fraction (void)
{
  g_auto (Line) line = { 0 };

  line_start (&line, (double[]) { 0.1 }, 1);
  dh_race_timeline_set_playing (line.timeline, TRUE);
  tick (&line, 0.25);
  assert_line (&line, 1, 1, 0.25);
  for (guint i = 0; i < 30; i++)
    tick (&line, 0.1);
  assert_line (&line, 4, 4, 0.25);
  /* Pausing completes the current step, and returns that it did. */
  g_assert_true (dh_race_timeline_set_playing (line.timeline, FALSE));
  assert_line (&line, 4, 4, 1);
  g_assert_false (dh_race_timeline_set_playing (line.timeline, FALSE));
  g_assert_false (dh_race_timeline_set_playing (line.timeline, TRUE));
  tick (&line, 1);
  assert_line (&line, 5, 5, 1);
}

static void
test_scrubbing (void)
{
  g_auto (Line) line = { 0 };

  line_start (&line, (double[]) { 0.1, 0.25 }, 2);
  for (guint i = 0; i < 10; i++)
    dh_race_timeline_step (line.timeline);
  assert_line (&line, 10, 10, 1);
  g_assert_true (dh_race_timeline_set_position (line.timeline, 3));
  assert_line (&line, 3, 10, 1);
  g_assert_cmpfloat_with_epsilon (get_x (&line, 0), pow (0.8, 3), 1e-12);
  g_assert_cmpfloat_with_epsilon (get_x (&line, 1), pow (0.5, 3), 1e-12);
  g_assert_false (dh_race_timeline_set_position (line.timeline, 3));
  dh_race_timeline_back (line.timeline);
  dh_race_timeline_step (line.timeline);
  dh_race_timeline_step (line.timeline);
  assert_line (&line, 4, 10, 1);
  /* Playing from there repeats the past and then continues. */
  dh_race_timeline_set_playing (line.timeline, TRUE);
  tick (&line, 5);
  assert_line (&line, 9, 10, 1);
  tick (&line, 5);
  assert_line (&line, 14, 14, 1);
  g_assert_false (dh_race_timeline_set_position (line.timeline, 4000));
  dh_race_timeline_set_position (line.timeline, 0);
  dh_race_timeline_back (line.timeline);
  assert_line (&line, 0, 14, 1);
  g_assert_false (dh_race_timeline_get_playing (line.timeline));
}

/* When the runners' past is shortened, the position is moved to its end. */
static void
test_shortened (void)
{
  g_auto (Line) line = { 0 };

  line_start (&line, (double[]) { 0.1 }, 1);
  for (guint i = 0; i < 10; i++)
    dh_race_timeline_step (line.timeline);
  dh_race_runners_forget_future (line.runners, 6);
  dh_race_timeline_refresh (line.timeline);
  assert_line (&line, 6, 6, 1);
  dh_race_timeline_set_playing (line.timeline, TRUE);
  tick (&line, 0.5);
  dh_race_timeline_rewind (line.timeline);
  assert_line (&line, 0, 7, 1);
}

static guint
play (Line *self, guint most_ticks)
{
  guint i = 0;

  dh_race_timeline_set_playing (self->timeline, TRUE);
  for (; i < most_ticks && dh_race_timeline_get_playing (self->timeline); i++)
    tick (self, 3);
  return i;
}

/* The race is over when all balls have settled, not before the slowest; and never without terrains
 * to judge by. */
static void
test_ends_settled (void)
{
  g_auto (Line) line = { 0 };
  guint settled;

  line_start (&line, (double[]) { 0.5, 0.05 }, 2);
  g_assert_cmpuint (play (&line, 300), ==, 300);
  give_terrains (&line);
  g_assert_cmpuint (play (&line, 30), <, 30);
  /* From the start, it ends at a check, when three in a row agree. */
  dh_race_runners_drop_balls (line.runners);
  dh_race_timeline_rewind (line.timeline);
  dh_race_runners_settle (line.runners, 0);
  g_assert_cmpuint (play (&line, 300), <, 300);
  settled = dh_race_timeline_get_position (line.timeline);
  g_assert_cmpuint (settled % 8, ==, 0);
  g_assert_cmpfloat (fabs (get_x (&line, 1)), <, 0.01);
  g_assert_cmpfloat (dh_race_timeline_get_fraction (line.timeline), ==, 1);
  /* With noise, however little, it continues. */
  line.runners->noise = 1e-12;
  dh_race_runners_settle (line.runners, settled);
  g_assert_cmpuint (play (&line, 30), ==, 30);
  line.runners->noise = 0;
  /* Finishing at once ends at the same position. */
  dh_race_runners_drop_balls (line.runners);
  dh_race_timeline_rewind (line.timeline);
  dh_race_runners_settle (line.runners, 0);
  dh_race_timeline_finish (line.timeline);
  assert_line (&line, settled, settled, 1);
}

static void
test_ends_diverged (void)
{
  g_auto (Line) line = { 0 };

  line_start (&line, (double[]) { 1e200, 1e300 }, 2);
  g_assert_cmpuint (play (&line, 20), <, 20);
  g_assert_true (dh_descent_get_last (line.runners->each[0].descent)->diverged);
  assert_line (&line, dh_race_runners_get_n_steps (line.runners),
               dh_race_runners_get_n_steps (line.runners), 1);
  dh_race_timeline_set_position (line.timeline, 0);
  g_assert_cmpuint (play (&line, 20), <, 20);
}

static void
test_ends_without_runners (void)
{
  g_auto (Line) line = { 0 };

  line_start (&line, NULL, 0);
  g_assert_cmpuint (play (&line, 20), ==, 1);
  dh_race_timeline_step (line.timeline);
  dh_race_timeline_back (line.timeline);
  dh_race_timeline_finish (line.timeline);
  assert_line (&line, 0, 0, 1);
}

static void
assert_told (const Line *self, guint position, guint n_told)
{
  g_assert_cmpuint (dh_race_timeline_get_position (self->timeline), ==, position);
  g_assert_cmpuint (dh_race_timeline_get_n_told (self->timeline, 0), ==, n_told);
}

static void
test_inside (void)
{
  g_auto (Line) line = { 0 };

  line_start (&line, (double[]) { 0.1 }, 1);
  assert_told (&line, 0, 0);
  g_assert_true (dh_race_timeline_set_inside (line.timeline, TRUE));
  g_assert_false (dh_race_timeline_set_inside (line.timeline, TRUE));
  assert_told (&line, 0, 1);
  dh_race_timeline_step (line.timeline);
  assert_told (&line, 0, 2);
  dh_race_timeline_step (line.timeline);
  assert_told (&line, 1, 1);
  dh_race_timeline_back (line.timeline);
  assert_told (&line, 0, 2);
  dh_race_timeline_back (line.timeline);
  assert_told (&line, 0, 1);
  g_assert_true (dh_race_timeline_set_inside (line.timeline, FALSE));
  assert_told (&line, 0, 0);
}

/* A part is shown for its full time, even after a manual step. */
static void
test_inside_playing (void)
{
  g_auto (Line) line = { 0 };

  line_start (&line, (double[]) { 0.1 }, 1);
  dh_race_timeline_set_inside (line.timeline, TRUE);
  dh_race_timeline_set_playing (line.timeline, TRUE);
  dh_race_timeline_tick (line.timeline, 1.9 * DH_RACE_SECONDS_PER_PART);
  assert_told (&line, 0, 2);
  dh_race_timeline_step (line.timeline);
  assert_told (&line, 1, 1);
  dh_race_timeline_set_playing (line.timeline, TRUE);
  dh_race_timeline_tick (line.timeline, 0.5 * DH_RACE_SECONDS_PER_PART);
  assert_told (&line, 1, 1);
  /* Refreshing after a change doesn't restart the part. */
  dh_race_timeline_refresh (line.timeline);
  assert_told (&line, 1, 1);
  dh_race_timeline_tick (line.timeline, 0.6 * DH_RACE_SECONDS_PER_PART);
  assert_told (&line, 1, 2);
  dh_race_timeline_tick (line.timeline, DH_RACE_SECONDS_PER_PART);
  assert_told (&line, 2, 0);
  g_assert_cmpfloat (dh_race_timeline_get_fraction (line.timeline), >, 0);
  g_assert_cmpfloat (dh_race_timeline_get_fraction (line.timeline), <, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-timeline/speed", test_speed);
  g_test_add_func ("/race-timeline/fraction", test_fraction);
  g_test_add_func ("/race-timeline/scrubbing", test_scrubbing);
  g_test_add_func ("/race-timeline/shortened", test_shortened);
  g_test_add_func ("/race-timeline/ends-settled", test_ends_settled);
  g_test_add_func ("/race-timeline/ends-diverged", test_ends_diverged);
  g_test_add_func ("/race-timeline/ends-without-runners", test_ends_without_runners);
  g_test_add_func ("/race-timeline/inside", test_inside);
  g_test_add_func ("/race-timeline/inside-playing", test_inside_playing);
  return g_test_run ();
}
