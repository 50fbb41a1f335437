/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/compare/distort.h"
#include "core/compare/pair-result.h"
#include "core/loss/loss.h"

G_BEGIN_DECLS

/* Other pictures than those that are there. */
typedef struct
{
  guint64 serial; /* counts from 1 */
  gboolean has_target, has_prediction;
  char *target;
  char *prediction; /* NULL: the target itself */
} DhPairExchange;

void dh_pair_exchange_free (DhPairExchange *self);

/* The whole of what is wanted. Immutable once it is sent. */
typedef struct
{
  guint64 serial;
  GPtrArray *exchanges; /* of DhPairExchange, oldest first; answered ones are passed over */
  DhDistortion distortion;
  double (*settings)[DH_LOSS_MAX_SETTINGS]; /* for each loss */
} DhPairRequest;

/* Copies requests (of DhPairExchange) and settings. */
DhPairRequest *dh_pair_request_new (guint64 serial, GPtrArray *exchanges,
                                    const DhDistortion *distortion,
                                    const double (*settings)[DH_LOSS_MAX_SETTINGS]);
void dh_pair_request_free (DhPairRequest *self);

/* Both pictures as a screen shows them, bytes R, G, B, 255, and how near they are. Immutable, any
 * thread. */
typedef struct _DhPairImages DhPairImages;

/* Takes both. */
DhPairImages *dh_pair_images_new (int width, int height, guint8 *target, guint8 *prediction,
                                  double psnr, double ssim);
DhPairImages *dh_pair_images_ref (DhPairImages *self);
void dh_pair_images_unref (DhPairImages *self);
int dh_pair_images_get_width (const DhPairImages *self);
int dh_pair_images_get_height (const DhPairImages *self);
const guint8 *dh_pair_images_peek_target (const DhPairImages *self);
const guint8 *dh_pair_images_peek_prediction (const DhPairImages *self);
double dh_pair_images_get_psnr (const DhPairImages *self);
double dh_pair_images_get_ssim (const DhPairImages *self);

/* A result with its map. Immutable, any thread. */
typedef struct _DhPairLossResult DhPairLossResult;

/* Takes the map, which the result lends. */
DhPairLossResult *dh_pair_loss_result_new (const DhPairResult *result, float *map);
DhPairLossResult *dh_pair_loss_result_ref (DhPairLossResult *self);
void dh_pair_loss_result_unref (DhPairLossResult *self);
const DhPairResult *dh_pair_loss_result_get_result (const DhPairLossResult *self);

/* Everything that there is, so that a report which nobody read is not missed. */
typedef struct
{
  guint64 request_serial;  /* of the newest request that was looked at */
  guint64 exchange_serial; /* of the newest exchange that was answered */
  gboolean done;           /* nothing is left of the request */
  char *message;           /* why the newest exchange could not be met, or NULL */
  char *notice;            /* what of it could not be honoured, a sentence a line, or NULL */
  DhPairImages *images;    /* NULL: none yet */
  guint n_loss_results;    /* one for each loss, NULL: none yet */
  DhPairLossResult **loss_results;
} DhPairReport;

void dh_pair_report_free (DhPairReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhPairReport, dh_pair_report_free)

G_END_DECLS
