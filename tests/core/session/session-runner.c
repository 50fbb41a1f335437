/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/session/session-runner.h"

DhSession *
make_session (const char *const *losses)
{
  DhSession *session = dh_session_new (g_getenv ("DH_FACES"));

  dh_session_set_live (session, FALSE);
  for (guint i = 0; losses[i] != NULL; i++)
    g_assert_nonnull (dh_session_add_lane (session, losses[i], 0, NULL));
  return session;
}

DhLane *
peek_lane (DhSession *session, guint position)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (session), position);

  return lane;
}

DhLaneSnapshot *
peek_snapshot (DhSession *session, guint position)
{
  return dh_lane_get_snapshot (peek_lane (session, position));
}

static void
idle_cb (DhSession *session, gboolean *idle)
{
  *idle = TRUE;
}

void
wait_until_idle (DhSession *session)
{
  gboolean idle = FALSE;
  gulong handler = g_signal_connect (session, "idle", G_CALLBACK (idle_cb), &idle);

  while (!idle)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (session, handler);
}

void
run_until (DhSession *session, guint64 iteration)
{
  dh_session_set_iteration_limit (session, iteration);
  dh_session_set_playing (session, TRUE);
  wait_until_idle (session);
  g_assert_cmpuint (dh_session_get_iteration (session), ==, iteration);
}

void
assert_same_records (DhLaneSnapshot *a, DhLaneSnapshot *b)
{
  guint64 n = dh_lane_snapshot_get_n_records (a);

  g_assert_cmpuint (n, ==, dh_lane_snapshot_get_n_records (b));
  for (guint64 i = 0; i < n; i++)
    {
      DhRecord ra = dh_lane_snapshot_get_record (a, i), rb = dh_lane_snapshot_get_record (b, i);

      g_assert_cmpuint (ra.iteration, ==, rb.iteration);
      g_assert_cmpmem (&ra.loss, sizeof ra.loss, &rb.loss, sizeof rb.loss);
      g_assert_cmpmem (&ra.loss_a, sizeof ra.loss_a, &rb.loss_a, sizeof rb.loss_a);
    }
}
