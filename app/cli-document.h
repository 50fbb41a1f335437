/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session-document.h"

G_BEGIN_DECLS

/* Reads a file, or a link. (transfer full) */
DhDocument *dh_cli_document_read (const char *name, GError **error);
/* Opens it in the session.  faces: folders that replace the document's people, each (nullable);
 * typed: what was given for --iterations, (nullable); *iterations: how far to train */
gboolean dh_cli_document_open (DhDocument *self, DhSession *session, char *const faces[2],
                               const char *typed, guint64 *iterations, GError **error);

G_END_DECLS
