/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The chunks of a WebP file.  The loader passes on neither orientation nor whether it is an
 * animation, and stumbles over damaged animations: so it is given their first picture alone, as a
 * file of its own.
 *
 * Source: Google, "WebP Container Specification"; RFC 6386, 9.1; RFC 9649, 3.4.
 */
#include "core/data/picture-facts.h"

#include "core/data/tiff.h"

#include <string.h>

#define FILE_HEADER  12
#define CHUNK_HEADER 8
#define ANIMATION    0x02
/* Some programs keep what stands before Exif in a JPEG. */
#define EXIF_MARK "Exif\0"
#define EXIF_SIZE 6

#define ALPHA 0x10
/* Before the chunks of a picture in an animation: place, size, duration, flags. */
#define FRAME_HEADER 16

static guint32
get_number (const guint8 *data, guint n_bytes)
{
  guint32 number = 0;

  for (guint i = 0; i < n_bytes; i++)
    number |= (guint32) data[i] << 8 * i;
  return number;
}

/* Only the first chunk that has a size counts. */
static void
set_size (DhPictureFacts *facts, guint width, guint height)
{
  if (facts->width != 0)
    return;
  facts->width = width;
  facts->height = height;
}

static void
read_exif (DhPictureFacts *facts, const guint8 *data, gsize size)
{
  const gsize skipped = size >= EXIF_SIZE && memcmp (data, EXIF_MARK, EXIF_SIZE) == 0 ? EXIF_SIZE
                                                                                      : 0;

  facts->orientation = dh_exif_get_orientation (data + skipped, size - skipped);
  facts->is_adobe_rgb = dh_exif_is_adobe_rgb (data + skipped, size - skipped);
}

static void
read_chunk (DhPictureFacts *facts, const guint8 *name, const guint8 *data, gsize size)
{
  if (memcmp (name, "VP8X", 4) == 0 && size >= 10)
    {
      facts->is_animated = (data[0] & ANIMATION) != 0;
      set_size (facts, get_number (data + 4, 3) + 1, get_number (data + 7, 3) + 1);
    }
  else if (memcmp (name, "VP8 ", 4) == 0 && size >= 10)
    set_size (facts, get_number (data + 6, 2) & 0x3fff, get_number (data + 8, 2) & 0x3fff);
  else if (memcmp (name, "VP8L", 4) == 0 && size >= 5)
    set_size (facts, (get_number (data + 1, 4) & 0x3fff) + 1,
              (get_number (data + 1, 4) >> 14 & 0x3fff) + 1);
  else if (memcmp (name, "EXIF", 4) == 0)
    read_exif (facts, data, size);
  else if (memcmp (name, "ICCP", 4) == 0 && facts->profile == NULL)
    facts->profile = g_bytes_new (data, size);
}

gboolean
dh_webp_survey (const guint8 *data, gsize size, DhPictureFacts *facts, const char **reason)
{
  gsize at = FILE_HEADER, end;

  *reason = "the file ends too early";
  /* Some programs leave out the last byte if it would only fill up. */
  if (size < FILE_HEADER || get_number (data + 4, 4) > size - CHUNK_HEADER + 1)
    return FALSE;
  facts->depth = 8;
  end = MIN (CHUNK_HEADER + (gsize) get_number (data + 4, 4), size);
  while (at < end)
    {
      gsize length;

      if (end - at < CHUNK_HEADER)
        return FALSE;
      length = get_number (data + at + 4, 4);
      if (length > end - at - CHUNK_HEADER)
        return FALSE;
      read_chunk (facts, data + at, data + at + CHUNK_HEADER, length);
      /* Padded to an even number. */
      at += CHUNK_HEADER + length + (length & 1);
    }
  return TRUE;
}

GBytes *
dh_webp_fill (const guint8 *data, gsize size)
{
  GByteArray *file;

  if (get_number (data + 4, 4) <= size - CHUNK_HEADER)
    return g_bytes_new_static (data, size);
  file = g_byte_array_sized_new ((guint) size + 1);
  g_byte_array_append (file, data, (guint) size);
  g_byte_array_append (file, (const guint8 *) "", 1);
  return g_byte_array_free_to_bytes (file);
}

static void
put_number (GByteArray *file, guint32 number, guint n_bytes)
{
  for (guint i = 0; i < n_bytes; i++)
    g_byte_array_append (file, &(guint8) { number >> 8 * i & 0xff }, 1);
}

/* chunks: of the picture, with their headers */
static GBytes *
make_still (const guint8 *frame, const guint8 *chunks, gsize size)
{
  const gboolean has_alpha = size >= 4 && memcmp (chunks, "ALPH", 4) == 0;
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) "RIFF", 4);
  put_number (file, (guint32) size + (has_alpha ? 4 + CHUNK_HEADER + 10 : 4), 4);
  g_byte_array_append (file, (const guint8 *) "WEBP", 4);
  if (has_alpha)
    {
      g_byte_array_append (file, (const guint8 *) "VP8X", 4);
      put_number (file, 10, 4);
      put_number (file, ALPHA, 4);
      g_byte_array_append (file, frame + 6, 6); /* the picture's size, in the same form */
    }
  g_byte_array_append (file, chunks, (guint) size);
  return g_byte_array_free_to_bytes (file);
}

GBytes *
dh_webp_dup_first (const guint8 *data, gsize size)
{
  gsize at = FILE_HEADER;

  while (at < size && size - at >= CHUNK_HEADER + FRAME_HEADER)
    {
      const guint8 *frame = data + at + CHUNK_HEADER;
      gsize length = get_number (data + at + 4, 4);

      if (length > size - at - CHUNK_HEADER)
        return NULL;
      if (memcmp (data + at, "ANMF", 4) == 0 && length > FRAME_HEADER)
        return make_still (frame, frame + FRAME_HEADER, length - FRAME_HEADER);
      at += CHUNK_HEADER + length + (length & 1);
    }
  return NULL;
}
