/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/compare/pair-result.h"
#include "core/loss/loss.h"

G_BEGIN_DECLS

/* A target and a prediction, and the buffers that every loss needs of them. Any one thread. */
typedef struct _DhPairStudy DhPairStudy;

/* wanted: for each loss whether it will be asked; NULL: any may be.  NULL when memory ends: after
 * this nothing can fail. */
DhPairStudy *dh_pair_study_try_new (int width, int height, const gboolean *wanted);
/* Bytes that this takes. */
guint64 dh_pair_study_estimate (int width, int height, const gboolean *wanted);
void dh_pair_study_free (DhPairStudy *self);

DhShape dh_pair_study_get_shape (const DhPairStudy *self);
/* (3, H, W) in [0, 1]: write both, then dh_pair_study_update(). */
float *dh_pair_study_get_target (DhPairStudy *self);
float *dh_pair_study_get_prediction (DhPairStudy *self);
/* Finds the worst pixels. */
void dh_pair_study_update (DhPairStudy *self);

/* Decibels, peak 1, without the limit of a lane’s metric; infinite where the pictures are equal. */
double dh_pair_study_get_psnr (const DhPairStudy *self);
/* Plain SSIM, Wang et al. 2004, 1 where equal. Only where the loss SSIM is wanted, whose scratch it
 * shares. */
double dh_pair_study_get_ssim (DhPairStudy *self);

/* Value and, where wanted is not NULL, dL/dprediction (3, H, W), lent until the next call. */
double dh_pair_study_evaluate (DhPairStudy *self, const DhLoss *loss, const double *settings,
                               const float **wanted);
/* Everything. map: (H, W), filled, and lent to the result. */
DhPairResult dh_pair_study_examine (DhPairStudy *self, const DhLoss *loss, const double *settings,
                                    float *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhPairStudy, dh_pair_study_free)

G_END_DECLS
