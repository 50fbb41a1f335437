/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * MAE, PSNR and SSIM, for every lane.  Values of different losses can't be compared, so every lane
 * is measured with the same metrics: MAE, PSNR and SSIM, picture by picture, averaged over
 * pictures.  PSNR is averaged in decibels, as usual: with the mean square over all pictures, the
 * worst one would dominate.
 *
 * With a mask, only the area that it covers counts.  SSIM is computed on the unmasked pictures and
 * weighted by the mask at the window's centre: blackening both pictures first would add perfect
 * windows and a perfect outline.  A picture whose mask is empty isn't counted; one whose mask lies
 * wholly in the rim that no window's centre reaches gets the plain mean of its SSIM map.
 */
#include "core/loss/metric.h"

#include "core/loss/ssim-plane.h"

#include <math.h>

#define WINDOW_SIZE   11
#define WINDOW_SIGMA  1.5
#define PSNR_OF_EQUAL 99.0

typedef struct
{
  double value, weight;
} WeightedSum;

static void
weighted_sum_add (WeightedSum *self, double value, double weight)
{
  self->value += weight * value;
  self->weight += weight;
}

gsize
dh_measure_get_scratch_size (DhShape shape)
{
  return dh_ssim_plane_get_scratch_size (shape.w, shape.h);
}

static double
get_psnr (double mean_square)
{
  double psnr = -10 * log10 (mean_square);

  return psnr > PSNR_OF_EQUAL ? PSNR_OF_EQUAL : psnr; /* NaN stays NaN */
}

/* mask (H, W) or NULL; channels (C, H, W) */
static void
add_errors (WeightedSum *absolute, WeightedSum *square, gsize size, const float *target,
            const float *prediction, const float *mask)
{
  for (gsize i = 0; i < size; i++)
    {
      double d = (double) prediction[i] - target[i];
      double weight = mask != NULL ? mask[i] : 1.0;

      weighted_sum_add (absolute, fabs (d), weight);
      weighted_sum_add (square, d * d, weight);
    }
}

/* The SSIM map of a compared plane, weighted and plain. */
static void
add_ssim (WeightedSum *weighted, WeightedSum *plain, const DhSsimPlane *plane, const float *mask)
{
  int rim = plane->window.size / 2;

  for (int y = 0; y < plane->map_height; y++)
    for (int x = 0; x < plane->map_width; x++)
      {
        gsize i = (gsize) y * plane->map_width + x;
        double ssim = (1.0 - plane->luminance[i]) * (1.0 - plane->structure[i]);
        gsize centre = (gsize) (y + rim) * plane->width + x + rim;

        weighted_sum_add (weighted, ssim, mask != NULL ? mask[centre] : 1.0);
        weighted_sum_add (plain, ssim, 1.0);
      }
}

/* One picture (C, H, W). */
static void
add_picture (DhMeasureSum *sum, DhSsimPlane *plane, int n_channels, const float *target,
             const float *prediction, const float *mask)
{
  gsize size = (gsize) plane->width * plane->height;
  WeightedSum absolute = { 0 }, square = { 0 }, ssim = { 0 }, plain_ssim = { 0 };

  for (int c = 0; c < n_channels; c++)
    {
      add_errors (&absolute, &square, size, target + c * size, prediction + c * size, mask);
      dh_ssim_plane_compare (plane, target + c * size, prediction + c * size);
      add_ssim (&ssim, &plain_ssim, plane, mask);
    }
  if (absolute.weight == 0)
    return;
  if (ssim.weight == 0)
    ssim = plain_ssim;
  sum->mae += absolute.value / absolute.weight;
  sum->psnr += get_psnr (square.value / square.weight);
  sum->ssim += ssim.value / ssim.weight;
  sum->n++;
}

void
dh_measure_add (DhMeasureSum *sum, DhShape shape, const float *target, const float *prediction,
                const float *mask, float *scratch)
{
  gsize size = (gsize) shape.w * shape.h;
  DhSsimPlane plane;

  dh_ssim_plane_init (&plane, shape.w, shape.h, WINDOW_SIZE, WINDOW_SIGMA, scratch);
  for (int n = 0; n < shape.n; n++)
    add_picture (sum, &plane, shape.c, target + n * shape.c * size, prediction + n * shape.c * size,
                 mask != NULL ? mask + n * size : NULL);
}

DhMeasure
dh_measure_mean (const DhMeasureSum *sum)
{
  double n = sum->n > 0 ? sum->n : NAN;

  return (DhMeasure) { sum->mae / n, sum->psnr / n, sum->ssim / n };
}
