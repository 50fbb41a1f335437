/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/database.h"

G_BEGIN_DECLS

/* How many bytes and how much of the past is kept. */
typedef struct
{
  guint64 limit;            /* of the file and its log, in bytes */
  guint moment_density;     /* a moment at most 1/density of its age away; see thinning.h */
  guint checkpoint_density; /* the same for checkpoints */
} DhStoreRules;

/* 4 GiB, 128, 8 */
extern const DhStoreRules dh_store_default_rules;

/* What a session may take, and what that leaves of it. */
typedef struct
{
  DhStoreRules rules;
  DhStoreRules pressed; /* coarser, where the limit doesn't allow more */
} DhStoreRoom;

/* Thins out by age, and gives free pages back little by little.  A part of the transaction. */
gboolean dh_store_room_thin (DhStoreRoom *self, DhDatabase *database, GError **error);
/* Thins out further, checkpoints first, until so many bytes more fit within the limit.  A part of
 * the transaction.  FALSE with DH_STORE_ERROR_TOO_LARGE if that can't be. */
gboolean dh_store_room_make (DhStoreRoom *self, DhDatabase *database, guint64 bytes, GError **error);

G_END_DECLS
