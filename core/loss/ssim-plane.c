/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The structural similarity of one plane, and its derivative (Wang, Bovik, Sheikh, Simoncelli
 * 2004).
 *
 * As published, SSIM = l · cs with l = (2 u v + C1) / (u² + v² + C1) and cs = (2 cov + C2) / (var t
 * + var p + C2), u and v being the local means of target t and prediction p.  If both pictures are
 * nearly equal, as a good network makes them, 1 - SSIM is a small difference of large numbers, and
 * is lost in single precision.  With the error d = p - t, the same can be written without such a
 * difference:
 *
 *     1 - l  = (mean d)² / M,   M = u² + v² + C1
 *     1 - cs = var d / V,       V = var t + var p + C2.
 *
 * Variances don't change when a constant is subtracted, so the plane's mean is first subtracted
 * from t and from d; then E[x²] - E[x]² loses no digits either.  Four filtered maps give the value:
 * t, d, d² and t² + p².
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
#include "core/base/vector-math.h"

/* Rows may begin anywhere, buffers begin at a cache line. */
static gsize
round_up (gsize n)
{
  return (n + 15) / 16 * 16;
}

gsize
dh_ssim_plane_get_scratch_size (int width, int height)
{
  return 11 * round_up ((gsize) width * height) + round_up (dh_window_get_scratch_size (width));
}

void
dh_ssim_plane_init (DhSsimPlane *self, int width, int height, int wanted_size, double sigma,
                    float *scratch)
{
  float **buffers[] = {
    &self->target,       &self->error,        &self->product,      &self->square,
    &self->local_target, &self->local_error,  &self->variance,     &self->luminance,
    &self->structure,    &self->by_luminance, &self->by_structure, &self->scratch,
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

double
dh_ssim_plane_get_sigma (int window_size)
{
  return 1.5 * window_size / DH_WINDOW_MAX_SIZE;
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

DH_VECTOR_CLONES (void, subtract,
                  (gsize n, const float *restrict a, const float *restrict b,
                   float *restrict difference),
                  (n, a, b, difference))
{
  for (gsize i = 0; i < n; i++)
    difference[i] = a[i] - b[i];
}

/* Subtracts the mean and returns it. */
DH_VECTOR_CLONES (float, centre, (gsize n, const float *restrict plane, float *restrict centred),
                  (n, plane, centred))
{
  float mean = (float) (dh_float_sum (plane, n) / n);

  for (gsize i = 0; i < n; i++)
    centred[i] = plane[i] - mean;
  return mean;
}

/* Filters the squares: var d ends in `structure`, var t + var p in `variance`, both still including
 * the squares of the means. */
DH_VECTOR_CLONES (void, square,
                  (gsize n, const float *restrict t, const float *restrict d,
                   float *restrict square_of_error, float *restrict both_squares),
                  (n, t, d, square_of_error, both_squares))
{
  for (gsize i = 0; i < n; i++)
    {
      float p = t[i] + d[i];

      square_of_error[i] = d[i] * d[i];
      both_squares[i] = t[i] * t[i] + p * p;
    }
}

/* Rounding may leave a variance a little below zero; NaN must pass. */
static inline float
cut_below_zero (float variance)
{
  return variance < 0.0f ? 0.0f : variance;
}

/* variance, structure: on entry, filtered squares; on return, V and 1 - cs. */
DH_VECTOR_CLONES (void, compare_windows,
                  (const DhSsimPlane *self, const float *restrict local_target,
                   const float *restrict local_error, float *restrict variance,
                   float *restrict luminance, float *restrict structure),
                  (self, local_target, local_error, variance, luminance, structure))
{
  float target_mean = self->target_mean, error_mean = self->error_mean;

  for (gsize i = 0; i < self->n_windows; i++)
    {
      float t = local_target[i], d = local_error[i], p = t + d;
      float u = t + target_mean, shift = d + error_mean, v = u + shift;

      luminance[i] = shift * shift / (u * u + v * v + DH_SSIM_C1);
      variance[i] = cut_below_zero (variance[i] - t * t - p * p) + DH_SSIM_C2;
      structure[i] = cut_below_zero (structure[i] - d * d) / variance[i];
    }
}

void
dh_ssim_plane_compare_error (DhSsimPlane *self, const float *target, const float *error)
{
  gsize n = (gsize) self->width * self->height;

  self->target_mean = centre (n, target, self->target);
  self->error_mean = centre (n, error, self->error);
  filter (self, self->target, self->local_target);
  filter (self, self->error, self->local_error);
  square (n, self->target, self->error, self->product, self->square);
  filter (self, self->product, self->structure);
  filter (self, self->square, self->variance);
  compare_windows (self, self->local_target, self->local_error, self->variance, self->luminance,
                   self->structure);
}

void
dh_ssim_plane_compare (DhSsimPlane *self, const float *target, const float *prediction)
{
  gsize n = (gsize) self->width * self->height;

  subtract (n, prediction, target, self->product);
  dh_ssim_plane_compare_error (self, target, self->product);
}

/* Turns the slopes by the two maps into α (in local_target), β (by_structure) and γ (variance). */
DH_VECTOR_CLONES (void, find_coefficients,
                  (const DhSsimPlane *self, float *restrict alpha, float *restrict beta,
                   float *restrict gamma),
                  (self, alpha, beta, gamma))
{
  const float *restrict local_error = self->local_error;
  const float *restrict by_luminance = self->by_luminance;
  const float *restrict luminance = self->luminance, *restrict structure = self->structure;
  float target_mean = self->target_mean, error_mean = self->error_mean;

  for (gsize i = 0; i < self->n_windows; i++)
    {
      float t = alpha[i], d = local_error[i];
      float u = t + target_mean, shift = d + error_mean, v = u + shift;
      float m = u * u + v * v + DH_SSIM_C1;

      beta[i] = 2.0f * beta[i] / gamma[i];
      gamma[i] = -beta[i] * structure[i];
      alpha[i] = 2.0f * by_luminance[i] * (shift - luminance[i] * v) / m - beta[i] * d
                 - gamma[i] * (t + d);
    }
}

/* gradient: on entry, the part that α contributes. */
DH_VECTOR_CLONES (void, add_products,
                  (gsize n, const float *restrict beta, const float *restrict d,
                   const float *restrict gamma, const float *restrict t, float *restrict gradient),
                  (n, beta, d, gamma, t, gradient))
{
  for (gsize i = 0; i < n; i++)
    gradient[i] += beta[i] * d[i] + gamma[i] * (t[i] + d[i]);
}

void
dh_ssim_plane_differentiate (DhSsimPlane *self, float *gradient)
{
  gsize n = (gsize) self->width * self->height;

  find_coefficients (self, self->local_target, self->by_structure, self->variance);
  spread (self, self->local_target, gradient);
  spread (self, self->by_structure, self->product);
  spread (self, self->variance, self->square);
  add_products (n, self->product, self->error, self->square, self->target, gradient);
}
