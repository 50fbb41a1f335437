/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs that the worker sets aside and brings back: afterwards everything is, byte for byte, as in
 * an undisturbed training, with one thread and with three.
 */
#include "tests/core/train/trainer-runner.h"

#define PAUSE 4
#define END   7

static const char *const losses[] = { "mae", "ssim", "mse", NULL };

static DhReport *expected;

static DhTrainingRequest *
make_request (guint64 serial, guint generation, guint64 limit)
{
  return make_trainer_request (losses, serial, generation, limit);
}

static void
keep (DhTrainingRequest *request, guint id, guint source_id)
{
  request->kept[request->n_kept++] = (DhKeptRun) { id, source_id };
}

static void
remove_lane (DhTrainingRequest *request, guint index)
{
  for (guint i = index + 1; i < request->n_lanes; i++)
    request->lanes[i - 1] = request->lanes[i];
  request->n_lanes--;
}

/* Sends the request and waits until it is done. */
static void
do_request (DhTrainer *trainer, DhTrainingRequest *request)
{
  guint64 serial = request->serial;

  dh_trainer_send (trainer, request);
  dh_report_free (wait_for_rest (trainer, serial));
}

/* The result of training with a pause, undisturbed. */
static DhReport *
run_undisturbed (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;

  do_request (trainer, make_request (1, 1, PAUSE));
  dh_trainer_send (trainer, make_request (2, 1, END));
  report = wait_for_rest (trainer, 2);
  dh_trainer_free (trainer);
  return report;
}

/* The same with a change during the pause. */
static void
compare_with (guint n_workers, void (*disturb) (DhTrainer *trainer))
{
  DhTrainer *trainer = dh_trainer_new (n_workers);
  DhReport *report;

  do_request (trainer, make_request (1, 1, PAUSE));
  disturb (trainer);
  dh_trainer_send (trainer, make_request (100, 1, END));
  report = wait_for_rest (trainer, 100);
  g_assert_cmpuint (report->n_lanes, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (report->lanes[i].id, ==, i + 1);
      assert_same_lane (expected->lanes[i].snapshot, report->lanes[i].snapshot);
    }
  dh_report_free (report);
  dh_trainer_free (trainer);
}

/* The other lanes continue meanwhile; one of them leads. */
static void
remove_two (DhTrainer *trainer)
{
  DhTrainingRequest *request = make_request (2, 1, PAUSE);

  remove_lane (request, 1);
  keep (request, 2, 0);
  do_request (trainer, request);
  request = make_request (3, 1, PAUSE);
  remove_lane (request, 0);
  remove_lane (request, 0);
  keep (request, 2, 0);
  keep (request, 1, 0);
  do_request (trainer, request);
}

static void
test_removed (void)
{
  compare_with (1, remove_two);
  compare_with (3, remove_two);
}

/* Another training run on the same context; its result is discarded. */
static DhTrainingRequest *
make_other (guint64 serial)
{
  DhTrainingRequest *request = make_request (serial, 2, 3);

  for (guint i = 0; i < 3; i++)
    {
      request->lanes[i].id = 10 + i;
      keep (request, i + 1, 0);
    }
  return request;
}

static void
reset (DhTrainer *trainer)
{
  DhReport *report;

  dh_trainer_send (trainer, make_other (2));
  report = wait_for_rest (trainer, 2);
  g_assert_cmpuint (report->generation, ==, 2);
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (report->lanes[0].snapshot), ==, 3);
  dh_report_free (report);
}

static void
test_reset (void)
{
  compare_with (1, reset);
  compare_with (3, reset);
}

static void
change_people (DhTrainer *trainer)
{
  DhTrainingRequest *request = make_other (2);

  g_free (request->folders[0]);
  request->folders[0] = g_build_filename (g_getenv ("DH_FACES"), "cedar", NULL);
  do_request (trainer, request);
}

static void
test_people (void)
{
  compare_with (3, change_people);
}

/* No training is possible there at all. */
static void
choose_bad_folder (DhTrainer *trainer)
{
  DhTrainingRequest *request = make_other (2);
  DhReport *report;

  g_free (request->folders[1]);
  request->folders[1] = g_strdup ("/nonexistent");
  dh_trainer_send (trainer, request);
  report = wait_for_rest (trainer, 2);
  g_assert_cmpint (report->status, ==, DH_REPORT_FAILED);
  dh_report_free (report);
}

static void
test_bad_folder (void)
{
  compare_with (3, choose_bad_folder);
}

/* One lane on its own; it catches up, and is put back. */
static void
restart (DhTrainer *trainer)
{
  DhTrainingRequest *request = make_request (2, 1, PAUSE);

  request->lanes[1].id = 20;
  keep (request, 2, 0);
  do_request (trainer, request);
}

static void
test_restarted (void)
{
  compare_with (3, restart);
}

/* Removed, then all restarted, then restored in the other order. */
static void
nest (DhTrainer *trainer)
{
  DhTrainingRequest *request = make_request (2, 1, PAUSE);

  remove_lane (request, 2);
  keep (request, 3, 0);
  do_request (trainer, request);
  request = make_other (3);
  remove_lane (request, 2);
  do_request (trainer, request);
  request = make_request (4, 1, PAUSE);
  remove_lane (request, 2);
  keep (request, 3, 0);
  do_request (trainer, request);
}

static void
test_nested (void)
{
  compare_with (3, nest);
}

/* A request that is replaced at once, as during a long step. */
static void
change_mind (DhTrainer *trainer)
{
  DhTrainingRequest *request = make_other (2);

  request->playing = FALSE;
  dh_trainer_send (trainer, request);
  request = make_request (3, 1, PAUSE);
  remove_lane (request, 0);
  keep (request, 1, 0);
  dh_trainer_send (trainer, request);
}

static void
test_changed_mind (void)
{
  compare_with (3, change_mind);
}

/* A lane continues with another loss, and its earlier state is restored. */
static void
test_copy (void)
{
  for (guint n_workers = 1; n_workers <= 3; n_workers += 2)
    {
      DhTrainer *trainer = dh_trainer_new (n_workers);
      DhTrainingRequest *request = make_request (2, 1, END);
      DhReport *report;

      do_request (trainer, make_request (1, 1, PAUSE));
      request->lanes[0].settings = make_lane_settings ("mse", "adam", 1e-3);
      keep (request, 30, 1);
      do_request (trainer, request);
      request = make_request (3, 1, END + 1);
      request->lanes[0].settings = make_lane_settings ("mse", "adam", 1e-3);
      keep (request, 30, 1);
      do_request (trainer, request);
      request = make_request (4, 1, END);
      request->lanes[0].id = 30;
      request->lanes[0].source_id = 1;
      dh_trainer_send (trainer, request);
      report = wait_for_rest (trainer, 4);
      g_assert_cmpuint (report->lanes[0].id, ==, 30);
      assert_same_lane (expected->lanes[0].snapshot, report->lanes[0].snapshot);
      dh_report_free (report);
      dh_trainer_free (trainer);
    }
}

/* A run that no request keeps is dropped: the same id begins anew. */
static void
test_dropped (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhTrainingRequest *request = make_request (2, 1, PAUSE);
  DhReport *report;
  guint old;

  dh_trainer_send (trainer, make_request (1, 1, PAUSE));
  report = wait_for_rest (trainer, 1);
  old = dh_lane_snapshot_get_history_serial (report->lanes[1].snapshot);
  dh_report_free (report);
  remove_lane (request, 1);
  keep (request, 2, 0);
  do_request (trainer, request);
  request = make_request (3, 1, PAUSE);
  remove_lane (request, 1);
  do_request (trainer, request);
  dh_trainer_send (trainer, make_request (4, 1, PAUSE));
  report = wait_for_rest (trainer, 4);
  g_assert_cmpuint (dh_lane_snapshot_get_history_serial (report->lanes[1].snapshot), !=, old);
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (report->lanes[1].snapshot), ==, PAUSE);
  dh_report_free (report);
  dh_trainer_free (trainer);
}

static DhTrainingRequest *
make_request_with_plane (guint64 serial)
{
  DhTrainingRequest *request = make_request (serial, 1, PAUSE);

  request->lanes[0].plane_kind = DH_PLANE_TRAJECTORY;
  return request;
}

static DhReport *
wait_for_plane (DhTrainer *trainer)
{
  for (;;)
    {
      DhReport *report = wait_for_report (trainer);
      DhPlane *plane = report->n_lanes > 0 ? dh_lane_snapshot_get_plane (report->lanes[0].snapshot)
                                           : NULL;

      if (report->idle && plane != NULL && plane->terrain != NULL)
        return report;
      dh_report_free (report);
    }
}

static void
assert_same_plane (DhPlane *a, DhPlane *b)
{
  g_assert_nonnull (b);
  g_assert_cmpuint (a->serial, ==, b->serial);
  g_assert_cmpuint (a->n_done, <=, b->n_done);
  g_assert_cmpuint (a->n_trajectory, ==, b->n_trajectory);
  for (guint i = 0; i < a->n_trajectory; i++)
    g_assert_cmpmem (a->trajectory[i].at, sizeof a->trajectory[i].at, b->trajectory[i].at,
                     sizeof b->trajectory[i].at);
}

/* History, pictures, landscape and trajectory are restored as they were, before any further step.
 * */
static void
test_same_values (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *before, *after;

  dh_trainer_send (trainer, make_request_with_plane (1));
  before = wait_for_plane (trainer);
  do_request (trainer, make_other (2));
  dh_trainer_send (trainer, make_request_with_plane (3));
  after = wait_for_rest (trainer, 3);
  g_assert_cmpfloat (after->elapsed, ==, before->elapsed);
  for (guint i = 0; i < 3; i++)
    {
      DhLaneSnapshot *a = before->lanes[i].snapshot, *b = after->lanes[i].snapshot;
      const DhMetrics *measured = dh_lane_snapshot_get_metrics (a);

      g_assert_cmpuint (dh_lane_snapshot_get_history_serial (a), ==,
                        dh_lane_snapshot_get_history_serial (b));
      g_assert_cmpmem (measured, sizeof *measured, dh_lane_snapshot_get_metrics (b),
                       sizeof *measured);
      g_assert_cmpstr (dh_lane_snapshot_get_state_text (a), ==,
                       dh_lane_snapshot_get_state_text (b));
      assert_same_lane (a, b);
    }
  assert_same_plane (dh_lane_snapshot_get_plane (before->lanes[0].snapshot),
                     dh_lane_snapshot_get_plane (after->lanes[0].snapshot));
  dh_report_free (before);
  dh_report_free (after);
  dh_trainer_free (trainer);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  expected = run_undisturbed ();
  g_test_add_func ("/set-aside/removed", test_removed);
  g_test_add_func ("/set-aside/reset", test_reset);
  g_test_add_func ("/set-aside/people", test_people);
  g_test_add_func ("/set-aside/bad-folder", test_bad_folder);
  g_test_add_func ("/set-aside/restarted", test_restarted);
  g_test_add_func ("/set-aside/nested", test_nested);
  g_test_add_func ("/set-aside/changed-mind", test_changed_mind);
  g_test_add_func ("/set-aside/copy", test_copy);
  g_test_add_func ("/set-aside/dropped", test_dropped);
  g_test_add_func ("/set-aside/same-values", test_same_values);
  status = g_test_run ();
  dh_report_free (expected);
  return status;
}
