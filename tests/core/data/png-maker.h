/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes valid and invalid PNG files chunk by chunk, without any library. */

/* Width, height, bits per channel, PNG's colour type. Begins a file. */
GByteArray *png_maker_new (int width, int height, int depth, int kind);
/* A chunk with its checksum; if bad_sum, with a wrong one. */
void png_maker_add (GByteArray *file, const char *name, const void *data, gsize size);
void png_maker_add_bad (GByteArray *file, const char *name, const void *data, gsize size);
/* Bytes as a zlib stream; (transfer full) */
GByteArray *png_maker_deflate (const void *data, gsize size);
/* All rows, `stride` bytes each, unfiltered. */
void png_maker_add_rows (GByteArray *file, const void *rows, gsize stride, int n_rows);
void png_maker_end (GByteArray *file);
/* Most significant byte first. */
void png_maker_put (GByteArray *bytes, guint32 number, int n_bytes);
/* in 100,000ths */
void png_maker_add_gamma (GByteArray *file, guint32 gamma);

G_END_DECLS
