/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/catalog.h"
#include "core/document/document.h"
#include "core/document/fields.h"

G_BEGIN_DECLS

/* The parts of a document as JSON, in files of their own: functions of DhField. */

/* value: the document, which is also the reader's */
gboolean dh_document_read_lanes (DhFieldReader *reader, JsonNode *node, gpointer value);
void dh_document_write_lanes (JsonBuilder *builder, gconstpointer value);
/* value: DhDocumentView */
gboolean dh_document_read_view (DhFieldReader *reader, JsonNode *node, gpointer value);
void dh_document_write_view (JsonBuilder *builder, gconstpointer value);
gboolean dh_document_equal_view (gconstpointer a, gconstpointer b);
/* value: DhStart */
gboolean dh_document_read_start (DhFieldReader *reader, JsonNode *node, gpointer value);
void dh_document_write_start (JsonBuilder *builder, gconstpointer value);
gboolean dh_document_equal_start (gconstpointer a, gconstpointer b);

/* value: DhMix */
gboolean dh_document_read_mix (DhFieldReader *reader, JsonNode *node, gpointer value);
void dh_document_write_mix (JsonBuilder *builder, gconstpointer value);
gboolean dh_document_equal_mix (gconstpointer a, gconstpointer b);
/* value: DhOptimizerConfig, of a network or a ball */
gboolean dh_document_read_optimizer (DhFieldReader *reader, JsonNode *node, gpointer value);
void dh_document_write_optimizer (JsonBuilder *builder, gconstpointer value);
gboolean dh_document_read_ball_optimizer (DhFieldReader *reader, JsonNode *node, gpointer value);
void dh_document_write_ball_optimizer (JsonBuilder *builder, gconstpointer value);
gboolean dh_document_equal_optimizer (gconstpointer a, gconstpointer b);
/* value: DhArea */
gboolean dh_document_read_clip (DhFieldReader *reader, JsonNode *node, gpointer value);
void dh_document_write_clip (JsonBuilder *builder, gconstpointer value);
gboolean dh_document_equal_clip (gconstpointer a, gconstpointer b);
gboolean dh_document_read_mask (DhFieldReader *reader, JsonNode *node, gpointer value);
void dh_document_write_mask (JsonBuilder *builder, gconstpointer value);
gboolean dh_document_equal_mask (gconstpointer a, gconstpointer b);

/* The index of the entry; -1 with an error that lists all. */
int dh_document_read_entry (const DhFieldReader *reader, JsonNode *node, const char *name,
                            const DhCatalogEntry *entries, guint n_entries);
/* Always FALSE; takes another reader's error. */
gboolean dh_document_refuse_from (const DhFieldReader *reader, JsonNode *node, GError *error);
/* File names need not be UTF-8, a document is: such a name is kept as an address.  (transfer
 * full) */
char *dh_document_dup_path_text (const char *path);
/* NULL: not the address of a local file */
char *dh_document_dup_path (const char *text);

G_END_DECLS
