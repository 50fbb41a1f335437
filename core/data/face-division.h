/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-table.h"

G_BEGIN_DECLS

/* The side of a crop after reducing, in pixels; less for many pictures. */
#define DH_CROP_SIDE 256.0
/* The memory that all training pictures of a folder together may take. */
#define DH_FACES_MEMORY ((gsize) 384 << 20)

/* Which pictures of a folder are held out; see DhFaces. */
typedef struct
{
  gboolean has_pairs; /* these are held out, and no others */
  gboolean is_large;  /* decided by the names alone: nobody knows yet which pictures can be used */
  guint n_admitted;   /* names that may be the person's; all, if no table says which are */
} DhFaceDivision;

/* names: of all pictures of the folder, sorted; table: the folder's, or NULL */
DhFaceDivision dh_face_division_make (GPtrArray *names, const DhFaceTable *table);
/* Whether the i-th of n pictures that can be used is, in a small folder. */
gboolean dh_face_division_holds_out (DhFaceDivision self, const char *name, guint i, guint n);
/* Whether the next name is, in a large folder.  n_before: how many of the names before were
 * admitted; 0 for the first. */
gboolean dh_face_division_picks (DhFaceDivision self, const DhFaceTable *table, const char *name,
                                 guint *n_before);
/* Whether a large folder has so many held-out pictures that no more are read. */
gboolean dh_face_division_is_full (DhFaceDivision self, guint n_held_out);
/* Whether the only picture is used for both. */
gboolean dh_face_division_is_only (DhFaceDivision self, guint n_held_out, guint n_training);
/* FALSE with DH_ERROR_FACES if a folder has none of either; folder: its last component.  Previews and
 * metrics need at least one picture that isn't trained on. */
gboolean dh_face_division_check (guint n_training, guint n_held_out, const char *folder,
                                 GError **error);
/* The largest side of a crop with which so many pictures fit into memory; the usual one if that is
 * too small. */
double dh_face_division_choose_side (guint n_pictures);

G_END_DECLS
