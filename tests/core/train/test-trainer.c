/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker itself: the bytes of a run don't depend on the number of threads, late requests
 * replace early ones, a faulty request leaves a worker that can go on.
 */
#include "tests/core/train/trainer-runner.h"

static DhTrainingRequest *
make_request (guint64 serial, guint generation, guint64 limit)
{
  static const char *const losses[] = { "mae", "ssim", "mse", NULL };

  return make_trainer_request (losses, serial, generation, limit);
}

static DhReport *
run_with (guint n_workers)
{
  DhTrainer *trainer = dh_trainer_new (n_workers);
  DhReport *report;

  dh_trainer_send (trainer, make_request (1, 1, 5));
  report = wait_for_rest (trainer, 1);
  dh_trainer_free (trainer);
  return report;
}

static void
test_threads_do_not_change_bytes (void)
{
  DhReport *one = run_with (1), *three = run_with (3);

  g_assert_cmpuint (one->n_lanes, ==, 3);
  for (guint lane = 0; lane < one->n_lanes; lane++)
    {
      g_assert_cmpuint (dh_lane_snapshot_get_n_records (one->lanes[lane].snapshot), ==, 5);
      assert_same_lane (one->lanes[lane].snapshot, three->lanes[lane].snapshot);
    }
  dh_report_free (one);
  dh_report_free (three);
}

static void
test_newest_request_wins (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;
  DhTrainingRequest *request;

  for (guint serial = 1; serial <= 20; serial++)
    dh_trainer_send (trainer, make_request (serial, serial, 100000));
  request = make_request (21, 21, 2);
  request->n_lanes = 1;
  dh_trainer_send (trainer, request);
  report = wait_for_rest (trainer, 21);
  g_assert_cmpuint (report->generation, ==, 21);
  g_assert_cmpuint (report->n_lanes, ==, 1);
  g_assert_cmpuint (report->iteration, ==, 2);
  dh_report_free (report);
  dh_trainer_free (trainer);
}

static void
test_faulty_request (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhTrainingRequest *request = make_request (1, 1, 2);
  DhReport *report;

  g_free (request->folders[1]);
  request->folders[1] = g_strdup ("/nonexistent");
  dh_trainer_send (trainer, request);
  report = wait_for_rest (trainer, 1);
  g_assert_cmpint (report->status, ==, DH_REPORT_FAILED);
  g_assert_nonnull (report->message);
  dh_report_free (report);

  dh_trainer_send (trainer, make_request (2, 2, 2));
  report = wait_for_rest (trainer, 2);
  g_assert_cmpint (report->status, ==, DH_REPORT_READY);
  g_assert_null (report->message);
  g_assert_cmpuint (report->iteration, ==, 2);
  dh_report_free (report);
  dh_trainer_free (trainer);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer/threads-do-not-change-bytes", test_threads_do_not_change_bytes);
  g_test_add_func ("/trainer/newest-request-wins", test_newest_request_wins);
  g_test_add_func ("/trainer/faulty-request", test_faulty_request);
  return g_test_run ();
}
