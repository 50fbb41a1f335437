/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing a file whole or not at all.
 *
 * The new content goes into a file beside the old one, is flushed to the disk, and takes the old
 * one's name; then the folder is flushed, too, because a rename is only a change of the folder.
 * g_file_set_contents_full() would replace a symbolic link by a file and forget the permissions,
 * and ignores a folder that can't be flushed.
 *
 * What isn't a regular file, such as a pipe or a terminal, can't be replaced and is written to.
 */
#include "core/base/safe-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/error.h"

#define MAX_LINKS 40 /* the kernel's own limit */

/* Functions here return 0 or an errno. */

static int
write_all (int fd, const char *data, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno != EINTR)
        return errno;
      data += MAX (n, 0);
      size -= (gsize) MAX (n, 0);
    }
  return 0;
}

static int
flush (int fd)
{
  int status;

  do
    status = fsync (fd);
  while (status != 0 && errno == EINTR);
  return status == 0 ? 0 : errno;
}

/* Some file systems can't flush a folder, and a folder may be writable without being readable. */
static int
flush_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), problem;

  if (fd < 0)
    return errno == EACCES ? 0 : errno;
  problem = flush (fd);
  close (fd);
  return problem == EINVAL || problem == ENOTSUP || problem == ENOSYS ? 0 : problem;
}

/* The file that a path names, through symbolic links, also where it doesn't exist yet; NULL: the
 * links go in a circle. (transfer full) */
static char *
follow_links (const char *path)
{
  g_autofree char *target = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *link = g_file_read_link (target, NULL);
      g_autofree char *folder = g_path_get_dirname (target);

      if (link == NULL)
        return g_steal_pointer (&target);
      g_free (target);
      target = g_path_is_absolute (link) ? g_strdup (link) : g_build_filename (folder, link, NULL);
    }
  return NULL;
}

/* The owner can be kept by root only. */
static int
copy_permissions (int fd, const struct stat *old)
{
  if (fchown (fd, old->st_uid, old->st_gid) != 0 && errno != EPERM && errno != EINVAL)
    return errno;
  return fchmod (fd, old->st_mode & 07777) == 0 ? 0 : errno;
}

/* ---- a file in the making ---- */

struct _DhSafeFile
{
  char *path;   /* as given */
  char *target; /* the file that it names; NULL: the links go in a circle */
  char *beside; /* what becomes the file; NULL: the file itself is written to */
  int fd;
};

static int
open_beside (DhSafeFile *self, const struct stat *old)
{
  g_autofree char *folder = g_path_get_dirname (self->target);

  /* A rename would succeed: it needs the folder's permission only. */
  if (old != NULL && access (self->target, W_OK) != 0)
    return errno;
  self->beside = g_build_filename (folder, ".downhill-XXXXXX", NULL);
  self->fd = g_mkstemp_full (self->beside, O_RDWR | O_CLOEXEC, old != NULL ? 0600 : 0666);
  if (self->fd >= 0)
    return old != NULL ? copy_permissions (self->fd, old) : 0;
  g_clear_pointer (&self->beside, g_free);
  return errno;
}

static int
open_target (DhSafeFile *self)
{
  struct stat old;

  if (self->target == NULL)
    return ELOOP;
  if (stat (self->target, &old) != 0)
    return open_beside (self, NULL);
  if (S_ISREG (old.st_mode))
    return open_beside (self, &old);
  self->fd = open (self->target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  return self->fd >= 0 ? 0 : errno;
}

static int
close_file (DhSafeFile *self)
{
  const int fd = self->fd;

  self->fd = -1;
  return fd < 0 || close (fd) == 0 ? 0 : errno;
}

static int
put_in_place (DhSafeFile *self)
{
  int problem = self->beside != NULL ? flush (self->fd) : 0, closing = close_file (self);
  g_autofree char *folder = g_path_get_dirname (self->target);

  if (problem == 0)
    problem = closing;
  if (problem != 0 || self->beside == NULL)
    return problem;
  if (rename (self->beside, self->target) != 0)
    return errno;
  g_clear_pointer (&self->beside, g_free);
  return flush_folder (folder);
}

static void
set_error (GError **error, int problem, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  const char *advice;

  if (problem == EACCES || problem == EPERM || problem == EROFS)
    advice = _ ("choose a folder and a file that you may write to");
  else if (problem == ENOENT || problem == ENOTDIR)
    advice = _ ("create its folder or choose another one");
  else if (problem == EISDIR || problem == ENAMETOOLONG || problem == ELOOP)
    advice = _ ("choose another name");
  else
    advice = _ ("free some space or choose another folder");
  /* Translators: “/home/me/a.downhill” can’t be written (No space left on device): free some … */
  g_set_error (error, DH_ERROR, DH_ERROR_FILE, _ ("“%s” can’t be written (%s): %s."), name,
               g_strerror (problem), advice);
}

DhSafeFile *
dh_safe_file_begin (const char *path, GError **error)
{
  DhSafeFile *self = g_new0 (DhSafeFile, 1);
  int problem;

  self->fd = -1;
  self->path = g_strdup (path);
  self->target = follow_links (path);
  problem = open_target (self);
  if (problem == 0)
    return self;
  set_error (error, problem, path);
  dh_safe_file_free (self);
  return NULL;
}

int
dh_safe_file_get_fd (DhSafeFile *self)
{
  return self->fd;
}

gboolean
dh_safe_file_fail (DhSafeFile *self, int problem, GError **error)
{
  set_error (error, problem, self->path);
  return FALSE;
}

gboolean
dh_safe_file_finish (DhSafeFile *self, GError **error)
{
  const int problem = put_in_place (self);

  return problem == 0 || dh_safe_file_fail (self, problem, error);
}

void
dh_safe_file_free (DhSafeFile *self)
{
  close_file (self);
  if (self->beside != NULL)
    unlink (self->beside);
  g_free (self->beside);
  g_free (self->target);
  g_free (self->path);
  g_free (self);
}

gboolean
dh_safe_file_write (const char *path, const char *data, gsize size, GError **error)
{
  g_autoptr (DhSafeFile) self = dh_safe_file_begin (path, error);
  int problem;

  if (self == NULL)
    return FALSE;
  problem = write_all (self->fd, data, size);
  return problem == 0 ? dh_safe_file_finish (self, error)
                      : dh_safe_file_fail (self, problem, error);
}
