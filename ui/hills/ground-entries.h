/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/catalog.h"
#include "core/landscape/ground-kind.h"

G_BEGIN_DECLS

/* The entry that stands for the user's own function. */
#define DH_GROUND_ENTRIES_OWN "own"

/* DhCatalogEntry, whose ids are names of grounds; created once, translated. */
const GArray *dh_ground_entries_get_hills (void);
const GArray *dh_ground_entries_get_faces (void);
/* Summary of the ground with this name; "" if there is none. */
const char *dh_ground_entries_get_summary (DhGroundKind kind, const char *ground);

G_END_DECLS
