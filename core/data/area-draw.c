/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing masks, eyes and mouth for a crop.
 *
 * A training crop is an affine view of a picture, and an affine map can be applied to landmarks as
 * well as to pixels.  So an area is drawn from the transformed landmarks at the crop's own size: no
 * further planes are kept per picture, none is sampled, and only the areas that some lane needs
 * cost anything. (The extended mask, which every lane has by default, is sampled with the picture
 * all the same: its alpha costs nothing.)
 *
 * Eyes and mouth are hulls that are dilated by an ellipse and blurred.  Dilating by a disc moves
 * the outline outwards, so the distance to the hull gives the dilated shape without a filter.  The
 * blur is a real one, over the few pixels concerned: deriving it from the distance as well was
 * tried, and is a third off at the sharp corners of an eye.
 */
#include "core/data/area-draw.h"

#include "core/data/hull.h"
#include "core/data/mask.h"
#include "core/data/sample.h"

#include <math.h>
#include <string.h>

/* As fractions of the crop's side: axes of the dilating ellipse, width of the blur. */
#define DILATION (0.025 / 2)
#define BLUR     (1.0 / 16)
/* The width of a Gaussian is taken to be six standard deviations. */
#define DEVIATION (BLUR / 6)

#define MAX_HULLS 2
#define MAX_TAPS  32

typedef struct
{
  guint n_hulls;
  guint8 n_points;
  const guint8 *hulls[MAX_HULLS];
} Organ;

static const guint8 right_eye[] = { 36, 37, 38, 39, 40, 41 };
static const guint8 left_eye[] = { 42, 43, 44, 45, 46, 47 };
static const guint8 lips[] = { 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59 };

static const Organ eyes = { 2, G_N_ELEMENTS (right_eye), { right_eye, left_eye } };
static const Organ mouth = { 1, G_N_ELEMENTS (lips), { lips } };

/* Pixels x0 … x1 - 1, y0 … y1 - 1. */
typedef struct
{
  int x0, y0, x1, y1;
} Window;

/* Extends the window to hold the hull with a margin around it. */
static void
extend_window (Window *window, const DhHull *hull, double margin, int size)
{
  for (guint i = 0; i < hull->n; i++)
    {
      double x = CLAMP (hull->points[i].x, -margin, size + margin);
      double y = CLAMP (hull->points[i].y, -margin, size + margin);

      window->x0 = MIN (window->x0, MAX ((int) floor (x - margin), 0));
      window->y0 = MIN (window->y0, MAX ((int) floor (y - margin), 0));
      window->x1 = MAX (window->x1, MIN ((int) ceil (x + margin), size));
      window->y1 = MAX (window->y1, MIN ((int) ceil (y + margin), size));
    }
}

/* A pixel's share follows from the distance of its centre to the edge. */
static void
draw_dilated (const DhHull *hull, const Window *window, int size, float *plane)
{
  const double reach = DILATION * size;

  for (int y = window->y0; y < window->y1; y++)
    for (int x = window->x0; x < window->x1; x++)
      {
        double beyond = dh_hull_get_distance (hull, x + 0.5, y + 0.5) - reach;
        float *pixel = &plane[(gsize) y * size + x];

        *pixel = MAX (*pixel, (float) CLAMP (0.5 - beyond, 0.0, 1.0));
      }
}

/* Half a Gaussian, starting at its middle; returns the number of taps after the middle. */
static int
make_taps (double deviation, float *taps)
{
  const int n = MIN ((int) ceil (3 * deviation), MAX_TAPS - 1);
  double sum = 0;

  for (int k = 0; k <= n; k++)
    sum += (k > 0 ? 2 : 1) * exp (-k * k / (2 * deviation * deviation));
  for (int k = 0; k <= n; k++)
    taps[k] = (float) (exp (-k * k / (2 * deviation * deviation)) / sum);
  return n;
}

/* Blurs n pixels, `step` apart, using a copy; pixels beyond the ends count as 0. */
static void
blur_line (float *pixels, int n, int step, const float *taps, int n_taps, float *copy)
{
  for (int i = 0; i < n; i++)
    copy[i] = pixels[(gsize) i * step];
  for (int i = 0; i < n; i++)
    {
      float sum = taps[0] * copy[i];

      for (int k = 1; k <= n_taps; k++)
        sum += taps[k] * ((i >= k ? copy[i - k] : 0) + (i + k < n ? copy[i + k] : 0));
      pixels[(gsize) i * step] = sum;
    }
}

static void
blur_window (const Window *window, int size, float *plane)
{
  g_autofree float *copy = g_new (float, size);
  float taps[MAX_TAPS];
  const int n_taps = make_taps (DEVIATION * size, taps);

  for (int y = window->y0; y < window->y1; y++)
    blur_line (plane + (gsize) y * size + window->x0, window->x1 - window->x0, 1, taps, n_taps,
               copy);
  for (int x = window->x0; x < window->x1; x++)
    blur_line (plane + (gsize) window->y0 * size + x, window->y1 - window->y0, size, taps, n_taps,
               copy);
}

static void
draw_organ (const Organ *organ, const DhLandmarks *landmarks, int size, float *plane)
{
  const double margin = DILATION * size + 1 + 3 * DEVIATION * size;
  Window all = { size, size, 0, 0 };

  memset (plane, 0, (gsize) size * size * sizeof *plane);
  for (guint i = 0; i < organ->n_hulls; i++)
    {
      Window window = { size, size, 0, 0 };
      DhHull hull;

      dh_hull_build (&hull, landmarks, organ->hulls[i], organ->n_points);
      if (hull.n == 0)
        continue;
      extend_window (&window, &hull, margin, size);
      extend_window (&all, &hull, margin, size);
      draw_dilated (&hull, &window, size, plane);
    }
  blur_window (&all, size, plane);
}

void
dh_area_draw (DhArea area, const DhLandmarks *landmarks, int size, float *plane)
{
  switch (area)
    {
    case DH_AREA_EXTENDED:
      dh_mask_draw_plane (landmarks, DH_MASK_EXTENDED, size, plane);
      break;
    case DH_AREA_COMPONENTS:
      dh_mask_draw_plane (landmarks, DH_MASK_COMPONENTS, size, plane);
      break;
    case DH_AREA_EYES:
      draw_organ (&eyes, landmarks, size, plane);
      break;
    case DH_AREA_MOUTH:
      draw_organ (&mouth, landmarks, size, plane);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* What the face's alpha holds. */
static void
sample_mask (const DhFace *face, DhAffine to_square, int size, float *plane)
{
  g_autofree float *rgb = g_new (float, 3 * (gsize) size * size);

  dh_sample_face (face, to_square, size, rgb, plane);
}

void
dh_face_draw_area (const DhFace *face, DhAffine to_square, DhArea area, int size, float *plane)
{
  const DhAffine to_size = { .xx = size, .yy = size };
  const gboolean is_organ = area == DH_AREA_EYES || area == DH_AREA_MOUTH;
  DhLandmarks moved;

  if (face->has_landmarks)
    {
      dh_landmarks_move (&face->landmarks, dh_affine_multiply (to_square, to_size), &moved);
      dh_area_draw (area, &moved, size, plane);
    }
  else if (face->has_mask && !is_organ)
    sample_mask (face, to_square, size, plane);
  else
    for (gsize i = 0; i < (gsize) size * size; i++)
      plane[i] = is_organ ? 0.0f : 1.0f;
}
