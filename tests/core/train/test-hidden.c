/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lanes that nobody sees: nothing is computed for the eye, and the training is the same.
 */
#include "tests/core/train/trainer-runner.h"

#define LIMIT 30

/* Two lanes with all that a window asks for; plain descent has a mark on its rate slider. */
static DhTrainingRequest *
make_request (guint64 serial, guint64 limit, DhLaneParts first, DhLaneParts second)
{
  static const char *const losses[] = { "mae", "mse", NULL };
  DhTrainingRequest *request = make_trainer_request (losses, serial, 1, limit);

  request->live = TRUE;
  request->n_preview_faces = 1;
  for (guint i = 0; i < request->n_lanes; i++)
    {
      request->lanes[i].settings = make_lane_settings (losses[i], "sgd", 1e-3);
      request->lanes[i].plane_kind = DH_PLANE_TRAJECTORY;
    }
  request->lanes[0].hidden = first;
  request->lanes[1].hidden = second;
  return request;
}

static guint64
count (const DhReport *report, DhWorkKind kind)
{
  return report->work.kinds[kind].n;
}

static guint64
get_painted (const DhReport *report, guint lane)
{
  return dh_preview_get_iteration (dh_lane_snapshot_get_preview (report->lanes[lane].snapshot));
}

static void
assert_nothing_for_the_eye (const DhReport *report)
{
  g_assert_cmpuint (count (report, DH_WORK_PREVIEWS), ==, 0);
  g_assert_cmpuint (count (report, DH_WORK_LANDSCAPE), ==, 0);
  g_assert_cmpuint (count (report, DH_WORK_BALL), ==, 0);
  g_assert_cmpuint (count (report, DH_WORK_BALL_LOSS), ==, 0);
  g_assert_cmpuint (count (report, DH_WORK_CURVATURE), ==, 0);
  for (guint i = 0; i < report->n_lanes; i++)
    {
      g_assert_cmpuint (get_painted (report, i), ==, 0);
      g_assert_null (dh_lane_snapshot_get_plane (report->lanes[i].snapshot));
    }
}

/* Waits until a lane has a picture of its landscape. */
static DhReport *
wait_for_plane (DhTrainer *trainer, guint lane)
{
  for (;;)
    {
      DhReport *report = wait_for_report (trainer);

      if (report->n_lanes > lane
          && dh_lane_snapshot_get_plane (report->lanes[lane].snapshot) != NULL)
        return report;
      dh_report_free (report);
    }
}

static void
test_nothing_is_computed (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;

  dh_trainer_send (trainer, make_request (1, LIMIT, DH_LANE_ALL_PARTS, DH_LANE_ALL_PARTS));
  report = wait_for_rest (trainer, 1);
  g_assert_cmpuint (report->iteration, ==, LIMIT);
  g_assert_cmpuint (count (report, DH_WORK_TRAINING), ==, 2 * LIMIT);
  g_assert_cmpuint (count (report, DH_WORK_METRICS), ==, 2 * 3); /* at 10, 25 and the end */
  assert_nothing_for_the_eye (report);
  dh_report_free (report);
  dh_trainer_free (trainer);
}

/* Each part of each lane by itself, after the training has ended. */
static void
test_shown_again (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;

  dh_trainer_send (trainer, make_request (1, LIMIT, DH_LANE_ALL_PARTS, DH_LANE_ALL_PARTS));
  dh_report_free (wait_for_rest (trainer, 1));
  dh_trainer_send (trainer, make_request (2, LIMIT, DH_LANE_ALL_PARTS,
                                          DH_LANE_ALL_PARTS & ~DH_LANE_FACES));
  report = wait_for_rest (trainer, 2);
  g_assert_cmpuint (get_painted (report, 0), ==, 0);
  g_assert_cmpuint (get_painted (report, 1), ==, LIMIT);
  g_assert_cmpuint (count (report, DH_WORK_PREVIEWS), ==, 1);
  g_assert_cmpuint (count (report, DH_WORK_LANDSCAPE), ==, 0);
  g_assert_cmpuint (count (report, DH_WORK_CURVATURE), ==, 0);
  dh_report_free (report);

  /* What is up to date isn't painted again. */
  dh_trainer_send (trainer, make_request (3, LIMIT, DH_LANE_ALL_PARTS & ~DH_LANE_LANDSCAPE, 0));
  report = wait_for_plane (trainer, 0);
  g_assert_cmpuint (count (report, DH_WORK_PREVIEWS), ==, 1);
  g_assert_cmpuint (get_painted (report, 0), ==, 0);
  dh_report_free (report);
  dh_trainer_free (trainer);
}

/* During the training. */
static void
test_revealed (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;

  dh_trainer_send (trainer, make_request (1, 0, DH_LANE_ALL_PARTS, DH_LANE_ALL_PARTS));
  for (guint64 n = 0; n < 5;)
    {
      report = wait_for_report (trainer);
      n = report->iteration;
      assert_nothing_for_the_eye (report);
      dh_report_free (report);
    }
  dh_trainer_send (trainer, make_request (2, 0, 0, DH_LANE_FACES | DH_LANE_LANDSCAPE));
  report = wait_for_plane (trainer, 0);
  g_assert_cmpuint (get_painted (report, 0), >=, 5);
  g_assert_cmpuint (get_painted (report, 1), ==, 0);
  g_assert_null (dh_lane_snapshot_get_plane (report->lanes[1].snapshot));
  dh_report_free (report);
  dh_trainer_free (trainer);
}

static DhReport *
train (DhLaneParts hidden)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;

  dh_trainer_send (trainer, make_request (1, LIMIT, hidden, hidden));
  report = wait_for_rest (trainer, 1);
  dh_trainer_free (trainer);
  return report;
}

/* Neither the losses nor the metrics, which are written to files, depend on what is shown. */
static void
test_same_training (void)
{
  DhReport *shown = train (DH_LANE_NO_PART), *hidden = train (DH_LANE_ALL_PARTS);

  g_assert_cmpuint (count (shown, DH_WORK_PREVIEWS), >, 0);
  for (guint lane = 0; lane < shown->n_lanes; lane++)
    {
      DhLaneSnapshot *a = shown->lanes[lane].snapshot, *b = hidden->lanes[lane].snapshot;

      g_assert_cmpuint (dh_lane_snapshot_get_n_records (a), ==, LIMIT);
      g_assert_cmpuint (dh_lane_snapshot_get_n_measured (a), ==, 3);
      g_assert_cmpuint (dh_lane_snapshot_get_n_measured (b), ==, 3);
      for (guint64 i = 0; i < LIMIT; i++)
        g_assert_true (dh_lane_snapshot_get_record (a, i).loss
                       == dh_lane_snapshot_get_record (b, i).loss);
      for (guint i = 0; i < 3; i++)
        {
          DhMetrics x = dh_lane_snapshot_get_measured (a, i);
          DhMetrics y = dh_lane_snapshot_get_measured (b, i);

          g_assert_cmpuint (x.iteration, ==, y.iteration);
          g_assert_true (x.mae == y.mae && x.psnr == y.psnr && x.swap_ssim == y.swap_ssim);
        }
    }
  dh_report_free (shown);
  dh_report_free (hidden);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hidden/nothing-is-computed", test_nothing_is_computed);
  g_test_add_func ("/hidden/shown-again", test_shown_again);
  g_test_add_func ("/hidden/revealed", test_revealed);
  g_test_add_func ("/hidden/same-training", test_same_training);
  return g_test_run ();
}
