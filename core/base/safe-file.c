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

/* old: NULL if there is no such file yet */
static int
fill (int fd, const struct stat *old, const char *data, gsize size)
{
  int problem = old != NULL ? copy_permissions (fd, old) : 0;

  if (problem == 0)
    problem = write_all (fd, data, size);
  if (problem == 0)
    problem = flush (fd);
  if (close (fd) != 0 && problem == 0)
    problem = errno;
  return problem;
}

static int
replace (const char *target, const struct stat *old, const char *data, gsize size)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *beside = g_build_filename (folder, ".downhill-XXXXXX", NULL);
  int fd, problem;

  /* A rename would succeed: it needs the folder's permission only. */
  if (old != NULL && access (target, W_OK) != 0)
    return errno;
  fd = g_mkstemp_full (beside, O_RDWR | O_CLOEXEC, old != NULL ? 0600 : 0666);
  if (fd < 0)
    return errno;
  problem = fill (fd, old, data, size);
  if (problem == 0 && rename (beside, target) != 0)
    problem = errno;
  if (problem != 0)
    {
      unlink (beside);
      return problem;
    }
  return flush_folder (folder);
}

static int
write_to (const char *target, const char *data, gsize size)
{
  int fd = open (target, O_WRONLY | O_CLOEXEC | O_NOCTTY), problem;

  if (fd < 0)
    return errno;
  problem = write_all (fd, data, size);
  if (close (fd) != 0 && problem == 0)
    problem = errno;
  return problem;
}

static int
try_to_write (const char *path, const char *data, gsize size)
{
  g_autofree char *target = follow_links (path);
  struct stat old;

  if (target == NULL)
    return ELOOP;
  if (stat (target, &old) != 0)
    return replace (target, NULL, data, size);
  return S_ISREG (old.st_mode) ? replace (target, &old, data, size) : write_to (target, data, size);
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

gboolean
dh_safe_file_write (const char *path, const char *data, gsize size, GError **error)
{
  int problem = try_to_write (path, data, size);

  if (problem != 0)
    set_error (error, problem, path);
  return problem == 0;
}
