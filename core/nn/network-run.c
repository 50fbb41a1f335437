/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running a network: its passes forward and backward, and forward with weights along a line.
 *
 * A layer reads its weights from the flat vector when it runs and lays them out in memory that the
 * next layer overwrites, so no lane keeps a second copy of them.
 */
#include "core/nn/network-private.h"

#include <string.h>

static DhPart
decoder_of (DhSide side)
{
  return side == DH_SIDE_A ? DH_PART_DECODER_A : DH_PART_DECODER_B;
}

static DhPassage
passage_for (const DhNetwork *self, DhWorkspace *workspace, DhPart part)
{
  const DhSide side = part == DH_PART_DECODER_B ? DH_SIDE_B : DH_SIDE_A;

  return (DhPassage) {
    .n_sides = 1,
    .side = side,
    .maps = dh_network_get_map (self, 0),
    .memory = workspace->memory,
    .staging = workspace->staging,
    .stream = workspace->stream,
    .cancelled = workspace->cancelled,
    .advance = workspace->advance,
    .advance_data = workspace->advance_data,
    .items = self->table->items
             + (part == DH_PART_ENCODER ? 0 : self->table->decoder_item[side]),
  };
}

/* The layers of a part: from …, up to …. */
static void
get_range (const DhNetwork *self, DhPart part, guint *from, guint *to)
{
  *from = part == DH_PART_ENCODER ? 0 : self->n_encoder_layers;
  *to = part == DH_PART_ENCODER ? self->n_encoder_layers : self->layers->len;
}

double
dh_network_get_work (const DhNetwork *self, DhPart part)
{
  double work = 0;
  guint from, to;

  get_range (self, part, &from, &to);
  for (guint i = from; i < to; i++)
    work += dh_network_get_layer (self, i)->work;
  return part == DH_PART_ENCODER ? work : work * (self->batch / self->micro_batch);
}

int
dh_network_count_outputs (const DhNetwork *self)
{
  return self->n_outputs;
}

const float *
dh_network_peek_output (const DhNetwork *self, const DhWorkspace *workspace, int output)
{
  g_return_val_if_fail (output >= 0 && output < self->n_outputs, NULL);
  return workspace->memory + dh_network_get_map (self, self->outputs[output])->offset;
}

static gboolean
goes_on (const DhPassage *passage)
{
  return passage->cancelled == NULL || g_atomic_int_get (passage->cancelled) == 0;
}

static void
tell (const DhPassage *passage, double work)
{
  if (passage->advance != NULL && work > 0)
    passage->advance (work, passage->advance_data);
}

/* The passage comes to a layer. */
static void
take_weights (const DhLayer *layer, const float *parameters, DhPassage *passage)
{
  if (!layer->kind->has_parameters)
    return;
  passage->weights = parameters + passage->items[layer->item].offset;
  passage->bias = parameters + passage->items[layer->item + 1].offset;
}

static void
run_forward (const DhNetwork *self, DhPart part, const float *parameters, DhPassage *passage)
{
  guint from, to;

  get_range (self, part, &from, &to);
  for (guint i = from; i < to && goes_on (passage); i++)
    {
      const DhLayer *layer = dh_network_get_layer (self, i);

      take_weights (layer, parameters, passage);
      layer->kind->forward (layer, passage);
      tell (passage, passage->n_sides * layer->work);
    }
}

static void
run_backward (const DhNetwork *self, DhPart part, const float *parameters, DhPassage *passage)
{
  guint from, to;

  get_range (self, part, &from, &to);
  for (guint i = to; i-- > from && goes_on (passage);)
    {
      const DhLayer *layer = dh_network_get_layer (self, i);

      take_weights (layer, parameters, passage);
      layer->kind->backward (layer, passage);
      tell (passage, passage->n_sides * 2 * layer->work);
    }
}

void
dh_network_encode (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                   const float *input)
{
  DhPassage passage = passage_for (self, workspace, DH_PART_ENCODER);

  passage.input[0] = input;
  run_forward (self, DH_PART_ENCODER, parameters, &passage);
}

void
dh_network_encode_both (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                        const float *const inputs[DH_N_SIDES])
{
  DhPassage passage = passage_for (self, workspace, DH_PART_ENCODER);

  g_return_if_fail (dh_network_takes_both (self));
  passage.n_sides = DH_N_SIDES;
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    passage.input[side] = inputs[side];
  run_forward (self, DH_PART_ENCODER, parameters, &passage);
}

const float *
dh_network_decode_from (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                        DhSide decoder, int first)
{
  DhPassage passage = passage_for (self, workspace, decoder_of (decoder));

  g_return_val_if_fail (first >= 0 && first < self->n_sides * self->batch, NULL);
  passage.first = first;
  run_forward (self, decoder_of (decoder), parameters, &passage);
  return dh_network_peek_output (self, workspace, 0);
}

const float *
dh_network_decode (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                   DhSide decoder)
{
  g_return_val_if_fail (self->micro_batch == self->batch, NULL);
  return dh_network_decode_from (self, workspace, parameters, decoder, 0);
}

void
dh_network_backward_from (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                          DhSide side, int first, const float *output_gradient, float *gradient)
{
  DhPassage passage = passage_for (self, workspace, decoder_of (side));

  g_return_if_fail (self->training);
  passage.output_gradient = output_gradient;
  passage.gradient[0] = gradient;
  passage.first = first;
  passage.adds = first % self->batch > 0;
  run_backward (self, decoder_of (side), parameters, &passage);
}

void
dh_network_backward_encoder (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                             float *gradient)
{
  DhPassage passage = passage_for (self, workspace, DH_PART_ENCODER);

  g_return_if_fail (self->training);
  passage.gradient[0] = gradient;
  run_backward (self, DH_PART_ENCODER, parameters, &passage);
}

void
dh_network_backward_encoder_both (const DhNetwork *self, DhWorkspace *workspace,
                                  const float *parameters, float *const gradients[DH_N_SIDES])
{
  DhPassage passage = passage_for (self, workspace, DH_PART_ENCODER);

  g_return_if_fail (dh_network_takes_both (self));
  passage.n_sides = DH_N_SIDES;
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    passage.gradient[side] = gradients[side];
  run_backward (self, DH_PART_ENCODER, parameters, &passage);
}

void
dh_network_backward (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                     DhSide side, const float *output_gradient, float *gradient)
{
  g_return_if_fail (self->micro_batch == self->batch);
  dh_network_backward_from (self, workspace, parameters, side, 0, output_gradient, gradient);
  dh_network_backward_encoder (self, workspace, parameters, gradient);
}

/* ---- along a line ---- */

void
dh_weight_line_get (const DhWeightLine *self, gsize start, gsize n, float *restrict weights)
{
  const float *restrict origin = self->origin + start, *restrict way = self->way + start;
  const float at = (float) self->at;

  for (gsize i = 0; i < n; i++)
    weights[i] = origin[i] + at * way[i];
}

/* The passage comes to a layer: its weights are made. */
static void
mix_weights (const DhLayer *layer, const DhWeightLine *line, float *mixed, DhPassage *passage)
{
  const DhParameter *weight = &passage->items[layer->item], *bias = weight + 1;

  dh_weight_line_get (line, weight->offset, weight->size + bias->size, mixed);
  passage->weights = mixed;
  passage->bias = mixed + weight->size;
}

static void
run_forward_at (const DhNetwork *self, DhWorkspace *workspace, DhPart part,
                const DhWeightLine *line, const float *input)
{
  DhPassage passage = passage_for (self, workspace, part);
  guint from, to;

  g_assert (workspace->mixed != NULL);
  passage.input[0] = input;
  get_range (self, part, &from, &to);
  for (guint i = from; i < to && goes_on (&passage); i++)
    {
      const DhLayer *layer = dh_network_get_layer (self, i);

      if (layer->kind->has_parameters)
        mix_weights (layer, line, workspace->mixed, &passage);
      layer->kind->forward (layer, &passage);
    }
}

void
dh_network_encode_at (const DhNetwork *self, DhWorkspace *workspace, const DhWeightLine *line,
                      const float *input)
{
  run_forward_at (self, workspace, DH_PART_ENCODER, line, input);
}

const float *
dh_network_decode_at (const DhNetwork *self, DhWorkspace *workspace, const DhWeightLine *line,
                      DhSide decoder)
{
  run_forward_at (self, workspace, decoder_of (decoder), line, NULL);
  return dh_network_peek_output (self, workspace, 0);
}

void
dh_network_take_code (const DhNetwork *self, DhWorkspace *workspace, const DhNetwork *encoder,
                      const DhWorkspace *encoded, int first)
{
  g_return_if_fail (first + self->batch <= encoder->batch);
  for (int i = 0; i < self->n_codes; i++)
    {
      const DhMap *to = dh_network_get_map (self, self->codes[i]);
      const DhMap *from = dh_network_get_map (encoder, encoder->codes[i]);

      memcpy (workspace->memory + to->offset,
              encoded->memory + from->offset + first * (from->n_floats / encoder->batch),
              to->n_floats * sizeof (float));
    }
}
