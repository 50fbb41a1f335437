/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/data/face-places.h"
#include "ui/faces/face-item.h"

G_BEGIN_DECLS

/* The pictures of a person's folder as they are being read, and where the faces are in them, which
 * can be changed here and is written only by dh_folder_pictures_save().
 *
 * Signal ::changed: more was read, all was read, or a place has changed. */
#define DH_TYPE_FOLDER_PICTURES (dh_folder_pictures_get_type ())
G_DECLARE_FINAL_TYPE (DhFolderPictures, dh_folder_pictures, DH, FOLDER_PICTURES, GObject)

/* read_only: no place is ever changed. */
DhFolderPictures *dh_folder_pictures_new (const char *folder, gboolean read_only);
const char *dh_folder_pictures_get_folder (DhFolderPictures *self);
/* "…/landmarks.csv", as shown to people; (transfer full) */
char *dh_folder_pictures_dup_file (DhFolderPictures *self);
/* Of DhFaceItem, in the order of names; (transfer none) */
GListModel *dh_folder_pictures_get_items (DhFolderPictures *self);
/* problem: why the folder can't be used at all; NULL: it can */
gboolean dh_folder_pictures_is_done (DhFolderPictures *self, const char **problem);
/* 0: not yet listed */
guint dh_folder_pictures_get_n_files (DhFolderPictures *self);
guint dh_folder_pictures_count (DhFolderPictures *self, DhFileUse use);

/* Whether places can be changed. problem: why not; NULL: the folder is only to be looked at, or its
 * file is still being read */
gboolean dh_folder_pictures_can_place (DhFolderPictures *self, const char **problem);
/* The place that a person has given a picture (NULL: all pictures). */
DhFacePlace dh_folder_pictures_get_place (DhFolderPictures *self, DhFaceItem *item);
/* Kind NONE takes it away.  FALSE: that place is of no use in this picture, and nothing changes. */
gboolean dh_folder_pictures_set_place (DhFolderPictures *self, DhFaceItem *item,
                                       const DhFacePlace *place);
gboolean dh_folder_pictures_is_changed (DhFolderPictures *self);
/* Writes the places into the folder. */
gboolean dh_folder_pictures_save (DhFolderPictures *self, GError **error);
/* Stops reading. */
void dh_folder_pictures_stop (DhFolderPictures *self);

G_END_DECLS
