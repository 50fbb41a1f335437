/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Separable filters for pictures with replicated borders, and their transposes.  All of ꟻLIP's
 * two-dimensional filters are products of two such filters: 2 × 21 multiplications a pixel instead
 * of 441.  The loops run along rows in both cases, so that the vector lies over neighbouring
 * pixels.
 */
#include "core/loss/flip-filter.h"

#include "core/base/vector-math.h"

#include <string.h>

gsize
dh_taps_get_scratch_size (int width)
{
  return (gsize) width + 2 * DH_TAPS_MAX_RADIUS;
}

DH_VECTOR_CLONES (void, add_scaled,
                  (int n, float factor, const float *restrict from, float *restrict to),
                  (n, factor, from, to))
{
  for (int i = 0; i < n; i++)
    to[i] += factor * from[i];
}

/* neighbours: radius rows before the middle one, the middle one, and radius rows after it, n
 * numbers each. Taking them in pairs halves the multiplications, and makes the difference of two
 * equal numbers 0, whereas a sum of weighted ones would leave rounding errors. */
DH_VECTOR_CLONES (void, filter_line,
                  (const DhTaps *self, int n, const float *const *neighbours, float *restrict out),
                  (self, n, neighbours, out))
{
  const float *restrict middle = neighbours[self->radius];
  float weight = self->kind == DH_TAPS_EVEN ? self->weights[self->radius] : 0;

  for (int i = 0; i < n; i++)
    out[i] = weight * middle[i];
  for (int k = 1; k <= self->radius; k++)
    {
      const float *restrict before = neighbours[self->radius - k];
      const float *restrict after = neighbours[self->radius + k];

      weight = self->weights[self->radius + k];
      if (self->kind == DH_TAPS_EVEN)
        for (int i = 0; i < n; i++)
          out[i] += weight * (after[i] + before[i]);
      else if (self->kind == DH_TAPS_ODD)
        for (int i = 0; i < n; i++)
          out[i] += weight * (after[i] - before[i]);
      else
        for (int i = 0; i < n; i++)
          out[i] += weight * ((after[i] - middle[i]) + (before[i] - middle[i]));
    }
}

void
dh_taps_filter_rows (const DhTaps *self, int width, int height, const float *plane, float *out,
                     float *scratch)
{
  int radius = self->radius;
  const float *neighbours[2 * DH_TAPS_MAX_RADIUS + 1];

  for (int k = 0; k <= 2 * radius; k++)
    neighbours[k] = scratch + k;
  for (int y = 0; y < height; y++)
    {
      const float *row = plane + (gsize) y * width;

      for (int k = 0; k < radius; k++)
        {
          scratch[k] = row[0];
          scratch[radius + width + k] = row[width - 1];
        }
      memcpy (scratch + radius, row, width * sizeof (float));
      filter_line (self, width, neighbours, out + (gsize) y * width);
    }
}

void
dh_taps_filter_columns (const DhTaps *self, int width, int height, const float *plane, float *out)
{
  int radius = self->radius;
  const float *neighbours[2 * DH_TAPS_MAX_RADIUS + 1];

  for (int y = 0; y < height; y++)
    {
      for (int k = -radius; k <= radius; k++)
        neighbours[k + radius] = plane + (gsize) CLAMP (y + k, 0, height - 1) * width;
      filter_line (self, width, neighbours, out + (gsize) y * width);
    }
}

void
dh_taps_spread_rows (const DhTaps *self, int width, int height, const float *plane, float *out,
                     float *scratch)
{
  int radius = self->radius;

  for (int y = 0; y < height; y++)
    {
      const float *row = plane + (gsize) y * width;
      float *to = out + (gsize) y * width;

      memset (scratch, 0, (width + 2 * radius) * sizeof (float));
      for (int k = 0; k <= 2 * radius; k++)
        add_scaled (width, self->weights[k], row, scratch + k);
      memcpy (to, scratch + radius, width * sizeof (float));
      for (int k = 0; k < radius; k++)
        {
          to[0] += scratch[k];
          to[width - 1] += scratch[radius + width + k];
        }
    }
}

void
dh_taps_spread_columns (const DhTaps *self, int width, int height, const float *plane, float *out)
{
  memset (out, 0, (gsize) width * height * sizeof (float));
  for (int y = 0; y < height; y++)
    for (int k = -self->radius; k <= self->radius; k++)
      add_scaled (width, self->weights[k + self->radius], plane + (gsize) y * width,
                  out + (gsize) CLAMP (y + k, 0, height - 1) * width);
}
