/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/compare/pair-result.h"

G_BEGIN_DECLS

/* Every loss of two pictures of the same size. Any one thread. */
typedef struct _DhComparison DhComparison;

/* Reads both PNGs; alpha is composed over black. NULL with DH_ERROR_PICTURE, also where the sizes
 * differ (both are named), or DH_ERROR_MEMORY, which is found out before the memory is taken. */
DhComparison *dh_comparison_new (const char *target_path, const char *prediction_path,
                                 GError **error);
/* Some of the losses only, for which less memory may do; wanted: for each, NULL: all. */
DhComparison *dh_comparison_new_for (const char *target_path, const char *prediction_path,
                                     const gboolean *wanted, GError **error);
/* Bytes that comparing a picture of this size takes; 0 with an error where its header is none. */
guint64 dh_comparison_estimate (const char *path, const gboolean *wanted, GError **error);
void dh_comparison_free (DhComparison *self);

int dh_comparison_get_width (const DhComparison *self);
int dh_comparison_get_height (const DhComparison *self);
/* What the files say that could not be honoured; sentences, lent. */
const char *const *dh_comparison_get_notices (const DhComparison *self);
gboolean dh_comparison_is_wanted (const DhComparison *self, guint loss_index);
/* Decibels, peak 1; infinite where the pictures are equal. */
double dh_comparison_get_psnr (DhComparison *self);
/* Plain SSIM, Wang et al. 2004, 1 where equal; NaN where the loss SSIM isn't wanted. */
double dh_comparison_get_ssim (DhComparison *self);
/* Only wanted losses may be asked for.
 * Index as in dh_catalog_get_losses(); DH_CATALOG_MAX_SETTINGS values, which are kept. Without: the
 * defaults. */
void dh_comparison_set_settings (DhComparison *self, guint loss_index, const double *settings);
/* NaN where the loss has no meaning at this size. */
double dh_comparison_get_value (DhComparison *self, guint loss_index);
/* The value again, with shares and map; lent until the next call. */
const DhPairResult *dh_comparison_get_result (DhComparison *self, guint loss_index);
/* dL/dprediction (3, H, W), lent until the next call. */
const float *dh_comparison_get_gradient (DhComparison *self, guint loss_index);
/* Writes NumPy's format, float32 (3, H, W). */
gboolean dh_comparison_write_gradient (DhComparison *self, guint loss_index, const char *path,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhComparison, dh_comparison_free)

G_END_DECLS
