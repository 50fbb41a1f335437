/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/notices.h"

G_BEGIN_DECLS

/* Pictures whose names begin with this are halves of pairs, which are never trained on. */
#define DH_PAIR_PREFIX "pair_"

/* Names of a folder's pictures, sorted.  Skipped files become notices. (transfer full); NULL with
 * DH_ERROR_FACES.  Any thread. */
GPtrArray *dh_face_folder_list (const char *folder, DhNotices *notices, GError **error);

G_END_DECLS
