/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The loss of fixed held-out pictures, at any point of a plane through weight space.
 *
 * Each point needs its own weights, and making them costs as much memory traffic as a forward pass
 * of a small network.  So whatever doesn't change is computed once: origin + y · second once per
 * row; and + x · first is added layer by layer just before the layer runs, while the memory is still
 * in the cache.  Both people share the encoder, which gets both people's pictures at once, so that
 * its weights are made once.
 *
 * Rejected: stepping from point to point by adding differences (the result would depend on the
 * path).
 */
#include "core/plane/plane-evaluator.h"

#include <math.h>
#include <string.h>

#include "core/base/tensor.h"
#include "core/data/area-draw.h"
#include "core/loss/scales.h"

/* What one thread needs. */
typedef struct
{
  DhWorkspace *encoder, *decoder;
  float *row; /* weights at origin + y · second */
  double y;
  guint64 aim; /* id of the plane; 0: none */
  float *scratch;
  gsize scratch_size;
} WorkerState;

struct _DhPlaneEvaluator
{
  const DhBatch *batches;
  gboolean use_mask[DH_N_SIDES];
  float *input; /* of both sides, one after the other */
  DhNetwork *encoder, *decoder;
  const float *origin, *axes[2]; /* borrowed from the plane */
  guint64 aim;                   /* its id; 0: none yet */
  guint n_workers;
  WorkerState *states;
};

void
dh_held_out_fill (DhBatch *batch, const DhFaceSet *set, int n, int size)
{
  const gsize plane = (gsize) size * size;
  guint n_pictures = dh_face_set_get_count (set, DH_FACES_HELD_OUT);

  for (int i = 0; i < n; i++)
    {
      const DhFace *face = dh_face_set_get (set, DH_FACES_HELD_OUT, i % n_pictures);

      dh_face_crop (face, size, batch->target + 3 * plane * i,
                    batch->area[DH_AREA_EXTENDED] + plane * i);
      for (DhArea area = DH_AREA_EXTENDED + 1; area < DH_N_AREAS; area++)
        dh_face_draw_area (face, face->to_crop, area, size, batch->area[area] + plane * i);
    }
  memcpy (batch->input, batch->target, 3 * plane * n * sizeof (float));
  batch->areas = (1u << DH_N_AREAS) - 1;
}

/* ---- making ---- */

static gboolean
make_state (DhPlaneEvaluator *self, WorkerState *state, const int *cancelled, GError **error)
{
  state->encoder = dh_workspace_new (self->encoder, error);
  if (state->encoder == NULL)
    return FALSE;
  state->decoder = dh_workspace_new (self->decoder, error);
  if (state->decoder == NULL)
    return FALSE;
  dh_workspace_set_cancelled (state->encoder, cancelled);
  dh_workspace_set_cancelled (state->decoder, cancelled);
  state->row = dh_tensor_new (dh_network_get_table (self->encoder)->size);
  return TRUE;
}

static void
copy_input (DhPlaneEvaluator *self, const DhModel *model)
{
  gsize n = (gsize) model->batch * 3 * model->size * model->size;

  self->input = dh_tensor_new (DH_N_SIDES * n);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    memcpy (self->input + side * n, self->batches[side].input, n * sizeof (float));
}

DhPlaneEvaluator *
dh_plane_evaluator_new (const DhModel *model, const DhBatch *batches, const gboolean *use_mask,
                        guint n_workers, const int *cancelled, GError **error)
{
  g_autoptr (DhPlaneEvaluator) self = g_new0 (DhPlaneEvaluator, 1);

  self->batches = batches;
  memcpy (self->use_mask, use_mask, sizeof self->use_mask);
  self->encoder = dh_network_new_moving (model, DH_N_SIDES * model->batch, TRUE, error);
  self->decoder = self->encoder != NULL ? dh_network_new_moving (model, model->batch, FALSE, error)
                                        : NULL;
  if (self->decoder == NULL)
    return NULL;
  copy_input (self, model);
  self->n_workers = n_workers;
  self->states = g_new0 (WorkerState, n_workers);
  for (guint i = 0; i < n_workers; i++)
    if (!make_state (self, &self->states[i], cancelled, error))
      return NULL;
  return g_steal_pointer (&self);
}

void
dh_plane_evaluator_free (DhPlaneEvaluator *self)
{
  for (guint i = 0; self->states != NULL && i < self->n_workers; i++)
    {
      WorkerState *state = &self->states[i];

      g_clear_pointer (&state->encoder, dh_workspace_free);
      g_clear_pointer (&state->decoder, dh_workspace_free);
      dh_tensor_free (state->row);
      dh_tensor_free (state->scratch);
    }
  g_free (self->states);
  g_clear_pointer (&self->encoder, dh_network_free);
  g_clear_pointer (&self->decoder, dh_network_free);
  dh_tensor_free (self->input);
  g_free (self);
}

gsize
dh_plane_evaluator_estimate (const DhModel *model, guint n_workers)
{
  g_autoptr (DhNetwork) encoder = dh_network_new_moving (model, DH_N_SIDES * model->batch, TRUE,
                                                         NULL);
  g_autoptr (DhNetwork) decoder = dh_network_new_moving (model, model->batch, FALSE, NULL);
  gsize vector, workspaces;

  if (encoder == NULL || decoder == NULL)
    return 0;
  vector = dh_network_get_table (encoder)->size;
  workspaces = dh_network_get_workspace_size (encoder) + dh_network_get_workspace_size (decoder);
  return n_workers * (vector + workspaces) * sizeof (float);
}

/* ---- evaluating ---- */

void
dh_plane_evaluator_aim (DhPlaneEvaluator *self, const float *origin, float *const axes[2],
                        guint64 id)
{
  self->origin = origin;
  self->axes[0] = axes[0];
  self->axes[1] = axes[1];
  self->aim = id;
  for (guint i = 0; i < self->n_workers; i++)
    self->states[i].aim = 0;
}

gboolean
dh_plane_evaluator_is_on (const DhPlaneEvaluator *self, guint64 id)
{
  return self->aim == id;
}

static void
ensure_row (const DhPlaneEvaluator *self, WorkerState *state, double y)
{
  const DhWeightLine column = { self->origin, self->axes[1], y };

  if (state->aim == self->aim && state->y == y)
    return;
  dh_weight_line_get (&column, 0, dh_network_get_table (self->encoder)->size, state->row);
  state->aim = self->aim;
  state->y = y;
}

static double
get_side_loss (const DhPlaneEvaluator *self, WorkerState *state, const DhObjective *objective,
               DhSide side, const DhWeightLine *line)
{
  const int batch = dh_network_get_batch (self->decoder);
  const int size = dh_network_get_model (self->decoder)->size;
  const int n_outputs = dh_network_count_outputs (self->decoder);
  const DhShape shape = { batch, 3, size, size };
  const DhBatch *pictures = &self->batches[side];
  float *scratch = dh_tensor_ensure (&state->scratch, &state->scratch_size,
                                     dh_scales_get_scratch_size (objective, shape, n_outputs));
  const float *outputs[DH_MAX_SCALES];

  dh_network_take_code (self->decoder, state->decoder, self->encoder, state->encoder, side * batch);
  dh_network_decode_at (self->decoder, state->decoder, line, side);
  for (int i = 0; i < n_outputs; i++)
    outputs[i] = dh_network_peek_output (self->decoder, state->decoder, i);
  return dh_scales_evaluate (objective, shape, n_outputs, pictures->target, outputs,
                             self->use_mask[side] ? pictures->area : NULL, NULL, NULL, scratch);
}

double
dh_plane_evaluator_get_loss (DhPlaneEvaluator *self, guint worker, const DhObjective *objective,
                             double x, double y)
{
  WorkerState *state = &self->states[worker];
  const DhWeightLine line = { state->row, self->axes[0], x };
  double loss = 0;

  g_return_val_if_fail (worker < self->n_workers && self->aim > 0, NAN);
  ensure_row (self, state, y);
  dh_network_encode_at (self->encoder, state->encoder, &line, self->input);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    loss += get_side_loss (self, state, objective, side, &line);
  return isfinite (loss) ? loss : NAN;
}
