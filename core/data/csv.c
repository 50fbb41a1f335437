/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading CSV (RFC 4180), one record at a time.  The text is never split as a whole: a file of
 * nothing but line ends has one line per byte, and splitting it took forty times its size.
 *
 * The first record decides which character separates the fields, so a record is found first and
 * split afterwards: spreadsheets write semicolons if the comma is the decimal sign, and then there
 * may be equally many of both.
 *
 * Source: RFC 4180, "Common Format and MIME Type for CSV Files".
 */
#include "core/data/csv.h"

#include "core/base/error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  guint start;        /* offset in texts */
  guint line, column; /* from 1 */
} Field;

struct _DhCsv
{
  FILE *file;
  const char *shown;
  GString *raw;          /* the record as in the file, with \n for line ends */
  GString *texts;        /* its fields, each zero-terminated */
  GArray *fields;        /* of Field */
  guint next_line, line; /* to be read next; where the record begins */
  gsize offset, start;   /* the same in bytes */
  gboolean ended;        /* the record has a line end */
  char separator;        /* 0: not decided yet */
};

DhCsv *
dh_csv_new (FILE *file, const char *shown)
{
  DhCsv *self = g_new0 (DhCsv, 1);

  self->file = file;
  self->shown = shown;
  self->raw = g_string_new (NULL);
  self->texts = g_string_new (NULL);
  self->fields = g_array_new (FALSE, FALSE, sizeof (Field));
  self->next_line = 1;
  return self;
}

void
dh_csv_free (DhCsv *self)
{
  if (self == NULL)
    return;
  g_string_free (self->raw, TRUE);
  g_string_free (self->texts, TRUE);
  g_array_unref (self->fields);
  g_free (self);
}

static gboolean
set_error_at (const DhCsv *self, guint line, guint column, const char *reason, GError **error)
{
  g_autofree char *readable = g_utf8_make_valid (reason, -1);

  g_set_error (error, DH_ERROR, DH_ERROR_FACES, _ ("Line %u of “%s”, column %u: %s."), line,
               self->shown, column, readable);
  return FALSE;
}

/* Characters, not bytes, from the line's beginning. */
static guint
get_column (const DhCsv *self, gsize place)
{
  guint column = 1;

  for (gsize i = place; i > 0 && self->raw->str[i - 1] != '\n'; i--)
    column += (self->raw->str[i - 1] & 0xc0) != 0x80;
  return column;
}

static gboolean
set_error_in_record (const DhCsv *self, gsize place, const char *reason, GError **error)
{
  guint line = self->line;

  for (gsize i = 0; i < place; i++)
    line += self->raw->str[i] == '\n';
  return set_error_at (self, line, get_column (self, place), reason, error);
}

/* ---- finding a record ---- */

/* The next byte, with \n for any line end; or EOF. */
static int
read_byte (DhCsv *self)
{
  int byte = getc_unlocked (self->file);

  self->offset += byte != EOF;
  if (byte == '\r')
    {
      int next = getc_unlocked (self->file);

      self->offset += next == '\n';
      if (next != '\n' && next != EOF)
        ungetc (next, self->file);
      byte = '\n';
    }
  self->next_line += byte == '\n';
  return byte;
}

static gboolean
is_separator (char byte)
{
  return byte == ',' || byte == ';' || byte == '\t';
}

/* Whether a quotation mark after what was read opens a quoted field: only at the beginning of a
 * field. */
static gboolean
begins_field (const GString *raw)
{
  gsize end = raw->len;

  while (end > 0 && raw->str[end - 1] == ' ')
    end--;
  return end == 0 || is_separator (raw->str[end - 1]);
}

/* A byte order mark of UTF-8 is dropped; one of UTF-16 is an error, because no line could be
 * read. */
static gboolean
check_mark (DhCsv *self, GError **error)
{
  if (self->line != 1)
    return TRUE;
  if (g_str_has_prefix (self->raw->str, "\xef\xbb\xbf"))
    {
      g_string_erase (self->raw, 0, 3);
      self->start += 3;
    }
  if (g_str_has_prefix (self->raw->str, "\xff\xfe")
      || g_str_has_prefix (self->raw->str, "\xfe\xff"))
    return set_error_at (self, 1, 1, _ ("the text is UTF-16; save it as UTF-8"), error);
  return TRUE;
}

/* One line, or several if a quoted field contains line ends.  In a comment, quotes have no
 * meaning. */
static gboolean
read_raw (DhCsv *self, GError **error)
{
  gboolean quoted = FALSE;
  int byte;

  g_string_truncate (self->raw, 0);
  self->line = self->next_line;
  self->start = self->offset;
  while ((byte = read_byte (self)) != EOF && (byte != '\n' || quoted))
    {
      if (byte == '\0')
        return check_mark (self, error)
               && set_error_in_record (self, self->raw->len,
                                       _ ("there is a zero byte, so this is not text"), error);
      if (self->raw->len == DH_CSV_MAX_RECORD)
        return set_error_in_record (self, self->raw->len, _ ("the line is too long"), error);
      if (byte == '"' && self->raw->str[0] != '#')
        quoted = !quoted && (begins_field (self->raw) || self->raw->str[self->raw->len - 1] == '"');
      g_string_append_c (self->raw, (char) byte);
    }
  self->ended = byte != EOF;
  return self->ended || self->raw->len > 0;
}

/* A line of nothing but spaces counts as empty. */
static gboolean
is_record (const GString *raw)
{
  return raw->str[0] != '#' && raw->str[strspn (raw->str, " \t\n")] != '\0';
}

/* ---- splitting a record ---- */

static guint
count_outside_quotes (const GString *raw, char wanted)
{
  gboolean quoted = FALSE;
  guint n = 0;

  for (gsize i = 0; i < raw->len; i++)
    if (raw->str[i] == '"')
      quoted = !quoted;
    else
      n += !quoted && raw->str[i] == wanted;
  return n;
}

/* With decimal commas, there are at most as many commas as semicolons or tabs. */
static char
choose_separator (const GString *raw)
{
  guint n_commas = count_outside_quotes (raw, ',');
  guint n_semicolons = count_outside_quotes (raw, ';'), n_tabs = count_outside_quotes (raw, '\t');

  if (n_tabs > n_semicolons && n_tabs >= n_commas)
    return '\t';
  return n_semicolons > 0 && n_semicolons >= n_commas ? ';' : ',';
}

static void
begin_field (DhCsv *self, gsize place)
{
  Field field = { (guint) self->texts->len, self->line, get_column (self, place) };

  for (gsize i = 0; i < place; i++)
    field.line += self->raw->str[i] == '\n';
  g_array_append_val (self->fields, field);
}

/* Returned by take_quoted() and take_plain() when they have set an error. */
#define NO_PLACE G_MAXSIZE

/* Takes a quoted field, starting at its opening mark; returns the place after the closing one. */
static gsize
take_quoted (DhCsv *self, gsize place, GError **error)
{
  const char *raw = self->raw->str;
  gsize i = place + 1;

  for (; i < self->raw->len; i++)
    {
      if (raw[i] == '"' && raw[i + 1] != '"')
        break;
      i += raw[i] == '"';
      g_string_append_c (self->texts, raw[i]);
    }
  if (i >= self->raw->len)
    {
      set_error_in_record (self, place, _ ("a quoted field is never closed"), error);
      return NO_PLACE;
    }
  for (i++; raw[i] == ' '; i++)
    ;
  if (i < self->raw->len && raw[i] != self->separator)
    {
      set_error_in_record (self, i, _ ("something follows a quoted field"), error);
      return NO_PLACE;
    }
  return i;
}

/* The same for an unquoted field, which must not contain quotation marks. */
static gsize
take_plain (DhCsv *self, gsize place, GError **error)
{
  gsize i;

  for (i = place; i < self->raw->len && self->raw->str[i] != self->separator; i++)
    {
      if (self->raw->str[i] == '"')
        {
          set_error_in_record (self, i,
                               _ ("a quotation mark inside a field: quote the whole field and "
                                  "double this mark"),
                               error);
          return NO_PLACE;
        }
      g_string_append_c (self->texts, self->raw->str[i]);
    }
  while (self->texts->len > g_array_index (self->fields, Field, self->fields->len - 1).start
         && self->texts->str[self->texts->len - 1] == ' ')
    g_string_truncate (self->texts, self->texts->len - 1);
  return i;
}

static gboolean
split (DhCsv *self, GError **error)
{
  gsize place = 0;

  g_string_truncate (self->texts, 0);
  g_array_set_size (self->fields, 0);
  if (self->separator == 0)
    self->separator = choose_separator (self->raw);
  for (;; place++)
    {
      gsize end;

      place += strspn (self->raw->str + place, " ");
      begin_field (self, place);
      end = self->raw->str[place] == '"' ? take_quoted (self, place, error)
                                         : take_plain (self, place, error);
      if (end == NO_PLACE)
        return FALSE;
      g_string_append_c (self->texts, '\0');
      place = end;
      if (place >= self->raw->len)
        return TRUE;
    }
}

gboolean
dh_csv_read (DhCsv *self, GError **error)
{
  g_autoptr (GError) reason = NULL;

  do
    if (!read_raw (self, &reason) || !check_mark (self, &reason))
      {
        if (reason != NULL)
          g_propagate_error (error, g_steal_pointer (&reason));
        return FALSE;
      }
  while (!is_record (self->raw));
  return split (self, error);
}

guint
dh_csv_get_n_fields (const DhCsv *self)
{
  return self->fields->len;
}

const char *
dh_csv_get_field (const DhCsv *self, guint index)
{
  return self->texts->str + g_array_index (self->fields, Field, index).start;
}

void
dh_csv_get_span (const DhCsv *self, gsize *start, gsize *end)
{
  *start = self->start;
  *end = self->offset;
}

gboolean
dh_csv_is_ended (const DhCsv *self)
{
  return self->ended;
}

char
dh_csv_get_separator (const DhCsv *self)
{
  return self->separator;
}

void
dh_csv_set_error (const DhCsv *self, guint index, const char *reason, GError **error)
{
  const Field *field;

  if (index >= self->fields->len)
    {
      set_error_in_record (self, self->raw->len, reason, error);
      return;
    }
  field = &g_array_index (self->fields, Field, index);
  set_error_at (self, field->line, field->column, reason, error);
}
