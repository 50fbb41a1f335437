/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session.h"

G_BEGIN_DECLS

/* One JSON object with a line break; numbers that aren't finite are null.  document: the name of
 * the one that was run; NULL: none. (transfer full) */
char *dh_cli_summary_to_json (DhSession *session, const char *document);
/* A table for the terminal, one line per lane; (transfer full) */
char *dh_cli_summary_to_table (DhSession *session);

G_END_DECLS
