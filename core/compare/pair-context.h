/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/notices.h"
#include "core/compare/loss-analysis.h"
#include "core/compare/pair-request.h"

G_BEGIN_DECLS

/* Both pictures, read and spoilt, ready for every loss. Any one thread. */
typedef struct _DhPairContext DhPairContext;

/* max_side: pictures are reduced to it. */
DhPairContext *dh_pair_context_new (int max_side);
void dh_pair_context_free (DhPairContext *self);

/* Reads what is asked for; both pictures change or none does.  notices (nullable): what couldn't be
 * honoured of them.  FALSE with DH_ERROR_PICTURE where
 * one can't be read, the shapes differ or there is no target. */
gboolean dh_pair_context_meet (DhPairContext *self, const DhPairExchange *exchange,
                               DhNotices *notices, GError **error);
/* Spoils the prediction anew; before there are pictures, nothing happens.  Returns whether the size
 * is another one than before. */
gboolean dh_pair_context_spoil (DhPairContext *self, const DhDistortion *distortion);

/* NULL: not spoilt yet. Lent until the size changes. */
DhLossAnalysis *dh_pair_context_get_analysis (DhPairContext *self);
/* NULL: not spoilt yet. Lent. */
DhPairImages *dh_pair_context_get_images (DhPairContext *self);

G_END_DECLS
