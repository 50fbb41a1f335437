/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/notices.h"

G_BEGIN_DECLS

/* Names that begin with this are one half of pairs, which are never trained on. */
#define DH_PAIR_PREFIX "pair_"
/* More pictures than this would not fit into memory, however small: some are chosen. */
#define DH_FACE_FOLDER_MAX 15000

/* Names of a folder's pictures, sorted; of too many, the first pairs and of the others an even
 * choice.  What is skipped is told. (transfer full); NULL with DH_ERROR_FACES.  Any thread. */
GPtrArray *dh_face_folder_list (const char *folder, DhNotices *notices, GError **error);

G_END_DECLS
