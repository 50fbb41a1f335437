/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The largest curvature where it is known, and whether descent really becomes unstable there.
 */
#include <math.h>
#include <string.h>

#include "core/train/curvature.h"
#include "core/train/trainer.h"
#include "tests/core/train/trainer-runner.h"

/* f = Σ λ_i (Q w)_i² / 2 with a rotation Q of neighbours. */
typedef struct
{
  gsize n;
  const double *eigenvalues;
} Bowl;

static void
turn (gsize n, double angle, const double *in, double *out)
{
  memcpy (out, in, n * sizeof *out);
  for (gsize i = 0; i + 1 < n; i++)
    {
      double a = out[i], b = out[i + 1];

      out[i] = cos (angle) * a - sin (angle) * b;
      out[i + 1] = sin (angle) * a + cos (angle) * b;
    }
}

static void
turn_back (gsize n, double angle, double *v)
{
  for (gsize i = n - 1; i-- > 0;)
    {
      double a = v[i], b = v[i + 1];

      v[i] = cos (angle) * a + sin (angle) * b;
      v[i + 1] = -sin (angle) * a + cos (angle) * b;
    }
}

static gboolean
get_bowl_gradient (const float *w, float *gradient, gpointer data)
{
  const Bowl *bowl = data;
  double x[16], y[16];

  for (gsize i = 0; i < bowl->n; i++)
    x[i] = w[i];
  turn (bowl->n, .7, x, y);
  for (gsize i = 0; i < bowl->n; i++)
    y[i] *= bowl->eigenvalues[i];
  turn_back (bowl->n, .7, y);
  for (gsize i = 0; i < bowl->n; i++)
    gradient[i] = (float) y[i];
  return TRUE;
}

static double
find_lambda (Bowl *bowl, guint *n_products)
{
  float w[16], scratch[48];
  g_autoptr (DhCurvature) curvature = dh_curvature_new (bowl->n, 1);

  for (gsize i = 0; i < bowl->n; i++)
    w[i] = (float) sin (i);
  for (*n_products = 0; *n_products < 200; ++*n_products)
    {
      if (isfinite (dh_curvature_get_lambda (curvature)))
        break;
      g_assert_true (dh_curvature_step (curvature, w, get_bowl_gradient, bowl, scratch));
    }
  return dh_curvature_get_lambda (curvature);
}

static void
test_quadratic (void)
{
  const double eigenvalues[6] = { 1, 7, -3, .5, 40, 12 };
  Bowl bowl = { 6, eigenvalues };
  guint n_products;

  g_assert_cmpfloat_with_epsilon (find_lambda (&bowl, &n_products), 40, .4);
  g_assert_cmpuint (n_products, <, 30);
}

/* The eigenvalue with the largest magnitude is negative: what counts is the largest positive one. */
static void
test_negative (void)
{
  const double eigenvalues[5] = { 4, 1, -20, .5, 0 };
  Bowl bowl = { 5, eigenvalues };
  guint n_products;

  g_assert_cmpfloat_with_epsilon (find_lambda (&bowl, &n_products), 4, .2);
}

static void
test_no_bowl (void)
{
  const double eigenvalues[3] = { -1, -2, -5 };
  Bowl bowl = { 3, eigenvalues };
  guint n_products;

  g_assert_true (isnan (find_lambda (&bowl, &n_products)));
}

/* At a rate just below 2/λ descent converges, just above it diverges. */
static void
test_where_descent_breaks (void)
{
  const double eigenvalues[6] = { 1, 7, 3, .5, 40, 12 };
  Bowl bowl = { 6, eigenvalues };
  guint n_products;
  double limit = 2 / find_lambda (&bowl, &n_products);

  for (int sign = -1; sign <= 1; sign += 2)
    {
      float w[6] = { 1, 1, 1, 1, 1, 1 }, gradient[6];
      double length = 0;

      for (guint step = 0; step < 400; step++)
        {
          get_bowl_gradient (w, gradient, &bowl);
          for (guint i = 0; i < 6; i++)
            w[i] -= (float) (limit * (1 + .05 * sign)) * gradient[i];
        }
      for (guint i = 0; i < 6; i++)
        length += w[i] * w[i];
      if (sign < 0)
        g_assert_cmpfloat (length, <, 1e-3);
      else
        g_assert_cmpfloat (length, >, 1e3);
    }
}

static gboolean
fail (const float *w, float *gradient, gpointer data)
{
  return FALSE;
}

static void
test_failure_changes_nothing (void)
{
  g_autoptr (DhCurvature) curvature = dh_curvature_new (4, 1);
  float w[4] = { 0 }, scratch[12];

  g_assert_false (dh_curvature_step (curvature, w, fail, NULL, scratch));
  g_assert_true (isnan (dh_curvature_get_lambda (curvature)));
}

/* ---- a network's ---- */

static DhReport *
wait_for_lambda (DhTrainer *trainer, guint64 serial)
{
  for (;;)
    {
      DhReport *report = wait_for_report (trainer);

      if (report->idle && report->request_serial == serial
          && isfinite (dh_lane_snapshot_get_lambda (report->lanes[0].snapshot)))
        return report;
      dh_report_free (report);
    }
}

/* Plain descent gets a mark; Adam, and descent with clipped gradients, don't. */
static void
test_lanes (void)
{
  static const char *const losses[] = { "mse", "mse", "mse", "mse", "mse", NULL };
  DhTrainer *trainer = dh_trainer_new (2);
  DhTrainingRequest *request = make_trainer_request (losses, 1, 1, 4);
  DhReport *report;
  double lambda;

  request->live = TRUE;
  request->lanes[0].settings = make_lane_settings ("mse", "sgd", .1);
  for (guint lane = 2; lane < 5; lane++)
    {
      request->lanes[lane].settings = make_lane_settings ("mse", "sgd", 1e-3);
      request->lanes[lane].settings.clip = dh_clip_make_usual (DH_CLIP_NORM + lane - 2);
    }
  dh_trainer_send (trainer, request);
  report = wait_for_lambda (trainer, 1);
  lambda = dh_lane_snapshot_get_lambda (report->lanes[0].snapshot);
  g_assert_cmpfloat (lambda, >, 0);
  g_assert_cmpfloat_with_epsilon (dh_lane_snapshot_get_stable_rate (report->lanes[0].snapshot),
                                  2 / lambda, 1e-9);
  for (guint lane = 1; lane < 5; lane++)
    {
      g_assert_true (isnan (dh_lane_snapshot_get_lambda (report->lanes[lane].snapshot)));
      g_assert_true (isnan (dh_lane_snapshot_get_stable_rate (report->lanes[lane].snapshot)));
    }
  dh_report_free (report);
  dh_trainer_free (trainer);
}

/* Whatever weights it starts with. */
static void
test_seeds (void)
{
  static const char *const losses[] = { "mse", NULL };
  static const guint64 seeds[] = { 2, 4, 7 };

  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      DhTrainer *trainer = dh_trainer_new (2);
      DhTrainingRequest *request = make_trainer_request (losses, 1, 1, 10);

      request->live = TRUE;
      request->seed = seeds[i];
      request->lanes[0].settings = make_lane_settings ("mse", "sgd", .1);
      dh_trainer_send (trainer, request);
      dh_report_free (wait_for_lambda (trainer, 1));
      dh_trainer_free (trainer);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curvature/quadratic", test_quadratic);
  g_test_add_func ("/curvature/negative", test_negative);
  g_test_add_func ("/curvature/no-bowl", test_no_bowl);
  g_test_add_func ("/curvature/where-descent-breaks", test_where_descent_breaks);
  g_test_add_func ("/curvature/failure-changes-nothing", test_failure_changes_nothing);
  g_test_add_func ("/curvature/lanes", test_lanes);
  g_test_add_func ("/curvature/seeds", test_seeds);
  return g_test_run ();
}
