/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

/* Reads a regular file of at most max_size bytes; anything else (a folder, a pipe, a device) is
 * refused, so that the program never blocks. (transfer full); NULL with an error of the given
 * code in DH_ERROR.  Any thread. */
guint8 *dh_file_read (const char *path, gsize max_size, int code, gsize *size, GError **error);
/* Opens a file of that kind, to be read piece by piece; size: its present size.  (transfer full):
 * fclose() */
FILE *dh_file_open (const char *path, gsize max_size, int code, gsize *size, GError **error);
/* Whether the name is taken; also by a link that leads nowhere.  Any thread. */
gboolean dh_file_is_there (const char *path);

G_END_DECLS
