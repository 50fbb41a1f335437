/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sweeps in real training: a lane goes on byte for byte as if there had been none, whatever ended
 * the sweep.
 */
#include "core/train/trainer-private.h"
#include "tests/core/train/trainer-runner.h"

#include <math.h>

#define N_ITERATIONS 40
#define PAUSE_AT     3
#define END_AT       6

static const char *const losses[] = { "mse", "mae", NULL };

static DhTrainer *
make_trainer (guint n_iterations)
{
  DhTrainer *trainer = dh_trainer_new (2);

  trainer->finder_settings.n_iterations = n_iterations;
  return trainer;
}

/* Lanes train to `limit`; the first one sweeps unless serial is 0. */
static void
send (DhTrainer *trainer, guint64 serial, guint64 limit, guint sweep_serial, gboolean result)
{
  DhTrainingRequest *request = make_trainer_request (losses, serial, 1, limit);

  request->lanes[0].sweep_serial = sweep_serial;
  request->lanes[0].sweeping = result;
  dh_trainer_send (trainer, request);
}

static DhReport *
run_to (DhTrainer *trainer, guint64 serial, guint64 limit)
{
  send (trainer, serial, limit, 1, FALSE);
  return wait_for_rest (trainer, serial);
}

/* Until the first lane's sweep has at least that many points. */
static void
wait_for_points (DhTrainer *trainer, guint n_points)
{
  guint n = 0;

  while (n < n_points)
    {
      DhReport *report = wait_for_report (trainer);
      DhLrFinderResult *result = report->n_lanes > 0 ? dh_lane_snapshot_get_lr_finder_result (
                                   report->lanes[0].snapshot)
                                                     : NULL;

      if (result != NULL)
        {
          g_assert_cmpint (result->state, ==, DH_LR_FINDER_RESULT_RUNNING);
          g_assert_true (isnan (result->marks[0]));
          n = result->n_points;
        }
      dh_report_free (report);
    }
}

static void
assert_same_report (DhReport *a, DhReport *b)
{
  g_assert_cmpuint (a->n_lanes, ==, b->n_lanes);
  for (guint i = 0; i < a->n_lanes; i++)
    {
      assert_same_lane (a->lanes[i].snapshot, b->lanes[i].snapshot);
      g_assert_cmpint (dh_lane_snapshot_get_state (a->lanes[i].snapshot), ==,
                       dh_lane_snapshot_get_state (b->lanes[i].snapshot));
    }
}

/* The result of training without a sweep. */
static DhReport *
run_plain (void)
{
  DhTrainer *trainer = make_trainer (N_ITERATIONS);
  DhReport *report;

  dh_report_free (run_to (trainer, 1, PAUSE_AT));
  report = run_to (trainer, 2, END_AT);
  dh_trainer_free (trainer);
  return report;
}

static void
test_no_trace (void)
{
  DhTrainer *trainer = make_trainer (N_ITERATIONS);
  DhReport *plain = run_plain ();
  DhReport *before = run_to (trainer, 1, PAUSE_AT), *swept, *after;
  DhLrFinderResult *result;

  send (trainer, 2, PAUSE_AT, 5, TRUE);
  swept = wait_for_rest (trainer, 2);
  result = dh_lane_snapshot_get_lr_finder_result (swept->lanes[0].snapshot);
  g_assert_nonnull (result);
  g_assert_cmpuint (result->serial, ==, 5);
  g_assert_cmpint (result->state, !=, DH_LR_FINDER_RESULT_RUNNING);
  g_assert_cmpuint (result->n_points, >, N_ITERATIONS / 2);
  g_assert_null (dh_lane_snapshot_get_lr_finder_result (swept->lanes[1].snapshot));
  assert_same_report (before, swept);
  g_assert_cmpfloat (before->elapsed, ==, swept->elapsed);

  after = run_to (trainer, 3, END_AT);
  assert_same_report (plain, after);
  /* It stays until the next sweep. */
  g_assert_true (dh_lane_snapshot_get_lr_finder_result (after->lanes[0].snapshot) == result);
  dh_report_free (plain);
  dh_report_free (before);
  dh_report_free (swept);
  dh_report_free (after);
  dh_trainer_free (trainer);
}

/* Its first loss is that of the lane's next iteration: same weights, same batch. */
static void
test_same_batches (void)
{
  DhTrainer *trainer = make_trainer (DH_LR_FINDER_N_IDLE + 1);
  DhReport *swept, *after;
  DhLrFinderResult *result;
  DhRecord next;

  dh_report_free (run_to (trainer, 1, PAUSE_AT));
  send (trainer, 2, PAUSE_AT, 1, TRUE);
  swept = wait_for_rest (trainer, 2);
  result = dh_lane_snapshot_get_lr_finder_result (swept->lanes[0].snapshot);
  after = run_to (trainer, 3, PAUSE_AT + 1);
  next = dh_lane_snapshot_get_record (after->lanes[0].snapshot, PAUSE_AT);
  g_assert_cmpfloat (result->points[0].loss, ==, (float) next.loss);
  dh_report_free (swept);
  dh_report_free (after);
  dh_trainer_free (trainer);
}

static void
test_stop (void)
{
  DhTrainer *trainer = make_trainer (100000);
  DhReport *plain = run_plain (), *after;
  DhLrFinderResult *result;

  dh_report_free (run_to (trainer, 1, PAUSE_AT));
  send (trainer, 2, PAUSE_AT, 1, TRUE);
  wait_for_points (trainer, 2);
  after = run_to (trainer, 3, END_AT);
  result = dh_lane_snapshot_get_lr_finder_result (after->lanes[0].snapshot);
  g_assert_cmpint (result->end, ==, DH_LR_FINDER_RESULT_END_STOPPED);
  g_assert_cmpint (result->state, ==, DH_LR_FINDER_RESULT_FAILED);
  assert_same_report (plain, after);
  dh_report_free (plain);
  dh_report_free (after);
  dh_trainer_free (trainer);
}

/* Sends the same sweep request again, for a lane that may have changed. */
static void
send_again (DhTrainer *trainer, guint64 serial, guint generation, const char *loss,
            guint n_restarts, guint64 seed)
{
  DhTrainingRequest *request = make_trainer_request (losses, serial, generation, PAUSE_AT);

  request->lanes[0].sweep_serial = 1;
  request->lanes[0].sweeping = TRUE;
  request->lanes[0].settings = make_lane_settings (loss, "adam", 2e-3);
  request->lanes[0].id = 1 + 100 * n_restarts; /* a different run */
  request->seed = seed;
  dh_trainer_send (trainer, request);
}

/* The first loss of the sweep that runs after that request is read: it depends on weights, batch
 * and loss, so it tells them apart. */
static float
wait_for_first_loss (DhTrainer *trainer, guint64 serial)
{
  float loss = NAN;

  while (isnan (loss))
    {
      DhReport *report = wait_for_report (trainer);
      DhLrFinderResult *result = report->request_serial == serial && report->n_lanes > 0
                                   ? dh_lane_snapshot_get_lr_finder_result (
                                     report->lanes[0].snapshot)
                                   : NULL;

      if (result != NULL && result->n_points > 0)
        {
          g_assert_cmpint (result->state, ==, DH_LR_FINDER_RESULT_RUNNING);
          loss = result->points[0].loss;
        }
      dh_report_free (report);
    }
  return loss;
}

/* The rate may be changed meanwhile; another loss, a restart, a reset or another seed change the
 * question, and the sweep begins again. */
static void
test_begins_again (void)
{
  DhTrainer *trainer = make_trainer (100000);
  float first, other, reset;

  dh_report_free (run_to (trainer, 1, PAUSE_AT));
  send (trainer, 2, PAUSE_AT, 1, TRUE);
  first = wait_for_first_loss (trainer, 2);
  send_again (trainer, 3, 1, "mse", 0, 3);
  g_assert_cmpfloat (wait_for_first_loss (trainer, 3), ==, first);
  send_again (trainer, 4, 1, "ssim", 0, 3);
  other = wait_for_first_loss (trainer, 4);
  g_assert_cmpfloat (other, !=, first);
  send_again (trainer, 5, 2, "ssim", 0, 3);
  reset = wait_for_first_loss (trainer, 5);
  g_assert_cmpfloat (reset, !=, other);
  send_again (trainer, 6, 3, "ssim", 0, 4);
  g_assert_cmpfloat (wait_for_first_loss (trainer, 6), !=, reset);
  dh_trainer_free (trainer);
}

static void
test_restarted (void)
{
  DhTrainer *trainer = make_trainer (100000);
  float first;

  dh_report_free (run_to (trainer, 1, PAUSE_AT));
  send_again (trainer, 2, 1, "mse", 0, 3);
  first = wait_for_first_loss (trainer, 2);
  send_again (trainer, 3, 1, "mse", 1, 3);
  g_assert_cmpfloat (wait_for_first_loss (trainer, 3), !=, first);
  dh_trainer_free (trainer);
}

static void
test_lane_goes (void)
{
  DhTrainer *trainer = make_trainer (100000);
  DhTrainingRequest *request = make_trainer_request (losses, 2, 1, PAUSE_AT);
  DhReport *report;

  send (trainer, 1, PAUSE_AT, 1, TRUE);
  wait_for_points (trainer, 2);
  request->lanes[0] = request->lanes[1];
  request->n_lanes = 1;
  dh_trainer_send (trainer, request);
  report = wait_for_rest (trainer, 2);
  g_assert_cmpuint (report->n_lanes, ==, 1);
  g_assert_cmpuint (report->iteration, ==, PAUSE_AT);
  dh_report_free (report);
  dh_trainer_free (trainer);
}

/* Two requests, run one after the other, each with its own result. */
static void
test_two_lanes (void)
{
  DhTrainer *trainer = make_trainer (DH_LR_FINDER_N_IDLE + 2);
  DhTrainingRequest *request = make_trainer_request (losses, 1, 1, 1);
  DhReport *report;

  for (guint i = 0; i < 2; i++)
    {
      request->lanes[i].sweep_serial = 1;
      request->lanes[i].sweeping = TRUE;
    }
  dh_trainer_send (trainer, request);
  report = wait_for_rest (trainer, 1);
  for (guint i = 0; i < 2; i++)
    {
      DhLrFinderResult *result = dh_lane_snapshot_get_lr_finder_result (report->lanes[i].snapshot);

      g_assert_cmpint (result->end, !=, DH_LR_FINDER_RESULT_END_NONE);
      g_assert_cmpuint (result->n_points, ==, DH_LR_FINDER_N_IDLE + 2);
    }
  dh_report_free (report);
  dh_trainer_free (trainer);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lr-finder-training/no-trace", test_no_trace);
  g_test_add_func ("/lr-finder-training/same-batches", test_same_batches);
  g_test_add_func ("/lr-finder-training/stop", test_stop);
  g_test_add_func ("/lr-finder-training/begins-again", test_begins_again);
  g_test_add_func ("/lr-finder-training/restarted", test_restarted);
  g_test_add_func ("/lr-finder-training/lane-goes", test_lane_goes);
  g_test_add_func ("/lr-finder-training/two-lanes", test_two_lanes);
  return g_test_run ();
}
