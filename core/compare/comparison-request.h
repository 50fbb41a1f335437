/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/compare/comparison-result.h"
#include "core/compare/distort.h"
#include "core/loss/loss.h"

G_BEGIN_DECLS

/* Other pictures than those that are there. */
typedef struct
{
  guint64 serial; /* counts from 1 */
  gboolean has_target, has_prediction;
  char *target;
  char *prediction; /* NULL: the target itself */
} DhComparisonExchange;

void dh_comparison_exchange_free (DhComparisonExchange *self);

/* Everything that is wanted.  Immutable once it is sent. */
typedef struct
{
  guint64 serial;
  GPtrArray *exchanges; /* of DhComparisonExchange, oldest first; answered ones are skipped */
  DhDistortion distortion;
  double (*settings)[DH_LOSS_MAX_SETTINGS]; /* for each loss */
} DhComparisonRequest;

/* Copies requests (of DhComparisonExchange) and settings. */
DhComparisonRequest *dh_comparison_request_new (guint64 serial, GPtrArray *exchanges,
                                                const DhDistortion *distortion,
                                                const double (*settings)[DH_LOSS_MAX_SETTINGS]);
void dh_comparison_request_free (DhComparisonRequest *self);

/* Both pictures as the screen shows them, bytes R, G, B, 255, and their PSNR and SSIM.
 * Immutable, any thread. */
typedef struct _DhComparisonImages DhComparisonImages;

/* Takes both. */
DhComparisonImages *dh_comparison_images_new (int width, int height, guint8 *target,
                                              guint8 *prediction, double psnr, double ssim);
DhComparisonImages *dh_comparison_images_ref (DhComparisonImages *self);
void dh_comparison_images_unref (DhComparisonImages *self);
int dh_comparison_images_get_width (const DhComparisonImages *self);
int dh_comparison_images_get_height (const DhComparisonImages *self);
const guint8 *dh_comparison_images_peek_target (const DhComparisonImages *self);
const guint8 *dh_comparison_images_peek_prediction (const DhComparisonImages *self);
double dh_comparison_images_get_psnr (const DhComparisonImages *self);
double dh_comparison_images_get_ssim (const DhComparisonImages *self);

/* A result with its map. Immutable, any thread. */
typedef struct _DhComparisonLossResult DhComparisonLossResult;

/* Takes the map, which the result lends. */
DhComparisonLossResult *dh_comparison_loss_result_new (const DhComparisonResult *result,
                                                       float *map);
DhComparisonLossResult *dh_comparison_loss_result_ref (DhComparisonLossResult *self);
void dh_comparison_loss_result_unref (DhComparisonLossResult *self);
const DhComparisonResult *dh_comparison_loss_result_get_result (const DhComparisonLossResult *self);

/* All results so far, so that skipping a report loses nothing. */
typedef struct
{
  guint64 request_serial;     /* of the newest request that was looked at */
  guint64 exchange_serial;    /* of the newest exchange that was answered */
  gboolean done;              /* nothing is left of the request */
  char *message;              /* why the newest exchange could not be met, or NULL */
  char *notice;               /* what of it could not be honoured, one sentence per line, or NULL */
  DhComparisonImages *images; /* NULL: none yet */
  guint n_loss_results;       /* one for each loss, NULL: none yet */
  DhComparisonLossResult **loss_results;
} DhComparisonReport;

void dh_comparison_report_free (DhComparisonReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhComparisonReport, dh_comparison_report_free)

G_END_DECLS
