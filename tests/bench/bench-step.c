/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times one training step part by part on one thread, and says what share of the
 * processor's measured matrix speed it reaches:
 *
 *   DOWNHILL_FACES_DIR=data/faces bench-step [PRESET [LOSS [REPEATS]]]
 *
 * The step is a lane's own: augmented batches of the bundled faces, the masked loss, Adam; its
 * update includes the check for faults.  A preview (three faces
 * a side) and the metrics (all held-out pairs) are timed beside it.
 *
 * The work is counted from the layers' shapes, not padded, a multiplication and an addition
 * each; so an algorithm that needs fewer multiplications can pass 100 %.
 */
#include "core/loss/scales.h"
#include "core/nn/dnn.h"
#include "core/train/run-context.h"
#include "tests/bench/timing.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MATRIX 1024

typedef enum
{
  BATCH,
  FORWARD,
  LOSS,
  BACKWARD,
  UPDATE,
  STEP,
  PREVIEW,
  METRICS,
  N_TIMES
} Time;

static const char *const time_names[N_TIMES] = {
  "batch", "forward", "loss", "backward", "update", "step", "preview", "metrics",
};

typedef struct
{
  DhTrainingRequest request;
  DhRunContext *context;
  DhLaneRun *lane;
  double *times[N_TIMES];
} Bench;

/* ms of the thread's processor time, which other programs disturb less than the clock. */
static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec * 1e-6;
}

/* GFLOP of a forward pass of one picture and side; *spared is what the backward pass saves in the
 * first layer. */
static double
count_work (const DhModel *model, const DhParameterTable *table, double *spared)
{
  int size = model->size / 2, n_seen = 0;
  double work = 0.0;

  for (guint i = 0; i < table->n_items; i++)
    {
      const DhParameter *item = &table->items[i];
      gboolean strided = item->part == DH_PART_ENCODER && n_seen < 4;
      gboolean dense = item->part == DH_PART_ENCODER && (n_seen == 4 || n_seen == 5);
      gboolean upscale = g_str_has_suffix (item->name, ".weight") && strstr (item->name, "up")
                         && !strstr (item->name, "res");

      if (item->part == DH_PART_DECODER_B || !g_str_has_suffix (item->name, ".weight"))
        continue;
      work += 2e-9 * item->size * (dense ? 1.0 : (double) size * size);
      if (n_seen++ == 0)
        *spared = work;
      if (strided && n_seen < 4)
        size /= 2;
      if (upscale)
        size *= 2;
    }
  return work;
}

/* GFLOP/s of a square matrix product. */
static double
measure_matrix (void)
{
  gsize n = (gsize) MATRIX * MATRIX;
  float *a = dh_tensor_new (n), *b = dh_tensor_new (n), *c = dh_tensor_new (n);
  double best = G_MAXDOUBLE;

  for (gsize i = 0; i < n; i++)
    a[i] = b[i] = (float) (i % 7) - 3.0f;
  for (int repeat = 0; repeat < 10; repeat++)
    {
      double start = now ();

      dh_dnn_multiply (FALSE, FALSE, MATRIX, MATRIX, MATRIX, a, b, c);
      best = MIN (best, now () - start);
    }
  dh_tensor_free (a);
  dh_tensor_free (b);
  dh_tensor_free (c);
  return 2e-6 * MATRIX * MATRIX * MATRIX / best;
}

static void
bench_init (Bench *self, const DhModel *model, const char *loss, int repeats)
{
  g_autoptr (GError) error = NULL;
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  const DhMix mix = { 1, { dh_mix_part_make (loss) } };
  const DhOptimizerConfig adam = dh_optimizer_config_make (dh_optimizer_find ("adam"),
                                                           DH_OPTIMIZER_USER_NETWORK);
  const DhLaneRequest lane = {
    .id = 1,
    .settings = dh_lane_settings_make (&mix, &adam, model->learning_rate),
  };

  self->request.folders[0] = g_build_filename (faces, "alder", NULL);
  self->request.folders[1] = g_build_filename (faces, "birch", NULL);
  self->request.preset = model->id;
  self->request.seed = 1;
  self->request.n_preview_faces = 3;
  self->context = dh_run_context_new (&self->request, 1, NULL, NULL, &error);
  if (self->context == NULL)
    g_error ("%s", error->message);
  self->lane = dh_lane_run_new (&lane, self->context->network, 1, NULL);
  for (int i = 0; i < N_TIMES; i++)
    self->times[i] = g_new0 (double, repeats);
}

static void
bench_clear (Bench *self)
{
  dh_lane_run_free (self->lane);
  dh_run_context_free (self->context);
  g_free (self->request.folders[0]);
  g_free (self->request.folders[1]);
  for (int i = 0; i < N_TIMES; i++)
    g_free (self->times[i]);
}

static void
lap (Bench *self, Time what, int repeat, double *start)
{
  double end = now ();

  self->times[what][repeat] += end - *start;
  *start = end;
}

/* Pictures first … and those of their micro-batch; `before`: of the other side, in the code. */
static void
bench_micro_batch (Bench *self, DhSide side, const DhBatch *batch, int before, int first,
                   int repeat, double *start)
{
  DhLaneRun *lane = self->lane;
  DhLaneScratch *scratch = self->context->scratch_pool.lane[0];
  const int size = self->context->model->size;
  const gsize plane = (gsize) size * size;
  const DhShape shape = { dh_network_get_micro_batch (lane->network), 3, size, size };
  const int n_outputs = dh_network_count_outputs (lane->network);
  const float *outputs[DH_MAX_SCALES];
  float *areas[DH_N_AREAS];

  dh_network_decode_from (lane->network, scratch->workspace, lane->parameters, side,
                          before + first);
  for (int i = 0; i < n_outputs; i++)
    outputs[i] = dh_network_peek_output (lane->network, scratch->workspace, i);
  for (DhArea area = 0; area < DH_N_AREAS; area++)
    areas[area] = batch->area[area] + first * plane;
  lap (self, FORWARD, repeat, start);
  lane->halves[side].loss += dh_scales_evaluate (&lane->objective, shape, n_outputs,
                                                 batch->target + first * 3 * plane, outputs, areas,
                                                 scratch->output_gradient,
                                                 &lane->halves[side].parts, scratch->loss_scratch);
  lap (self, LOSS, repeat, start);
  dh_network_backward_from (lane->network, scratch->workspace, lane->parameters, side,
                            before + first, scratch->output_gradient,
                            lane->gradient[side].decoders);
  lap (self, BACKWARD, repeat, start);
}

static void
bench_decoder (Bench *self, DhSide side, const DhBatch *batch, int before, int repeat,
               double *start)
{
  self->lane->halves[side].loss = 0;
  for (int first = 0; first < self->context->model->batch;
       first += dh_network_get_micro_batch (self->lane->network))
    bench_micro_batch (self, side, batch, before, first, repeat, start);
}

/* The same as dh_lane_run_half_step(), with each part timed. */
static void
bench_half_step (Bench *self, DhSide side, const DhBatch *batch, int repeat, double *start)
{
  DhLaneRun *lane = self->lane;
  DhLaneScratch *scratch = self->context->scratch_pool.lane[0];

  dh_network_encode (lane->network, scratch->workspace, lane->parameters, batch->input);
  bench_decoder (self, side, batch, 0, repeat, start);
  dh_network_backward_encoder (lane->network, scratch->workspace, lane->parameters,
                               lane->gradient[side].encoder);
  lap (self, BACKWARD, repeat, start);
}

/* The same as dh_lane_run_whole_step(). */
static void
bench_whole_step (Bench *self, const DhBatch batches[DH_N_SIDES], int repeat, double *start)
{
  DhLaneRun *lane = self->lane;
  DhLaneScratch *scratch = self->context->scratch_pool.lane[0];
  const float *const inputs[DH_N_SIDES] = { batches[0].input, batches[1].input };
  float *const gradients[DH_N_SIDES] = { lane->gradient[0].encoder, lane->gradient[1].encoder };

  dh_network_encode_both (lane->network, scratch->workspace, lane->parameters, inputs);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    bench_decoder (self, side, &batches[side], side * self->context->model->batch, repeat, start);
  dh_network_backward_encoder_both (lane->network, scratch->workspace, lane->parameters, gradients);
  lap (self, BACKWARD, repeat, start);
}

static void
bench_halves (Bench *self, const DhBatch batches[DH_N_SIDES], int repeat, double *start)
{
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    bench_half_step (self, side, &batches[side], repeat, start);
}

/* As a single lane on one worker would. */
static void
bench_step (Bench *self, int repeat)
{
  DhRunContext *context = self->context;
  double begin = now (), start = begin;
  guint place = dh_run_context_find_batch (context, repeat, G_MAXUINT64);

  for (DhSide side = 0; side < DH_N_SIDES; side++)
    dh_run_context_make_batch (context, place, side);
  lap (self, BATCH, repeat, &start);
  if (dh_network_takes_both (context->network))
    bench_whole_step (self, context->batches[place].sides, repeat, &start);
  else
    bench_halves (self, context->batches[place].sides, repeat, &start);
  dh_lane_run_finish_step (self->lane, 0);
  lap (self, UPDATE, repeat, &start);
  self->times[STEP][repeat] = start - begin;

  dh_preview_unref (dh_evaluator_paint (context->evaluator, context->scratch_pool.painting[0],
                                        self->lane->parameters, repeat));
  lap (self, PREVIEW, repeat, &start);
  dh_evaluator_measure (context->evaluator, context->scratch_pool.painting[0],
                        self->lane->parameters, repeat);
  lap (self, METRICS, repeat, &start);
}

/* Lets the lane allocate its scratch memory before the measurement. */
static void
warm_up (Bench *self)
{
  DhRunContext *context = self->context;
  guint place = dh_run_context_find_batch (context, 0, G_MAXUINT64);

  dh_scratch_pool_lend_gradients (&context->scratch_pool, self->lane);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      dh_run_context_make_batch (context, place, side);
      dh_lane_run_half_step (self->lane, context->scratch_pool.lane[0], side,
                             &context->batches[place].sides[side], TRUE);
    }
  dh_lane_run_finish_step (self->lane, 0);
}

static void
report (Bench *self, const DhModel *model, int repeats)
{
  const DhParameterTable *table = dh_network_get_table (self->context->network);
  double spared = 0.0, work = count_work (model, table, &spared), matrix = measure_matrix ();
  double medians[N_TIMES], speed;

  work = 2.0 * model->batch * (3.0 * work - spared);
  for (int i = 0; i < N_TIMES; i++)
    medians[i] = get_median (self->times[i], repeats);
  speed = 1e3 * work / medians[STEP];
  for (int i = 0; i < N_TIMES; i++)
    g_print ("%-10s %9.2f ms  %5.1f %%\n", time_names[i], medians[i],
             100.0 * medians[i] / medians[STEP]);
  g_print ("%.2f steps/s, %.3f GFLOP a step, %.1f GFLOP/s\n"
           "matrix product of side %d: %.1f GFLOP/s; the step reaches %.0f %% of it\n",
           1e3 / medians[STEP], work, speed, MATRIX, matrix, 100.0 * speed / matrix);
}

int
main (int argc, char **argv)
{
  const DhModel *model = dh_model_find (argc > 1 ? argv[1] : "quick");
  const char *loss = argc > 2 ? argv[2] : "mae";
  int repeats = argc > 3 ? atoi (argv[3]) : 20;
  g_autofree char *words = NULL;
  Bench bench = { 0 };

  if (model == NULL || dh_loss_find (loss) == NULL || repeats < 1
      || g_getenv ("DOWNHILL_FACES_DIR") == NULL)
    {
      g_printerr ("usage: DOWNHILL_FACES_DIR=data/faces bench-step [PRESET [LOSS [REPEATS]]]\n");
      return 2;
    }
  dh_compute_thread_init ();
  bench_init (&bench, model, loss, repeats);
  words = dh_network_describe (bench.context->network);
  g_print ("%s, preset %s, %s, %d + %d pictures, %" G_GSIZE_FORMAT " parameters, one thread\n\n"
           "%s\n",
           dh_compute_describe (), model->id, loss, model->batch, model->batch,
           dh_network_get_table (bench.context->network)->size, words);
  warm_up (&bench);
  for (int repeat = 0; repeat < repeats; repeat++)
    bench_step (&bench, repeat);
  report (&bench, model, repeats);
  bench_clear (&bench);
  return 0;
}
