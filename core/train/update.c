/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From two gradients to new weights.
 *
 * The gradient is checked before anything is changed, so that a step with an infinite or NaN entry
 * leaves the weights and the optimizer's state as they were.  The summed gradient is never stored
 * as a whole: it is made one block at a time, small enough for the first-level cache, and passed to
 * the optimizer.
 */
#include "core/train/update.h"

#include <math.h>

#define BLOCK 2048

void
dh_update_join (const DhUpdate *self, DhPart part, gsize start, gsize n, float scale, float *out)
{
  const DhGradient *a = &self->gradient[DH_SIDE_A], *b = &self->gradient[DH_SIDE_B];
  const float *decoder = (part == DH_PART_DECODER_A ? a : b)->decoders + start;

  if (part == DH_PART_ENCODER)
    for (gsize i = 0; i < n; i++)
      out[i] = scale * (a->encoder[start + i] + b->encoder[start + i]);
  else
    for (gsize i = 0; i < n; i++)
      out[i] = scale * decoder[i];
}

static double
measure_tensor (const DhUpdate *self, const DhParameter *tensor)
{
  float block[BLOCK];
  double sum = 0;

  for (gsize done = 0; done < tensor->size; done += BLOCK)
    {
      gsize n = MIN (BLOCK, tensor->size - done);

      dh_update_join (self, tensor->part, tensor->offset + done, n, 1.0f, block);
      sum += dh_float_sum_squares (block, n);
    }
  return sqrt (sum);
}

double
dh_update_measure (const DhUpdate *self, double *norms)
{
  double sum = 0;

  for (guint i = 0; i < self->table->n_items; i++)
    {
      norms[i] = measure_tensor (self, &self->table->items[i]);
      sum += norms[i] * norms[i];
    }
  return sqrt (sum);
}

static void
apply_tensor (const DhUpdate *self, const DhParameter *tensor, double norm)
{
  float block[BLOCK];
  double scale = self->clip > 0 && norm > self->clip ? self->clip / norm : 1.0;

  for (gsize done = 0; done < tensor->size; done += BLOCK)
    {
      gsize n = MIN (BLOCK, tensor->size - done);
      gsize start = tensor->offset + done;
      float *slots[DH_OPTIMIZER_MAX_SLOTS] = { NULL };

      for (guint i = 0; i < self->optimizer->n_slots; i++)
        slots[i] = self->slots[i] + start;
      dh_update_join (self, tensor->part, start, n, scale, block);
      self->optimizer->step (self->settings, self->learning_rate, self->t, n,
                             self->parameters + start, block, slots);
    }
}

void
dh_update_apply (const DhUpdate *self, const double *norms)
{
  for (guint i = 0; i < self->table->n_items; i++)
    apply_tensor (self, &self->table->items[i], norms[i]);
}
