/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The chunks of a PNG other than its pixels.
 *
 * They are parsed by hand: libpng either refuses a file for a broken comment or warns in words that
 * change with its version, and cannot say which chunk it was.
 *
 * A damaged chunk is skipped only if it is known not to affect the samples themselves.  An unknown
 * name could be tRNS with one flipped bit, so any other damage is refused.  Chunks that say how to
 * interpret the samples (gAMA, eXIf …) are skipped too, with a notice: the picture is usable, but
 * its colours or its orientation may be wrong.
 *
 * Source: W3C, "Portable Network Graphics (PNG) Specification", third edition.
 */
#include "core/data/png-chunks.h"

#include "core/data/tiff.h"

#include <string.h>

#define SIGNATURE_SIZE 8
/* Length and name before a chunk's data, and its checksum after them. */
#define CHUNK_FRAME 12

typedef struct
{
  const guint8 *name, *data;
  guint32 size;
} Chunk;

static guint32
get_number (const guint8 *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | data[2] << 8 | data[3];
}

/* Four bits per step: a table of sixteen numbers is readable, and fast enough for what is checked
 * and written here. */
guint32
dh_png_get_checksum (const guint8 *data, gsize size)
{
  static const guint32 table[16] = {
    0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
    0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
  };
  guint32 sum = 0xffffffff;

  for (gsize i = 0; i < size; i++)
    {
      sum ^= data[i];
      sum = table[sum & 15] ^ sum >> 4;
      sum = table[sum & 15] ^ sum >> 4;
    }
  return ~sum;
}

static gboolean
is_named (const Chunk *chunk, const char *name)
{
  return memcmp (chunk->name, name, 4) == 0;
}

static gboolean
is_dispensable (const Chunk *chunk)
{
  static const char names[] =
    "acTLbKGDcHRMcICPcLLIeXIffcTLfdATgAMAhISTiCCPiTXtmDCVoFFspCALpHYssBITsCALsPLTsRGBsTERtEXttIMEzTXt";

  for (gsize i = 0; i + 4 < sizeof names; i += 4)
    if (is_named (chunk, names + i))
      return TRUE;
  return FALSE;
}

/* ---- chunks ---- */

/* If a chunk is repeated, the first one counts; chunks about colours only count before the
 * pixels. */
static void
note_chunk (DhPngFacts *facts, const Chunk *chunk, gboolean before_pixels)
{
  if (is_named (chunk, "eXIf"))
    facts->orientation = dh_exif_get_orientation (chunk->data, chunk->size);
  else if (!before_pixels)
    return;
  else if (is_named (chunk, "sRGB"))
    facts->has_srgb = TRUE;
  else if (is_named (chunk, "iCCP"))
    facts->has_profile = TRUE;
  else if (is_named (chunk, "acTL"))
    facts->is_animated = TRUE;
  else if (is_named (chunk, "gAMA") && chunk->size == 4 && facts->gamma == 0)
    facts->gamma = get_number (chunk->data);
  else if (is_named (chunk, "cHRM") && chunk->size == 32 && !facts->has_primaries)
    {
      facts->has_primaries = TRUE;
      for (int i = 0; i < 8; i++)
        facts->primaries[i] = get_number (chunk->data + 4 * i);
    }
  else if (is_named (chunk, "cICP") && chunk->size == 4)
    {
      facts->has_code_points = TRUE;
      memcpy (facts->code_points, chunk->data, 4);
    }
}

static void
note_damage (DhPngFacts *facts, const Chunk *chunk)
{
  if (facts->n_damaged < DH_PNG_MAX_DAMAGED)
    memcpy (facts->damaged[facts->n_damaged], chunk->name, 4);
  facts->n_damaged++;
}

gboolean
dh_png_survey (const guint8 *data, gsize size, DhPngFacts *facts, const char **reason)
{
  gboolean before_pixels = TRUE;
  gsize at = SIGNATURE_SIZE;

  *facts = (DhPngFacts) { .orientation = 1 };
  *reason = "the file ends too early";
  while (at <= size && size - at >= CHUNK_FRAME)
    {
      Chunk chunk = { data + at + 4, data + at + 8, get_number (data + at) };

      if (chunk.size > size - at - CHUNK_FRAME)
        return FALSE;
      if (is_named (&chunk, "IDAT"))
        before_pixels = FALSE;
      else if (dh_png_get_checksum (chunk.name, chunk.size + 4)
               == get_number (chunk.data + chunk.size))
        {
          /* Newer versions of libpng don't look at its checksum. */
          if (is_named (&chunk, "IEND"))
            return TRUE;
          note_chunk (facts, &chunk, before_pixels);
        }
      else if (is_dispensable (&chunk))
        note_damage (facts, &chunk);
      else
        {
          *reason = "a chunk has a wrong checksum";
          return FALSE;
        }
      at += CHUNK_FRAME + (gsize) chunk.size;
    }
  return FALSE;
}

/* The text after a chunk's keyword, compression flag and method, language and translated keyword;
 * NULL if it is compressed, or not there. */
static const char *
skip_to_text (const Chunk *chunk, gsize keyword_size, gsize *length)
{
  const guint8 *next = chunk->data + keyword_size, *end = chunk->data + chunk->size;

  if (end - next < 2 || next[0] != 0)
    return NULL;
  next += 2;
  for (int i = 0; i < 2; i++)
    {
      next = memchr (next, 0, (gsize) (end - next));
      if (next == NULL)
        return NULL;
      next++;
    }
  *length = (gsize) (end - next);
  return (const char *) next;
}

const char *
dh_png_find_text (const guint8 *data, gsize size, const char *keyword, gsize *length)
{
  const gsize keyword_size = strlen (keyword) + 1;
  gsize at = SIGNATURE_SIZE;

  while (at <= size && size - at >= CHUNK_FRAME)
    {
      const Chunk chunk = { data + at + 4, data + at + 8, get_number (data + at) };

      if (chunk.size > size - at - CHUNK_FRAME || is_named (&chunk, "IDAT"))
        return NULL;
      if (is_named (&chunk, "iTXt") && chunk.size > keyword_size
          && memcmp (chunk.data, keyword, keyword_size) == 0)
        return dh_png_get_checksum (chunk.name, (gsize) chunk.size + 4)
                   == get_number (chunk.data + chunk.size)
                 ? skip_to_text (&chunk, keyword_size, length)
                 : NULL;
      at += CHUNK_FRAME + (gsize) chunk.size;
    }
  return NULL;
}

const guint8 *
dh_png_find_chunk (const guint8 *data, gsize size, const char *name, gsize *length)
{
  gsize at = SIGNATURE_SIZE;

  while (at <= size && size - at >= CHUNK_FRAME)
    {
      const Chunk chunk = { data + at + 4, data + at + 8, get_number (data + at) };

      if (chunk.size > size - at - CHUNK_FRAME)
        return NULL;
      if (is_named (&chunk, name))
        {
          *length = chunk.size;
          return dh_png_get_checksum (chunk.name, (gsize) chunk.size + 4)
                     == get_number (chunk.data + chunk.size)
                   ? chunk.data
                   : NULL;
        }
      at += CHUNK_FRAME + (gsize) chunk.size;
    }
  return NULL;
}
