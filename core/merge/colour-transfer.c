/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Giving a picture the mean and the deviation of another one's colours.
 *
 * A swapped face comes out of the network in the light of the other person's pictures.  A channel
 * that is constant has no deviation to stretch, and only its mean moves; and no channel is stretched
 * more than MAX_STRETCH times, which would make noise visible.
 */
#include "core/merge/colour-transfer.h"

#include "core/data/lab.h"

#include <math.h>
#include <string.h>

#define N_CHANNELS  3
#define MAX_STRETCH 1.5
/* Below this, in channels from 0 to 1, a deviation is rounding. */
#define LEAST_DEVIATION 1e-4

typedef struct
{
  double mean, deviation;
} Spread;

static Spread
measure (const float *values, const float *weights, gsize n)
{
  double total = 0.0, sum = 0.0, squares = 0.0;
  Spread spread;

  for (gsize i = 0; i < n; i++)
    {
      total += weights[i];
      sum += weights[i] * values[i];
    }
  spread.mean = sum / total;
  for (gsize i = 0; i < n; i++)
    squares += weights[i] * (values[i] - spread.mean) * (values[i] - spread.mean);
  spread.deviation = sqrt (squares / total);
  return spread;
}

static void
adapt (float *values, const float *model, const float *weights, gsize n)
{
  const Spread from = measure (values, weights, n), to = measure (model, weights, n);
  double stretch = 1.0;

  if (from.deviation > LEAST_DEVIATION)
    stretch = MIN (to.deviation / from.deviation, MAX_STRETCH);
  for (gsize i = 0; i < n; i++)
    values[i] = (float) (to.mean + stretch * (values[i] - from.mean));
}

static gboolean
has_weight (const float *weights, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (weights[i] > 0.0f)
      return TRUE;
  return FALSE;
}

void
dh_colour_transfer (float *rgb, const float *model, const float *weights, gsize n)
{
  g_autofree float *wanted = NULL;

  if (!has_weight (weights, n))
    return;
  wanted = g_memdup2 (model, N_CHANNELS * n * sizeof *model);
  dh_lab_from_rgb (wanted, n);
  dh_lab_from_rgb (rgb, n);
  for (gsize c = 0; c < N_CHANNELS; c++)
    adapt (rgb + c * n, wanted + c * n, weights, n);
  dh_lab_to_rgb (rgb, n);
}
