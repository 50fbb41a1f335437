/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a person's picture, whatever its kind.  PNG has a reader of its own, which keeps 16 bits
 * and says what is damaged; for others there is gdk-pixbuf, with the loaders that are installed.
 * Which of them it is, the first bytes say: a name may be wrong.
 */
#include "core/data/picture.h"

#include "core/base/error.h"
#include "core/data/file.h"
#include "core/data/picture-error.h"
#include "core/data/picture-facts.h"
#include "core/data/picture-kind.h"
#include "core/data/pixbuf.h"
#include "core/data/png.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* Enough to know what a file is. */
#define BEGINNING 64

gboolean
dh_picture_can_read (const char *kind)
{
  return g_str_equal (kind, DH_PICTURE_PNG) || dh_pixbuf_can_read (kind);
}

const char *
dh_picture_get_package (const char *kind)
{
  return dh_pixbuf_get_package (kind);
}

static char **
find_types (void)
{
  g_autoptr (GPtrArray) types = g_ptr_array_new ();
  const char *kind;

  for (guint i = 0; (kind = dh_picture_kind_get (i)) != NULL; i++)
    {
      const char *const *some = dh_pixbuf_get_types (kind);

      if (g_str_equal (kind, DH_PICTURE_PNG))
        g_ptr_array_add (types, (char *) "image/png");
      for (guint k = 0; some != NULL && dh_pixbuf_can_read (kind) && some[k] != NULL; k++)
        g_ptr_array_add (types, (char *) some[k]);
    }
  g_ptr_array_add (types, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&types), FALSE);
}

const char *const *
dh_picture_get_types (void)
{
  static char **types;

  if (g_once_init_enter (&types))
    g_once_init_leave (&types, find_types ());
  return (const char *const *) types;
}

void
dh_picture_set_unreadable (const char *name, const char *kind, GError **error)
{
  g_autofree char *shown = g_filename_display_name (name);
  const char *package = kind != NULL ? dh_pixbuf_get_package (kind) : NULL;

  if (kind == NULL)
    g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
                 _ ("“%s” is not a picture that can be read here: convert it to PNG or leave it "
                    "out."),
                 shown);
  else if (package != NULL)
    g_set_error (
      error, DH_ERROR, DH_ERROR_PICTURE,
      /* Translators: a file; "HEIC"; the name of a package, as in Debian */
      _ ("“%s” is in the format %s, for which no loader is installed: install %s, convert "
         "it to PNG, or leave it out."),
      shown, kind, package);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
                 _ (
                   "“%s” is in the format %s, which can’t be read here: convert it to PNG or leave "
                   "it out."),
                 shown, kind);
}

DhImage *
dh_picture_read_data (const char *name, const guint8 *data, gsize size, DhNotices *notices,
                      GError **error)
{
  const char *kind = dh_picture_kind_of_data (data, size);

  if (size == 0 || g_strcmp0 (kind, DH_PICTURE_PNG) == 0)
    return dh_png_read_data (name, data, size, notices, error);
  if (kind != NULL && dh_pixbuf_can_read (kind))
    return dh_pixbuf_read_data (kind, name, data, size, notices, error);
  dh_picture_set_unreadable (name, kind, error);
  return NULL;
}

DhImage *
dh_picture_read (const char *path, DhNotices *notices, GError **error)
{
  gsize size;
  g_autofree guint8 *data = dh_file_read (path, DH_PICTURE_MAX_FILE, DH_ERROR_PICTURE, &size,
                                          error);

  return data != NULL ? dh_picture_read_data (path, data, size, notices, error) : NULL;
}

/* What the first bytes of a file say; NULL: nothing that is known.  FALSE: it can't be read. */
static gboolean
peek (const char *path, const char **kind, GError **error)
{
  guint8 beginning[BEGINNING];
  gsize size, n_read;
  FILE *file = dh_file_open (path, DH_PICTURE_MAX_FILE, DH_ERROR_PICTURE, &size, error);

  if (file == NULL)
    return FALSE;
  n_read = fread (beginning, 1, sizeof beginning, file);
  fclose (file);
  /* PNG's reader says that a file is empty. */
  *kind = n_read > 0 ? dh_picture_kind_of_data (beginning, n_read) : DH_PICTURE_PNG;
  return TRUE;
}

/* The size may stand anywhere in such a file. */
static gboolean
measure_other (const char *path, const char *kind, DhPictureFacts *facts, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  const char *reason;
  gsize size;
  g_autofree guint8 *data = dh_file_read (path, DH_PICTURE_MAX_FILE, DH_ERROR_PICTURE, &size,
                                          error);

  if (data == NULL)
    return FALSE;
  if (!dh_picture_survey (kind, data, size, facts, &reason))
    return dh_picture_set_damaged (shown, reason, error);
  return dh_picture_check_size (shown, facts->width, facts->height, error);
}

gboolean
dh_picture_measure (const char *path, int *width, int *height, GError **error)
{
  g_auto (DhPictureFacts) facts = { 0 };
  const char *kind;

  if (!peek (path, &kind, error))
    return FALSE;
  if (g_strcmp0 (kind, DH_PICTURE_PNG) == 0)
    return dh_png_measure (path, width, height, error);
  if (kind == NULL || !dh_pixbuf_can_read (kind))
    {
      dh_picture_set_unreadable (path, kind, error);
      return FALSE;
    }
  if (!measure_other (path, kind, &facts, error))
    return FALSE;
  *width = (int) facts.width;
  *height = (int) facts.height;
  return TRUE;
}
