/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/notices.h"
#include "core/data/image.h"

G_BEGIN_DECLS

/* Reads a person's picture of any kind that can be read here, judged by its content and not by its
 * name, upright and as sRGB.  What can't be honoured becomes a notice (nullable).  (transfer full);
 * NULL with DH_ERROR_PICTURE or DH_ERROR_MEMORY.  Any thread. */
DhImage *dh_picture_read (const char *path, DhNotices *notices, GError **error);
DhImage *dh_picture_read_data (const char *name, const guint8 *data, gsize size, DhNotices *notices,
                               GError **error);
/* The stored size, without decoding. */
gboolean dh_picture_measure (const char *path, int *width, int *height, GError **error);

/* Whether pictures of a kind (as from dh_picture_kind_of_name()) can be read on this machine. */
gboolean dh_picture_can_read (const char *kind);
/* The Debian package that would make a kind readable, or NULL. */
const char *dh_picture_get_package (const char *kind);
/* The error for a picture of a kind that can't be read here, or of none that is known (NULL). */
void dh_picture_set_unreadable (const char *name, const char *kind, GError **error);
/* The MIME types of all kinds that can be read here, ended by NULL. */
const char *const *dh_picture_get_types (void);

G_END_DECLS
