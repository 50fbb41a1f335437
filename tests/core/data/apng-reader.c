/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading animated PNGs, for tests: each picture becomes a still PNG again, which libpng decodes
 * with all its checks, and is composed as the specification says.
 */
#include "tests/core/data/apng-reader.h"

#include <string.h>

typedef struct
{
  guint32 x, y, width, height, delay, per_second;
  guint8 dispose, blend;
  GByteArray *pixels; /* the data of its chunks; NULL: there is no picture yet */
} Frame;

typedef struct
{
  ApngRead *result;
  const guint8 *header; /* the data of IHDR */
  guint32 n_promised, n_numbered;
  guint32 *canvas;
  gboolean seen_pixels;
  Frame frame;
} Reader;

static guint32
get_number (const guint8 *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

static guint
get_short (const guint8 *data)
{
  return (guint) data[0] << 8 | data[1];
}

/* Bit by bit, from the definition. */
static guint32
get_checksum (const guint8 *data, gsize size)
{
  guint32 sum = 0xffffffff;

  for (gsize i = 0; i < size; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        const guint32 odd = (sum ^ data[i] >> bit) & 1;

        sum = sum >> 1 ^ (odd ? 0xedb88320 : 0);
      }
  return ~sum;
}

/* ---- a still picture ---- */

static void
put_number (GByteArray *bytes, guint32 number)
{
  const guint8 data[] = { number >> 24, number >> 16, number >> 8, number };

  g_byte_array_append (bytes, data, sizeof data);
}

static void
put_chunk (GByteArray *bytes, const char *name, const guint8 *data, guint32 size)
{
  const guint start = bytes->len + 4;

  put_number (bytes, size);
  g_byte_array_append (bytes, (const guint8 *) name, 4);
  if (size > 0)
    g_byte_array_append (bytes, data, size);
  put_number (bytes, get_checksum (bytes->data + start, size + 4));
}

static DhImage *
decode (const Reader *self)
{
  g_autoptr (GByteArray) png = g_byte_array_new (), header = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  DhImage *image;

  put_number (header, self->frame.width);
  put_number (header, self->frame.height);
  g_byte_array_append (header, self->header + 8, 5);
  g_byte_array_append (png, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  put_chunk (png, "IHDR", header->data, header->len);
  put_chunk (png, "IDAT", self->frame.pixels->data, self->frame.pixels->len);
  put_chunk (png, "IEND", NULL, 0);
  image = dh_png_read_data ("frame", png->data, png->len, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (image->width, ==, (int) self->frame.width);
  g_assert_cmpint (image->height, ==, (int) self->frame.height);
  return image;
}

/* ---- the animation ---- */

static void
compose (Reader *self, const DhImage *image)
{
  const Frame *frame = &self->frame;

  for (guint32 i = 0; i < frame->width * frame->height; i++)
    {
      const guint16 *pixel = image->pixels + 4 * (gsize) i;
      const guint32 x = frame->x + i % frame->width, y = frame->y + i / frame->width;
      const guint32 word = (guint32) (pixel[3] >> 8) << 24 | (guint32) (pixel[0] >> 8) << 16
                           | (guint32) (pixel[1] >> 8) << 8 | pixel[2] >> 8;

      g_assert_true (pixel[3] == 0 || pixel[3] == DH_IMAGE_FULL);
      if (frame->blend == 0 || pixel[3] != 0)
        self->canvas[(gsize) y * (guint32) self->result->width + x] = word;
    }
}

static void
finish_frame (Reader *self)
{
  const gsize n = (gsize) self->result->width * (gsize) self->result->height;
  const guint milliseconds = 1000 * self->frame.delay / MAX (self->frame.per_second, 1);
  DhImage *image;

  if (self->frame.pixels == NULL)
    return;
  image = decode (self);
  compose (self, image);
  dh_image_free (image);
  g_clear_pointer (&self->frame.pixels, g_byte_array_unref);
  g_ptr_array_add (self->result->pictures, g_memdup2 (self->canvas, n * sizeof (guint32)));
  g_array_append_val (self->result->milliseconds, milliseconds);
}

static void
begin_frame (Reader *self, const guint8 *data, guint32 size)
{
  Frame *frame = &self->frame;

  g_assert_cmpuint (size, ==, 26);
  g_assert_cmpuint (get_number (data), ==, self->n_numbered++);
  finish_frame (self);
  *frame = (Frame) { get_number (data + 12), get_number (data + 16), get_number (data + 4),
                     get_number (data + 8),  get_short (data + 20),  get_short (data + 22),
                     data[24],               data[25],               g_byte_array_new () };
  g_assert_cmpuint (frame->width, >, 0);
  g_assert_cmpuint (frame->height, >, 0);
  g_assert_cmpuint (frame->x + frame->width, <=, (guint) self->result->width);
  g_assert_cmpuint (frame->y + frame->height, <=, (guint) self->result->height);
  g_assert_cmpuint (frame->dispose, ==, 0);
  g_assert_cmpuint (frame->blend, <=, 1);
  /* The first picture is the still one, too. */
  if (!self->seen_pixels)
    g_assert_true (frame->width == (guint) self->result->width
                   && frame->height == (guint) self->result->height);
}

static void
take_chunk (Reader *self, const char *name, const guint8 *data, guint32 size)
{
  if (g_str_equal (name, "IHDR"))
    {
      g_assert_cmpuint (size, ==, 13);
      self->header = data;
      self->result->width = (int) get_number (data);
      self->result->height = (int) get_number (data + 4);
      self->canvas = g_new0 (guint32, (gsize) self->result->width * (gsize) self->result->height);
    }
  else if (g_str_equal (name, "acTL"))
    {
      g_assert_cmpuint (size, ==, 8);
      g_assert_false (self->seen_pixels);
      self->n_promised = get_number (data);
    }
  else if (g_str_equal (name, "fcTL"))
    begin_frame (self, data, size);
  else if (g_str_equal (name, "IDAT"))
    {
      g_assert_cmpuint (self->result->pictures->len, ==, 0);
      g_assert_nonnull (self->frame.pixels);
      self->seen_pixels = TRUE;
      g_byte_array_append (self->frame.pixels, data, size);
    }
  else if (g_str_equal (name, "fdAT"))
    {
      g_assert_true (self->seen_pixels);
      g_assert_cmpuint (get_number (data), ==, self->n_numbered++);
      g_byte_array_append (self->frame.pixels, data + 4, size - 4);
    }
  else if (g_str_equal (name, "tEXt") || g_str_equal (name, "iTXt"))
    self->result->n_texts++;
  else if (g_str_equal (name, "IEND"))
    finish_frame (self);
  else
    g_error ("an unexpected chunk: %s", name);
}

ApngRead *
apng_read (const guint8 *data, gsize size)
{
  Reader self = { .result = g_new0 (ApngRead, 1) };
  char name[5] = "";

  self.result->pictures = g_ptr_array_new_with_free_func (g_free);
  self.result->milliseconds = g_array_new (FALSE, FALSE, sizeof (guint));
  g_assert_cmpuint (size, >, 8);
  g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
  for (gsize at = 8; at < size;)
    {
      const guint32 length = get_number (data + at);

      g_assert_cmpuint (length, <=, size - at - 12);
      memcpy (name, data + at + 4, 4);
      g_assert_cmphex (get_number (data + at + 8 + length), ==,
                       get_checksum (data + at + 4, length + 4));
      take_chunk (&self, name, data + at + 8, length);
      at += length + 12;
    }
  g_assert_cmpstr (name, ==, "IEND");
  g_assert_cmpuint (self.n_promised, ==, self.result->pictures->len);
  g_free (self.canvas);
  return self.result;
}

void
apng_read_free (ApngRead *self)
{
  g_ptr_array_unref (self->pictures);
  g_array_unref (self->milliseconds);
  g_free (self);
}

const guint32 *
apng_read_get (const ApngRead *self, guint picture)
{
  return g_ptr_array_index (self->pictures, picture);
}
