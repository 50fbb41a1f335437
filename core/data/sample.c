/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bilinear sampling between the pixels of a picture.  All geometry of a training crop is one affine
 * map, so the source is sampled once and blurred once.  Bilinear sampling is enough while a step
 * covers less than about 1.7 source pixels; a longer step would skip some.  A face therefore keeps
 * halved and quartered copies, and the level with a fitting step is used; if there is none, the
 * mean of n × n points per pixel is taken.  Always taking means would cost four times as much.
 *
 * Coordinates count from the corner; a pixel's centre is at .5.
 */
#include "core/data/sample.h"

#include <math.h>
#include <string.h>

/* Pixels of the result per pixel of the source; below this, a single sample is not enough. */
#define LEAST_SCALE 0.6
#define MAX_PLACES  16

/* Pixels of the picture per pixel of the result. */
static double
get_reach (DhAffine to_image)
{
  return sqrt (fabs (to_image.xx * to_image.yy - to_image.xy * to_image.yx));
}

/* R, G, B and A side by side: gcc and clang make vector code of them on every machine. */
typedef float Colour __attribute__ ((vector_size (16)));
typedef guint16 Pixel __attribute__ ((vector_size (8)));

/* From one sample to the next, in pixels of the picture. */
typedef struct
{
  float across_x, across_y, down_x, down_y;
} Steps;

static inline Colour
load (const guint16 *pixel)
{
  Pixel whole;

  memcpy (&whole, pixel, sizeof whole);
  return __builtin_convertvector(whole, Colour);
}

static inline Colour
read_place (const DhImage *image, float x, float y)
{
  int right = image->width - 1, bottom = image->height - 1;
  float cx = MIN (MAX (x - 0.5f, 0.0f), (float) right);
  float cy = MIN (MAX (y - 0.5f, 0.0f), (float) bottom);
  int x0 = (int) cx, y0 = (int) cy;
  float fx = cx - x0, fy = cy - y0;
  const guint16 *a = image->pixels + 4 * ((gsize) y0 * image->width + x0);
  gsize across = x0 < right ? 4 : 0, down = y0 < bottom ? 4 * (gsize) image->width : 0;
  Colour pa = load (a), pb = load (a + across);
  Colour pc = load (a + down), pd = load (a + down + across);
  Colour above = pa + fx * (pb - pa), below = pc + fx * (pd - pc);

  return above + fy * (below - above);
}

/* Sums n × n samples within a pixel of the result, starting at (x, y). */
static inline Colour
read_pixel (const DhImage *image, const Steps *steps, int n, float x, float y)
{
  Colour sum = { 0 };

  for (int i = 0; i < n; i++)
    for (int k = 0; k < n; k++)
      sum += read_place (image, x + k * steps->across_x + i * steps->down_x,
                         y + k * steps->across_y + i * steps->down_y);
  return sum;
}

void
dh_sample_affine (const DhImage *image, DhAffine to_image, int size, float *rgb, float *mask)
{
  const DhImage source = *image; /* a copy, which no write to rgb can change */
  gsize n_pixels = (gsize) size * size;
  double reach = get_reach (to_image);
  int n = (int) CLAMP (ceil (reach * LEAST_SCALE), 1.0, MAX_PLACES);
  float scale = 1.0f / ((float) DH_IMAGE_FULL * n * n);
  Steps steps = {
    (float) (to_image.xx / n),
    (float) (to_image.yx / n),
    (float) (to_image.xy / n),
    (float) (to_image.yy / n),
  };

  for (int row = 0; row < size; row++)
    {
      double start_x = 0.5 / n, start_y = row + 0.5 / n;
      gsize i = (gsize) row * size;

      dh_affine_apply (to_image, &start_x, &start_y);
      for (int column = 0; column < size; column++, i++)
        {
          float x = (float) start_x + (float) to_image.xx * column;
          float y = (float) start_y + (float) to_image.yx * column;
          Colour colour = read_pixel (&source, &steps, n, x, y) * scale;

          for (int c = 0; c < 3; c++)
            rgb[c * n_pixels + i] = colour[c];
          if (mask != NULL)
            mask[i] = colour[3];
        }
    }
}

void
dh_sample_face (const DhFace *face, DhAffine to_square, int size, float *rgb, float *mask)
{
  DhAffine to_size = { .xx = size, .yy = size };
  DhAffine to_image = dh_affine_invert (dh_affine_multiply (to_square, to_size));
  const DhImage *image = face->image;

  for (int i = 0; i < DH_FACE_LEVELS && face->reduced[i] != NULL; i++)
    {
      const DhImage *smaller = face->reduced[i];
      DhAffine change = {
        .xx = (double) smaller->width / image->width,
        .yy = (double) smaller->height / image->height,
      };

      if (get_reach (to_image) * LEAST_SCALE <= 1.0)
        break;
      to_image = dh_affine_multiply (to_image, change);
      image = smaller;
    }
  dh_sample_affine (image, to_image, size, rgb, mask);
}

/* The grid's displacement at a position given in nodes. */
static inline float
read_grid (const float grid[DH_WARP_NODES][DH_WARP_NODES], int row, float fy, int column, float fx)
{
  float up = grid[row][column] + fx * (grid[row][column + 1] - grid[row][column]);
  float down = grid[row + 1][column] + fx * (grid[row + 1][column + 1] - grid[row + 1][column]);

  return up + fy * (down - up);
}

static inline void
copy_place (const float *from, int size, float x, float y, float *to)
{
  gsize n_pixels = (gsize) size * size;
  float cx = MIN (MAX (x, 0.0f), size - 1.0f), cy = MIN (MAX (y, 0.0f), size - 1.0f);
  int x0 = MIN ((int) cx, size - 2), y0 = MIN ((int) cy, size - 2);
  float fx = cx - x0, fy = cy - y0;
  const float *a = from + (gsize) y0 * size + x0;

  for (int c = 0; c < 3; c++, a += n_pixels)
    {
      float up = a[0] + fx * (a[1] - a[0]);
      float down = a[size] + fx * (a[size + 1] - a[size]);

      to[c * n_pixels] = up + fy * (down - up);
    }
}

void
dh_sample_warp (const float *from, int size, const DhWarp *warp, float *to)
{
  float nodes_per_pixel = (DH_WARP_NODES - 1.0f) / size;

  g_assert (size >= 2);
  for (int y = 0; y < size; y++)
    {
      float gy = (y + 0.5f) * nodes_per_pixel;
      int row = (int) gy;

      for (int x = 0; x < size; x++)
        {
          float gx = (x + 0.5f) * nodes_per_pixel;
          int column = (int) gx;
          float dx = read_grid (warp->x, row, gy - row, column, gx - column);
          float dy = read_grid (warp->y, row, gy - row, column, gx - column);

          copy_place (from, size, x + dx, y + dy, to + (gsize) y * size + x);
        }
    }
}
