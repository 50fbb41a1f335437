/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where lanes start from: scratch, pretrained weights or a file.  The pretrained weights of these
 * tests are the start weights of another seed, so that nothing here depends on the bundled ones.
 */
#include "core/base/error.h"
#include "core/train/checkpoint.h"
#include "tests/core/data/temp-folder.h"
#include "tests/core/session/session-runner.h"

#include <string.h>
#include <unistd.h>

#define OTHER_SEED 99
#define OWN_RATE   5e-4 /* no usual one, so it stays */
/* A little less than data/warm/README.md says. */
#define BUNDLED_PSNR      28.2
#define BUNDLED_SSIM      0.868
#define BUNDLED_SWAP_PSNR 24.2

typedef struct
{
  TempFolder *folder;
  char *faces, *warm, *file;
  DhSession *session;
} Fixture;

/* Writes the start weights that another seed would give. */
static void
write_start (const char *path, const char *preset)
{
  const DhModel *model = dh_model_find (preset);
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (model);
  float *parameters = dh_tensor_new (table->size);
  g_autoptr (GError) error = NULL;

  dh_parameters_init (table, OTHER_SEED, parameters);
  dh_checkpoint_write (path, model, parameters, "a test", FALSE, &error);
  g_assert_no_error (error);
  dh_tensor_free (parameters);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = temp_folder_new ();
  self->faces = g_build_filename (self->folder, "faces", NULL);
  self->warm = g_build_filename (self->folder, "warm", NULL);
  self->file = g_build_filename (self->warm, "quick-alder-birch.npz", NULL);
  g_assert_cmpint (symlink (g_getenv ("DH_FACES"), self->faces), ==, 0);
  g_assert_cmpint (g_mkdir (self->warm, 0755), ==, 0);
  write_start (self->file, "quick");
  self->session = dh_session_new (self->faces);
  dh_session_set_live (self->session, FALSE);
  dh_session_set_undoable (self->session, TRUE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->session);
  g_remove (self->file);
  g_rmdir (self->warm);
  g_free (self->file);
  g_free (self->warm);
  g_free (self->faces);
  temp_folder_remove (self->folder);
}

static DhStart
start (const char *text)
{
  DhStart result;

  g_assert_true (dh_start_parse (text, &result, NULL));
  return result;
}

static void
assert_start (Fixture *self, guint position, const char *text)
{
  DhStart own = dh_lane_get_start (peek_lane (self->session, position));

  g_assert_cmpstr (dh_start_to_text (&own), ==, text);
  g_assert_true ((own.path != NULL) == (own.kind != DH_START_SCRATCH));
}

static void
add_lanes (Fixture *self)
{
  dh_session_add_lane (self->session, "mae", 0, NULL);
  dh_session_add_lane (self->session, "ssim", 0, NULL);
}

static double
get_first_loss (Fixture *self, guint position)
{
  return dh_lane_snapshot_get_record (peek_snapshot (self->session, position), 0).loss;
}

/* All lanes, new ones too, start with the file's weights, and again after a reset. */
static void
test_warm (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLaneSnapshot) first = NULL;
  double scratch;

  add_lanes (self);
  g_assert_true (dh_session_get_can_warm (self->session));
  run_until (self->session, 3);
  scratch = get_first_loss (self, 0);
  dh_session_set_start (self->session, start ("warm"));
  g_assert_cmpuint (dh_session_get_start (self->session).kind, ==, DH_START_WARM);
  dh_session_add_lane (self->session, "mae", 0, NULL);
  for (guint i = 0; i < 3; i++)
    assert_start (self, i, "warm");
  run_until (self->session, 3);
  g_assert_cmpfloat (get_first_loss (self, 0), !=, scratch);
  assert_same_records (peek_snapshot (self->session, 0), peek_snapshot (self->session, 2));

  first = dh_lane_snapshot_ref (peek_snapshot (self->session, 0));
  dh_session_reset (self->session);
  run_until (self->session, 3);
  assert_same_records (first, peek_snapshot (self->session, 0));
  assert_start (self, 1, "warm");
}

/* The warm weights of this test are those of another seed: on the same batch, the first loss is that
 * of a training from that seed's weights. */
static void
test_file (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLaneSnapshot) warm = NULL;

  dh_session_add_lane (self->session, "mae", OWN_RATE, NULL);
  dh_session_add_lane (self->session, "ssim", OWN_RATE, NULL);
  dh_session_set_start (self->session, start ("warm"));
  run_until (self->session, 3);
  warm = dh_lane_snapshot_ref (peek_snapshot (self->session, 1));
  dh_session_set_start (self->session, start (self->file));
  assert_start (self, 1, self->file);
  run_until (self->session, 3);
  assert_same_records (warm, peek_snapshot (self->session, 1));
}

/* A duplicate may start anew from elsewhere, beside the lane it has its settings from. */
static void
test_side_by_side (Fixture *self, gconstpointer data)
{
  g_autofree char *label = NULL;
  DhLane *copy;

  dh_session_add_lane (self->session, "mae", 2e-4, NULL);
  run_until (self->session, 3);
  copy = dh_session_duplicate_lane_from (self->session, peek_lane (self->session, 0),
                                         start ("warm"));
  assert_start (self, 0, "scratch");
  assert_start (self, 1, "warm");
  g_assert_cmpfloat (dh_lane_get_learning_rate (copy), ==, 2e-4);
  label = dh_lane_dup_label (copy);
  g_assert_nonnull (strstr (label, "warmed up"));
  run_until (self->session, 4);
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (peek_snapshot (self->session, 1)), ==, 4);
  g_assert_cmpfloat (get_first_loss (self, 0), !=, get_first_loss (self, 1));

  /* a restart and a reset keep each lane's start; so does a plain duplicate */
  dh_session_restart_lane (self->session, copy);
  dh_session_reset (self->session);
  dh_session_duplicate_lane (self->session, copy);
  assert_start (self, 0, "scratch");
  assert_start (self, 1, "warm");
  assert_start (self, 2, "warm");
  run_until (self->session, 2);
  g_assert_cmpfloat (get_first_loss (self, 0), !=, get_first_loss (self, 1));
  g_assert_cmpfloat (get_first_loss (self, 1), ==, get_first_loss (self, 2));
}

static double
get_rate (Fixture *self, guint position)
{
  return dh_lane_get_learning_rate (peek_lane (self->session, position));
}

/* Pretrained weights have a lower usual rate: a lane that had the usual one gets that of its new
 * start, and one that the user set stays. */
static void
test_rates (Fixture *self, gconstpointer data)
{
  const DhModel *model = dh_model_find ("quick");
  const double usual = model->learning_rate, low = model->warm_rate;

  g_assert_cmpfloat (low, <, usual);
  dh_session_add_lane (self->session, "mae", 0, NULL);
  dh_session_add_lane (self->session, "ssim", OWN_RATE, NULL);
  g_assert_cmpfloat (get_rate (self, 0), ==, usual);
  run_until (self->session, 1);
  dh_session_set_start (self->session, start ("warm"));
  g_assert_cmpfloat (get_rate (self, 0), ==, low);
  g_assert_cmpfloat (get_rate (self, 1), ==, OWN_RATE);
  dh_session_add_lane (self->session, "mse", 0, NULL);
  g_assert_cmpfloat (get_rate (self, 2), ==, low);
  dh_session_duplicate_lane_from (self->session, peek_lane (self->session, 2), start ("scratch"));
  dh_session_duplicate_lane_from (self->session, peek_lane (self->session, 1), start ("scratch"));
  g_assert_cmpfloat (get_rate (self, 4), ==, usual);
  g_assert_cmpfloat (get_rate (self, 2), ==, OWN_RATE);
  for (guint i = 0; i < 4; i++) /* the lanes, and then their start */
    g_assert_true (dh_session_undo (self->session));
  g_assert_cmpfloat (get_rate (self, 0), ==, usual);

  dh_session_set_start (self->session, start ("warm"));
  run_until (self->session, 1);
  dh_session_set_people (self->session, "birch", "alder"); /* for whom there are none */
  g_assert_cmpfloat (get_rate (self, 0), ==, usual);
  g_assert_true (dh_session_undo (self->session));
  g_assert_cmpfloat (get_rate (self, 0), ==, low);
  dh_session_set_preset (self->session, "64");
  g_assert_cmpfloat (get_rate (self, 0), ==, dh_model_find ("64")->learning_rate);
}

/* Linked rates stay equal. */
static void
test_same_rate (Fixture *self, gconstpointer data)
{
  const DhModel *model = dh_model_find ("quick");

  add_lanes (self);
  dh_session_set_same_rate (self->session, TRUE);
  dh_session_set_start (self->session, start ("warm"));
  dh_session_duplicate_lane_from (self->session, peek_lane (self->session, 0), start ("scratch"));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (get_rate (self, i), ==, model->warm_rate);
  dh_session_set_start (self->session, start ("scratch"));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (get_rate (self, i), ==, model->learning_rate);
}

static void
test_undo (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLaneSnapshot) before = NULL;

  add_lanes (self);
  run_until (self->session, 3);
  before = dh_lane_snapshot_ref (peek_snapshot (self->session, 1));
  dh_session_set_start (self->session, start ("scratch"));
  g_assert_null (dh_session_get_notice (self->session)); /* no change */
  dh_session_set_start (self->session, start ("warm"));
  g_assert_cmpstr (dh_session_get_notice (self->session), ==,
                   "Training restarted from other weights: 3 iterations set aside");
  run_until (self->session, 2);
  g_assert_true (dh_session_undo (self->session));
  g_assert_cmpuint (dh_session_get_start (self->session).kind, ==, DH_START_SCRATCH);
  assert_start (self, 0, "scratch");
  assert_start (self, 1, "scratch");
  run_until (self->session, 4);
  g_assert_cmpfloat (dh_lane_snapshot_get_record (before, 2).loss, ==,
                     dh_lane_snapshot_get_record (peek_snapshot (self->session, 1), 2).loss);
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (peek_snapshot (self->session, 1)), ==, 4);
}

/* Where there are no pretrained weights, the truth is told: the lanes start from scratch. */
static void
test_other_people (Fixture *self, gconstpointer data)
{
  add_lanes (self);
  dh_session_set_start (self->session, start ("warm"));
  run_until (self->session, 1);
  dh_session_set_people (self->session, "birch", "alder");
  g_assert_false (dh_session_get_can_warm (self->session));
  assert_start (self, 0, "scratch");
  g_assert_cmpuint (dh_session_get_start (self->session).kind, ==, DH_START_SCRATCH);
  g_assert_true (dh_session_undo (self->session));
  g_assert_true (dh_session_get_can_warm (self->session));
  assert_start (self, 0, "warm");
  g_assert_cmpuint (dh_session_get_start (self->session).kind, ==, DH_START_WARM);

  dh_session_set_start (self->session, start (self->file));
  dh_session_set_people (self->session, "birch", "alder");
  assert_start (self, 1, self->file);
  dh_session_set_preset (self->session, "64");
  g_assert_false (dh_session_get_can_warm (self->session));
  assert_start (self, 1, "scratch");
}

static void
test_check (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) missing = NULL, other = NULL, none = NULL;

  g_assert_true (dh_session_check_start (self->session, start ("scratch"), NULL));
  g_assert_true (dh_session_check_start (self->session, start ("warm"), NULL));
  g_assert_true (dh_session_check_start (self->session, start (self->file), NULL));
  g_assert_false (dh_session_check_start (self->session, start ("./no.npz"), &missing));
  g_assert_error (missing, DH_ERROR, DH_ERROR_WEIGHTS);
  dh_session_set_preset (self->session, "64");
  g_assert_false (dh_session_check_start (self->session, start (self->file), &other));
  g_assert_error (other, DH_ERROR, DH_ERROR_WEIGHTS);
  g_assert_false (dh_session_check_start (self->session, start ("warm"), &none));
  g_assert_error (none, DH_ERROR, DH_ERROR_VALUE);
}

/* A file that disappears before it is read: the session says so and lives. */
static void
test_lost_file (Fixture *self, gconstpointer data)
{
  add_lanes (self);
  dh_session_set_start (self->session, start ("warm"));
  g_remove (self->file);
  while (dh_session_get_status (self->session) != DH_SESSION_FAILED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (dh_session_get_message (self->session), "There is no file"));
  dh_session_set_start (self->session, start ("scratch"));
  run_until (self->session, 2);
}

/* ---- keeping weights ---- */

static void
saved_cb (DhSession *session, const char *problem, char **said)
{
  *said = g_strdup (problem != NULL ? problem : "");
}

static char *
save (Fixture *self, const char *folder)
{
  char *said = NULL;
  gulong handler = g_signal_connect (self->session, "saved", G_CALLBACK (saved_cb), &said);

  dh_session_save_weights (self->session, folder, FALSE);
  while (said == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (self->session, handler);
  return said;
}

/* Weights kept before the first step are the start weights. */
static void
test_save (Fixture *self, gconstpointer data)
{
  const DhModel *model = dh_model_find ("quick");
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (model);
  float *expected = dh_tensor_new (table->size), *kept = dh_tensor_new (table->size);
  g_autofree char *path = g_build_filename (self->folder, "lane-2.npz", NULL);
  g_autofree char *said = NULL, *failed = NULL;

  add_lanes (self);
  dh_session_set_start (self->session, start ("warm"));
  wait_until_idle (self->session);
  said = save (self, self->folder);
  g_assert_cmpstr (said, ==, "");
  dh_parameters_init (table, OTHER_SEED, expected);
  g_assert_true (dh_checkpoint_read (path, model, kept, NULL));
  g_assert_cmpmem (expected, table->size * sizeof (float), kept, table->size * sizeof (float));

  run_until (self->session, 1);
  g_free (save (self, self->folder));
  g_assert_true (dh_checkpoint_read (path, model, kept, NULL));
  g_assert_true (memcmp (expected, kept, table->size * sizeof (float)) != 0);
  failed = save (self, "/nonexistent");
  g_assert_nonnull (strstr (failed, "can’t be written"));
  dh_tensor_free (expected);
  dh_tensor_free (kept);
}

/* Only the one that is asked for is written. */
static void
test_save_lane (Fixture *self, gconstpointer data)
{
  g_autofree char *other = g_build_filename (self->folder, "lane-1.npz", NULL);
  g_autofree char *path = NULL, *said = NULL;
  gulong handler = g_signal_connect (self->session, "saved", G_CALLBACK (saved_cb), &said);
  g_autoptr (DhLane) lane = NULL;

  add_lanes (self);
  wait_until_idle (self->session);
  lane = g_list_model_get_item (dh_session_get_lanes (self->session), 1);
  path = dh_session_save_lane (self->session, lane, self->folder);
  while (said == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (self->session, handler);
  g_assert_cmpstr (said, ==, "");
  g_assert_true (g_str_has_suffix (path, "lane-2.npz"));
  g_assert_true (dh_checkpoint_check (path, dh_model_find ("quick"), NULL));
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
}

/* The pretrained weights that come with the program fit its model, and their faces are good. */
static void
test_bundled (void)
{
  g_autoptr (DhSession) session = dh_session_new (g_getenv ("DH_FACES"));
  const DhMetrics *metrics;

  dh_session_set_live (session, FALSE);
  g_assert_true (dh_session_get_can_warm (session));
  g_assert_true (dh_session_check_start (session, start ("warm"), NULL));
  dh_session_set_start (session, start ("warm"));
  dh_session_add_lane (session, "mae", 1e-12, NULL); /* changes nothing that could be measured */
  run_until (session, 1);
  metrics = dh_lane_snapshot_get_metrics (peek_snapshot (session, 0));
  g_assert_cmpfloat (metrics->psnr, >, BUNDLED_PSNR);
  g_assert_cmpfloat (metrics->ssim, >, BUNDLED_SSIM);
  g_assert_cmpfloat (metrics->swap_psnr, >, BUNDLED_SWAP_PSNR);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/session/start/warm", test_warm);
  ADD ("/session/start/file", test_file);
  ADD ("/session/start/side-by-side", test_side_by_side);
  ADD ("/session/start/rates", test_rates);
  ADD ("/session/start/same-rate", test_same_rate);
  ADD ("/session/start/undo", test_undo);
  ADD ("/session/start/other-people", test_other_people);
  ADD ("/session/start/check", test_check);
  ADD ("/session/start/lost-file", test_lost_file);
  ADD ("/session/start/save", test_save);
  ADD ("/session/start/save-lane", test_save_lane);
  g_test_add_func ("/session/start/bundled", test_bundled);
  return g_test_run ();
}
