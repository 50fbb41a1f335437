/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NumPy archives (.npz), in and out; the only file that knows libarchive.  An archive is a zip of
 * .npy files, one for each array, so that numpy.load() gives a dictionary of arrays.
 *
 * Written uncompressed, as by numpy.savez(): trained weights are noise to a compressor.  The time
 * of an entry is left out, so that the same numbers give the same bytes.
 *
 * Read without trust: nothing is allocated by a size from the file.  Only the reader that needs the
 * directory at the end of a zip is used, so that a file that was cut off anywhere is refused; the
 * caller says how many numbers it expects, and what is longer is refused before it is unpacked
 * further.
 */
#include "core/data/npz.h"

#include "core/base/error.h"
#include "core/base/half.h"
#include "core/base/safe-file.h"
#include "core/data/file.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_HEADER G_MAXUINT16
#define MAX_TEXT   4096 /* letters */
#define BLOCK      8192 /* numbers converted at a time */
#define ENDING     ".npy"

/* libarchive's own text is “libarchive 3.6.2”. */
const char *
dh_npz_get_version (void)
{
  const char *text = archive_version_string (), *space = strrchr (text, ' ');

  return space != NULL ? space + 1 : text;
}

/* ---- writing ---- */

struct _DhNpzWriter
{
  struct archive *archive;
  DhSafeFile *file;
};

static gboolean
fail_to_archive (const DhNpzWriter *self, GError **error)
{
  int code = archive_errno (self->archive);

  return dh_safe_file_fail (self->file, code > 0 ? code : EIO, error);
}

DhNpzWriter *
dh_npz_writer_new (const char *path, GError **error)
{
  g_autoptr (DhNpzWriter) self = g_new0 (DhNpzWriter, 1);

  self->file = dh_safe_file_begin (path, error);
  if (self->file == NULL)
    return NULL;
  self->archive = archive_write_new ();
  if (archive_write_set_format_zip (self->archive) == ARCHIVE_OK
      && archive_write_set_options (self->archive, "zip:compression=store") == ARCHIVE_OK
      && archive_write_open_fd (self->archive, dh_safe_file_get_fd (self->file)) == ARCHIVE_OK)
    return g_steal_pointer (&self);
  fail_to_archive (self, error);
  return NULL;
}

static gboolean
begin_entry (DhNpzWriter *self, const char *name, gsize size, GError **error)
{
  g_autofree char *file = g_strconcat (name, ENDING, NULL);
  struct archive_entry *entry = archive_entry_new ();
  int result;

  archive_entry_set_pathname_utf8 (entry, file);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, size);
  result = archive_write_header (self->archive, entry);
  archive_entry_free (entry);
  return result == ARCHIVE_OK || fail_to_archive (self, error);
}

static gboolean
add_bytes (DhNpzWriter *self, const void *bytes, gsize n, GError **error)
{
  return archive_write_data (self->archive, bytes, n) == (la_ssize_t) n
         || fail_to_archive (self, error);
}

static gboolean
add_numbers (DhNpzWriter *self, const float *numbers, gsize n, gboolean half, GError **error)
{
  guint32 words[BLOCK];
  guint16 halves[BLOCK];

  for (gsize i = 0; i < n; i++)
    if (half)
      halves[i] = GUINT16_TO_LE (dh_half_from_float (numbers[i]));
    else
      {
        memcpy (&words[i], &numbers[i], sizeof words[i]);
        words[i] = GUINT32_TO_LE (words[i]);
      }
  return half ? add_bytes (self, halves, n * sizeof halves[0], error)
              : add_bytes (self, words, n * sizeof words[0], error);
}

gboolean
dh_npz_writer_add (DhNpzWriter *self, const char *name, const float *numbers,
                   const int *dimensions, guint n_dimensions, gboolean half, GError **error)
{
  g_autoptr (GByteArray) header = dh_npy_make_header (half ? "<f2" : "<f4", dimensions,
                                                      n_dimensions);
  gsize n = 1;

  for (guint i = 0; i < n_dimensions; i++)
    n *= dimensions[i];
  if (!begin_entry (self, name, header->len + n * (half ? 2 : 4), error)
      || !add_bytes (self, header->data, header->len, error))
    return FALSE;
  for (gsize i = 0; i < n; i += BLOCK)
    if (!add_numbers (self, numbers + i, MIN (BLOCK, n - i), half, error))
      return FALSE;
  return TRUE;
}

gboolean
dh_npz_writer_add_text (DhNpzWriter *self, const char *name, const char *text, GError **error)
{
  glong n_letters;
  g_autofree gunichar *letters = g_utf8_to_ucs4_fast (text, -1, &n_letters);
  g_autofree char *type = g_strdup_printf ("<U%ld", n_letters);
  g_autoptr (GByteArray) bytes = dh_npy_make_header (type, NULL, 0);

  for (glong i = 0; i < n_letters; i++)
    letters[i] = GUINT32_TO_LE (letters[i]);
  g_byte_array_append (bytes, (const guint8 *) letters, n_letters * sizeof letters[0]);
  return begin_entry (self, name, bytes->len, error)
         && add_bytes (self, bytes->data, bytes->len, error);
}

gboolean
dh_npz_writer_finish (DhNpzWriter *self, GError **error)
{
  if (archive_write_close (self->archive) != ARCHIVE_OK)
    return fail_to_archive (self, error);
  return dh_safe_file_finish (self->file, error);
}

void
dh_npz_writer_free (DhNpzWriter *self)
{
  if (self->archive != NULL)
    archive_write_free (self->archive);
  g_clear_pointer (&self->file, dh_safe_file_free);
  g_free (self);
}

/* ---- reading ---- */

struct _DhNpzReader
{
  struct archive *archive;
  FILE *file;
  char *shown; /* the file's name for sentences */
  char *name;  /* of the current array */
  DhNpyHeader header;
};

static gboolean
refuse_file (const DhNpzReader *self, GError **error)
{
  g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
               _ ("“%s” is not a NumPy archive (.npz), or it was cut off: copy it again or choose "
                  "another file."),
               self->shown);
  return FALSE;
}

static gboolean
refuse_array (const DhNpzReader *self, GError **error)
{
  g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
               _ ("“%s” is damaged at “%s”: copy it again or choose another file."), self->shown,
               self->name);
  return FALSE;
}

DhNpzReader *
dh_npz_reader_new (const char *path, GError **error)
{
  g_autoptr (DhNpzReader) self = g_new0 (DhNpzReader, 1);
  gsize size;

  self->shown = g_filename_display_name (path);
  self->file = dh_file_open (path, G_MAXSIZE, DH_ERROR_WEIGHTS, &size, error);
  if (self->file == NULL)
    return NULL;
  self->archive = archive_read_new ();
  if (archive_read_support_format_zip_seekable (self->archive) != ARCHIVE_OK
      || archive_read_open_fd (self->archive, fileno (self->file), 8 * BLOCK) != ARCHIVE_OK)
    {
      refuse_file (self, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* The zip's checksum of an entry is compared when its end is reached. */
const char *
dh_npz_reader_next (DhNpzReader *self, GError **error)
{
  struct archive_entry *entry;
  int result = archive_read_next_header (self->archive, &entry);
  const char *name;

  g_clear_pointer (&self->name, g_free);
  if (result == ARCHIVE_EOF)
    return NULL;
  if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
    {
      refuse_file (self, error);
      return NULL;
    }
  name = archive_entry_pathname_utf8 (entry);
  if (name == NULL)
    name = archive_entry_pathname (entry);
  self->name = g_utf8_make_valid (name != NULL ? name : "?", -1);
  if (g_str_has_suffix (self->name, ENDING))
    self->name[strlen (self->name) - strlen (ENDING)] = '\0';
  return self->name;
}

static gboolean
read_bytes (DhNpzReader *self, void *bytes, gsize n, GError **error)
{
  char *place = bytes;

  while (n > 0)
    {
      la_ssize_t n_read = archive_read_data (self->archive, place, n);

      if (n_read <= 0)
        return refuse_array (self, error);
      place += n_read;
      n -= n_read;
    }
  return TRUE;
}

static gboolean
check_end (DhNpzReader *self, GError **error)
{
  char more;

  return archive_read_data (self->archive, &more, 1) == 0 || refuse_array (self, error);
}

const DhNpyHeader *
dh_npz_reader_read_header (DhNpzReader *self, GError **error)
{
  guint8 preamble[DH_NPY_MAX_PREAMBLE];
  g_autofree char *text = NULL;
  gsize n_preamble, n_text;

  if (!read_bytes (self, preamble, DH_NPY_PREAMBLE, error))
    return NULL;
  n_preamble = dh_npy_measure_preamble (preamble);
  if (n_preamble > DH_NPY_PREAMBLE
      && !read_bytes (self, preamble + DH_NPY_PREAMBLE, n_preamble - DH_NPY_PREAMBLE, error))
    return NULL;
  n_text = n_preamble > 0 ? dh_npy_measure_header (preamble) : 0;
  if (n_text > 0 && n_text <= MAX_HEADER)
    {
      text = g_malloc0 (n_text + 1);
      if (!read_bytes (self, text, n_text, error))
        return NULL;
    }
  if (text != NULL && dh_npy_parse_header (text, &self->header))
    return &self->header;
  g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
               _ ("“%s”: “%s” is not an array of numbers: save it with numpy.savez()."),
               self->shown, self->name);
  return NULL;
}

static gboolean
check_numbers (const DhNpzReader *self, gsize n_numbers, GError **error)
{
  const DhNpyHeader *header = &self->header;
  gsize n = 1;

  if (!g_str_equal (header->type, "<f4") && !g_str_equal (header->type, "<f2"))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
                   _ ("“%s”: the numbers of “%s” are of the type “%s”: save them as little-endian "
                      "float32 or float16."),
                   self->shown, self->name, header->type);
      return FALSE;
    }
  if (header->fortran_order)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
                   _ ("“%s”: “%s” is stored in Fortran order: save it in C order, with "
                      "numpy.ascontiguousarray()."),
                   self->shown, self->name);
      return FALSE;
    }
  for (guint i = 0; i < header->n_dimensions; i++)
    if (!g_size_checked_mul (&n, n, header->dimensions[i]))
      return refuse_array (self, error);
  return n == n_numbers || refuse_array (self, error);
}

/* n: at most BLOCK. */
static gboolean
read_block (DhNpzReader *self, float *numbers, gsize n, GError **error)
{
  guint16 halves[BLOCK];
  gboolean half = g_str_equal (self->header.type, "<f2");

  if (!read_bytes (self, half ? (void *) halves : numbers, n * (half ? 2 : 4), error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (half)
      numbers[i] = dh_half_to_float (GUINT16_FROM_LE (halves[i]));
    else if (G_BYTE_ORDER == G_BIG_ENDIAN)
      {
        guint32 word;

        memcpy (&word, &numbers[i], sizeof word);
        word = GUINT32_FROM_LE (word);
        memcpy (&numbers[i], &word, sizeof word);
      }
  return TRUE;
}

gboolean
dh_npz_reader_read (DhNpzReader *self, float *numbers, gsize n_numbers, GError **error)
{
  if (!check_numbers (self, n_numbers, error))
    return FALSE;
  for (gsize i = 0; i < n_numbers; i += BLOCK)
    if (!read_block (self, numbers + i, MIN (BLOCK, n_numbers - i), error))
      return FALSE;
  if (!check_end (self, error))
    return FALSE;
  for (gsize i = 0; i < n_numbers; i++)
    if (!isfinite (numbers[i]))
      {
        g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
                     _ ("“%s”: “%s” has numbers that are not finite: choose the weights of a "
                        "training that did not diverge."),
                     self->shown, self->name);
        return FALSE;
      }
  return TRUE;
}

char *
dh_npz_reader_read_text (DhNpzReader *self, GError **error)
{
  const char *type = self->header.type;
  guint64 n = g_str_has_prefix (type, "<U") ? g_ascii_strtoull (type + 2, NULL, 10) : 0;
  g_autofree gunichar *letters = NULL;
  g_autofree char *text = NULL;

  if (n > 0 && n <= MAX_TEXT && self->header.n_dimensions == 0)
    {
      letters = g_new0 (gunichar, n);
      if (!read_bytes (self, letters, n * sizeof letters[0], error) || !check_end (self, error))
        return NULL;
      for (guint64 i = 0; i < n; i++)
        letters[i] = GUINT32_FROM_LE (letters[i]);
      text = g_ucs4_to_utf8 (letters, n, NULL, NULL, NULL);
    }
  if (text == NULL)
    g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
                 _ ("“%s”: “%s” is not a text: save it as numpy.array(\"…\")."), self->shown,
                 self->name);
  return g_steal_pointer (&text);
}

void
dh_npz_reader_free (DhNpzReader *self)
{
  if (self->archive != NULL)
    archive_read_free (self->archive);
  g_clear_pointer (&self->file, fclose);
  g_free (self->shown);
  g_free (self->name);
  g_free (self);
}
