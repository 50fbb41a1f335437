/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/run/pair-result.h"

G_BEGIN_DECLS

/* Every loss of two pictures of the same size. Any one thread. */
typedef struct _DhComparison DhComparison;

/* Reads both PNGs; alpha is composed over black. NULL with DH_ERROR_PICTURE, also where the sizes
 * differ (both are named), or DH_ERROR_MEMORY. */
DhComparison *dh_comparison_new  (const char *target_path,
                                  const char *prediction_path,
                                  GError    **error);
void          dh_comparison_free (DhComparison *self);

int           dh_comparison_get_width  (const DhComparison *self);
int           dh_comparison_get_height (const DhComparison *self);
/* Index as in dh_catalog_get_losses(); DH_CATALOG_MAX_SETTINGS values, which are kept. Without: the
 * defaults. */
void          dh_comparison_set_settings (DhComparison *self, guint loss_index,
                                          const double *settings);
/* NaN where the loss has no meaning at this size. */
double        dh_comparison_get_value  (DhComparison *self, guint loss_index);
/* The value again, with shares and map; lent until the next call. */
const DhPairResult *dh_comparison_get_result (DhComparison *self, guint loss_index);
/* dL/dprediction (3, H, W), lent until the next call. */
const float  *dh_comparison_get_gradient (DhComparison *self, guint loss_index);
/* Writes NumPy's format, float32 (3, H, W). */
gboolean      dh_comparison_write_gradient (DhComparison *self, guint loss_index, const char *path,
                                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhComparison, dh_comparison_free)

G_END_DECLS
