/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The share that each part of a mix has in the loss and in the gradient.
 *
 * A part's share jumps from batch to batch, so running means over about the last 20 steps are
 * shown.  The means are over steps, not time, so that a run shows the same shares each time.
 */
#include "core/train/share-meter.h"

#include <math.h>

#define STEPS 20

void
dh_share_meter_init (DhShareMeter *self, const DhObjective *objective)
{
  *self = (DhShareMeter) { .n_parts = objective->n_parts };
  for (guint i = 0; i < self->n_parts; i++)
    self->weights[i] = objective->parts[i].weight;
}

void
dh_share_meter_add (DhShareMeter *self, const DhPartSums *a, const DhPartSums *b)
{
  double news = 1.0 / MIN (++self->n, STEPS);

  for (guint i = 0; i < self->n_parts; i++)
    {
      /* A loss may be negative; its share is that of its magnitude. */
      double loss = fabs (a->loss[i] + b->loss[i]);
      double pull = sqrt (a->length2[i] + b->length2[i]);

      self->loss[i] += news * (loss - self->loss[i]);
      self->pull[i] += news * (pull - self->pull[i]);
    }
}

/* If the sum is 0, the weights are shown instead. */
static void
divide (const DhShareMeter *self, const double *values, double *shares)
{
  double sum = 0, sum_weights = 0;

  for (guint i = 0; i < self->n_parts; i++)
    {
      sum += values[i];
      sum_weights += self->weights[i];
    }
  for (guint i = 0; i < self->n_parts; i++)
    shares[i] = self->n == 0 ? NAN : sum > 0 ? values[i] / sum : self->weights[i] / sum_weights;
}

DhShares
dh_share_meter_read (const DhShareMeter *self)
{
  DhShares shares = { .n_parts = self->n_parts };

  divide (self, self->loss, shares.loss);
  divide (self, self->pull, shares.pull);
  return shares;
}
