/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A JSON text as a tree whose values know their lines.  Immutable. */
typedef struct _DhJsonText DhJsonText;

/* Reads strict JSON (RFC 8259) from outside: nested at most DH_JSON_MAX_DEPTH deep, whole numbers
 * within 64 bits, others finite, no name twice in an object.  NULL with DH_ERROR_VALUE: what is
 * wrong, as half a sentence to follow a colon, and the line.  text needs no 0 at its end.
 * (transfer full) */
#define DH_JSON_MAX_DEPTH 16
DhJsonText *dh_json_text_new (const char *text, gsize size, guint *line, GError **error);
/* A tree from elsewhere: takes the root and the table of the nodes' lines (of JsonNode, with
 * GUINT_TO_POINTER).  (transfer full) */
DhJsonText *dh_json_text_new_from_tree (JsonNode *root, GHashTable *lines);
void dh_json_text_free (DhJsonText *self);
/* For readers of such texts: sets DH_ERROR_VALUE with half a sentence.  Always FALSE. */
G_GNUC_PRINTF (2, 3) gboolean dh_json_text_refuse (GError **error, const char *format, ...);

/* (transfer none) */
JsonNode *dh_json_text_get_root (const DhJsonText *self);
/* From 1; a node of the tree. */
guint dh_json_text_get_line (const DhJsonText *self, JsonNode *node);
/* A JSON Merge Patch (RFC 7396): the base text's node with the members of the patch, a node of this
 * text, in place of its own; objects are merged member by member.  Neither is changed.  The result
 * belongs to this text, which from now on knows the lines of the base's nodes, too, and must be
 * freed first.  (transfer none) */
JsonNode *dh_json_text_merge (DhJsonText *self, const DhJsonText *base, JsonNode *node,
                              JsonNode *patch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhJsonText, dh_json_text_free)

G_END_DECLS
