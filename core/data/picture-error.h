/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest picture that is read: hostile headers claim more. */
#define DH_PICTURE_MAX_SIDE   8192
#define DH_PICTURE_MAX_PIXELS 50000000
/* The largest file. */
#define DH_PICTURE_MAX_FILE ((gsize) 256 << 20)

/* All set DH_ERROR_PICTURE and return FALSE.  shown: the file, to be displayed. */
gboolean dh_picture_set_empty (const char *shown, GError **error);
/* reason: a few words */
gboolean dh_picture_set_damaged (const char *shown, const char *reason, GError **error);
/* DH_ERROR_MEMORY */
gboolean dh_picture_set_lacks_memory (const char *shown, guint width, guint height, GError **error);
/* TRUE if the size is allowed. */
gboolean dh_picture_check_size (const char *shown, guint width, guint height, GError **error);

G_END_DECLS
