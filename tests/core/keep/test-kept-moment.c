/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Moments as bytes: everything comes back as it was, and damaged bytes are refused.
 */
#include "core/base/error.h"
#include "core/keep/kept-moment.h"
#include "core/keep/kept-preview.h"
#include "core/train/snapshot-private.h"

#include <math.h>
#include <string.h>

#define SIZE 12

/* Noise, or a smooth picture; the latter packs well. */
static void
paint (float *planes, GRand *random, gboolean smooth)
{
  for (int c = 0; c < 3; c++)
    for (int i = 0; i < SIZE * SIZE; i++)
      planes[c * SIZE * SIZE + i] = smooth ? (float) (i % SIZE + i / SIZE * (c + 1)) / (4 * SIZE)
                                           : (float) g_rand_double (random);
}

static DhPreviewFaces *
make_faces (int n_faces, int size)
{
  DhPreviewFaces *faces = dh_preview_faces_new (size, n_faces, TRUE);
  g_autofree float *planes = g_new (float, 3 * size * size);

  for (guint side = 0; side < 2; side++)
    for (int face = 0; face < n_faces; face++)
      {
        for (int i = 0; i < 3 * size * size; i++)
          planes[i] = (float) (side + 1) * .25f + (float) face * .1f;
        dh_preview_faces_set_tile (faces, side, face, DH_TILE_ORIGINAL, planes);
        dh_preview_faces_set_tile (faces, side, face, DH_TILE_TRUE_SWAP, planes);
      }
  return faces;
}

static DhPreview *
make_preview (DhPreviewFaces *faces, int n_faces, guint64 iteration, gboolean smooth)
{
  DhPreview *preview = dh_preview_new (faces, iteration);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) iteration);
  float planes[3 * SIZE * SIZE];

  for (guint side = 0; side < 2; side++)
    for (int face = 0; face < n_faces; face++)
      for (DhTile tile = DH_TILE_SELF; tile <= DH_TILE_SWAP; tile++)
        {
          paint (planes, random, smooth);
          dh_preview_set_tile (preview, side, face, tile, planes);
        }
  return preview;
}

/* The first n faces of both. */
static void
assert_same_tiles (const DhPreview *a, const DhPreview *b, int n_faces)
{
  for (guint side = 0; side < 2; side++)
    for (int face = 0; face < n_faces; face++)
      for (DhTile tile = 0; tile < DH_N_TILES; tile++)
        g_assert_cmpmem (dh_preview_peek_tile (a, side, face, tile), SIZE * SIZE * 4,
                         dh_preview_peek_tile (b, side, face, tile), SIZE * SIZE * 4);
}

static void
test_preview (gconstpointer smooth)
{
  g_autoptr (DhPreviewFaces) faces = make_faces (3, SIZE);
  g_autoptr (DhPreview) preview = make_preview (faces, 3, 71, smooth != NULL);
  g_autoptr (DhPreview) blank = dh_preview_new_blank (faces);
  g_autoptr (GBytes) bytes = dh_kept_preview_to_bytes (preview);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhPreview) back = dh_kept_preview_from_bytes (bytes, blank, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (dh_preview_get_iteration (back), ==, 71);
  assert_same_tiles (preview, back, 3);
  if (smooth != NULL) /* a few bytes for each tile of 432 */
    g_assert_cmpuint (g_bytes_get_size (bytes), <, 3 * 4 * SIZE * SIZE * 3 / 8);
}

/* All values, also those whose distance from green needs nine bits. */
static void
test_extreme_colours (void)
{
  g_autoptr (DhPreviewFaces) faces = make_faces (1, SIZE);
  g_autoptr (DhPreview) blank = dh_preview_new_blank (faces);
  g_autoptr (DhPreview) preview = dh_preview_new_like (blank, 5, 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DhPreview) back = NULL;

  for (guint side = 0; side < 2; side++)
    for (DhTile tile = DH_TILE_SELF; tile <= DH_TILE_SWAP; tile++)
      for (int i = 0; i < SIZE * SIZE; i++)
        for (int c = 0; c < 3; c++)
          dh_preview_get_pixels (preview, side, 0, tile)[4 * i + c] = (i >> c & 1) * 255;
  bytes = dh_kept_preview_to_bytes (preview);
  back = dh_kept_preview_from_bytes (bytes, preview, NULL);
  assert_same_tiles (preview, back, 1);
}

/* The window may have had room for more faces, or for fewer, when the moment was kept. */
static void
test_other_number_of_faces (void)
{
  g_autoptr (DhPreviewFaces) few = make_faces (2, SIZE), many = make_faces (5, SIZE);
  g_autoptr (DhPreview) of_few = make_preview (few, 2, 1, FALSE);
  g_autoptr (DhPreview) of_many = make_preview (many, 5, 2, FALSE);
  g_autoptr (GBytes) few_bytes = dh_kept_preview_to_bytes (of_few);
  g_autoptr (GBytes) many_bytes = dh_kept_preview_to_bytes (of_many);
  g_autoptr (DhPreview) wide = dh_kept_preview_from_bytes (few_bytes, of_many, NULL);
  g_autoptr (DhPreview) narrow = dh_kept_preview_from_bytes (many_bytes, of_few, NULL);

  assert_same_tiles (wide, of_few, 2);
  g_assert_cmpint (dh_preview_get_n_faces (wide), ==, 5);
  g_assert_null (dh_preview_peek_tile (wide, 0, 2, DH_TILE_SELF));
  g_assert_nonnull (dh_preview_peek_tile (wide, 0, 2, DH_TILE_ORIGINAL));
  assert_same_tiles (narrow, of_many, 2);
  g_assert_cmpint (dh_preview_get_n_faces (narrow), ==, 2);
}

static void
test_nothing_painted (void)
{
  g_autoptr (DhPreviewFaces) faces = make_faces (2, SIZE);
  g_autoptr (DhPreview) blank = dh_preview_new_blank (faces);
  g_autoptr (GBytes) bytes = dh_kept_preview_to_bytes (blank);
  g_autoptr (DhPreview) back = dh_kept_preview_from_bytes (bytes, blank, NULL);

  g_assert_false (dh_preview_is_painted (back));
}

static void
test_other_size (void)
{
  g_autoptr (DhPreviewFaces) faces = make_faces (2, SIZE), larger = make_faces (2, 2 * SIZE);
  g_autoptr (DhPreview) preview = make_preview (faces, 2, 1, FALSE);
  g_autoptr (DhPreview) like = dh_preview_new_blank (larger);
  g_autoptr (GBytes) bytes = dh_kept_preview_to_bytes (preview);
  g_autoptr (GError) error = NULL;

  g_assert_null (dh_kept_preview_from_bytes (bytes, like, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_FILE);
}

/* ---- moments ---- */

#define N_ITERATIONS 40

static DhPlane *
make_plane (guint serial, guint64 iteration)
{
  DhPlane *plane = g_new0 (DhPlane, 1);

  atomic_init (&plane->n_refs, 1);
  plane->serial = serial;
  plane->kind = DH_PLANE_TRAJECTORY;
  plane->low[0] = plane->low[1] = -1;
  plane->high[0] = plane->high[1] = 1;
  plane->n_trajectory = 4;
  plane->trajectory = g_new0 (DhTrajectoryPoint, 4);
  plane->trajectory_iterations = g_new0 (guint64, 4);
  for (guint i = 0; i < 4; i++)
    {
      plane->trajectory[i].at[0] = i / 4.0;
      plane->trajectory[i].at[1] = -(i / 4.0);
      plane->trajectory_iterations[i] = iteration * i / 3;
    }
  plane->ball[0] = .3;
  plane->ball[1] = .4;
  plane->ball_loss = .125;
  return plane;
}

static DhHistory *
make_history (void)
{
  DhHistory *history = dh_history_new ();

  for (guint64 i = 1; i <= N_ITERATIONS; i++)
    {
      dh_history_add_record (history, &(DhRecord) { .iteration = i, .seconds = (double) i / 10,
                                                    .loss = 1.0 / (double) i,
                                                    .learning_rate = 1e-3 });
      if (i % 10 == 0)
        dh_history_add_measured (history, &(DhMetrics) { .iteration = i, .psnr = (double) i });
    }
  return history;
}

static DhSettingsLog *
make_log (void)
{
  DhSettingsChange changes[3];
  DhMix mix;
  DhOptimizerConfig rule;

  g_assert_true (dh_mix_parse ("mse", &mix, NULL));
  g_assert_true (dh_optimizer_config_parse ("adam", DH_OPTIMIZER_USER_NETWORK, &rule, NULL));
  for (guint i = 0; i < 3; i++)
    changes[i] = (DhSettingsChange) { 15 * i, dh_lane_settings_make (&mix, &rule, (i + 1) * 1e-3) };
  return dh_settings_log_new_from (changes, 3);
}

typedef struct
{
  DhPreviewFaces *faces;
  DhLaneSnapshot *snapshot;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (DhHistory) history = make_history ();
  g_autoptr (DhSettingsLog) log = make_log ();
  DhPlane *plane = make_plane (3, N_ITERATIONS);
  g_autoptr (DhPreview) preview = NULL;

  self->faces = make_faces (2, SIZE);
  preview = make_preview (self->faces, 2, N_ITERATIONS - 1, FALSE);
  self->snapshot = dh_lane_snapshot_new (&(DhLaneSnapshotValues) {
    .iteration = N_ITERATIONS,
    .state = DH_STATE_BOUNCING,
    .state_text = "hüpft → ohne Ende",
    .loss = 1.0 / N_ITERATIONS,
    .preview = preview,
    .history = history,
    .log = log,
    .plane = plane,
    .shares = { 2, { .25, .75 }, { .5, NAN } },
    .lambda = 480,
    .stable_rate = 4e-3,
    .advised_rate = 1e-4,
  });
  dh_plane_unref (plane);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  dh_lane_snapshot_unref (self->snapshot);
  dh_preview_faces_unref (self->faces);
}

/* Packed, as a keeper does it. */
static DhMoment *
make_packed (const DhPlace *place, DhLaneSnapshot *snapshot)
{
  DhMoment *moment = dh_kept_moment_new (place, snapshot);

  dh_moment_pack (moment);
  return moment;
}

/* data: not NULL: before it is packed */
static void
test_moment (Fixture *self, gconstpointer data)
{
  const DhPlace place = { 7, N_ITERATIONS };
  g_autoptr (DhMoment) moment = data != NULL ? dh_kept_moment_new (&place, self->snapshot)
                                             : make_packed (&place, self->snapshot);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLaneSnapshot) back = dh_kept_moment_restore (moment, N_ITERATIONS, self->snapshot,
                                                            &error);

  g_assert_no_error (error);
  g_assert_true ((moment->preview == NULL) == (data != NULL));
  g_assert_cmpuint (moment->run, ==, 7);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (back), ==, N_ITERATIONS);
  g_assert_cmpint (dh_lane_snapshot_get_state (back), ==, DH_STATE_BOUNCING);
  g_assert_cmpstr (dh_lane_snapshot_get_state_text (back), ==, "hüpft → ohne Ende");
  g_assert_cmpuint (dh_lane_snapshot_get_n_parts (back), ==, 2);
  g_assert_cmpfloat (dh_lane_snapshot_get_loss_share (back, 1), ==, .75);
  g_assert_true (isnan (dh_lane_snapshot_get_pull_share (back, 1)));
  g_assert_cmpfloat (dh_lane_snapshot_get_lambda (back), ==, 480);
  g_assert_cmpfloat (dh_lane_snapshot_get_stable_rate (back), ==, 4e-3);
  g_assert_cmpfloat (dh_lane_snapshot_get_advised_rate (back), ==, 1e-4);
  g_assert_cmpuint (dh_preview_get_iteration (dh_lane_snapshot_get_preview (back)), ==,
                    N_ITERATIONS - 1);
  assert_same_tiles (dh_lane_snapshot_get_preview (back),
                     dh_lane_snapshot_get_preview (self->snapshot), 2);
  /* The plane is the same one, so the ball is where it was. */
  g_assert_cmpfloat (dh_lane_snapshot_get_plane (back)->ball[0], ==, .3);
  g_assert_cmpfloat (dh_lane_snapshot_get_plane (back)->ball_loss, ==, .125);
}

/* Loss, metrics and settings follow from history and log, up to the iteration. */
static void
test_earlier (Fixture *self, gconstpointer data)
{
  const DhPlace place = { 7, 20 };
  g_autoptr (DhMoment) moment = make_packed (&place, self->snapshot);
  g_autoptr (DhLaneSnapshot) back = dh_kept_moment_restore (moment, 25, self->snapshot, NULL);
  const DhPlane *plane = dh_lane_snapshot_get_plane (back);
  DhSettingsLog *log = dh_lane_snapshot_get_log (back);

  g_assert_cmpuint (dh_lane_snapshot_get_iteration (back), ==, 25);
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (back), ==, 25);
  g_assert_cmpfloat (dh_lane_snapshot_get_loss (back), ==, 1.0 / 25);
  g_assert_cmpuint (dh_lane_snapshot_get_n_measured (back), ==, 2);
  g_assert_cmpfloat (dh_lane_snapshot_get_metrics (back)->psnr, ==, 20);
  g_assert_cmpuint (dh_settings_log_get_length (log), ==, 2);
  g_assert_cmpfloat (dh_settings_log_get_last (log)->settings.learning_rate, ==, 2e-3);
  /* Between the points at 13 and 26: 12 thirteenths of the way. */
  g_assert_cmpuint (plane->n_trajectory, ==, 3);
  g_assert_cmpfloat_with_epsilon (plane->ball[0], .25 + .25 * 12 / 13, 1e-12);
  g_assert_true (isnan (plane->ball_loss));
}

static void
test_nothing_kept (Fixture *self, gconstpointer data)
{
  g_autoptr (DhLaneSnapshot) back = dh_kept_moment_restore (NULL, 0, self->snapshot, NULL);

  g_assert_cmpuint (dh_lane_snapshot_get_n_records (back), ==, 0);
  g_assert_true (isnan (dh_lane_snapshot_get_loss (back)));
  g_assert_true (isnan (dh_lane_snapshot_get_metrics (back)->psnr));
  g_assert_cmpuint (dh_lane_snapshot_get_metrics (back)->iteration, ==, 0);
  g_assert_false (dh_preview_is_painted (dh_lane_snapshot_get_preview (back)));
}

/* The two painted tiles of two faces on both sides, four bytes a pixel; packed, less. */
static void
test_size (Fixture *self, gconstpointer data)
{
  const DhPlace place = { 7, N_ITERATIONS };
  g_autoptr (DhMoment) moment = dh_kept_moment_new (&place, self->snapshot);
  const gsize small = sizeof *moment + g_bytes_get_size (moment->numbers);
  g_autoptr (GBytes) bytes = dh_kept_preview_to_bytes (
    dh_lane_snapshot_get_preview (self->snapshot));

  g_assert_cmpuint (dh_moment_get_size (moment), ==, small + 2 * 2 * 2 * SIZE * SIZE * 4);
  dh_moment_pack (moment);
  g_assert_cmpuint (dh_moment_get_size (moment), ==, small + g_bytes_get_size (bytes));
  g_assert_true (g_bytes_equal (moment->preview, bytes));
  dh_moment_pack (moment); /* it is */
  g_assert_true (g_bytes_equal (moment->preview, bytes));
}

/* ---- damage ---- */

static gboolean
is_refused (Fixture *self, GBytes *numbers, GBytes *preview)
{
  g_autoptr (DhMoment) moment = dh_moment_new (7, N_ITERATIONS, NULL, numbers, preview);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLaneSnapshot) back = dh_kept_moment_restore (moment, N_ITERATIONS, self->snapshot,
                                                            &error);

  if (back == NULL)
    g_assert_error (error, DH_ERROR, DH_ERROR_FILE);
  return back == NULL;
}

/* Without its end, a preview is refused; the numbers end with a text, of which any part is one. */
static void
test_truncated (Fixture *self, gconstpointer data)
{
  const DhPlace place = { 7, N_ITERATIONS };
  g_autoptr (DhMoment) moment = make_packed (&place, self->snapshot);
  const gsize n_numbers = g_bytes_get_size (moment->numbers);
  const gsize n_text = strlen ("hüpft → ohne Ende");

  for (gsize size = 1; size < g_bytes_get_size (moment->preview); size++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (moment->preview, 0, size);

      g_assert_true (is_refused (self, moment->numbers, part));
    }
  for (gsize size = 0; size < n_numbers; size++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (moment->numbers, 0, size);

      g_assert_true (is_refused (self, part, moment->preview) || size >= n_numbers - n_text);
    }
}

/* Any byte may be any other: an error or another moment, but no crash and no end of memory. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  const DhPlace place = { 7, N_ITERATIONS };
  g_autoptr (DhMoment) moment = make_packed (&place, self->snapshot);
  GBytes *wholes[] = { moment->numbers, moment->preview };
  guint n_refused = 0;

  for (guint which = 0; which < 2; which++)
    for (gsize i = 0; i < MIN (g_bytes_get_size (wholes[which]), 400); i++)
      for (guint bit = 0; bit < 8; bit++)
        {
          gsize size;
          guint8 *changed = g_bytes_unref_to_data (
            g_bytes_new (g_bytes_get_data (wholes[which], NULL), g_bytes_get_size (wholes[which])),
            &size);
          g_autoptr (GBytes) bytes = NULL;

          changed[i] ^= 1 << bit;
          bytes = g_bytes_new_take (changed, size);
          n_refused += is_refused (self, which == 0 ? bytes : moment->numbers,
                                   which == 1 ? bytes : moment->preview);
        }
  g_assert_cmpuint (n_refused, >, 100);
}

static void
test_more_behind (Fixture *self, gconstpointer data)
{
  const DhPlace place = { 7, N_ITERATIONS };
  g_autoptr (DhMoment) moment = make_packed (&place, self->snapshot);
  GByteArray *more = g_bytes_unref_to_array (g_bytes_ref (moment->preview));
  g_autoptr (GBytes) bytes = NULL;

  g_byte_array_append (more, (const guint8 *) "", 1);
  bytes = g_byte_array_free_to_bytes (more);
  g_assert_true (is_refused (self, moment->numbers, bytes));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/kept-moment/whole", test_moment },
    { "/kept-moment/size", test_size },
    { "/kept-moment/earlier", test_earlier },
    { "/kept-moment/nothing-kept", test_nothing_kept },
    { "/kept-moment/truncated", test_truncated },
    { "/kept-moment/damaged", test_damaged },
    { "/kept-moment/more-behind", test_more_behind },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/kept-preview/noise", NULL, test_preview);
  g_test_add_data_func ("/kept-preview/smooth", "smooth", test_preview);
  g_test_add_func ("/kept-preview/extreme-colours", test_extreme_colours);
  g_test_add_func ("/kept-preview/other-number-of-faces", test_other_number_of_faces);
  g_test_add_func ("/kept-preview/nothing-painted", test_nothing_painted);
  g_test_add_func ("/kept-preview/other-size", test_other_size);
  g_test_add ("/kept-moment/unpacked", Fixture, "unpacked", set_up, test_moment, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
