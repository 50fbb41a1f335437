/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Joining the halves' gradients, clipping, and the mask before the loss.
 */
#include "core/loss/objective.h"
#include "core/train/update.h"

#include <math.h>

#include "core/base/random.h"

/* Stores the gradient as the step, so that the test sees exactly what the optimizer gets. */
static void
store_step (const double *settings, double learning_rate, guint64 t, gsize n, float *parameters,
            const float *gradient, float **slots)
{
  for (gsize i = 0; i < n; i++)
    parameters[i] = gradient[i];
}

static const DhOptimizer store = { .id = "store", .step = store_step };

enum
{
  N_ENCODER = 5000,
  N_DECODER = 3000,
  N_ALL = N_ENCODER + 2 * N_DECODER
};

typedef struct
{
  DhParameter items[3];
  DhParameterTable table;
  float *parameters, *a, *b;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  gsize offset = 0;
  DhRandom random;

  for (DhPart part = 0; part < DH_N_PARTS; part++)
    {
      self->items[part].part = part;
      self->items[part].offset = offset;
      self->items[part].size = part == DH_PART_ENCODER ? N_ENCODER : N_DECODER;
      offset += self->items[part].size;
    }
  self->table = (DhParameterTable) { .items = self->items, .n_items = 3, .size = N_ALL };
  self->parameters = dh_tensor_new (N_ALL);
  self->a = dh_tensor_new (N_ALL);
  self->b = dh_tensor_new (N_ALL);
  dh_random_init (&random, 1, 2);
  for (gsize i = 0; i < N_ALL; i++)
    {
      self->a[i] = dh_random_normal (&random);
      self->b[i] = dh_random_normal (&random);
    }
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  dh_tensor_free (self->parameters);
  dh_tensor_free (self->a);
  dh_tensor_free (self->b);
}

static double
get_joined (const Fixture *self, gsize i)
{
  return i < N_ENCODER               ? (double) self->a[i] + self->b[i]
         : i < N_ENCODER + N_DECODER ? self->a[i]
                                     : self->b[i];
}

static const DhClip none;

static DhUpdate
make_update (Fixture *self, DhClip clip)
{
  return (DhUpdate) { &self->table,
                      &store,
                      NULL,
                      1,
                      clip,
                      1,
                      1,
                      self->parameters,
                      { { self->a, self->a }, { self->b, self->b } },
                      NULL };
}

static void
test_join (Fixture *self, gconstpointer data)
{
  DhUpdate update = make_update (self, none);
  double norms[3], squares = 0;
  double norm = dh_update_measure (&update, norms);

  g_assert_false (dh_update_apply (&update, norms));
  for (gsize i = 0; i < N_ALL; i++)
    {
      squares += get_joined (self, i) * get_joined (self, i);
      g_assert_cmpfloat_with_epsilon (self->parameters[i], get_joined (self, i), 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (norm, sqrt (squares), 1e-3);
}

static void
test_clip_by_tensor (Fixture *self, gconstpointer data)
{
  DhUpdate update = make_update (self, dh_clip_make (DH_CLIP_NORM, 1));
  double norms[3], squares = 0;

  for (gsize i = N_ENCODER; i < N_ENCODER + N_DECODER; i++)
    self->a[i] *= 1e-3; /* below the limit: must stay as it is */
  dh_update_measure (&update, norms);
  g_assert_true (dh_update_apply (&update, norms));
  for (gsize i = 0; i < N_ENCODER; i++)
    squares += (double) self->parameters[i] * self->parameters[i];
  g_assert_cmpfloat_with_epsilon (sqrt (squares), 1.0, 1e-4);
  g_assert_cmpfloat (self->parameters[N_ENCODER], ==, self->a[N_ENCODER]);
}

/* After clipping the length equals the limit, whatever that is; the direction stays. */
static void
test_clip_length (Fixture *self, gconstpointer data)
{
  static const double limits[] = { 0.25, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      DhUpdate update = make_update (self, dh_clip_make (DH_CLIP_NORM, limits[i]));
      double norms[3], squares = 0, along = 0, whole = 0;

      dh_update_measure (&update, norms);
      dh_update_apply (&update, norms);
      for (gsize k = 0; k < N_ENCODER; k++)
        {
          squares += (double) self->parameters[k] * self->parameters[k];
          whole += get_joined (self, k) * get_joined (self, k);
          along += self->parameters[k] * get_joined (self, k);
        }
      g_assert_cmpfloat_with_epsilon (sqrt (squares), limits[i], 1e-4 * limits[i]);
      g_assert_cmpfloat_with_epsilon (along / sqrt (whole), limits[i], 1e-4 * limits[i]);
    }
}

/* Each entry by itself, whatever the others are. */
static void
test_clip_by_value (Fixture *self, gconstpointer data)
{
  static const double bounds[] = { 0.5, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      DhUpdate update = make_update (self, dh_clip_make (DH_CLIP_VALUE, bounds[i]));
      gboolean clipped = FALSE, was;
      double norms[3];

      dh_update_measure (&update, norms);
      was = dh_update_apply (&update, norms);
      for (gsize k = 0; k < N_ALL; k++)
        {
          const float entry = k < N_ENCODER ? self->a[k] + self->b[k]
                                            : (float) get_joined (self, k);

          g_assert_cmpfloat (self->parameters[k], ==,
                             entry > bounds[i]    ? (float) bounds[i]
                             : entry < -bounds[i] ? -(float) bounds[i]
                                                  : entry);
          clipped |= fabsf (entry) > bounds[i];
        }
      g_assert_cmpint (was, ==, clipped);
    }
}

/* All entries alike. */
static void
test_clip_whole (Fixture *self, gconstpointer data)
{
  DhUpdate update = make_update (self, dh_clip_make_usual (DH_CLIP_AUTOMATIC));
  double norms[3];

  dh_update_measure (&update, norms);
  g_assert_false (dh_update_apply (&update, norms));
  update.scale = 0.25;
  g_assert_true (dh_update_apply (&update, norms));
  for (gsize k = 0; k < N_ALL; k++)
    g_assert_cmpfloat_with_epsilon (self->parameters[k], get_joined (self, k) / 4, 1e-6);
}

static void
test_fault_is_seen (Fixture *self, gconstpointer data)
{
  DhUpdate update = make_update (self, none);
  double norms[3];

  self->b[N_ALL - 1] = NAN;
  g_assert_false (isfinite (dh_update_measure (&update, norms)));
  self->b[N_ALL - 1] = INFINITY;
  g_assert_false (isfinite (dh_update_measure (&update, norms)));
  self->b[N_ALL - 1] = 0;
  /* entries that belong to the other side are ignored */
  self->b[N_ENCODER] = NAN;
  g_assert_true (isfinite (dh_update_measure (&update, norms)));
}

static void
fill_randomly (DhRandom *random, float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = dh_random_uniform (random, 0.1, 0.9);
}

/* Mask before the loss: value by hand for MSE, gradient by central differences. */
static void
test_masked_objective (void)
{
  const DhShape shape = { 2, 3, 12, 12 };
  const gsize n = dh_shape_get_size (shape), plane = 144;
  float *target = dh_tensor_new (n), *prediction = dh_tensor_new (n), *gradient = dh_tensor_new (n);
  float *mask = dh_tensor_new (n / 3), *scratch;
  const DhMix mix = { 1, { dh_mix_part_make ("mse") } };
  float *areas[DH_N_AREAS] = { mask };
  DhObjective objective;
  DhRandom random;
  double value, by_hand = 0;

  dh_objective_init (&objective, &mix);
  scratch = dh_tensor_new (dh_objective_get_scratch_size (&objective, shape));
  dh_random_init (&random, 3, 4);
  fill_randomly (&random, target, n);
  fill_randomly (&random, prediction, n);
  fill_randomly (&random, mask, n / 3);
  value = dh_objective_evaluate (&objective, shape, target, prediction, areas, gradient, NULL,
                                 scratch);
  for (gsize i = 0; i < n; i++)
    {
      double m = mask[i / (3 * plane) * plane + i % plane];
      double d = m * (prediction[i] - target[i]);

      by_hand += d * d / n;
      g_assert_cmpfloat_with_epsilon (gradient[i], 2 * m * d / n, 1e-8);
    }
  g_assert_cmpfloat_with_epsilon (value, by_hand, 1e-7);

  for (gsize i = 5; i < n; i += 101)
    {
      const float step = 0.01f, middle = prediction[i];
      double high, low;

      prediction[i] = middle + step;
      high = dh_objective_evaluate (&objective, shape, target, prediction, areas, NULL, NULL,
                                    scratch);
      prediction[i] = middle - step;
      low = dh_objective_evaluate (&objective, shape, target, prediction, areas, NULL, NULL,
                                   scratch);
      prediction[i] = middle;
      g_assert_cmpfloat_with_epsilon ((high - low) / (2 * step), gradient[i], 2e-5);
    }
  dh_tensor_free (target);
  dh_tensor_free (prediction);
  dh_tensor_free (gradient);
  dh_tensor_free (mask);
  dh_tensor_free (scratch);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/update/join", Fixture, NULL, set_up, test_join, tear_down);
  g_test_add ("/update/clip-by-tensor", Fixture, NULL, set_up, test_clip_by_tensor, tear_down);
  g_test_add ("/update/clip-by-value", Fixture, NULL, set_up, test_clip_by_value, tear_down);
  g_test_add ("/update/clip-whole", Fixture, NULL, set_up, test_clip_whole, tear_down);
  g_test_add ("/update/clip-length", Fixture, NULL, set_up, test_clip_length, tear_down);
  g_test_add ("/update/fault-is-seen", Fixture, NULL, set_up, test_fault_is_seen, tear_down);
  g_test_add_func ("/objective/masked", test_masked_objective);
  return g_test_run ();
}
