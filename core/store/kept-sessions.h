/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store-error.h"

G_BEGIN_DECLS

typedef enum
{
  DH_KEPT_CLOSED,      /* in order */
  DH_KEPT_INTERRUPTED, /* by a crash, kill -9, a power loss or a full disk */
  DH_KEPT_OPEN,        /* a running program has it */
  DH_KEPT_DAMAGED,     /* opening it rescues what is readable */
  DH_KEPT_UNREADABLE,  /* see the problem */
} DhKeptStatus;

/* A session in the folder. */
typedef struct
{
  char *id;
  DhKeptStatus state;
  gint64 modified; /* when something was last kept, in microseconds since 1970 */
  guint64 size;    /* bytes */
  GError *problem; /* (nullable) */
} DhKeptSession;

void dh_kept_session_free (DhKeptSession *self);
/* All sessions of a folder, the newest first; none if there is no such folder.  (transfer full)
 * (element-type DhKeptSession) */
GPtrArray *dh_kept_sessions_list (const char *folder, GError **error);
/* Deletes a session with all its files, those set aside included.  DH_STORE_ERROR_IN_USE if a
 * running program has it. */
gboolean dh_kept_sessions_delete (const char *folder, const char *id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhKeptSession, dh_kept_session_free)

G_END_DECLS
