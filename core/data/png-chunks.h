/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_PNG_MAX_DAMAGED 4

/* The information in the chunks other than the pixels. */
typedef struct
{
  gboolean has_srgb, has_profile; /* chunks sRGB and iCCP, undamaged */
  guint32 gamma;                  /* gAMA, in 100,000ths; 0: none */
  gboolean has_primaries;         /* cHRM, in 100,000ths: white, red, green, blue; x, y each */
  guint32 primaries[8];
  gboolean has_code_points; /* cICP: primaries, transfer, matrix, full range */
  guint8 code_points[4];
  int orientation;                     /* of eXIf, 1 … 8; 1: upright or unknown */
  gboolean is_animated;                /* acTL */
  guint n_damaged;                     /* chunks with a wrong checksum that pixels don't need … */
  char damaged[DH_PNG_MAX_DAMAGED][5]; /* … and the names of the first of them */
} DhPngFacts;

/* Walks over the chunks of a whole file, including its signature.  FALSE if they don't follow each
 * other to the end, or one that the pixels need is damaged; reason: untranslated, a few words,
 * lent.  Checksums of pixel data are left to the decoder.  Any thread. */
gboolean dh_png_survey (const guint8 *data, gsize size, DhPngFacts *facts, const char **reason);

/* The text of the first iTXt chunk with a keyword, if it stands before the pixels, undamaged and not
 * compressed; lent from the data, which may end anywhere after it; not ended by a 0.  NULL: none.
 * Any thread. */
const char *dh_png_find_text (const guint8 *data, gsize size, const char *keyword, gsize *length);

/* The data of the first chunk of that name, wherever it stands, if it is undamaged; lent from the
 * file's data, which may end anywhere after it.  NULL: none.  Any thread. */
const guint8 *dh_png_find_chunk (const guint8 *data, gsize size, const char *name, gsize *length);

/* CRC-32, as at the end of each chunk, of its name and data. */
guint32 dh_png_get_checksum (const guint8 *data, gsize size);

G_END_DECLS
