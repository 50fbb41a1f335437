/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/database.h"

G_BEGIN_DECLS

/* Rescues a damaged session, of which nobody has the file open.  path: of the session. */

/* Copies what is readable of a damaged session into a new file beside it.  The damaged file stays
 * as it is.  FALSE with DH_STORE_ERROR. */
gboolean dh_salvage (const char *path, GError **error);
/* Whether there is such a copy. */
gboolean dh_salvage_is_pending (const char *path);
/* Puts the copy in the place of the damaged file, if there is one, and sets that aside; *aside: its
 * new name, (transfer full), else untouched.  May be interrupted anywhere and called again. */
gboolean dh_salvage_resume (const char *path, char **aside, GError **error);

G_END_DECLS
