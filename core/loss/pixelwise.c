/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all losses that are a mean over pixels share.  They differ in a line of arithmetic, so
 * each gives that line as a kernel over a short block, and the blocks are driven from here: the
 * kernel's loop is plain enough to be vectorised, its terms stay in the first-level cache, and
 * their sum is taken in double precision, where a batch of a million pixels loses no digits.
 *
 * A function called for each pixel was rejected (nothing vectorises through a pointer), and so
 * was a macro that pastes the loop into each loss (nobody wants to read or debug it).
 */
#include "core/loss/pixelwise.h"

/* Independent partial sums, so that an addition needn't wait for the one before. */
#define N_PARTS 8
#define BLOCK 512

double
dh_float_sum (const float *numbers, gsize n)
{
  double parts[N_PARTS] = { 0 };
  double sum = 0;
  gsize i = 0;

  for (; i + N_PARTS <= n; i += N_PARTS)
    for (int k = 0; k < N_PARTS; k++)
      parts[k] += numbers[i + k];
  for (; i < n; i++)
    sum += numbers[i];
  for (int k = 0; k < N_PARTS; k++)
    sum += parts[k];
  return sum;
}

double
dh_pixelwise_evaluate (DhPixelKernel kernel,
                       const double *settings,
                       DhShape       shape,
                       const float  *target,
                       const float  *prediction,
                       float        *gradient)
{
  gsize size = dh_shape_get_size (shape);
  float share = (float) (1.0 / size);
  float error[BLOCK], term[BLOCK], unused[BLOCK];
  double sum = 0;

  for (gsize start = 0; start < size; start += BLOCK)
    {
      int n = (int) MIN (size - start, (gsize) BLOCK);
      float *slope = gradient != NULL ? gradient + start : unused;

      for (int i = 0; i < n; i++)
        error[i] = prediction[start + i] - target[start + i];
      kernel (settings, share, n, error, term, slope);
      sum += dh_float_sum (term, n);
    }
  return sum / size;
}
