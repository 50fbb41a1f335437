/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/notices.h"
#include "core/data/image.h"

G_BEGIN_DECLS

/* Reads any PNG (grey, palette, RGB, alpha, 1 … 16 bit, interlaced) with all its bits, upright
 * and as sRGB.  Damage that doesn't matter, and what can't be honoured, become notices
 * (nullable). (transfer full); NULL with DH_ERROR_PICTURE or DH_ERROR_MEMORY.  Any thread. */
DhImage *dh_png_read_data (const char *name, const guint8 *data, gsize size, DhNotices *notices,
                           GError **error);
/* The stored size, from the header alone. */
gboolean dh_png_measure (const char *path, int *width, int *height, GError **error);
/* The version of libpng in use: "1.6.39" */
const char *dh_png_get_version (void);

/* Writes RGB, or RGBA if a pixel isn't opaque, with 16 bits if 8 would lose any; replaces the file
 * only when all is written.  text: NULL or pairs of keyword and value (UTF-8), ended by NULL, kept
 * as tEXt/iTXt chunks.  FALSE with DH_ERROR_PICTURE.  Any thread. */
gboolean dh_png_write (const DhImage *image, const char *path, const char *const *text,
                       GError **error);
/* The file of a picture of 8 bits, always RGBA; words: 0xAARRGGBB, row after row, with plain (not
 * premultiplied) colours.  NULL with DH_ERROR_PICTURE.  Any thread.  (transfer full) */
GByteArray *dh_png_encode (const guint32 *words, int width, int height, const char *const *text,
                           GError **error);

G_END_DECLS
