/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/json-text.h"

G_BEGIN_DECLS

/* Reads one YAML document as such a tree, of what JSON can say, too: mappings with texts as names,
 * sequences, texts, numbers, true, false and null (YAML 1.2, core schema); no anchors, aliases and
 * tags.  The limits are those of dh_json_text_new().  first_line: of the text in its file.  NULL
 * with DH_ERROR_VALUE: what is wrong, as half a sentence to follow a colon, and the line.
 * (transfer full) */
DhJsonText *dh_yaml_text_new (const char *text, gsize size, guint first_line, guint *line,
                              GError **error);

G_END_DECLS
