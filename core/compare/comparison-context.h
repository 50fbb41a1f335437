/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/notices.h"
#include "core/compare/comparison-request.h"
#include "core/compare/loss-analysis.h"

G_BEGIN_DECLS

/* Both pictures, read and distorted, ready for every loss.  Any one thread. */
typedef struct _DhComparisonContext DhComparisonContext;

/* max_side: pictures are reduced to it. */
DhComparisonContext *dh_comparison_context_new (int max_side);
void dh_comparison_context_free (DhComparisonContext *self);

/* Reads the requested pictures; both change or neither. notices (nullable): what couldn't be
 * honoured.  FALSE with DH_ERROR_PICTURE where one can't be read, the shapes differ or there is
 * no target. */
gboolean dh_comparison_context_meet (DhComparisonContext *self,
                                     const DhComparisonExchange *exchange, DhNotices *notices,
                                     GError **error);
/* Distorts the prediction again; before there are pictures, nothing happens.  Returns whether
 * the size is another one than before. */
gboolean dh_comparison_context_spoil (DhComparisonContext *self, const DhDistortion *distortion);

/* NULL: not distorted yet.  Lent until the size changes. */
DhLossAnalysis *dh_comparison_context_get_analysis (DhComparisonContext *self);
/* NULL: not distorted yet.  Lent. */
DhComparisonImages *dh_comparison_context_get_images (DhComparisonContext *self);

G_END_DECLS
