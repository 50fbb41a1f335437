/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/database.h"

G_BEGIN_DECLS

/* Makes a new, empty file a session, all or nothing. */
gboolean dh_schema_create (DhDatabase *database, GError **error);
/* From now on it has a write-ahead log: for a file that gets its name afterwards. */
gboolean dh_schema_finish (DhDatabase *database, GError **error);
/* FALSE with DH_STORE_ERROR_FOREIGN, _NEWER or _DAMAGED. */
gboolean dh_schema_check (DhDatabase *database, GError **error);
/* Reads through all structure but the pages of long values; DH_STORE_ERROR_DAMAGED. */
gboolean dh_schema_check_whole (DhDatabase *database, GError **error);
/* How the connection that keeps the session is to work: see schema.c. */
gboolean dh_schema_set_up_writer (DhDatabase *database, GError **error);

G_END_DECLS
