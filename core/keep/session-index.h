/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/store/kept-sessions.h"

G_BEGIN_DECLS

/* A kept session, as it is offered. */
typedef struct
{
  char *id;
  DhKeptStatus status;
  gint64 time;       /* when it was kept last, in microseconds since 1970 */
  guint64 size;      /* bytes */
  guint n_lanes;     /* 0: unknown, because it can't be read as it is */
  guint64 iteration; /* of the furthest lane */
  char *document;    /* its text; NULL: unknown */
  char *problem;     /* why it can't be opened, a sentence; NULL: it can */
} DhSessionEntry;

void dh_session_entry_free (DhSessionEntry *self);
/* "MAE, SSIM"; main context; (transfer full) (nullable) */
char *dh_session_entry_dup_losses (const DhSessionEntry *self);
/* "4 lanes, iteration 12,345, today at 14:02"; (transfer full), translated */
char *dh_session_entry_dup_words (const DhSessionEntry *self);

/* The sessions of a folder, the newest first, read in a thread; those in which nothing has been
 * kept yet are left out.  Finish: (transfer full) (element-type DhSessionEntry) */
void dh_session_index_list (const char *folder, GAsyncReadyCallback callback, gpointer data);
GPtrArray *dh_session_index_list_finish (GAsyncResult *result, GError **error);

/* The one to go on with: the newest that no other program has open; NULL: there is none. */
const DhSessionEntry *dh_session_index_find_last (const GPtrArray *entries);
/* Deletes the oldest until all together take at most so many bytes, but never the last one, and none
 * that is open.  Any thread; returns how many. */
guint dh_session_index_make_room (const char *folder, guint64 limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhSessionEntry, dh_session_entry_free)

G_END_DECLS
