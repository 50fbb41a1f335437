/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gradient magnitude similarity deviation, in faceswap's form of 2020.  Both pictures are filtered
 * with a smoothed Scharr operator, vertically and horizontally; where the slopes a of the target
 * and b of the prediction agree, g = (2ab + C)/(a² + b² + C) is 1; the loss is not the mean of g
 * but its spread, the standard deviation over a picture's places, channels and both directions.
 *
 * With e = b - a, the filter's response to d = p - t, 1 - g = e²/(a² + b² + C) without any
 * difference of nearly equal numbers, and its spread is the same.  The filter takes differences
 * first, so that a uniform shift of colour gives exact zeros.  Its 5 × 5 weights are two rows,
 * OUTER and INNER, above and the same two, negated, below the middle.
 *
 * The border is mirrored, repeatedly if a picture has only one or two pixels; such a picture is its
 * own mirror image, has no slopes, and has a loss of 0.  At a spread of 0 the root's slope is
 * unbounded; 0 is used there, as for a pixel without error.  Source: Xue, Zhang, Mou, Bovik,
 * "Gradient Magnitude Similarity Deviation", 2014.
 */
#include "core/loss/loss.h"
#include "core/loss/pixelwise.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

#define C      0.0025f
#define BORDER 2
/* Width of the border around a map of slopes: the transposed filter reaches BORDER beyond the
 * picture's own border. */
#define WIDE   (2 * BORDER)
#define N_ROWS 5

static const float OUTER[] = { 0.0007f, 0.0052f, 0.0370f };
static const float INNER[] = { 0.0037f, 0.1187f, 0.2589f };

typedef enum
{
  DOWNWARDS,
  SIDEWAYS,
  N_DIRECTIONS
} Direction;

typedef struct
{
  DhShape shape;
  int stride, wide_stride;     /* of planes with a border of BORDER, of WIDE */
  gsize size;                  /* of a map */
  float *target, *error;       /* bordered planes; on the way back */
  float *slopes[N_DIRECTIONS]; /* … one with a wide border for each direction */
  float *line[2];              /* between the filter's two steps */
  float *of_target[N_DIRECTIONS], *of_error[N_DIRECTIONS]; /* responses to a row */
  float *loss;                                             /* 1 - g: C maps for each direction */
  float *by_prediction;                                    /* its slope by b */
} Gmsd;

static gsize
get_wide_size (DhShape shape)
{
  return (gsize) (shape.w + 2 * WIDE) * (shape.h + 2 * WIDE);
}

static gsize
gmsd_get_scratch_size (DhShape shape)
{
  return 2 * get_wide_size (shape) + 6 * ((gsize) shape.w + 2 * WIDE)
         + 2 * N_DIRECTIONS * (gsize) shape.c * shape.h * shape.w;
}

static void
gmsd_init (Gmsd *self, DhShape shape, float *scratch)
{
  float **lines[] = {
    &self->line[0],
    &self->line[1],
    &self->of_target[DOWNWARDS],
    &self->of_target[SIDEWAYS],
    &self->of_error[DOWNWARDS],
    &self->of_error[SIDEWAYS],
  };
  float *next = scratch + 2 * get_wide_size (shape);

  self->shape = shape;
  self->stride = shape.w + 2 * BORDER;
  self->wide_stride = shape.w + 2 * WIDE;
  self->size = (gsize) shape.w * shape.h;
  self->target = self->slopes[DOWNWARDS] = scratch;
  self->error = self->slopes[SIDEWAYS] = scratch + get_wide_size (shape);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++, next += self->wide_stride)
    *lines[i] = next;
  self->loss = next;
  self->by_prediction = next + N_DIRECTIONS * shape.c * self->size;
}

/* The pixel whose mirror image lies at a place outside the picture. */
static int
mirror (int i, int n)
{
  int period = MAX (2 * (n - 1), 1), folded = ABS (i) % period;

  return folded < n ? folded : period - folded;
}

static void
load_row (const Gmsd *self, const float *target, const float *prediction, int y)
{
  int width = self->shape.w;
  gsize row = (gsize) (y + BORDER) * self->stride + BORDER;
  const float *t = target + (gsize) mirror (y, self->shape.h) * width;
  const float *p = prediction + (gsize) mirror (y, self->shape.h) * width;
  float *restrict to_target = self->target + row, *restrict to_error = self->error + row;

  for (int x = 0; x < width; x++)
    {
      to_target[x] = t[x];
      to_error[x] = p[x] - t[x];
    }
  for (int k = 1; k <= BORDER; k++)
    {
      int left = mirror (-k, width), right = mirror (width - 1 + k, width);

      to_target[-k] = to_target[left];
      to_error[-k] = to_error[left];
      to_target[width - 1 + k] = to_target[right];
      to_error[width - 1 + k] = to_error[right];
    }
}

static void
get_rows (const float *plane, int stride, int y, const float **rows)
{
  for (int k = 0; k < N_ROWS; k++)
    rows[k] = plane + (gsize) (y + k) * stride;
}

/* The filter's response at n places, from five rows of n + 4 numbers. */
DH_VECTOR_CLONES (void, filter_down,
                  (int n, const float *const *rows, float *restrict outer, float *restrict inner,
                   float *restrict answer),
                  (n, rows, outer, inner, answer))
{
  const float *restrict a = rows[0], *restrict b = rows[1];
  const float *restrict d = rows[3], *restrict e = rows[4];

  for (int i = 0; i < n + 2 * BORDER; i++)
    {
      outer[i] = a[i] - e[i];
      inner[i] = b[i] - d[i];
    }
  for (int i = 0; i < n; i++)
    answer[i] = OUTER[0] * (outer[i] + outer[i + 4]) + OUTER[1] * (outer[i + 1] + outer[i + 3])
                + OUTER[2] * outer[i + 2] + INNER[0] * (inner[i] + inner[i + 4])
                + INNER[1] * (inner[i + 1] + inner[i + 3]) + INNER[2] * inner[i + 2];
}

/* The same filter, turned sideways. */
DH_VECTOR_CLONES (void, filter_sideways,
                  (int n, const float *const *rows, float *restrict outer, float *restrict inner,
                   float *restrict answer),
                  (n, rows, outer, inner, answer))
{
  const float *restrict a = rows[0], *restrict b = rows[1], *restrict c = rows[2];
  const float *restrict d = rows[3], *restrict e = rows[4];

  for (int i = 0; i < n + 2 * BORDER; i++)
    {
      outer[i] = OUTER[0] * (a[i] + e[i]) + OUTER[1] * (b[i] + d[i]) + OUTER[2] * c[i];
      inner[i] = INNER[0] * (a[i] + e[i]) + INNER[1] * (b[i] + d[i]) + INNER[2] * c[i];
    }
  for (int i = 0; i < n; i++)
    answer[i] = (outer[i] - outer[i + 4]) + (inner[i + 1] - inner[i + 3]);
}

DH_VECTOR_CLONES (void, compare_row,
                  (int n, const float *restrict of_target, const float *restrict of_error,
                   float *restrict loss, float *restrict by_prediction),
                  (n, of_target, of_error, loss, by_prediction))
{
  for (int i = 0; i < n; i++)
    {
      float a = of_target[i], e = of_error[i], b = a + e;
      float per_sum = 1.0f / (a * a + b * b + C);
      float h = e * e * per_sum;

      loss[i] = h;
      by_prediction[i] = 2.0f * (e - h * b) * per_sum;
    }
}

/* Fills one channel's two maps of 1 - g. */
static void
compare_channel (Gmsd *self, int channel, const float *target, const float *prediction)
{
  DhShape s = self->shape;

  for (int y = -BORDER; y < s.h + BORDER; y++)
    load_row (self, target, prediction, y);
  for (int y = 0; y < s.h; y++)
    {
      const float *of_target[N_ROWS], *of_error[N_ROWS];

      get_rows (self->target, self->stride, y, of_target);
      get_rows (self->error, self->stride, y, of_error);
      filter_down (s.w, of_target, self->line[0], self->line[1], self->of_target[DOWNWARDS]);
      filter_down (s.w, of_error, self->line[0], self->line[1], self->of_error[DOWNWARDS]);
      filter_sideways (s.w, of_target, self->line[0], self->line[1], self->of_target[SIDEWAYS]);
      filter_sideways (s.w, of_error, self->line[0], self->line[1], self->of_error[SIDEWAYS]);
      for (int k = 0; k < N_DIRECTIONS; k++)
        {
          gsize at = (channel * N_DIRECTIONS + k) * self->size + (gsize) y * s.w;

          compare_row (s.w, self->of_target[k], self->of_error[k], self->loss + at,
                       self->by_prediction + at);
        }
    }
}

/* Subtracts the mean of 1 - g from it, in place. */
DH_VECTOR_CLONES (double, take_deviation, (float *restrict loss, gsize n), (loss, n))
{
  float mean = (float) (dh_float_sum (loss, n) / n);
  double parts[8] = { 0 }, sum = 0;
  gsize i = 0;

  for (; i + 8 <= n; i += 8)
    for (int k = 0; k < 8; k++)
      {
        loss[i + k] -= mean;
        parts[k] += (double) loss[i + k] * loss[i + k];
      }
  for (; i < n; i++)
    {
      loss[i] -= mean;
      sum += (double) loss[i] * loss[i];
    }
  for (int k = 0; k < 8; k++)
    sum += parts[k];
  return sqrt (sum / n);
}

/* The slopes of the loss by one map of responses, surrounded by zeros. */
DH_VECTOR_CLONES (void, load_slopes,
                  (int width, int height, float factor, const float *restrict loss,
                   const float *restrict by_prediction, float *restrict slopes),
                  (width, height, factor, loss, by_prediction, slopes))
{
  int stride = width + 2 * WIDE;

  memset (slopes, 0, (gsize) stride * (height + 2 * WIDE) * sizeof (float));
  for (int y = 0; y < height; y++)
    {
      const float *restrict from = loss + (gsize) y * width;
      const float *restrict by = by_prediction + (gsize) y * width;
      float *restrict to = slopes + (gsize) (y + WIDE) * stride + WIDE;

      for (int x = 0; x < width; x++)
        to[x] = factor * from[x] * by[x];
    }
}

DH_VECTOR_CLONES (void, subtract,
                  (int n, const float *restrict down, const float *restrict sideways,
                   float *restrict gradient),
                  (n, down, sideways, gradient))
{
  for (int x = 0; x < n; x++)
    gradient[x] -= down[x] + sideways[x];
}

/* Subtracts the responses to a row of slopes from the gradient; those in the border go to the
 * pixels that it mirrors. */
static void
fold_row (const Gmsd *self, float *down, float *sideways, float *gradient)
{
  int width = self->shape.w;

  subtract (width, down + BORDER, sideways + BORDER, gradient);
  for (int k = 1; k <= BORDER; k++)
    {
      int left = BORDER - k, right = width - 1 + BORDER + k;

      gradient[mirror (-k, width)] -= down[left] + sideways[left];
      gradient[mirror (width - 1 + k, width)] -= down[right] + sideways[right];
    }
}

/* The transpose needs the filter upside down, which is the filter itself with its sign reversed. */
static void
differentiate_channel (Gmsd *self, int channel, float factor, float *gradient)
{
  DhShape s = self->shape;
  float *down = self->of_target[DOWNWARDS], *sideways = self->of_target[SIDEWAYS];

  for (int k = 0; k < N_DIRECTIONS; k++)
    {
      gsize at = (channel * N_DIRECTIONS + k) * self->size;

      load_slopes (s.w, s.h, factor, self->loss + at, self->by_prediction + at, self->slopes[k]);
    }
  memset (gradient, 0, self->size * sizeof (float));
  for (int y = -BORDER; y < s.h + BORDER; y++)
    {
      const float *rows[N_ROWS];

      get_rows (self->slopes[DOWNWARDS], self->wide_stride, y + BORDER, rows);
      filter_down (self->stride, rows, self->line[0], self->line[1], down);
      get_rows (self->slopes[SIDEWAYS], self->wide_stride, y + BORDER, rows);
      filter_sideways (self->stride, rows, self->line[0], self->line[1], sideways);
      fold_row (self, down, sideways, gradient + (gsize) mirror (y, s.h) * s.w);
    }
}

static double
gmsd_evaluate (const double *settings, DhShape shape, const float *target, const float *prediction,
               float *gradient, float *scratch)
{
  gsize size = (gsize) shape.h * shape.w, n_numbers = N_DIRECTIONS * shape.c * size;
  double sum = 0;
  Gmsd gmsd;

  gmsd_init (&gmsd, shape, scratch);
  for (int n = 0; n < shape.n; n++)
    {
      gsize start = n * shape.c * size;
      double deviation;

      for (int c = 0; c < shape.c; c++)
        compare_channel (&gmsd, c, target + start + c * size, prediction + start + c * size);
      deviation = take_deviation (gmsd.loss, n_numbers);
      sum += deviation;
      for (int c = 0; gradient != NULL && c < shape.c; c++)
        differentiate_channel (&gmsd, c,
                               deviation > 0 ? (float) (1 / (deviation * n_numbers * shape.n))
                                             : 0.0f,
                               gradient + start + c * size);
    }
  return sum / shape.n;
}

const DhLoss dh_loss_gmsd = {
  .id = "gmsd",
  .name = N_ ("GMSD"),
  .symbol = "GMSD",
  .formula = N_ ("standard deviation of (2ab + C)/(a² + b² + C), a and b: slopes of the pictures"),
  .tex = "\\sqrt{\\frac{1}{n}\\sum_i\\left(g_i-\\bar{g}\\right)^2},\\quad "
         "g=\\frac{2ab+C}{a^2+b^2+C}",
  .summary = N_ ("Eyes, brows and mouth as if drawn in pencil, on a face that is too dark and too "
                 "grey: only edges count."),
  .measured = N_ ("A brightness shift of 0.2 costs {shift.gmsd}, a 5 × 5 blur {blur.gmsd}, noise "
                  "of 0.05 costs {noise.gmsd}. After {short.steps} steps of the quick preset its "
                  "faces were off by {short.gmsd.mae} (MAE), more than twice as much as with "
                  "MAE, yet nearly as good in SSIM: {short.gmsd.ssim} against {short.mae.ssim}."),
  .good_for = N_ ("Edges in the right places, as an addition to a loss that holds the colours."),
  .bad_for = N_ ("Training on its own: the colour drifts. It measures a spread, so being equally "
                 "wrong everywhere costs nothing."),
  .source = N_ ("Xue, Zhang, Mou and Bovik 2014, as in faceswap 2020"),
  .get_scratch_size = gmsd_get_scratch_size,
  .evaluate = gmsd_evaluate,
};
