/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/changes.h"
#include "core/store/checkpoints.h"
#include "core/store/kept-sessions.h"
#include "core/store/moments.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* Folders are made in memory, where there is room for a few megabytes: for tests that flush very
 * often and to which a disk is no matter.  Before g_test_init(). */
void use_memory (void);
/* An empty folder, and its removal with all that is in it. */
char *make_folder (void);
void remove_folder (char *folder);

/* Bytes that follow from the place, so that a test knows what must come back. */
GBytes *make_bytes (guint64 run, guint64 iteration, gsize size);
DhMoment *make_moment (guint64 run, guint64 iteration, gsize size);
/* A moment of the right place with the right bytes. */
void check_moment (const DhMoment *moment, guint64 run, guint64 iteration);

void put_moment (DhDatabase *database, guint64 run, guint64 iteration, gsize size);
/* Writes a whole checkpoint in pieces of this size, without a commit. */
gboolean put_checkpoint (DhDatabase *database, guint64 run, guint64 iteration, gsize size,
                         gsize piece, GError **error);
/* A DhTakePiece that appends to a GByteArray. */
gboolean collect_piece (const void *data, gsize size, gpointer bytes);
/* Its bytes are those that put_checkpoint() wrote. */
void check_checkpoint (DhDatabase *database, const DhCheckpoint *checkpoint);
void commit (DhStore *store);
DhStore *open_store (const char *folder, const char *id);
void close_store (DhStore *store);

/* Each checkpoint and moment (of the runs 0 to 7) is one that these functions made, whole. */
void check_all (DhDatabase *database);
/* The same of what is found of the moments; returns how many of those listed are whole. */
guint check_moments (DhDatabase *database, guint *n_listed);

G_END_DECLS
