/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The memory demand of a training, by kind.  The same computation serves for what the window shows
 * before a model is chosen, for the check before a lane is made, and for the allocation itself.
 *
 * With the largest model (130 million weights, 16 pictures, MB of 10⁶ bytes): a lane's weights 520,
 * Adam's two slots 1040; a running step's gradients 824; a thread's scratch memory 400, of which
 * activations and their gradients 308 (1794 if the decoders took all pictures at once), one layer's
 * folded weights 74.  Gradients live for one step, so there are as many as steps can run at a time,
 * not as many as lanes; previews and metrics use a thread's scratch memory between two steps and
 * need none of their own.
 */
#include "core/train/demand.h"

#include "core/data/batch.h"
#include "core/train/evaluator.h"
#include "core/train/lane-step.h"

#define N_BATCHES  2  /* of the current iteration and the next */
#define N_HELD_OUT 48 /* of two of the bundled people */

guint
dh_demand_get_n_scratches (const DhDemand *self, guint n_lanes)
{
  return CLAMP (DH_N_SIDES * n_lanes, 1, MAX (self->n_workers, 1));
}

/* Tasks start in order, and both halves of a lane come before those of the next lane.  A lane with
 * one half done and the other running, or with both in one task, occupies a thread, so there are never more such lanes than
 * threads. */
guint
dh_demand_get_n_gradients (const DhDemand *self, guint n_lanes)
{
  return CLAMP (n_lanes, 1, MAX (self->n_workers, 1));
}

guint64
dh_demand_get_bytes (const DhDemand *self, guint n_lanes, guint n_slots)
{
  return self->pictures + dh_demand_get_n_scratches (self, n_lanes) * self->scratch
         + dh_demand_get_n_gradients (self, n_lanes) * self->gradients + n_lanes * self->weights
         + n_slots * self->slot;
}

void
dh_demand_init (DhDemand *self, const DhNetwork *training, const DhNetwork *painting,
                guint n_held_out, guint n_workers)
{
  const DhParameterTable *table = dh_network_get_table (training);
  const DhModel *model = dh_network_get_model (training);
  const gsize plane = (gsize) model->size * model->size;
  const gsize batch = DH_N_SIDES * dh_network_get_batch (training) * plane;
  const double pass = dh_network_get_work (training, DH_PART_ENCODER)
                      + dh_network_get_work (training, DH_PART_DECODER_A);

  *self = (DhDemand) {
    .n_workers = n_workers,
    .pictures = (N_BATCHES * (6 + DH_N_AREAS) * batch + n_held_out * 4 * plane) * sizeof (float),
    .scratch = MAX (dh_lane_scratch_get_size (training), dh_evaluator_get_scratch_size (painting))
               * sizeof (float),
    .gradients = (table->size + table->part_size[DH_PART_ENCODER]) * sizeof (float),
    .weights = table->size * sizeof (float),
    .slot = table->size * sizeof (float),
    .work = DH_N_SIDES * 3 * pass, /* a backward pass costs two forward passes */
  };
}

gboolean
dh_demand_estimate (DhDemand *self, const DhModel *model, guint n_faces, guint n_workers,
                    GError **error)
{
  g_autoptr (DhNetwork) training = dh_network_new (model, model->batch, TRUE, error);
  g_autoptr (DhNetwork) painting = NULL;

  if (training == NULL)
    return FALSE;
  painting = dh_network_new (model, n_faces, FALSE, error);
  if (painting == NULL)
    return FALSE;
  dh_demand_init (self, training, painting, N_HELD_OUT, n_workers);
  return TRUE;
}
