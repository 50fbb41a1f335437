/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gaussian windows that slide over pictures, for the structural losses.  A Gaussian window is a
 * column times a row, so an 11 × 11 window costs 22 products per pixel, not 121, and with its
 * symmetry 12.  Both directions are one operation, a weighted sum of `size` rows: vertically, the
 * rows are neighbours in the picture; horizontally, they are the same row, each time starting one
 * pixel later.  Both are done row by row while the row is still in the first-level cache.
 *
 * The transpose, which carries gradients back, is the same sum over the map with zeros around
 * it. A Fourier transform pays only for far larger windows; a running sum needs a box.
 */
#include "core/loss/gaussian-window.h"

#include "core/base/vector-math.h"

#include <math.h>
#include <string.h>

int
dh_window_fit (int wanted, int width, int height)
{
  int side = MIN (MIN (width, height), wanted);

  return side % 2 == 1 ? side : side - 1;
}

void
dh_window_init_gaussian (DhWindow *self, int size, double sigma)
{
  double weights[DH_WINDOW_MAX_SIZE], sum = 0;

  g_assert (size % 2 == 1 && size > 0 && size <= DH_WINDOW_MAX_SIZE);
  for (int k = 0; k < size; k++)
    {
      double x = k - size / 2;

      weights[k] = exp (-x * x / (2 * sigma * sigma));
      sum += weights[k];
    }
  self->size = size;
  for (int k = 0; k < size; k++)
    self->weights[k] = (float) (weights[k] / sum);
}

/* Inlined with a constant size, the inner loop vanishes and the outer one is vectorised. */
static inline __attribute__ ((always_inline)) void
weigh_rows_of (int size, const float *weights, int n, const float *const *rows, float *restrict sum)
{
  int last = size - 1;

  for (int i = 0; i < n; i++)
    {
      float s = weights[size / 2] * rows[size / 2][i];

      for (int k = 0; k < size / 2; k++)
        s += weights[k] * (rows[k][i] + rows[last - k][i]);
      sum[i] = s;
    }
}

DH_VECTOR_CLONES (void, weigh_rows,
                  (const DhWindow *self, int n, const float *const *rows, float *sum),
                  (self, n, rows, sum))
{
  const float *weights = self->weights;

  switch (self->size)
    {
    case 11:
      weigh_rows_of (11, weights, n, rows, sum);
      break;
    case 9:
      weigh_rows_of (9, weights, n, rows, sum);
      break;
    case 7:
      weigh_rows_of (7, weights, n, rows, sum);
      break;
    case 5:
      weigh_rows_of (5, weights, n, rows, sum);
      break;
    case 3:
      weigh_rows_of (3, weights, n, rows, sum);
      break;
    default:
      weigh_rows_of (1, weights, n, rows, sum);
      break;
    }
}

static void
weigh_sideways (const DhWindow *self, int n, const float *row, float *sum)
{
  const float *rows[DH_WINDOW_MAX_SIZE];

  for (int k = 0; k < self->size; k++)
    rows[k] = row + k;
  weigh_rows (self, n, rows, sum);
}

gsize
dh_window_get_scratch_size (int width)
{
  return 2 * ((gsize) width + DH_WINDOW_MAX_SIZE);
}

void
dh_window_filter (const DhWindow *self, int width, int height, const float *plane, float *map,
                  float *scratch)
{
  int map_width = width - self->size + 1, map_height = height - self->size + 1;

  for (int y = 0; y < map_height; y++)
    {
      const float *rows[DH_WINDOW_MAX_SIZE];

      for (int k = 0; k < self->size; k++)
        rows[k] = plane + (gsize) (y + k) * width;
      weigh_rows (self, width, rows, scratch);
      weigh_sideways (self, map_width, scratch, map + (gsize) y * map_width);
    }
}

void
dh_window_spread (const DhWindow *self, int width, int height, const float *map, float *plane,
                  float *scratch)
{
  int margin = self->size - 1;
  int map_width = width - margin, map_height = height - margin;
  float *line = scratch, *zeros = scratch + width + DH_WINDOW_MAX_SIZE;

  memset (scratch, 0, dh_window_get_scratch_size (width) * sizeof (float));
  for (int y = 0; y < height; y++)
    {
      const float *rows[DH_WINDOW_MAX_SIZE];

      for (int k = 0; k < self->size; k++)
        rows[k] = y - k >= 0 && y - k < map_height ? map + (gsize) (y - k) * map_width : zeros;
      weigh_rows (self, map_width, rows, line + margin);
      weigh_sideways (self, width, line, plane + (gsize) y * width);
    }
}
