/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was set for a race is undone with the changes of a session, in the order in which they were
 * made.
 */
#include "core/race/race-lanes.h"
#include "core/race/race-undo.h"

typedef struct
{
  DhSession *session;
  DhRace *race;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->session = dh_session_new ("/nonexistent");
  self->race = dh_race_new ("/nonexistent");
  dh_session_add_lane (self->session, "mae", 0, NULL);
  dh_session_add_lane (self->session, "mse", 0, NULL);
  dh_race_follow_lanes (self->race, self->session);
  dh_session_set_undoable (self->session, TRUE);
  dh_race_keep_undo (self->race, self->session);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->session);
  g_clear_object (&self->race);
}

static DhLane *
peek_lane (Fixture *self, guint position)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (self->session), position);

  return lane;
}

static void
assert_undo (Fixture *self, const char *name)
{
  g_assert_cmpstr (dh_session_get_undo (self->session), ==, name);
}

static void
assert_start (Fixture *self, double x, double y)
{
  double start[2];

  dh_race_get_start (self->race, start);
  g_assert_cmpfloat (start[0], ==, x);
  g_assert_cmpfloat (start[1], ==, y);
}

/* Another ground has other parameters and another start; all of them come back. */
static void
test_ground (Fixture *self, gconstpointer data)
{
  const double parameter = dh_race_get_parameters (self->race)[0];

  g_assert_null (dh_session_get_undo (self->session));
  dh_race_set_parameter (self->race, 0, parameter * 0.75);
  dh_race_drop (self->race, (double[]) { 0.5, -0.25 });
  assert_undo (self, "Start of the Balls");
  g_assert_true (dh_race_set_ground (self->race, "hill:x^2 + 3*y^2", NULL));
  assert_undo (self, "Choosing the Ground");
  dh_race_drop (self->race, (double[]) { 1, 1 });
  g_assert_true (dh_session_undo (self->session));
  g_assert_true (dh_session_undo (self->session));
  g_assert_cmpstr (dh_race_get_ground (self->race), ==, "hill:bumpy");
  g_assert_cmpfloat (dh_race_get_parameters (self->race)[0], ==, parameter * 0.75);
  assert_start (self, 0.5, -0.25);
  g_assert_true (dh_session_undo (self->session));
  g_assert_true (dh_session_undo (self->session));
  g_assert_cmpfloat (dh_race_get_parameters (self->race)[0], ==, parameter);
  g_assert_false (dh_session_undo (self->session));
  while (dh_session_redo (self->session))
    ;
  g_assert_cmpstr (dh_race_get_ground (self->race), ==, "hill:x^2 + 3*y^2");
  assert_start (self, 1, 1);
}

/* What is dragged is one change until it is let go. */
static void
test_series (Fixture *self, gconstpointer data)
{
  for (guint i = 1; i <= 10; i++)
    dh_race_set_noise (self->race, 0.1 * i);
  dh_session_end_change (self->session);
  dh_race_set_noise (self->race, 2);
  assert_undo (self, "Noise");
  g_assert_true (dh_session_undo (self->session));
  g_assert_cmpfloat (dh_race_get_noise (self->race), ==, 1);
  g_assert_true (dh_session_undo (self->session));
  g_assert_cmpfloat (dh_race_get_noise (self->race), ==, 0);
  g_assert_false (dh_session_undo (self->session));
}

static void
test_points (Fixture *self, gconstpointer data)
{
  guint n, n_before;

  g_assert_true (dh_race_set_ground (self->race, "fit", NULL));
  dh_race_get_points (self->race, &n_before);
  dh_race_remove_point (self->race, 0);
  assert_undo (self, "Points of the Ground");
  dh_session_end_change (self->session);
  dh_race_move_point (self->race, 0, (DhFitPoint) { 0.5, 0.5 });
  dh_race_set_shared (self->race, TRUE);
  assert_undo (self, "One Shared Ground");
  for (guint i = 0; i < 3; i++)
    g_assert_true (dh_session_undo (self->session));
  dh_race_get_points (self->race, &n);
  g_assert_cmpuint (n, ==, n_before);
  g_assert_false (dh_race_get_shared (self->race));
}

/* A rate follows the ground; that isn't a change of the rate, and each comes back with its ground. */
static void
test_rates (Fixture *self, gconstpointer data)
{
  DhLane *lane = peek_lane (self, 1);

  dh_lane_set_ball_rate (lane, 0.25);
  assert_undo (self, "Learning Rate of Ball 2");
  g_assert_true (dh_race_set_ground (self->race, "hill:bowl", NULL));
  assert_undo (self, "Choosing the Ground");
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 0);
  dh_lane_set_ball_rate (lane, 0.5);
  g_assert_true (dh_session_undo (self->session));
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 0);
  g_assert_true (dh_session_undo (self->session));
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 0.25);
  g_assert_true (dh_session_undo (self->session));
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 0);
  g_assert_false (dh_session_undo (self->session));
}

/* What belongs to another change isn't undone by itself. */
static void
test_held (Fixture *self, gconstpointer data)
{
  dh_session_hold_undo (self->session);
  g_assert_true (dh_race_set_ground (self->race, "hill:bowl", NULL));
  dh_session_release_undo (self->session);
  g_assert_null (dh_session_get_undo (self->session));
  dh_race_set_noise (self->race, 1);
  g_assert_true (dh_session_undo (self->session));
  g_assert_cmpstr (dh_race_get_ground (self->race), ==, "hill:bowl");
}

/* Each may go first. */
static void
test_ends (Fixture *self, gconstpointer data)
{
  dh_race_set_noise (self->race, 1);
  if (data != NULL)
    g_clear_object (&self->session);
  else
    g_clear_object (&self->race);
  if (self->race != NULL)
    dh_race_set_noise (self->race, 2);
  else
    g_assert_true (dh_session_undo (self->session));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/race-undo/ground", Fixture, NULL, set_up, test_ground, tear_down);
  g_test_add ("/race-undo/series", Fixture, NULL, set_up, test_series, tear_down);
  g_test_add ("/race-undo/points", Fixture, NULL, set_up, test_points, tear_down);
  g_test_add ("/race-undo/rates", Fixture, NULL, set_up, test_rates, tear_down);
  g_test_add ("/race-undo/held", Fixture, NULL, set_up, test_held, tear_down);
  g_test_add ("/race-undo/session-ends", Fixture, "", set_up, test_ends, tear_down);
  g_test_add ("/race-undo/race-ends", Fixture, NULL, set_up, test_ends, tear_down);
  return g_test_run ();
}
