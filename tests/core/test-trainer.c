/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker itself: the bytes of a run don't depend on the number of threads, late plans
 * replace early ones, a faulty plan leaves a worker that can go on.
 */
#include "core/run/trainer.h"

#include <poll.h>

static DhPlan *
make_plan (guint64 serial, guint generation, guint64 limit)
{
  static const char * const losses[] = { "mae", "ssim", "mse" };
  DhPlan *plan = g_new0 (DhPlan, 1);

  plan->serial = serial;
  plan->generation = generation;
  plan->folders[0] = g_build_filename (g_getenv ("DH_FACES"), "alder", NULL);
  plan->folders[1] = g_build_filename (g_getenv ("DH_FACES"), "birch", NULL);
  plan->preset = "quick";
  plan->seed = 3;
  plan->playing = TRUE;
  plan->iteration_limit = limit;
  plan->n_preview_faces = 2;
  plan->n_lanes = G_N_ELEMENTS (losses);
  for (guint i = 0; i < plan->n_lanes; i++)
    plan->lanes[i] = (DhLanePlan) { i + 1, 0, 0, losses[i], "adam", 1e-3, 0,
                                    DH_AREA_EXTENDED, 1, 1 };
  return plan;
}

/* The first report that answers this plan with a rest. */
static DhReport *
wait_for_rest (DhTrainer *trainer, guint64 serial)
{
  struct pollfd poll_fd = { .fd = dh_trainer_get_fd (trainer), .events = POLLIN };

  for (;;)
    {
      DhReport *report;

      poll (&poll_fd, 1, -1);
      report = dh_trainer_take (trainer);
      if (report != NULL && report->idle && report->plan_serial == serial)
        return report;
      g_clear_pointer (&report, dh_report_free);
    }
}

static DhReport *
run_with (guint n_workers)
{
  DhTrainer *trainer = dh_trainer_new (n_workers);
  DhReport *report;

  dh_trainer_send (trainer, make_plan (1, 1, 5));
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
      DhLaneSnapshot *a = one->lanes[lane].snapshot, *b = three->lanes[lane].snapshot;
      DhPreview *pa = dh_lane_snapshot_get_preview (a), *pb = dh_lane_snapshot_get_preview (b);
      gsize bytes = (gsize) dh_preview_get_size (pa) * dh_preview_get_size (pa) * 4;

      g_assert_cmpuint (dh_lane_snapshot_get_n_records (a), ==, 5);
      for (guint i = 0; i < 5; i++)
        g_assert_cmpfloat (dh_lane_snapshot_get_record (a, i).loss, ==,
                           dh_lane_snapshot_get_record (b, i).loss);
      g_assert_cmpmem (dh_preview_peek_tile (pa, 1, 1, DH_TILE_SWAP), bytes,
                       dh_preview_peek_tile (pb, 1, 1, DH_TILE_SWAP), bytes);
    }
  dh_report_free (one);
  dh_report_free (three);
}

static void
test_newest_plan_wins (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;
  DhPlan *plan;

  for (guint serial = 1; serial <= 20; serial++)
    dh_trainer_send (trainer, make_plan (serial, serial, 100000));
  plan = make_plan (21, 21, 2);
  plan->n_lanes = 1;
  dh_trainer_send (trainer, plan);
  report = wait_for_rest (trainer, 21);
  g_assert_cmpuint (report->generation, ==, 21);
  g_assert_cmpuint (report->n_lanes, ==, 1);
  g_assert_cmpuint (report->iteration, ==, 2);
  dh_report_free (report);
  dh_trainer_free (trainer);
}

static void
test_faulty_plan (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhPlan *plan = make_plan (1, 1, 2);
  DhReport *report;

  g_free (plan->folders[1]);
  plan->folders[1] = g_strdup ("/nonexistent");
  dh_trainer_send (trainer, plan);
  report = wait_for_rest (trainer, 1);
  g_assert_cmpint (report->status, ==, DH_REPORT_FAILED);
  g_assert_nonnull (report->message);
  dh_report_free (report);

  dh_trainer_send (trainer, make_plan (2, 2, 2));
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
  g_test_add_func ("/trainer/newest-plan-wins", test_newest_plan_wins);
  g_test_add_func ("/trainer/faulty-plan", test_faulty_plan);
  return g_test_run ();
}
