/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/data/image.h"

G_BEGIN_DECLS

/* Largest picture that is read: hostile headers promise more. */
#define DH_PNG_MAX_SIDE 8192

/* Reads any PNG (grey, palette, RGB, alpha, 1 … 16 bit, interlaced).
 * (transfer full); NULL with DH_ERROR_PICTURE. Any thread. */
DhImage *dh_png_read     (const char *path, GError **error);
DhImage *dh_png_read_data (const char *name, const guint8 *data, gsize size, GError **error);
/* Writes RGB, or RGBA where a pixel isn't opaque; replaces the file only when all is written.
 * text: NULL or pairs of keyword and value (UTF-8), ended by NULL, kept as tEXt/iTXt chunks.
 * FALSE with DH_ERROR_PICTURE.  Any thread. */
gboolean dh_png_write    (const DhImage      *image,
                          const char         *path,
                          const char * const *text,
                          GError            **error);

G_END_DECLS
