/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/database.h"

G_BEGIN_DECLS

/* The largest piece of a checkpoint: small enough to be written between two commits. */
#define DH_CHECKPOINT_PIECE (4 * 1024 * 1024)

/* All that a lane's training needs to go on from an iteration.  What the bytes mean is the
 * caller's. */
typedef struct
{
  gint64 id;
  guint64 run;
  guint64 iteration;
  guint64 size; /* bytes */
  gint64 time;  /* when it was begun, in microseconds since 1970 */
} DhCheckpoint;

/* ---- writing, piece by piece, over as many transactions as it takes ---- */

/* A checkpoint that isn't finished doesn't exist for the functions below. */
gboolean dh_checkpoints_begin (DhDatabase *database, guint64 run, guint64 iteration, gint64 *id,
                               GError **error);
/* size: at most DH_CHECKPOINT_PIECE */
gboolean dh_checkpoints_add (DhDatabase *database, gint64 id, guint position, const void *data,
                             gsize size, GError **error);
/* checksum: of all bytes.  Replaces an older checkpoint of the same place. */
gboolean dh_checkpoints_finish (DhDatabase *database, gint64 id, guint64 size, guint64 checksum,
                                GError **error);
/* Removes those that were begun and not finished; keep: except this one, or 0. */
gboolean dh_checkpoints_remove_unfinished (DhDatabase *database, gint64 keep, GError **error);

/* ---- reading ---- */

/* The nearest of a run at or before an iteration; id 0: there is none. */
gboolean dh_checkpoints_find (DhDatabase *database, guint64 run, guint64 iteration,
                              DhCheckpoint *checkpoint, GError **error);
/* All, by run and iteration.  (element-type DhCheckpoint) */
GArray *dh_checkpoints_list (DhDatabase *database, GError **error);
/* The bytes of all checkpoints, the unfinished ones included. */
gboolean dh_checkpoints_get_size (DhDatabase *database, guint64 *size, GError **error);

/* Takes the next piece; FALSE: no more is wanted. */
typedef gboolean (*DhTakePiece) (const void *data, gsize size, gpointer user_data);

/* Gives all bytes, piece by piece.  What has been taken is only good if it returns TRUE: the
 * checksum is known at the end.  DH_STORE_ERROR_DAMAGED: use an earlier one. */
gboolean dh_checkpoints_read (DhDatabase *database, const DhCheckpoint *checkpoint,
                              DhTakePiece take, gpointer user_data, GError **error);
/* A damaged one isn't found any more; it goes when the session is opened the next time. */
gboolean dh_checkpoints_disown (DhDatabase *database, gint64 id, GError **error);

/* ---- thinning ---- */

/* Removes those that are superfluous (thinning.h) at this density; 0: only the newest of each run
 * stays.  The newest of a run always stays. */
gboolean dh_checkpoints_thin (DhDatabase *database, guint density, GError **error);
gboolean dh_checkpoints_remove (DhDatabase *database, gint64 id, GError **error);

G_END_DECLS
