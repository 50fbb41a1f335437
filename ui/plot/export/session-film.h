/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session.h"

G_BEGIN_DECLS

/* At most so many pictures of a lane. */
#define DH_SESSION_FILM_LENGTH 40

/* What the lanes of a session have shown so far.  Main context. */
typedef struct _DhSessionFilm DhSessionFilm;

/* Watches the session from now on, and holds a reference to it. */
DhSessionFilm *dh_session_film_new (DhSession *session);
void dh_session_film_free (DhSessionFilm *self);
/* (element-type DhPreview): painted, ascending by iteration; none for a lane that isn't there.
 * (transfer full) */
GPtrArray *dh_session_film_list (DhSessionFilm *self, DhLane *lane);

G_END_DECLS
