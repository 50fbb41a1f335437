/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The objective of a lane: a mix of losses over the masked pictures, with extra weight on eyes and
 * mouth.
 *
 * The mask is applied before the loss, not inside it: a loss is a function of two pictures, and
 * each picture is masked by a multiplication, with the chain rule for the gradient.  The eyes and
 * the mouth are masks as well, with a factor.
 *
 * Parts are computed one after the other, each over all areas, so that its own gradient's length is
 * known before it is added to the others'.  That length, not its share of the loss, tells how much
 * a part matters: Pixel-Grad-Diff is a hundred times as large as MSE and may still have a smaller
 * gradient.  A single part, the usual case, writes its gradient directly to its destination.
 */
#include "core/loss/objective.h"

#include <string.h>

void
dh_objective_init (DhObjective *self, const DhMix *mix)
{
  *self = (DhObjective) {
    .n_parts = mix->n_parts,
    .mask = DH_AREA_EXTENDED,
    .eye_multiplier = 1,
    .mouth_multiplier = 1,
  };
  for (guint i = 0; i < mix->n_parts; i++)
    {
      self->parts[i].loss = dh_loss_find (mix->parts[i].loss);
      self->parts[i].weight = mix->parts[i].weight;
      memcpy (self->parts[i].settings, mix->parts[i].settings, sizeof self->parts[i].settings);
    }
}

/* One term L of the sum. */
typedef struct
{
  DhArea area;
  double factor;
} Term;

#define MAX_TERMS 3

static guint
list_terms (const DhObjective *self, gboolean has_areas, Term *terms)
{
  guint n = 0;

  terms[n++] = (Term) { has_areas ? self->mask : DH_AREA_NONE, 1 };
  if (has_areas && self->eye_multiplier > 1)
    terms[n++] = (Term) { DH_AREA_EYES, self->eye_multiplier };
  if (has_areas && self->mouth_multiplier > 1)
    terms[n++] = (Term) { DH_AREA_MOUTH, self->mouth_multiplier };
  return n;
}

guint
dh_objective_get_areas (const DhObjective *self)
{
  Term terms[MAX_TERMS];
  guint n_terms = list_terms (self, TRUE, terms), areas = 0;

  for (guint i = 0; i < n_terms; i++)
    if (terms[i].area != DH_AREA_NONE)
      areas |= 1u << terms[i].area;
  return areas;
}

/* Rounded up so that what follows starts on a 64-byte boundary. */
static gsize
get_picture_size (DhShape shape)
{
  return (dh_shape_get_size (shape) + 15) / 16 * 16;
}

gsize
dh_objective_get_scratch_size (const DhObjective *self, DhShape shape)
{
  gsize largest = 0;

  for (guint i = 0; i < self->n_parts; i++)
    largest = MAX (largest, dh_loss_get_scratch_size (self->parts[i].loss, shape));
  return 4 * get_picture_size (shape) + largest;
}

/* out = in · mask, the mask repeated over the channels; in place where out = in. */
static void
multiply_by_mask (DhShape shape, const float *in, const float *mask, float *out)
{
  const gsize plane = (gsize) shape.h * shape.w;

  for (int n = 0; n < shape.n; n++)
    for (int c = 0; c < shape.c; c++)
      {
        const gsize start = ((gsize) n * shape.c + c) * plane;

        for (gsize i = 0; i < plane; i++)
          out[start + i] = in[start + i] * mask[n * plane + i];
      }
}

static void
scale (float *values, gsize n, float factor)
{
  for (gsize i = 0; factor != 1.0f && i < n; i++)
    values[i] *= factor;
}

static void
add (float *sum, const float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += values[i];
}

/* The inputs of one evaluation. */
typedef struct
{
  const DhObjective *objective;
  DhShape shape;
  const float *target, *prediction;
  float *const *areas;
  Term terms[MAX_TERMS];
  guint n_terms;
  float *masked_target, *masked_prediction, *term_gradient, *part_gradient;
  float *loss_scratch;
} Evaluation;

/* Weight and factor included. */
static double
evaluate_term (const Evaluation *self, guint part, const Term *term, float *gradient)
{
  const DhObjective *objective = self->objective;
  const DhLoss *loss = objective->parts[part].loss;
  const double factor = objective->parts[part].weight * term->factor;
  const float *mask = term->area != DH_AREA_NONE ? self->areas[term->area] : NULL;
  const float *target = self->target, *prediction = self->prediction;
  double value;

  if (mask != NULL)
    {
      multiply_by_mask (self->shape, target, mask, self->masked_target);
      multiply_by_mask (self->shape, prediction, mask, self->masked_prediction);
      target = self->masked_target;
      prediction = self->masked_prediction;
    }
  value = factor
          * dh_loss_evaluate (loss, objective->parts[part].settings, self->shape, target,
                              prediction, gradient, self->loss_scratch);
  if (gradient != NULL && mask != NULL)
    multiply_by_mask (self->shape, gradient, mask, gradient);
  if (gradient != NULL)
    scale (gradient, dh_shape_get_size (self->shape), factor);
  return value;
}

static double
evaluate_part (const Evaluation *self, guint part, float *gradient)
{
  double value = evaluate_term (self, part, &self->terms[0], gradient);

  for (guint i = 1; i < self->n_terms; i++)
    {
      value += evaluate_term (self, part, &self->terms[i],
                              gradient != NULL ? self->term_gradient : NULL);
      if (gradient != NULL)
        add (gradient, self->term_gradient, dh_shape_get_size (self->shape));
    }
  return value;
}

/* The first part with a weight writes its gradient directly to where the sum goes. */
static double
evaluate_parts (const Evaluation *self, float *gradient, DhPartSums *sums)
{
  const gsize n = dh_shape_get_size (self->shape);
  double value = 0;
  gboolean first = TRUE;

  for (guint i = 0; i < self->objective->n_parts; i++)
    {
      float *own = gradient == NULL || first ? gradient : self->part_gradient;

      sums->loss[i] = sums->length2[i] = 0;
      if (self->objective->parts[i].weight == 0)
        continue;
      sums->loss[i] = evaluate_part (self, i, own);
      value += sums->loss[i];
      if (gradient != NULL && self->objective->n_parts > 1)
        sums->length2[i] = dh_float_sum_squares (own, n);
      if (own != gradient)
        add (gradient, own, n);
      first = FALSE;
    }
  return value;
}

double
dh_objective_evaluate (const DhObjective *self, DhShape shape, const float *target,
                       const float *prediction, float *const *areas, float *gradient,
                       DhPartSums *sums, float *scratch)
{
  const gsize picture = get_picture_size (shape);
  Evaluation evaluation = {
    .objective = self,
    .shape = shape,
    .target = target,
    .prediction = prediction,
    .areas = areas,
    .masked_target = scratch,
    .masked_prediction = scratch + picture,
    .term_gradient = scratch + 2 * picture,
    .part_gradient = scratch + 3 * picture,
    .loss_scratch = scratch + 4 * picture,
  };
  DhPartSums unwanted;

  evaluation.n_terms = list_terms (self, areas != NULL, evaluation.terms);
  return evaluate_parts (&evaluation, gradient, sums != NULL ? sums : &unwanted);
}
