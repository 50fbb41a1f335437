/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pause breaks off a step that takes seconds, and what is trained afterwards has the same bytes as
 * if there had been none.
 */
#include "tests/core/train/trainer-runner.h"

#include <string.h>

/* A step takes seconds, half a second at least. */
#define SLOW "df{size=64,encoder=12,decoder=6,dense=64,batch=64}"
/* One takes milliseconds. */
#define FAST "quick"

static const char *const losses[] = { "mae", NULL };

static void
send (DhTrainer *trainer, const char *preset, guint64 serial, guint64 limit, gboolean playing)
{
  DhTrainingRequest *request = make_trainer_request (losses, serial, 1, limit);

  request->preset = preset;
  request->playing = playing;
  dh_trainer_send (trainer, request);
}

static guint64
get_iteration (const DhReport *report)
{
  return dh_lane_snapshot_get_iteration (report->lanes[0].snapshot);
}

/* The pause measured once more, so there is more to see; what was trained is the same. */
static void
assert_same_training (const DhReport *a, const DhReport *b)
{
  DhLaneSnapshot *one = a->lanes[0].snapshot, *two = b->lanes[0].snapshot;
  DhPreview *faces = dh_lane_snapshot_get_preview (one);
  const gsize bytes = (gsize) dh_preview_get_size (faces) * dh_preview_get_size (faces) * 4;

  g_assert_cmpuint (dh_lane_snapshot_get_n_records (one), ==, dh_lane_snapshot_get_n_records (two));
  for (guint64 i = 0; i < dh_lane_snapshot_get_n_records (one); i++)
    g_assert_true (dh_lane_snapshot_get_record (one, i).loss
                   == dh_lane_snapshot_get_record (two, i).loss);
  for (guint side = 0; side < DH_N_SIDES; side++)
    g_assert_cmpmem (dh_preview_peek_tile (faces, side, 0, DH_TILE_SWAP), bytes,
                     dh_preview_peek_tile (dh_lane_snapshot_get_preview (two), side, 0,
                                           DH_TILE_SWAP),
                     bytes);
}

/* Until the step after so many has begun and says how far it is. */
static void
wait_for_step (DhTrainer *trainer, guint64 iteration)
{
  gboolean running = FALSE;

  while (!running)
    {
      DhReport *report = wait_for_report (trainer);

      running = report->n_lanes > 0 && report->progress.kind == DH_PROGRESS_STEP
                && report->progress.iteration == iteration + 1 && report->progress.fraction > 0
                && report->progress.fraction < .5;
      dh_report_free (report);
    }
}

static DhReport *
train_undisturbed (guint64 limit)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;

  send (trainer, SLOW, 1, limit, TRUE);
  report = wait_for_rest (trainer, 1);
  dh_trainer_free (trainer);
  return report;
}

static void
test_slow (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report, *wanted = train_undisturbed (2);

  send (trainer, SLOW, 1, 2, TRUE);
  wait_for_step (trainer, 1);
  send (trainer, SLOW, 2, 2, FALSE);
  report = wait_for_rest (trainer, 2);
  g_assert_cmpuint (get_iteration (report), ==, 1);
  dh_report_free (report);
  send (trainer, SLOW, 3, 2, TRUE);
  report = wait_for_rest (trainer, 3);
  g_assert_cmpuint (get_iteration (report), ==, 2);
  assert_same_training (report, wanted);
  dh_report_free (report);
  dh_report_free (wanted);
  dh_trainer_free (trainer);
}

/* Who pauses and plays at once again loses nothing: the step ends. */
static void
test_hasty (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;
  guint64 serial = 1;
  gint64 begin;

  send (trainer, SLOW, serial, 1, TRUE);
  wait_for_step (trainer, 0);
  for (int i = 0; i < 3; i++)
    {
      send (trainer, SLOW, ++serial, 1, FALSE);
      send (trainer, SLOW, ++serial, 1, TRUE);
    }
  begin = g_get_monotonic_time ();
  report = wait_for_rest (trainer, serial);
  g_assert_cmpuint (get_iteration (report), ==, 1);
  g_test_message ("%.1f s", (g_get_monotonic_time () - begin) / 1e6);
  dh_report_free (report);
  dh_trainer_free (trainer);
}

/* Steps that take no time are never broken off: training goes on however often it is paused. */
static void
test_fast (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report = NULL;
  guint64 last = 0;

  for (guint64 serial = 1; last < 5; serial += 2)
    {
      send (trainer, FAST, serial, 0, TRUE);
      g_usleep (G_USEC_PER_SEC / 10);
      send (trainer, FAST, serial + 1, 0, FALSE);
      report = wait_for_rest (trainer, serial + 1);
      g_assert_cmpuint (get_iteration (report), >=, last);
      last = get_iteration (report);
      dh_report_free (report);
    }
  dh_trainer_free (trainer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pause/slow", test_slow);
  g_test_add_func ("/pause/hasty", test_hasty);
  g_test_add_func ("/pause/fast", test_fast);
  return g_test_run ();
}
