/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-place.h"

G_BEGIN_DECLS

/* The places in the landmarks.csv of a folder, edited in memory.  Any one thread. */
typedef struct _DhFacePlaces DhFacePlaces;

/* No places if there is no file. (transfer full); NULL with DH_ERROR_FACES: the file can't be read,
 * or a line of it can't be understood. */
DhFacePlaces *dh_face_places_read (const char *folder, GError **error);
void dh_face_places_free (DhFacePlaces *self);

/* The place of a picture; name NULL: the one for all pictures. */
DhFacePlace dh_face_places_get (const DhFacePlaces *self, const char *name);
/* Pixels are rounded to hundredths, shares to millionths.  Kind NONE removes the place. */
void dh_face_places_set (DhFacePlaces *self, const char *name, const DhFacePlace *place);
/* Since they were read or written. */
gboolean dh_face_places_is_changed (const DhFacePlaces *self);
/* Writes them into the folder's landmarks.csv, in its way of writing numbers; its other lines stay
 * as they are, byte for byte.
 * A file of which nothing is left is removed.  FALSE with DH_ERROR_FILE or
 * DH_ERROR_FACES: the file isn't any more what was read, a place has a fault, or the folder can't
 * be written to; the file stays as it is. */
gboolean dh_face_places_write (DhFacePlaces *self, const char *folder, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhFacePlaces, dh_face_places_free)

G_END_DECLS
