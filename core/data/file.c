/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading whole files.  GLib already does; added here: pipes, devices and huge files are refused
 * before they are opened, and an error is one sentence with the file's name and what to do.
 */
#include "core/data/file.h"

#include "core/base/error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

static gboolean
check_kind (const char *path, const char *shown, gsize max_size, int code, gsize *size,
            GError **error)
{
  struct stat info;

  if (stat (path, &info) != 0)
    {
      if (errno == ENOENT || errno == ENOTDIR)
        g_set_error (error, DH_ERROR, code, _ ("There is no file “%s”: check its name."), shown);
      else
        g_set_error (error, DH_ERROR, code,
                     _ ("“%s” can’t be read (%s): check the folder’s permissions."), shown,
                     g_strerror (errno));
      return FALSE;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, DH_ERROR, code, _ ("“%s” is not a file: name a file."), shown);
      return FALSE;
    }
  if (info.st_size < 0 || (guint64) info.st_size > max_size)
    {
      g_set_error (error, DH_ERROR, code,
                   _ ("“%s” is larger than %u MB: make it smaller or leave it out."), shown,
                   (guint) (max_size >> 20));
      return FALSE;
    }
  *size = (gsize) info.st_size;
  return TRUE;
}

guint8 *
dh_file_read (const char *path, gsize max_size, int code, gsize *size, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) reason = NULL;
  char *contents = NULL;

  if (!check_kind (path, shown, max_size, code, size, error))
    return NULL;
  if (!g_file_get_contents (path, &contents, size, &reason))
    {
      g_set_error (error, DH_ERROR, code, _ ("“%s” can’t be read (%s): check its permissions."),
                   shown, reason->message);
      return NULL;
    }
  return (guint8 *) contents;
}

FILE *
dh_file_open (const char *path, gsize max_size, int code, gsize *size, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  FILE *file;

  if (!check_kind (path, shown, max_size, code, size, error))
    return NULL;
  file = g_fopen (path, "rbe");
  if (file == NULL)
    g_set_error (error, DH_ERROR, code, _ ("“%s” can’t be read (%s): check its permissions."),
                 shown, g_strerror (errno));
  return file;
}
