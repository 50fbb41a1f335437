/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ground of faces: two dimensions make a picture, the height is the loss between it and its
 * target.  So every loss for pictures has a visible ground, and the ball has a face.
 *
 * The gradient is exact, by the chain rule: the loss's gradient with respect to the pixels, times
 * the picture's derivative with respect to the dimension, summed up.  The second derivatives are
 * differences of such gradients: no loss has code for its curvature, and here it is only used for a
 * mark on a slider and the length of a Newton step.
 *
 * Keeping the pictures of a whole grid for when only the loss changes was rejected: they take 100
 * MB and more, and making one costs little more than reading it back.  What the points of a row
 * share is computed once.
 */
#include "core/landscape/face-ground-private.h"

#include "core/base/tensor.h"
#include "core/landscape/rate.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

/* Of a dimension's width: the step of the differences. */
#define STEP          2e-3
#define SMALLEST_SIZE 0.02
/* Losses add up in single precision. */
#define SINGLE_TOLERANCE 1e-6

typedef struct
{
  DhGround ground;
  const DhFaceDimensions *dimensions;
  DhMix mix;
  DhFaceSource source;
} FaceGround;

/* The parts of the scratch memory. */
typedef struct
{
  float *rgb;
  float *by[2];
  float *gradient, *part; /* with respect to the pixels: of the mix, of one of its losses */
  float *between;         /* for making pictures */
  float *loss;
} Buffers;

static gsize
get_between_size (int size)
{
  return 3 * (gsize) size * dh_spline_get_side (size);
}

static Buffers
divide (const FaceGround *self, float *scratch)
{
  gsize n = self->source.n;

  return (Buffers) {
    .rgb = scratch,
    .by = { scratch + n, scratch + 2 * n },
    .gradient = scratch + 3 * n,
    .part = scratch + 4 * n,
    .between = scratch + 5 * n,
    .loss = scratch + 5 * n + get_between_size (self->source.size),
  };
}

static DhShape
get_shape (const FaceGround *self)
{
  return (DhShape) { 1, 3, self->source.size, self->source.size };
}

static const float *
get_target (const FaceGround *self)
{
  return self->dimensions->to_partner ? self->source.partner : self->source.picture;
}

/* ---- heights and slopes ---- */

static void
add_scaled (gsize n, const float *restrict from, float factor, gboolean first, float *restrict to)
{
  if (first)
    memset (to, 0, n * sizeof (float));
  for (gsize i = 0; i < n; i++)
    to[i] += factor * from[i];
}

/* The mix's loss of the generated picture and, if wanted, its gradient with respect to the
 * pixels. */
static double
measure (const FaceGround *self, const Buffers *buffers, gboolean with_gradient)
{
  double sum = 0;
  gboolean first = TRUE;

  for (guint i = 0; i < self->mix.n_parts; i++)
    {
      const DhMixPart *part = &self->mix.parts[i];

      if (part->weight == 0)
        continue;
      sum += part->weight
             * dh_loss_evaluate (dh_loss_find (part->loss), part->settings, get_shape (self),
                                 get_target (self), buffers->rgb,
                                 with_gradient ? buffers->part : NULL, buffers->loss);
      if (with_gradient)
        add_scaled (self->source.n, buffers->part, (float) part->weight, first, buffers->gradient);
      first = FALSE;
    }
  return sum;
}

static double
multiply (gsize n, const float *a, const float *b)
{
  double sums[4] = { 0 };

  for (gsize i = 0; i + 4 <= n; i += 4)
    for (guint k = 0; k < 4; k++)
      sums[k] += (double) a[i + k] * b[i + k];
  for (gsize i = n / 4 * 4; i < n; i++)
    sums[0] += (double) a[i] * b[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/* Far outside there may be no picture: it can't be infinitely small. */
static gboolean
can_be_made (const FaceGround *self, const double *at)
{
  for (guint i = 0; i < 2; i++)
    {
      double width = self->dimensions->maximum[i] - self->dimensions->minimum[i];

      if (!(fabs (at[i]) < 1e4 * width))
        return FALSE;
    }
  return !self->dimensions->has_size || at[1] > SMALLEST_SIZE;
}

static void
find_slope (const FaceGround *self, const double *at, const Buffers *buffers, DhJet *jet)
{
  self->dimensions->make (&self->source, at, buffers->rgb, buffers->by, buffers->between);
  jet->value = measure (self, buffers, TRUE);
  jet->x = multiply (self->source.n, buffers->gradient, buffers->by[0]);
  jet->y = multiply (self->source.n, buffers->gradient, buffers->by[1]);
}

static void
find_curvature (const FaceGround *self, const double *at, const Buffers *buffers, DhJet *jet)
{
  DhJet change[2];

  for (guint i = 0; i < 2; i++)
    {
      double h = STEP * (self->dimensions->maximum[i] - self->dimensions->minimum[i]);
      double place[2] = { at[0], at[1] };
      DhJet above, below;

      place[i] = at[i] + h;
      find_slope (self, place, buffers, &above);
      place[i] = at[i] - h;
      find_slope (self, place, buffers, &below);
      change[i].x = (above.x - below.x) / (2 * h);
      change[i].y = (above.y - below.y) / (2 * h);
    }
  jet->xx = change[0].x;
  jet->xy = (change[0].y + change[1].x) / 2;
  jet->yy = change[1].y;
}

static void
face_evaluate (const DhGround *ground, const double *at, guint order, float *scratch, DhJet *jet)
{
  const FaceGround *self = (const FaceGround *) ground;
  Buffers buffers = divide (self, scratch);

  if (!can_be_made (self, at))
    {
      *jet = dh_jet_constant (NAN);
      return;
    }
  if (order == 0)
    {
      self->dimensions->make (&self->source, at, buffers.rgb, NULL, buffers.between);
      jet->value = measure (self, &buffers, FALSE);
      return;
    }
  if (order > 1)
    find_curvature (self, at, &buffers, jet);
  find_slope (self, at, &buffers, jet);
}

static void
face_evaluate_row (const DhGround *ground, guint n, const double *x, double y, float *scratch,
                   double *values)
{
  const FaceGround *self = (const FaceGround *) ground;
  const DhFaceDimensions *dimensions = self->dimensions;
  Buffers buffers = divide (self, scratch);

  if (dimensions->begin_row != NULL)
    dimensions->begin_row (&self->source, y, buffers.between);
  for (guint i = 0; i < n; i++)
    {
      if (dimensions->begin_row != NULL)
        dimensions->make_in_row (&self->source, x[i], buffers.rgb, buffers.between);
      else
        dimensions->make (&self->source, (const double[2]) { x[i], y }, buffers.rgb, NULL,
                          buffers.between);
      values[i] = measure (self, &buffers, FALSE);
    }
}

static void
face_free (DhGround *ground)
{
  FaceGround *self = (FaceGround *) ground;

  g_free (self->source.picture);
  g_free (self->source.partner);
  dh_spline_free (self->source.spline);
  g_free (self);
}

static const DhGroundMethods face_methods = {
  .kind = DH_GROUND_KIND_FACE,
  .evaluate = face_evaluate,
  .evaluate_row = face_evaluate_row,
  .free = face_free,
};

/* ---- making one ---- */

static gsize
find_scratch_size (const FaceGround *self)
{
  gsize most = 0;

  for (guint i = 0; i < self->mix.n_parts; i++)
    most = MAX (most, dh_loss_get_scratch_size (dh_loss_find (self->mix.parts[i].loss),
                                                get_shape (self)));
  return 5 * self->source.n + get_between_size (self->source.size) + most;
}

static void
take_dimensions (FaceGround *self)
{
  DhGround *ground = &self->ground;
  g_autofree char *mix = dh_mix_dup_name (&self->mix);

  /* Translators: a face's dimensions and the loss, "Shift: MSE" */
  ground->name = g_strdup_printf (_ ("%s: %s"), _ (self->dimensions->name), mix);
  for (guint i = 0; i < 2; i++)
    {
      ground->dimensions[i] = _ (self->dimensions->dimensions[i]);
      ground->units[i] = self->dimensions->units[i] != NULL ? _ (self->dimensions->units[i]) : NULL;
      ground->scales[i] = self->dimensions->scales[i] > 0 ? self->dimensions->scales[i]
                                                          : self->source.size;
      ground->minimum[i] = self->dimensions->minimum[i];
      ground->maximum[i] = self->dimensions->maximum[i];
      ground->start[i] = self->dimensions->start[i];
    }
}

DhGround *
dh_face_ground_new (const DhFaceDimensions *dimensions, const DhMix *mix, int size,
                    const float *picture, const float *partner)
{
  FaceGround *self = g_new0 (FaceGround, 1);

  g_assert (size > 1);
  g_assert (partner != NULL || !dimensions->to_partner);
  dh_ground_init (&self->ground, &face_methods, 2);
  self->dimensions = dimensions;
  self->mix = *mix;
  self->source.size = size;
  self->source.n = 3 * (gsize) size * size;
  self->source.picture = g_memdup2 (picture, self->source.n * sizeof (float));
  self->source.partner = partner != NULL ? g_memdup2 (partner, self->source.n * sizeof (float))
                                         : NULL;
  self->source.spline = dh_spline_new (picture, size);
  self->ground.scratch_size = find_scratch_size (self);
  take_dimensions (self);
  self->ground.tolerance = SINGLE_TOLERANCE;
  self->ground.learning_rate = dh_ground_find_rate (&self->ground, dimensions->neutral);
  return &self->ground;
}

int
dh_face_ground_get_size (const DhGround *ground)
{
  return ((const FaceGround *) ground)->source.size;
}

const float *
dh_face_ground_get_target (const DhGround *ground)
{
  return get_target ((const FaceGround *) ground);
}

void
dh_face_ground_make_picture (const DhGround *ground, const double at[2], float *rgb)
{
  const FaceGround *self = (const FaceGround *) ground;
  float *between = dh_tensor_new (get_between_size (self->source.size));

  if (can_be_made (self, at))
    self->dimensions->make (&self->source, at, rgb, NULL, between);
  else
    memset (rgb, 0, self->source.n * sizeof (float));
  dh_tensor_free (between);
}

double
dh_face_ground_get_error (const DhGround *ground, const double at[2])
{
  const FaceGround *self = (const FaceGround *) ground;
  g_autofree float *rgb = g_new (float, self->source.n);
  double sum = 0;

  dh_face_ground_make_picture (ground, at, rgb);
  for (gsize i = 0; i < self->source.n; i++)
    sum += fabsf (rgb[i] - get_target (self)[i]);
  return sum / self->source.n;
}
