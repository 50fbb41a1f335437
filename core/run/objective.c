/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The mask stands before the loss, not inside it: a loss is a function of two
 * pictures, and every one of them gets the mask by the same two multiplications
 * and the chain rule.
 */
#include "core/run/objective.h"

void
dh_objective_init (DhObjective *self, const DhLoss *loss)
{
  self->loss = loss;
  dh_loss_get_defaults (loss, self->settings);
}

/* Rounded up so that what follows starts on a 64-byte boundary. */
static gsize
get_picture_size (DhShape shape)
{
  return (dh_shape_get_size (shape) + 15) / 16 * 16;
}

gsize
dh_objective_get_scratch_size (const DhObjective *self, DhShape shape)
{
  return 2 * get_picture_size (shape) + dh_loss_get_scratch_size (self->loss, shape);
}

/* out = in · mask, the mask repeated over the channels; in place where out = in. */
static void
multiply_by_mask (DhShape shape, const float *in, const float *mask, float *out)
{
  const gsize plane = (gsize) shape.h * shape.w;

  for (int n = 0; n < shape.n; n++)
    for (int c = 0; c < shape.c; c++)
      {
        const gsize start = ((gsize) n * shape.c + c) * plane;

        for (gsize i = 0; i < plane; i++)
          out[start + i] = in[start + i] * mask[n * plane + i];
      }
}

double
dh_objective_evaluate (const DhObjective *self,
                       DhShape            shape,
                       const float       *target,
                       const float       *prediction,
                       const float       *mask,
                       float             *gradient,
                       float             *scratch)
{
  float *masked_target = scratch;
  float *masked_prediction = scratch + get_picture_size (shape);
  float *loss_scratch = scratch + 2 * get_picture_size (shape);
  double value;

  if (mask == NULL)
    return dh_loss_evaluate (self->loss, self->settings, shape, target, prediction, gradient,
                             loss_scratch);
  multiply_by_mask (shape, target, mask, masked_target);
  multiply_by_mask (shape, prediction, mask, masked_prediction);
  value = dh_loss_evaluate (self->loss, self->settings, shape, masked_target, masked_prediction,
                            gradient, loss_scratch);
  if (gradient != NULL)
    multiply_by_mask (shape, gradient, mask, gradient);
  return value;
}
