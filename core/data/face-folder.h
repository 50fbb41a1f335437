/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/notices.h"

G_BEGIN_DECLS

/* Pictures whose names begin with this are halves of pairs, which are never trained on. */
#define DH_PAIR_PREFIX "pair_"

/* The names of a folder's pictures, and those of pictures of kinds that can't be read here, sorted.
 * (transfer full); FALSE with DH_ERROR_FACES if there are none that can be read, or no such folder:
 * then *names is NULL, and *others too if nothing could be listed.  Any thread. */
gboolean dh_face_folder_look (const char *folder, GPtrArray **names, GPtrArray **others,
                              GError **error);
/* FALSE with DH_ERROR_FACES: the folder has vanished. */
gboolean dh_face_folder_is_there (const char *folder, GError **error);
/* Names of a folder's pictures, sorted.  Skipped files become notices. (transfer full); NULL with
 * DH_ERROR_FACES.  Any thread. */
GPtrArray *dh_face_folder_list (const char *folder, DhNotices *notices, GError **error);

G_END_DECLS
