/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures as bytes and as planes of numbers.  Reducing averages exact areas
 * along one axis and then the other: point or bilinear sampling would leave
 * out pixels and shimmer, and wider kernels ring at a mask's edge.
 */
#include "core/data/image.h"

#include <string.h>

DhImage *
dh_image_try_new (int width, int height)
{
  DhImage *image;
  guint8 *pixels;

  g_assert (width > 0 && height > 0);
  pixels = g_try_malloc0_n ((gsize) width * height, 4);
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

void
dh_image_to_planes (const DhImage *image, float *planes)
{
  gsize n_pixels = (gsize) image->width * image->height;

  for (gsize i = 0; i < n_pixels; i++)
    {
      const guint8 *pixel = image->pixels + 4 * i;
      float scale = pixel[3] / (255.0f * 255.0f);

      for (int c = 0; c < 3; c++)
        planes[c * n_pixels + i] = pixel[c] * scale;
    }
}

DhImage *
dh_image_from_planes (const float *planes, int width, int height)
{
  DhImage *image = dh_image_new (width, height);
  gsize n_pixels = (gsize) width * height;

  for (gsize i = 0; i < n_pixels; i++)
    {
      for (int c = 0; c < 3; c++)
        {
          float value = planes[c * n_pixels + i] * 255.0f + 0.5f;

          image->pixels[4 * i + c] = value > 0 ? (guint8) MIN (value, 255.0f) : 0;
        }
      image->pixels[4 * i + 3] = 255;
    }
  return image;
}

void
dh_image_flatten (DhImage *image)
{
  gsize n_pixels = (gsize) image->width * image->height;

  for (gsize i = 0; i < n_pixels; i++)
    {
      guint8 *pixel = image->pixels + 4 * i;

      if (pixel[3] != 255)
        for (int c = 0; c < 3; c++)
          pixel[c] = (pixel[c] * pixel[3] + 127) / 255;
      pixel[3] = 255;
    }
}

/* Averages n pixels, `stride` floats apart, to to_n neighbouring ones. */
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
dh_image_reduce (const DhImage *image,
                 int x, int y, int width, int height,
                 int to_width, int to_height)
{
  DhImage *result = dh_image_new (to_width, to_height);
  g_autofree float *line = g_new (float, 4 * (gsize) MAX (width, to_height));
  g_autofree float *narrow = g_new (float, 4 * (gsize) to_width * height);

  g_assert (x >= 0 && y >= 0 && x + width <= image->width && y + height <= image->height);
  g_assert (to_width <= width && to_height <= height);

  for (int row = 0; row < height; row++)
    {
      const guint8 *from = image->pixels + 4 * ((gsize) (y + row) * image->width + x);

      for (int i = 0; i < 4 * width; i++)
        line[i] = from[i];
      reduce_line (line, width, 4, narrow + 4 * (gsize) row * to_width, to_width, 4);
    }
  for (int column = 0; column < to_width; column++)
    {
      reduce_line (narrow + 4 * column, height, 4 * (gsize) to_width, line, to_height, 4);
      for (int row = 0; row < to_height; row++)
        {
          guint8 *pixel = result->pixels + 4 * ((gsize) row * to_width + column);

          for (int c = 0; c < 4; c++)
            pixel[c] = (guint8) (line[4 * row + c] + 0.5f);
        }
    }
  return result;
}
