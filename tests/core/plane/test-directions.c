/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Directions through weights where the answer is known: filters of random ones are as long as the
 * weights', and a way that lies on a plane has that plane's axes.
 */
#include <math.h>
#include <string.h>

#include "core/base/random.h"
#include "core/base/tensor.h"
#include "core/plane/directions.h"
#include "core/plane/plane-make.h"

static DhParameterTable *
make_table (float **weights)
{
  DhParameterTable *table = dh_parameter_table_new (dh_model_find ("quick"));

  *weights = dh_tensor_new (table->size);
  dh_parameters_init (table, 5, *weights);
  return table;
}

static double
get_length (gsize n, const float *values)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (double) values[i] * values[i];
  return sqrt (sum);
}

static void
test_filter_norms (void)
{
  float *weights;
  g_autoptr (DhParameterTable) table = make_table (&weights);
  float *direction = dh_tensor_new (table->size);
  guint n_biases = 0;

  for (guint i = 0; i < table->n_items; i++)
    {
      const DhParameter *item = &table->items[i];
      gsize filter = item->size / item->dims[0];

      memset (direction + item->offset, 1, item->size * sizeof (float));
      dh_direction_draw (item, i, weights, 5, 0, 0, direction);
      if (g_str_has_suffix (item->name, ".bias"))
        {
          n_biases++;
          g_assert_cmpfloat (get_length (item->size, direction + item->offset), ==, 0);
          continue;
        }
      for (gsize at = item->offset; at < item->offset + item->size; at += filter)
        g_assert_cmpfloat_with_epsilon (get_length (filter, direction + at)
                                          / get_length (filter, weights + at),
                                        1, 1e-5);
    }
  g_assert_cmpuint (n_biases, >, 10);
  dh_tensor_free (direction);
  dh_tensor_free (weights);
}

static void
test_draws (void)
{
  float *weights;
  g_autoptr (DhParameterTable) table = make_table (&weights);
  const DhParameter *item = &table->items[2];
  gsize bytes = item->size * sizeof (float);
  float *draws[4];

  for (guint i = 0; i < 4; i++)
    {
      const guint64 seeds[] = { 5, 5, 6, 5 };
      const guint serials[] = { 0, 0, 0, 1 }, axes[] = { 0, 0, 0, 0 };

      draws[i] = dh_tensor_new (table->size);
      dh_direction_draw (item, 2, weights, seeds[i], serials[i], axes[i], draws[i]);
    }
  g_assert_cmpmem (draws[0] + item->offset, bytes, draws[1] + item->offset, bytes);
  g_assert_cmpint (memcmp (draws[0] + item->offset, draws[2] + item->offset, bytes), !=, 0);
  g_assert_cmpint (memcmp (draws[0] + item->offset, draws[3] + item->offset, bytes), !=, 0);
  dh_direction_draw (item, 2, weights, 5, 0, 1, draws[1]);
  g_assert_cmpint (memcmp (draws[0] + item->offset, draws[1] + item->offset, bytes), !=, 0);
  for (guint i = 0; i < 4; i++)
    dh_tensor_free (draws[i]);
  dh_tensor_free (weights);
}

static void
test_principal (void)
{
  /* Points (3, 0), (−3, 0), (0, 1): 18 and 1 of 19. */
  double gram[9] = { 9, -9, 0, -9, 9, 0, 0, 0, 1 };
  DhPrincipal principal = dh_principal_find (3, gram);
  const double *w = principal.weights[0];

  g_assert_cmpfloat_with_epsilon (principal.shares[0], 18 / 19.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (principal.shares[1], 1 / 19.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (fabs (3 * w[0] - 3 * w[1]), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (fabs (principal.weights[1][2]), 1, 1e-12);
}

static void
test_no_second_direction (void)
{
  double line[4] = { 1, 2, 2, 4 }, nothing[4] = { 0 };

  g_assert_cmpfloat (dh_principal_find (2, line).shares[1], ==, 0);
  g_assert_cmpfloat (dh_principal_find (2, nothing).shares[0], ==, 0);
}

/* ---- the trajectory ---- */

/* All gaps are equal, or those of the older points are twice as wide. */
static void
assert_thinned (const DhTrajectory *way, guint64 now)
{
  const guint n_points = dh_trajectory_get_n_points (way);
  const guint64 newest = dh_trajectory_get_iteration (way, n_points - 1);
  const guint64 narrow = newest - dh_trajectory_get_iteration (way, n_points - 2);
  guint64 before = 2 * narrow;

  g_assert_cmpuint (dh_trajectory_get_iteration (way, 0), ==, 0);
  for (guint p = 1; p < n_points; p++)
    {
      guint64 gap = dh_trajectory_get_iteration (way, p) - dh_trajectory_get_iteration (way, p - 1);

      g_assert_true (gap == narrow || gap == 2 * narrow);
      g_assert_cmpuint (gap, <=, before);
      before = gap;
    }
  g_assert_cmpuint (now - newest, <, 2 * narrow);
}

static void
test_trajectory_is_thinned (void)
{
  const gsize n = 5000;
  g_autofree float *weights = g_new0 (float, n), *read = g_new0 (float, n);
  DhTrajectory *way = dh_trajectory_new (n, 1 << 20);
  g_autoptr (DhTrajectory) copy = NULL;

  dh_trajectory_begin (way, 0, weights);
  for (guint i = 1; i <= 1000; i++)
    {
      for (gsize k = 0; k < n; k++)
        weights[k] = i * (float) sin (k + 1.0);
      dh_trajectory_offer (way, i, weights);
      if (i >= DH_TRAJECTORY_MAX_POINTS)
        {
          g_assert_cmpuint (dh_trajectory_get_n_points (way), ==, DH_TRAJECTORY_MAX_POINTS);
          assert_thinned (way, i);
        }
    }
  copy = dh_trajectory_copy (way);
  dh_trajectory_free (way);
  g_assert_cmpuint (dh_trajectory_get_n_points (copy), ==, DH_TRAJECTORY_MAX_POINTS);
  for (guint p = 1; p < dh_trajectory_get_n_points (copy); p++)
    {
      guint64 iteration = dh_trajectory_get_iteration (copy, p);

      for (gsize start = 0; start < n; start += DH_TRAJECTORY_BLOCK)
        dh_trajectory_read (copy, p, start, read + start);
      for (gsize k = 0; k < n; k++)
        g_assert_cmpfloat_with_epsilon (read[k], iteration * sin (k + 1.0), 5e-3 * iteration);
      /* Errors of single weights cancel out. */
      for (gsize k = 0; k < n; k++)
        weights[k] = (float) (sin (k + 1.0) + cos (3.0 * k));
      g_assert_cmpfloat_with_epsilon (dh_direction_multiply (n, read, weights),
                                      iteration * n / 2.0, 2e-4 * iteration * n / 2.0);
    }
}

static void
test_trajectory_shares_start (void)
{
  const gsize n = 5000;
  g_autofree float *weights = g_new0 (float, n), *read = g_new0 (float, n);
  g_autoptr (DhTrajectory) other = dh_trajectory_new (n, 1 << 20);
  DhTrajectory *way = dh_trajectory_new (n, 1 << 20);

  weights[7] = 1;
  dh_trajectory_begin (way, 0, weights);
  weights[7] = 2;
  dh_trajectory_begin (other, 30, weights);
  g_assert_cmpuint (dh_trajectory_get_iteration (other, 0), ==, 30);
  g_assert_false (dh_trajectory_share_start (other, way));
  dh_trajectory_read (other, 0, 0, read);
  g_assert_cmpfloat (read[7], ==, 2);
  dh_trajectory_free (way);

  way = dh_trajectory_new (n, 1 << 20);
  g_assert_false (dh_trajectory_share_start (other, way)); /* it has none */
  dh_trajectory_begin (way, 0, weights);
  g_assert_true (dh_trajectory_share_start (other, way));
  g_assert_true (dh_trajectory_share_start (other, way));
  dh_trajectory_free (way);
  dh_trajectory_read (other, 0, 0, read);
  g_assert_cmpfloat (read[7], ==, 2);
}

static void
test_trajectory_without_memory (void)
{
  g_autoptr (DhTrajectory) way = dh_trajectory_new (1 << 20, 1 << 20);

  g_assert_cmpuint (dh_trajectory_get_capacity (way), ==, 0);
  dh_trajectory_offer (way, 4, NULL);
  g_assert_cmpuint (dh_trajectory_get_n_points (way), ==, 0);
  g_assert_false (dh_plane_has_trajectory (way));
}

/* ---- planes ---- */

static float *
subtract (gsize n, const float *a, const float *b)
{
  float *difference = dh_tensor_new (n);

  for (gsize i = 0; i < n; i++)
    difference[i] = a[i] - b[i];
  return difference;
}

/* The weights of a random walk aren't in any plane: what the plane says about the stored points is
 * compared with the real ones. */
static void
test_stored_points_are_true (void)
{
  enum { N = DH_TRAJECTORY_MAX_POINTS };
  float *weights;
  g_autoptr (DhParameterTable) table = make_table (&weights);
  const gsize n = table->size;
  g_autoptr (DhTrajectory) way = dh_trajectory_new (n, 128 << 20);
  g_autoptr (DhPlaneScan) plane = NULL;
  DhThreadPool *pool = dh_thread_pool_new (2, NULL, NULL);
  double gram[N * N], distance2 = 0, in_plane2[2] = { 0 }, span;
  float *points[N], *differences[N];
  DhPrincipal exact;
  DhRandom random;
  DhTrail trail;

  dh_random_init (&random, 3, 4);
  for (guint k = 0; k < N; k++)
    {
      for (gsize i = 0; k > 0 && i < n; i++)
        weights[i] += (float) dh_random_normal (&random) * (i % 3 + 1) / 1000;
      points[k] = dh_tensor_new (n);
      memcpy (points[k], weights, n * sizeof (float));
      if (k == 0)
        dh_trajectory_begin (way, 0, weights);
      else
        dh_trajectory_offer (way, k, weights);
    }
  plane = dh_plane_make (pool, table, weights, way, DH_PLANE_TRAJECTORY, 1, 0, &trail);
  for (guint k = 0; k < N; k++)
    differences[k] = subtract (n, points[k], weights);
  for (guint k = 0; k < N * N; k++)
    gram[k] = dh_direction_multiply (n, differences[k / N], differences[k % N]);
  for (guint k = 0; k < N; k++)
    distance2 += gram[k * (N + 1)];
  exact = dh_principal_find (N, gram);
  span = plane->high[0] - plane->low[0];
  for (guint axis = 0; axis < 2; axis++)
    {
      float *direction = dh_tensor_new (n);

      for (guint k = 0; k < N; k++)
        for (gsize i = 0; i < n; i++)
          direction[i] += (float) exact.weights[axis][k] * differences[k][i];
      g_assert_cmpfloat (fabs (dh_direction_multiply (n, direction, plane->axes[axis]))
                           / sqrt (plane->length2[axis]),
                         >, 1 - 1e-4);
      for (guint k = 0; k < N; k++)
        {
          double along = dh_direction_multiply (n, differences[k], plane->axes[axis])
                         / plane->length2[axis];

          g_assert_cmpfloat_with_epsilon (trail.places[k][axis], along, 1e-4 * span);
          in_plane2[axis] += along * along * plane->length2[axis];
        }
      g_assert_cmpfloat_with_epsilon (plane->explained[axis], exact.shares[axis], 1e-4);
      g_assert_cmpfloat_with_epsilon (plane->explained[axis], in_plane2[axis] / distance2, 1e-4);
      dh_tensor_free (direction);
    }
  for (guint k = 0; k < N; k++)
    {
      dh_tensor_free (points[k]);
      dh_tensor_free (differences[k]);
    }
  dh_tensor_free (weights);
  dh_thread_pool_free (pool);
}

/* Weights on an ellipse through the present ones, in the plane of two random directions u and v:
 * the plane is recovered, and explains all of the variance. */
static void
test_trajectory_on_a_plane (void)
{
  float *weights;
  g_autoptr (DhParameterTable) table = make_table (&weights);
  float *u = dh_tensor_new (table->size), *v = dh_tensor_new (table->size);
  float *there = dh_tensor_new (table->size);
  g_autoptr (DhTrajectory) way = dh_trajectory_new (table->size, 128 << 20);
  DhThreadPool *pool = dh_thread_pool_new (2, NULL, NULL);
  DhTrail trail;
  double rest[2];
  DhRandom random;

  dh_random_init (&random, 1, 2);
  for (gsize i = 0; i < table->size; i++)
    {
      u[i] = (float) dh_random_normal (&random) / 1000;
      v[i] = (float) dh_random_normal (&random) / 1000;
    }
  dh_direction_orthogonalise (table->size, u, v);
  for (guint k = 0; k < DH_TRAJECTORY_MAX_POINTS; k++)
    {
      float a = 3 * cosf (k * .55f) - 3, b = sinf (k * .55f);

      for (gsize i = 0; i < table->size; i++)
        there[i] = weights[i] + a * u[i] + b * v[i];
      if (k == 0)
        dh_trajectory_begin (way, 0, there);
      else
        dh_trajectory_offer (way, 4 * k, there);
    }
  {
    g_autoptr (DhPlaneScan) plane = dh_plane_make (pool, table, weights, way, DH_PLANE_TRAJECTORY,
                                                   1, 0, &trail);

    g_assert_cmpint (plane->kind, ==, DH_PLANE_TRAJECTORY);
    g_assert_cmpuint (trail.n, ==, DH_TRAJECTORY_MAX_POINTS);
    g_assert_cmpfloat_with_epsilon (plane->explained[0] + plane->explained[1], 1, 1e-4);
    g_assert_cmpfloat (plane->explained[0], >, .9);
    g_assert_cmpfloat_with_epsilon (plane->length2[0], 1, 1e-4);
    g_assert_cmpfloat_with_epsilon (dh_direction_multiply (table->size, plane->axes[0],
                                                           plane->axes[1]),
                                    0, 1e-5);
    /* The part that isn't along the axes of u and v. */
    for (guint axis = 0; axis < 2; axis++)
      {
        double along_u = dh_direction_multiply (table->size, plane->axes[axis], u)
                         / get_length (table->size, u);
        double along_v = dh_direction_multiply (table->size, plane->axes[axis], v)
                         / get_length (table->size, v);

        rest[axis] = along_u * along_u + along_v * along_v;
        g_assert_cmpfloat_with_epsilon (rest[axis], 1, 1e-4);
      }
    /* The trail lies where projection puts it, and the frame contains it. */
    for (guint k = 0; k < trail.n; k++)
      for (guint axis = 0; axis < 2; axis++)
        {
          g_assert_cmpfloat (trail.places[k][axis], >, plane->low[axis]);
          g_assert_cmpfloat (trail.places[k][axis], <, plane->high[axis]);
        }
    dh_plane_scan_project (plane, there, rest);
    g_assert_cmpfloat_with_epsilon (rest[0], trail.places[trail.n - 1][0], 1e-3);
    g_assert_cmpfloat_with_epsilon (rest[1], trail.places[trail.n - 1][1], 1e-3);
    dh_plane_scan_project (plane, weights, rest);
    g_assert_cmpfloat_with_epsilon (hypot (rest[0], rest[1]), 0, 1e-9);
  }
  {
    g_autoptr (DhPlaneScan) plane = dh_plane_make (pool, table, weights, way, DH_PLANE_RANDOM, 1, 0,
                                                   &trail);

    g_assert_cmpint (plane->kind, ==, DH_PLANE_RANDOM);
    g_assert_cmpfloat (plane->explained[0], >=, 0);
    g_assert_cmpfloat (plane->explained[0] + plane->explained[1], <, .01);
  }
  dh_thread_pool_free (pool);
  dh_tensor_free (u);
  dh_tensor_free (v);
  dh_tensor_free (there);
  dh_tensor_free (weights);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directions/filter-norms", test_filter_norms);
  g_test_add_func ("/directions/draws", test_draws);
  g_test_add_func ("/directions/principal", test_principal);
  g_test_add_func ("/directions/no-second-direction", test_no_second_direction);
  g_test_add_func ("/way/is-thinned", test_trajectory_is_thinned);
  g_test_add_func ("/way/shares-start", test_trajectory_shares_start);
  g_test_add_func ("/way/without-memory", test_trajectory_without_memory);
  g_test_add_func ("/plane/stored-points-are-true", test_stored_points_are_true);
  g_test_add_func ("/plane/way-on-a-plane", test_trajectory_on_a_plane);
  return g_test_run ();
}
