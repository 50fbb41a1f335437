/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changes of light and colour, one plane at a time.
 *
 * Local contrast is contrast-limited adaptive histogram equalisation: each tile of the picture gets
 * the curve that would make its values evenly frequent, with the histogram cut off at `limit` times
 * its mean so that flat areas don't turn to noise, and a pixel blends the curves of the four
 * nearest tiles.  The curves are linear between the edges of the bins: a plain lookup by bin would
 * draw contour lines.  An unsharp mask was rejected: it draws halos around the head, and a network
 * would learn them.  Source: Zuiderveld 1994, "Contrast limited adaptive histogram equalization".
 */
#include "core/data/colour.h"

#define TILES 4
#define BINS  32

/* Value of a tile's curve at the edges of its bins. */
typedef struct
{
  float at[BINS + 1];
} Curve;

/* The position of a row or column between two tiles. */
typedef struct
{
  int first, second;
  float share; /* the weight of the second */
} Between;

void
dh_colour_move (float *plane, gsize n, float amount)
{
  float rest = 1.0f - ABS (amount), offset = MAX (amount, 0.0f);

  for (gsize i = 0; i < n; i++)
    plane[i] = plane[i] * rest + offset;
}

static int
get_bin (float value)
{
  return (int) (CLAMP (value, 0.0f, 1.0f) * (BINS - 0.001f));
}

/* Clips the histogram at the limit, spreads the excess evenly over all bins, and accumulates it. */
static void
build_curve (const float *histogram, float total, float limit, Curve *curve)
{
  float most = limit * total / BINS, cut = 0.0f, sum = 0.0f;

  for (int i = 0; i < BINS; i++)
    cut += MAX (histogram[i] - most, 0.0f);
  for (int i = 0; i < BINS; i++)
    {
      curve->at[i] = sum / total;
      sum += MIN (histogram[i], most) + cut / BINS;
    }
  curve->at[BINS] = 1.0f;
}

static void
measure_tile (const float *plane, int size, int row, int column, float limit, Curve *curve)
{
  int top = row * size / TILES, bottom = (row + 1) * size / TILES;
  int left = column * size / TILES, right = (column + 1) * size / TILES;
  float histogram[BINS] = { 0 };

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      histogram[get_bin (plane[y * size + x])] += 1.0f;
  build_curve (histogram, (float) ((bottom - top) * (right - left)), limit, curve);
}

static Between
find_between (int i, int size)
{
  float place = CLAMP ((i + 0.5f) * TILES / size - 0.5f, 0.0f, TILES - 1.0f);
  int first = (int) place;

  return (Between) { first, MIN (first + 1, TILES - 1), place - first };
}

static inline float
read_curve (const Curve *curve, int bin, float share)
{
  return curve->at[bin] + share * (curve->at[bin + 1] - curve->at[bin]);
}

static void
map_row (float *values, int size, const Curve *above, const Curve *below, float below_share)
{
  for (int x = 0; x < size; x++)
    {
      Between column = find_between (x, size);
      float place = CLAMP (values[x], 0.0f, 1.0f) * BINS;
      int bin = MIN ((int) place, BINS - 1);
      float share = place - bin;
      float a = read_curve (&above[column.first], bin, share);
      float b = read_curve (&above[column.second], bin, share);
      float c = read_curve (&below[column.first], bin, share);
      float d = read_curve (&below[column.second], bin, share);
      float up = a + column.share * (b - a), down = c + column.share * (d - c);

      values[x] = up + below_share * (down - up);
    }
}

void
dh_colour_equalise (float *plane, int size, float limit)
{
  Curve curves[TILES][TILES];

  g_assert (size >= TILES && limit >= 0.0f);
  for (int row = 0; row < TILES; row++)
    for (int column = 0; column < TILES; column++)
      measure_tile (plane, size, row, column, limit, &curves[row][column]);
  for (int y = 0; y < size; y++)
    {
      Between row = find_between (y, size);

      map_row (plane + y * size, size, curves[row.first], curves[row.second], row.share);
    }
}
