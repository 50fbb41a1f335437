/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The step of one lane: as one task, or in two halves that two threads may run.
 *
 * A step consists of two halves, one per person: forward, loss and backward of one side's batch
 * into a gradient of its own.  Nothing in the network ties the pictures of a batch together, so the
 * decoders, whose activations are nearly all of a step's memory, take only a few of them at a time
 * where the model is large: decode, loss and backward of one micro-batch after the other, between
 * one pass of the whole batch through the encoder and one back.
 *
 * Where one thread does both halves, the encoder takes both sides' pictures in one pass, so that it
 * reads and transforms its weights once in place of twice.  What a picture gives doesn't depend on
 * how many others are with it, and the gradients of the weights are summed for each side by itself,
 * so both ways give the same bytes.
 *
 * Whoever finishes a lane's second half continues with its update.  The two gradients are added in a
 * fixed order, so that the result doesn't depend on the threads.
 *
 * Where the network has several outputs, the loss is the sum of theirs; what is said of the
 * pictures is that of the largest.
 *
 * A step whose loss or gradient isn't finite changes nothing: the lane keeps its previous weights
 * and reports which step failed and why.
 */
#include "core/train/lane-step.h"

#include <float.h>
#include <math.h>

#include "core/loss/scales.h"
#include "core/train/output-stats.h"
#include "core/train/update.h"

static DhShape
get_shape (const DhNetwork *network, int n_pictures)
{
  const int size = dh_network_get_model (network)->size;

  return (DhShape) { n_pictures, 3, size, size };
}

/* Floats of so many pictures, a multiple of a cache line. */
static gsize
get_output_size (const DhNetwork *network, int n_pictures)
{
  return dh_shape_get_size (get_shape (network, n_pictures));
}

/* The same of all outputs of a micro-batch. */
static gsize
get_gradient_size (const DhNetwork *network)
{
  return dh_scales_get_size (get_shape (network, dh_network_get_micro_batch (network)),
                             dh_network_count_outputs (network));
}

static gboolean
has_micro_batches (const DhNetwork *network)
{
  return dh_network_get_micro_batch (network) < dh_network_get_batch (network);
}

gsize
dh_lane_scratch_get_size (const DhNetwork *network)
{
  gsize size = get_gradient_size (network);

  if (has_micro_batches (network))
    size += get_output_size (network, dh_network_get_batch (network));
  return size + dh_network_get_workspace_size (network);
}

DhLaneScratch *
dh_lane_scratch_new (const DhNetwork *network, float *memory)
{
  g_autoptr (DhLaneScratch) scratch = g_new0 (DhLaneScratch, 1);

  scratch->output_gradient = memory;
  memory += get_gradient_size (network);
  if (has_micro_batches (network))
    {
      scratch->outputs = memory;
      memory += get_output_size (network, dh_network_get_batch (network));
    }
  scratch->workspace = dh_workspace_new_in (network, memory);
  return scratch->workspace != NULL ? g_steal_pointer (&scratch) : NULL;
}

void
dh_lane_scratch_free (DhLaneScratch *scratch)
{
  g_clear_pointer (&scratch->workspace, dh_workspace_free);
  dh_tensor_free (scratch->loss_scratch);
  g_free (scratch);
}

/* ---- the loss ---- */

/* One side's loss, a micro-batch at a time. */
typedef struct
{
  const DhLaneRun *lane;
  DhLaneScratch *scratch;
  const float *parameters;
  DhSide side;
  const DhBatch *batch;
  gboolean use_mask;
  int before;                 /* pictures of the other side before these in the code */
  const DhGradient *gradient; /* NULL: not wanted */
  DhShape shape;              /* of a micro-batch */
  int n_outputs;
  float share;                /* of it in the batch */
} Evaluation;

/* The loss of pictures first … among themselves, and its gradient by the outputs. */
static double
evaluate_outputs (const Evaluation *self, int first, DhPartSums *sums)
{
  const DhObjective *objective = &self->lane->objective;
  const gsize plane = (gsize) self->shape.h * self->shape.w;
  DhLaneScratch *scratch = self->scratch;
  const float *outputs[DH_MAX_SCALES];
  float *areas[DH_N_AREAS];

  dh_tensor_ensure (&scratch->loss_scratch, &scratch->scratch_size,
                    dh_scales_get_scratch_size (objective, self->shape, self->n_outputs));
  for (int i = 0; i < self->n_outputs; i++)
    outputs[i] = dh_network_peek_output (self->lane->network, scratch->workspace, i);
  for (DhArea area = 0; area < DH_N_AREAS; area++)
    areas[area] = self->batch->area[area] + first * plane;
  return dh_scales_evaluate (objective, self->shape, self->n_outputs,
                             self->batch->target + first * 3 * plane, outputs,
                             self->use_mask ? areas : NULL,
                             self->gradient != NULL ? scratch->output_gradient : NULL, sums,
                             scratch->loss_scratch);
}

/* All losses are means over the pictures. */
static double
weigh (const Evaluation *self, double loss, const DhPartSums *sums, DhPartSums *all)
{
  for (guint i = 0; i < self->lane->objective.n_parts; i++)
    {
      all->loss[i] += self->share * sums->loss[i];
      all->length2[i] += self->share * self->share * sums->length2[i];
    }
  if (self->gradient != NULL && self->share < 1)
    for (gsize i = 0; i < dh_scales_get_size (self->shape, self->n_outputs); i++)
      self->scratch->output_gradient[i] *= self->share;
  return self->share * loss;
}

static double
evaluate_micro_batch (const Evaluation *self, int first, DhPartSums *all, const float **output)
{
  const DhNetwork *network = self->lane->network;
  DhWorkspace *workspace = self->scratch->workspace;
  const gsize picture = (gsize) self->shape.c * self->shape.h * self->shape.w;
  DhPartSums sums = { 0 };
  double loss;

  *output = dh_network_decode_from (network, workspace, self->parameters, self->side,
                                    self->before + first);
  loss = evaluate_outputs (self, first, &sums);
  loss = weigh (self, loss, &sums, all);
  if (self->gradient != NULL && isfinite (loss))
    dh_network_backward_from (network, workspace, self->parameters, self->side,
                              self->before + first, self->scratch->output_gradient,
                              self->gradient->decoders);
  if (self->scratch->outputs != NULL)
    {
      memcpy (self->scratch->outputs + first * picture, *output,
              self->shape.n * picture * sizeof (float));
      *output = self->scratch->outputs;
    }
  return loss;
}

static double
evaluate_decoder (const Evaluation *self, DhPartSums *all, const float **output)
{
  const DhNetwork *network = self->lane->network;
  double loss = 0;

  for (int first = 0; first < dh_network_get_batch (network); first += self->shape.n)
    loss += evaluate_micro_batch (self, first, all, output);
  return loss;
}

static Evaluation
make_evaluation (const DhLaneRun *lane, DhLaneScratch *scratch, const float *parameters,
                 DhSide side, const DhBatch *batch, gboolean use_mask, const DhGradient *gradient)
{
  const int n_micro = dh_network_get_micro_batch (lane->network);

  return (Evaluation) {
    .lane = lane,
    .scratch = scratch,
    .parameters = parameters,
    .side = side,
    .batch = batch,
    .use_mask = use_mask,
    .gradient = gradient,
    .shape = get_shape (lane->network, n_micro),
    .n_outputs = dh_network_count_outputs (lane->network),
    .share = (float) n_micro / dh_network_get_batch (lane->network),
  };
}

double
dh_lane_run_evaluate (const DhLaneRun *self, DhLaneScratch *scratch, const float *parameters,
                      DhSide side, const DhBatch *batch, gboolean use_mask,
                      const DhGradient *gradient, DhPartSums *sums, const float **output)
{
  const Evaluation evaluation = make_evaluation (self, scratch, parameters, side, batch, use_mask,
                                                 gradient);
  DhPartSums all = { 0 };
  const float *outputs = NULL;
  double loss;

  dh_network_encode (self->network, scratch->workspace, parameters, batch->input);
  loss = evaluate_decoder (&evaluation, &all, &outputs);
  if (gradient != NULL && isfinite (loss))
    dh_network_backward_encoder (self->network, scratch->workspace, parameters, gradient->encoder);
  if (sums != NULL)
    *sums = all;
  if (output != NULL)
    *output = outputs;
  return loss;
}

/* ---- the halves ---- */

static void
examine_output (DhLaneRun *self, DhSide side, const DhBatch *batch, gboolean use_mask,
                const float *output)
{
  const DhShape shape = get_shape (self->network, dh_network_get_batch (self->network));
  const DhArea mask = use_mask ? self->objective.mask : DH_AREA_NONE;
  DhHalfStep *half = &self->halves[side];

  half->error = dh_output_stats_get_error (shape, batch->target, output,
                                           mask != DH_AREA_NONE ? batch->area[mask] : NULL);
  half->saturated = dh_output_stats_get_saturated (output, dh_shape_get_size (shape));
  half->variation = dh_output_stats_get_variation (output, shape);
}

gboolean
dh_lane_run_half_step (DhLaneRun *self, DhLaneScratch *scratch, DhSide side, const DhBatch *batch,
                       gboolean use_mask)
{
  DhHalfStep *half = &self->halves[side];
  const float *output;

  half->loss = dh_lane_run_evaluate (self, scratch, self->parameters, side, batch, use_mask,
                                     &self->gradient[side], &half->parts, &output);
  examine_output (self, side, batch, use_mask, output);
  return atomic_fetch_add (&self->n_halves, 1) + 1 == DH_N_SIDES;
}

/* One side of the code that holds both. */
static void
run_decoder (DhLaneRun *self, DhLaneScratch *scratch, DhSide side, const DhBatch *batch,
             gboolean use_mask)
{
  DhHalfStep *half = &self->halves[side];
  Evaluation evaluation = make_evaluation (self, scratch, self->parameters, side, batch, use_mask,
                                           &self->gradient[side]);
  const float *output = NULL;

  evaluation.before = side * dh_network_get_batch (self->network);
  half->parts = (DhPartSums) { 0 };
  half->loss = evaluate_decoder (&evaluation, &half->parts, &output);
  examine_output (self, side, batch, use_mask, output);
}

void
dh_lane_run_whole_step (DhLaneRun *self, DhLaneScratch *scratch, const DhBatch batches[DH_N_SIDES],
                        const gboolean use_mask[DH_N_SIDES])
{
  const float *const inputs[DH_N_SIDES] = { batches[DH_SIDE_A].input, batches[DH_SIDE_B].input };
  float *const gradients[DH_N_SIDES] = { self->gradient[DH_SIDE_A].encoder,
                                         self->gradient[DH_SIDE_B].encoder };

  dh_network_encode_both (self->network, scratch->workspace, self->parameters, inputs);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    run_decoder (self, scratch, side, &batches[side], use_mask[side]);
  if (isfinite (self->halves[DH_SIDE_A].loss + self->halves[DH_SIDE_B].loss))
    dh_network_backward_encoder_both (self->network, scratch->workspace, self->parameters,
                                      gradients);
}

/* ---- the update ---- */

/* As it stands in the history. */
static float
round_norm (double norm)
{
  return (float) MIN (norm, FLT_MAX);
}

/* AutoClip (Seetharaman, Wichern, Pardo and Le Roux 2020): a gradient longer than most were is
 * shortened to a percentile of all lengths, its own included.  As in the paper, that is the length
 * of the whole gradient, not of each tensor's, so that it keeps its direction. */
static double
get_automatic_scale (DhLaneRun *self, float norm)
{
  double limit;

  if (self->norms == NULL)
    self->norms = dh_norm_window_new ();
  limit = dh_norm_window_get_percentile (self->norms, self->history, self->norms_since, norm,
                                         self->request.settings.clip.bound);
  return norm > limit ? limit / norm : 1;
}

static void
record_step (DhLaneRun *self, double learning_rate, double gradient_norm, gboolean clipped,
             double seconds)
{
  const DhHalfStep *a = &self->halves[DH_SIDE_A], *b = &self->halves[DH_SIDE_B];
  DhRecord record = {
    .iteration = self->iteration,
    .seconds = seconds,
    .loss = a->loss + b->loss,
    .loss_a = a->loss,
    .loss_b = b->loss,
    .learning_rate = learning_rate,
    .n_turns = self->n_turns,
    .clipped = clipped,
    .gradient_norm = round_norm (gradient_norm),
  };
  DhOutputStats output_stats = {
    .loss = a->loss + b->loss,
    .gradient_norm = gradient_norm,
    .saturated = MIN (a->saturated, b->saturated),
    .variation = MAX (a->variation, b->variation),
    .error = (a->error + b->error) / 2,
  };

  dh_history_add_record (self->history, &record);
  dh_lane_state_add (&self->tracker, &output_stats);
  dh_share_meter_add (&self->shares, &a->parts, &b->parts);
}

void
dh_lane_run_finish_step (DhLaneRun *self, double seconds)
{
  const DhParameterTable *table = dh_network_get_table (self->network);
  g_autofree double *norms = g_new (double, table->n_items);
  double loss = self->halves[DH_SIDE_A].loss + self->halves[DH_SIDE_B].loss;
  const DhLaneSettings *settings = &self->request.settings;
  double rate = dh_optimizer_config_get_rate (&settings->optimizer_config, settings->learning_rate,
                                              self->n_scheduled + 1);
  DhUpdate update = {
    table,
    settings->optimizer_config.optimizer,
    settings->optimizer_config.settings,
    rate,
    settings->clip,
    1,
    self->n_updates + 1,
    self->parameters,
    { self->gradient[DH_SIDE_A], self->gradient[DH_SIDE_B] },
    self->slots,
  };
  double norm;
  gboolean clipped;

  atomic_store (&self->n_halves, 0);
  if (!isfinite (loss))
    {
      self->fault = isnan (loss) ? DH_FAULT_LOSS_NAN : DH_FAULT_LOSS_INFINITE;
      return;
    }
  norm = dh_update_measure (&update, norms);
  if (!isfinite (norm))
    {
      self->fault = DH_FAULT_GRADIENT;
      return;
    }
  if (settings->clip.kind == DH_CLIP_AUTOMATIC)
    update.scale = get_automatic_scale (self, round_norm (norm));
  clipped = dh_update_apply (&update, norms);
  self->n_updates++;
  self->n_scheduled++;
  self->iteration++;
  if (self->plane != NULL)
    dh_trajectory_offer (self->plane->trajectory, self->iteration, self->parameters);
  record_step (self, rate, norm, clipped, seconds);
}
