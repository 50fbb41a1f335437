/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lock so that two running programs never have the same session.
 *
 * flock() on a file of its own beside the database: the kernel drops it with the last descriptor,
 * so that a lock abandoned by kill -9 is free at once, which a file with a process id in it can't
 * be sure of.  Not fcntl(), whose locks are per process (a second session in the same program would
 * get it, too), and not on the database itself: closing any descriptor of a file drops the fcntl()
 * locks that SQLite has on it.
 */
#include "core/store/file-lock.h"

#include "core/store/store-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct _DhFileLock
{
  char *path;
  int fd;
};

static void
set_failed (GError **error, const char *path, int code)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown = g_filename_display_name (folder);

  g_set_error (error, DH_STORE_ERROR,
               code == ENOSPC || code == EDQUOT ? DH_STORE_ERROR_FULL : DH_STORE_ERROR_FAILED,
               _ ("Nothing can be kept in “%s” (%s): check its permissions and its free space."),
               shown, g_strerror (code));
}

static void
set_in_use (GError **error, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);

  g_set_error (error, DH_STORE_ERROR, DH_STORE_ERROR_IN_USE,
               _ (
                 "The session “%s” is open in another window of Downhill: close that one, or start "
                 "a new session."),
               shown);
}

/* Whether the file that is locked is still the one with this name: whoever had the lock before may
 * have removed it. */
static gboolean
is_current (int fd, const char *path)
{
  struct stat held, named;

  return fstat (fd, &held) == 0 && stat (path, &named) == 0 && held.st_dev == named.st_dev
         && held.st_ino == named.st_ino;
}

/* Somebody who only looks (below) has it for some microseconds. */
static gboolean
try_lock (int fd)
{
  for (guint i = 0; i < 5; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0)
        return TRUE;
      if (errno != EWOULDBLOCK)
        return FALSE;
      g_usleep (2000);
    }
  errno = EWOULDBLOCK;
  return FALSE;
}

DhFileLock *
dh_file_lock_take (const char *path, GError **error)
{
  DhFileLock *self;
  int fd;

  for (;;)
    {
      fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
      if (fd < 0)
        {
          set_failed (error, path, errno);
          return NULL;
        }
      if (!try_lock (fd))
        {
          if (errno == EWOULDBLOCK)
            set_in_use (error, path);
          else
            set_failed (error, path, errno);
          close (fd);
          return NULL;
        }
      if (is_current (fd, path))
        break;
      close (fd);
    }
  self = g_new0 (DhFileLock, 1);
  self->path = g_strdup (path);
  self->fd = fd;
  return self;
}

void
dh_file_lock_release (DhFileLock *self, gboolean remove_file)
{
  if (remove_file)
    g_unlink (self->path);
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

gboolean
dh_file_lock_is_taken (const char *path)
{
  const int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean taken;

  if (fd < 0)
    return FALSE;
  taken = flock (fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (fd);
  return taken;
}
