/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The directories of a TIFF file.  Exif is written in the same form, in a chunk of a PNG, a
 * segment of a JPEG or a chunk of a WebP picture, so that one small parser serves them all.
 * Pixels are left to libraries.
 *
 * The file is untrusted: whatever lies beyond its end reads as 0, and nothing is followed more
 * than a fixed number of times.
 *
 * Source: Adobe, "TIFF Revision 6.0"; CIPA DC-008, "Exif", 4.6; JEITA CP-3461, "DCF", annex A.
 */
#include "core/data/tiff.h"

#include <string.h>

#define BYTE  1
#define SHORT 3
#define LONG  4
/* ASCII "R03" in the entry itself. */
#define INDEX_TAG 1

/* 0 beyond the end. */
static guint32
read_number (const DhTiff *self, gsize at, guint n_bytes)
{
  guint32 number = 0;

  if (at > self->size || self->size - at < n_bytes)
    return 0;
  for (guint i = 0; i < n_bytes; i++)
    number = number << 8 | self->data[at + (self->big_endian ? i : n_bytes - 1 - i)];
  return number;
}

gboolean
dh_tiff_open (DhTiff *self, const guint8 *data, gsize size)
{
  *self = (DhTiff) { data, size, size > 0 && data[0] == 'M' };
  return size >= 8 && (memcmp (data, "II*\0", 4) == 0 || memcmp (data, "MM\0*", 4) == 0);
}

guint32
dh_tiff_get_first (const DhTiff *self)
{
  return read_number (self, 4, 4);
}

/* Where an entry begins; 0: there is none. */
static gsize
find_entry (const DhTiff *self, guint32 directory, guint tag)
{
  guint32 n_entries = read_number (self, directory, 2);

  for (guint32 i = 0; i < n_entries; i++)
    {
      gsize entry = directory + 2 + 12 * (gsize) i;

      if (read_number (self, entry, 2) == tag)
        return entry;
    }
  return 0;
}

gboolean
dh_tiff_find (const DhTiff *self, guint32 directory, DhTiffTag tag, guint32 *number)
{
  gsize entry = find_entry (self, directory, tag);
  guint32 type = read_number (self, entry + 2, 2), n = read_number (self, entry + 4, 4);
  guint n_bytes = type == BYTE ? 1 : type == SHORT ? 2 : type == LONG ? 4 : 0;
  gsize at = entry + 8;

  if (entry == 0 || n_bytes == 0)
    return FALSE;
  if (n > 4 / n_bytes)
    at = read_number (self, at, 4);
  *number = read_number (self, at, n_bytes);
  return TRUE;
}

int
dh_exif_get_orientation (const guint8 *data, gsize size)
{
  DhTiff tiff;
  gsize entry;
  guint32 orientation;

  if (!dh_tiff_open (&tiff, data, size))
    return 1;
  entry = find_entry (&tiff, dh_tiff_get_first (&tiff), DH_TIFF_ORIENTATION);
  if (entry == 0 || read_number (&tiff, entry + 2, 2) != SHORT)
    return 1;
  orientation = read_number (&tiff, entry + 8, 2);
  return orientation >= 1 && orientation <= 8 ? (int) orientation : 1;
}

gboolean
dh_exif_is_adobe_rgb (const guint8 *data, gsize size)
{
  DhTiff tiff;
  guint32 directory;
  gsize entry;

  if (!dh_tiff_open (&tiff, data, size))
    return FALSE;
  directory = dh_tiff_get_first (&tiff);
  if (!dh_tiff_find (&tiff, directory, DH_TIFF_EXIF, &directory)
      || !dh_tiff_find (&tiff, directory, DH_TIFF_INTEROPERABILITY, &directory))
    return FALSE;
  entry = find_entry (&tiff, directory, INDEX_TAG);
  return entry != 0 && entry + 12 <= size && memcmp (data + entry + 8, "R03", 4) == 0;
}
