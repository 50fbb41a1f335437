/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The largest curvature of a loss, above which plain descent becomes unstable.
 *
 * Plain gradient descent with a rate r is stable while r < 2/λ.
 *
 * A network's Hessian has as many entries as it has pairs of weights, but its product with one
 * direction v costs two gradients: (g(w + εv) − g(w − εv)) / 2ε.  Power iteration repeats the
 * product and so turns v into the direction of the largest eigenvalue; v·Hv is the eigenvalue, with
 * an error that is the square of the direction's.  If the eigenvalue largest in magnitude is
 * negative, the matrix is shifted.  Training moves the weights only a little between two products,
 * so v is kept, and an occasional product follows the eigenvalue at a fraction of the cost of a
 * fresh search (LeCun, Simard, Pearlmutter 1993).
 *
 * ε is a small fixed fraction of the weights' own length.  Rounding of the weights and gradients
 * causes an error of a few parts in a thousand (at a fifth of this ε, so large a one that the
 * iteration often never became steady); the third derivative causes none, because the difference is
 * central, and the fourth one of order ε².  If a loss has kinks (MAE, and a network's leaky
 * activations), the result is the curvature over a step of that length, which is what matters to a
 * step of descent.  Kinks also let the product swing between two directions, so that the mean of two
 * products is what has to become steady.
 *
 * Rejected: exact products by a second backward pass (every layer and loss would need one), and
 * Lanczos (it keeps all previous directions).
 */
#include "core/train/curvature.h"

#include <math.h>
#include <string.h>

#include "core/base/random.h"
#include "core/base/tensor.h"
#include "core/plane/directions.h"

#define RELATIVE_STEP 5e-4
#define STEADY        0.01 /* relative change of the mean of two products */
#define N_STEADY      3    /* consecutive steady means before they are trusted */
#define STREAM        (G_GUINT64_CONSTANT (3) << 51)

struct _DhCurvature
{
  gsize n;
  float *direction; /* unit length */
  double value;     /* v · Hv of the newest product, or NaN */
  double mean;      /* of the two newest, or NaN */
  double shift;
  guint n_steady;
};

DhCurvature *
dh_curvature_new (gsize n, guint64 seed)
{
  DhCurvature *self = g_new0 (DhCurvature, 1);
  DhRandom random;
  double length;

  self->n = n;
  dh_curvature_doubt (self);
  self->direction = dh_tensor_new (n);
  dh_random_init (&random, seed, STREAM);
  for (gsize i = 0; i < n; i++)
    self->direction[i] = (float) dh_random_uniform (&random, -1, 1);
  length = sqrt (dh_float_sum_squares (self->direction, n));
  for (gsize i = 0; i < n; i++)
    self->direction[i] /= (float) length;
  return self;
}

void
dh_curvature_free (DhCurvature *self)
{
  dh_tensor_free (self->direction);
  g_free (self);
}

void
dh_curvature_doubt (DhCurvature *self)
{
  self->value = NAN;
  self->mean = NAN;
  self->n_steady = 0;
  self->shift = 0;
}

static void
go (const DhCurvature *self, const float *parameters, float step, float *there)
{
  for (gsize i = 0; i < self->n; i++)
    there[i] = parameters[i] + step * self->direction[i];
}

/* v ← Hv + shift · v, normalised to unit length. */
static void
turn (DhCurvature *self, float *product)
{
  double length2 = 0;
  float shift = (float) self->shift, factor;

  for (gsize i = 0; i < self->n; i++)
    product[i] += shift * self->direction[i];
  length2 = dh_direction_multiply (self->n, product, product);
  if (!(length2 > 0))
    return;
  factor = (float) (1 / sqrt (length2));
  for (gsize i = 0; i < self->n; i++)
    self->direction[i] = factor * product[i];
}

static void
judge (DhCurvature *self, double value)
{
  double mean = (value + self->value) / 2;
  gboolean steady = value > 0 && fabs (mean - self->mean) <= STEADY * mean;

  self->n_steady = steady ? self->n_steady + 1 : 0;
  self->value = value;
  self->mean = mean;
  if (value < 0)
    self->shift = MAX (self->shift, -1.1 * value);
}

gboolean
dh_curvature_step (DhCurvature *self, const float *parameters, DhGradientFunc get_gradient,
                   gpointer data, float *scratch)
{
  float *there = scratch, *product = scratch + self->n, *behind = scratch + 2 * self->n;
  float step = (float) (RELATIVE_STEP * MAX (sqrt (dh_float_sum_squares (parameters, self->n)), 1));
  double value;

  go (self, parameters, step, there);
  if (!get_gradient (there, product, data))
    return FALSE;
  go (self, parameters, -step, there);
  if (!get_gradient (there, behind, data))
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    product[i] = (product[i] - behind[i]) / (2 * step);
  value = dh_direction_multiply (self->n, self->direction, product);
  if (!isfinite (value))
    return FALSE;
  judge (self, value);
  turn (self, product);
  return TRUE;
}

double
dh_curvature_get_lambda (const DhCurvature *self)
{
  return self->n_steady >= N_STEADY ? self->mean : NAN;
}
