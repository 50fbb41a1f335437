/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading JSON strictly, with the line of each value.
 *
 * json-glib makes the tree, but trusts its input: depending on the version it recurses as deep as a
 * text is nested, takes comments and JavaScript's `var`, wraps whole numbers around at 64 bits, of
 * two members of one name keeps the last, and of two trees the first, or both, or ends the program.
 * So a scanner goes over the text first.  It knows nothing of commas and colons, only of what can
 * stand between them: strings, words and numbers must be those of RFC 8259, nothing may be nested
 * too deep, and no second tree may follow the first.  It notes the line of every value in the order
 * of the text, which is the order of the tree.
 */
#include "core/document/json-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/base/error.h"

struct _DhJsonText
{
  JsonNode *root;
  GHashTable *lines; /* of JsonNode */
  GPtrArray *merged;      /* JsonNode */
  const DhJsonText *base; /* whose nodes are in merged ones; NULL: none */
};

gboolean
dh_json_text_refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (DH_ERROR, DH_ERROR_VALUE, format, arguments));
  va_end (arguments);
  return FALSE;
}

/* ---- the scanner ---- */

typedef struct
{
  const char *at, *end;
  guint line, depth;
  GArray *lines; /* guint, of the values so far */
  GError **error;
} Scanner;

static void
skip_blanks (Scanner *self)
{
  for (; self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0';
       self->at++)
    self->line += *self->at == '\n';
}

/* "u00e4", after a backslash; −1: it isn't that */
static int
scan_code (Scanner *self)
{
  int code = 0;

  if (self->end - self->at < 5 || *self->at != 'u')
    return -1;
  for (guint i = 1; i <= 4; i++)
    {
      int digit = g_ascii_xdigit_value (self->at[i]);

      if (digit < 0)
        return -1;
      code = 16 * code + digit;
    }
  self->at += 5;
  return code;
}

/* After a backslash.  Letters beyond 16 bits come as two halves, of which neither may be alone. */
static gboolean
scan_escape (Scanner *self)
{
  int code, second;

  if (self->at < self->end && *self->at != '\0' && strchr ("\"\\/bfnrt", *self->at) != NULL)
    {
      self->at++;
      return TRUE;
    }
  code = scan_code (self);
  if (code < 0xd800 || code > 0xdfff)
    return code > 0;
  if (code > 0xdbff || self->end - self->at < 6 || *self->at != '\\')
    return FALSE;
  self->at++;
  second = scan_code (self);
  return second >= 0xdc00 && second <= 0xdfff;
}

static gboolean
scan_string (Scanner *self)
{
  for (self->at++; self->at < self->end && *self->at != '"';)
    {
      guchar c = (guchar) *self->at++;

      if (c < ' ')
        return dh_json_text_refuse (self->error,
                                    _ ("a text isn’t closed with a quotation mark on its line"));
      if (c == '\\' && !scan_escape (self))
        return dh_json_text_refuse (self->error,
                                    _ ("JSON doesn’t know what follows a backslash in a text"));
    }
  if (self->at == self->end)
    return dh_json_text_refuse (self->error,
                                _ ("a text isn’t closed with a quotation mark on its line"));
  self->at++;
  return TRUE;
}

static const char *
skip_digits (const char *c)
{
  while (g_ascii_isdigit (*c))
    c++;
  return c;
}

/* From RFC 8259, section 6. */
static gboolean
is_number (const char *word, gboolean *whole)
{
  const char *c = word + (*word == '-'), *begin = c;

  *whole = TRUE;
  c = skip_digits (c);
  if (c == begin || (*begin == '0' && c > begin + 1))
    return FALSE;
  if (*c == '.')
    {
      *whole = FALSE;
      begin = ++c;
      c = skip_digits (c);
      if (c == begin)
        return FALSE;
    }
  if (*c == 'e' || *c == 'E')
    {
      *whole = FALSE;
      c++;
      begin = c += *c == '+' || *c == '-';
      c = skip_digits (c);
      if (c == begin)
        return FALSE;
    }
  return *c == '\0';
}

/* "true", "-1.5e3" */
static gboolean
scan_word (Scanner *self)
{
  g_autofree char *word = NULL;
  const char *begin = self->at;
  gboolean whole;

  while (self->at < self->end && (g_ascii_isalnum (*self->at) || strchr ("+-._", *self->at) != NULL)
         && *self->at != '\0')
    self->at++;
  if (self->at == begin)
    {
      g_autofree char *sign = g_strndup (begin, (gsize) (g_utf8_next_char (begin) - begin));

      return dh_json_text_refuse (self->error, _ ("“%s” doesn’t belong here"), sign);
    }
  word = g_strndup (begin, (gsize) (self->at - begin));
  if (strcmp (word, "true") == 0 || strcmp (word, "false") == 0 || strcmp (word, "null") == 0)
    return TRUE;
  if (!is_number (word, &whole))
    return dh_json_text_refuse (self->error,
                                _ ("“%.40s” is neither a number nor a text in quotation marks"),
                                word);
  if (whole ? !g_ascii_string_to_signed (word, 10, G_MININT64, G_MAXINT64, NULL, NULL)
            : !isfinite (g_ascii_strtod (word, NULL)))
    return dh_json_text_refuse (self->error, _ ("the number %.40s is too large"), word);
  return TRUE;
}

static void
note_value (Scanner *self)
{
  g_array_append_val (self->lines, self->line);
}

static gboolean
scan_text (Scanner *self)
{
  if (!scan_string (self))
    return FALSE;
  note_value (self);
  skip_blanks (self);
  if (self->at < self->end && *self->at == ':')
    g_array_set_size (self->lines, self->lines->len - 1); /* it was a name */
  return TRUE;
}

static gboolean
scan_one (Scanner *self)
{
  switch (*self->at)
    {
    case '{':
    case '[':
      if (self->depth == 0 && self->lines->len > 0)
        return dh_json_text_refuse (self->error, _ ("something follows after the end"));
      note_value (self);
      if (++self->depth > DH_JSON_MAX_DEPTH)
        return dh_json_text_refuse (self->error, _ ("the brackets are nested too deep"));
      self->at++;
      return TRUE;
    case '}':
    case ']':
      if (self->depth-- == 0)
        return dh_json_text_refuse (self->error, _ ("a bracket is closed that was never opened"));
      self->at++;
      return TRUE;
    case ',':
    case ':':
      self->at++;
      return TRUE;
    case '"':
      return scan_text (self);
    default:
      note_value (self);
      return scan_word (self);
    }
}

static gboolean
scan (Scanner *self)
{
  const char *invalid;

  if (!g_utf8_validate_len (self->at, (gsize) (self->end - self->at), &invalid))
    {
      for (; self->at < invalid; self->at++)
        self->line += *self->at == '\n';
      return dh_json_text_refuse (self->error, _ ("there are bytes that aren’t text in UTF-8"));
    }
  skip_blanks (self);
  if (self->at == self->end)
    return dh_json_text_refuse (self->error, _ ("there is nothing"));
  for (; self->at < self->end; skip_blanks (self))
    if (!scan_one (self))
      return FALSE;
  return self->depth == 0
         || dh_json_text_refuse (self->error, _ ("the end is missing: a bracket isn’t closed"));
}

/* ---- the tree ---- */

typedef struct
{
  GHashTable *counts; /* JsonObject → members seen */
  char *twice;        /* the first name that an object has twice */
  guint line;         /* of that, or of the error */
} Names;

/* A second member of a name replaces the first. */
static void
member_cb (JsonParser *parser, JsonObject *object, const char *name, Names *names)
{
  guint count = GPOINTER_TO_UINT (g_hash_table_lookup (names->counts, object)) + 1;

  g_hash_table_insert (names->counts, object, GUINT_TO_POINTER (count));
  if (count <= json_object_get_size (object) || names->twice != NULL)
    return;
  names->twice = g_strdup (name);
  names->line = json_parser_get_current_line (parser);
}

/* The parser forgets its place when it gives up. */
static void
error_cb (JsonParser *parser, const GError *error, Names *names)
{
  if (names->twice == NULL)
    names->line = json_parser_get_current_line (parser);
}

static gboolean
parse (JsonParser *parser, const char *text, gsize size, guint *line, GError **error)
{
  Names names = { g_hash_table_new (NULL, NULL), NULL, 1 };
  gboolean parsed;

  g_signal_connect (parser, "object-member", G_CALLBACK (member_cb), &names);
  g_signal_connect (parser, "error", G_CALLBACK (error_cb), &names);
  parsed = json_parser_load_from_data (parser, text, (gssize) size, NULL);
  g_signal_handlers_disconnect_by_data (parser, &names);
  *line = MAX (names.line, 1);
  if (names.twice != NULL)
    g_set_error (error, DH_ERROR, DH_ERROR_VALUE, _ ("“%s” is there twice"), names.twice);
  else if (!parsed)
    g_set_error_literal (error, DH_ERROR, DH_ERROR_VALUE,
                         _ ("a comma, a colon, a bracket or a quotation mark is missing, or there "
                            "is one too many"));
  parsed &= names.twice == NULL;
  g_hash_table_unref (names.counts);
  g_free (names.twice);
  return parsed;
}

/* Gives the nodes the scanner's lines; *next: of the node's. */
static void
place (DhJsonText *self, JsonNode *node, const GArray *lines, guint *next)
{
  g_autoptr (GList) values = NULL;

  if (*next >= lines->len)
    return;
  g_hash_table_insert (self->lines, node, GUINT_TO_POINTER (g_array_index (lines, guint, *next)));
  (*next)++;
  if (JSON_NODE_HOLDS_OBJECT (node))
    values = json_object_get_values (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    values = json_array_get_elements (json_node_get_array (node));
  for (GList *value = values; value != NULL; value = value->next)
    place (self, value->data, lines, next);
}

DhJsonText *
dh_json_text_new_from_tree (JsonNode *root, GHashTable *lines)
{
  DhJsonText *self = g_new0 (DhJsonText, 1);

  self->root = root;
  self->lines = lines;
  self->merged = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  return self;
}

DhJsonText *
dh_json_text_new (const char *text, gsize size, guint *line, GError **error)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  Scanner scanner = { text, text + size, 1, 0, lines, error };
  gboolean scanned = scan (&scanner);
  DhJsonText *self;
  guint next = 0;

  *line = scanner.line;
  if (!scanned || !parse (parser, text, size, line, error))
    return NULL;
  self = dh_json_text_new_from_tree (json_parser_steal_root (parser), g_hash_table_new (NULL, NULL));
  place (self, self->root, lines, &next);
  return self;
}

void
dh_json_text_free (DhJsonText *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->merged);
  g_hash_table_unref (self->lines);
  json_node_unref (self->root);
  g_free (self);
}

JsonNode *
dh_json_text_get_root (const DhJsonText *self)
{
  return self->root;
}

guint
dh_json_text_get_line (const DhJsonText *self, JsonNode *node)
{
  guint line = GPOINTER_TO_UINT (g_hash_table_lookup (self->lines, node));

  return line == 0 && self->base != NULL ? dh_json_text_get_line (self->base, node) : line;
}

/* ---- merging ---- */

static JsonNode *merge (DhJsonText *self, JsonNode *node, JsonNode *patch);

/* name: of a member of at least one of them; a null in the patch takes it away. */
static void
merge_member (DhJsonText *self, JsonObject *merged, const char *name, JsonObject *base,
              JsonObject *patch)
{
  JsonNode *old = base != NULL ? json_object_get_member (base, name) : NULL;
  JsonNode *new = json_object_get_member (patch, name);

  if (new == NULL)
    json_object_set_member (merged, name, json_node_ref (old));
  else if (!JSON_NODE_HOLDS_NULL (new))
    json_object_set_member (merged, name, merge (self, old, new));
}

/* node: (nullable); (transfer full) */
static JsonNode *
merge (DhJsonText *self, JsonNode *node, JsonNode *patch)
{
  JsonObject *base, *merged;
  JsonNode *result;
  g_autoptr (GList) old = NULL, new = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (patch))
    return json_node_ref (patch);
  base = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  old = base != NULL ? json_object_get_members (base) : NULL;
  new = json_object_get_members (json_node_get_object (patch));
  merged = json_object_new ();
  for (GList *name = old; name != NULL; name = name->next)
    merge_member (self, merged, name->data, base, json_node_get_object (patch));
  for (GList *name = new; name != NULL; name = name->next)
    if (base == NULL || !json_object_has_member (base, name->data))
      merge_member (self, merged, name->data, NULL, json_node_get_object (patch));
  result = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (result, merged);
  g_hash_table_insert (self->lines, result,
                       GUINT_TO_POINTER (dh_json_text_get_line (self, patch)));
  return result;
}

JsonNode *
dh_json_text_merge (DhJsonText *self, const DhJsonText *base, JsonNode *node, JsonNode *patch)
{
  JsonNode *merged = merge (self, node, patch);

  self->base = base;
  g_ptr_array_add (self->merged, merged);
  return merged;
}
