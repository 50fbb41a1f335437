/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The structural similarity of one plane, and its derivative (Wang, Bovik, Sheikh, Simoncelli
 * 2004).
 *
 * As published, SSIM = l · cs with l = (2 u v + C1) / (u² + v² + C1) and cs = (2 cov + C2) /
 * (var t + var p + C2), u and v being the local means of target t and prediction p.  Where both
 * pictures are nearly equal, which is where a good network ends, 1 - SSIM is a small difference
 * of big numbers, and single precision loses it.  With the error d = p - t the same is, without
 * any difference,
 *
 *     1 - l  = (mean d)² / M,   M = u² + v² + C1
 *     1 - cs = var d / V,       V = var t + var p + C2.
 *
 * Variances don't change when a constant is taken away, so t and d are first freed of their
 * plane's mean; then E[x²] - E[x]² is harmless as well.  Four filtered maps give the value: t,
 * d, d² and t² + p².
 *
 * The derivative by a pixel p_i under the weight w_i of a window, with the slopes a by (1 - l)
 * and s by (1 - cs), is w_i (α + β d_i + γ p_i), where
 *
 *     β = 2 s / V,   γ = -β (1 - cs),   α = 2 a (mean d - (1 - l) v) / M - β mean d - γ mean p
 *
 * so that three maps are carried back through the window's transpose.
 */
#include "core/loss/ssim-plane.h"

#include "core/loss/pixelwise.h"

/* Rows may begin anywhere, buffers begin at a cache line. */
static gsize
round_up (gsize n)
{
  return (n + 15) / 16 * 16;
}

gsize
dh_ssim_plane_get_scratch_size (int width, int height)
{
  return 10 * round_up ((gsize) width * height) + round_up (dh_window_get_scratch_size (width));
}

void
dh_ssim_plane_init (DhSsimPlane *self,
                    int          width,
                    int          height,
                    int          wanted_size,
                    double       sigma,
                    float       *scratch)
{
  float **buffers[] = {
    &self->target, &self->error, &self->product, &self->local_target, &self->local_error,
    &self->variance, &self->luminance, &self->structure, &self->by_luminance, &self->by_structure,
    &self->scratch,
  };
  gsize step = round_up ((gsize) width * height);

  dh_window_init_gaussian (&self->window, dh_window_fit (wanted_size, width, height), sigma);
  self->width = width;
  self->height = height;
  self->map_width = width - self->window.size + 1;
  self->map_height = height - self->window.size + 1;
  self->n_windows = (gsize) self->map_width * self->map_height;
  for (gsize i = 0; i < G_N_ELEMENTS (buffers); i++)
    *buffers[i] = scratch + i * step;
}

static void
filter (DhSsimPlane *self, const float *plane, float *map)
{
  dh_window_filter (&self->window, self->width, self->height, plane, map, self->scratch);
}

static void
spread (DhSsimPlane *self, const float *map, float *plane)
{
  dh_window_spread (&self->window, self->width, self->height, map, plane, self->scratch);
}

/* Fills target and error, free of their means. */
static void
centre (DhSsimPlane *self, const float *restrict target, const float *restrict prediction)
{
  gsize n = (gsize) self->width * self->height;
  float *restrict t = self->target, *restrict d = self->error;

  for (gsize i = 0; i < n; i++)
    d[i] = prediction[i] - target[i];
  self->target_mean = (float) (dh_float_sum (target, n) / n);
  self->error_mean = (float) (dh_float_sum (d, n) / n);
  for (gsize i = 0; i < n; i++)
    {
      t[i] = target[i] - self->target_mean;
      d[i] -= self->error_mean;
    }
}

/* Filters the squares: var d ends in `structure`, var t + var p in `variance`, both still with the
 * squares of the means. */
static void
filter_squares (DhSsimPlane *self)
{
  gsize n = (gsize) self->width * self->height;
  const float *restrict t = self->target, *restrict d = self->error;
  float *restrict product = self->product;

  for (gsize i = 0; i < n; i++)
    product[i] = d[i] * d[i];
  filter (self, product, self->structure);
  for (gsize i = 0; i < n; i++)
    product[i] = t[i] * t[i] + (t[i] + d[i]) * (t[i] + d[i]);
  filter (self, product, self->variance);
}

/* Rounding may leave a variance a little below zero; NaN must pass. */
static inline float
cut_below_zero (float variance)
{
  return variance < 0.0f ? 0.0f : variance;
}

void
dh_ssim_plane_compare (DhSsimPlane *self, const float *target, const float *prediction)
{
  const float *restrict local_target, *restrict local_error;
  float *restrict variance = self->variance;
  float *restrict luminance = self->luminance, *restrict structure = self->structure;

  centre (self, target, prediction);
  filter (self, self->target, self->local_target);
  filter (self, self->error, self->local_error);
  filter_squares (self);
  local_target = self->local_target;
  local_error = self->local_error;
  for (gsize i = 0; i < self->n_windows; i++)
    {
      float t = local_target[i], d = local_error[i], p = t + d;
      float u = t + self->target_mean, shift = d + self->error_mean, v = u + shift;

      luminance[i] = shift * shift / (u * u + v * v + DH_SSIM_C1);
      variance[i] = cut_below_zero (variance[i] - t * t - p * p) + DH_SSIM_C2;
      structure[i] = cut_below_zero (structure[i] - d * d) / variance[i];
    }
}

/* Turns the slopes by the two maps into α (in local_target), β (by_structure) and γ (variance). */
static void
find_coefficients (DhSsimPlane *self)
{
  float *restrict alpha = self->local_target, *restrict beta = self->by_structure;
  float *restrict gamma = self->variance;
  const float *restrict local_error = self->local_error;
  const float *restrict by_luminance = self->by_luminance;
  const float *restrict luminance = self->luminance, *restrict structure = self->structure;

  for (gsize i = 0; i < self->n_windows; i++)
    {
      float t = alpha[i], d = local_error[i];
      float u = t + self->target_mean, shift = d + self->error_mean, v = u + shift;
      float m = u * u + v * v + DH_SSIM_C1;

      beta[i] = 2.0f * beta[i] / gamma[i];
      gamma[i] = -beta[i] * structure[i];
      alpha[i] = 2.0f * by_luminance[i] * (shift - luminance[i] * v) / m
                 - beta[i] * d - gamma[i] * (t + d);
    }
}

void
dh_ssim_plane_differentiate (DhSsimPlane *self, float *gradient)
{
  gsize n = (gsize) self->width * self->height;
  float *restrict product = self->product, *restrict out = gradient;
  const float *restrict d = self->error, *restrict t = self->target;

  find_coefficients (self);
  spread (self, self->local_target, gradient);
  spread (self, self->by_structure, product);
  for (gsize i = 0; i < n; i++)
    out[i] += product[i] * d[i];
  spread (self, self->variance, product);
  for (gsize i = 0; i < n; i++)
    out[i] += product[i] * (t[i] + d[i]);
}
