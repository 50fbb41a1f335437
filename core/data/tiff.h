/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A TIFF file, or Exif, which is written like one.  The data are lent. */
typedef struct
{
  const guint8 *data;
  gsize size;
  gboolean big_endian;
} DhTiff;

typedef enum
{
  DH_TIFF_KIND_OF_PICTURE = 254, /* bit 0: a small copy of another one */
  DH_TIFF_WIDTH = 256,
  DH_TIFF_HEIGHT,
  DH_TIFF_BITS,
  DH_TIFF_PHOTOMETRIC = 262,
  DH_TIFF_ORIENTATION = 274,
  DH_TIFF_EXIF = 34665,
  DH_TIFF_INTEROPERABILITY = 40965,
  DH_TIFF_DNG_VERSION = 50706,
} DhTiffTag;

#define DH_TIFF_CMYK 5 /* photometric */

/* FALSE: it isn't one. */
gboolean dh_tiff_open (DhTiff *self, const guint8 *data, gsize size);
/* Where the first directory begins. */
guint32 dh_tiff_get_first (const DhTiff *self);
/* The first number of an entry of that directory, of one, two or four bytes; FALSE if there is
 * none. */
gboolean dh_tiff_find (const DhTiff *self, guint32 directory, DhTiffTag tag, guint32 *number);

/* Exif's orientation, 1 … 8; 1: upright, unknown or not Exif. */
int dh_exif_get_orientation (const guint8 *data, gsize size);
/* Cameras say so in the interoperability index, and rarely add a profile. */
gboolean dh_exif_is_adobe_rgb (const guint8 *data, gsize size);

G_END_DECLS
