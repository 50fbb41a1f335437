/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The difference of two pictures, as a map and in numbers.
 *
 * The map has the mean of the three channels, each counting alike, as in MAE and PSNR beside it.
 * Weighting them by luminance was rejected: no loss and no metric here does, so a map that did would
 * show other places as bad than those the numbers count.
 *
 * The scale takes round steps, or the colours of a training in progress would change with each
 * preview and not mean the same twice.
 */
#include "ui/plot/pictures/picture-difference.h"

#include <math.h>

#define MOST_BEYOND .01 /* share of the pixels with the full colour */

static guint
count_beyond (const float *map, int n, double scale)
{
  guint beyond = 0;

  for (int i = 0; i < n; i++)
    beyond += fabsf (map[i]) > scale;
  return beyond;
}

static double
choose_scale (const float *map, int n)
{
  static const double scales[] = { .02, .05, .1, .2, .5 };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    if (count_beyond (map, n, scales[i]) <= MOST_BEYOND * n)
      return scales[i];
  return 1;
}

DhPictureDifference
dh_picture_difference_compute (const guint8 *first, const guint8 *second, int size, float *map)
{
  int n = size * size;
  gint64 absolute = 0, squares = 0;

  for (int i = 0; i < n; i++)
    {
      int sum = 0;

      for (int channel = 0; channel < 3; channel++)
        {
          int difference = second[4 * i + channel] - first[4 * i + channel];

          sum += difference;
          absolute += ABS (difference);
          squares += difference * difference;
        }
      map[i] = (float) sum / (3 * 255);
    }
  return (DhPictureDifference) {
    .mae = (double) absolute / (3.0 * n * 255),
    .psnr = 10 * log10 (3.0 * n * 255 * 255 / (double) squares),
    .scale = choose_scale (map, n),
  };
}
