/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Painting a face into its picture.
 *
 * The mask is sampled to a square of its own, at about the resolution that the face has in the
 * picture, and blurred there, so that its edge is equally soft on every face.  A blurred edge lies
 * half outside of what the network has learned; so only the upper half of it is used, stretched to the
 * whole range, and the face ends where the mask does.  Towards the border of the crop it always fades:
 * there is nothing beyond it.
 *
 * Where the picture is transparent, it stays so: the face is cut out as it was.
 *
 * A network's face is smaller than the picture shows it.  It is enlarged with Catmull and Rom's
 * spline, because bilinear interpolation shows the pixels' grid.
 */
#include "core/merge/face-paint.h"

#include "core/base/error.h"
#include "core/data/batch.h"
#include "core/data/sample.h"
#include "core/merge/colour-transfer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_CHANNELS 3
/* Side of the square in which the mask is blurred. */
#define LEAST_SIDE 64
#define MOST_SIDE  1024
/* Three box blurs in turn are near a Gaussian. */
#define N_BLURS 3

const DhPaintSettings dh_paint_default = {
  .area = DH_PAINT_MASK,
  .edge = .06,
  .match_light = TRUE,
};

/* ---- the mask ---- */

/* The mean over 2 reach + 1 values along a line, whose ends are repeated. */
static void
blur_line (const float *from, float *to, int n, int step, int reach)
{
  double sum = 0.0;

  for (int i = -reach; i <= reach; i++)
    sum += from[(gsize) CLAMP (i, 0, n - 1) * step];
  for (int i = 0; i < n; i++)
    {
      to[(gsize) i * step] = (float) (sum / (2 * reach + 1));
      sum += from[(gsize) MIN (i + reach + 1, n - 1) * step];
      sum -= from[(gsize) MAX (i - reach, 0) * step];
    }
}

static void
blur (float *plane, int side, int reach)
{
  g_autofree float *other = g_new (float, (gsize) side *side);

  for (int k = 0; reach > 0 && k < N_BLURS; k++)
    {
      for (int i = 0; i < side; i++)
        blur_line (plane + (gsize) i * side, other + (gsize) i * side, side, 1, reach);
      for (int i = 0; i < side; i++)
        blur_line (other + i, plane + i, side, side, reach);
    }
}

/* Pixels at the border of the crop count as outside of the area. */
static void
clear_border (float *plane, int side, int width)
{
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      if (MIN (MIN (x, y), MIN (side - 1 - x, side - 1 - y)) < width)
        plane[(gsize) y * side + x] = 0.0f;
}

/* The share of the new face in each pixel of the crop, (side, side); free with g_free(). */
static float *
make_shares (const DhFace *face, int side, const DhPaintSettings *settings)
{
  const gsize n = (gsize) side * side;
  g_autofree float *rgb = g_new (float, N_CHANNELS *n);
  /* N_BLURS means over 2 r + 1 reach N_BLURS r to each side, of which half is used. */
  const int reach = (int) lround (settings->edge * side / N_BLURS);
  float *shares = g_new (float, n);

  dh_sample_face (face, face->to_crop, side, rgb, shares);
  for (gsize i = 0; settings->area == DH_PAINT_CROP && i < n; i++)
    shares[i] = 1.0f;
  clear_border (shares, side, MAX (reach, 1));
  blur (shares, side, reach);
  for (gsize i = 0; i < n; i++)
    shares[i] = CLAMP (2.0f * shares[i] - 1.0f, 0.0f, 1.0f);
  return shares;
}

/* ---- reading between pixels ---- */

/* The weights of four neighbours, at a place between the second and the third. */
static void
get_spline (float at, float weights[4])
{
  const float square = at * at, cube = square * at;

  weights[0] = .5f * (-cube + 2.0f * square - at);
  weights[1] = .5f * (3.0f * cube - 5.0f * square + 2.0f);
  weights[2] = .5f * (-3.0f * cube + 4.0f * square + at);
  weights[3] = .5f * (cube - square);
}

/* A place of planes (side, side), in pixels; a pixel's centre is at .5. */
typedef struct
{
  int xs[4], ys[4]; /* neighbours, within the plane */
  float across[4], down[4];
} Place;

static void
place_init (Place *self, double x, double y, int side)
{
  const double left = floor (x - .5), top = floor (y - .5);

  for (int i = 0; i < 4; i++)
    {
      self->xs[i] = CLAMP ((int) left - 1 + i, 0, side - 1);
      self->ys[i] = CLAMP ((int) top - 1 + i, 0, side - 1);
    }
  get_spline ((float) (x - .5 - left), self->across);
  get_spline ((float) (y - .5 - top), self->down);
}

static float
place_read (const Place *self, const float *plane, int side)
{
  float sum = 0.0f;

  for (int i = 0; i < 4; i++)
    {
      const float *row = plane + (gsize) self->ys[i] * side;
      float along = 0.0f;

      for (int k = 0; k < 4; k++)
        along += self->across[k] * row[self->xs[k]];
      sum += self->down[i] * along;
    }
  return CLAMP (sum, 0.0f, 1.0f);
}

/* ---- painting ---- */

/* Whether 8 bits are all that the picture has. */
static gboolean
is_shallow (const DhImage *image)
{
  const gsize n = 4 * (gsize) image->width * image->height;

  for (gsize i = 0; i < n; i++)
    if (i % 4 != 3 && image->pixels[i] % 257 != 0)
      return FALSE;
  return TRUE;
}

typedef struct
{
  const DhFace *face;
  const float *rgb, *shares;
  int size, side; /* of the planes */
  gboolean within_mask, shallow;
  DhImage *image;
} Painting;

static void
paint_pixel (const Painting *self, int x, int y)
{
  guint16 *pixel = self->image->pixels + 4 * ((gsize) y * self->image->width + x);
  const gsize n = (gsize) self->size * self->size;
  double u = x + .5, v = y + .5;
  float share;
  Place place;

  dh_affine_apply (self->face->to_crop, &u, &v);
  if (!(u > 0.0 && v > 0.0 && u < 1.0 && v < 1.0))
    return;
  place_init (&place, u * self->side, v * self->side, self->side);
  share = place_read (&place, self->shares, self->side);
  if (self->within_mask) /* a blurred edge reaches out of the corners that go inwards */
    share *= (float) self->face->image->pixels[pixel - self->image->pixels + 3] / DH_IMAGE_FULL;
  if (share <= 0.0f)
    return;
  place_init (&place, u * self->size, v * self->size, self->size);
  for (int c = 0; c < N_CHANNELS; c++)
    {
      const float old = (float) pixel[c] / DH_IMAGE_FULL;
      const float mixed = old + share * (place_read (&place, self->rgb + c * n, self->size) - old);

      pixel[c] = self->shallow ? (guint16) (257 * lrintf (255.0f * mixed))
                               : (guint16) lrintf (DH_IMAGE_FULL * mixed);
    }
}

/* The pixels that the crop can touch along an axis. */
static void
find_range (double from, double to, int length, int *first, int *end)
{
  *first = (int) CLAMP (floor (MIN (from, to)), 0.0, (double) length);
  *end = (int) CLAMP (ceil (MAX (from, to)), 0.0, (double) length);
}

static void
paint (const Painting *self)
{
  const DhAffine from_crop = dh_affine_invert (self->face->to_crop);
  double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
  int x0, x1, y0, y1;

  for (int corner = 0; corner < 4; corner++)
    {
      double x = corner % 2, y = corner / 2;

      dh_affine_apply (from_crop, &x, &y);
      left = MIN (left, x);
      right = MAX (right, x);
      top = MIN (top, y);
      bottom = MAX (bottom, y);
    }
  find_range (left, right, self->image->width, &x0, &x1);
  find_range (top, bottom, self->image->height, &y0, &y1);
  for (int y = y0; y < y1; y++)
    for (int x = x0; x < x1; x++)
      paint_pixel (self, x, y);
}

static void
match_light (const DhFace *face, float *rgb, int size, const DhPaintSettings *settings)
{
  const gsize n = (gsize) size * size;
  g_autofree float *old = g_new (float, N_CHANNELS *n);
  g_autofree float *mask = g_new (float, n);

  dh_face_crop (face, size, old, mask);
  for (gsize i = 0; settings->area == DH_PAINT_CROP && i < n; i++)
    mask[i] = 1.0f;
  dh_colour_transfer (rgb, old, mask, n);
}

/* A copy without the mask in its alpha; NULL: no memory */
static DhImage *
copy_picture (const DhFace *face)
{
  DhImage *copy = dh_image_try_copy (face->transparent != NULL ? face->transparent : face->image);
  const gsize n = (gsize) face->image->width * face->image->height;

  for (gsize i = 0; copy != NULL && face->transparent == NULL && i < n; i++)
    copy->pixels[4 * i + 3] = DH_IMAGE_FULL;
  return copy;
}

DhImage *
dh_face_paint (const DhFace *face, float *rgb, int size, const DhPaintSettings *settings,
               GError **error)
{
  const double crop_side = dh_crop_get_side (face->to_crop);
  Painting painting = {
    .face = face,
    .rgb = rgb,
    .size = size,
    .side = (int) CLAMP (ceil (crop_side), LEAST_SIDE, MOST_SIDE),
    .within_mask = settings->area == DH_PAINT_MASK,
    .image = copy_picture (face),
  };
  g_autofree float *shares = NULL;

  if (painting.image == NULL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_MEMORY,
                   _ ("There is not enough memory for a picture of %d × %d pixels."),
                   face->image->width, face->image->height);
      return NULL;
    }
  painting.shallow = is_shallow (painting.image);
  if (settings->match_light)
    match_light (face, rgb, size, settings);
  painting.shares = shares = make_shares (face, painting.side, settings);
  paint (&painting);
  return painting.image;
}
