/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The values passed between a comparison and its thread: requests go down, reports come up.
 * Pictures and maps are large and immutable, so they are reference-counted and shared; everything
 * else is copied.
 */
#include "core/compare/comparison-request.h"

#include <stdatomic.h>

void
dh_comparison_exchange_free (DhComparisonExchange *self)
{
  g_free (self->target);
  g_free (self->prediction);
  g_free (self);
}

static DhComparisonExchange *
copy_exchange (const DhComparisonExchange *exchange)
{
  DhComparisonExchange *copy = g_memdup2 (exchange, sizeof *copy);

  copy->target = g_strdup (copy->target);
  copy->prediction = g_strdup (copy->prediction);
  return copy;
}

DhComparisonRequest *
dh_comparison_request_new (guint64 serial, GPtrArray *exchanges, const DhDistortion *distortion,
                           const double (*settings)[DH_LOSS_MAX_SETTINGS])
{
  DhComparisonRequest *self = g_new (DhComparisonRequest, 1);
  guint n_losses;

  dh_losses_get (&n_losses);
  self->serial = serial;
  self->exchanges = g_ptr_array_new_full (exchanges->len,
                                          (GDestroyNotify) dh_comparison_exchange_free);
  for (guint i = 0; i < exchanges->len; i++)
    g_ptr_array_add (self->exchanges, copy_exchange (g_ptr_array_index (exchanges, i)));
  self->distortion = *distortion;
  self->settings = g_memdup2 (settings, n_losses * sizeof *settings);
  return self;
}

void
dh_comparison_request_free (DhComparisonRequest *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->exchanges);
  g_free (self->settings);
  g_free (self);
}

/* ---- pictures ---- */

struct _DhComparisonImages
{
  atomic_int n_refs;
  int width, height;
  guint8 *target, *prediction;
  double psnr, ssim;
};

DhComparisonImages *
dh_comparison_images_new (int width, int height, guint8 *target, guint8 *prediction, double psnr,
                          double ssim)
{
  DhComparisonImages *self = g_new (DhComparisonImages, 1);

  atomic_init (&self->n_refs, 1);
  self->width = width;
  self->height = height;
  self->target = target;
  self->prediction = prediction;
  self->psnr = psnr;
  self->ssim = ssim;
  return self;
}

DhComparisonImages *
dh_comparison_images_ref (DhComparisonImages *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_comparison_images_unref (DhComparisonImages *self)
{
  if (atomic_fetch_sub (&self->n_refs, 1) > 1)
    return;
  g_free (self->target);
  g_free (self->prediction);
  g_free (self);
}

int
dh_comparison_images_get_width (const DhComparisonImages *self)
{
  return self->width;
}

int
dh_comparison_images_get_height (const DhComparisonImages *self)
{
  return self->height;
}

const guint8 *
dh_comparison_images_peek_target (const DhComparisonImages *self)
{
  return self->target;
}

const guint8 *
dh_comparison_images_peek_prediction (const DhComparisonImages *self)
{
  return self->prediction;
}

double
dh_comparison_images_get_psnr (const DhComparisonImages *self)
{
  return self->psnr;
}

double
dh_comparison_images_get_ssim (const DhComparisonImages *self)
{
  return self->ssim;
}

/* ---- results ---- */

struct _DhComparisonLossResult
{
  atomic_int n_refs;
  DhComparisonResult result;
  float *map;
};

DhComparisonLossResult *
dh_comparison_loss_result_new (const DhComparisonResult *result, float *map)
{
  DhComparisonLossResult *self = g_new (DhComparisonLossResult, 1);

  atomic_init (&self->n_refs, 1);
  self->result = *result;
  self->result.map = self->map = map;
  return self;
}

DhComparisonLossResult *
dh_comparison_loss_result_ref (DhComparisonLossResult *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_comparison_loss_result_unref (DhComparisonLossResult *self)
{
  if (atomic_fetch_sub (&self->n_refs, 1) > 1)
    return;
  g_free (self->map);
  g_free (self);
}

const DhComparisonResult *
dh_comparison_loss_result_get_result (const DhComparisonLossResult *self)
{
  return &self->result;
}

void
dh_comparison_report_free (DhComparisonReport *self)
{
  if (self == NULL)
    return;
  g_free (self->message);
  g_free (self->notice);
  g_clear_pointer (&self->images, dh_comparison_images_unref);
  for (guint i = 0; i < self->n_loss_results; i++)
    g_clear_pointer (&self->loss_results[i], dh_comparison_loss_result_unref);
  g_free (self->loss_results);
  g_free (self);
}
