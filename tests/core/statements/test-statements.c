/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Twelve statements judged by lanes that are made up: each verdict with lanes that show it, with
 * lanes that show the opposite, and with lanes that can't tell.
 */
#include <math.h>
#include <string.h>

#include "core/statements/prominence.h"
#include "core/statements/statements.h"
#include "core/train/snapshot-private.h"

#define SIZE       16
#define N_RECORDS  600
#define N_MEASURED 30

/* A lane as it is to be. */
typedef struct
{
  const char *loss;
  double rate;
  DhState state;
  double first, last, wobble; /* PSNR in dB, and by how much it goes to and fro */
  double early, late;         /* loss */
  guint64 n;                  /* iterations; 0: N_RECORDS */
  gboolean changed, unmasked;
  float shift;        /* of the colours */
  DhTerrain *terrain; /* lent */
} Made;

static DhSettingsLog *
make_log (const Made *made)
{
  DhOptimizerConfig optimizer;
  DhLaneSettings settings;
  DhMix mix;
  g_autoptr (DhSettingsLog) log = NULL;

  g_assert_true (dh_mix_parse (made->loss, &mix, NULL));
  g_assert_true (dh_optimizer_config_parse ("adam", DH_OPTIMIZER_USER_NETWORK, &optimizer, NULL));
  settings = dh_lane_settings_make (&mix, &optimizer, made->rate > 0 ? made->rate : 1e-3);
  if (made->unmasked)
    settings.mask = DH_AREA_NONE;
  log = dh_settings_log_new (&settings);
  settings.learning_rate *= 2;
  return made->changed ? dh_settings_log_append (log, 100, &settings) : g_steal_pointer (&log);
}

static DhHistory *
make_history (const Made *made)
{
  DhHistory *history = dh_history_new ();
  const guint64 n = made->n > 0 ? made->n : N_RECORDS;

  for (guint64 i = 0; i < n; i++)
    {
      double part = i / (double) n;
      DhRecord record = { .iteration = i + 1,
                          .loss = made->early + (made->late - made->early) * part };

      dh_history_add_record (history, &record);
    }
  for (int i = 0; i < N_MEASURED; i++)
    {
      double part = (i + 1) / (double) N_MEASURED;
      DhMetrics metrics = { .iteration = (guint64) (part * n),
                            .psnr = made->first + (made->last - made->first) * part
                                    + (i % 2 == 0 ? made->wobble : -made->wobble) };

      dh_history_add_measured (history, &metrics);
    }
  return history;
}

/* A face with stripes, and its reconstruction: everywhere off by a little, in one corner by much. */
static DhPreview *
make_preview (const Made *made)
{
  g_autoptr (DhPreviewFaces) faces = dh_preview_faces_new (SIZE, 1, FALSE);
  float planes[3 * SIZE * SIZE], other[3 * SIZE * SIZE];
  DhPreview *preview;

  for (int i = 0; i < 3 * SIZE * SIZE; i++)
    {
      planes[i] = i % 4 < 2 ? .3f : .6f;
      other[i] = planes[i] + .02f + made->shift;
    }
  for (int c = 0; c < 3; c++)
    other[c * SIZE * SIZE] = planes[0] + .5f;
  dh_preview_faces_set_tile (faces, 0, 0, DH_TILE_ORIGINAL, planes);
  dh_preview_faces_set_tile (faces, 1, 0, DH_TILE_ORIGINAL, planes);
  preview = dh_preview_new (faces, 1);
  for (guint side = 0; side < 2; side++)
    dh_preview_set_tile (preview, side, 0, DH_TILE_SELF, other);
  return preview;
}

static DhLaneSnapshot *
make_snapshot (const Made *made)
{
  g_autoptr (DhHistory) history = make_history (made);
  g_autoptr (DhSettingsLog) log = make_log (made);
  g_autoptr (DhPreview) preview = make_preview (made);
  DhPlane *plane = NULL;
  DhLaneSnapshotValues values = { .iteration = made->n > 0 ? made->n : N_RECORDS,
                                  .state = made->state,
                                  .state_text = "",
                                  .preview = preview,
                                  .history = history,
                                  .log = log };
  DhLaneSnapshot *snapshot;

  if (made->terrain != NULL)
    {
      plane = g_new0 (DhPlane, 1);
      plane->n_refs = 1;
      plane->terrain = dh_terrain_ref (made->terrain);
      plane->n_done = plane->n_points = DH_PLANE_SIDE * DH_PLANE_SIDE;
      values.plane = plane;
    }
  snapshot = dh_lane_snapshot_new (&values);
  if (plane != NULL)
    dh_plane_unref (plane);
  return snapshot;
}

/* One statement's finding, of up to DH_MAX_LANES lanes; a loss of NULL ends them. */
static DhVerdict
judge (guint statement, const Made *made, const char *word)
{
  DhStatementLane lanes[DH_MAX_LANES];
  DhFinding findings[DH_N_STATEMENTS];
  DhVerdict verdict;
  guint n = 0;

  for (; made[n].loss != NULL; n++)
    lanes[n] = (DhStatementLane) { n + 1, make_snapshot (&made[n]) };
  dh_statements_judge (lanes, n, findings);
  verdict = findings[statement - 1].verdict;
  for (guint i = 0; i < DH_N_STATEMENTS; i++)
    {
      g_assert_cmpstr (findings[i].statement, !=, "");
      g_assert_nonnull (findings[i].reason);
    }
  if (word != NULL && strstr (findings[statement - 1].reason, word) == NULL)
    g_error ("“%s” isn't in “%s”", word, findings[statement - 1].reason);
  dh_findings_clear (findings);
  for (guint i = 0; i < n; i++)
    dh_lane_snapshot_unref ((DhLaneSnapshot *) lanes[i].snapshot);
  return verdict;
}

#define LANES(...) ((const Made[]) { __VA_ARGS__, { .loss = NULL } })

/* Three of 768 values are off by .5, the others by .02: MSE's worst hundredth (8 values) has them. */
static void
test_pictures (void)
{
  double worst = 3 * .25 + 5 * .0004, all = 3 * .25 + 765 * .0004;
  g_autofree char *share = g_strdup_printf ("%.0f.", floor (100 * worst / all));

  g_assert_cmpint (judge (1, LANES ({ .loss = "mse" }), share), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (5, LANES ({ .loss = "mse" }), share), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (6, LANES ({ .loss = "mse" }), "SSIM"), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (1, LANES ({ .loss = "mse", .state = DH_STATE_DIVERGED }), NULL), ==,
                   DH_VERDICT_UNKNOWN);
  g_assert_cmpint (judge (2, LANES ({ .loss = "mse" }, { .loss = "mae" }), "Fit"), ==,
                   DH_VERDICT_UNKNOWN);
}

static void
test_settling (void)
{
  const Made calm = { .loss = "mse", .first = 15, .last = 25, .wobble = .1 };
  const Made restless = { .loss = "mae", .first = 15, .last = 26, .wobble = .4 };
  const Made alike = { .loss = "mae", .first = 15, .last = 26, .wobble = .1 };
  Made changed = restless, young = restless;

  changed.changed = TRUE;
  young.n = 100;
  g_assert_cmpint (judge (3, LANES (calm, restless), "lane 2 (MAE)"), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (3, LANES (calm, alike), NULL), ==, DH_VERDICT_FAILS);
  g_assert_cmpint (judge (3, LANES (calm, changed), NULL), ==, DH_VERDICT_UNKNOWN);
  g_assert_cmpint (judge (3, LANES (calm, young), NULL), ==, DH_VERDICT_UNKNOWN);
  g_assert_cmpint (judge (3, LANES (restless), NULL), ==, DH_VERDICT_UNKNOWN);
}

static void
test_fading (void)
{
  const Made stuck = { .loss = "mse", .state = DH_STATE_FLAT, .first = 15, .last = 20 };
  const Made better = { .loss = "huber", .first = 15, .last = 24 },
             same = { .loss = "huber", .first = 15, .last = 20 };
  const Made going = { .loss = "mse", .state = DH_STATE_IMPROVING, .first = 15, .last = 20 };

  g_assert_cmpint (judge (4, LANES (stuck, better), NULL), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (4, LANES (stuck, same), NULL), ==, DH_VERDICT_FAILS);
  g_assert_cmpint (judge (4, LANES (going, better), NULL), ==, DH_VERDICT_UNKNOWN);
}

/* Slow, restless and, without a mask, off in colour. */
static void
test_gradients (void)
{
  const Made one = { .loss = "mse", .first = 15, .last = 26, .wobble = .1 };
  const Made slow = { .loss = "pixel_grad_diff", .first = 15, .last = 22, .wobble = .5 };
  const Made fast = { .loss = "pixel_grad_diff", .first = 15, .last = 26, .wobble = .5 };
  Made bare = one, drifting = slow, true_colours = slow;

  bare.unmasked = drifting.unmasked = true_colours.unmasked = TRUE;
  drifting.shift = .1f;
  g_assert_cmpint (judge (7, LANES (one, slow), NULL), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (7, LANES (one, fast), NULL), ==, DH_VERDICT_FAILS);
  g_assert_cmpint (judge (7, LANES (bare, drifting), "colours"), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (7, LANES (bare, true_colours), "colours"), ==, DH_VERDICT_FAILS);
  g_assert_cmpint (judge (7, LANES (one, drifting), NULL), ==, DH_VERDICT_UNKNOWN);
  g_assert_cmpint (judge (7, LANES (one), NULL), ==, DH_VERDICT_UNKNOWN);
}

static void
test_rates (void)
{
  const Made low = { .loss = "mae", .rate = 1e-3, .early = 1, .late = .1 };
  const Made settled = { .loss = "mae", .rate = 1e-2, .early = .5, .late = .05 };
  const Made unsettled = { .loss = "mae", .rate = 1e-2, .early = .5, .late = .3 };
  const Made lost = { .loss = "mae", .rate = 1e-2, .state = DH_STATE_DIVERGED };
  const Made near = { .loss = "mae", .rate = 1.5e-3, .early = .5, .late = .3 };
  const Made other = { .loss = "mse", .rate = 1e-2, .early = .5, .late = .3 };

  g_assert_cmpint (judge (8, LANES (low, unsettled), "1.0e-2 and 1.0e-3"), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (8, LANES (low, settled), NULL), ==, DH_VERDICT_FAILS);
  g_assert_cmpint (judge (8, LANES (lost, low), "diverged"), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (8, LANES (low, near), NULL), ==, DH_VERDICT_UNKNOWN);
  g_assert_cmpint (judge (8, LANES (low, other), NULL), ==, DH_VERDICT_UNKNOWN);
}

static DhTerrain *
make_terrain (gboolean bumpy, float noise)
{
  const double minimum[2] = { -1, -1 }, maximum[2] = { 1, 1 };
  float heights[21 * 21];

  for (int i = 0; i < 21 * 21; i++)
    {
      double x = i % 21 / 10.0 - 1, y = i / 21 / 10.0 - 1;

      heights[i] = (float) (x * x + y * y + (bumpy ? .5 * cos (2 * G_PI * x) : 0));
      heights[i] += i % 3 == 0 ? noise : 0;
    }
  return dh_terrain_new_from_heights (21, 21, minimum, maximum, heights);
}

static void
test_landscapes (void)
{
  g_autoptr (DhTerrain) smooth = make_terrain (FALSE, 0), bumpy = make_terrain (TRUE, 0);
  g_autoptr (DhTerrain) noisy = make_terrain (FALSE, 1e-4f);

  g_assert_cmpuint (dh_terrain_count_prominent (smooth, .01), ==, 1);
  g_assert_cmpuint (dh_terrain_count_prominent (noisy, .01), ==, 1);
  g_assert_cmpuint (dh_terrain_count_prominent (bumpy, .01), ==, 2);
  g_assert_cmpuint (dh_terrain_count_prominent (bumpy, .9), ==, 1);
  g_assert_cmpint (judge (9,
                          LANES ({ .loss = "mse", .terrain = smooth },
                                 { .loss = "mae", .terrain = bumpy }),
                          "lane 2 (MAE) has 2"),
                   ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (9, LANES ({ .loss = "mse", .terrain = noisy }), NULL), ==,
                   DH_VERDICT_FAILS);
  g_assert_cmpint (judge (9, LANES ({ .loss = "mse", .terrain = bumpy, .state = DH_STATE_DEAD }),
                          NULL),
                   ==, DH_VERDICT_UNKNOWN);
  g_assert_cmpint (judge (9, LANES ({ .loss = "mse" }), NULL), ==, DH_VERDICT_UNKNOWN);
}

static void
test_quality (void)
{
  const Made a = { .loss = "mse", .first = 15, .last = 25 },
             b = { .loss = "mae", .first = 15, .last = 25.5 };
  const Made c = { .loss = "ssim", .first = 15, .last = 26 },
             d = { .loss = "gmsd", .first = 15, .last = 18 };
  const Made e = { .loss = "smooth", .first = 15, .last = 33 };

  g_assert_cmpint (judge (10, LANES (a, b, c), "3 losses"), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (10, LANES (a, b, c, d), NULL), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (10, LANES (a, d, e), NULL), ==, DH_VERDICT_FAILS);
  g_assert_cmpint (judge (10, LANES (a, b), NULL), ==, DH_VERDICT_UNKNOWN);
  g_assert_cmpint (judge (10, LANES (a, a, b), NULL), ==, DH_VERDICT_UNKNOWN);
}

static void
test_broken (void)
{
  g_assert_cmpint (judge (11, LANES ({ .loss = "broken", .first = 12, .last = 4 }), "lane 1"), ==,
                   DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (11, LANES ({ .loss = "broken", .first = 12, .last = 20 }), NULL), ==,
                   DH_VERDICT_FAILS);
  g_assert_cmpint (judge (11, LANES ({ .loss = "mse" }), NULL), ==, DH_VERDICT_UNKNOWN);
}

static void
test_divergence (void)
{
  const Made lost = { .loss = "mae", .rate = 1, .state = DH_STATE_DIVERGED, .n = 20 };
  const Made low = { .loss = "mae", .rate = 1e-3 },
             low_too = { .loss = "mae", .1, .state = DH_STATE_DIVERGED, .n = 10 };

  g_assert_cmpint (judge (12, LANES (lost, low), "after 20 iterations"), ==, DH_VERDICT_HOLDS);
  g_assert_cmpint (judge (12, LANES (lost, low_too), NULL), ==, DH_VERDICT_FAILS);
  g_assert_cmpint (judge (12, LANES (lost), NULL), ==, DH_VERDICT_UNKNOWN);
  g_assert_cmpint (judge (12, LANES (low), NULL), ==, DH_VERDICT_UNKNOWN);
}

/* Nothing is known of lanes without a snapshot. */
static void
test_nothing (void)
{
  const DhStatementLane lane = { 1, NULL };
  DhFinding findings[DH_N_STATEMENTS];

  dh_statements_judge (&lane, 1, findings);
  for (guint i = 0; i < DH_N_STATEMENTS; i++)
    g_assert_cmpint (findings[i].verdict, ==, DH_VERDICT_UNKNOWN);
  dh_findings_clear (findings);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statements/pictures", test_pictures);
  g_test_add_func ("/statements/settling", test_settling);
  g_test_add_func ("/statements/fading", test_fading);
  g_test_add_func ("/statements/gradients", test_gradients);
  g_test_add_func ("/statements/rates", test_rates);
  g_test_add_func ("/statements/landscapes", test_landscapes);
  g_test_add_func ("/statements/quality", test_quality);
  g_test_add_func ("/statements/broken", test_broken);
  g_test_add_func ("/statements/divergence", test_divergence);
  g_test_add_func ("/statements/nothing", test_nothing);
  return g_test_run ();
}
