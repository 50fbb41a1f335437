/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-set.h"

G_BEGIN_DECLS

/* Indices of two held-out pictures that show the same pose. */
typedef struct
{
  guint index[2]; /* in the first set, in the second */
} DhFacePair;

/* Held-out pictures of two people that have the same name, whatever its ending; if one folder has
 * several of them, those with the same ending first.  In an order that doesn't depend on which set
 * is the first.  If one of the sets has no pairs, the names mean nothing, and only those that are
 * the same to the last letter are matched.  (transfer full): of DhFacePair.  Any thread. */
GArray *dh_face_pairs_find (const DhFaceSet *first, const DhFaceSet *second);

G_END_DECLS
