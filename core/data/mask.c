/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The mask of a face, from its landmarks.  A mask is a union of convex hulls of
 * landmarks: one hull of all points would bridge the hollows beside the nose of a
 * turned head, and the outline itself has no points on the forehead.
 *
 * A horizontal line meets a convex shape in one interval, so a row of the union is a handful of
 * intervals.  Every row of pixels is cut by SUBROWS such lines, and a pixel gets the exact length
 * of the intervals' union within it: edges are smooth, and overlapping hulls count once.  A polygon
 * library was rejected: core has none, and blending overlapping anti-aliased edges leaves seams.
 */
#include "core/data/mask.h"

#include "core/data/hull.h"

#include <math.h>
#include <string.h>

#define SUBROWS   4
#define MAX_PARTS 16

typedef struct
{
  double start, end;
} Interval;

static const DhMaskPart face_parts[] = {
  { 10, { 0, 1, 2, 3, 4, 5, 6, 7, 8, 17 } },                 /* right jaw */
  { 10, { 8, 9, 10, 11, 12, 13, 14, 15, 16, 26 } },          /* left jaw */
  { 4, { 17, 18, 19, 8 } },                                  /* right cheek */
  { 4, { 24, 25, 26, 8 } },                                  /* left cheek */
  { 7, { 19, 20, 21, 22, 23, 24, 8 } },                      /* ridge of the nose */
  { 12, { 17, 18, 19, 20, 21, 27, 31, 32, 33, 34, 35, 8 } }, /* right eye */
  { 12, { 22, 23, 24, 25, 26, 27, 31, 32, 33, 34, 35, 8 } }, /* left eye */
  { 9, { 27, 28, 29, 30, 31, 32, 33, 34, 35 } },             /* nose */
};

/* The interval in which the line at height y crosses the hull; FALSE if it misses. */
static gboolean
cut_hull (const DhHull *hull, double y, Interval *cut)
{
  *cut = (Interval) { INFINITY, -INFINITY };
  for (guint i = 0; i < hull->n; i++)
    {
      DhPoint a = hull->points[i], b = hull->points[(i + 1) % hull->n];
      double x;

      if ((a.y <= y) == (b.y <= y))
        continue;
      x = a.x + (y - a.y) / ((double) b.y - a.y) * ((double) b.x - a.x);
      cut->start = MIN (cut->start, x);
      cut->end = MAX (cut->end, x);
    }
  return cut->start < cut->end;
}

/* Merges overlapping intervals in place; returns how many are left. */
static guint
unite (Interval *cuts, guint n)
{
  guint n_united = 0;

  /* Insertion sort, because there are only a few. */
  for (guint i = 1; i < n; i++)
    for (guint k = i; k > 0 && cuts[k].start < cuts[k - 1].start; k--)
      {
        Interval swap = cuts[k];

        cuts[k] = cuts[k - 1];
        cuts[k - 1] = swap;
      }
  for (guint i = 0; i < n; i++)
    if (n_united > 0 && cuts[i].start <= cuts[n_united - 1].end)
      cuts[n_united - 1].end = MAX (cuts[n_united - 1].end, cuts[i].end);
    else
      cuts[n_united++] = cuts[i];
  return n_united;
}

/* Adds to every pixel the length of the interval within it. */
static void
cover (float *row, int width, Interval cut)
{
  double start = MAX (cut.start, 0.0), end = MIN (cut.end, width);

  for (int i = (int) start; i < end; i++)
    row[i] += (float) (MIN (i + 1, end) - MAX (i, start));
}

static void
cover_row (const DhHull *hulls, guint n_hulls, int y, float *row, int width)
{
  memset (row, 0, width * sizeof *row);
  for (int k = 0; k < SUBROWS; k++)
    {
      Interval cuts[MAX_PARTS];
      guint n_cuts = 0;

      for (guint i = 0; i < n_hulls; i++)
        if (cut_hull (&hulls[i], y + (k + 0.5) / SUBROWS, &cuts[n_cuts]))
          n_cuts++;
      n_cuts = unite (cuts, n_cuts);
      for (guint i = 0; i < n_cuts; i++)
        cover (row, width, cuts[i]);
    }
}

static void
build_hulls (const DhLandmarks *landmarks, const DhMaskPart *parts, guint n_parts, DhHull *hulls)
{
  g_assert (n_parts <= MAX_PARTS);
  for (guint i = 0; i < n_parts; i++)
    dh_hull_build (&hulls[i], landmarks, parts[i].indices, parts[i].n);
}

void
dh_mask_draw_parts (DhImage *image, const DhLandmarks *landmarks, const DhMaskPart *parts,
                    guint n_parts)
{
  g_autofree float *row = g_new (float, image->width);
  DhHull hulls[MAX_PARTS];

  build_hulls (landmarks, parts, n_parts, hulls);
  for (int y = 0; y < image->height; y++)
    {
      guint16 *alpha = image->pixels + 4 * (gsize) y * image->width + 3;

      cover_row (hulls, n_parts, y, row, image->width);
      for (int x = 0; x < image->width; x++)
        alpha[4 * x] = (guint16) (MIN (row[x] / SUBROWS, 1.0f) * DH_IMAGE_FULL + 0.5f);
    }
}

static DhPoint
get_middle (DhPoint a, DhPoint b)
{
  return (DhPoint) { (a.x + b.x) / 2.0f, (a.y + b.y) / 2.0f };
}

void
dh_mask_lift_brows (const DhLandmarks *landmarks, DhLandmarks *lifted)
{
  const DhPoint *p = landmarks->points;
  DhPoint outer_right = get_middle (p[36], get_middle (p[36], p[0]));
  DhPoint outer_left = get_middle (p[45], get_middle (p[16], p[45]));
  const DhPoint lids[10] = {
    outer_right, p[36], p[37], p[38], p[39], p[42], p[43], p[44], p[45], outer_left,
  };
  DhLandmarks result = *landmarks;

  for (int i = 0; i < 10; i++)
    {
      result.points[17 + i].x += (p[17 + i].x - lids[i].x) / 2.0f;
      result.points[17 + i].y += (p[17 + i].y - lids[i].y) / 2.0f;
    }
  *lifted = result;
}

static void
get_outline (const DhLandmarks *landmarks, DhMaskKind kind, DhLandmarks *outline)
{
  *outline = *landmarks;
  if (kind == DH_MASK_EXTENDED)
    dh_mask_lift_brows (landmarks, outline);
}

void
dh_mask_draw (DhImage *image, const DhLandmarks *landmarks, DhMaskKind kind)
{
  DhLandmarks outline;

  get_outline (landmarks, kind, &outline);
  dh_mask_draw_parts (image, &outline, face_parts, G_N_ELEMENTS (face_parts));
}

void
dh_mask_draw_plane (const DhLandmarks *landmarks, DhMaskKind kind, int size, float *plane)
{
  DhHull hulls[MAX_PARTS];
  DhLandmarks outline;

  get_outline (landmarks, kind, &outline);
  build_hulls (&outline, face_parts, G_N_ELEMENTS (face_parts), hulls);
  for (int y = 0; y < size; y++)
    {
      float *row = plane + (gsize) y * size;

      cover_row (hulls, G_N_ELEMENTS (face_parts), y, row, size);
      for (int x = 0; x < size; x++)
        row[x] = MIN (row[x] / SUBROWS, 1.0f);
    }
}
