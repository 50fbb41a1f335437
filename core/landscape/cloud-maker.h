/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/cloud.h"

G_BEGIN_DECLS

/* A cloud that is being made, start after start. One thread at a time. */
typedef struct _DhCloudMaker DhCloudMaker;

/* The descent's noise has no say: basins are of the ground and the rule. ground, terrain:
 * referenced. */
DhCloudMaker *dh_cloud_maker_new (DhGround *ground, const DhDescentConfig *config,
                                  DhTerrain *terrain);
void dh_cloud_maker_free (DhCloudMaker *self);
/* Follows so many more starts; *cancelled, which another thread may set, ends it after a step. */
void dh_cloud_maker_go_on (DhCloudMaker *self, guint n_starts, const int *cancelled);
guint dh_cloud_maker_get_n_done (const DhCloudMaker *self);
guint dh_cloud_maker_get_n_starts (const DhCloudMaker *self);
/* What is known by now; (transfer full) */
DhCloud *dh_cloud_maker_publish (const DhCloudMaker *self);

G_END_DECLS
