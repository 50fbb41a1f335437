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

static double
get_scale (const DhUpdate *self, double norm)
{
  if (self->clip.kind == DH_CLIP_NORM && norm > self->clip.bound)
    return self->clip.bound / norm;
  return self->scale;
}

/* TRUE: there was something to limit.  Without a branch: which entries are large can't be foreseen,
 * and a guess that is wrong costs more than both comparisons. */
static gboolean
limit_entries (float bound, gsize n, float *values)
{
  gint32 n_limited = 0;

  for (gsize i = 0; i < n; i++)
    {
      const float value = values[i], below = value > bound ? bound : value;
      const float limited = below < -bound ? -bound : below;

      n_limited += limited != value;
      values[i] = limited;
    }
  return n_limited > 0;
}

static gboolean
apply_tensor (const DhUpdate *self, const DhParameter *tensor, double norm)
{
  float block[BLOCK];
  const double scale = get_scale (self, norm);
  gboolean clipped = scale < 1;

  for (gsize done = 0; done < tensor->size; done += BLOCK)
    {
      gsize n = MIN (BLOCK, tensor->size - done);
      gsize start = tensor->offset + done;
      float *slots[DH_OPTIMIZER_MAX_SLOTS] = { NULL };

      for (guint i = 0; i < self->optimizer->n_slots; i++)
        slots[i] = self->slots[i] + start;
      dh_update_join (self, tensor->part, start, n, scale, block);
      if (self->clip.kind == DH_CLIP_VALUE)
        clipped |= limit_entries (self->clip.bound, n, block);
      self->optimizer->step (self->settings, self->learning_rate, self->t, n,
                             self->parameters + start, block, slots);
    }
  return clipped;
}

gboolean
dh_update_apply (const DhUpdate *self, const double *norms)
{
  gboolean clipped = FALSE;

  for (guint i = 0; i < self->table->n_items; i++)
    clipped |= apply_tensor (self, &self->table->items[i], norms[i]);
  return clipped;
}
