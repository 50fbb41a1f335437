/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/compare/comparison-result.h"
#include "core/loss/loss.h"

G_BEGIN_DECLS

/* A target and a prediction, with the buffers that the losses need.  Any one thread. */
typedef struct _DhLossAnalysis DhLossAnalysis;

/* wanted: for each loss, whether it will be evaluated; NULL: any may be.  NULL if memory runs out;
 * no later call can fail. */
DhLossAnalysis *dh_loss_analysis_try_new (int width, int height, const gboolean *wanted);
/* The number of bytes this takes. */
guint64 dh_loss_analysis_estimate (int width, int height, const gboolean *wanted);
void dh_loss_analysis_free (DhLossAnalysis *self);

DhShape dh_loss_analysis_get_shape (const DhLossAnalysis *self);
/* (3, H, W) in [0, 1]: write both, then call dh_loss_analysis_update(). */
float *dh_loss_analysis_get_target (DhLossAnalysis *self);
float *dh_loss_analysis_get_prediction (DhLossAnalysis *self);
/* Finds the worst pixels. */
void dh_loss_analysis_update (DhLossAnalysis *self);

/* Decibels with peak 1, without the limit of a lane’s metric; infinite if the pictures are
 * equal. */
double dh_loss_analysis_get_psnr (const DhLossAnalysis *self);
/* Plain SSIM, Wang et al. 2004, 1 if equal.  Only if the loss SSIM is wanted, because it uses that
 * loss's scratch memory. */
double dh_loss_analysis_get_ssim (DhLossAnalysis *self);

/* The value and, if wanted is not NULL, dL/dprediction (3, H, W); (transfer none), valid until the
 * next call. */
double dh_loss_analysis_evaluate (DhLossAnalysis *self, const DhLoss *loss, const double *settings,
                                  const float **wanted);
/* Computes value, shares and map.  map: (H, W), filled; the result points to it. */
DhComparisonResult dh_loss_analysis_examine (DhLossAnalysis *self, const DhLoss *loss,
                                             const double *settings, float *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLossAnalysis, dh_loss_analysis_free)

G_END_DECLS
