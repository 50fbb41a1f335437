/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The largest error alone: per picture and channel max |d|, and the mean of these.  Only the worst
 * pixel of a channel has a gradient; if several are equally bad, they share it.
 *
 * The largest |d| is found by comparing the bits of the numbers: without the sign bit they have the
 * same order as the numbers, integers compare faster, and NaN is above all of them and so isn't
 * lost.
 */
#include "core/loss/loss.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

static inline gint32
get_magnitude_bits (float x)
{
  return (gint32) (dh_float_get_bits (x) & 0x7fffffffu);
}

DH_VECTOR_CLONES (gint32, find_largest,
                  (gsize n, const float *restrict target, const float *restrict prediction),
                  (n, target, prediction))
{
  gint32 largest = 0;

  for (gsize i = 0; i < n; i++)
    {
      gint32 bits = get_magnitude_bits (prediction[i] - target[i]);

      largest = bits > largest ? bits : largest;
    }
  return largest;
}

DH_VECTOR_CLONES (gint32, count_equal,
                  (gsize n, const float *restrict target, const float *restrict prediction,
                   gint32 largest),
                  (n, target, prediction, largest))
{
  gint32 n_equal = 0;

  for (gsize i = 0; i < n; i++)
    n_equal += get_magnitude_bits (prediction[i] - target[i]) == largest;
  return n_equal;
}

DH_VECTOR_CLONES (void, share_out,
                  (gsize n, const float *restrict target, const float *restrict prediction,
                   gint32 largest, float share, float *restrict gradient),
                  (n, target, prediction, largest, share, gradient))
{
  for (gsize i = 0; i < n; i++)
    {
      float d = prediction[i] - target[i];
      float signed_share = d < 0.0f ? -share : share;

      gradient[i] = get_magnitude_bits (d) == largest ? signed_share : 0.0f;
    }
}

static double
linf_evaluate (const double *settings, DhShape shape, const float *target, const float *prediction,
               float *gradient, float *scratch)
{
  gsize size = (gsize) shape.w * shape.h, n_planes = (gsize) shape.n * shape.c;
  double sum = 0;

  for (gsize k = 0; k < n_planes; k++)
    {
      const float *t = target + k * size, *p = prediction + k * size;
      gint32 largest = find_largest (size, t, p);
      float share = 0;

      sum += dh_float_from_bits ((guint32) largest);
      if (gradient == NULL)
        continue;
      if (largest > 0)
        share = (float) (1.0 / ((double) count_equal (size, t, p, largest) * n_planes));
      share_out (size, t, p, largest, share, gradient + k * size);
    }
  return sum / n_planes;
}

const DhLoss dh_loss_linf = {
  .id = "linf",
  .name = N_ ("L-infinity"),
  .symbol = "L∞",
  .formula = N_ ("max of |d| over a channel, mean over channels"),
  .tex = "\\frac{1}{NC}\\sum_{n,c}\\max_i\\,\\lvert d_i\\rvert",
  .summary = N_ ("Next to nothing for a long time: each step corrects one pixel per channel, so "
                 "after {short.steps} steps there is still a grey blur with a hint of brows."),
  .measured = N_ ("Of the 12 288 values of a 64 × 64 picture, 3 get the whole gradient. One "
                  "outlier per channel (0.5 among 0.02) costs {wild.linf} here, {wild.mae} in "
                  "MAE. After {short.steps} steps of the quick preset its faces are off by "
                  "{short.linf.mae} (MAE), those of a lane trained with MAE by {short.mae.mae}."),
  .good_for = N_ ("Limiting the worst pixel, as a small addition to a loss that covers all of "
                  "them."),
  .bad_for = N_ ("Training on its own: a single outlier, from noise or a wrong landmark, decides "
                 "everything."),
  .source = N_ ("Chebyshev’s minimax approximation, 1854"),
  .evaluate = linf_evaluate,
};
