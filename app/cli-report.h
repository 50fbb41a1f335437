/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session.h"

G_BEGIN_DECLS

/* Writes preview.png, loss.png, history.csv and summary.json to the folder, each whole or not at
 * all.  document: the name of the one that was run; NULL: none.  One that can't be written is reported on standard error and doesn't affect the others:
 * FALSE then. */
gboolean dh_cli_report_write (DhSession *session, const char *document, const char *folder);

G_END_DECLS
