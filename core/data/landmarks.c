/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a face is.  Sixty-eight points say it; three means of them (the eyes
 * and the mouth) are laid onto fixed places of the crop by the similarity that
 * fits best, so that every face is upright, centred and of one size before a
 * network sees it.  An affine fit was rejected: it would stretch every face to
 * the same proportions, and these are what tells two people apart.
 *
 * In the plane a rotation with a scale is one complex number, and the least
 * squares solution is a ratio of two sums.  It can't reflect.
 * Source: Umeyama 1991, "Least-squares estimation of transformation parameters
 * between two point patterns".
 */
#include "core/data/landmarks.h"

#include "core/base/error.h"
#include "core/data/file.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_FILE_SIZE ((gsize) 64 << 20)
/* No picture is that wide; beyond it the sums lose their digits. */
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

DhAffine
dh_landmarks_align (const DhLandmarks *landmarks)
{
  static const struct { guint first, n; } parts[3] = { { 36, 6 }, { 42, 6 }, { 48, 12 } };
  static const DhPoint places[3] = { { .33f, .38f }, { .67f, .38f }, { .50f, .76f } };
  DhPoint means[3];

  for (int i = 0; i < 3; i++)
    {
      double x, y;

      get_mean (landmarks->points + parts[i].first, parts[i].n, &x, &y);
      means[i] = (DhPoint) { (float) x, (float) y };
    }
  if (memcmp (&means[0], &means[1], sizeof means[0]) == 0
      && memcmp (&means[0], &means[2], sizeof means[0]) == 0)
    return (DhAffine) { 0 };
  return dh_similarity_fit (means, places, 3);
}

/* Two numbers, each after a comma. */
static gboolean
parse_point (const char **text, DhPoint *point)
{
  double values[2];

  for (int i = 0; i < 2; i++)
    {
      char *end;

      if (**text != ',')
        return FALSE;
      values[i] = g_ascii_strtod (*text + 1, &end);
      if (end == *text + 1 || !(fabs (values[i]) <= MAX_COORDINATE))
        return FALSE;
      *text = end;
    }
  *point = (DhPoint) { (float) values[0], (float) values[1] };
  return TRUE;
}

/* (transfer full); NULL where the line isn't a name and 136 numbers. */
static DhLandmarks *
parse_line (const char *line, char **name)
{
  const char *comma = strchr (line, ',');
  g_autofree DhLandmarks *landmarks = g_new (DhLandmarks, 1);

  if (comma == NULL || comma == line)
    return NULL;
  *name = g_strndup (line, comma - line);
  for (int i = 0; i < DH_N_LANDMARKS; i++)
    if (!parse_point (&comma, &landmarks->points[i]))
      return NULL;
  return *comma == '\0' ? g_steal_pointer (&landmarks) : NULL;
}

static gboolean
add_line (GHashTable *table, const char *path, guint number, const char *line, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree DhLandmarks *landmarks = parse_line (line, &name);
  g_autofree char *shown = g_filename_display_name (path);

  if (landmarks == NULL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                   _("Line %u of “%s” is not a file name and 136 numbers parted by commas: "
                     "correct it or remove the file."), number, shown);
      return FALSE;
    }
  if (g_hash_table_contains (table, name))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                   _("Line %u of “%s” names a picture for the second time: "
                     "remove one of the lines."),
                   number, shown);
      return FALSE;
    }
  g_hash_table_insert (table, g_steal_pointer (&name), g_steal_pointer (&landmarks));
  return TRUE;
}

GHashTable *
dh_landmarks_read (const char *path, GError **error)
{
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  const char *start;
  gsize size;

  contents = (char *) dh_file_read (path, MAX_FILE_SIZE, DH_ERROR_FACES, &size, error);
  if (contents == NULL)
    return NULL;
  /* A zero byte would hide the rest of the file; make it a wrong character instead. */
  for (gsize i = 0; i < size; i++)
    if (contents[i] == '\0')
      contents[i] = '?';
  start = g_str_has_prefix (contents, "\xef\xbb\xbf") ? contents + 3 : contents;
  lines = g_strsplit (start, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);

      if (*line != '\0' && *line != '#' && !add_line (table, path, i + 1, line, error))
        return NULL;
    }
  return g_steal_pointer (&table);
}
