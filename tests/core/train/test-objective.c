/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mixes, masks and multipliers: a single masked loss is what it always was, to the last byte; what
 * is put together is the sum of its pieces, and its gradient that of its value.
 */
#include "core/base/random.h"
#include "core/loss/objective.h"
#include "core/train/share-meter.h"

#include <math.h>
#include <string.h>

#define SIDE     16
#define N_IMAGES 2
#define N        (N_IMAGES * 3 * SIDE * SIDE)
#define PLANE    (SIDE * SIDE)

static const DhShape shape = { N_IMAGES, 3, SIDE, SIDE };

typedef struct
{
  float *target, *prediction, *gradient;
  float *areas[DH_N_AREAS];
} Pictures;

static void
fill_randomly (DhRandom *random, float *values, gsize n, double least)
{
  for (gsize i = 0; i < n; i++)
    values[i] = (float) dh_random_uniform (random, least, 0.9);
}

static void
set_up (Pictures *self, gconstpointer data)
{
  DhRandom random;

  dh_random_init (&random, 3, 4);
  self->target = dh_tensor_new (N);
  self->prediction = dh_tensor_new (N);
  self->gradient = dh_tensor_new (N);
  fill_randomly (&random, self->target, N, 0.1);
  fill_randomly (&random, self->prediction, N, 0.1);
  for (DhArea area = 0; area < DH_N_AREAS; area++)
    {
      self->areas[area] = dh_tensor_new (N / 3);
      fill_randomly (&random, self->areas[area], N / 3, -0.5);
      for (int i = 0; i < N / 3; i++)
        self->areas[area][i] = MAX (self->areas[area][i], 0);
    }
}

static void
tear_down (Pictures *self, gconstpointer data)
{
  dh_tensor_free (self->target);
  dh_tensor_free (self->prediction);
  dh_tensor_free (self->gradient);
  for (DhArea area = 0; area < DH_N_AREAS; area++)
    dh_tensor_free (self->areas[area]);
}

static DhObjective
make_objective (const char *text)
{
  DhObjective objective;
  DhMix mix;

  g_assert_true (dh_mix_parse (text, &mix, NULL));
  dh_objective_init (&objective, &mix);
  return objective;
}

static double
evaluate (Pictures *self, const DhObjective *objective, gboolean masked, float *gradient,
          DhPartSums *sums)
{
  float *scratch = dh_tensor_new (dh_objective_get_scratch_size (objective, shape));
  double value = dh_objective_evaluate (objective, shape, self->target, self->prediction,
                                        masked ? self->areas : NULL, gradient, sums, scratch);

  dh_tensor_free (scratch);
  return value;
}

static void
multiply (float *values, const float *mask)
{
  for (int i = 0; i < N; i++)
    values[i] *= mask[i / (3 * PLANE) * PLANE + i % PLANE];
}

/* A loss on pictures masked by hand. */
static double
evaluate_by_hand (Pictures *self, const char *id, const float *mask, float *gradient)
{
  const DhLoss *loss = dh_loss_find (id);
  double settings[DH_LOSS_MAX_SETTINGS], value;
  float *target = dh_tensor_new (N), *prediction = dh_tensor_new (N);
  float *scratch = dh_tensor_new (dh_loss_get_scratch_size (loss, shape) + 1);

  memcpy (target, self->target, N * sizeof (float));
  memcpy (prediction, self->prediction, N * sizeof (float));
  if (mask != NULL)
    {
      multiply (target, mask);
      multiply (prediction, mask);
    }
  dh_loss_get_defaults (loss, settings);
  value = dh_loss_evaluate (loss, settings, shape, target, prediction, gradient, scratch);
  if (mask != NULL)
    multiply (gradient, mask);
  dh_tensor_free (target);
  dh_tensor_free (prediction);
  dh_tensor_free (scratch);
  return value;
}

static void
test_single (Pictures *self, gconstpointer data)
{
  static const char *const ids[] = {
    "mse", "mae", "huber", "ssim", "ssim_block", "pixel_grad_diff"
  };
  float *expected = dh_tensor_new (N);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    for (int masked = 0; masked < 2; masked++)
      {
        DhObjective objective = make_objective (ids[i]);
        double by_hand = evaluate_by_hand (self, ids[i], masked ? self->areas[0] : NULL, expected);
        double value = evaluate (self, &objective, masked, self->gradient, NULL);

        g_assert_cmpfloat (value, ==, by_hand);
        g_assert_cmpmem (self->gradient, N * sizeof (float), expected, N * sizeof (float));
      }
  dh_tensor_free (expected);
}

/* The whole definition, term by term. */
static void
test_sum (Pictures *self, gconstpointer data)
{
  DhObjective objective = make_objective ("mse+50%ssim+300%huber");
  static const struct
  {
    const char *id;
    double weight;
  } parts[] = {
    { "mse", 1 },
    { "ssim", 0.5 },
    { "huber", 3 },
  };
  float *gradient = dh_tensor_new (N);
  double sum[N] = { 0 }, expected = 0, value;

  objective.mask = DH_AREA_COMPONENTS;
  objective.eye_multiplier = 3;
  objective.mouth_multiplier = 2;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const struct
      {
        DhArea area;
        double factor;
      } terms[] = {
        { DH_AREA_COMPONENTS, 1 },
        { DH_AREA_EYES, 3 },
        { DH_AREA_MOUTH, 2 },
      };

      for (gsize k = 0; k < G_N_ELEMENTS (terms); k++)
        {
          double factor = parts[i].weight * terms[k].factor;

          expected += factor
                      * evaluate_by_hand (self, parts[i].id, self->areas[terms[k].area], gradient);
          for (int j = 0; j < N; j++)
            sum[j] += factor * gradient[j];
        }
    }
  value = evaluate (self, &objective, TRUE, self->gradient, NULL);
  g_assert_cmpfloat_with_epsilon (value, expected, 1e-6);
  for (int j = 0; j < N; j++)
    g_assert_cmpfloat_with_epsilon (self->gradient[j], sum[j], 1e-7);
  dh_tensor_free (gradient);
}

static void
test_gradient (Pictures *self, gconstpointer data)
{
  DhObjective objective = make_objective ("mse+20%logcosh");

  objective.eye_multiplier = 4;
  evaluate (self, &objective, TRUE, self->gradient, NULL);
  for (int i = 5; i < N; i += 101)
    {
      const float step = 0.01f, middle = self->prediction[i];
      double high, low;

      self->prediction[i] = middle + step;
      high = evaluate (self, &objective, TRUE, NULL, NULL);
      self->prediction[i] = middle - step;
      low = evaluate (self, &objective, TRUE, NULL, NULL);
      self->prediction[i] = middle;
      g_assert_cmpfloat_with_epsilon ((high - low) / (2 * step), self->gradient[i], 5e-5);
    }
}

/* Multipliers of 1 and weights of 0 add nothing, and request no area. */
static void
test_nothing_added (Pictures *self, gconstpointer data)
{
  DhObjective plain = make_objective ("mae"), padded = make_objective ("0%ssim+mae+0%mse");
  float *gradient = dh_tensor_new (N);
  DhPartSums sums;
  double value = evaluate (self, &plain, TRUE, gradient, NULL);

  g_assert_cmpfloat (evaluate (self, &padded, TRUE, self->gradient, &sums), ==, value);
  g_assert_cmpmem (gradient, N * sizeof (float), self->gradient, N * sizeof (float));
  g_assert_cmpfloat (sums.loss[0], ==, 0);
  g_assert_cmpfloat (sums.loss[1], ==, value);
  g_assert_cmpfloat (sums.length2[2], ==, 0);
  g_assert_cmpuint (dh_objective_get_areas (&plain), ==, 1u << DH_AREA_EXTENDED);
  plain.mask = DH_AREA_NONE;
  g_assert_cmpuint (dh_objective_get_areas (&plain), ==, 0);
  plain.mouth_multiplier = 1.5;
  g_assert_cmpuint (dh_objective_get_areas (&plain), ==, 1u << DH_AREA_MOUTH);
  /* a person without landmarks has no mouth area */
  g_assert_cmpfloat (evaluate (self, &plain, FALSE, self->gradient, NULL), ==,
                     evaluate_by_hand (self, "mae", NULL, gradient));
  dh_tensor_free (gradient);
}

static void
test_shares (Pictures *self, gconstpointer data)
{
  DhObjective objective = make_objective ("ssim_block+mse+0%mae");
  DhShareMeter meter;
  DhPartSums sums;
  DhShares shares;
  double block, mse, block2 = 0, mse2 = 0;

  dh_share_meter_init (&meter, &objective);
  shares = dh_share_meter_read (&meter);
  g_assert_cmpuint (shares.n_parts, ==, 3);
  g_assert_true (isnan (shares.loss[0]) && isnan (shares.pull[1]));

  block = evaluate_by_hand (self, "ssim_block", self->areas[0], self->gradient);
  for (int i = 0; i < N; i++)
    block2 += self->gradient[i] * self->gradient[i];
  mse = evaluate_by_hand (self, "mse", self->areas[0], self->gradient);
  for (int i = 0; i < N; i++)
    mse2 += self->gradient[i] * self->gradient[i];
  evaluate (self, &objective, TRUE, self->gradient, &sums);
  for (int i = 0; i < 50; i++)
    dh_share_meter_add (&meter, &sums, &sums);
  shares = dh_share_meter_read (&meter);
  g_assert_cmpfloat_with_epsilon (shares.loss[0], block / (block + mse), 1e-6);
  g_assert_cmpfloat_with_epsilon (shares.pull[0], sqrt (block2) / (sqrt (block2) + sqrt (mse2)),
                                  1e-5);
  g_assert_cmpfloat_with_epsilon (shares.loss[0] + shares.loss[1], 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (shares.pull[0] + shares.pull[1], 1, 1e-12);
  g_assert_cmpfloat (shares.pull[2], ==, 0);
}

/* Averages about the last 20 steps, not all. */
static void
test_shares_forget (void)
{
  DhObjective objective = make_objective ("mse+mae");
  const DhPartSums before = { { 1, 1 }, { 1, 1 } }, after = { { 1, 0 }, { 1, 0 } };
  const DhPartSums none = { { 0 }, { 0 } };
  DhShareMeter meter;

  dh_share_meter_init (&meter, &objective);
  for (int i = 0; i < 500; i++)
    dh_share_meter_add (&meter, &before, &before);
  g_assert_cmpfloat_with_epsilon (dh_share_meter_read (&meter).loss[1], 0.5, 1e-9);
  for (int i = 0; i < 60; i++)
    dh_share_meter_add (&meter, &after, &after);
  g_assert_cmpfloat (dh_share_meter_read (&meter).pull[1], <, 0.05);
  dh_share_meter_init (&meter, &objective);
  dh_share_meter_add (&meter, &none, &none);
  g_assert_cmpfloat (dh_share_meter_read (&meter).loss[0], ==, 0.5);
}

/* A loss that is undefined at a size makes the lane's value NaN, which the lane then reports. */
static void
test_no_meaning (Pictures *self, gconstpointer data)
{
  DhLoss large = *dh_loss_find ("mse");
  DhObjective objective = make_objective ("mae+mse");

  large.smallest_side = 100;
  objective.parts[1].loss = &large;
  g_assert_true (isnan (evaluate (self, &objective, TRUE, self->gradient, NULL)));
  objective.parts[1].weight = 0;
  g_assert_false (isnan (evaluate (self, &objective, TRUE, self->gradient, NULL)));
}

static void
add (const char *path, void (*test) (Pictures *, gconstpointer))
{
  g_test_add (path, Pictures, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/objective/single", test_single);
  add ("/objective/sum", test_sum);
  add ("/objective/gradient", test_gradient);
  add ("/objective/nothing-added", test_nothing_added);
  add ("/objective/shares", test_shares);
  g_test_add_func ("/objective/shares-forget", test_shares_forget);
  add ("/objective/no-meaning", test_no_meaning);
  return g_test_run ();
}
