/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/changes.h"
#include "core/store/moments.h"

G_BEGIN_DECLS

/* A checkpoint that waits to be written, in parts as they lie in memory. */
typedef struct
{
  guint64 run, iteration;
  GPtrArray *parts; /* (element-type GBytes) */
  gsize size;       /* of all parts */
} DhPendingCheckpoint;

/* A mark that is set or taken away later. */
typedef struct
{
  DhPlace place;
  gboolean marked;
  char *note; /* (nullable) */
} DhPendingMark;

/* What waits to be written, within bounds.  Not for several threads. */
typedef struct
{
  char *document; /* (nullable) */
  gint64 document_time;
  GQueue changes;     /* of DhChange */
  GQueue moments;     /* of DhMoment */
  GQueue marks;       /* of DhPendingMark */
  GQueue checkpoints; /* of DhPendingCheckpoint */
  gsize moment_bytes;
  guint64 n_lost; /* moments that had to go */
} DhPending;

void dh_pending_clear (DhPending *self);
gboolean dh_pending_is_empty (const DhPending *self);

void dh_pending_put_document (DhPending *self, gint64 time, const char *text);
/* moment: (transfer full) */
void dh_pending_put_moment (DhPending *self, DhMoment *moment);
void dh_pending_put_mark (DhPending *self, const DhPlace *place, gboolean marked, const char *note);
/* parts: referenced; returns the size of all */
gsize dh_pending_put_checkpoint (DhPending *self, guint64 run, guint64 iteration,
                                 GBytes *const *parts, guint n_parts);
void dh_pending_checkpoint_free (DhPendingCheckpoint *self);

/* Packs the moments that aren't yet. */
void dh_pending_pack (DhPending *self);
/* Moves what came later, all of it, behind what was there. */
void dh_pending_append (DhPending *self, DhPending *later);
/* So that at most so many bytes of moments wait: every other one goes, but never a marked one. */
void dh_pending_limit (DhPending *self, gsize moment_bytes);

G_END_DECLS
