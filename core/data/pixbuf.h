/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/notices.h"
#include "core/data/image.h"

G_BEGIN_DECLS

/* Kinds are those of dh_picture_kind_of_data(), other than PNG.  All functions: any thread. */

/* The MIME types of a kind that can be read where its loader is installed, ended by NULL; NULL: it
 * is none of those. */
const char *const *dh_pixbuf_get_types (const char *kind);
/* Whether its loader is installed. */
gboolean dh_pixbuf_can_read (const char *kind);
/* The Debian package with its loader, or NULL. */
const char *dh_pixbuf_get_package (const char *kind);

/* Reads a picture of a kind that can be read, upright and as sRGB, with 8 bits in each number; the
 * first of an animation.  What can't be honoured becomes a notice (nullable).  (transfer full);
 * NULL with DH_ERROR_PICTURE or DH_ERROR_MEMORY. */
DhImage *dh_pixbuf_read_data (const char *kind, const char *name, const guint8 *data, gsize size,
                              DhNotices *notices, GError **error);
/* "2.42.10" */
const char *dh_pixbuf_get_version (void);

G_END_DECLS
