/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document's recipe as a part of another text, such as a lesson.
 */
#pragma once

#include "core/document/document.h"
#include "core/document/fields.h"

G_BEGIN_DECLS

/* Reads a document's members as a part of another text, without format and version.  The reader's
 * document: a new DhDocument, which is filled.  FALSE with an error. */
gboolean dh_document_read_recipe (DhFieldReader *reader, JsonNode *node);

G_END_DECLS
