/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures as they are read, and as planes of numbers.  Sixteen bits per channel hold whatever a
 * PNG can: with eight, two pictures that differ by less than 1/255 would be the same to every loss.
 * Floats would take twice the memory and add nothing.
 *
 * Reducing averages exact areas along one axis and then the other: point or bilinear sampling would
 * skip pixels and shimmer, and wider kernels ring at a mask's edge.
 */
#include "core/data/image.h"

#include "core/base/tensor.h"

#include <string.h>

/* From this size on, free memory is checked: the kernel promises more than it has. */
#define LARGE ((gsize) 64 << 20)

DhImage *
dh_image_try_new (int width, int height)
{
  gsize size = (gsize) width * height * DH_IMAGE_PIXEL;
  DhImage *image;
  guint16 *pixels;

  g_assert (width > 0 && height > 0);
  if (size >= LARGE && size > dh_memory_get_free ())
    return NULL;
  pixels = g_try_malloc0 (size);
  if (pixels == NULL)
    return NULL;
  image = g_new (DhImage, 1);
  *image = (DhImage) { width, height, pixels };
  return image;
}

DhImage *
dh_image_new (int width, int height)
{
  DhImage *image = dh_image_try_new (width, height);

  if (image == NULL)
    g_error ("out of memory for a picture of %d × %d", width, height);
  return image;
}

void
dh_image_free (DhImage *image)
{
  if (image == NULL)
    return;
  g_free (image->pixels);
  g_free (image);
}

/* In double precision, so that 16 bits give exactly the number that 8 would. */
void
dh_image_to_planes (const DhImage *image, float *planes)
{
  gsize n_pixels = (gsize) image->width * image->height;
  const double full = (double) DH_IMAGE_FULL * DH_IMAGE_FULL;

  for (gsize i = 0; i < n_pixels; i++)
    {
      const guint16 *pixel = image->pixels + 4 * i;

      for (int c = 0; c < 3; c++)
        planes[c * n_pixels + i] = (float) ((double) pixel[c] * pixel[3] / full);
    }
}

guint8 *
dh_planes_to_bytes (const float *planes, int width, int height)
{
  gsize n_pixels = (gsize) width * height;
  guint8 *bytes = g_malloc_n (n_pixels, 4);

  for (gsize i = 0; i < n_pixels; i++)
    {
      for (int c = 0; c < 3; c++)
        {
          float value = planes[c * n_pixels + i] * 255.0f + 0.5f;

          bytes[4 * i + c] = value > 0 ? (guint8) MIN (value, 255.0f) : 0;
        }
      bytes[4 * i + 3] = 255;
    }
  return bytes;
}

void
dh_image_flatten (DhImage *image)
{
  gsize n_pixels = (gsize) image->width * image->height;

  for (gsize i = 0; i < n_pixels; i++)
    {
      guint16 *pixel = image->pixels + 4 * i;

      if (pixel[3] != DH_IMAGE_FULL)
        for (int c = 0; c < 3; c++)
          pixel[c] = (guint16) (((guint32) pixel[c] * pixel[3] + DH_IMAGE_FULL / 2)
                                / DH_IMAGE_FULL);
      pixel[3] = DH_IMAGE_FULL;
    }
}

/* From orientation 5 on, rows and columns are exchanged first; the rest is mirroring. */
DhImage *
dh_image_turn (const DhImage *image, int orientation)
{
  const gboolean transposed = orientation >= 5;
  const gboolean from_right = orientation == 2 || orientation == 3 || orientation == 7
                              || orientation == 6;
  const gboolean from_below = orientation == 3 || orientation == 4 || orientation == 7
                              || orientation == 8;
  DhImage *turned = transposed ? dh_image_try_new (image->height, image->width)
                               : dh_image_try_new (image->width, image->height);

  g_assert (orientation >= 1 && orientation <= 8);
  for (int y = 0; turned != NULL && y < turned->height; y++)
    for (int x = 0; x < turned->width; x++)
      {
        int shown_x = from_right ? turned->width - 1 - x : x;
        int shown_y = from_below ? turned->height - 1 - y : y;
        int from_x = transposed ? shown_y : shown_x, from_y = transposed ? shown_x : shown_y;

        memcpy (turned->pixels + 4 * ((gsize) y * turned->width + x),
                image->pixels + 4 * ((gsize) from_y * image->width + from_x), DH_IMAGE_PIXEL);
      }
  return turned;
}

/* Averages n pixels, `stride` floats apart, down to to_n adjacent ones. */
static void
reduce_line (const float *from, int n, gsize stride, float *to, int to_n, gsize to_stride)
{
  double step = (double) n / to_n;

  for (int i = 0; i < to_n; i++)
    {
      double start = i * step, end = MIN ((i + 1) * step, n);
      float sum[4] = { 0 };

      for (int k = (int) start; k < end; k++)
        {
          float share = (float) ((MIN (k + 1, end) - MAX (k, start)) / step);

          for (int c = 0; c < 4; c++)
            sum[c] += share * from[k * stride + c];
        }
      memcpy (to + i * to_stride, sum, sizeof sum);
    }
}

DhImage *
dh_image_reduce (const DhImage *image, int x, int y, int width, int height, int to_width,
                 int to_height)
{
  DhImage *result = dh_image_new (to_width, to_height);
  g_autofree float *line = g_new (float, 4 * (gsize) MAX (width, to_height));
  g_autofree float *narrow = g_new (float, 4 * (gsize) to_width * height);

  g_assert (x >= 0 && y >= 0 && x + width <= image->width && y + height <= image->height);
  g_assert (to_width <= width && to_height <= height);

  for (int row = 0; row < height; row++)
    {
      const guint16 *from = image->pixels + 4 * ((gsize) (y + row) * image->width + x);

      for (int i = 0; i < 4 * width; i++)
        line[i] = from[i];
      reduce_line (line, width, 4, narrow + 4 * (gsize) row * to_width, to_width, 4);
    }
  for (int column = 0; column < to_width; column++)
    {
      reduce_line (narrow + 4 * column, height, 4 * (gsize) to_width, line, to_height, 4);
      for (int row = 0; row < to_height; row++)
        {
          guint16 *pixel = result->pixels + 4 * ((gsize) row * to_width + column);

          for (int c = 0; c < 4; c++)
            pixel[c] = (guint16) (line[4 * row + c] + 0.5f);
        }
    }
  return result;
}
