/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/session-keeper.h"

G_BEGIN_DECLS

/* Where the faces of a lane are kept: in its own run, and before it was copied from another lane, in
 * that one's.  Made on the main context, and then used by any one thread. */
typedef struct _DhKeptFilm DhKeptFilm;

/* keeper: (nullable).  NULL: nothing is kept of the lane, or it has shown no faces yet. */
DhKeptFilm *dh_kept_film_new (DhSessionKeeper *keeper, DhLane *lane);
void dh_kept_film_free (DhKeptFilm *self);

/* These read a file.  n_faces: how many of each person are wanted. */

/* For each iteration, the faces of the nearest moment; each once.  Damaged ones are passed over.
 * (element-type DhPreview): painted, ascending by iteration.  NULL with DH_STORE_ERROR or
 * G_IO_ERROR_CANCELLED.  (transfer full) */
GPtrArray *dh_kept_film_pick (DhKeptFilm *self, const GArray *iterations, guint n_faces,
                              GCancellable *cancellable, GError **error);
/* The faces that were kept at exactly that iteration; NULL: none that can be read.  (transfer full) */
DhPreview *dh_kept_film_find (DhKeptFilm *self, guint64 iteration, guint n_faces);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhKeptFilm, dh_kept_film_free)

G_END_DECLS
