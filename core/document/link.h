/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/document.h"

G_BEGIN_DECLS

#define DH_LINK_PREFIX "downhill:"
/* Longer links are refused, and so is a link that would be longer. */
#define DH_LINK_MAX_LENGTH (64 << 10)

/* The document as a text of one line for mails and web pages: "downhill:AbC…", of letters, digits,
 * "-" and "_" after the colon.  It doesn't say what wrote it.  NULL with DH_ERROR_DOCUMENT: a lane
 * starts from a file of weights, or there are too many changes.  (transfer full) */
char *dh_link_new (const DhDocument *document, GError **error);
/* A sentence if the link leaves out folders with pictures, for which its receiver is asked; NULL:
 * it is complete.  (transfer full), translated */
char *dh_link_dup_gap (const DhDocument *document);
/* Whether the text begins like a link. */
gboolean dh_link_is (const char *text);
/* Blanks and line breaks don't count.  A person whose folder was left out has neither an id nor a
 * folder.  NULL with DH_ERROR_DOCUMENT. (transfer full) */
DhDocument *dh_link_read (const char *link, GError **error);

G_END_DECLS
