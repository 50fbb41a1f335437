/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/notices.h"
#include "core/compare/comparison-request.h"
#include "core/compare/loss-analysis.h"

G_BEGIN_DECLS

/* Both pictures, read and distorted, ready for every loss.  Any one thread. */
typedef struct _DhComparisonContext DhComparisonContext;

/* max_side: larger pictures are reduced to this size. */
DhComparisonContext *dh_comparison_context_new (int max_side);
void dh_comparison_context_free (DhComparisonContext *self);

/* Reads the requested pictures; either both change or neither does.  notices (nullable): collects
 * what could not be honoured.  FALSE with DH_ERROR_PICTURE if one can't be read, the shapes differ
 * or there is no target. */
gboolean dh_comparison_context_meet (DhComparisonContext *self,
                                     const DhComparisonExchange *exchange, DhNotices *notices,
                                     GError **error);
/* Distorts the prediction again; does nothing before there are pictures.  Returns whether the size
 * has changed. */
gboolean dh_comparison_context_spoil (DhComparisonContext *self, const DhDistortion *distortion);

/* NULL: not distorted yet.  (transfer none), valid until the size changes. */
DhLossAnalysis *dh_comparison_context_get_analysis (DhComparisonContext *self);
/* NULL: not distorted yet.  (transfer none) */
DhComparisonImages *dh_comparison_context_get_images (DhComparisonContext *self);

G_END_DECLS
