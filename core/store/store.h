/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/room.h"

G_BEGIN_DECLS

/* The end of the names of sessions, and of the files that belong to them. */
#define DH_STORE_SUFFIX ".session"

/* A kept session: one file, open for writing.  One thread at a time.  What is put into its tables
 * (moments.h, checkpoints.h, changes.h) is there for good after dh_store_commit(). */
typedef struct _DhStore DhStore;

/* Opens a session, or begins one, with `id` NULL.  Of a damaged session, what is readable is kept,
 * and the damaged file is set aside.  NULL with DH_STORE_ERROR. */
DhStore *dh_store_open (const char *folder, const char *id, const DhStoreRules *rules,
                        GError **error);
/* Commits, and remembers that the session was closed in order; frees self in any case. */
gboolean dh_store_close (DhStore *self, GError **error);
/* Lets go of the session as an interrupted one; what wasn't committed is lost. */
void dh_store_abandon (DhStore *self);

/* Ends the transaction.  When it returns TRUE, power may fail; after FALSE, nothing of it is
 * there. */
gboolean dh_store_commit (DhStore *self, GError **error);

DhDatabase *dh_store_get_database (DhStore *self);
const char *dh_store_get_id (const DhStore *self);
const char *dh_store_get_path (const DhStore *self);
/* Whether it had been closed in order before; a new one has. */
gboolean dh_store_was_closed (const DhStore *self);
/* Where the damaged file was set aside; NULL if it wasn't damaged. */
const char *dh_store_get_aside (const DhStore *self);

/* The settings, as a text of the caller's: only the newest is kept.  time: microseconds since
 * 1970. */
gboolean dh_store_put_document (DhStore *self, gint64 time, const char *text, GError **error);
/* *text: NULL if there is none; (transfer full) */
gboolean dh_store_get_document (DhDatabase *database, gint64 *time, char **text, GError **error);

/* ---- room ---- */

void dh_store_set_rules (DhStore *self, const DhStoreRules *rules);
/* The bytes of the file with its log. */
guint64 dh_store_get_size (const DhStore *self);
/* The same of any session's file; 0 if there is none. */
guint64 dh_store_measure (const char *path);
/* Thins out by age, and gives free pages back little by little.  A part of the transaction. */
gboolean dh_store_thin (DhStore *self, GError **error);
/* Thins out further, checkpoints first, until so many bytes more fit within the limit.  A part of
 * the transaction.  FALSE with DH_STORE_ERROR_TOO_LARGE if that can't be. */
gboolean dh_store_make_room (DhStore *self, guint64 bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhStore, dh_store_abandon)

G_END_DECLS
