/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Laplacian pyramid: the error is split into bands, from the finest detail to the broad shapes,
 * and each band contributes its mean magnitude.  A band is the error minus its blurred self
 * (Gaussian 5 × 5, σ 1, border repeated); the blurred self is halved by means of 2 × 2 and gives
 * the next band.  Band k has the weight 4^-k, and so has what is left at the end.
 *
 * All steps but the last are linear, so a single pyramid of d = p - t is enough for both pictures.
 * The blur uses differences from the pixel in the middle: a uniform error then gives a band of
 * exact zeros, whereas products that should add up to one would leave rounding errors, and MAE's
 * slope would follow their sign.
 *
 * A picture with a side of one pixel can't be halved, so the pyramid of a small picture ends early,
 * and the rest is weighted as on that level: 1 × 1 is MAE.  Odd sizes lose their last row or column
 * on the way to the next level, but not in their own band. Source: Burt and Adelson, "The Laplacian
 * Pyramid as a Compact Image Code", 1983; as a loss with 4^-k, Bojanowski and others, "Optimizing
 * the Latent Space of Generative Networks", 2018.
 */
#include "core/loss/loss.h"
#include "core/loss/pixelwise.h"
#include "core/loss/pool.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

#define MAX_LEVELS 8
#define MARGIN     2

/* The window's weights at a distance of one and two: exp (-k²/2) divided by the sum of all five. */
#define NEAR   0.24420134f
#define FAR    0.05448868f
#define CENTRE (1.0f - 2.0f * (NEAR + FAR))

typedef struct
{
  int n_levels;
  int width[MAX_LEVELS + 1], height[MAX_LEVELS + 1];
  float weight[MAX_LEVELS + 1]; /* of one number's magnitude in the loss */
  float *slope[MAX_LEVELS + 1]; /* of the loss, by that level's numbers */
  float *error;                 /* of the current level */
  float *sideways, *blurred;    /* after one direction, after both */
  float *line;                  /* a row with MARGIN numbers on both sides */
  float *zeros, *term;
} Pyramid;

static gsize
laplacian_pyramid_get_scratch_size (DhShape shape)
{
  gsize size = 3 * (gsize) shape.w * shape.h;

  for (int k = 0; k <= MAX_LEVELS; k++)
    size += (gsize) (shape.w >> k) * (shape.h >> k);
  return size + 3 * ((gsize) shape.w + 2 * MARGIN);
}

static float *
take (float **scratch, gsize n)
{
  float *buffer = *scratch;

  *scratch += n;
  return buffer;
}

static void
pyramid_init (Pyramid *self, int wanted_levels, DhShape shape, float *scratch)
{
  gsize size = (gsize) shape.w * shape.h, n_line = (gsize) shape.w + 2 * MARGIN;
  int width = shape.w, height = shape.h;

  self->n_levels = 0;
  while (self->n_levels < wanted_levels && MIN (shape.w, shape.h) >> self->n_levels >= 2)
    self->n_levels++;
  for (int k = 0; k <= self->n_levels; k++, width /= 2, height /= 2)
    {
      gsize n = (gsize) width * height;

      self->width[k] = width;
      self->height[k] = height;
      self->weight[k] = (float) (ldexp (1, -2 * k) / ((double) n * shape.n * shape.c));
      self->slope[k] = take (&scratch, n);
    }
  self->error = take (&scratch, size);
  self->sideways = take (&scratch, size);
  self->blurred = take (&scratch, size);
  self->line = take (&scratch, n_line);
  self->zeros = take (&scratch, n_line);
  self->term = take (&scratch, n_line);
  memset (self->zeros, 0, n_line * sizeof (float));
}

static inline float
get_signed (float x, float magnitude)
{
  return (x > 0.0f ? magnitude : 0.0f) - (x < 0.0f ? magnitude : 0.0f);
}

/* x: a row with its ends repeated.  Computes the blurred row, and what the blur took from it. */
DH_VECTOR_CLONES (void, blur_row,
                  (int n, const float *restrict line, float *restrict blurred,
                   float *restrict taken),
                  (n, line, blurred, taken))
{
  for (int i = 0; i < n; i++)
    {
      float twice = 2.0f * line[i + 2];

      taken[i] = NEAR * (twice - line[i + 1] - line[i + 3]) + FAR * (twice - line[i] - line[i + 4]);
      blurred[i] = line[i + 2] - taken[i];
    }
}

/* The same vertically, from five rows; the band is what both directions took away. blurred: on
 * entry, what was taken horizontally. */
DH_VECTOR_CLONES (void, blur_down,
                  (int n, const float *const *rows, float weight, float *restrict blurred,
                   float *restrict term, float *restrict slope),
                  (n, rows, weight, blurred, term, slope))
{
  const float *restrict a = rows[0], *restrict b = rows[1], *restrict c = rows[2];
  const float *restrict d = rows[3], *restrict e = rows[4];

  for (int i = 0; i < n; i++)
    {
      float twice = 2.0f * c[i];
      float taken = NEAR * (twice - b[i] - d[i]) + FAR * (twice - a[i] - e[i]);
      float band = blurred[i] + taken;

      blurred[i] = c[i] - taken;
      term[i] = fabsf (band);
      slope[i] = get_signed (band, weight);
    }
}

/* Fills blurred and the band's slope; returns the sum of the band's magnitudes. */
static double
take_band (Pyramid *self, int level)
{
  int width = self->width[level], height = self->height[level];
  float *line = self->line;
  double sum = 0;

  for (int y = 0; y < height; y++)
    {
      gsize row = (gsize) y * width;

      memcpy (line + MARGIN, self->error + row, width * sizeof (float));
      line[0] = line[1] = line[MARGIN];
      line[width + MARGIN] = line[width + MARGIN + 1] = line[width + MARGIN - 1];
      blur_row (width, line, self->sideways + row, self->blurred + row);
    }
  for (int y = 0; y < height; y++)
    {
      const float *rows[5];
      gsize row = (gsize) y * width;

      for (int k = 0; k < 5; k++)
        rows[k] = self->sideways + (gsize) CLAMP (y + k - 2, 0, height - 1) * width;
      blur_down (width, rows, self->weight[level], self->blurred + row, self->term,
                 self->slope[level] + row);
      sum += dh_float_sum (self->term, width);
    }
  return sum;
}

/* What is left after the last band. */
static double
measure_rest (Pyramid *self)
{
  int k = self->n_levels;
  gsize n = (gsize) self->width[k] * self->height[k];
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      sum += fabsf (self->error[i]);
      self->slope[k][i] = get_signed (self->error[i], self->weight[k]);
    }
  return sum;
}

/* The blur's transpose: the gradient of the border's copies goes to the border. */
DH_VECTOR_CLONES (void, spread_down, (int n, const float *const *rows, float *restrict sum),
                  (n, rows, sum))
{
  const float *restrict a = rows[0], *restrict b = rows[1], *restrict c = rows[2];
  const float *restrict d = rows[3], *restrict e = rows[4];

  for (int i = 0; i < n; i++)
    sum[i] = CENTRE * c[i] + NEAR * (b[i] + d[i]) + FAR * (a[i] + e[i]);
}

DH_VECTOR_CLONES (void, add_border,
                  (int n, const float *restrict edge, const float *restrict inner,
                   float *restrict sum),
                  (n, edge, inner, sum))
{
  for (int i = 0; i < n; i++)
    sum[i] += (NEAR + FAR) * edge[i] + FAR * inner[i];
}

DH_VECTOR_CLONES (void, spread_row, (int n, const float *restrict line, float *restrict slope),
                  (n, line, slope))
{
  for (int i = 0; i < n; i++)
    slope[i] += CENTRE * line[i + 2] + NEAR * (line[i + 1] + line[i + 3])
                + FAR * (line[i] + line[i + 4]);
  slope[0] += (NEAR + FAR) * line[2] + FAR * line[3];
  slope[n - 1] += (NEAR + FAR) * line[n + 1] + FAR * line[n];
}

/* Adds to a level's slope what comes back through its blurred self: minus the band's slope, plus
 * that of the next level. */
static void
return_slopes (Pyramid *self, int level)
{
  int width = self->width[level], height = self->height[level];
  float *slope = self->slope[level], *upstream = self->blurred, *line = self->line;

  for (gsize i = 0; i < (gsize) width * height; i++)
    upstream[i] = -slope[i];
  dh_pool_return (width, height, self->slope[level + 1], upstream);
  memset (line, 0, (width + 2 * MARGIN) * sizeof (float));
  for (int y = 0; y < height; y++)
    {
      const float *rows[5];

      for (int k = 0; k < 5; k++)
        rows[k] = y + k - 2 >= 0 && y + k - 2 < height ? upstream + (gsize) (y + k - 2) * width
                                                       : self->zeros;
      spread_down (width, rows, line + MARGIN);
      if (y == 0)
        add_border (width, rows[2], rows[3], line + MARGIN);
      if (y == height - 1)
        add_border (width, rows[2], rows[1], line + MARGIN);
      spread_row (width, line, slope + (gsize) y * width);
    }
}

/* The sum over one plane; its part of the gradient ends up in slope[0]. */
static double
measure_plane (Pyramid *self, const float *target, const float *prediction, gboolean with_gradient)
{
  double sum = 0;

  for (gsize i = 0; i < (gsize) self->width[0] * self->height[0]; i++)
    self->error[i] = prediction[i] - target[i];
  for (int k = 0; k < self->n_levels; k++)
    {
      sum += self->weight[k] * take_band (self, k);
      dh_pool_halve (self->width[k], self->height[k], self->blurred, self->error);
    }
  sum += self->weight[self->n_levels] * measure_rest (self);
  for (int k = self->n_levels - 1; with_gradient && k >= 0; k--)
    return_slopes (self, k);
  return sum;
}

static double
laplacian_pyramid_evaluate (const double *settings, DhShape shape, const float *target,
                            const float *prediction, float *gradient, float *scratch)
{
  gsize size = (gsize) shape.w * shape.h;
  double sum = 0;
  Pyramid pyramid;

  pyramid_init (&pyramid, (int) CLAMP (settings[0], 1, MAX_LEVELS), shape, scratch);
  for (gsize i = 0; i < (gsize) shape.n * shape.c; i++)
    {
      if (gradient != NULL)
        pyramid.slope[0] = gradient + i * size;
      sum += measure_plane (&pyramid, target + i * size, prediction + i * size, gradient != NULL);
    }
  return sum;
}

const DhLoss dh_loss_laplacian_pyramid = {
  .id = "laplacian_pyramid",
  .name = N_ ("Laplacian pyramid"),
  .symbol = "LAP",
  .formula = N_ ("sum of 4⁻ᵏ · mean of |band k|, and 4⁻ᴷ · mean of |rest|, of K levels"),
  .tex = "\\sum_{k=0}^{K-1}4^{-k}\\,\\frac{1}{n_k}\\sum_i\\lvert B_k d_i\\rvert"
         "+4^{-K}\\,\\frac{1}{n_K}\\sum_i\\lvert R d_i\\rvert",
  .summary = N_ ("Light and shadow are clear sooner than with MAE, while the overall tone wavers: "
                 "detail counts most, each coarser band a quarter of the one before."),
  .measured = N_ ("A brightness shift of 0.2 costs {shift.laplacian_pyramid}, a 5 × 5 blur "
                  "{blur.laplacian_pyramid}, {blur.laplacian_pyramid.times} times as much; MAE "
                  "gives {shift.mae} and {blur.mae}. After {short.steps} steps of the quick "
                  "preset its faces had an SSIM of {short.laplacian_pyramid.ssim}; MAE’s had "
                  "{short.mae.ssim}."),
  .good_for = N_ ("Sharp detail, with MAE’s tolerance of outliers."),
  .bad_for = N_ ("The overall colour: a uniform shift is left to the last level, which counts "
                 "4⁻ᴷ."),
  .source = N_ ("Burt and Adelson 1983; as a loss, Bojanowski and others 2018"),
  .settings = { { "levels", N_ ("Levels"), 1, MAX_LEVELS, 5, NULL, 1 } },
  .get_scratch_size = laplacian_pyramid_get_scratch_size,
  .evaluate = laplacian_pyramid_evaluate,
};
