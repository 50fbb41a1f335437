/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A library for LD_PRELOAD that makes one of a program's system calls fail, or kills it there.
 *
 * It counts the calls by which files below a folder change: open (for writing), write, pwrite,
 * writev, pwritev, fsync, fdatasync, ftruncate, fallocate, rename, link, unlink, mkdir, and their
 * relatives.  At the call with a given number, it does one of these instead:
 *
 *     ENOSPC, EIO    the call fails; with DH_FAULTS_STICKY=1, so do all later ones but unlink
 *     SHORT          half of the bytes are written; the next call fails with ENOSPC
 *     KILL           the program is killed before the call
 *     TORN           half of the bytes are written, then the program is killed
 *
 * The environment says what to do: DH_FAULTS_FOLDER, DH_FAULTS_AT (from 1; 0: only count),
 * DH_FAULTS_HOW, DH_FAULTS_STICKY, and DH_FAULTS_LOG, a file that gets a line for each call.
 *
 * What the C library calls inside itself can't be caught: a file that is written with fopen() and
 * fwrite() goes past this.  What is written through a memory map does, too.
 */
/* Otherwise the headers make open64 of open, and so on. */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORT __attribute__ ((visibility ("default")))

typedef enum
{
  GO_ON,
  FAIL, /* with errno set */
  HALF, /* write half */
  TEAR, /* write half and be killed */
} Verdict;

static int n_calls; /* atomic */

/* ---- what to do ---- */

static void
log_call (int number, const char *name, const char *path)
{
  const char *log = getenv ("DH_FAULTS_LOG");
  char line[PATH_MAX + 64];
  long fd;
  int length;

  if (log == NULL)
    return;
  fd = syscall (SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  length = snprintf (line, sizeof line, "%d %s %s\n", number, name, path);
  if (fd >= 0)
    {
      syscall (SYS_write, fd, line, (size_t) length);
      syscall (SYS_close, fd);
    }
}

static int
is_below (const char *path)
{
  const char *folder = getenv ("DH_FAULTS_FOLDER");
  const size_t length = folder != NULL ? strlen (folder) : 0;

  return length > 0 && strncmp (path, folder, length) == 0
         && (path[length] == '/' || path[length] == '\0');
}

static void
kill_myself (void)
{
  syscall (SYS_kill, syscall (SYS_getpid), SIGKILL);
  for (;;)
    pause ();
}

static Verdict
fail (int code)
{
  errno = code;
  return FAIL;
}

static Verdict
strike (const char *how, int is_write)
{
  if (strcmp (how, "EIO") == 0)
    return fail (EIO);
  if (is_write && strcmp (how, "SHORT") == 0)
    return HALF;
  if (is_write && strcmp (how, "TORN") == 0)
    return TEAR;
  if (strcmp (how, "KILL") == 0 || strcmp (how, "TORN") == 0)
    kill_myself ();
  return fail (ENOSPC);
}

static Verdict
judge (const char *name, const char *path)
{
  const char *at = getenv ("DH_FAULTS_AT"), *how = getenv ("DH_FAULTS_HOW");
  const char *sticky = getenv ("DH_FAULTS_STICKY");
  const int wanted = at != NULL ? atoi (at) : 0;
  int number;

  if (!is_below (path))
    return GO_ON;
  number = __atomic_add_fetch (&n_calls, 1, __ATOMIC_SEQ_CST);
  log_call (number, name, path);
  if (wanted <= 0 || how == NULL || number < wanted)
    return GO_ON;
  if (number == wanted)
    return strike (how, strstr (name, "write") != NULL);
  if (number == wanted + 1 && strcmp (how, "SHORT") == 0)
    return fail (ENOSPC);
  /* A full disk still lets files go. */
  if (sticky != NULL && strcmp (sticky, "1") == 0 && strcmp (name, "unlink") != 0)
    return strike (how, 0);
  return GO_ON;
}

static Verdict
judge_fd (const char *name, int fd)
{
  const int before = errno;
  char link[64], path[PATH_MAX];
  ssize_t length;
  Verdict verdict;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length <= 0)
    return GO_ON;
  path[length] = '\0';
  verdict = judge (name, path);
  if (verdict != FAIL)
    errno = before;
  return verdict;
}

static Verdict
judge_at (const char *name, int folder, const char *path)
{
  char link[64], whole[2 * PATH_MAX];
  ssize_t length;

  if (path[0] == '/')
    return judge (name, path);
  if (folder == AT_FDCWD)
    snprintf (link, sizeof link, "/proc/self/cwd");
  else
    snprintf (link, sizeof link, "/proc/self/fd/%d", folder);
  length = readlink (link, whole, PATH_MAX);
  if (length <= 0)
    return GO_ON;
  snprintf (whole + length, sizeof whole - (size_t) length, "/%s", path);
  return judge (name, whole);
}

/* ---- opening ---- */

static int
open_at (int folder, const char *path, int flags, mode_t mode)
{
  const int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;

  if (writes && judge_at ("open", folder, path) == FAIL)
    return -1;
  return (int) syscall (SYS_openat, folder, path, flags, mode);
}

#define OPEN(name) \
  EXPORT int name (const char *path, int flags, ...); \
  EXPORT int name (const char *path, int flags, ...) \
  { \
    va_list rest; \
    mode_t mode; \
\
    va_start (rest, flags); \
    mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (rest, mode_t) : 0; \
    va_end (rest); \
    return open_at (AT_FDCWD, path, flags, mode); \
  }
#define OPEN_AT(name) \
  EXPORT int name (int folder, const char *path, int flags, ...); \
  EXPORT int name (int folder, const char *path, int flags, ...) \
  { \
    va_list rest; \
    mode_t mode; \
\
    va_start (rest, flags); \
    mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (rest, mode_t) : 0; \
    va_end (rest); \
    return open_at (folder, path, flags, mode); \
  }
OPEN (open)
OPEN (open64)
OPEN_AT (openat)
OPEN_AT (openat64)

/* What fortified programs call. */
EXPORT int __open_2 (const char *path, int flags);
EXPORT int __open64_2 (const char *path, int flags);
EXPORT int __openat_2 (int folder, const char *path, int flags);
EXPORT int __openat64_2 (int folder, const char *path, int flags);

EXPORT int
__open_2 (const char *path, int flags)
{
  return open_at (AT_FDCWD, path, flags, 0);
}

EXPORT int
__open64_2 (const char *path, int flags)
{
  return open_at (AT_FDCWD, path, flags, 0);
}

EXPORT int
__openat_2 (int folder, const char *path, int flags)
{
  return open_at (folder, path, flags, 0);
}

EXPORT int
__openat64_2 (int folder, const char *path, int flags)
{
  return open_at (folder, path, flags, 0);
}

EXPORT int
creat (const char *path, mode_t mode)
{
  return open_at (AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

/* ---- writing ---- */

EXPORT ssize_t
write (int fd, const void *data, size_t size)
{
  const Verdict verdict = judge_fd ("write", fd);
  ssize_t n;

  if (verdict == FAIL)
    return -1;
  n = syscall (SYS_write, fd, data, verdict == GO_ON ? size : (size + 1) / 2);
  if (verdict == TEAR)
    kill_myself ();
  return n;
}

static ssize_t
write_at (int fd, const void *data, size_t size, off_t at)
{
  const Verdict verdict = judge_fd ("pwrite", fd);
  ssize_t n;

  if (verdict == FAIL)
    return -1;
  n = syscall (SYS_pwrite64, fd, data, verdict == GO_ON ? size : (size + 1) / 2, at);
  if (verdict == TEAR)
    kill_myself ();
  return n;
}

EXPORT ssize_t
pwrite (int fd, const void *data, size_t size, off_t at)
{
  return write_at (fd, data, size, at);
}

EXPORT ssize_t
pwrite64 (int fd, const void *data, size_t size, off_t at)
{
  return write_at (fd, data, size, at);
}

/* Half of several pieces: the first one. */
static int
half_of (Verdict verdict, int n)
{
  return verdict == GO_ON ? n : (n + 1) / 2;
}

EXPORT ssize_t
writev (int fd, const struct iovec *pieces, int n_pieces)
{
  const Verdict verdict = judge_fd ("writev", fd);
  ssize_t n;

  if (verdict == FAIL)
    return -1;
  n = syscall (SYS_writev, fd, pieces, half_of (verdict, n_pieces));
  if (verdict == TEAR)
    kill_myself ();
  return n;
}

static ssize_t
write_pieces_at (int fd, const struct iovec *pieces, int n_pieces, off_t at)
{
  const Verdict verdict = judge_fd ("pwritev", fd);
  ssize_t n;

  if (verdict == FAIL)
    return -1;
  n = syscall (SYS_pwritev, fd, pieces, half_of (verdict, n_pieces), at, 0);
  if (verdict == TEAR)
    kill_myself ();
  return n;
}

EXPORT ssize_t
pwritev (int fd, const struct iovec *pieces, int n_pieces, off_t at)
{
  return write_pieces_at (fd, pieces, n_pieces, at);
}

EXPORT ssize_t
pwritev64 (int fd, const struct iovec *pieces, int n_pieces, off_t at)
{
  return write_pieces_at (fd, pieces, n_pieces, at);
}

/* ---- the disk, sizes and names ---- */

EXPORT int
fsync (int fd)
{
  return judge_fd ("fsync", fd) == FAIL ? -1 : (int) syscall (SYS_fsync, fd);
}

EXPORT int
fdatasync (int fd)
{
  return judge_fd ("fdatasync", fd) == FAIL ? -1 : (int) syscall (SYS_fdatasync, fd);
}

EXPORT int
ftruncate (int fd, off_t size)
{
  return judge_fd ("ftruncate", fd) == FAIL ? -1 : (int) syscall (SYS_ftruncate, fd, size);
}

EXPORT int
ftruncate64 (int fd, off_t size)
{
  return ftruncate (fd, size);
}

EXPORT int
fallocate (int fd, int mode, off_t at, off_t size)
{
  return judge_fd ("fallocate", fd) == FAIL ? -1
                                            : (int) syscall (SYS_fallocate, fd, mode, at, size);
}

EXPORT int
fallocate64 (int fd, int mode, off_t at, off_t size)
{
  return fallocate (fd, mode, at, size);
}

EXPORT int
posix_fallocate (int fd, off_t at, off_t size)
{
  return fallocate (fd, 0, at, size) == 0 ? 0 : errno;
}

EXPORT int
posix_fallocate64 (int fd, off_t at, off_t size)
{
  return posix_fallocate (fd, at, size);
}

EXPORT int
renameat2 (int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
  if (judge_at ("rename", to_folder, to) == FAIL)
    return -1;
  return (int) syscall (SYS_renameat2, from_folder, from, to_folder, to, flags);
}

EXPORT int
renameat (int from_folder, const char *from, int to_folder, const char *to)
{
  return renameat2 (from_folder, from, to_folder, to, 0);
}

EXPORT int
rename (const char *from, const char *to)
{
  return renameat2 (AT_FDCWD, from, AT_FDCWD, to, 0);
}

EXPORT int
linkat (int from_folder, const char *from, int to_folder, const char *to, int flags)
{
  if (judge_at ("link", to_folder, to) == FAIL)
    return -1;
  return (int) syscall (SYS_linkat, from_folder, from, to_folder, to, flags);
}

EXPORT int
link (const char *from, const char *to)
{
  return linkat (AT_FDCWD, from, AT_FDCWD, to, 0);
}

EXPORT int
unlinkat (int folder, const char *path, int flags)
{
  if (judge_at ("unlink", folder, path) == FAIL)
    return -1;
  return (int) syscall (SYS_unlinkat, folder, path, flags);
}

EXPORT int
unlink (const char *path)
{
  return unlinkat (AT_FDCWD, path, 0);
}

EXPORT int
mkdirat (int folder, const char *path, mode_t mode)
{
  if (judge_at ("mkdir", folder, path) == FAIL)
    return -1;
  return (int) syscall (SYS_mkdirat, folder, path, mode);
}

EXPORT int
mkdir (const char *path, mode_t mode)
{
  return mkdirat (AT_FDCWD, path, mode);
}
