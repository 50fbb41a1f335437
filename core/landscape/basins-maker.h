/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/basins.h"

G_BEGIN_DECLS

/* Computes basins, start after start.  One thread at a time. */
typedef struct _DhBasinsMaker DhBasinsMaker;

/* The descent's noise is ignored: basins depend on the ground and the optimizer. ground,
 * terrain: referenced. */
DhBasinsMaker *dh_basins_maker_new (DhGround *ground, const DhDescentConfig *config,
                                    DhTerrain *terrain);
void dh_basins_maker_free (DhBasinsMaker *self);
/* Follows n more starts; *cancelled, which another thread may set, ends it after a step. */
void dh_basins_maker_go_on (DhBasinsMaker *self, guint n_starts, const int *cancelled);
guint dh_basins_maker_get_n_done (const DhBasinsMaker *self);
guint dh_basins_maker_get_n_starts (const DhBasinsMaker *self);
/* The basins so far; (transfer full) */
DhBasins *dh_basins_maker_publish (const DhBasinsMaker *self);

G_END_DECLS
