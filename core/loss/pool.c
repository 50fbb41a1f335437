/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Halving a plane by 2 × 2 means, and its transpose for gradients, for the losses with several
 * scales.  An odd last row or column has no partner.  A pyramid drops it, as deep learning programs
 * do; MS-SSIM mirrors it, as Wang's original and tf.image do: the pixel counts as its own
 * neighbour.  So the results are comparable with theirs.
 */
#include "core/loss/pool.h"

#include "core/base/vector-math.h"

DH_VECTOR_CLONES (void, halve_row,
                  (int n, const float *restrict upper, const float *restrict lower,
                   float *restrict half),
                  (n, upper, lower, half))
{
  for (int x = 0; x < n; x++)
    half[x] = 0.25f * ((upper[2 * x] + upper[2 * x + 1]) + (lower[2 * x] + lower[2 * x + 1]));
}

DH_VECTOR_CLONES (void, return_row, (int n, const float *restrict half, float *restrict row),
                  (n, half, row))
{
  for (int x = 0; x < n; x++)
    {
      row[2 * x] += 0.25f * half[x];
      row[2 * x + 1] += 0.25f * half[x];
    }
}

/* A row or column without a partner is used as its own partner. */
void
dh_pool_halve_mirrored (int width, int height, const float *plane, float *half)
{
  int half_width = (width + 1) / 2, half_height = (height + 1) / 2;

  for (int y = 0; y < half_height; y++)
    {
      const float *upper = plane + (gsize) 2 * y * width;
      const float *lower = 2 * y + 1 < height ? upper + width : upper;

      halve_row (width / 2, upper, lower, half + (gsize) y * half_width);
      if (width % 2 != 0)
        half[(gsize) y * half_width + width / 2] = 0.5f * (upper[width - 1] + lower[width - 1]);
    }
}

void
dh_pool_return_mirrored (int width, int height, const float *half, float *plane)
{
  int half_width = (width + 1) / 2, half_height = (height + 1) / 2;

  for (int y = 0; y < half_height; y++)
    for (int k = 0; k < 2; k++)
      {
        const float *from = half + (gsize) y * half_width;
        float *row = plane + (gsize) MIN (2 * y + k, height - 1) * width;

        return_row (width / 2, from, row);
        if (width % 2 != 0)
          row[width - 1] += 0.5f * from[width / 2];
      }
}

void
dh_pool_halve (int width, int height, const float *plane, float *half)
{
  for (int y = 0; y < height / 2; y++)
    {
      const float *row = plane + (gsize) 2 * y * width;

      halve_row (width / 2, row, row + width, half + (gsize) y * (width / 2));
    }
}

void
dh_pool_return (int width, int height, const float *half, float *plane)
{
  for (int y = 0; y < height / 2; y++)
    for (int k = 0; k < 2; k++)
      return_row (width / 2, half + (gsize) y * (width / 2), plane + (gsize) (2 * y + k) * width);
}
