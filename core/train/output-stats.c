/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statistics of a network's output: does it still respond to its input?
 *
 * They are taken from the output of a training step: does it vary with the input, and how far is it
 * from the target?  They don't depend on the lane's loss, which may be what is wrong.
 */
#include "core/train/output-stats.h"

#include <math.h>

#define SATURATION 1e-4f

double
dh_output_stats_get_error (DhShape shape, const float *target, const float *output,
                           const float *mask)
{
  const gsize plane = (gsize) shape.h * shape.w;
  double sum = 0, area = 0;

  for (int n = 0; n < shape.n; n++)
    for (int c = 0; c < shape.c; c++)
      {
        const gsize start = ((gsize) n * shape.c + c) * plane;
        float errors = 0, shares = 0;

        for (gsize i = 0; i < plane; i++)
          {
            float share = mask != NULL ? mask[n * plane + i] : 1.0f;

            errors += share * fabsf (output[start + i] - target[start + i]);
            shares += share;
          }
        sum += errors;
        area += shares;
      }
  return area > 0 ? sum / area : NAN;
}

double
dh_output_stats_get_saturated (const float *output, gsize n)
{
  gsize count = 0;

  for (gsize i = 0; i < n; i++)
    count += output[i] < SATURATION || output[i] > 1.0f - SATURATION;
  return (double) count / n;
}

/* Every 7th pixel is enough. */
double
dh_output_stats_get_variation (const float *output, DhShape shape)
{
  const gsize picture = (gsize) shape.c * shape.h * shape.w;
  double sum = 0;
  guint n = 0;

  if (shape.n < 2)
    return NAN;
  for (gsize i = 0; i < picture; i += 7, n++)
    {
      double mean = 0, squares = 0;

      for (int k = 0; k < shape.n; k++)
        mean += output[k * picture + i] / shape.n;
      for (int k = 0; k < shape.n; k++)
        squares += (output[k * picture + i] - mean) * (output[k * picture + i] - mean);
      sum += sqrt (squares / shape.n);
    }
  return sum / n;
}
