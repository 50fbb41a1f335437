/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The structural loss that faceswap used in 2020: windows of 3 × 3 pixels that don't overlap, all
 * channels in one window (27 numbers in a colour picture), even weights.  Rows and columns that
 * are left over are ignored. (1 - SSIM)/2 by the same halves as in ssim-plane.c: 1 - l = (mean
 * d)²/M and 1 - cs = var d / V.
 *
 * Windows that don't overlap allow two passes, first the means and then the squared residuals, so
 * that nothing cancels.  A strip of three rows is summed column by column (vector code); only the
 * last step, from three columns to a window, goes window by window.
 */
#include "core/loss/loss.h"
#include "core/loss/ssim-plane.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define WINDOW_SIZE 3

/* A strip of windows; each buffer has one number per column. */
typedef struct
{
  DhShape shape;
  int size;      /* of a window */
  int n_windows; /* in the strip */
  gsize plane;   /* floats from one channel to the next */
  /* First the sums of a column, then the window's mean, repeated in each of its columns. */
  float *target_mean, *error_mean;
  float *variance, *error_variance;
  /* gradient = alpha + beta (d - mean d) + gamma (p - mean p) */
  float *alpha, *beta, *gamma;
} Strip;

#define N_STRIP_BUFFERS 7

static gsize
ssim_block_get_scratch_size (DhShape shape)
{
  return N_STRIP_BUFFERS * (gsize) shape.w;
}

static void
strip_init (Strip *self, DhShape shape, float *scratch)
{
  float **buffers[N_STRIP_BUFFERS] = {
    &self->target_mean, &self->error_mean, &self->variance, &self->error_variance,
    &self->alpha,       &self->beta,       &self->gamma,
  };

  self->shape = shape;
  self->size = dh_window_fit (WINDOW_SIZE, shape.w, shape.h);
  self->n_windows = shape.w / self->size;
  self->plane = (gsize) shape.w * shape.h;
  for (int i = 0; i < N_STRIP_BUFFERS; i++)
    *buffers[i] = scratch + (gsize) i * shape.w;
  memset (scratch, 0, ssim_block_get_scratch_size (shape) * sizeof (float));
}

/* The offset of row `row` of the strip's channel from the strip's first number. */
static gsize
strip_row (const Strip *self, int channel, int row)
{
  return channel * self->plane + (gsize) row * self->shape.w;
}

/* The sum of a window's columns, divided by its number of pixels, is written to each of the
 * columns. */
DH_VECTOR_CLONES (void, strip_average, (const Strip *self, float *columns), (self, columns))
{
  float share = 1.0f / (self->size * self->size * self->shape.c);

  for (int k = 0; k < self->n_windows; k++)
    {
      float *window = columns + k * self->size;
      float sum = 0;

      for (int i = 0; i < self->size; i++)
        sum += window[i];
      for (int i = 0; i < self->size; i++)
        window[i] = sum * share;
    }
}

/* Adds a row of pixels to the sums of its columns. These are separate functions because the
 * compiler only honours `restrict` on parameters. */
static inline void
add_means (int n, const float *restrict t, const float *restrict p, float *restrict mean,
           float *restrict error)
{
  for (int x = 0; x < n; x++)
    {
      mean[x] += t[x];
      error[x] += p[x] - t[x];
    }
}

static inline void
add_variances (int n, const float *restrict t, const float *restrict p, const float *restrict mean,
               const float *restrict error, float *restrict variance,
               float *restrict error_variance)
{
  for (int x = 0; x < n; x++)
    {
      float a = t[x] - mean[x], b = p[x] - t[x] - error[x];

      variance[x] += a * a + (a + b) * (a + b);
      error_variance[x] += b * b;
    }
}

DH_VECTOR_CLONES (void, strip_find_means,
                  (const Strip *self, const float *target, const float *prediction),
                  (self, target, prediction))
{
  float *mean = self->target_mean, *error = self->error_mean;

  memset (mean, 0, self->shape.w * sizeof (float));
  memset (error, 0, self->shape.w * sizeof (float));
  for (int c = 0; c < self->shape.c; c++)
    for (int y = 0; y < self->size; y++)
      {
        gsize row = strip_row (self, c, y);

        add_means (self->shape.w, target + row, prediction + row, mean, error);
      }
  strip_average (self, mean);
  strip_average (self, error);
}

DH_VECTOR_CLONES (void, strip_find_variances,
                  (const Strip *self, const float *target, const float *prediction),
                  (self, target, prediction))
{
  float *variance = self->variance, *error_variance = self->error_variance;

  memset (variance, 0, self->shape.w * sizeof (float));
  memset (error_variance, 0, self->shape.w * sizeof (float));
  for (int c = 0; c < self->shape.c; c++)
    for (int y = 0; y < self->size; y++)
      {
        gsize row = strip_row (self, c, y);

        add_variances (self->shape.w, target + row, prediction + row, self->target_mean,
                       self->error_mean, variance, error_variance);
      }
  strip_average (self, variance);
  strip_average (self, error_variance);
}

/* Sum of (1 - SSIM)/2 over the strip's windows, and the coefficients of its gradient; share:
 * of a window in the mean. */
DH_VECTOR_CLONES (double, strip_compare, (const Strip *self, float share), (self, share))
{
  float weight = share / (self->size * self->size * self->shape.c);
  double sum = 0;

  for (int k = 0; k < self->n_windows; k++)
    {
      int first = k * self->size;
      float u = self->target_mean[first], shift = self->error_mean[first], v = u + shift;
      float m = u * u + v * v + DH_SSIM_C1, s = self->variance[first] + DH_SSIM_C2;
      float a = shift * shift / m, b = self->error_variance[first] / s;
      float beta = weight * (1.0f - a) / s;

      sum += 0.5f * (a + b - a * b);
      for (int x = first; x < first + self->size; x++)
        {
          self->alpha[x] = weight * (1.0f - b) * (shift - a * v) / m;
          self->beta[x] = beta;
          self->gamma[x] = -beta * b;
        }
    }
  return sum;
}

DH_VECTOR_CLONES (void, strip_differentiate,
                  (const Strip *self, const float *target, const float *prediction,
                   float *gradient),
                  (self, target, prediction, gradient))
{
  const float *restrict mean = self->target_mean, *restrict error = self->error_mean;
  const float *restrict alpha = self->alpha, *restrict beta = self->beta;
  const float *restrict gamma = self->gamma;

  for (int c = 0; c < self->shape.c; c++)
    for (int y = 0; y < self->size; y++)
      {
        gsize row = strip_row (self, c, y);
        const float *restrict t = target + row, *restrict p = prediction + row;
        float *restrict g = gradient + row;

        for (int x = 0; x < self->n_windows * self->size; x++)
          {
            float b = p[x] - t[x] - error[x];

            g[x] = alpha[x] + beta[x] * b + gamma[x] * (t[x] - mean[x] + b);
          }
      }
}

static double
ssim_block_evaluate (const double *settings, DhShape shape, const float *target,
                     const float *prediction, float *gradient, float *scratch)
{
  Strip strip;
  int n_strips;
  double n_windows, sum = 0;

  strip_init (&strip, shape, scratch);
  n_strips = shape.h / strip.size;
  n_windows = (double) shape.n * n_strips * strip.n_windows;
  if (gradient != NULL)
    memset (gradient, 0, dh_shape_get_size (shape) * sizeof (float));
  for (int n = 0; n < shape.n; n++)
    for (int k = 0; k < n_strips; k++)
      {
        gsize start = (gsize) n * shape.c * strip.plane + (gsize) k * strip.size * shape.w;

        strip_find_means (&strip, target + start, prediction + start);
        strip_find_variances (&strip, target + start, prediction + start);
        sum += strip_compare (&strip, (float) (1.0 / n_windows));
        if (gradient != NULL)
          strip_differentiate (&strip, target + start, prediction + start, gradient + start);
      }
  return sum / n_windows;
}

const DhLoss dh_loss_ssim_block = {
  .id = "ssim_block",
  .name = N_ ("SSIM (faceswap 2020)"),
  .symbol = "SSIM′20",
  .formula = N_ ("mean of (1 − SSIM)/2 over 3 × 3 blocks of all channels"),
  .tex = "\\frac{1}{n}\\sum_{b} \\frac{1 - \\operatorname{SSIM}_b}{2}",
  .summary = N_ ("A slow start, then clear light and shadow in good colours: a block of 3 × 3 "
                 "pixels sees only the finest structure."),
  .claim = N_ ("The SSIM of the post’s pictures: it sees structure and cares little about a "
               "uniform change of brightness. The program that made them added as much MSE without "
               "being asked."),
  .measured = N_ ("In one test, all pixels 0.2 too bright cost {shift.ssim_block}, a 5 × 5 blur "
                  "{blur.ssim_block}. So part of what the post shows as SSIM is the work of MSE: "
                  "“SSIM + MSE” shows the same."),
  .good_for = N_ ("Comparing with pictures made by faceswap in 2020, with 100 % MSE added."),
  .bad_for = N_ ("Large shapes at the start. Leftover rows and columns at the right and bottom "
                 "aren’t trained at all."),
  .source = N_ ("faceswap’s DSSIM of 2020, after Wang et al. 2004"),
  .get_scratch_size = ssim_block_get_scratch_size,
  .evaluate = ssim_block_evaluate,
};
