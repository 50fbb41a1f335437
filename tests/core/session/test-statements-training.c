/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Common statements about losses and rates that need training, on the small model and the bundled
 * faces.  Each test prints its measurements; the bounds are wide, because the point is which is
 * larger and by about how much, not the third digit.
 */
#include "core/catalog/catalog.h"

#include "tests/core/session/session-runner.h"

#include <math.h>
#include <string.h>

static DhState
get_state (DhSession *session, guint lane)
{
  return dh_lane_snapshot_get_state (peek_snapshot (session, lane));
}

static double
get_psnr (DhSession *session, guint lane)
{
  return dh_lane_snapshot_get_metrics (peek_snapshot (session, lane))->psnr;
}

static double
get_mean (const guint8 *tile, int n_pixels, int channel)
{
  double sum = 0;

  for (int i = 0; i < n_pixels; i++)
    sum += tile[4 * i + channel] / 255.0;
  return sum / n_pixels;
}

/* The distance between the mean colour of what a lane paints and that of the originals. */
static double
get_colour_error (DhSession *session, guint lane)
{
  DhPreview *preview = dh_lane_snapshot_get_preview (peek_snapshot (session, lane));
  const int n_pixels = dh_preview_get_size (preview) * dh_preview_get_size (preview);
  const int n_faces = dh_preview_get_n_faces (preview);
  double sum = 0;

  for (guint side = 0; side < 2; side++)
    for (int face = 0; face < n_faces; face++)
      for (int c = 0; c < 3; c++)
        sum += fabs (
          get_mean (dh_preview_peek_tile (preview, side, face, DH_TILE_SELF), n_pixels, c)
          - get_mean (dh_preview_peek_tile (preview, side, face, DH_TILE_ORIGINAL), n_pixels, c));
  return sum / (6 * n_faces);
}

/* 7. Without a mask Pixel-Grad-Diff learns nothing for a long time, because flat grey has no wrong
 * edges. It also leaves colour undetermined: a lane started with MSE loses its colour when it
 * continues with this loss. */
static void
test_whole_picture (void)
{
  const char *const losses[] = { "mse", "pixel_grad_diff", NULL };
  DhSession *session = make_session (losses);
  double before, kept, floating;

  for (guint i = 0; i < 2; i++)
    dh_lane_set_mask (peek_lane (session, i), DH_AREA_NONE);
  run_until (session, 60);
  g_test_message ("MSE %.2f dB, Pixel-Grad-Diff %.2f dB", get_psnr (session, 0),
                  get_psnr (session, 1));
  g_assert_cmpfloat (get_psnr (session, 1), <, get_psnr (session, 0) - 3);
  g_assert_cmpint (get_state (session, 1), !=, DH_STATE_ASTRAY);

  before = get_colour_error (session, 0);
  dh_session_remove_lane (session, peek_lane (session, 1));
  dh_lane_set_loss (dh_session_duplicate_lane (session, peek_lane (session, 0)), "pixel_grad_diff");
  run_until (session, 140);
  kept = get_colour_error (session, 0);
  floating = get_colour_error (session, 1);
  g_test_message ("colour off by %.3f at first; MSE %.3f, Pixel-Grad-Diff %.3f; %s", before, kept,
                  floating, dh_lane_snapshot_get_state_text (peek_snapshot (session, 1)));
  /* By 9 to 32 per cent, depending on the last digits of the processor. */
  g_assert_cmpfloat (floating, >, kept);
  g_assert_cmpfloat (floating, >, 1.2 * before);
  /* Its own loss doesn't notice it; the lane does. */
  g_assert_cmpint (get_state (session, 1), ==, DH_STATE_ASTRAY);
  g_object_unref (session);
}

/* 10. Most losses end at about the same quality, but not the same; and none of them is classified
 * as astray. */
static void
check_about_the_same (DhSession *session, guint n_losses)
{
  double least = INFINITY, most = -INFINITY;

  for (guint i = 0; i < n_losses; i++)
    {
      least = MIN (least, get_psnr (session, i));
      most = MAX (most, get_psnr (session, i));
    }
  g_assert_cmpfloat (most - least, >, 0.1);
  g_assert_cmpfloat (most - least, <, 3);
  g_assert_cmpfloat (least, >, 18);
}

/* 10, and 7: Pixel-Grad-Diff learns more slowly, though with a mask the black around the face
 * anchors it.  In one session, because a lane costs less than a session. */
static void
test_side_by_side (void)
{
  const char *const losses[] = {
    "mse", "mae", "smooth", "huber", "ssim_block+mse", "pixel_grad_diff", NULL
  };
  DhSession *session = make_session (losses);

  for (guint64 step = 40; step <= 80; step += 40)
    {
      run_until (session, step);
      for (guint i = 0; losses[i] != NULL; i++)
        {
          g_test_message ("step %u, %s: %.2f dB", (guint) step, losses[i], get_psnr (session, i));
          g_assert_cmpint (get_state (session, i), !=, DH_STATE_ASTRAY);
        }
    }
  check_about_the_same (session, 5);
  g_assert_cmpfloat (get_psnr (session, 5), <, get_psnr (session, 0) - 0.3);
  g_assert_cmpfloat (get_psnr (session, 5), >, get_psnr (session, 0) - 2.5);
  g_object_unref (session);
}

/* 11. A broken loss leads away from the target while it improves; this is detected and reported,
 * and so is a mix that it dominates. */
static void
test_broken (void)
{
  const char *const losses[] = { "broken", "300%broken+mse", NULL };
  DhSession *session = make_session (losses);
  double error[2];

  run_until (session, 1);
  for (guint i = 0; i < 2; i++)
    error[i] = dh_lane_snapshot_get_metrics (peek_snapshot (session, i))->mae;
  run_until (session, 30);
  for (guint i = 0; i < 2; i++)
    {
      DhLaneSnapshot *snapshot = peek_snapshot (session, i);
      double now = dh_lane_snapshot_get_metrics (snapshot)->mae;
      double first_loss = dh_lane_snapshot_get_record (snapshot, 0).loss;

      g_test_message ("%s: MAE %.3f → %.3f; loss %.3f → %.3f; %s", losses[i], error[i], now,
                      first_loss, dh_lane_snapshot_get_loss (snapshot),
                      dh_lane_snapshot_get_state_text (snapshot));
      g_assert_cmpfloat (now, >, 1.5 * error[i]);
      g_assert_cmpfloat (dh_lane_snapshot_get_loss (snapshot), <, first_loss);
      g_assert_cmpint (get_state (session, i), ==, DH_STATE_ASTRAY);
      g_assert_nonnull (strstr (dh_lane_snapshot_get_state_text (snapshot), "more error than at"));
    }
  /* Another loss gets a new breakdown. */
  dh_lane_set_loss (peek_lane (session, 0), "mse");
  run_until (session, 31);
  g_assert_cmpint (get_state (session, 0), !=, DH_STATE_ASTRAY);
  g_object_unref (session);
}

/* 12. A rate that makes the numbers overflow: the lane says so and suggests a lower one.  A rate
 * that is less far off kills the output layer instead; a low one trains. */
static void
test_crash (void)
{
  static const struct
  {
    double rate;
    const char *optimizer;
    DhState state;
  } lanes[] = {
    { 1e10, "sgd", DH_STATE_DIVERGED },
    { 1e3, "sgd", DH_STATE_DEAD },
    { 1, "sgd", DH_STATE_IMPROVING },
  };
  const char *const none[] = { NULL };
  DhSession *session = make_session (none);

  for (gsize i = 0; i < G_N_ELEMENTS (lanes); i++)
    dh_session_add_lane (session, "mse", lanes[i].rate, lanes[i].optimizer);
  run_until (session, 25);
  for (gsize i = 0; i < G_N_ELEMENTS (lanes); i++)
    {
      const char *text = dh_lane_snapshot_get_state_text (peek_snapshot (session, i));

      g_test_message ("rate %g: %s", lanes[i].rate, text);
      g_assert_cmpint (get_state (session, i), ==, lanes[i].state);
      if (lanes[i].state != DH_STATE_IMPROVING)
        g_assert_nonnull (strstr (text, "a rate below"));
    }
  /* The rate is the cause, not the lane. */
  dh_lane_set_learning_rate (peek_lane (session, 0), 1);
  dh_session_restart_lane (session, peek_lane (session, 0));
  run_until (session, 26);
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (peek_snapshot (session, 0)), ==, 26);
  g_assert_cmpint (get_state (session, 0), ==, DH_STATE_IMPROVING);
  g_object_unref (session);
}

/* ---- on the curve: one error, gradient descent with a fixed step ---- */

/* Steps until |error| stays below `near` for ten steps; G_MAXUINT: it doesn't within 1000. */
static guint
count_steps (const char *loss, double error, double rate, double near)
{
  guint n_near = 0;

  for (guint i = 0; i < 1000; i++)
    {
      double slope;

      n_near = fabs (error) < near ? n_near + 1 : 0;
      if (n_near == 10)
        return i - 9;
      dh_catalog_get_profile (dh_catalog_find_loss (loss), NULL, error, &slope);
      error -= rate * slope;
    }
  return G_MAXUINT;
}

/* 4. MSE's slope fades at small errors, Huber's only below its threshold: with the same first step
 * from an error of .5, Huber arrives much earlier. */
static void
test_fading (void)
{
  int mse = dh_catalog_find_loss ("mse"), huber = dh_catalog_find_loss ("huber");
  double slopes[2][2];
  guint n_mse, n_huber;

  for (guint i = 0; i < 2; i++)
    {
      dh_catalog_get_profile (mse, NULL, i == 0 ? 0.5 : 0.05, &slopes[0][i]);
      dh_catalog_get_profile (huber, NULL, i == 0 ? 0.5 : 0.05, &slopes[1][i]);
    }
  g_assert_cmpfloat_with_epsilon (slopes[0][1] / slopes[0][0], 0.1, 1e-6);
  g_assert_cmpfloat_with_epsilon (slopes[1][1] / slopes[1][0], 1.0, 1e-6);
  n_mse = count_steps ("mse", 0.5, 0.05 / slopes[0][0], 0.01);
  n_huber = count_steps ("huber", 0.5, 0.05 / slopes[1][0], 0.01);
  g_test_message ("from .5 to below .01: MSE %u steps, Huber %u", n_mse, n_huber);
  g_assert_cmpuint (n_mse, >=, 30);
  g_assert_cmpuint (n_huber, <=, 12);
}

/* 8. A higher rate arrives sooner; one that is too high doesn't settle, or diverges. */
static void
test_rates (void)
{
  static const struct
  {
    const char *loss;
    double rate;
    guint least, most;
  } cases[] = {
    { "mse", 0.02, 60, 200 },              /* approaches slowly */
    { "mse", 0.4, 1, 6 },                  /* arrives soon */
    { "mse", 1.0, G_MAXUINT, G_MAXUINT },  /* oscillates forever */
    { "mse", 1.05, G_MAXUINT, G_MAXUINT }, /* diverges */
    { "mae", 0.004, 100, 150 },
    { "mae", 0.01, 45, 52 },
    { "mae", 0.03, G_MAXUINT, G_MAXUINT }, /* a step is longer than the remaining distance */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n = count_steps (cases[i].loss, 0.497, cases[i].rate, 0.012);

      if (n == G_MAXUINT)
        g_test_message ("%s at %g: never", cases[i].loss, cases[i].rate);
      else
        g_test_message ("%s at %g: %u steps", cases[i].loss, cases[i].rate, n);
      g_assert_cmpuint (n, >=, cases[i].least);
      g_assert_cmpuint (n, <=, cases[i].most);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statements/fading", test_fading);
  g_test_add_func ("/statements/rates", test_rates);
  g_test_add_func ("/statements/broken", test_broken);
  g_test_add_func ("/statements/crash", test_crash);
  g_test_add_func ("/statements/whole-picture", test_whole_picture);
  g_test_add_func ("/statements/side-by-side", test_side_by_side);
  return g_test_run ();
}
