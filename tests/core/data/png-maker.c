/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes PNG files by hand.  Test files must not come from the library that reads them, so chunks,
 * checksums and a zlib stream of stored blocks are made here.
 */
#include "tests/core/data/png-maker.h"

#include <string.h>

#define BLOCK 65535

void
png_maker_put (GByteArray *bytes, guint32 number, int n_bytes)
{
  for (int i = n_bytes - 1; i >= 0; i--)
    g_byte_array_append (bytes, &(guint8) { number >> 8 * i & 0xff }, 1);
}

static guint32
get_checksum (const guint8 *data, gsize size)
{
  guint32 sum = 0xffffffff;

  for (gsize i = 0; i < 8 * size; i++)
    {
      if (i % 8 == 0)
        sum ^= data[i / 8];
      sum = sum & 1 ? sum >> 1 ^ 0xedb88320 : sum >> 1;
    }
  return ~sum;
}

static void
add (GByteArray *file, const char *name, const void *data, gsize size, guint32 wrong)
{
  guint start;

  png_maker_put (file, (guint32) size, 4);
  start = file->len;
  g_byte_array_append (file, (const guint8 *) name, 4);
  g_byte_array_append (file, data, (guint) size);
  png_maker_put (file, get_checksum (file->data + start, size + 4) ^ wrong, 4);
}

void
png_maker_add (GByteArray *file, const char *name, const void *data, gsize size)
{
  add (file, name, data, size, 0);
}

void
png_maker_add_bad (GByteArray *file, const char *name, const void *data, gsize size)
{
  add (file, name, data, size, 0x100);
}

GByteArray *
png_maker_new (int width, int height, int depth, int kind)
{
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GByteArray) header = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  png_maker_put (header, width, 4);
  png_maker_put (header, height, 4);
  g_byte_array_append (header, (guint8[]) { depth, kind, 0, 0, 0 }, 5);
  png_maker_add (file, "IHDR", header->data, header->len);
  return file;
}

GByteArray *
png_maker_deflate (const void *data, gsize size)
{
  GByteArray *stream = g_byte_array_new ();
  guint32 a = 1, b = 0;

  g_byte_array_append (stream, (const guint8 *) "\x78\x01", 2);
  for (gsize at = 0; at == 0 || at < size; at += BLOCK)
    {
      guint n = (guint) MIN (size - at, BLOCK);

      g_byte_array_append (stream,
                           (guint8[]) { at + n == size, n & 0xff, n >> 8, ~n & 0xff,
                                        ~n >> 8 & 0xff },
                           5);
      g_byte_array_append (stream, (const guint8 *) data + at, n);
    }
  for (gsize i = 0; i < size; i++)
    {
      a = (a + ((const guint8 *) data)[i]) % 65521;
      b = (b + a) % 65521;
    }
  png_maker_put (stream, b << 16 | a, 4);
  return stream;
}

void
png_maker_add_rows (GByteArray *file, const void *rows, gsize stride, int n_rows)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();
  g_autoptr (GByteArray) stream = NULL;

  for (int y = 0; y < n_rows; y++)
    {
      g_byte_array_append (raw, (const guint8 *) "", 1);
      g_byte_array_append (raw, (const guint8 *) rows + y * stride, (guint) stride);
    }
  stream = png_maker_deflate (raw->data, raw->len);
  png_maker_add (file, "IDAT", stream->data, stream->len);
}

void
png_maker_end (GByteArray *file)
{
  png_maker_add (file, "IEND", "", 0);
}

void
png_maker_add_gamma (GByteArray *file, guint32 gamma)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  png_maker_put (data, gamma, 4);
  png_maker_add (file, "gAMA", data->data, data->len);
}
