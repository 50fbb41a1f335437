/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Grounds of faces: the pictures for the dimensions, gradients by every loss against central
 * differences, that rows equal points, and that plain descent converges at the ground's default
 * rate.
 */
#include "core/base/tensor.h"
#include "core/landscape/descent.h"
#include "core/landscape/face-ground.h"
#include "core/landscape/spline.h"
#include "core/landscape/terrain.h"

#include <math.h>
#include <string.h>

#define SIZE 64
#define N    (3 * SIZE * SIZE)

/* Two heads on a sloping background, with eyes and a mouth: smooth, but not symmetric. */
static void
paint (double shade, double width, float *rgb)
{
  for (int c = 0; c < 3; c++)
    for (int y = 0; y < SIZE; y++)
      for (int x = 0; x < SIZE; x++)
        {
          double u = (x - 30.5) / SIZE, v = (y - 33.0) / SIZE;
          double head = 1 / (1 + exp (40 * (hypot (u / width, v) - 0.36)));
          double eyes = exp (-900 * (pow (fabs (u) - 0.14, 2) + pow (v + 0.08, 2)));
          double mouth = exp (-300 * (pow (u / 2, 2) + pow (v - 0.17, 2)));

          rgb[(c * SIZE + y) * SIZE + x] = (float) (0.25 + 0.1 * u + 0.05 * sin (9 * v + c)
                                                    + head * (shade + 0.06 * c) - 0.3 * eyes
                                                    - 0.2 * mouth * (1 - 0.3 * c));
        }
}

static const float *
get_picture (guint index)
{
  static float pictures[2][N];

  if (pictures[0][0] == 0)
    {
      paint (0.45, 0.8, pictures[0]);
      paint (0.3, 0.66, pictures[1]);
    }
  return pictures[index];
}

static DhGround *
make_ground (const char *dimensions, const char *text)
{
  DhMix mix;

  g_assert_true (dh_mix_parse (text, &mix, NULL));
  return dh_face_ground_new (dh_face_dimensions_find (dimensions), &mix, SIZE, get_picture (0),
                             get_picture (1));
}

static double
find_difference (const float *a, const float *b)
{
  double most = 0;

  for (guint i = 0; i < N; i++)
    most = MAX (most, fabs ((double) a[i] - b[i]));
  return most;
}

static void
make_picture (const char *dimensions, double x, double y, float *rgb)
{
  g_autoptr (DhGround) ground = make_ground (dimensions, "mse");

  g_assert_cmpint (dh_face_ground_get_size (ground), ==, SIZE);
  dh_face_ground_make_picture (ground, (const double[2]) { x, y }, rgb);
}

/* Without a change, the picture is the target; a shift by whole pixels shifts the pixels
 * exactly. */
static void
test_pictures (void)
{
  static float made[N];
  const float *from = get_picture (0);
  guint n_dimensions;
  const DhFaceDimensions *const *dimensions = dh_face_dimensions_get (&n_dimensions);

  for (guint i = 0; i < n_dimensions; i++)
    {
      g_autoptr (DhGround) ground = make_ground (dimensions[i]->id, "mse");

      dh_face_ground_make_picture (ground, dimensions[i]->neutral, made);
      g_assert_cmpfloat (find_difference (made, dh_face_ground_get_target (ground)), <, 1e-5);
    }
  g_assert_cmpuint (n_dimensions, ==, 4);
  make_picture ("shift", 3.0 / SIZE, 2.0 / SIZE, made);
  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      g_assert_cmpfloat_with_epsilon (made[y * SIZE + x],
                                      from[MIN (y + 2, SIZE - 1) * SIZE + MAX (x - 3, 0)], 1e-5);
  make_picture ("tone", 0.1, 1.2, made);
  g_assert_cmpfloat_with_epsilon (made[77], (from[77] - 0.5) * 1.2 + 0.6, 1e-6);
  make_picture ("morph", 0.25, 0.05, made);
  g_assert_cmpfloat_with_epsilon (made[77], 0.75 * from[77] + 0.25 * get_picture (1)[77] + 0.05,
                                  1e-6);
}

/* A quarter turn moves pixels to pixels; far outside there is a picture, too. */
static void
test_turns (void)
{
  static float made[N], far[N];
  const float *from = get_picture (0);

  make_picture ("turn", G_PI_2, 1, made);
  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      g_assert_cmpfloat_with_epsilon (made[y * SIZE + x], from[(SIZE - 1 - x) * SIZE + y], 1e-4);
  make_picture ("turn", 0, 0.05, made);
  make_picture ("shift", 5, 0, far);
  for (guint i = 0; i < N; i++)
    g_assert_true (isfinite (made[i]) && isfinite (far[i]));
  g_assert_cmpfloat_with_epsilon (far[0], from[0], 1e-5);
  g_assert_cmpfloat_with_epsilon (far[SIZE - 1], from[0], 1e-5);
}

/* If a picture is moved out of view, its border remains, on all four sides. */
static void
test_borders (void)
{
  static float made[N];
  const float *from = get_picture (0);
  static const struct
  {
    double x, y;
    int column, row;
  } sides[] = {
    { 5, 0, 0, -1 },
    { -5, 0, SIZE - 1, -1 },
    { 0, -5, -1, 0 },
    { 0, 5, -1, SIZE - 1 },
    /* Between pixels, with the picture only just out of view: whole pixels would hide a wrong
     * end of the spline. Only the outer half is checked, because a spline oscillates near the
     * picture. */
    { 1 + 0.5 / SIZE, 0, 0, -1 },
    { -1 - 0.5 / SIZE, 0, SIZE - 1, -1 },
    { 0, -1 - 0.5 / SIZE, -1, 0 },
    { 0, 1 + 0.5 / SIZE, -1, SIZE - 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      make_picture ("shift", sides[i].x, sides[i].y, made);
      for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++)
          {
            int row = sides[i].row < 0 ? y : sides[i].row;
            int column = sides[i].column < 0 ? x : sides[i].column;

            if (i >= 4 && (ABS (x - column) > SIZE / 2 || ABS (y - row) > SIZE / 2))
              continue;
            g_assert_cmpfloat_with_epsilon (made[y * SIZE + x], from[row * SIZE + column], 1e-5);
          }
    }
}

/* This checks one more derivative than the ground promises, because the spline's are smooth. */
static double
get_difference (const DhGround *ground, const double at[2], guint dimension, double h,
                float *scratch)
{
  double place[2] = { at[0], at[1] };
  double above;

  place[dimension] += h;
  above = dh_ground_get_value (ground, place, scratch);
  place[dimension] -= 2 * h;
  return (above - dh_ground_get_value (ground, place, scratch)) / (2 * h);
}

/* Values are sums of floats, so differences have an error of about 1e-4 of the usual slope; a loss
 * with corners may have one between the two points, so the best of four distances counts. */
static void
check_gradient (const DhGround *ground, const double at[2], float *scratch)
{
  static const double steps[] = { 4e-3, 1e-3, 3e-4, 1e-4 };
  DhJet jet = dh_ground_get_slope (ground, at, scratch);

  g_assert_cmpfloat_with_epsilon (dh_ground_get_value (ground, at, scratch), jet.value,
                                  1e-6 * (1 + fabs (jet.value)));
  for (guint i = 0; i < 2; i++)
    {
      double width = ground->maximum[i] - ground->minimum[i], least = INFINITY;
      double got = i == 0 ? jet.x : jet.y;

      for (guint k = 0; k < G_N_ELEMENTS (steps); k++)
        least = MIN (least, fabs (got - get_difference (ground, at, i, steps[k] * width, scratch)));
      if (!(least <= 0.01 * fabs (got) + (3e-4 * fabs (jet.value) + 1e-5) / width))
        g_error ("%s, dimension %u at %g, %g: %g misses by %g", ground->name, i, at[0], at[1], got,
                 least);
    }
}

static void
check_ground (DhGround *ground)
{
  static const double places[][2] = { { 0.31, 0.42 }, { 0.74, 0.23 }, { 0.58, 0.88 } };
  float *scratch = dh_tensor_new (ground->scratch_size);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      double at[2];

      for (guint k = 0; k < 2; k++)
        at[k] = ground->minimum[k] + places[i][k] * (ground->maximum[k] - ground->minimum[k]);
      check_gradient (ground, at, scratch);
    }
  dh_tensor_free (scratch);
}

/* This loss treats its weights as constants in the gradient, which therefore isn't the value's
 * slope. */
static gboolean
has_true_gradient (const DhLoss *loss)
{
  return !g_str_equal (loss->id, "focal_frequency");
}

static void
test_gradients (void)
{
  guint n_losses, n_dimensions;
  const DhLoss *const *losses = dh_losses_get (&n_losses);
  const DhFaceDimensions *const *dimensions = dh_face_dimensions_get (&n_dimensions);

  for (guint i = 0; i < n_losses; i++)
    for (guint k = 0; k < n_dimensions; k++)
      {
        g_autoptr (DhGround) ground = make_ground (dimensions[k]->id, losses[i]->id);

        if (has_true_gradient (losses[i]))
          check_ground (ground);
      }
}

static void
test_mixes (void)
{
  g_autoptr (DhGround) mix = make_ground ("shift", "ssim_block+50%mse+0%mae");
  g_autoptr (DhGround) block = make_ground ("shift", "ssim_block");
  g_autoptr (DhGround) mse = make_ground ("shift", "mse");
  float *scratch = dh_tensor_new (mix->scratch_size);
  double value = dh_ground_get_value (block, mix->start, scratch)
                 + dh_ground_get_value (mse, mix->start, scratch) / 2;

  g_assert_cmpfloat_with_epsilon (dh_ground_get_value (mix, mix->start, scratch), value, 1e-7);
  dh_tensor_free (scratch);
  check_ground (mix);
}

/* The curvature of a quadratic is known: for brightness under MSE it is 2. */
static void
test_curvature (void)
{
  g_autoptr (DhGround) ground = make_ground ("tone", "mse");
  float *scratch = dh_tensor_new (ground->scratch_size);
  const float *from = get_picture (0);
  DhJet jet = dh_ground_get_jet (ground, ground->start, scratch);
  double xy = 0, yy = 0;

  for (guint i = 0; i < N; i++)
    {
      xy += 2 * (from[i] - 0.5) / N;
      yy += 2 * (from[i] - 0.5) * (from[i] - 0.5) / N;
    }
  g_assert_cmpfloat_with_epsilon (jet.xx, 2, 2e-3);
  g_assert_cmpfloat_with_epsilon (jet.xy, xy, 2e-3);
  g_assert_cmpfloat_with_epsilon (jet.yy, yy, 2e-3);
  dh_tensor_free (scratch);
}

static void
test_rows (void)
{
  guint n_dimensions;
  const DhFaceDimensions *const *dimensions = dh_face_dimensions_get (&n_dimensions);

  for (guint i = 0; i < n_dimensions; i++)
    {
      g_autoptr (DhGround) ground = make_ground (dimensions[i]->id, "mse");
      float *scratch = dh_tensor_new (ground->scratch_size);
      double x[5], values[5], y = ground->start[1];

      for (guint k = 0; k < 5; k++)
        x[k] = ground->minimum[0] + k / 4.0 * (ground->maximum[0] - ground->minimum[0]);
      dh_ground_get_row (ground, 5, x, y, scratch, values);
      for (guint k = 0; k < 5; k++)
        g_assert_cmpfloat_with_epsilon (values[k],
                                        dh_ground_get_value (ground, (const double[2]) { x[k], y },
                                                             scratch),
                                        1e-9);
      dh_tensor_free (scratch);
    }
}

static void
test_valleys (void)
{
  guint n_dimensions;
  const DhFaceDimensions *const *dimensions = dh_face_dimensions_get (&n_dimensions);

  for (guint i = 0; i < n_dimensions; i++)
    {
      g_autoptr (DhGround) ground = make_ground (dimensions[i]->id, "mse");
      g_autoptr (DhTerrain) terrain = dh_terrain_new (ground, 17, 17, NULL);

      g_assert_cmpuint (terrain->n_valleys, ==, 1);
      for (guint k = 0; k < 2; k++)
        g_assert_cmpfloat_with_epsilon (terrain->valleys[0].at[k], dimensions[i]->neutral[k], 1e-3);
      g_assert_cmpfloat (terrain->valleys[0].value, <, 1e-6);
    }
}

/* Every loss except the one that is made to diverge decreases at the ground's own rate, and no
 * optimizer gives NaN. */
static void
test_descent (void)
{
  guint n_losses, n_dimensions, n_optimizers;
  const DhLoss *const *losses = dh_losses_get (&n_losses);
  const DhFaceDimensions *const *dimensions = dh_face_dimensions_get (&n_dimensions);
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n_optimizers);

  for (guint i = 0; i < n_losses; i++)
    for (guint k = 0; k < n_dimensions; k++)
      {
        g_autoptr (DhGround) ground = make_ground (dimensions[k]->id, losses[i]->id);
        const DhOptimizer *optimizer = optimizers[(i + k) % n_optimizers];
        DhDescentConfig plain = dh_descent_config_make (ground, dh_optimizer_find ("sgd"));
        DhDescentConfig other = dh_descent_config_make (ground, optimizer);
        g_autoptr (DhDescent) descent = dh_descent_new (ground, &plain, ground->start);
        g_autoptr (DhDescent) second = dh_descent_new (ground, &other, ground->start);

        for (guint n = 0; n < 50; n++)
          {
            dh_descent_step (descent);
            dh_descent_step (second);
            g_assert_true (isfinite (dh_descent_get_last (descent)->at[0]));
            g_assert_true (isfinite (dh_descent_get_last (second)->at[1]));
            g_assert_true (isfinite (dh_descent_get_last (second)->loss));
          }
        g_test_message ("%s: %g to %g, rate %g", ground->name,
                        dh_descent_get_ball (descent, 0)->loss, dh_descent_get_last (descent)->loss,
                        ground->learning_rate);
        g_assert_cmpfloat (dh_descent_get_last (descent)->loss, <,
                           dh_descent_get_ball (descent, 0)->loss);
      }
}

/* A face can't be made infinitely small: the ground ends there, and the ball has diverged. */
static void
test_outside (void)
{
  g_autoptr (DhGround) ground = make_ground ("turn", "mse");
  float *scratch = dh_tensor_new (ground->scratch_size);
  static float made[N];

  g_assert_true (isnan (dh_ground_get_value (ground, (const double[2]) { 0, -1 }, scratch)));
  g_assert_true (isnan (dh_ground_get_value (ground, (const double[2]) { NAN, 1 }, scratch)));
  g_assert_true (
    isnan (dh_ground_get_jet (ground, (const double[2]) { INFINITY, 1 }, scratch).value));
  dh_face_ground_make_picture (ground, (const double[2]) { 0, 0 }, made);
  g_assert_cmpfloat (made[0], ==, 0);
  dh_tensor_free (scratch);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/face-ground/pictures", test_pictures);
  g_test_add_func ("/face-ground/turns", test_turns);
  g_test_add_func ("/face-ground/borders", test_borders);
  g_test_add_func ("/face-ground/gradients", test_gradients);
  g_test_add_func ("/face-ground/mixes", test_mixes);
  g_test_add_func ("/face-ground/curvature", test_curvature);
  g_test_add_func ("/face-ground/rows", test_rows);
  g_test_add_func ("/face-ground/valleys", test_valleys);
  g_test_add_func ("/face-ground/descent", test_descent);
  g_test_add_func ("/face-ground/outside", test_outside);
  return g_test_run ();
}
