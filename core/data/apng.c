/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Animated PNG, made of PNGs.
 *
 * libpng writes still pictures only.  But an animation is a PNG whose further pictures are in chunks
 * of other names, with a number before their data, and each picture's place and time before them.
 * So libpng encodes each picture as a file of its own, whose chunks are packed anew here.
 *
 * Of each picture but the first, only the rectangle that differs from the one before is kept, and
 * in it, pixels that don't differ are transparent: faces and charts change, the rest of a picture
 * stands still and then takes next to no bytes.  WebP was rejected: it would be one more library
 * for files that fewer programs show; a film needs a codec, which is another thing.
 *
 * Source: W3C, "Portable Network Graphics (PNG) Specification", third edition, chunks acTL, fcTL
 * and fdAT.
 */
#include "core/data/apng.h"

#include <string.h>

#include "core/data/png.h"
#include "core/data/png-chunks.h"

#define SIGNATURE_SIZE 8
#define CHUNK_FRAME    12 /* length and name before a chunk's data, and its checksum after them */
#define HEADER_SIZE    (CHUNK_FRAME + 13)
#define OPAQUE         0xff000000u
#define MS_PER_SECOND  1000

/* How a picture replaces the one before. */
#define DISPOSE_NONE 0
#define BLEND_SOURCE 0
#define BLEND_OVER   1

typedef struct
{
  int x, y, width, height;
} Box;

struct _DhApng
{
  int width, height;
  const char *const *text;
  GByteArray *head, *body; /* signature and header; all chunks between acTL and IEND */
  guint32 n_pictures, n_numbered;
  guint32 *shown; /* the last picture */
};

DhApng *
dh_apng_new (int width, int height, const char *const *text)
{
  DhApng *self = g_new0 (DhApng, 1);

  g_return_val_if_fail (width > 0 && height > 0, NULL);
  self->width = width;
  self->height = height;
  self->text = text;
  self->head = g_byte_array_new ();
  self->body = g_byte_array_new ();
  self->shown = g_new0 (guint32, (gsize) width * height);
  return self;
}

void
dh_apng_free (DhApng *self)
{
  g_byte_array_unref (self->head);
  g_byte_array_unref (self->body);
  g_free (self->shown);
  g_free (self);
}

guint
dh_apng_get_n_pictures (const DhApng *self)
{
  return self->n_pictures;
}

/* ---- chunks ---- */

static void
append_number (GByteArray *bytes, guint32 number)
{
  const guint32 swapped = GUINT32_TO_BE (number);

  g_byte_array_append (bytes, (const guint8 *) &swapped, sizeof swapped);
}

static void
append_short (GByteArray *bytes, guint16 number)
{
  const guint16 swapped = GUINT16_TO_BE (number);

  g_byte_array_append (bytes, (const guint8 *) &swapped, sizeof swapped);
}

/* Returns where it begins, for end_chunk(). */
static guint
begin_chunk (GByteArray *bytes, const char *name)
{
  const guint start = bytes->len;

  append_number (bytes, 0);
  g_byte_array_append (bytes, (const guint8 *) name, 4);
  return start;
}

static void
end_chunk (GByteArray *bytes, guint start)
{
  const guint32 size = GUINT32_TO_BE (bytes->len - start - 8);

  memcpy (bytes->data + start, &size, sizeof size);
  append_number (bytes, dh_png_get_checksum (bytes->data + start + 4, bytes->len - start - 4));
}

static void
append_control (DhApng *self, const Box *box, guint milliseconds)
{
  const guint start = begin_chunk (self->body, "fcTL");
  const guint8 how[] = { DISPOSE_NONE, self->n_pictures == 0 ? BLEND_SOURCE : BLEND_OVER };

  append_number (self->body, self->n_numbered++);
  append_number (self->body, (guint32) box->width);
  append_number (self->body, (guint32) box->height);
  append_number (self->body, (guint32) box->x);
  append_number (self->body, (guint32) box->y);
  append_short (self->body, (guint16) milliseconds);
  append_short (self->body, MS_PER_SECOND);
  g_byte_array_append (self->body, how, sizeof how);
  end_chunk (self->body, start);
}

/* One chunk with pixels, of the first picture as it is. */
static void
append_pixels (DhApng *self, const guint8 *data, guint32 size)
{
  const guint start = begin_chunk (self->body, self->n_pictures == 0 ? "IDAT" : "fdAT");

  if (self->n_pictures > 0)
    append_number (self->body, self->n_numbered++);
  g_byte_array_append (self->body, data, size);
  end_chunk (self->body, start);
}

static guint32
read_number (const guint8 *data)
{
  guint32 number;

  memcpy (&number, data, sizeof number);
  return GUINT32_FROM_BE (number);
}

/* Takes over a picture's chunks from a file that libpng has written: of the first, everything. */
static void
repack (DhApng *self, const GByteArray *png, const Box *box, guint milliseconds)
{
  gboolean begun = FALSE;

  if (self->n_pictures == 0)
    g_byte_array_append (self->head, png->data, SIGNATURE_SIZE + HEADER_SIZE);
  for (guint at = SIGNATURE_SIZE + HEADER_SIZE; at < png->len;)
    {
      const guint32 size = read_number (png->data + at);

      if (memcmp (png->data + at + 4, "IDAT", 4) == 0)
        {
          if (!begun)
            append_control (self, box, milliseconds);
          begun = TRUE;
          append_pixels (self, png->data + at + 8, size);
        }
      else if (self->n_pictures == 0 && memcmp (png->data + at + 4, "IEND", 4) != 0)
        g_byte_array_append (self->body, png->data + at, size + CHUNK_FRAME);
      at += size + CHUNK_FRAME;
    }
}

/* ---- differences ---- */

/* The smallest box around all pixels that differ from those shown; a picture can't have less than
 * one pixel. */
static Box
find_difference (const DhApng *self, const guint32 *words, gsize stride)
{
  int left = self->width, right = -1, top = self->height, bottom = -1;

  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      if ((words[y * stride + x] | OPAQUE) != self->shown[(gsize) y * self->width + x])
        {
          left = MIN (left, x);
          right = MAX (right, x);
          top = MIN (top, y);
          bottom = y;
        }
  if (right < 0)
    return (Box) { 0, 0, 1, 1 };
  return (Box) { left, top, right - left + 1, bottom - top + 1 };
}

/* What of the box is new, and is shown from now on.  (transfer full) */
static guint32 *
take_difference (DhApng *self, const guint32 *words, gsize stride, const Box *box)
{
  guint32 *part = g_new0 (guint32, (gsize) box->width * box->height);

  for (int y = 0; y < box->height; y++)
    for (int x = 0; x < box->width; x++)
      {
        const guint32 word = words[(box->y + y) * stride + box->x + x] | OPAQUE;
        guint32 *shown = &self->shown[(gsize) (box->y + y) * self->width + box->x + x];

        if (word == *shown)
          continue;
        part[(gsize) y * box->width + x] = word;
        *shown = word;
      }
  return part;
}

gboolean
dh_apng_add (DhApng *self, const guint32 *words, gsize stride, guint milliseconds, GError **error)
{
  const Box box = find_difference (self, words, stride);
  g_autofree guint32 *part = NULL;
  g_autoptr (GByteArray) png = NULL;

  g_return_val_if_fail (milliseconds > 0 && milliseconds <= DH_APNG_MAX_MS, FALSE);
  part = take_difference (self, words, stride, &box);
  png = dh_png_encode (part, box.width, box.height, self->n_pictures == 0 ? self->text : NULL,
                       error);
  if (png == NULL)
    return FALSE;
  repack (self, png, &box, milliseconds);
  self->n_pictures++;
  return TRUE;
}

GBytes *
dh_apng_finish (const DhApng *self)
{
  GByteArray *file = g_byte_array_new ();
  guint start;

  g_return_val_if_fail (self->n_pictures > 0, NULL);
  g_byte_array_append (file, self->head->data, self->head->len);
  start = begin_chunk (file, "acTL");
  append_number (file, self->n_pictures);
  append_number (file, 0); /* repeats: for ever */
  end_chunk (file, start);
  g_byte_array_append (file, self->body->data, self->body->len);
  start = begin_chunk (file, "IEND");
  end_chunk (file, start);
  return g_byte_array_free_to_bytes (file);
}
