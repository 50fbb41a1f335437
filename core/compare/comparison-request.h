/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/compare/comparison-result.h"
#include "core/compare/distort.h"
#include "core/loss/loss.h"

G_BEGIN_DECLS

/* A request to replace one or both pictures. */
typedef struct
{
  guint64 serial; /* counts from 1 */
  gboolean has_target, has_prediction;
  char *target;
  char *prediction; /* NULL: same as the target */
} DhComparisonExchange;

void dh_comparison_exchange_free (DhComparisonExchange *self);

/* Everything the user wants.  Immutable once sent. */
typedef struct
{
  guint64 serial;
  GPtrArray *exchanges; /* of DhComparisonExchange, oldest first; those already answered are
                         * skipped */
  DhDistortion distortion;
  double (*settings)[DH_LOSS_MAX_SETTINGS]; /* for each loss */
} DhComparisonRequest;

/* Copies the exchanges (of DhComparisonExchange) and the settings. */
DhComparisonRequest *dh_comparison_request_new (guint64 serial, GPtrArray *exchanges,
                                                const DhDistortion *distortion,
                                                const double (*settings)[DH_LOSS_MAX_SETTINGS]);
void dh_comparison_request_free (DhComparisonRequest *self);

/* Both pictures as shown on the screen, bytes R, G, B, 255, with their PSNR and SSIM.  Immutable,
 * any thread. */
typedef struct _DhComparisonImages DhComparisonImages;

/* Takes ownership of both pictures. */
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

/* Takes ownership of the map, to which the result points. */
DhComparisonLossResult *dh_comparison_loss_result_new (const DhComparisonResult *result,
                                                       float *map);
DhComparisonLossResult *dh_comparison_loss_result_ref (DhComparisonLossResult *self);
void dh_comparison_loss_result_unref (DhComparisonLossResult *self);
const DhComparisonResult *dh_comparison_loss_result_get_result (const DhComparisonLossResult *self);

/* All results so far, so that a skipped report loses nothing. */
typedef struct
{
  guint64 request_serial;     /* of the newest request that was received */
  guint64 exchange_serial;    /* of the newest exchange that was answered */
  gboolean done;              /* nothing is left to do for the request */
  char *message;              /* why the newest exchange failed, or NULL */
  char *notice;               /* what could not be honoured in it, one sentence per line, or NULL */
  DhComparisonImages *images; /* NULL: none yet */
  guint n_loss_results;       /* one per loss; NULL: none yet */
  DhComparisonLossResult **loss_results;
} DhComparisonReport;

void dh_comparison_report_free (DhComparisonReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhComparisonReport, dh_comparison_report_free)

G_END_DECLS
