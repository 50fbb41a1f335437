/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sampling a picture between its pixels so smoothly that a ground made from it has slopes and
 * curvatures everywhere: as a sum of cubic B-splines, one per pixel, which has two continuous
 * derivatives.  The coefficients are computed once, by a filter over rows and columns, so that the
 * sum interpolates every pixel exactly (Unser, Aldroubi and Eden 1991, "Fast B-spline transforms").
 *
 * Rejected: bilinear interpolation, whose slope jumps at each pixel; and the four-point kernel of
 * Keys, whose curvature jumps and which blurs more between pixels, so that structural losses see
 * hollows at whole pixels that aren't in the face.
 *
 * The border is repeated far enough that even a picture shifted by its whole size is read from
 * memory: no index needs a check.
 */
#include "core/landscape/spline.h"

#include "core/base/tensor.h"
#include "core/base/vector-math.h"

#include <math.h>

#define POLE         (-0.26794919243112270647) /* √3 − 2 */
#define MARGIN(size) ((size) + 4)

/* R, G, B and padding, or four weights. */
typedef float Four __attribute__ ((vector_size (16)));

struct _DhSpline
{
  int size, margin, side; /* side: size + 2 margins */
  float *planes;          /* (3, side, side) */
  Four *pixels;           /* (side, side): the same, for reading in any direction */
};

/* ---- heights ---- */

/* Solves (c[i-1] + 4 c[i] + c[i+1])/6 = s[i] along a line that is constant beyond both ends. */
static void
filter_line (float *line, gsize step, int n)
{
  double last = line[0] / (1 - POLE), next;

  line[0] = (float) last;
  for (int i = 1; i < n; i++)
    {
      last = line[i * step] + POLE * last;
      line[i * step] = (float) last;
    }
  /* What the second pass would have carried in from beyond the end. */
  next = last * -POLE / (1 - POLE);
  line[(n - 1) * step] = (float) (6 * next);
  for (int i = n - 2; i >= 0; i--)
    {
      next = POLE * (next - line[i * step]);
      line[i * step] = (float) (6 * next);
    }
}

static void
filter_plane (float *plane, int side)
{
  for (int i = 0; i < side; i++)
    filter_line (plane + (gsize) i * side, 1, side);
  for (int i = 0; i < side; i++)
    filter_line (plane + i, side, side);
}

static void
pad_plane (const DhSpline *self, const float *from, float *to)
{
  for (int y = 0; y < self->side; y++)
    for (int x = 0; x < self->side; x++)
      {
        int row = CLAMP (y - self->margin, 0, self->size - 1);
        int column = CLAMP (x - self->margin, 0, self->size - 1);

        to[(gsize) y * self->side + x] = from[(gsize) row * self->size + column];
      }
}

DhSpline *
dh_spline_new (const float *planes, int size)
{
  DhSpline *self = g_new0 (DhSpline, 1);
  gsize n_pixels;

  self->size = size;
  self->margin = MARGIN (size);
  self->side = dh_spline_get_side (size);
  n_pixels = (gsize) self->side * self->side;
  self->planes = dh_tensor_new (3 * n_pixels);
  self->pixels = (Four *) dh_tensor_new (4 * n_pixels);
  for (int c = 0; c < 3; c++)
    {
      float *plane = self->planes + c * n_pixels;

      pad_plane (self, planes + (gsize) c * size * size, plane);
      filter_plane (plane, self->side);
      for (gsize i = 0; i < n_pixels; i++)
        self->pixels[i][c] = plane[i];
    }
  return self;
}

void
dh_spline_free (DhSpline *self)
{
  if (self == NULL)
    return;
  dh_tensor_free (self->planes);
  dh_tensor_free ((float *) self->pixels);
  g_free (self);
}

/* ---- shifting ---- */

/* Weights of the four splines that reach a place f beyond the second of them. */
static inline Four
get_weights (float f)
{
  const Four a = { -1 / 6.f, 0.5f, -0.5f, 1 / 6.f }, b = { 0.5f, -1, 0.5f, 0 };
  const Four c = { -0.5f, 0, 0.5f, 0 }, d = { 1 / 6.f, 2 / 3.f, 1 / 6.f, 0 };

  return ((a * f + b) * f + c) * f + d;
}

static inline Four
get_slopes (float f)
{
  const Four a = { -0.5f, 1.5f, -1.5f, 0.5f }, b = { 1, -2, 1, 0 }, c = { -0.5f, 0, 0.5f, 0 };

  return (a * f + b) * f + c;
}

DhSplineTaps
dh_spline_make_taps (const DhSpline *self, double shift)
{
  double wanted = self->margin - shift;
  double place = CLAMP (wanted, 1, 2 * self->margin - 3);
  int whole = (int) place;
  Four weights = get_weights ((float) (place - whole));
  Four slopes = get_slopes ((float) (place - whole));
  DhSplineTaps taps = { .first = whole - 1 };

  for (int i = 0; i < 4; i++)
    {
      taps.weights[i] = weights[i];
      taps.slopes[i] = place == wanted ? -slopes[i] : 0;
    }
  return taps;
}

int
dh_spline_get_side (int size)
{
  return size + 2 * MARGIN (size);
}

DH_VECTOR_CLONES (void, add_four,
                  (const float *restrict a, gsize step, const float *restrict weights, int n,
                   float *restrict to),
                  (a, step, weights, n, to))
{
  const float *b = a + step, *c = b + step, *d = c + step;
  float wa = weights[0], wb = weights[1], wc = weights[2], wd = weights[3];

  for (int i = 0; i < n; i++)
    to[i] = (wa * a[i] + wb * b[i]) + (wc * c[i] + wd * d[i]);
}

void
dh_spline_shift_rows (const DhSpline *self, int first_row, const float weights[4], int first_column,
                      int n_columns, float *rows)
{
  gsize n_pixels = (gsize) self->side * self->side;

  for (int c = 0; c < 3; c++)
    for (int y = 0; y < self->size; y++, rows += n_columns)
      add_four (self->planes + c * n_pixels + (gsize) (first_row + y) * self->side + first_column,
                self->side, weights, n_columns, rows);
}

void
dh_spline_shift_columns (const float *rows, int n_columns, int offset, const float weights[4],
                         int size, float *to)
{
  for (int y = 0; y < 3 * size; y++)
    add_four (rows + (gsize) y * n_columns + offset, 1, weights, size, to + (gsize) y * size);
}

/* ---- turning ---- */

typedef struct
{
  Four value, by_x, by_y;
} Reading;

/* Splits a position into whole and fraction; far outside, it is clamped to the end. */
static inline float
cut_place (const DhSpline *self, float place, int *whole)
{
  float cut = MIN (MAX (place, 1.0f), self->side - 3.0f);

  *whole = (int) cut;
  return cut - *whole;
}

static inline Four
mix_row (const Four *row, Four w)
{
  return (row[0] * w[0] + row[1] * w[1]) + (row[2] * w[2] + row[3] * w[3]);
}

static inline Four
read_value (const DhSpline *self, float x, float y)
{
  int column, row;
  Four wx = get_weights (cut_place (self, x, &column));
  Four wy = get_weights (cut_place (self, y, &row));
  const Four *p = self->pixels + (gsize) (row - 1) * self->side + column - 1;
  gsize side = self->side;

  return (mix_row (p, wx) * wy[0] + mix_row (p + side, wx) * wy[1])
         + (mix_row (p + 2 * side, wx) * wy[2] + mix_row (p + 3 * side, wx) * wy[3]);
}

static Reading
read_all (const DhSpline *self, float x, float y)
{
  int column, row;
  float fx = cut_place (self, x, &column), fy = cut_place (self, y, &row);
  Four wx = get_weights (fx), wy = get_weights (fy), sx = get_slopes (fx), sy = get_slopes (fy);
  const Four *p = self->pixels + (gsize) (row - 1) * self->side + column - 1;
  Reading reading = { 0 };

  for (int i = 0; i < 4; i++, p += self->side)
    {
      Four across = mix_row (p, wx);

      reading.value += across * wy[i];
      reading.by_x += mix_row (p, sx) * wy[i];
      reading.by_y += across * sy[i];
    }
  return reading;
}

/* Centre of the picture in the spline's coordinates. */
static inline float
get_centre (const DhSpline *self)
{
  return self->margin + (self->size - 1) / 2.0f;
}

DH_VECTOR_CLONES (void, turn_values,
                  (const DhSpline *self, float across, float down, float *restrict to),
                  (self, across, down, to))
{
  const DhSpline spline = *self;
  gsize n_pixels = (gsize) spline.size * spline.size, i = 0;
  float middle = (spline.size - 1) / 2.0f, centre = get_centre (&spline);

  for (int row = 0; row < spline.size; row++)
    for (int column = 0; column < spline.size; column++, i++)
      {
        float x = column - middle, y = row - middle;
        Four value = read_value (&spline, centre + across * x + down * y,
                                 centre - down * x + across * y);

        for (int c = 0; c < 3; c++)
          to[c * n_pixels + i] = value[c];
      }
}

void
dh_spline_turn (const DhSpline *self, double angle, double size, float *to, float *by_angle,
                float *by_size)
{
  /* Backwards: where does a pixel of the result come from? */
  float across = (float) (cos (angle) / size), down = (float) (sin (angle) / size);
  gsize n_pixels = (gsize) self->size * self->size, i = 0;
  float middle = (self->size - 1) / 2.0f, centre = get_centre (self);
  float inverse = (float) (1 / size);

  if (by_angle == NULL)
    {
      turn_values (self, across, down, to);
      return;
    }
  for (int row = 0; row < self->size; row++)
    for (int column = 0; column < self->size; column++, i++)
      {
        float x = across * (column - middle) + down * (row - middle);
        float y = across * (row - middle) - down * (column - middle);
        Reading reading = read_all (self, centre + x, centre + y);

        for (int c = 0; c < 3; c++)
          {
            to[c * n_pixels + i] = reading.value[c];
            by_angle[c * n_pixels + i] = reading.by_x[c] * y - reading.by_y[c] * x;
            by_size[c * n_pixels + i] = -inverse * (reading.by_x[c] * x + reading.by_y[c] * y);
          }
      }
}
