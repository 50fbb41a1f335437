/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/compare/comparison-result.h"

G_BEGIN_DECLS

/* Every loss of two pictures of the same size. Any one thread. */
typedef struct _DhFileComparison DhFileComparison;

/* Reads both pictures; alpha is composed over black.  NULL with DH_ERROR_PICTURE, for example if
 * the sizes differ (the message names both), or with DH_ERROR_MEMORY, which is checked before the
 * memory is allocated. */
DhFileComparison *dh_file_comparison_new (const char *target_path, const char *prediction_path,
                                          GError **error);
/* Compares only some of the losses, which may need less memory.  wanted: for each loss; NULL:
 * all. */
DhFileComparison *dh_file_comparison_new_for (const char *target_path, const char *prediction_path,
                                              const gboolean *wanted, GError **error);
/* The number of bytes needed to compare a picture of this size; 0 with an error if the header is
 * invalid. */
guint64 dh_file_comparison_estimate (const char *path, const gboolean *wanted, GError **error);
void dh_file_comparison_free (DhFileComparison *self);

int dh_file_comparison_get_width (const DhFileComparison *self);
int dh_file_comparison_get_height (const DhFileComparison *self);
/* What could not be honoured in the files; sentences, (transfer none). */
const char *const *dh_file_comparison_get_notices (const DhFileComparison *self);
gboolean dh_file_comparison_is_wanted (const DhFileComparison *self, guint loss_index);
/* Decibels with peak 1; infinite if the pictures are equal. */
double dh_file_comparison_get_psnr (DhFileComparison *self);
/* Plain SSIM, Wang et al. 2004, 1 if equal; NaN if the loss SSIM isn't wanted. */
double dh_file_comparison_get_ssim (DhFileComparison *self);
/* The functions below accept wanted losses only.  loss_index: as in dh_catalog_get_losses().
 * DH_CATALOG_MAX_SETTINGS values, which are copied.  If never called: the defaults. */
void dh_file_comparison_set_settings (DhFileComparison *self, guint loss_index,
                                      const double *settings);
/* NaN if the loss is undefined at this size. */
double dh_file_comparison_get_value (DhFileComparison *self, guint loss_index);
/* The value with shares and map; (transfer none), valid until the next call. */
const DhComparisonResult *dh_file_comparison_get_result (DhFileComparison *self, guint loss_index);
/* dL/dprediction (3, H, W); (transfer none), valid until the next call. */
const float *dh_file_comparison_get_gradient (DhFileComparison *self, guint loss_index);
/* Writes a NumPy file, float32 (3, H, W). */
gboolean dh_file_comparison_write_gradient (DhFileComparison *self, guint loss_index,
                                            const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhFileComparison, dh_file_comparison_free)

G_END_DECLS
