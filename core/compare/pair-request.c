/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values on the way between a pair of pictures and its thread: requests go down, reports come up.
 * What is large and never changes once it is made, the pictures and the maps, is counted and
 * shared; everything else is copied.
 */
#include "core/compare/pair-request.h"

#include <stdatomic.h>

void
dh_pair_exchange_free (DhPairExchange *self)
{
  g_free (self->target);
  g_free (self->prediction);
  g_free (self);
}

static DhPairExchange *
copy_exchange (const DhPairExchange *exchange)
{
  DhPairExchange *copy = g_memdup2 (exchange, sizeof *copy);

  copy->target = g_strdup (copy->target);
  copy->prediction = g_strdup (copy->prediction);
  return copy;
}

DhPairRequest *
dh_pair_request_new (guint64 serial, GPtrArray *exchanges, const DhDistortion *distortion,
                     const double (*settings)[DH_LOSS_MAX_SETTINGS])
{
  DhPairRequest *self = g_new (DhPairRequest, 1);
  guint n_losses;

  dh_losses_get (&n_losses);
  self->serial = serial;
  self->exchanges = g_ptr_array_new_full (exchanges->len, (GDestroyNotify) dh_pair_exchange_free);
  for (guint i = 0; i < exchanges->len; i++)
    g_ptr_array_add (self->exchanges, copy_exchange (g_ptr_array_index (exchanges, i)));
  self->distortion = *distortion;
  self->settings = g_memdup2 (settings, n_losses * sizeof *settings);
  return self;
}

void
dh_pair_request_free (DhPairRequest *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->exchanges);
  g_free (self->settings);
  g_free (self);
}

/* ---- pictures ---- */

struct _DhPairImages
{
  atomic_int n_refs;
  int width, height;
  guint8 *target, *prediction;
  double psnr, ssim;
};

DhPairImages *
dh_pair_images_new (int width, int height, guint8 *target, guint8 *prediction, double psnr,
                    double ssim)
{
  DhPairImages *self = g_new (DhPairImages, 1);

  atomic_init (&self->n_refs, 1);
  self->width = width;
  self->height = height;
  self->target = target;
  self->prediction = prediction;
  self->psnr = psnr;
  self->ssim = ssim;
  return self;
}

DhPairImages *
dh_pair_images_ref (DhPairImages *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_pair_images_unref (DhPairImages *self)
{
  if (atomic_fetch_sub (&self->n_refs, 1) > 1)
    return;
  g_free (self->target);
  g_free (self->prediction);
  g_free (self);
}

int
dh_pair_images_get_width (const DhPairImages *self)
{
  return self->width;
}

int
dh_pair_images_get_height (const DhPairImages *self)
{
  return self->height;
}

const guint8 *
dh_pair_images_peek_target (const DhPairImages *self)
{
  return self->target;
}

const guint8 *
dh_pair_images_peek_prediction (const DhPairImages *self)
{
  return self->prediction;
}

double
dh_pair_images_get_psnr (const DhPairImages *self)
{
  return self->psnr;
}

double
dh_pair_images_get_ssim (const DhPairImages *self)
{
  return self->ssim;
}

/* ---- results ---- */

struct _DhPairLossResult
{
  atomic_int n_refs;
  DhPairResult result;
  float *map;
};

DhPairLossResult *
dh_pair_loss_result_new (const DhPairResult *result, float *map)
{
  DhPairLossResult *self = g_new (DhPairLossResult, 1);

  atomic_init (&self->n_refs, 1);
  self->result = *result;
  self->result.map = self->map = map;
  return self;
}

DhPairLossResult *
dh_pair_loss_result_ref (DhPairLossResult *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_pair_loss_result_unref (DhPairLossResult *self)
{
  if (atomic_fetch_sub (&self->n_refs, 1) > 1)
    return;
  g_free (self->map);
  g_free (self);
}

const DhPairResult *
dh_pair_loss_result_get_result (const DhPairLossResult *self)
{
  return &self->result;
}

void
dh_pair_report_free (DhPairReport *self)
{
  if (self == NULL)
    return;
  g_free (self->message);
  g_free (self->notice);
  g_clear_pointer (&self->images, dh_pair_images_unref);
  for (guint i = 0; i < self->n_loss_results; i++)
    g_clear_pointer (&self->loss_results[i], dh_pair_loss_result_unref);
  g_free (self->loss_results);
  g_free (self);
}
