/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The settings of a training as JSON: losses and optimizers as the texts that people type, masks by
 * their ids; a clip as the norm alone, which was the only kind once, or else as a text.
 */
#include "core/document/document-private.h"

gboolean
dh_document_read_mix (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  const char *text = dh_field_reader_take_text (reader, node, "loss");
  GError *error = NULL;

  if (text == NULL)
    return FALSE;
  return dh_mix_parse (text, value, &error) || dh_document_refuse_from (reader, node, error);
}

void
dh_document_write_mix (JsonBuilder *builder, gconstpointer value)
{
  json_builder_add_string_value (builder, dh_mix_to_text (value));
}

gboolean
dh_document_equal_mix (gconstpointer a, gconstpointer b)
{
  return dh_mix_equal (a, b);
}

static gboolean
read_config (DhFieldReader *reader, JsonNode *node, DhOptimizerUser who, DhOptimizerConfig *value)
{
  const char *text = dh_field_reader_take_text (reader, node, "optimizer");
  GError *error = NULL;

  if (text == NULL)
    return FALSE;
  return dh_optimizer_config_parse (text, who, value, &error)
         || dh_document_refuse_from (reader, node, error);
}

gboolean
dh_document_read_optimizer (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  return read_config (reader, node, DH_OPTIMIZER_USER_NETWORK, value);
}

void
dh_document_write_optimizer (JsonBuilder *builder, gconstpointer value)
{
  json_builder_add_string_value (builder,
                                 dh_optimizer_config_to_text (value, DH_OPTIMIZER_USER_NETWORK));
}

gboolean
dh_document_read_ball_optimizer (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  return read_config (reader, node, DH_OPTIMIZER_USER_BALL, value);
}

void
dh_document_write_ball_optimizer (JsonBuilder *builder, gconstpointer value)
{
  json_builder_add_string_value (builder,
                                 dh_optimizer_config_to_text (value, DH_OPTIMIZER_USER_BALL));
}

gboolean
dh_document_equal_optimizer (gconstpointer a, gconstpointer b)
{
  return dh_optimizer_config_equal (a, b);
}

gboolean
dh_document_read_mask (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  guint n;
  const DhCatalogEntry *masks = dh_catalog_get_masks (&n);
  int index = dh_document_read_entry (reader, node, "mask", masks, n);

  if (index >= 0)
    *(DhArea *) value = dh_catalog_get_mask ((guint) index);
  return index >= 0;
}

void
dh_document_write_mask (JsonBuilder *builder, gconstpointer value)
{
  guint n;
  const DhCatalogEntry *masks = dh_catalog_get_masks (&n);

  json_builder_add_string_value (builder, masks[dh_catalog_find_mask (*(const DhArea *) value)].id);
}

gboolean
dh_document_equal_mask (gconstpointer a, gconstpointer b)
{
  return *(const DhArea *) a == *(const DhArea *) b;
}

gboolean
dh_document_read_clip (DhFieldReader *reader, JsonNode *node, gpointer value)
{
  GError *error = NULL;
  double norm;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return dh_clip_parse (json_node_get_string (node), value, &error)
           || dh_document_refuse_from (reader, node, error);
  return dh_field_reader_take_number (reader, node, "clip", 0, G_MAXDOUBLE, &norm)
         && dh_clip_from_number (norm, value);
}

void
dh_document_write_clip (JsonBuilder *builder, gconstpointer value)
{
  const double norm = dh_clip_to_number (value);
  g_autofree char *text = dh_clip_dup_text (value);

  if (norm >= 0)
    json_builder_add_double_value (builder, norm);
  else
    json_builder_add_string_value (builder, text);
}

gboolean
dh_document_equal_clip (gconstpointer a, gconstpointer b)
{
  return dh_clip_equal (a, b);
}
