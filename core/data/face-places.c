/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Editing the places in a landmarks.csv.
 *
 * The file is a person's own: headings, comments and landmarks in it were written by somebody or
 * something else.  So it isn't written anew from what was understood of it: its text is kept, lines
 * of places that have changed are exchanged, and new ones follow at the end.  What comes of it is
 * read again before it is written, so that no file can become one that isn't understood.
 */
#include "core/data/face-places.h"

#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "core/data/face-table.h"
#include "core/data/file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct
{
  DhFacePlace now, saved;
  DhFaceRow row; /* of the saved one, if it isn't NONE */
} Entry;

struct _DhFacePlaces
{
  GString *text;       /* of the file; NULL: there is none */
  DhFaceTable *table;  /* what it says; NULL likewise */
  GHashTable *entries; /* name or DH_FACE_TABLE_ALL → Entry */
  guint n_changed;
};

static const char *
get_key (const char *name)
{
  return name != NULL ? name : DH_FACE_TABLE_ALL;
}

/* ---- reading ---- */

/* NULL without an error if there is no file. (transfer full) */
static GString *
read_text (const char *path, GError **error)
{
  g_autofree guint8 *data = NULL;
  gsize size;

  if (!dh_file_is_there (path))
    return NULL;
  data = dh_file_read (path, DH_FACE_TABLE_MAX, DH_ERROR_FACES, &size, error);
  return data != NULL ? g_string_new_len ((const char *) data, (gssize) size) : NULL;
}

static DhFaceTable *
parse (const GString *text, const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  /* fmemopen() refuses an empty text. */
  FILE *file = text->len > 0 ? fmemopen (text->str, text->len, "r") : fopen ("/dev/null", "r");
  DhFaceTable *table;

  if (file == NULL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_FACES, _ ("“%s” can’t be read (%s)."), shown,
                   g_strerror (errno));
      return NULL;
    }
  table = dh_face_table_read_stream (file, shown, error);
  fclose (file);
  return table;
}

/* Takes both. */
static void
adopt (DhFacePlaces *self, GString *text, DhFaceTable *table)
{
  GHashTableIter iter;
  gpointer name, row;

  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_clear_pointer (&self->table, dh_face_table_unref);
  self->text = text;
  self->table = table;
  self->n_changed = 0;
  g_hash_table_remove_all (self->entries);
  if (table == NULL)
    return;
  g_hash_table_iter_init (&iter, dh_face_table_peek_rows (table));
  while (g_hash_table_iter_next (&iter, &name, &row))
    {
      Entry *entry = g_new (Entry, 1);

      entry->row = *(const DhFaceRow *) row;
      entry->now = entry->saved = entry->row.place;
      g_hash_table_insert (self->entries, g_strdup (name), entry);
    }
}

DhFacePlaces *
dh_face_places_read (const char *folder, GError **error)
{
  g_autoptr (DhFacePlaces) self = g_new0 (DhFacePlaces, 1);
  g_autofree char *path = g_build_filename (folder, DH_LANDMARKS_FILE, NULL);
  g_autoptr (GError) reason = NULL;
  GString *text = read_text (path, &reason);
  DhFaceTable *table = text != NULL ? parse (text, path, &reason) : NULL;

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  adopt (self, text, table);
  if (reason == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

void
dh_face_places_free (DhFacePlaces *self)
{
  if (self == NULL)
    return;
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_clear_pointer (&self->table, dh_face_table_unref);
  g_hash_table_unref (self->entries);
  g_free (self);
}

/* ---- editing ---- */

DhFacePlace
dh_face_places_get (const DhFacePlaces *self, const char *name)
{
  const Entry *entry = g_hash_table_lookup (self->entries, get_key (name));

  return entry != NULL ? entry->now : (DhFacePlace) { 0 };
}

static double
round_to (double number, double steps)
{
  return round (number * steps) / steps;
}

#define PIXEL_STEPS 100.0
#define SHARE_STEPS 1e6

/* As it will be read. */
static DhFacePlace
round_place (const DhFacePlace *place, gboolean for_all)
{
  const double steps = for_all ? SHARE_STEPS : PIXEL_STEPS;
  DhFacePlace rounded = { .kind = place->kind };

  if (place->kind == DH_PLACE_SQUARE)
    {
      rounded.x = round_to (place->x, steps);
      rounded.y = round_to (place->y, steps);
      rounded.side = round_to (place->side, steps);
    }
  for (int i = 0; place->kind == DH_PLACE_EYES && i < 2; i++)
    rounded.eyes[i] = (DhPoint) { (float) round_to (place->eyes[i].x, steps),
                                  (float) round_to (place->eyes[i].y, steps) };
  return rounded;
}

static Entry *
get_entry (DhFacePlaces *self, const char *key)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      g_hash_table_insert (self->entries, g_strdup (key), entry);
    }
  return entry;
}

void
dh_face_places_set (DhFacePlaces *self, const char *name, const DhFacePlace *place)
{
  Entry *entry = get_entry (self, get_key (name));

  self->n_changed -= !dh_face_place_equal (&entry->now, &entry->saved);
  /* One that was read may have more digits. */
  entry->now = dh_face_place_equal (place, &entry->saved) ? entry->saved
                                                          : round_place (place, name == NULL);
  self->n_changed += !dh_face_place_equal (&entry->now, &entry->saved);
}

gboolean
dh_face_places_is_changed (const DhFacePlaces *self)
{
  return self->n_changed > 0;
}

/* ---- writing ---- */

static char
get_separator (const DhFacePlaces *self)
{
  const char separator = self->table != NULL ? dh_face_table_get_separator (self->table) : 0;

  return separator != 0 ? separator : ',';
}

static const char *
get_line_end (const DhFacePlaces *self)
{
  const char *end = self->text != NULL ? strpbrk (self->text->str, "\r\n") : NULL;

  if (end == NULL || *end == '\n')
    return "\n";
  return end[1] == '\n' ? "\r\n" : "\r";
}

static void
append_name (GString *line, const char *name)
{
  const gsize length = strlen (name);

  if (name[strcspn (name, ",;\t\"\r\n")] == '\0' && *name != ' ' && *name != '#'
      && (length == 0 || name[length - 1] != ' '))
    {
      g_string_append (line, name);
      return;
    }
  g_string_append_c (line, '"');
  for (; *name != '\0'; name++)
    {
      if (*name == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *name);
    }
  g_string_append_c (line, '"');
}

/* The file's own decimal sign: a spreadsheet that expects a comma takes 1.5 for the first of May.
 * Beside commas that separate, it would have to be quoted. */
static char
get_point (const DhFacePlaces *self)
{
  return self->table != NULL && dh_face_table_has_commas (self->table)
             && get_separator (self) != ','
           ? ','
           : '.';
}

/* Without zeros that say nothing. */
static void
append_number (const DhFacePlaces *self, GString *line, double number, const char *format)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE + 16], *end;

  g_ascii_formatd (text, sizeof text, format, number);
  end = text + strlen (text);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    *--end = '\0';
  g_strdelimit (text, ".", get_point (self));
  g_string_append_c (line, get_separator (self));
  g_string_append (line, g_str_equal (text, "-0") ? "0" : text);
}

static void
append_line (const DhFacePlaces *self, GString *text, const char *key, const DhFacePlace *place)
{
  const char *format = g_str_equal (key, DH_FACE_TABLE_ALL) ? "%.6f" : "%.2f";
  const double square[3] = { place->x, place->y, place->side };

  append_name (text, key);
  for (int i = 0; place->kind == DH_PLACE_SQUARE && i < 3; i++)
    append_number (self, text, square[i], format);
  for (int i = 0; place->kind == DH_PLACE_EYES && i < 2; i++)
    {
      append_number (self, text, place->eyes[i].x, format);
      append_number (self, text, place->eyes[i].y, format);
    }
  g_string_append (text, get_line_end (self));
}

static int
compare_starts (gconstpointer first, gconstpointer second, gpointer data)
{
  GHashTable *entries = data;
  const Entry *a = g_hash_table_lookup (entries, *(char *const *) first);
  const Entry *b = g_hash_table_lookup (entries, *(char *const *) second);

  return (a->row.start > b->row.start) - (a->row.start < b->row.start);
}

static int
compare_keys (gconstpointer first, gconstpointer second, gpointer data)
{
  return strcmp (*(char *const *) first, *(char *const *) second);
}

/* Keys of changed entries: those that have a line, in the order of the file, or the others, in that
 * of the names. (transfer full) */
static GPtrArray *
list_changed (const DhFacePlaces *self, gboolean with_line)
{
  GPtrArray *keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Entry *entry = value;

      if (!dh_face_place_equal (&entry->now, &entry->saved)
          && (entry->saved.kind != DH_PLACE_NONE) == with_line)
        g_ptr_array_add (keys, key);
    }
  g_ptr_array_sort_with_data (keys, with_line ? compare_starts : compare_keys, self->entries);
  return keys;
}

/* The first line decides on the separator, and a heading does that in place of one that goes. */
static void
append_heading (const DhFacePlaces *self, GString *text)
{
  const char separator = get_separator (self);

  g_string_append_printf (text, "file%cx%cy%cside%s", separator, separator, separator,
                          get_line_end (self));
}

/* Whether no line of a picture is left. */
static gboolean
is_empty (const DhFacePlaces *self)
{
  GHashTableIter iter;
  gpointer value;

  if (self->table != NULL && dh_face_table_get_n_landmarks (self->table) > 0)
    return FALSE;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((const Entry *) value)->now.kind != DH_PLACE_NONE)
      return FALSE;
  return TRUE;
}

/* The text with its changed lines exchanged. */
static void
exchange_lines (const DhFacePlaces *self, GString *text)
{
  g_autoptr (GPtrArray) keys = list_changed (self, TRUE);
  gsize done = 0;

  if (self->text == NULL)
    return;
  for (guint i = 0; i < keys->len; i++)
    {
      const Entry *entry = g_hash_table_lookup (self->entries, keys->pdata[i]);

      g_string_append_len (text, self->text->str + done, (gssize) (entry->row.start - done));
      if (entry->now.kind != DH_PLACE_NONE)
        append_line (self, text, keys->pdata[i], &entry->now);
      else if (entry->row.is_first && !is_empty (self))
        append_heading (self, text);
      done = entry->row.end;
    }
  g_string_append_len (text, self->text->str + done, (gssize) (self->text->len - done));
}

static gboolean
ends_line (const GString *text)
{
  return text->len == 0 || strchr ("\r\n", text->str[text->len - 1]) != NULL;
}

static void
add_lines (const DhFacePlaces *self, GString *text)
{
  g_autoptr (GPtrArray) keys = list_changed (self, FALSE);

  if (keys->len > 0 && !ends_line (text))
    g_string_append (text, get_line_end (self));
  for (guint i = 0; i < keys->len; i++)
    {
      const Entry *entry = g_hash_table_lookup (self->entries, keys->pdata[i]);

      append_line (self, text, keys->pdata[i], &entry->now);
    }
}

/* FALSE with an error: the file isn't what was read. */
static gboolean
check_unchanged (const DhFacePlaces *self, const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) reason = NULL;
  GString *text = read_text (path, &reason);
  const gboolean same = reason == NULL
                        && (text == NULL || self->text == NULL ? text == self->text
                                                               : g_string_equal (text, self->text));

  if (text != NULL)
    g_string_free (text, TRUE);
  if (!same)
    g_set_error (error, DH_ERROR, DH_ERROR_FILE,
                 _ ("“%s” was changed by another program meanwhile: open the folder again, so that "
                    "nothing is lost."),
                 shown);
  return same;
}

static gboolean
remove_file (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_FILE, _ ("“%s” can’t be removed (%s)."), shown,
               g_strerror (errno));
  return FALSE;
}

/* FALSE with an error: a file’s name can't stand in a table, because of a carriage return in it. */
static gboolean
check_names (const DhFacePlaces *self, const DhFaceTable *table, GError **error)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const DhFacePlace place = dh_face_table_get_place (table, key);
      g_autofree char *shown = g_filename_display_name (key);

      if (dh_face_place_equal (&place, &((const Entry *) value)->now))
        continue;
      g_set_error (error, DH_ERROR, DH_ERROR_FILE,
                   _ ("“%s” can’t be listed in %s under this name: rename the picture."), shown,
                   DH_LANDMARKS_FILE);
      return FALSE;
    }
  return TRUE;
}

/* Takes the text. */
static gboolean
write_text (DhFacePlaces *self, GString *text, const char *path, GError **error)
{
  DhFaceTable *table = parse (text, path, error);

  if (table != NULL && check_names (self, table, error)
      && dh_safe_file_write (path, text->str, text->len, error))
    {
      adopt (self, text, table);
      return TRUE;
    }
  g_clear_pointer (&table, dh_face_table_unref);
  g_string_free (text, TRUE);
  return FALSE;
}

gboolean
dh_face_places_write (DhFacePlaces *self, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, DH_LANDMARKS_FILE, NULL);
  GString *text;

  if (self->n_changed == 0)
    return TRUE;
  if (!check_unchanged (self, path, error))
    return FALSE;
  text = g_string_new (NULL);
  exchange_lines (self, text);
  add_lines (self, text);
  if (text->str[strspn (text->str, " \t\r\n")] != '\0')
    return write_text (self, text, path, error);
  g_string_free (text, TRUE);
  if (!remove_file (path, error))
    return FALSE;
  adopt (self, NULL, NULL);
  return TRUE;
}
