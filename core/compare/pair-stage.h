/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/notices.h"
#include "core/compare/pair-request.h"
#include "core/compare/pair-study.h"

G_BEGIN_DECLS

/* Both pictures, read and spoilt, ready for every loss. Any one thread. */
typedef struct _DhPairStage DhPairStage;

/* max_side: pictures are reduced to it. */
DhPairStage *dh_pair_stage_new (int max_side);
void dh_pair_stage_free (DhPairStage *self);

/* Reads what is asked for; both pictures change or none does.  notices (nullable): what couldn't be
 * honoured of them.  FALSE with DH_ERROR_PICTURE where
 * one can't be read, the shapes differ or there is no target. */
gboolean dh_pair_stage_meet (DhPairStage *self, const DhPairExchange *exchange, DhNotices *notices,
                             GError **error);
/* Spoils the prediction anew; before there are pictures, nothing happens.  Returns whether the size
 * is another one than before. */
gboolean dh_pair_stage_spoil (DhPairStage *self, const DhDistortion *distortion);

/* NULL: not spoilt yet. Lent until the size changes. */
DhPairStudy *dh_pair_stage_get_study (DhPairStage *self);
/* NULL: not spoilt yet. Lent. */
DhPairImages *dh_pair_stage_get_images (DhPairStage *self);

G_END_DECLS
