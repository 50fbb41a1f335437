/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text that is kept of a session's settings: a line of JSON with the runs, then the document.
 *
 * The runs aren't part of a document, because opening one makes new runs; and they can be read
 * without the document, in any thread.
 */
#include "core/keep/kept-state.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/document/json-text.h"
#include "core/document/json.h"

#define FORMAT  "downhill-kept"
#define VERSION 1

DhKeptState *
dh_kept_state_new (void)
{
  DhKeptState *self = g_new0 (DhKeptState, 1);

  self->origins = g_array_new (FALSE, FALSE, sizeof (DhRunOrigin));
  return self;
}

void
dh_kept_state_free (DhKeptState *self)
{
  g_array_unref (self->origins);
  g_free (self->document);
  g_free (self);
}

/* ---- writing ---- */

static void
add_numbers (JsonBuilder *builder, const guint64 *numbers, guint n)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    json_builder_add_int_value (builder, (gint64) numbers[i]);
  json_builder_end_array (builder);
}

static void
write_runs (const DhKeptState *self, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "lanes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->n_lanes; i++)
    add_numbers (builder, (guint64[]) { self->lanes[i].run, self->lanes[i].iteration }, 2);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "origins");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->origins->len; i++)
    {
      const DhRunOrigin *origin = &g_array_index (self->origins, DhRunOrigin, i);

      add_numbers (builder,
                   (guint64[]) { origin->run, origin->from.run, origin->from.iteration }, 3);
    }
  json_builder_end_array (builder);
}

char *
dh_kept_state_to_text (const DhKeptState *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *head = NULL;

  json_builder_begin_object (builder);
  dh_json_add_string (builder, "format", FORMAT);
  dh_json_add_count (builder, "version", VERSION);
  json_builder_set_member_name (builder, "playing");
  json_builder_add_boolean_value (builder, self->playing);
  dh_json_add_count (builder, "last-run", self->last_run);
  write_runs (self, builder);
  json_builder_end_object (builder);
  head = dh_json_print (builder, DH_JSON_DENSE);
  return g_strconcat (head, "\n", self->document != NULL ? self->document : "", NULL);
}

/* ---- reading ---- */

static JsonNode *
get_member (JsonObject *object, const char *name, JsonNodeType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_node_type (node) == type ? node : NULL;
}

static gboolean
read_number (JsonNode *node, guint64 *number)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0)
    return FALSE;
  *number = (guint64) json_node_get_int (node);
  return TRUE;
}

/* A list of n numbers. */
static gboolean
read_numbers (JsonNode *node, guint64 *numbers, guint n)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL || json_array_get_length (array) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!read_number (json_array_get_element (array, i), &numbers[i]))
      return FALSE;
  return TRUE;
}

static gboolean
read_lanes (DhKeptState *self, JsonNode *node)
{
  JsonArray *lanes = node != NULL ? json_node_get_array (node) : NULL;
  guint64 numbers[2];

  if (lanes == NULL || json_array_get_length (lanes) > DH_MAX_LANES)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (lanes); i++)
    {
      if (!read_numbers (json_array_get_element (lanes, i), numbers, 2) || numbers[0] == 0
          || numbers[0] > self->last_run)
        return FALSE;
      self->lanes[self->n_lanes++] = (DhPlace) { numbers[0], numbers[1] };
    }
  return TRUE;
}

/* A run goes on from an older one, so that there are no circles. */
static gboolean
read_origins (DhKeptState *self, JsonNode *node)
{
  JsonArray *origins = node != NULL ? json_node_get_array (node) : NULL;
  guint64 numbers[3];

  if (origins == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (origins); i++)
    {
      if (!read_numbers (json_array_get_element (origins, i), numbers, 3)
          || numbers[1] >= numbers[0])
        return FALSE;
      dh_kept_state_add_origin (self, numbers[0], (DhPlace) { numbers[1], numbers[2] });
    }
  return TRUE;
}

static gboolean
read_head (DhKeptState *self, JsonNode *root)
{
  JsonObject *head = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *playing;
  guint64 version;

  if (head == NULL || !read_number (json_object_get_member (head, "version"), &version)
      || version != VERSION
      || !read_number (json_object_get_member (head, "last-run"), &self->last_run))
    return FALSE;
  playing = get_member (head, "playing", JSON_NODE_VALUE);
  self->playing = playing != NULL && json_node_get_value_type (playing) == G_TYPE_BOOLEAN
                  && json_node_get_boolean (playing);
  return read_lanes (self, get_member (head, "lanes", JSON_NODE_ARRAY))
         && read_origins (self, get_member (head, "origins", JSON_NODE_ARRAY));
}

DhKeptState *
dh_kept_state_new_from_text (const char *text, GError **error)
{
  g_autoptr (DhKeptState) self = dh_kept_state_new ();
  const char *end = strchr (text, '\n');
  g_autoptr (DhJsonText) json = NULL;
  guint line;

  if (end != NULL)
    json = dh_json_text_new (text, (gsize) (end - text), &line, NULL);
  if (json == NULL || !read_head (self, dh_json_text_get_root (json)))
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_DOCUMENT,
                           _ ("The settings of the kept session can’t be read: they are damaged or "
                              "were written by a newer version of the program."));
      return NULL;
    }
  self->document = g_strdup (end + 1);
  return g_steal_pointer (&self);
}

DhDocument *
dh_kept_state_make_document (const DhKeptState *self, GError **error)
{
  g_autoptr (DhDocument) document =
    dh_document_new_from_text (self->document, strlen (self->document), _ ("kept session"), error);

  if (document != NULL && document->n_lanes != self->n_lanes)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_DOCUMENT,
                           _ ("The settings of the kept session can’t be read: its lanes don’t "
                              "match."));
      return NULL;
    }
  return g_steal_pointer (&document);
}

/* ---- runs ---- */

guint64
dh_kept_state_get_iteration (const DhKeptState *self)
{
  guint64 most = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    most = MAX (most, self->lanes[i].iteration);
  return most;
}

const DhRunOrigin *
dh_kept_state_find_origin (const DhKeptState *self, guint64 run)
{
  for (guint i = 0; i < self->origins->len; i++)
    if (g_array_index (self->origins, DhRunOrigin, i).run == run)
      return &g_array_index (self->origins, DhRunOrigin, i);
  return NULL;
}

DhPlace
dh_kept_state_find_place (const DhKeptState *self, guint64 run, guint64 iteration)
{
  const DhRunOrigin *origin = dh_kept_state_find_origin (self, run);

  while (origin != NULL && iteration <= origin->from.iteration)
    {
      run = origin->from.run;
      origin = dh_kept_state_find_origin (self, run);
    }
  return (DhPlace) { run, iteration };
}

void
dh_kept_state_add_origin (DhKeptState *self, guint64 run, DhPlace from)
{
  const DhRunOrigin origin = { run, from };

  if (dh_kept_state_find_origin (self, run) == NULL)
    g_array_append_val (self->origins, origin);
}
