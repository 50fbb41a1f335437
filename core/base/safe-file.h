/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes a file so that a full disk, a kill or a power loss leaves the old one or the new one,
 * whole.  The permissions of a replaced file are kept, and a symbolic link is followed.  FALSE with
 * DH_ERROR_FILE and a sentence that says what to do.  Any thread. */
gboolean dh_safe_file_write (const char *path, const char *data, gsize size, GError **error);

G_END_DECLS
