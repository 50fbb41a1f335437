/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One loss applied to two pictures: its value, its gradient, and how much of both a few bad pixels
 * account for.
 *
 * The last is the outlier experiment.  The worst 1 % of the pixels are those with the largest sum
 * of |p - t| over the channels, the same for every loss.  For a mean over pixels, their part of the
 * loss could be summed up; for SSIM and the like there is no such sum.  So it is defined as what
 * vanishes when these pixels are corrected: one definition for all, at the price of a second
 * evaluation.
 */
#include "core/compare/loss-analysis.h"

#include "core/base/select.h"
#include "core/loss/metric.h"

#include <math.h>

#define N_CHANNELS  3
#define SCALE_SHARE .995

struct _DhLossAnalysis
{
  DhShape shape;
  gsize n_pixels;
  float *target, *prediction, *gradient, *scratch;
  guint n_worst;
  guint *worst;     /* indices of pixels */
  float *put_aside; /* (n_worst, 3): their values while they are corrected */
};

static gsize
get_largest_scratch (DhShape shape, const gboolean *wanted)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);
  gsize largest = 0;

  for (guint i = 0; i < n_losses; i++)
    if (wanted == NULL || wanted[i])
      largest = MAX (largest, dh_loss_get_scratch_size (losses[i], shape));
  return largest;
}

guint64
dh_loss_analysis_estimate (int width, int height, const gboolean *wanted)
{
  const DhShape shape = { 1, N_CHANNELS, height, width };

  return sizeof (float)
         * (3 * (guint64) dh_shape_get_size (shape) + get_largest_scratch (shape, wanted));
}

DhLossAnalysis *
dh_loss_analysis_try_new (int width, int height, const gboolean *wanted)
{
  g_autoptr (DhLossAnalysis) self = g_new0 (DhLossAnalysis, 1);
  gsize size;

  self->shape = (DhShape) { 1, N_CHANNELS, height, width };
  self->n_pixels = (gsize) width * height;
  self->n_worst = (guint) MAX (self->n_pixels * DH_COMPARISON_WORST_SHARE + .5, 1.0);
  size = dh_shape_get_size (self->shape);
  self->target = dh_tensor_try_new (size);
  self->prediction = dh_tensor_try_new (size);
  self->gradient = dh_tensor_try_new (size);
  self->scratch = dh_tensor_try_new (get_largest_scratch (self->shape, wanted));
  self->worst = g_try_new0 (guint, self->n_worst);
  self->put_aside = g_try_new (float, N_CHANNELS *(gsize) self->n_worst);
  if (self->target == NULL || self->prediction == NULL || self->gradient == NULL
      || self->scratch == NULL || self->worst == NULL || self->put_aside == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
dh_loss_analysis_free (DhLossAnalysis *self)
{
  if (self == NULL)
    return;
  dh_tensor_free (self->target);
  dh_tensor_free (self->prediction);
  dh_tensor_free (self->gradient);
  dh_tensor_free (self->scratch);
  g_free (self->worst);
  g_free (self->put_aside);
  g_free (self);
}

DhShape
dh_loss_analysis_get_shape (const DhLossAnalysis *self)
{
  return self->shape;
}

float *
dh_loss_analysis_get_target (DhLossAnalysis *self)
{
  return self->target;
}

float *
dh_loss_analysis_get_prediction (DhLossAnalysis *self)
{
  return self->prediction;
}

/* ---- the worst pixels ---- */

static float
get_error (const DhLossAnalysis *self, gsize pixel)
{
  float error = 0;

  for (int c = 0; c < N_CHANNELS; c++)
    error += fabsf (self->prediction[c * self->n_pixels + pixel]
                    - self->target[c * self->n_pixels + pixel]);
  return error;
}

/* If more pixels are equally bad than are wanted, the first are chosen. */
void
dh_loss_analysis_update (DhLossAnalysis *self)
{
  float *errors = self->gradient; /* not needed before a loss is evaluated */
  guint n = 0, n_above = 0, n_equal;
  float bound;

  for (gsize i = 0; i < self->n_pixels; i++)
    errors[i] = get_error (self, i);
  bound = dh_select_rank (errors, self->n_pixels, self->n_pixels - self->n_worst);
  for (gsize i = 0; i < self->n_pixels; i++)
    n_above += errors[i] > bound;
  n_equal = self->n_worst - n_above;
  for (gsize i = 0; i < self->n_pixels && n < self->n_worst; i++)
    {
      float error = get_error (self, i);

      if (error > bound || (error == bound && n_equal > 0))
        {
          n_equal -= error == bound;
          self->worst[n++] = (guint) i;
        }
    }
}

static void
put_worst_right (DhLossAnalysis *self)
{
  for (guint i = 0; i < self->n_worst; i++)
    for (int c = 0; c < N_CHANNELS; c++)
      {
        gsize place = c * self->n_pixels + self->worst[i];

        self->put_aside[N_CHANNELS * (gsize) i + c] = self->prediction[place];
        self->prediction[place] = self->target[place];
      }
}

static void
put_worst_back (DhLossAnalysis *self)
{
  for (guint i = 0; i < self->n_worst; i++)
    for (int c = 0; c < N_CHANNELS; c++)
      self->prediction[c * self->n_pixels + self->worst[i]] =
        self->put_aside[N_CHANNELS * (gsize) i + c];
}

/* ---- metrics ---- */

/* Like a lane's metric, but without its limit of 99 dB: two files that differ by one of 65,536
 * steps have 96 dB. */
double
dh_loss_analysis_get_psnr (const DhLossAnalysis *self)
{
  const gsize n = N_CHANNELS * self->n_pixels;
  double squares = 0;

  for (gsize i = 0; i < n; i++)
    {
      double error = (double) self->prediction[i] - self->target[i];

      squares += error * error;
    }
  return -10 * log10 (squares / n);
}

double
dh_loss_analysis_get_ssim (DhLossAnalysis *self)
{
  DhMeasureSum sum = { 0 };

  dh_measure_add (&sum, self->shape, self->target, self->prediction, NULL, self->scratch);
  return dh_measure_mean (&sum).ssim;
}

/* ---- one loss ---- */

static double
evaluate (DhLossAnalysis *self, const DhLoss *loss, const double *settings, float *gradient)
{
  return dh_loss_evaluate (loss, settings, self->shape, self->target, self->prediction, gradient,
                           self->scratch);
}

double
dh_loss_analysis_evaluate (DhLossAnalysis *self, const DhLoss *loss, const double *settings,
                           const float **wanted)
{
  if (wanted != NULL)
    *wanted = self->gradient;
  return evaluate (self, loss, settings, wanted != NULL ? self->gradient : NULL);
}

/* 0 if the whole is 0. */
static double
get_share (double part, double whole)
{
  double share = part / whole;

  return isnan (share) || whole == 0 ? 0 : CLAMP (share, 0.0, 1.0);
}

static double
get_gradient_share (const DhLossAnalysis *self)
{
  double worst = 0, all = 0;

  for (gsize i = 0; i < N_CHANNELS * self->n_pixels; i++)
    all += fabsf (self->gradient[i]);
  for (guint i = 0; i < self->n_worst; i++)
    for (int c = 0; c < N_CHANNELS; c++)
      worst += fabsf (self->gradient[c * self->n_pixels + self->worst[i]]);
  return get_share (worst, all);
}

static void
make_map (const DhLossAnalysis *self, float *map)
{
  const gsize n = self->n_pixels;
  const float *gradient = self->gradient;

  for (gsize i = 0; i < n; i++)
    map[i] = (gradient[i] + gradient[n + i] + gradient[2 * n + i]) / N_CHANNELS;
}

/* Not the maximum, because a single outlier would leave everything else grey.  Overwrites the
 * gradient. */
static double
get_map_scale (DhLossAnalysis *self, const float *map)
{
  float *strengths = self->gradient;
  gsize n = 0;

  for (gsize i = 0; i < self->n_pixels; i++)
    if (map[i] != 0)
      strengths[n++] = fabsf (map[i]);
  return n > 0 ? dh_select_rank (strengths, n, (gsize) ceil (SCALE_SHARE * n) - 1) : 0;
}

DhComparisonResult
dh_loss_analysis_examine (DhLossAnalysis *self, const DhLoss *loss, const double *settings,
                          float *map)
{
  DhComparisonResult result = { .map = map };

  result.value = evaluate (self, loss, settings, self->gradient);
  result.gradient_share = get_gradient_share (self);
  make_map (self, map);
  result.map_scale = get_map_scale (self, map);
  put_worst_right (self);
  result.loss_share = get_share (result.value - evaluate (self, loss, settings, NULL),
                                 result.value);
  put_worst_back (self);
  return result;
}
