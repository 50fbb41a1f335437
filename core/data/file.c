/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading whole files.  GLib already does, but here pipes, devices and huge files are refused
 * before they are opened, a file that grows meanwhile is read to its former end, and an error is one
 * sentence with the file's name and what to do.
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

static void
set_unreadable (const char *path, int problem, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, DH_ERROR, code, _ ("“%s” can’t be read (%s): check its permissions."), shown,
               g_strerror (problem));
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
    set_unreadable (path, errno, code, error);
  return file;
}

guint8 *
dh_file_read (const char *path, gsize max_size, int code, gsize *size, GError **error)
{
  FILE *file = dh_file_open (path, max_size, code, size, error);
  g_autofree guint8 *data = NULL;
  int problem;

  if (file == NULL)
    return NULL;
  errno = 0;
  data = g_try_malloc (*size + 1);
  if (data != NULL)
    {
      *size = fread (data, 1, *size, file);
      data[*size] = '\0';
    }
  problem = data == NULL ? ENOMEM : ferror (file) ? errno : 0;
  fclose (file);
  if (problem == 0)
    return g_steal_pointer (&data);
  set_unreadable (path, problem, code, error);
  return NULL;
}

gboolean
dh_file_is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}
