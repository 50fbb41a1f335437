/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The segments of a JPEG file, up to its end.
 *
 * Decoders fill a file that was cut with grey and call it read.  Nobody wants to train on half a
 * face, so the end is looked for.  A picture of very many scans, each of which would be decoded
 * over all pixels, is refused.  CMYK is stored inverted by Adobe's programs, which say so; of other
 * files nobody can tell.  What follows the end (cameras add previews and films) is ignored.
 *
 * Source: ITU-T T.81, annex B; CIPA DC-008, "Exif", 4.7; ICC.1:2022,
 * annex B.4 (pieces of a profile).
 */
#include "core/data/picture-facts.h"

#include "core/data/tiff.h"

#include <string.h>

#define MAX_SCANS 100
/* What stands before Exif in its segment. */
#define EXIF_MARK "Exif\0"
#define EXIF_SIZE 6
/* What stands before a piece of a profile. */
#define PROFILE_MARK      "ICC_PROFILE"
#define PROFILE_MARK_SIZE 12

enum
{
  START_OF_FRAME = 0xc0, /* up to 0xcf, but for the next three */
  HUFFMAN_TABLES = 0xc4,
  EXTENSION = 0xc8,
  ARITHMETIC_TABLES = 0xcc,
  FIRST_RESTART = 0xd0,
  LAST_RESTART = 0xd7,
  START = 0xd8,
  END = 0xd9,
  START_OF_SCAN = 0xda,
  ADOBE = 0xee,
  EXIF = 0xe1,
  PROFILE = 0xe2,
  TEMPORARY = 0x01,
};

/* What follows its length. */
typedef struct
{
  const guint8 *data;
  gsize size;
} Segment;

typedef struct
{
  DhPictureFacts *facts;
  gboolean is_adobe;
  guint n_scans;
  Segment pieces[256]; /* of a profile, by number */
  guint n_pieces;
} Survey;

/* Where the next marker's second byte is; size: there is none. */
static gsize
find_marker (const guint8 *data, gsize size, gsize at)
{
  while (at < size)
    {
      const guint8 *found = memchr (data + at, 0xff, size - at);

      if (found == NULL)
        return size;
      at = (gsize) (found - data);
      while (at < size && data[at] == 0xff)
        at++;
      if (at < size && data[at] != 0 && !(data[at] >= FIRST_RESTART && data[at] <= LAST_RESTART))
        return at;
    }
  return size;
}

static void
read_frame (DhPictureFacts *facts, Segment segment)
{
  const guint8 *data = segment.data;

  if (segment.size < 6 || facts->width != 0)
    return;
  facts->depth = data[0];
  facts->height = (guint) data[1] << 8 | data[2];
  facts->width = (guint) data[3] << 8 | data[4];
  facts->is_cmyk = data[5] == 4;
}

static gboolean
begins_with (Segment segment, const char *mark, gsize size)
{
  return segment.size >= size && memcmp (segment.data, mark, size) == 0;
}

static void
read_exif (DhPictureFacts *facts, Segment segment)
{
  if (!begins_with (segment, EXIF_MARK, EXIF_SIZE))
    return;
  facts->orientation = dh_exif_get_orientation (segment.data + EXIF_SIZE, segment.size - EXIF_SIZE);
  facts->is_adobe_rgb = dh_exif_is_adobe_rgb (segment.data + EXIF_SIZE, segment.size - EXIF_SIZE);
}

/* Their number, from 1, and how many there are follow the mark. */
static void
read_piece (Survey *self, Segment segment)
{
  guint number;

  if (!begins_with (segment, PROFILE_MARK, PROFILE_MARK_SIZE)
      || segment.size < PROFILE_MARK_SIZE + 2)
    return;
  number = segment.data[PROFILE_MARK_SIZE];
  self->n_pieces = segment.data[PROFILE_MARK_SIZE + 1];
  self->pieces[number] = (Segment) { segment.data + PROFILE_MARK_SIZE + 2,
                                     segment.size - PROFILE_MARK_SIZE - 2 };
}

/* (transfer full); NULL: there is none, or a piece is missing. */
static GBytes *
join_pieces (const Survey *self)
{
  g_autoptr (GByteArray) profile = g_byte_array_new ();

  for (guint i = 1; i <= self->n_pieces; i++)
    {
      if (self->pieces[i].data == NULL)
        return NULL;
      g_byte_array_append (profile, self->pieces[i].data, (guint) self->pieces[i].size);
    }
  return profile->len > 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&profile)) : NULL;
}

static gboolean
is_frame (guint8 marker)
{
  return (marker & 0xf0) == START_OF_FRAME && marker != HUFFMAN_TABLES && marker != EXTENSION
         && marker != ARITHMETIC_TABLES;
}

static void
read_segment (Survey *self, guint8 marker, Segment segment)
{
  if (is_frame (marker))
    read_frame (self->facts, segment);
  else if (marker == EXIF)
    read_exif (self->facts, segment);
  else if (marker == PROFILE)
    read_piece (self, segment);
  else if (marker == ADOBE)
    self->is_adobe |= begins_with (segment, "Adobe", 5);
  else if (marker == START_OF_SCAN)
    self->n_scans++;
}

gboolean
dh_jpeg_survey (const guint8 *data, gsize size, DhPictureFacts *facts, const char **reason)
{
  Survey self = { .facts = facts };
  gsize at = 2;

  *reason = "the file ends too early";
  while ((at = find_marker (data, size, at)) < size)
    {
      const guint8 marker = data[at++];
      gsize length;

      if (marker == END)
        {
          facts->is_ambiguous = facts->is_cmyk && !self.is_adobe;
          facts->profile = join_pieces (&self);
          return self.n_scans > 0;
        }
      if (marker == START || marker == TEMPORARY)
        continue;
      if (size - at < 2)
        return FALSE;
      length = (gsize) data[at] << 8 | data[at + 1];
      if (length < 2 || length > size - at)
        return FALSE;
      read_segment (&self, marker, (Segment) { data + at + 2, length - 2 });
      if (self.n_scans > MAX_SCANS)
        {
          *reason = "it has too many scans";
          return FALSE;
        }
      at += length;
    }
  return FALSE;
}
