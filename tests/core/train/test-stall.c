/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A large folder vanishes while it is trained on, and comes back.
 */
#include "core/data/png.h"
#include "tests/core/data/temp-folder.h"
#include "tests/core/train/trainer-runner.h"

#include <string.h>

#define N_PICTURES 330
#define SIDE       24
#define FIRST      3
#define LAST       40

static const char *const losses[] = { "mse", "mae", NULL };

static void
write_pictures (const char *folder)
{
  for (guint i = 0; i < N_PICTURES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03u.png", i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (DhImage) image = dh_image_new (SIDE, SIDE);

      for (gsize k = 0; k < SIDE * SIDE * 4; k++)
        image->pixels[k] = k % 4 == 3 ? DH_IMAGE_FULL : (guint16) (k * 37 + i * 100);
      g_assert_true (dh_png_write (image, path, NULL, NULL));
    }
}

static DhTrainingRequest *
make_request (const char *folder, guint64 serial, guint64 limit)
{
  DhTrainingRequest *request = make_trainer_request (losses, serial, 1, limit);

  g_free (request->folders[0]);
  request->folders[0] = g_strdup (folder);
  return request;
}

static DhReport *
train (DhTrainer *trainer, const char *folder, guint64 serial, guint64 limit)
{
  dh_trainer_send (trainer, make_request (folder, serial, limit));
  return wait_for_rest (trainer, serial);
}

/* It stops with a sentence and goes on when asked again, to the same bytes as if nothing had been. */
static void
test_vanished (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *away = g_strconcat (folder, "-away", NULL);
  DhTrainer *trainer = dh_trainer_new (2), *undisturbed = dh_trainer_new (2);
  DhReport *report, *wanted;
  guint64 stopped_at;

  write_pictures (folder);
  wanted = train (undisturbed, folder, 1, LAST);
  dh_trainer_free (undisturbed);
  g_assert_false (wanted->stalled);

  report = train (trainer, folder, 1, FIRST);
  g_assert_cmpuint (report->iteration, ==, FIRST);
  dh_report_free (report);
  g_assert_cmpint (g_rename (folder, away), ==, 0);
  report = train (trainer, folder, 2, LAST);
  g_test_message ("stopped at %" G_GUINT64_FORMAT ": %s", report->iteration, report->message);
  g_assert_true (report->stalled);
  g_assert_nonnull (strstr (report->message, folder));
  g_assert_cmpint (report->status, ==, DH_REPORT_READY);
  g_assert_cmpuint (report->n_lanes, ==, 2);
  g_assert_cmpuint (report->iteration, <, LAST);
  stopped_at = report->iteration;
  dh_report_free (report);

  report = train (trainer, folder, 3, LAST);
  g_assert_true (report->stalled);
  g_assert_cmpuint (report->iteration, ==, stopped_at);
  dh_report_free (report);

  g_assert_cmpint (g_rename (away, folder), ==, 0);
  report = train (trainer, folder, 4, LAST);
  g_assert_false (report->stalled);
  g_assert_cmpuint (report->iteration, ==, LAST);
  for (guint i = 0; i < report->n_lanes; i++)
    for (guint64 k = 0; k < LAST; k++)
      g_assert_true (dh_lane_snapshot_get_record (report->lanes[i].snapshot, k).loss
                     == dh_lane_snapshot_get_record (wanted->lanes[i].snapshot, k).loss);
  dh_report_free (report);
  dh_report_free (wanted);
  dh_trainer_free (trainer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stall/vanished", test_vanished);
  return g_test_run ();
}
