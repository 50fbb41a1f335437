/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Locating a face: its landmarks, and the crop that follows from them.  Three means
 * of the 68 points (the eyes and the mouth) are mapped to fixed places of the crop by the
 * best-fitting similarity, so that every face is upright, centred and of the same size.  An affine
 * fit was rejected: it would stretch every face to the same proportions, which are what
 * distinguishes two people.
 *
 * In the plane, a rotation with a scale is a complex number, and the least-squares solution is a
 * ratio of two sums.  It cannot reflect.  Source: Umeyama 1991, "Least-squares estimation of
 * transformation parameters between two point patterns".
 */
#include "core/data/landmarks.h"

#include <math.h>
#include <string.h>

DhAffine
dh_affine_multiply (DhAffine first, DhAffine then)
{
  return (DhAffine) {
    .xx = then.xx * first.xx + then.xy * first.yx,
    .xy = then.xx * first.xy + then.xy * first.yy,
    .x0 = then.xx * first.x0 + then.xy * first.y0 + then.x0,
    .yx = then.yx * first.xx + then.yy * first.yx,
    .yy = then.yx * first.xy + then.yy * first.yy,
    .y0 = then.yx * first.x0 + then.yy * first.y0 + then.y0,
  };
}

DhAffine
dh_affine_invert (DhAffine affine)
{
  double determinant = affine.xx * affine.yy - affine.xy * affine.yx;
  DhAffine inverse;

  g_assert (determinant != 0.0);
  inverse.xx = affine.yy / determinant;
  inverse.xy = -affine.xy / determinant;
  inverse.yx = -affine.yx / determinant;
  inverse.yy = affine.xx / determinant;
  inverse.x0 = -(inverse.xx * affine.x0 + inverse.xy * affine.y0);
  inverse.y0 = -(inverse.yx * affine.x0 + inverse.yy * affine.y0);
  return inverse;
}

void
dh_affine_apply (DhAffine affine, double *x, double *y)
{
  double old_x = *x, old_y = *y;

  *x = affine.xx * old_x + affine.xy * old_y + affine.x0;
  *y = affine.yx * old_x + affine.yy * old_y + affine.y0;
}

void
dh_landmarks_move (const DhLandmarks *landmarks, DhAffine affine, DhLandmarks *moved)
{
  for (int i = 0; i < DH_N_LANDMARKS; i++)
    {
      double x = landmarks->points[i].x, y = landmarks->points[i].y;

      dh_affine_apply (affine, &x, &y);
      moved->points[i] = (DhPoint) { (float) x, (float) y };
    }
}

static void
get_mean (const DhPoint *points, guint n, double *x, double *y)
{
  *x = *y = 0.0;
  for (guint i = 0; i < n; i++)
    {
      *x += points[i].x / n;
      *y += points[i].y / n;
    }
}

DhAffine
dh_similarity_fit (const DhPoint *from, const DhPoint *to, guint n)
{
  double from_x, from_y, to_x, to_y;
  double dot = 0.0, cross = 0.0, spread = 0.0;
  DhAffine fit;

  g_assert (n >= 2);
  get_mean (from, n, &from_x, &from_y);
  get_mean (to, n, &to_x, &to_y);
  for (guint i = 0; i < n; i++)
    {
      double ax = from[i].x - from_x, ay = from[i].y - from_y;
      double bx = to[i].x - to_x, by = to[i].y - to_y;

      dot += ax * bx + ay * by;
      cross += ax * by - ay * bx;
      spread += ax * ax + ay * ay;
    }
  g_assert (spread > 0.0);
  fit.xx = fit.yy = dot / spread;
  fit.yx = cross / spread;
  fit.xy = -fit.yx;
  fit.x0 = to_x - fit.xx * from_x - fit.xy * from_y;
  fit.y0 = to_y - fit.yx * from_x - fit.yy * from_y;
  return fit;
}

const DhPoint dh_landmarks_places[3] = { { .33f, .38f }, { .67f, .38f }, { .50f, .76f } };

void
dh_landmarks_get_means (const DhLandmarks *landmarks, DhPoint means[3])
{
  static const struct
  {
    guint first, n;
  } parts[3] = { { 36, 6 }, { 42, 6 }, { 48, 12 } };

  for (int i = 0; i < 3; i++)
    {
      double x, y;

      get_mean (landmarks->points + parts[i].first, parts[i].n, &x, &y);
      means[i] = (DhPoint) { (float) x, (float) y };
    }
}

DhAffine
dh_landmarks_align (const DhLandmarks *landmarks)
{
  DhPoint means[3];

  dh_landmarks_get_means (landmarks, means);
  if (memcmp (&means[0], &means[1], sizeof means[0]) == 0
      && memcmp (&means[0], &means[2], sizeof means[0]) == 0)
    return (DhAffine) { 0 };
  return dh_similarity_fit (means, dh_landmarks_places, 3);
}
