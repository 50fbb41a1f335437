/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pictures that two dimensions produce, with their derivatives by the dimensions.  They aren't
 * clamped to [0, 1], since a clamped pixel has no slope, and its dimension would seem to do
 * nothing.
 *
 * A shift is measured in sides of the picture and an angle in radians, so that the learning rate,
 * which both dimensions share, has a similar size on all these grounds and no dimension is a
 * thousand times steeper than the other.
 */
#include "core/landscape/face-ground-private.h"

#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

#include <math.h>

/* ---- shift: to the right, up ---- */

/* Rows count downwards, but the dimension grows upwards, as on the map. */
static DhSplineTaps
make_row_taps (const DhFaceSource *source, double up)
{
  return dh_spline_make_taps (source->spline, -up * source->size);
}

/* Rows and columns are shifted one after the other, which is a quarter of the work. */
static void
shift_make (const DhFaceSource *source, const double *at, float *rgb, float *const *by,
            float *scratch)
{
  int size = source->size, n_columns = size + 3;
  DhSplineTaps x = dh_spline_make_taps (source->spline, at[0] * size);
  DhSplineTaps y = make_row_taps (source, at[1]);
  float *sloping = scratch + 3 * (gsize) size * n_columns;

  dh_spline_shift_rows (source->spline, y.first, y.weights, x.first, n_columns, scratch);
  dh_spline_shift_columns (scratch, n_columns, 0, x.weights, size, rgb);
  if (by == NULL)
    return;
  for (int i = 0; i < 4; i++)
    {
      x.slopes[i] *= size;
      y.slopes[i] *= -size;
    }
  dh_spline_shift_columns (scratch, n_columns, 0, x.slopes, size, by[0]);
  dh_spline_shift_rows (source->spline, y.first, y.slopes, x.first, n_columns, sloping);
  dh_spline_shift_columns (sloping, n_columns, 0, x.weights, size, by[1]);
}

static void
shift_begin_row (const DhFaceSource *source, double y, float *scratch)
{
  DhSplineTaps taps = make_row_taps (source, y);

  dh_spline_shift_rows (source->spline, taps.first, taps.weights, 0,
                        dh_spline_get_side (source->size), scratch);
}

static void
shift_make_in_row (const DhFaceSource *source, double x, float *rgb, const float *scratch)
{
  DhSplineTaps taps = dh_spline_make_taps (source->spline, x * source->size);

  dh_spline_shift_columns (scratch, dh_spline_get_side (source->size), taps.first, taps.weights,
                           source->size, rgb);
}

static const DhFaceDimensions shift = {
  .id = "shift",
  .name = N_ ("Shift"),
  .summary = N_ ("The face moved sideways and up: the ground slopes towards the right place only "
                 "as far as the loss can see."),
  .dimensions = { N_ ("to the right"), N_ ("up") },
  .units = { N_ ("px"), N_ ("px") },
  .minimum = { -0.125, -0.125 },
  .maximum = { 0.125, 0.125 },
  .start = { 0.084, 0.066 },
  .make = shift_make,
  .begin_row = shift_begin_row,
  .make_in_row = shift_make_in_row,
};

/* ---- turn: angle, size ---- */

static void
turn_make (const DhFaceSource *source, const double *at, float *rgb, float *const *by,
           float *scratch)
{
  dh_spline_turn (source->spline, at[0], at[1], rgb, by != NULL ? by[0] : NULL,
                  by != NULL ? by[1] : NULL);
}

static const DhFaceDimensions turn = {
  .id = "turn",
  .name = N_ ("Turn and size"),
  .summary = N_ ("The face turned and scaled about its centre."),
  .dimensions = { N_ ("angle"), N_ ("size") },
  .units = { N_ ("°"), N_ ("%") },
  .scales = { 180 / G_PI, 100 },
  .minimum = { -G_PI / 6, 0.7 },
  .maximum = { G_PI / 6, 1.4 },
  .start = { 0.38, 0.8 },
  .neutral = { 0, 1 },
  .has_size = TRUE,
  .make = turn_make,
};

/* ---- tone: brightness, contrast ---- */

DH_VECTOR_CLONES (void, mix_tone,
                  (gsize n, const float *restrict from, float contrast, float offset,
                   float *restrict to),
                  (n, from, contrast, offset, to))
{
  for (gsize i = 0; i < n; i++)
    to[i] = from[i] * contrast + offset;
}

static void
fill (gsize n, float value, float *to)
{
  for (gsize i = 0; i < n; i++)
    to[i] = value;
}

static void
tone_make (const DhFaceSource *source, const double *at, float *rgb, float *const *by,
           float *scratch)
{
  mix_tone (source->n, source->picture, (float) at[1], (float) (at[0] + 0.5 - 0.5 * at[1]), rgb);
  if (by == NULL)
    return;
  fill (source->n, 1, by[0]);
  mix_tone (source->n, source->picture, 1, -0.5f, by[1]);
}

static const DhFaceDimensions tone = {
  .id = "tone",
  .name = N_ ("Brightness and contrast"),
  .summary = N_ ("Light only, not shape: losses that compare structure hardly see it."),
  .dimensions = { N_ ("brightness"), N_ ("contrast") },
  .units = { N_ ("%"), N_ ("%") },
  .scales = { 100, 100 },
  .minimum = { -0.3, 0.5 },
  .maximum = { 0.3, 1.5 },
  .start = { -0.23, 1.36 },
  .neutral = { 0, 1 },
  .make = tone_make,
};

/* ---- morph: weight, brightness ---- */

DH_VECTOR_CLONES (void, mix_pictures,
                  (gsize n, const float *restrict a, const float *restrict b, float weight_a,
                   float weight_b, float offset, float *restrict to),
                  (n, a, b, weight_a, weight_b, offset, to))
{
  for (gsize i = 0; i < n; i++)
    to[i] = weight_a * a[i] + weight_b * b[i] + offset;
}

static void
morph_make (const DhFaceSource *source, const double *at, float *rgb, float *const *by,
            float *scratch)
{
  mix_pictures (source->n, source->picture, source->partner, (float) (1 - at[0]), (float) at[0],
                (float) at[1], rgb);
  if (by == NULL)
    return;
  mix_pictures (source->n, source->picture, source->partner, -1, 1, 0, by[0]);
  fill (source->n, 1, by[1]);
}

static const DhFaceDimensions morph = {
  .id = "morph",
  .name = N_ ("Morph and brightness"),
  .summary = N_ ("One person’s face fades into the other’s, and may be too bright."),
  .dimensions = { N_ ("share of the other"), N_ ("brightness") },
  .units = { N_ ("%"), N_ ("%") },
  .scales = { 100, 100 },
  .minimum = { -0.2, -0.3 },
  .maximum = { 1.2, 0.3 },
  .start = { 0, 0.21 },
  .neutral = { 1, 0 },
  .to_partner = TRUE,
  .make = morph_make,
};

static const DhFaceDimensions *const dimensions[] = { &shift, &turn, &tone, &morph };

const DhFaceDimensions *const *
dh_face_dimensions_get (guint *n_dimensions)
{
  *n_dimensions = G_N_ELEMENTS (dimensions);
  return dimensions;
}

const DhFaceDimensions *
dh_face_dimensions_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (dimensions); i++)
    if (g_strcmp0 (dimensions[i]->id, id) == 0)
      return dimensions[i];
  return NULL;
}
