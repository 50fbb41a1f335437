/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker itself: the bytes of a run don't depend on the number of threads, late requests
 * replace early ones, a faulty request leaves a worker that can go on.
 */
#include "tests/core/train/trainer-runner.h"

#include "core/nn/dnn.h"

#define MAX_LANES 4
#define N_STEPS   3
/* The search for races takes a minute for each run: only the one with whole and half steps. */
#ifdef __SANITIZE_THREAD__
#define IS_TRIED(n_lanes, n_workers) ((n_lanes) == 3 && (n_workers) == 2)
#else
#define IS_TRIED(n_lanes, n_workers) TRUE
#endif

static DhTrainingRequest *
make_request (guint64 serial, guint generation, guint64 limit)
{
  static const char *const losses[] = { "mae", "ssim", "mse", NULL };

  return make_trainer_request (losses, serial, generation, limit);
}

static DhReport *
run_with (guint n_lanes, guint n_workers)
{
  static const char *const losses[MAX_LANES + 1] = { "mae", "ssim", "mse", "logcosh", NULL };
  DhTrainer *trainer = dh_trainer_new (n_workers);
  DhTrainingRequest *request = make_trainer_request (losses, 1, 1, N_STEPS);
  DhReport *report;

  request->n_lanes = n_lanes;
  dh_trainer_send (trainer, request);
  report = wait_for_rest (trainer, 1);
  dh_trainer_free (trainer);
  return report;
}

/* Whether a lane's step is one task or two depends on the numbers of lanes and of threads: one lane is
 * whole on one thread only; of three on two threads two are, and one isn't. */
static void
test_threads_do_not_change_bytes (void)
{
  DhReport *wanted = run_with (MAX_LANES, 1);

  g_assert_cmpuint (wanted->n_lanes, ==, MAX_LANES);
  for (guint n_workers = 1; n_workers <= 3; n_workers++)
    for (guint n_lanes = 1; n_lanes <= MAX_LANES; n_lanes++)
      {
        DhReport *report;

        if (!IS_TRIED (n_lanes, n_workers))
          continue;
        report = run_with (n_lanes, n_workers);

        g_assert_cmpuint (report->n_lanes, ==, n_lanes);
        for (guint lane = 0; lane < n_lanes; lane++)
          {
            DhLaneSnapshot *snapshot = report->lanes[lane].snapshot;

            g_assert_cmpuint (dh_lane_snapshot_get_n_records (snapshot), ==, N_STEPS);
            assert_same_lane (wanted->lanes[lane].snapshot, snapshot);
          }
        dh_report_free (report);
      }
  dh_report_free (wanted);
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
  if (g_strcmp0 (g_getenv ("DOWNHILL_CONVOLUTIONS"), "onednn") == 0
      && dh_dnn_get_vectors () < DH_DNN_AVX2)
    {
      g_print ("1..0 # SKIP oneDNN has no training code for maps in blocks before AVX2\n");
      return 0;
    }
  g_test_add_func ("/trainer/threads-do-not-change-bytes", test_threads_do_not_change_bytes);
  g_test_add_func ("/trainer/newest-request-wins", test_newest_request_wins);
  g_test_add_func ("/trainer/faulty-request", test_faulty_request);
  return g_test_run ();
}
