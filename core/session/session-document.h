/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/document.h"
#include "core/session/session.h"

G_BEGIN_DECLS

/* The session as it is now, without what the window shows.  If a person is a folder, its
 * fingerprint takes some tenths of a second.  (transfer full) */
DhDocument *dh_session_make_document (DhSession *self);
/* Replaces the session by the document's, at iteration 0; training it makes the same again.  FALSE:
 * a person, a folder or start weights aren't here, or a folder wasn't named; nothing has changed. */
gboolean dh_session_open_document (DhSession *self, const DhDocument *document, GError **error);
/* The same from where it was kept: images of the document's lanes, each NULL for the start. */
gboolean dh_session_open_document_at (DhSession *self, const DhDocument *document,
                                      DhLaneImage *const *images, GError **error);

/* Why training won't give the same bytes as where the document was written, in a sentence; NULL:
 * it will.  The choice of convolutions is only known after training; the faces, once they are read.
 * (transfer full), translated */
char *dh_session_compare_with_document (DhSession *self, const DhDocument *document);

G_END_DECLS
