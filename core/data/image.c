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

/* R, G, B, A. */
typedef float Colour __attribute__ ((vector_size (16)));
typedef guint16 Pixel __attribute__ ((vector_size (8)));

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

DhImage *
dh_image_try_copy (const DhImage *image)
{
  DhImage *copy = dh_image_try_new (image->width, image->height);

  if (copy != NULL)
    memcpy (copy->pixels, image->pixels, (gsize) image->width * image->height * DH_IMAGE_PIXEL);
  return copy;
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

gboolean
dh_image_is_opaque (const DhImage *image)
{
  gsize n_pixels = (gsize) image->width * image->height;

  for (gsize i = 0; i < n_pixels; i++)
    if (image->pixels[4 * i + 3] != DH_IMAGE_FULL)
      return FALSE;
  return TRUE;
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

/* Which pixels of a line an averaged one covers, and with which shares. */
typedef struct
{
  int start, n;
  const float *shares;
} Cover;

/* Those of a line of n pixels that is averaged down to to_n; *shares holds the shares of all, for
 * g_free(), as does what is returned. */
static Cover *
plan_covers (int n, int to_n, float **shares)
{
  const double step = (double) n / to_n;
  Cover *covers = g_new (Cover, to_n);
  float *next = g_new (float, n + 2 * (gsize) to_n);

  *shares = next;
  for (int i = 0; i < to_n; i++)
    {
      const double start = i * step, end = MIN ((i + 1) * step, n);

      covers[i] = (Cover) { (int) start, 0, next };
      for (int k = (int) start; k < end; k++, covers[i].n++)
        *next++ = (float) ((MIN (k + 1, end) - MAX (k, start)) / step);
    }
  return covers;
}

/* A row of pixels → to_n averaged ones. */
static void
reduce_row (const guint16 *from, const Cover *covers, int to_n, float *to)
{
  for (int i = 0; i < to_n; i++)
    {
      const guint16 *place = from + 4 * (gsize) covers[i].start;
      Colour sum = { 0 };

      for (int k = 0; k < covers[i].n; k++, place += 4)
        {
          Pixel pixel;

          memcpy (&pixel, place, sizeof pixel);
          sum += covers[i].shares[k] * __builtin_convertvector (pixel, Colour);
        }
      memcpy (to + 4 * i, &sum, sizeof sum);
    }
}

/* The rows of n floats that are covered, averaged into sums. */
static void
reduce_rows (const float *from, const Cover *cover, gsize n, float *sums)
{
  memset (sums, 0, n * sizeof *sums);
  for (int k = 0; k < cover->n; k++)
    {
      const float *row = from + (cover->start + k) * n;
      const float share = cover->shares[k];

      for (gsize i = 0; i < n; i++)
        sums[i] += share * row[i];
    }
}

DhImage *
dh_image_reduce (const DhImage *image, int x, int y, int width, int height, int to_width,
                 int to_height)
{
  const gsize n = 4 * (gsize) to_width;
  DhImage *result = dh_image_new (to_width, to_height);
  g_autofree float *across_shares = NULL, *down_shares = NULL;
  g_autofree Cover *across = plan_covers (width, to_width, &across_shares);
  g_autofree Cover *down = plan_covers (height, to_height, &down_shares);
  g_autofree float *line = g_new (float, n);
  g_autofree float *narrow = g_new (float, n * height);

  g_assert (x >= 0 && y >= 0 && x + width <= image->width && y + height <= image->height);
  g_assert (to_width <= width && to_height <= height);

  for (int row = 0; row < height; row++)
    {
      const guint16 *from = image->pixels + 4 * ((gsize) (y + row) * image->width + x);

      reduce_row (from, across, to_width, narrow + row * n);
    }
  for (int row = 0; row < to_height; row++)
    {
      guint16 *to = result->pixels + row * n;

      reduce_rows (narrow, &down[row], n, line);
      for (gsize i = 0; i < n; i++)
        to[i] = (guint16) (line[i] + 0.5f);
    }
  return result;
}
