/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A lock that only one holder has, in this program or any other; the kernel releases it when the
 * program ends, however it ends. */
typedef struct _DhFileLock DhFileLock;

/* path: of the lock's own, empty file, which is created.  NULL with DH_STORE_ERROR_IN_USE if
 * somebody else has the lock, with DH_STORE_ERROR_FAILED if the file can't be made.  Any thread. */
DhFileLock *dh_file_lock_take (const char *path, GError **error);
/* Whether somebody has it; changes nothing. */
gboolean dh_file_lock_is_taken (const char *path);
/* remove_file: what was locked is gone */
void dh_file_lock_release (DhFileLock *self, gboolean remove_file);

G_END_DECLS
