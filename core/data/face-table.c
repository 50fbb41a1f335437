/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading landmarks.csv: where the face is in each picture of a folder.
 *
 * How many numbers follow a file's name says what they are: 136 are landmarks, four are two eyes,
 * three are a square.  A word in between was rejected: files that scripts have written for years
 * have none, and a heading says what a column is for just as well.
 */
#include "core/data/face-table.h"

#include "core/base/error.h"
#include "core/data/csv.h"
#include "core/data/file.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* 60 MB of points; no folder of training pictures is that large. */
#define MAX_PICTURES 100000
/* A name, and x and y of every point. */
#define N_FIELDS   (1 + 2 * DH_N_LANDMARKS)
#define N_EYES     (1 + 4)
#define N_SQUARE   (1 + 3)
#define MAX_NUMBER 60
/* No picture is that wide, and with larger numbers the sums would lose digits. */
#define MAX_COORDINATE 1e6

struct _DhFaceTable
{
  int n_refs;            /* atomic */
  GHashTable *landmarks; /* file name → DhLandmarks */
  GHashTable *rows;      /* file name → DhFaceRow */
  char separator;
  gboolean has_commas;
};

static gboolean
refuse (const DhCsv *csv, guint field, const char *reason, GError **error)
{
  g_autofree char *whole = g_strdup_printf (_ ("%s; correct it or remove the file"), reason);

  dh_csv_set_error (csv, field, whole, error);
  return FALSE;
}

/* A comma is a decimal sign if the field has no point; FALSE: not a number. */
static gboolean
parse_number (const char *text, double *number)
{
  char copy[MAX_NUMBER + 1], *comma, *end;
  const gsize length = strlen (text);

  if (length == 0 || length > MAX_NUMBER || strspn (text, "0123456789+-.,eE") != length)
    return FALSE;
  memcpy (copy, text, length + 1);
  comma = strchr (copy, ',');
  if (comma != NULL && strchr (copy, '.') == NULL)
    *comma = '.';
  *number = g_ascii_strtod (copy, &end);
  return *end == '\0';
}

/* The number of fields without the empty ones that a spreadsheet may leave at the end of every
 * row. */
static guint
count_fields (const DhCsv *csv)
{
  guint n = dh_csv_get_n_fields (csv);

  while (n > 0 && *dh_csv_get_field (csv, n - 1) == '\0')
    n--;
  return n;
}

/* A heading, "file,x0,y0,…", has words where other records have numbers. */
static gboolean
is_heading (const DhCsv *csv, guint n_fields)
{
  double number;

  for (guint i = 1; i < n_fields; i++)
    if (parse_number (dh_csv_get_field (csv, i), &number))
      return FALSE;
  return n_fields > 1;
}

static gboolean
check_count (const DhCsv *csv, guint n_fields, GError **error)
{
  g_autofree char *reason = NULL;

  if (*dh_csv_get_field (csv, 0) == '\0')
    return refuse (csv, 0, _ ("the picture’s file name is missing"), error);
  if (n_fields == N_FIELDS || n_fields == N_EYES || n_fields == N_SQUARE)
    return TRUE;
  reason =
    g_strdup_printf (_ ("%u numbers follow the file name, but there must be %d (x and y of %d "
                        "points), 4 (x and y of two eyes) or 3 (x, y and side of a square)"),
                     n_fields - 1, N_FIELDS - 1, DH_N_LANDMARKS);
  return refuse (csv, MIN (n_fields, N_FIELDS), reason, error);
}

/* The numbers after the file's name. */
static gboolean
parse_numbers (DhFaceTable *self, const DhCsv *csv, guint n_fields, double *numbers,
               GError **error)
{
  for (guint i = 1; i < n_fields; i++)
    {
      const char *text = dh_csv_get_field (csv, i);
      double *number = numbers + i - 1;
      g_autofree char *reason = NULL;

      if (*text == '\0')
        reason = g_strdup (_ ("a number is missing"));
      else if (!parse_number (text, number))
        reason = g_strdup_printf (_ ("“%.40s” is not a number"), text);
      else if (!(fabs (*number) <= MAX_COORDINATE))
        reason = g_strdup_printf (_ ("“%.40s” is too large for a position in a picture"), text);
      if (reason != NULL)
        return refuse (csv, i, reason, error);
      self->has_commas |= strchr (text, ',') != NULL;
    }
  return TRUE;
}

static gboolean
check_room (const DhFaceTable *self, const DhCsv *csv, GHashTable *table, const char *twice,
            GError **error)
{
  if (g_hash_table_contains (table, dh_csv_get_field (csv, 0)))
    return refuse (csv, 0, twice, error);
  if (g_hash_table_size (self->landmarks) + g_hash_table_size (self->rows) >= MAX_PICTURES)
    return refuse (csv, 0, _ ("more pictures are listed than can be read"), error);
  return TRUE;
}

static gboolean
add_landmarks (DhFaceTable *self, const DhCsv *csv, const double *numbers, GError **error)
{
  DhLandmarks *landmarks;

  if (!check_room (self, csv, self->landmarks, _ ("a picture is listed twice"), error))
    return FALSE;
  landmarks = g_new (DhLandmarks, 1);
  for (guint i = 0; i < DH_N_LANDMARKS; i++)
    landmarks->points[i] = (DhPoint) { (float) numbers[2 * i], (float) numbers[2 * i + 1] };
  g_hash_table_insert (self->landmarks, g_strdup (dh_csv_get_field (csv, 0)), landmarks);
  return TRUE;
}

static DhFacePlace
make_place (guint n_fields, const double *numbers)
{
  DhFacePlace place = { .kind = n_fields == N_EYES ? DH_PLACE_EYES : DH_PLACE_SQUARE };

  if (place.kind == DH_PLACE_SQUARE)
    {
      place.x = numbers[0];
      place.y = numbers[1];
      place.side = numbers[2];
    }
  for (guint i = 0; place.kind == DH_PLACE_EYES && i < 2; i++)
    place.eyes[i] = (DhPoint) { (float) numbers[2 * i], (float) numbers[2 * i + 1] };
  return place;
}

static gboolean
add_place (DhFaceTable *self, const DhCsv *csv, gboolean first, const DhFacePlace *place,
           GError **error)
{
  const char *name = dh_csv_get_field (csv, 0);
  const char *fault = dh_face_place_find_fault (place, g_str_equal (name, DH_FACE_TABLE_ALL));
  DhFaceRow *row;

  /* A longer line that breaks off must not be taken for a place. */
  if (!dh_csv_is_ended (csv))
    return refuse (csv, dh_csv_get_n_fields (csv),
                   _ ("the last line may be incomplete: end it with a line break"), error);
  if (fault != NULL)
    return refuse (csv, 1, fault, error);
  if (!check_room (self, csv, self->rows, _ ("the place of a picture is given twice"), error))
    return FALSE;
  row = g_new (DhFaceRow, 1);
  row->place = *place;
  row->is_first = first;
  dh_csv_get_span (csv, &row->start, &row->end);
  g_hash_table_insert (self->rows, g_strdup (name), row);
  return TRUE;
}

static gboolean
add_record (DhFaceTable *self, const DhCsv *csv, gboolean first, GError **error)
{
  const guint n_fields = count_fields (csv);
  double numbers[N_FIELDS - 1];
  DhFacePlace place;

  if (n_fields == 0 || (first && is_heading (csv, n_fields)))
    return TRUE;
  if (!check_count (csv, n_fields, error) || !parse_numbers (self, csv, n_fields, numbers, error))
    return FALSE;
  if (n_fields == N_FIELDS && !g_str_equal (dh_csv_get_field (csv, 0), DH_FACE_TABLE_ALL))
    return add_landmarks (self, csv, numbers, error);
  if (n_fields == N_FIELDS)
    return refuse (csv, N_SQUARE, _ ("for all pictures, there can only be a square"), error);
  place = make_place (n_fields, numbers);
  return add_place (self, csv, first, &place, error);
}

DhFaceTable *
dh_face_table_read_stream (FILE *file, const char *shown, GError **error)
{
  g_autoptr (DhFaceTable) self = g_new0 (DhFaceTable, 1);
  g_autoptr (DhCsv) csv = dh_csv_new (file, shown);
  g_autoptr (GError) reason = NULL;
  gboolean first = TRUE;

  self->n_refs = 1;
  self->landmarks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (; dh_csv_read (csv, &reason); first = FALSE)
    if (!add_record (self, csv, first, &reason))
      break;
  self->separator = dh_csv_get_separator (csv);
  if (reason == NULL && ferror (file))
    g_set_error (&reason, DH_ERROR, DH_ERROR_FACES,
                 _ ("“%s” can’t be read to its end: check the disk."), shown);
  if (reason == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

DhFaceTable *
dh_face_table_read (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  gsize size;
  FILE *file = dh_file_open (path, DH_FACE_TABLE_MAX, DH_ERROR_FACES, &size, error);
  DhFaceTable *self;

  if (file == NULL)
    return NULL;
  self = dh_face_table_read_stream (file, shown, error);
  fclose (file);
  return self;
}

gboolean
dh_face_table_read_folder (const char *folder, DhFaceTable **table, GError **error)
{
  g_autofree char *path = g_build_filename (folder, DH_LANDMARKS_FILE, NULL);

  *table = NULL;
  if (!dh_file_is_there (path))
    return TRUE;
  *table = dh_face_table_read (path, error);
  return *table != NULL;
}

DhFaceTable *
dh_face_table_ref (DhFaceTable *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

void
dh_face_table_unref (DhFaceTable *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  g_hash_table_unref (self->landmarks);
  g_hash_table_unref (self->rows);
  g_free (self);
}

guint
dh_face_table_get_n_landmarks (const DhFaceTable *self)
{
  return g_hash_table_size (self->landmarks);
}

const DhLandmarks *
dh_face_table_get_landmarks (const DhFaceTable *self, const char *name)
{
  return g_hash_table_lookup (self->landmarks, name);
}

DhFacePlace
dh_face_table_get_place (const DhFaceTable *self, const char *name)
{
  const DhFaceRow *row = g_hash_table_lookup (self->rows, name != NULL ? name : DH_FACE_TABLE_ALL);

  return row != NULL ? row->place : (DhFacePlace) { 0 };
}

gboolean
dh_face_table_admits (const DhFaceTable *self, const char *name)
{
  return g_hash_table_size (self->landmarks) == 0 || g_hash_table_contains (self->landmarks, name)
         || g_hash_table_contains (self->rows, name)
         || g_hash_table_contains (self->rows, DH_FACE_TABLE_ALL);
}

GHashTable *
dh_face_table_peek_landmarks (const DhFaceTable *self)
{
  return self->landmarks;
}

GHashTable *
dh_face_table_peek_rows (const DhFaceTable *self)
{
  return self->rows;
}

char
dh_face_table_get_separator (const DhFaceTable *self)
{
  return self->separator;
}

gboolean
dh_face_table_has_commas (const DhFaceTable *self)
{
  return self->has_commas;
}
