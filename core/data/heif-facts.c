/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The boxes of a HEIF file, in which HEVC (HEIC) and AV1 (AVIF) pictures are stored.  A decoder
 * would allocate memory before it says how large the picture is.  A file has several pictures
 * (tiles, a preview, a depth map) with properties of their own; the largest size counts, which is
 * that of the picture itself, and the first colour space.  How it is turned is a property, too, and
 * left to the decoder, as the standard wants: Exif says it again, and isn't asked.
 *
 * Source: ISO/IEC 14496-12, 4.2 and 8.11; ISO/IEC 23008-12, 6.5; AOM, "AV1 Image File Format".
 */
#include "core/data/picture-facts.h"

#include <string.h>

#define MAX_DEPTH 4

typedef struct
{
  const guint8 *data;
  gsize size;
} Box;

static guint32
get_number (const guint8 *data, guint n_bytes)
{
  guint32 number = 0;

  for (guint i = 0; i < n_bytes; i++)
    number = number << 8 | data[i];
  return number;
}

static gboolean
is_named (const guint8 *name, const char *wanted)
{
  return memcmp (name, wanted, 4) == 0;
}

static void
read_colours (DhPictureFacts *facts, Box box)
{
  if (box.size >= 8 && is_named (box.data, "nclx") && !facts->has_code_points)
    {
      facts->has_code_points = TRUE;
      facts->primaries = get_number (box.data + 4, 2);
      facts->transfer = get_number (box.data + 6, 2);
    }
  else if (box.size > 4 && (is_named (box.data, "prof") || is_named (box.data, "rICC"))
           && facts->profile == NULL)
    facts->profile = g_bytes_new (box.data + 4, box.size - 4);
}

static void
read_property (DhPictureFacts *facts, const guint8 *name, Box box)
{
  guint depth = 0;

  if (is_named (name, "ispe") && box.size >= 12)
    {
      facts->width = MAX (facts->width, get_number (box.data + 4, 4));
      facts->height = MAX (facts->height, get_number (box.data + 8, 4));
    }
  else if (is_named (name, "colr"))
    read_colours (facts, box);
  else if (is_named (name, "hvcC") && box.size >= 18)
    depth = 8 + (box.data[17] & 7);
  else if (is_named (name, "av1C") && box.size >= 3)
    depth = (box.data[2] & 0x40) == 0 ? 8 : (box.data[2] & 0x20) == 0 ? 10 : 12;
  facts->depth = MAX (facts->depth, depth);
}

/* FALSE: a box is longer than what it stands in. */
static gboolean
read_boxes (DhPictureFacts *facts, Box within, guint level)
{
  while (within.size > 0)
    {
      const guint8 *name = within.data + 4;
      gsize header = 8, length;
      Box box;

      if (within.size < 8)
        return FALSE;
      length = get_number (within.data, 4);
      if (length == 1 && within.size >= 16)
        {
          header = 16;
          length = (gsize) get_number (within.data + 8, 4) << 32 | get_number (within.data + 12, 4);
        }
      else if (length == 0)
        length = within.size;
      if (length < header || length > within.size)
        return FALSE;
      box = (Box) { within.data + header, length - header };
      read_property (facts, name, box);
      if (is_named (name, "meta") && box.size >= 4)
        box = (Box) { box.data + 4, box.size - 4 };
      if ((is_named (name, "meta") || is_named (name, "iprp") || is_named (name, "ipco"))
          && level < MAX_DEPTH && !read_boxes (facts, box, level + 1))
        return FALSE;
      within = (Box) { within.data + length, within.size - length };
    }
  return TRUE;
}

gboolean
dh_heif_survey (const guint8 *data, gsize size, DhPictureFacts *facts, const char **reason)
{
  *reason = "the file ends too early";
  facts->is_animated = size >= 12
                       && (is_named (data + 8, "avis") || is_named (data + 8, "hevc")
                           || is_named (data + 8, "msf1"));
  return read_boxes (facts, (Box) { data, size }, 0);
}
