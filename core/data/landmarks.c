/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Locating a face: landmarks read from a table, and the crop that follows from them.  Three means
 * of the 68 points (the eyes and the mouth) are mapped to fixed places of the crop by the
 * best-fitting similarity, so that every face is upright, centred and of the same size.  An affine
 * fit was rejected: it would stretch every face to the same proportions, which are what
 * distinguishes two people.
 *
 * In the plane, a rotation with a scale is a complex number, and the least-squares solution is a
 * ratio of two sums.  It cannot reflect.  Source: Umeyama 1991, "Least-squares estimation of
 * transformation parameters between two point patterns".
 */
#include "core/data/landmarks.h"

#include "core/base/error.h"
#include "core/data/csv.h"
#include "core/data/file.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_FILE_SIZE ((gsize) 256 << 20)
/* 60 MB of points; no folder of training pictures is that large. */
#define MAX_PICTURES 100000
/* A name, and x and y of every point. */
#define N_FIELDS   (1 + 2 * DH_N_LANDMARKS)
#define MAX_NUMBER 60
/* No picture is that wide, and with larger numbers the sums would lose digits. */
#define MAX_COORDINATE 1e6

DhAffine
dh_affine_multiply (DhAffine first, DhAffine then)
{
  return (DhAffine) {
    .xx = then.xx * first.xx + then.xy * first.yx,
    .xy = then.xx * first.xy + then.xy * first.yy,
    .x0 = then.xx * first.x0 + then.xy * first.y0 + then.x0,
    .yx = then.yx * first.xx + then.yy * first.yx,
    .yy = then.yx * first.xy + then.yy * first.yy,
    .y0 = then.yx * first.x0 + then.yy * first.y0 + then.y0,
  };
}

DhAffine
dh_affine_invert (DhAffine affine)
{
  double determinant = affine.xx * affine.yy - affine.xy * affine.yx;
  DhAffine inverse;

  g_assert (determinant != 0.0);
  inverse.xx = affine.yy / determinant;
  inverse.xy = -affine.xy / determinant;
  inverse.yx = -affine.yx / determinant;
  inverse.yy = affine.xx / determinant;
  inverse.x0 = -(inverse.xx * affine.x0 + inverse.xy * affine.y0);
  inverse.y0 = -(inverse.yx * affine.x0 + inverse.yy * affine.y0);
  return inverse;
}

void
dh_affine_apply (DhAffine affine, double *x, double *y)
{
  double old_x = *x, old_y = *y;

  *x = affine.xx * old_x + affine.xy * old_y + affine.x0;
  *y = affine.yx * old_x + affine.yy * old_y + affine.y0;
}

void
dh_landmarks_move (const DhLandmarks *landmarks, DhAffine affine, DhLandmarks *moved)
{
  for (int i = 0; i < DH_N_LANDMARKS; i++)
    {
      double x = landmarks->points[i].x, y = landmarks->points[i].y;

      dh_affine_apply (affine, &x, &y);
      moved->points[i] = (DhPoint) { (float) x, (float) y };
    }
}

static void
get_mean (const DhPoint *points, guint n, double *x, double *y)
{
  *x = *y = 0.0;
  for (guint i = 0; i < n; i++)
    {
      *x += points[i].x / n;
      *y += points[i].y / n;
    }
}

DhAffine
dh_similarity_fit (const DhPoint *from, const DhPoint *to, guint n)
{
  double from_x, from_y, to_x, to_y;
  double dot = 0.0, cross = 0.0, spread = 0.0;
  DhAffine fit;

  g_assert (n >= 2);
  get_mean (from, n, &from_x, &from_y);
  get_mean (to, n, &to_x, &to_y);
  for (guint i = 0; i < n; i++)
    {
      double ax = from[i].x - from_x, ay = from[i].y - from_y;
      double bx = to[i].x - to_x, by = to[i].y - to_y;

      dot += ax * bx + ay * by;
      cross += ax * by - ay * bx;
      spread += ax * ax + ay * ay;
    }
  g_assert (spread > 0.0);
  fit.xx = fit.yy = dot / spread;
  fit.yx = cross / spread;
  fit.xy = -fit.yx;
  fit.x0 = to_x - fit.xx * from_x - fit.xy * from_y;
  fit.y0 = to_y - fit.yx * from_x - fit.yy * from_y;
  return fit;
}

const DhPoint dh_landmarks_places[3] = { { .33f, .38f }, { .67f, .38f }, { .50f, .76f } };

void
dh_landmarks_get_means (const DhLandmarks *landmarks, DhPoint means[3])
{
  static const struct
  {
    guint first, n;
  } parts[3] = { { 36, 6 }, { 42, 6 }, { 48, 12 } };

  for (int i = 0; i < 3; i++)
    {
      double x, y;

      get_mean (landmarks->points + parts[i].first, parts[i].n, &x, &y);
      means[i] = (DhPoint) { (float) x, (float) y };
    }
}

DhAffine
dh_landmarks_align (const DhLandmarks *landmarks)
{
  DhPoint means[3];

  dh_landmarks_get_means (landmarks, means);
  if (memcmp (&means[0], &means[1], sizeof means[0]) == 0
      && memcmp (&means[0], &means[2], sizeof means[0]) == 0)
    return (DhAffine) { 0 };
  return dh_similarity_fit (means, dh_landmarks_places, 3);
}

/* ---- landmarks.csv ---- */

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
  if (n_fields == N_FIELDS)
    return TRUE;
  reason =
    g_strdup_printf (_ ("%u numbers follow the file name, but there must be %d: x and y of %d "
                        "points"),
                     n_fields - 1, N_FIELDS - 1, DH_N_LANDMARKS);
  return refuse (csv, MIN (n_fields, N_FIELDS), reason, error);
}

/* (transfer full); NULL if the record isn't a name and 136 numbers. */
static DhLandmarks *
parse_record (const DhCsv *csv, guint n_fields, GError **error)
{
  g_autofree DhLandmarks *landmarks = g_new (DhLandmarks, 1);

  if (!check_count (csv, n_fields, error))
    return NULL;
  for (guint i = 1; i < N_FIELDS; i++)
    {
      DhPoint *point = &landmarks->points[(i - 1) / 2];
      const char *text = dh_csv_get_field (csv, i);
      g_autofree char *reason = NULL;
      double number;

      if (*text == '\0')
        reason = g_strdup (_ ("a number is missing"));
      else if (!parse_number (text, &number))
        reason = g_strdup_printf (_ ("“%.40s” is not a number"), text);
      else if (!(fabs (number) <= MAX_COORDINATE))
        reason = g_strdup_printf (_ ("“%.40s” is too large for a position in a picture"), text);
      if (reason != NULL)
        {
          refuse (csv, i, reason, error);
          return NULL;
        }
      *(i % 2 == 1 ? &point->x : &point->y) = (float) number;
    }
  return g_steal_pointer (&landmarks);
}

static gboolean
add_record (GHashTable *table, const DhCsv *csv, gboolean first, GError **error)
{
  guint n_fields = count_fields (csv);
  g_autofree DhLandmarks *landmarks = NULL;

  if (n_fields == 0 || (first && is_heading (csv, n_fields)))
    return TRUE;
  landmarks = parse_record (csv, n_fields, error);
  if (landmarks == NULL)
    return FALSE;
  if (g_hash_table_contains (table, dh_csv_get_field (csv, 0)))
    return refuse (csv, 0, _ ("a picture is listed twice"), error);
  if (g_hash_table_size (table) == MAX_PICTURES)
    return refuse (csv, 0, _ ("more pictures are listed than can be read"), error);
  g_hash_table_insert (table, g_strdup (dh_csv_get_field (csv, 0)), g_steal_pointer (&landmarks));
  return TRUE;
}

GHashTable *
dh_landmarks_read_stream (FILE *file, const char *shown, GError **error)
{
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (DhCsv) csv = dh_csv_new (file, shown);
  g_autoptr (GError) reason = NULL;
  gboolean first = TRUE;

  for (; dh_csv_read (csv, &reason); first = FALSE)
    if (!add_record (table, csv, first, &reason))
      break;
  if (reason == NULL && ferror (file))
    g_set_error (&reason, DH_ERROR, DH_ERROR_FACES,
                 _ ("“%s” can’t be read to its end: check the disk."), shown);
  if (reason == NULL)
    return g_steal_pointer (&table);
  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

GHashTable *
dh_landmarks_read (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  gsize size;
  FILE *file = dh_file_open (path, MAX_FILE_SIZE, DH_ERROR_FACES, &size, error);
  GHashTable *table;

  if (file == NULL)
    return NULL;
  table = dh_landmarks_read_stream (file, shown, error);
  fclose (file);
  return table;
}
