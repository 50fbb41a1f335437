/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's step in micro-batches: the same loss and gradient as that of the whole batch, for every
 * loss, and the gradient against central differences.
 */
#include "core/loss/loss.h"
#include "core/train/run-context.h"
#include "tests/core/train/trainer-runner.h"

#include <math.h>
#include <string.h>

/* A lane whose network takes so many pictures at a time, and what a thread needs for it. */
typedef struct
{
  DhNetwork *network;
  DhLaneRun *lane;
  DhLaneScratch *scratch[DH_N_SIDES];
  float *memory[DH_N_SIDES], *all, *encoder_b;
} Learner;

static void
learner_init (Learner *self, const DhRunContext *context, int micro_batch,
              const DhLaneSettings *settings)
{
  const DhLaneRequest request = { .id = 1, .settings = *settings };
  const DhParameterTable *table;

  self->network = dh_network_new_in_micro_batches (context->model, context->model->batch,
                                                   micro_batch, NULL);
  self->lane = dh_lane_run_new (&request, self->network, 3, NULL);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      self->memory[side] = dh_tensor_new (dh_lane_scratch_get_size (self->network));
      self->scratch[side] = dh_lane_scratch_new (self->network, self->memory[side]);
    }
  table = dh_network_get_table (self->network);
  self->all = dh_tensor_new (table->size);
  self->encoder_b = dh_tensor_new (table->part_size[DH_PART_ENCODER]);
  self->lane->gradient[DH_SIDE_A] = (DhGradient) { self->all, self->all };
  self->lane->gradient[DH_SIDE_B] = (DhGradient) { self->encoder_b, self->all };
}

static void
learner_clear (Learner *self)
{
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      dh_lane_scratch_free (self->scratch[side]);
      dh_tensor_free (self->memory[side]);
    }
  dh_lane_run_free (self->lane);
  dh_network_free (self->network);
  dh_tensor_free (self->all);
  dh_tensor_free (self->encoder_b);
}

static double
evaluate (Learner *self, const DhRunContext *context, DhSide side, const DhGradient *gradient,
          DhPartSums *sums, const float **output)
{
  return dh_lane_run_evaluate (self->lane, self->scratch[0], self->lane->parameters, side,
                               &context->batches[0].sides[side], TRUE, gradient, sums, output);
}

static double
get_distance (const float *a, const float *b, gsize n)
{
  double difference = 0, length = 0;

  for (gsize i = 0; i < n; i++)
    {
      difference += (double) (a[i] - b[i]) * (a[i] - b[i]);
      length += (double) b[i] * b[i];
    }
  return sqrt (difference / MAX (length, 1e-30));
}

static void
assert_near (double a, double b)
{
  g_assert_cmpfloat (fabs (a - b), <=, 2e-5 * fabs (b) + 1e-9);
}

/* ---- as the whole batch ---- */

static void
compare_sides (const DhRunContext *context, Learner *whole, Learner *micro)
{
  const DhParameterTable *table = dh_network_get_table (whole->network);
  const gsize n = (gsize) 3 * context->model->batch * context->model->size * context->model->size;

  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      const DhPart decoder = side == DH_SIDE_A ? DH_PART_DECODER_A : DH_PART_DECODER_B;
      const DhGradient *a = &whole->lane->gradient[side], *b = &micro->lane->gradient[side];
      const float *wanted, *output;
      DhPartSums wanted_sums, sums;
      double loss = evaluate (whole, context, side, a, &wanted_sums, &wanted);

      assert_near (evaluate (micro, context, side, b, &sums, &output), loss);
      g_assert_cmpfloat (get_distance (output, wanted, n), <, 1e-5);
      for (guint i = 0; i < whole->lane->objective.n_parts; i++)
        {
          assert_near (sums.loss[i], wanted_sums.loss[i]);
          g_assert_cmpfloat (fabs (sums.length2[i] - wanted_sums.length2[i]), <=,
                             1e-3 * wanted_sums.length2[i]);
        }
      g_assert_cmpfloat (get_distance (b->encoder, a->encoder, table->part_size[DH_PART_ENCODER]),
                         <, 1e-3);
      g_assert_cmpfloat (get_distance (b->decoders + table->part_offset[decoder],
                                       a->decoders + table->part_offset[decoder],
                                       table->part_size[decoder]),
                         <, 1e-3);
    }
}

static void
compare_mix (const DhRunContext *context, const char *mix, double multiplier)
{
  DhLaneSettings settings = make_lane_settings (mix, "sgd", 1e-3);

  settings.eye_multiplier = multiplier;
  settings.mouth_multiplier = multiplier;
  for (int micro_batch = 1; micro_batch < context->model->batch; micro_batch *= 2)
    {
      Learner whole, micro;

      g_test_message ("%s, %d at a time", mix, micro_batch);
      learner_init (&whole, context, context->model->batch, &settings);
      learner_init (&micro, context, micro_batch, &settings);
      compare_sides (context, &whole, &micro);
      learner_clear (&whole);
      learner_clear (&micro);
    }
}

static void
test_losses (void)
{
  g_autoptr (DhRunContext) context = make_run_context (TRUE);
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    compare_mix (context, losses[i]->id, 1);
}

static void
test_mixes (void)
{
  g_autoptr (DhRunContext) context = make_run_context (TRUE);

  compare_mix (context, "ssim_block+mse", 1);
  compare_mix (context, "50%mae+huber{delta=0.1}+30%ssim", 3);
}

/* Outputs of several sizes, whose gradients lie end to end for each micro-batch. */
static void
test_multiscale (void)
{
  g_autoptr (DhRunContext) context = make_run_context_of (
    "df{size=64,encoder=2,decoder=2,dense=16,residual=1,batch=4,multiscale=yes}", TRUE);

  compare_mix (context, "mse", 1);
  compare_mix (context, "50%mae+30%ssim", 3);
}

/* ---- central differences ---- */

/* Along the gradient of each tensor. */
static void
check_tensor (Learner *self, const DhRunContext *context, DhSide side, const DhParameter *item,
              const float *gradient)
{
  float *weights = self->lane->parameters + item->offset;
  g_autofree float *kept = g_memdup2 (weights, item->size * sizeof (float));
  const double length = sqrt (dh_float_sum_squares (gradient + item->offset, item->size));
  const double step = 5e-4 / length; /* so far that the loss changes by so much: 1e-3 in all */
  double up, down;

  for (gsize i = 0; i < item->size; i++)
    weights[i] = (float) (kept[i] + step / length * gradient[item->offset + i]);
  up = evaluate (self, context, side, NULL, NULL, NULL);
  for (gsize i = 0; i < item->size; i++)
    weights[i] = (float) (kept[i] - step / length * gradient[item->offset + i]);
  down = evaluate (self, context, side, NULL, NULL, NULL);
  memcpy (weights, kept, item->size * sizeof (float));
  g_test_message ("%s: %g of %g", item->name, (up - down) / (2 * step), length);
  g_assert_cmpfloat (fabs ((up - down) / (2 * step) / length - 1), <, .03);
}

static void
test_central_differences (void)
{
  g_autoptr (DhRunContext) context = make_run_context (TRUE);
  DhLaneSettings settings = make_lane_settings ("mse+50%logcosh", "sgd", 1e-3);
  Learner learner;
  const DhParameterTable *table;

  settings.eye_multiplier = 3;
  learner_init (&learner, context, 2, &settings);
  table = dh_network_get_table (learner.network);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      const DhGradient *gradient = &learner.lane->gradient[side];

      evaluate (&learner, context, side, gradient, NULL, NULL);
      for (guint i = 0; i < table->n_items; i++)
        if (table->items[i].part == DH_PART_ENCODER)
          check_tensor (&learner, context, side, &table->items[i], gradient->encoder);
        else if (table->items[i].part
                 == (side == DH_SIDE_A ? DH_PART_DECODER_A : DH_PART_DECODER_B))
          check_tensor (&learner, context, side, &table->items[i], gradient->decoders);
    }
  learner_clear (&learner);
}

/* ---- threads ---- */

typedef struct
{
  Learner *learner;
  const DhRunContext *context;
  DhSide side;
} Half;

static gpointer
run_half (gpointer data)
{
  Half *half = data;

  dh_compute_thread_init ();
  dh_lane_run_half_step (half->learner->lane, half->learner->scratch[half->side], half->side,
                         &half->context->batches[0].sides[half->side], TRUE);
  return NULL;
}

static void
make_step (Learner *learner, const DhRunContext *context, gboolean together)
{
  Half halves[DH_N_SIDES];
  GThread *threads[DH_N_SIDES];

  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      halves[side] = (Half) { learner, context, side };
      threads[side] = g_thread_new ("half", run_half, &halves[side]);
      if (!together)
        g_thread_join (threads[side]);
    }
  for (DhSide side = 0; together && side < DH_N_SIDES; side++)
    g_thread_join (threads[side]);
  dh_lane_run_finish_step (learner->lane, 0);
}

/* Both halves at once, or one after the other: the same bytes. */
static void
test_threads (void)
{
  g_autoptr (DhRunContext) context = make_run_context (TRUE);
  const DhLaneSettings settings = make_lane_settings ("mae", "adam", 1e-3);
  const gsize bytes = dh_network_get_table (context->network)->size * sizeof (float);
  Learner one, two;

  learner_init (&one, context, 1, &settings);
  learner_init (&two, context, 1, &settings);
  for (int step = 0; step < 5; step++)
    {
      make_step (&one, context, FALSE);
      make_step (&two, context, TRUE);
      g_assert_cmpmem (one.lane->parameters, bytes, two.lane->parameters, bytes);
    }
  learner_clear (&one);
  learner_clear (&two);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dh_compute_thread_init ();
  g_test_add_func ("/micro-batches/losses", test_losses);
  g_test_add_func ("/micro-batches/mixes", test_mixes);
  g_test_add_func ("/micro-batches/multiscale", test_multiscale);
  g_test_add_func ("/micro-batches/central-differences", test_central_differences);
  g_test_add_func ("/micro-batches/threads", test_threads);
  return g_test_run ();
}
