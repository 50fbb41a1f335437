/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pixel-Grad-Diff: compares the first and second differences of pixels instead of the pixels.  They
 * are taken horizontally, vertically and diagonally, each through Barron's robust loss ρ with a =
 * 1.9999 and b = 1/255, which is very nearly a parabola: ½[G(Dx) + G(Dy) + G(Dxx) + G(Dyy) + 2
 * G(Dxy)], G(D) = mean ρ(D p - D t).  A bug in faceswap 2020 made Dxy zero; that is the second line
 * of the table.
 *
 * Differences are linear, so they are taken once, of d = p - t, on a plane with its border
 * repeated around it. The gradient is their transpose: the slopes of a row go back into three
 * rows of a second plane, whose border is then folded onto the pixels that it repeats.
 *
 * ρ(x) = (b k / a) ((1 + u)^(1 - k/2) - 1) with u = (x/b)²/k and k = 2 - a = .0001: a power,
 * but one so near to 1 that E = (1 + u)^(-k/2) = exp (-k/2 log (1 + u)) needs three terms of
 * its series and a rough logarithm. Source: faceswap's "pixel gradient difference"; Barron 2019
 * for ρ.
 */
#include "core/loss/loss.h"
#include "core/loss/pixelwise.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define B (1.0 / 255)
#define A 1.9999
#define K (2.0 - A)

/* Room on both sides of a row of slopes, so that neighbours can be read without checking.  It holds
 * zeros, whose ρ and slope are zero. */
#define MARGIN 2

typedef enum
{
  SLOPE_X,
  SLOPE_Y,
  SLOPE_XX,
  SLOPE_YY,
  SLOPE_XY,
  N_SLOPES
} Slope;

/* The current plane: error and gradient have a border of one pixel, `stride` apart. */
typedef struct
{
  int width, height, stride;
  float share; /* of one pixel in the mean */
  gboolean diagonal;
  float *error, *gradient;
  int row;                 /* floats from one of the slopes to the next */
  float *slopes[N_SLOPES]; /* of one row, one after another */
  float *term;             /* as long as all slopes together */
} Plane;

static gsize
get_plane_size (int width, int height)
{
  return (gsize) (width + 2) * (height + 2);
}

static gsize
pixel_grad_diff_get_scratch_size (DhShape shape)
{
  return 2 * get_plane_size (shape.w, shape.h) + 2 * N_SLOPES * ((gsize) shape.w + 2 * MARGIN);
}

static void
plane_init (Plane *self, DhShape shape, gboolean diagonal, float *scratch)
{
  float *slopes = scratch + 2 * get_plane_size (shape.w, shape.h);

  self->width = shape.w;
  self->height = shape.h;
  self->stride = shape.w + 2;
  self->share = (float) (1.0 / dh_shape_get_size (shape));
  self->diagonal = diagonal;
  self->error = scratch;
  self->gradient = scratch + get_plane_size (shape.w, shape.h);
  self->row = shape.w + 2 * MARGIN;
  self->term = slopes + (gsize) N_SLOPES * self->row;
  memset (slopes, 0, (gsize) N_SLOPES * self->row * sizeof (float));
  for (int i = 0; i < N_SLOPES; i++)
    self->slopes[i] = slopes + (gsize) i * self->row + MARGIN;
}

/* Row -1 … height of a bordered plane, at its pixel 0. */
static inline float *
plane_row (const Plane *self, float *buffer, int y)
{
  return buffer + (gsize) (y + 1) * self->stride + 1;
}

static void
plane_load (Plane *self, const float *target, const float *prediction)
{
  gsize bytes = self->stride * sizeof (float);

  for (int y = 0; y < self->height; y++)
    {
      const float *restrict t = target + (gsize) y * self->width;
      const float *restrict p = prediction + (gsize) y * self->width;
      float *restrict d = plane_row (self, self->error, y);

      for (int x = 0; x < self->width; x++)
        d[x] = p[x] - t[x];
      d[-1] = d[0];
      d[self->width] = d[self->width - 1];
    }
  memcpy (self->error, self->error + self->stride, bytes);
  memcpy (plane_row (self, self->error, self->height) - 1,
          plane_row (self, self->error, self->height - 1) - 1, bytes);
}

/* In: the differences of a row; out: the slopes of ρ, and ρ itself in term. */
DH_VECTOR_CLONES (double, apply_rho, (float *restrict x, float *restrict term, int n), (x, term, n))
{
  const float scale = (float) (1 / (B * B * K)), half_k = (float) (K / 2);
  const float factor = (float) (B * K / A), per_b = (float) (1 / B);

  for (int i = 0; i < n; i++)
    {
      float u = x[i] * x[i] * scale;
      float z = -half_k * dh_vector_log (1.0f + u);
      float loss_of_one = z * (1.0f + z * (0.5f + z * (1.0f / 6))); /* E - 1 */

      term[i] = factor * (u + (1.0f + u) * loss_of_one);
      x[i] = x[i] * per_b * (1.0f + loss_of_one);
    }
  return dh_float_sum (term, n);
}

/* The differences of one row in both directions. */
DH_VECTOR_CLONES (void, take_differences,
                  (int n, const float *restrict up, const float *restrict here,
                   const float *restrict down, float *restrict dx, float *restrict dy,
                   float *restrict dxx, float *restrict dyy, float *restrict dxy),
                  (n, up, here, down, dx, dy, dxx, dyy, dxy))
{
  for (int x = 0; x < n; x++)
    {
      float middle = 2.0f * here[x];

      dx[x] = 0.5f * (here[x + 1] - here[x - 1]);
      dy[x] = 0.5f * (down[x] - up[x]);
      dxx[x] = here[x + 1] + here[x - 1] - middle;
      dyy[x] = down[x] + up[x] - middle;
      dxy[x] = 0.25f * ((down[x + 1] - down[x - 1]) - (up[x + 1] - up[x - 1]));
    }
}

/* The weighted sum of ρ over one row; slopes is kept for the way back.  Without the diagonal part
 * its slopes stay zero. */
static double
measure_row (Plane *self, int y)
{
  float **slopes = self->slopes;
  float *straight = slopes[SLOPE_X] - MARGIN, *diagonal = slopes[SLOPE_XY] - MARGIN;
  double sum;

  take_differences (self->width, plane_row (self, self->error, y - 1),
                    plane_row (self, self->error, y), plane_row (self, self->error, y + 1),
                    slopes[SLOPE_X], slopes[SLOPE_Y], slopes[SLOPE_XX], slopes[SLOPE_YY],
                    slopes[SLOPE_XY]);
  sum = 0.5 * apply_rho (straight, self->term, SLOPE_XY * self->row);
  if (self->diagonal)
    sum += apply_rho (diagonal, self->term, self->row);
  else
    memset (diagonal, 0, self->row * sizeof (float));
  return sum;
}

/* The gradient that three rows of pixels get from the slopes of the middle one; half: half of a
 * pixel's share. */
DH_VECTOR_CLONES (void, spread_slopes,
                  (int n, float half, const float *restrict sx, const float *restrict sy,
                   const float *restrict sxx, const float *restrict syy, const float *restrict sxy,
                   float *restrict up, float *restrict here, float *restrict down),
                  (n, half, sx, sy, sxx, syy, sxy, up, here, down))
{
  for (int x = -1; x <= n; x++)
    {
      float steep = half * (0.5f * sy[x] + 0.5f * (sxy[x - 1] - sxy[x + 1]));
      float bend = half * syy[x];

      up[x] += bend - steep;
      here[x] += half * (0.5f * (sx[x - 1] - sx[x + 1]) + sxx[x - 1] + sxx[x + 1] - 2.0f * sxx[x])
                 - 2.0f * bend;
      down[x] += bend + steep;
    }
}

/* Carries a row's slopes back to the pixels, including the border, from which its differences were
 * taken. */
static void
return_slopes (Plane *self, int y)
{
  float **slopes = self->slopes;

  spread_slopes (self->width, 0.5f * self->share, slopes[SLOPE_X], slopes[SLOPE_Y],
                 slopes[SLOPE_XX], slopes[SLOPE_YY], slopes[SLOPE_XY],
                 plane_row (self, self->gradient, y - 1), plane_row (self, self->gradient, y),
                 plane_row (self, self->gradient, y + 1));
}

/* A border pixel is a copy of its neighbour inside, so its gradient belongs to that one. */
static void
fold_border (Plane *self, float *gradient)
{
  float *first = plane_row (self, self->gradient, 0);
  float *last = plane_row (self, self->gradient, self->height - 1);

  for (int x = -1; x <= self->width; x++)
    first[x] += plane_row (self, self->gradient, -1)[x];
  for (int x = -1; x <= self->width; x++)
    last[x] += plane_row (self, self->gradient, self->height)[x];
  for (int y = 0; y < self->height; y++)
    {
      float *row = plane_row (self, self->gradient, y);

      row[0] += row[-1];
      row[self->width - 1] += row[self->width];
      memcpy (gradient + (gsize) y * self->width, row, self->width * sizeof (float));
    }
}

static double
evaluate (gboolean diagonal, DhShape shape, const float *target, const float *prediction,
          float *gradient, float *scratch)
{
  gsize size = (gsize) shape.w * shape.h;
  double sum = 0;
  Plane plane;

  plane_init (&plane, shape, diagonal, scratch);
  for (gsize i = 0; i < (gsize) shape.n * shape.c; i++)
    {
      plane_load (&plane, target + i * size, prediction + i * size);
      memset (plane.gradient, 0, get_plane_size (shape.w, shape.h) * sizeof (float));
      for (int y = 0; y < shape.h; y++)
        {
          sum += measure_row (&plane, y);
          if (gradient != NULL)
            return_slopes (&plane, y);
        }
      if (gradient != NULL)
        fold_border (&plane, gradient + i * size);
    }
  return sum / dh_shape_get_size (shape);
}

static double
pixel_grad_diff_evaluate (const double *settings, DhShape shape, const float *target,
                          const float *prediction, float *gradient, float *scratch)
{
  return evaluate (TRUE, shape, target, prediction, gradient, scratch);
}

static double
pixel_grad_diff_2020_evaluate (const double *settings, DhShape shape, const float *target,
                               const float *prediction, float *gradient, float *scratch)
{
  return evaluate (FALSE, shape, target, prediction, gradient, scratch);
}

const DhLoss dh_loss_pixel_grad_diff = {
  .id = "pixel_grad_diff",
  .name = N_ ("Pixel-Grad-Diff"),
  .symbol = "PGD",
  .formula = N_ ("½[G(Dx) + G(Dy) + G(Dxx) + G(Dyy) + 2 G(Dxy)], G: robust mean of the error"),
  .tex = "\\frac{1}{2n}\\sum_i\\left[\\rho(d_x) + \\rho(d_y) + \\rho(d_{xx}) + \\rho(d_{yy}) + "
         "2\\rho(d_{xy})\\right]",
  .summary = N_ ("A blank face for the first hundred steps, then light and shadow as if drawn, in "
                 "pale colours: only differences between neighbouring pixels count."),
  .claim = N_ ("It learns slowly and jumps around a lot; without a mask, the colour drifts."),
  .measured = N_ ("The colour does drift: all pixels 0.2 too bright cost exactly "
                  "{shift.pixel_grad_diff}, and so does any uniform tint. With a mask, the black "
                  "around the face holds the colour, and with Adam it wasn’t slow here: "
                  "{long.pixel_grad_diff.psnr} dB after {long.steps} steps (MSE "
                  "{long.mse.psnr}). Its values are hundreds of times those of other losses: "
                  "don’t compare them."),
  .good_for = N_ ("Edges and fine lines, as an addition to a loss that holds the colours."),
  .bad_for = N_ ("Training on its own without a mask: a constant shift of colour then costs "
                 "nothing."),
  .source = N_ ("faceswap, “pixel gradient difference”; Barron 2019 for the robust mean"),
  .get_scratch_size = pixel_grad_diff_get_scratch_size,
  .evaluate = pixel_grad_diff_evaluate,
};

const DhLoss dh_loss_pixel_grad_diff_2020 = {
  .id = "pixel_grad_diff_2020",
  .name = N_ ("Pixel-Grad-Diff (2020)"),
  .symbol = "PGD′20",
  .formula = N_ ("½[G(Dx) + G(Dy) + G(Dxx) + G(Dyy)]"),
  .tex = "\\frac{1}{2n}\\sum_i\\left[\\rho(d_x) + \\rho(d_y) + \\rho(d_{xx}) + "
         "\\rho(d_{yy})\\right]",
  .summary = N_ ("The same without the diagonal part, which a bug switched off in faceswap in "
                 "2020."),
  .claim = N_ ("It learns slowly and jumps around a lot; without a mask, the colour drifts. The "
               "post’s pictures were made with this form."),
  .measured = N_ ("Like the corrected form, it charges nothing for a uniform shift of colour. The "
                  "bug removed the part that has a third of the weight."),
  .good_for = N_ ("Comparing with pictures made by faceswap in 2020."),
  .bad_for = N_ ("Everything that Pixel-Grad-Diff is bad at, and diagonal lines even more."),
  .source = N_ ("faceswap 2020; Barron 2019 for the robust mean"),
  .cautionary = TRUE,
  .get_scratch_size = pixel_grad_diff_get_scratch_size,
  .evaluate = pixel_grad_diff_2020_evaluate,
};
