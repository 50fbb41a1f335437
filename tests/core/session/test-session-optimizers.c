/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lanes with optimizers, balls and requests, from the property to the worker and back.
 */
#include "core/session/session-private.h"
#include "tests/core/session/session-runner.h"

#include <math.h>

static const char *const losses[] = { "mae", NULL };

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_properties (void)
{
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *lane = peek_lane (session, 0);
  guint n_rule = 0, n_ball = 0;
  DhOptimizerConfig optimizer_config;

  g_signal_connect_swapped (lane, "notify::optimizer", G_CALLBACK (count_cb), &n_rule);
  g_signal_connect_swapped (lane, "notify::ball-optimizer", G_CALLBACK (count_cb), &n_ball);
  g_assert_cmpstr (dh_lane_get_optimizer (lane), ==, "adam");
  g_assert_cmpstr (dh_lane_get_ball_optimizer (lane), ==, "sgd");
  g_assert_cmpfloat (dh_lane_get_ball_rate (lane), ==, 0);
  g_assert_true (dh_lane_get_ball_shown (lane));
  g_assert_cmpint (dh_lane_get_plane_kind (lane), ==, DH_PLANE_NONE);
  g_assert_false (dh_lane_get_sweeping (lane));

  dh_lane_set_optimizer (lane, "adam{beta1=0.5}"); /* the start value */
  g_assert_cmpuint (n_rule, ==, 0);
  dh_lane_set_ball_optimizer (lane, "adam{beta1=0.5}");
  g_assert_cmpstr (dh_lane_get_ball_optimizer (lane), ==, "adam{beta1=0.5}");
  optimizer_config = dh_lane_get_optimizer_config (lane);
  optimizer_config.warm_up = 7;
  dh_lane_set_optimizer_config (lane, &optimizer_config);
  dh_lane_set_optimizer_config (lane, &optimizer_config);
  g_assert_cmpuint (n_rule, ==, 1);
  g_assert_cmpuint (n_ball, ==, 1);
  g_assert_cmpstr (dh_lane_get_optimizer (lane), ==, "adam/warm_up=7");
  g_object_set (lane, "optimizer", "sgd", "ball-optimizer", "momentum", "ball-rate", .5,
                "ball-shown", FALSE, "plane-kind", DH_PLANE_TRAJECTORY, "sweeping", TRUE, NULL);
  g_assert_cmpstr (dh_lane_get_optimizer_config (lane).optimizer->id, ==, "sgd");
  g_assert_cmpstr (dh_lane_get_ball_optimizer_config (lane).optimizer->id, ==, "momentum");
  g_assert_true (dh_lane_get_sweeping (lane));
}

static void
test_label (void)
{
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *lane = peek_lane (session, 0);
  g_autofree char *plain = NULL, *full = NULL, *clipped = NULL;

  dh_lane_set_learning_rate (lane, 1e-3);
  plain = dh_lane_dup_label (lane);
  g_assert_cmpstr (plain, ==, "MAE, rate 1.0e-3");
  dh_lane_set_optimizer (lane, "adam{beta1=0.9}/cosine");
  full = dh_lane_dup_label (lane);
  g_assert_cmpstr (full, ==, "MAE, rate 1.0e-3, Adam (β₁ = 0.9), Cosine");
  dh_lane_set_optimizer (lane, "adam");
  dh_lane_set_clip (lane, dh_clip_make_usual (DH_CLIP_NORM));
  clipped = dh_lane_dup_label (lane);
  g_assert_cmpstr (clipped, ==, "MAE, rate 1.0e-3, clipped: norm 1");
}

static void
test_duplicate (void)
{
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *lane = peek_lane (session, 0), *copy;
  const double at[2] = { 1, 2 };

  dh_lane_set_optimizer (lane, "nadam/linear{over=50}");
  dh_lane_set_ball_optimizer (lane, "momentum{momentum=0.5}");
  dh_lane_set_ball_rate (lane, .25);
  dh_lane_set_ball_shown (lane, FALSE);
  dh_lane_set_plane_kind (lane, DH_PLANE_RANDOM);
  dh_lane_set_clip (lane, dh_clip_make (DH_CLIP_NORM, 2));
  dh_lane_probe (lane, at);
  dh_lane_set_sweeping (lane, TRUE);
  copy = dh_session_duplicate_lane (session, lane);
  g_assert_true (dh_lane_get_optimizer (copy) == dh_lane_get_optimizer (lane));
  g_assert_true (dh_lane_get_ball_optimizer (copy) == dh_lane_get_ball_optimizer (lane));
  g_assert_cmpfloat (dh_lane_get_ball_rate (copy), ==, .25);
  g_assert_false (dh_lane_get_ball_shown (copy));
  g_assert_cmpint (dh_lane_get_plane_kind (copy), ==, DH_PLANE_RANDOM);
  g_assert_cmpfloat (dh_lane_get_clip (copy).bound, ==, 2);
  /* The requests aren't copied. */
  g_assert_false (dh_lane_get_sweeping (copy));
  g_assert_cmpuint (dh_lane_get_sweep_serial (copy), ==, 0);
}

/* A copy in the middle of its schedule continues byte for byte, at the same rates. */
static void
test_schedule_is_recorded_and_copied (void)
{
  static const double rates[] = { 5e-4, 1e-3, 1e-3, 5e-4, 5e-4, 2.5e-4 };
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *lane = peek_lane (session, 0);

  dh_lane_set_learning_rate (lane, 1e-3);
  dh_lane_set_optimizer (lane, "momentum{momentum=0.8}/step{gamma=0.5,every=2}/warm_up=2");
  run_until (session, 3);
  dh_session_duplicate_lane (session, lane);
  run_until (session, 6);
  assert_same_records (peek_snapshot (session, 0), peek_snapshot (session, 1));
  for (guint i = 0; i < 2; i++)
    for (guint64 k = 0; k < G_N_ELEMENTS (rates); k++)
      g_assert_cmpfloat (dh_lane_snapshot_get_record (peek_snapshot (session, i), k).learning_rate,
                         ==, rates[k]);
}

static void
send_request (DhSession *session)
{
  while (session->request_source != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The worker needs to know nothing of a ball's settings. */
static void
test_what_is_sent (void)
{
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *lane = peek_lane (session, 0);
  const double at[2] = { .5, -1 };
  double probe[2] = { 0 };
  guint serial;

  send_request (session);
  dh_lane_set_ball_optimizer (lane, "adam");
  dh_lane_set_ball_rate (lane, 1);
  dh_lane_set_ball_shown (lane, FALSE);
  g_assert_null (session->request_source);

  dh_lane_redraw_plane (lane);
  g_assert_nonnull (session->request_source);
  g_assert_cmpuint (dh_lane_get_plane_serial (lane), ==, 1);
  send_request (session);
  dh_lane_probe (lane, at);
  g_assert_nonnull (session->request_source);
  serial = dh_lane_get_probe (lane, probe);
  g_assert_cmpfloat (probe[1], ==, -1);
  send_request (session);
  dh_lane_probe (lane, at); /* the same place */
  g_assert_null (session->request_source);
  dh_lane_probe (lane, NULL);
  g_assert_nonnull (session->request_source);
  g_assert_cmpuint (dh_lane_get_probe (lane, probe), ==, 0);
  dh_lane_probe (lane, at);
  g_assert_cmpuint (dh_lane_get_probe (lane, probe), ==, serial + 1);
  send_request (session);
  dh_lane_set_optimizer (lane, "sgd");
  g_assert_nonnull (session->request_source);
}

/* A probe or a sweep of weights that are gone is dropped. */
static void
test_restart_ends_requests (void)
{
  g_autoptr (DhSession) session = make_session (losses);
  DhLane *lane = peek_lane (session, 0);
  const double at[2] = { 0 };
  double probe[2];

  for (guint way = 0; way < 3; way++)
    {
      dh_lane_probe (lane, at);
      dh_lane_set_sweeping (lane, TRUE);
      g_assert_cmpuint (dh_lane_get_sweep_serial (lane), ==, way + 1);
      if (way == 0)
        dh_session_restart_lane (session, lane);
      else if (way == 1)
        dh_session_reset (session);
      else
        dh_session_set_seed (session, 99);
      g_assert_false (dh_lane_get_sweeping (lane));
      g_assert_cmpuint (dh_lane_get_probe (lane, probe), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-optimizers/properties", test_properties);
  g_test_add_func ("/session-optimizers/label", test_label);
  g_test_add_func ("/session-optimizers/duplicate", test_duplicate);
  g_test_add_func ("/session-optimizers/schedule-is-recorded-and-copied",
                   test_schedule_is_recorded_and_copied);
  g_test_add_func ("/session-optimizers/what-is-sent", test_what_is_sent);
  g_test_add_func ("/session-optimizers/restart-ends-requests", test_restart_ends_requests);
  return g_test_run ();
}
