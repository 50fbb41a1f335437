/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The objective of a network with outputs of several sizes: the sum over them.
 *
 * Each output is compared with the target at its own size, which is the mean of the pixels that
 * fall together; the mask and the areas of eyes and mouth are made smaller in the same way and so
 * have soft edges.  All outputs count alike and get the same mix of losses: that is how faceswap
 * trained its multiscale decoders in 2020, one loss function and one weight of 1 for each output.
 *
 * The sum is what is minimised, so it is also what is reported: by the curve of the loss, by the
 * learning rate finder, the curvature and the ground under the ball.  It is about three times the
 * loss of a network with one output.  Pictures, metrics and merging know the largest output only.
 *
 * Reducing is repeated at each evaluation.  It reads as many numbers as one of the losses does,
 * which is nothing beside the network, and nothing has to be kept with the batches.
 */
#include "core/loss/scales.h"

static DhShape
halve (DhShape shape)
{
  return (DhShape) { shape.n, shape.c, shape.h / 2, shape.w / 2 };
}

/* Up to a cache line. */
static gsize
rounded (gsize n_floats)
{
  return (n_floats + 15) / 16 * 16;
}

/* Target and areas of a smaller scale. */
static gsize
get_reduced_size (DhShape shape)
{
  return rounded (dh_shape_get_size (shape))
         + DH_N_AREAS * rounded ((gsize) shape.n * shape.h * shape.w);
}

gsize
dh_scales_get_size (DhShape shape, int n_scales)
{
  gsize size = 0;

  for (int i = 0; i < n_scales; i++, shape = halve (shape))
    size += dh_shape_get_size (shape);
  return size;
}

gsize
dh_scales_get_scratch_size (const DhObjective *objective, DhShape shape, int n_scales)
{
  gsize reduced = 0, largest = 0;

  for (int i = 0; i < n_scales; i++, shape = halve (shape))
    {
      largest = MAX (largest, dh_objective_get_scratch_size (objective, shape));
      if (i > 0)
        reduced += get_reduced_size (shape);
    }
  return reduced + largest;
}

/* Planes of (2h, 2w) to the means of their squares of four. */
static void
reduce (gsize n_planes, int height, int width, const float *in, float *out)
{
  for (gsize row = 0; row < n_planes * height; row++)
    {
      const float *upper = in + row * 4 * width, *lower = upper + 2 * width;

      for (int x = 0; x < width; x++)
        out[row * width + x] =
          .25f * ((upper[2 * x] + upper[2 * x + 1]) + (lower[2 * x] + lower[2 * x + 1]));
    }
}

/* What the predictions of a scale are compared with. */
typedef struct
{
  DhShape shape;
  const float *target;
  float *areas[DH_N_AREAS];
  gboolean has_areas;
} Scale;

/* The scale below, in this memory, of which the rest is returned. */
static float *
fill_reduced (const DhObjective *objective, const Scale *from, Scale *to, float *memory)
{
  const DhShape shape = halve (from->shape);
  const gsize plane = rounded ((gsize) shape.n * shape.h * shape.w);
  const guint areas = from->has_areas ? dh_objective_get_areas (objective) : 0;

  *to = (Scale) { .shape = shape, .target = memory, .has_areas = from->has_areas };
  reduce ((gsize) shape.n * shape.c, shape.h, shape.w, from->target, memory);
  memory += rounded (dh_shape_get_size (shape));
  for (DhArea area = 0; area < DH_N_AREAS; area++, memory += plane)
    if (areas & 1u << area)
      {
        to->areas[area] = memory;
        reduce (shape.n, shape.h, shape.w, from->areas[area], memory);
      }
  return memory;
}

static void
add_sums (const DhObjective *objective, const DhPartSums *own, DhPartSums *sums)
{
  for (guint i = 0; i < objective->n_parts; i++)
    {
      sums->loss[i] += own->loss[i];
      sums->length2[i] += own->length2[i];
    }
}

double
dh_scales_evaluate (const DhObjective *objective, DhShape shape, int n_scales, const float *target,
                    const float *const *predictions, float *const *areas, float *gradient,
                    DhPartSums *sums, float *scratch)
{
  Scale scales[DH_MAX_SCALES] = {
    { .shape = shape, .target = target, .has_areas = areas != NULL }
  };
  DhPartSums all = { 0 };
  double value = 0;

  g_return_val_if_fail (n_scales > 0 && n_scales <= DH_MAX_SCALES, 0);
  for (DhArea area = 0; areas != NULL && area < DH_N_AREAS; area++)
    scales[0].areas[area] = areas[area];
  for (int i = 1; i < n_scales; i++)
    scratch = fill_reduced (objective, &scales[i - 1], &scales[i], scratch);
  for (int i = 0; i < n_scales; i++)
    {
      const Scale *scale = &scales[i];
      DhPartSums own = { 0 };

      value += dh_objective_evaluate (objective, scale->shape, scale->target, predictions[i],
                                      scale->has_areas ? scale->areas : NULL, gradient, &own,
                                      scratch);
      add_sums (objective, &own, &all);
      if (gradient != NULL)
        gradient += dh_shape_get_size (scale->shape);
    }
  if (sums != NULL)
    *sums = all;
  return value;
}
