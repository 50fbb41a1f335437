/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The driver of all losses that are a mean over pixels.  They differ in a line of arithmetic, so
 * each provides a kernel for a short block, and this file loops over the blocks: the kernel's loop
 * is simple enough to be vectorised, its terms stay in the first-level cache, and they are summed
 * in double precision, so a batch of a million pixels loses no digits.
 *
 * A function called for each pixel was rejected (nothing vectorises through a pointer), and so
 * was a macro that pastes the loop into each loss (nobody wants to read or debug it).
 */
#include "core/loss/pixelwise.h"

#include "core/base/vector-math.h"

/* A block is summed in single precision, in enough lanes that each adds at most eight numbers and
 * no addition waits for the previous one; the lanes are then summed in double. */
#define N_LANES 64
#define BLOCK   (8 * N_LANES)

/* n <= BLOCK */
static inline void
add_block (double *restrict sums, const float *restrict numbers, int n)
{
  float lanes[N_LANES] = { 0 };
  int i = 0;

  for (; i + N_LANES <= n; i += N_LANES)
    for (int k = 0; k < N_LANES; k++)
      lanes[k] += numbers[i + k];
  for (int k = 0; i < n; i++, k++)
    lanes[k] += numbers[i];
  for (int k = 0; k < N_LANES; k++)
    sums[k] += lanes[k];
}

/* Adds one half to the other, repeatedly: always in the same order, whatever the vectors' width. */
static inline double
add_up (double *sums)
{
  for (int half = N_LANES / 2; half > 0; half /= 2)
    for (int k = 0; k < half; k++)
      sums[k] += sums[k + half];
  return sums[0];
}

DH_VECTOR_CLONES (double, float_sum, (const float *numbers, gsize n), (numbers, n))
{
  double sums[N_LANES] = { 0 };

  for (gsize start = 0; start < n; start += BLOCK)
    add_block (sums, numbers + start, (int) MIN (n - start, (gsize) BLOCK));
  return add_up (sums);
}

double
dh_float_sum (const float *numbers, gsize n)
{
  return float_sum (numbers, n);
}

DH_VECTOR_CLONES (double, evaluate,
                  (DhPixelKernel kernel, const double *settings, DhShape shape, const float *target,
                   const float *prediction, float *gradient),
                  (kernel, settings, shape, target, prediction, gradient))
{
  gsize size = dh_shape_get_size (shape);
  float share = (float) (1.0 / size);
  DH_VECTOR_ALIGNED float error[BLOCK], term[BLOCK], unused[BLOCK];
  double sums[N_LANES] = { 0 };

  for (gsize start = 0; start < size; start += BLOCK)
    {
      int n = (int) MIN (size - start, (gsize) BLOCK);
      float *slope = gradient != NULL ? gradient + start : unused;

      for (int i = 0; i < n; i++)
        error[i] = prediction[start + i] - target[start + i];
      kernel (settings, share, n, error, term, slope);
      add_block (sums, term, n);
    }
  return add_up (sums) / size;
}

double
dh_pixelwise_evaluate (DhPixelKernel kernel, const double *settings, DhShape shape,
                       const float *target, const float *prediction, float *gradient)
{
  return evaluate (kernel, settings, shape, target, prediction, gradient);
}
