/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/kept-state.h"
#include "core/store/store.h"
#include "core/train/lane-image.h"

G_BEGIN_DECLS

/* A kept session that is to be gone on with. */
typedef struct
{
  DhStore *store; /* open, so that no other program can have it */
  DhKeptState *state;
  DhLaneImage *images[DH_MAX_LANES]; /* of the state's lanes; NULL: only the start is known */
  guint n_damaged;                   /* newer images that can't be used */
} DhLoadedSession;

/* Opens a session and reads what is needed to go on: gigabytes, with a large model.  NULL with
 * DH_STORE_ERROR or DH_ERROR_DOCUMENT.  Any thread. */
DhLoadedSession *dh_loaded_session_new (const char *folder, const char *id,
                                        const DhStoreRules *rules, GError **error);
/* Closes the store if it is still there. */
void dh_loaded_session_free (DhLoadedSession *self);

/* The newest image of a run, or of those that it goes on from, at or before an iteration; the
 * damaged ones on the way are disowned and counted.  NULL: there is none.  Any thread. */
DhLaneImage *dh_session_loader_find_image (DhDatabase *database, const DhKeptState *state,
                                           guint64 run, guint64 iteration, guint *n_damaged);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLoadedSession, dh_loaded_session_free)

G_END_DECLS
