/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes a file so that a full disk, a kill or a power loss leaves the old one or the new one,
 * whole.  The permissions of a replaced file are kept, and a symbolic link is followed.  FALSE with
 * DH_ERROR_FILE and a sentence that says what to do.  Any thread. */
gboolean dh_safe_file_write (const char *path, const char *data, gsize size, GError **error);

/* The same for a file that is written piece by piece.  Any one thread. */
typedef struct _DhSafeFile DhSafeFile;

DhSafeFile *dh_safe_file_begin (const char *path, GError **error);
/* To be written to, and not to be closed. */
int dh_safe_file_get_fd (DhSafeFile *self);
/* Sets the error for an errno of the caller's own writing; FALSE. */
gboolean dh_safe_file_fail (DhSafeFile *self, int problem, GError **error);
/* Flushes, and puts the file in its place. */
gboolean dh_safe_file_finish (DhSafeFile *self, GError **error);
/* Without finish(), the old file stays. */
void dh_safe_file_free (DhSafeFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhSafeFile, dh_safe_file_free)

G_END_DECLS
