/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A reader of QR codes, written from the standard (ISO/IEC 18004:2015): format, mask, zigzag,
 * blocks, and Reed-Solomon's remainders, which must be zero.  It corrects nothing, so it is
 * stricter than any phone.  Only one segment of bytes, and versions 1 … 25.
 */
#include "tests/ui/plot/qr-reader.h"

#include <string.h>

#define QUIET     4
#define MAX_SIDE  117
#define MAX_BYTES 1600

/* Table 9, for the levels L, M, Q and H: codewords for correction in a block, and blocks. */
static const guint8 correction[4][26] = {
  { 0,  7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24,
    26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26 },
  { 0,  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22,
    22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28 },
  { 0,  13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26,
    24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30 },
  { 0,  17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28,
    22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30 },
};
static const guint8 blocks[4][26] = {
  { 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12 },
  { 0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21 },
  { 0, 1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29 },
  { 0, 1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35 },
};

typedef struct
{
  int side, version, level, mask;
  guint8 dark[MAX_SIDE][MAX_SIDE]; /* [y][x] */
  guint8 codewords[MAX_BYTES], data[MAX_BYTES];
  int n_codewords, n_data;
} Reader;

/* ---- the picture ---- */

static gboolean
is_dark (cairo_surface_t *picture, double x, double y)
{
  const guint8 *data = cairo_image_surface_get_data (picture);
  const guint32 *row = (const guint32 *) (data
                                          + (int) y * cairo_image_surface_get_stride (picture));

  return (row[(int) x] & 255) < 128;
}

static void
sample (Reader *self, cairo_surface_t *picture)
{
  double pixels = cairo_image_surface_get_width (picture) / (double) (self->side + 2 * QUIET);

  cairo_surface_flush (picture);
  for (int y = 0; y < self->side; y++)
    for (int x = 0; x < self->side; x++)
      self->dark[y][x] = is_dark (picture, (x + QUIET + .5) * pixels, (y + QUIET + .5) * pixels);
}

/* ---- what isn't data ---- */

static gboolean
is_near_alignment (const Reader *self, int x, int y)
{
  int n = self->version / 7 + 2, step = 0, places[8];

  if (self->version < 2)
    return FALSE;
  step = (self->version * 4 + n * 2 + 1) / (n * 2 - 2) * 2;
  places[0] = 6;
  for (int i = n - 1, place = self->side - 7; i >= 1; i--, place -= step)
    places[i] = place;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      if (!((i == 0 && j == 0) || (i == 0 && j == n - 1) || (i == n - 1 && j == 0))
          && ABS (x - places[i]) <= 2 && ABS (y - places[j]) <= 2)
        return TRUE;
  return FALSE;
}

static gboolean
is_function (const Reader *self, int x, int y)
{
  const int far = self->side - 8;

  if ((x < 9 && y < 9) || (x >= far && y < 9) || (x < 9 && y >= far) || x == 6 || y == 6)
    return TRUE;
  if (self->version >= 7 && ((x >= far - 3 && y < 6) || (y >= far - 3 && x < 6)))
    return TRUE;
  return is_near_alignment (self, x, y);
}

static gboolean
is_flipped (int mask, int x, int y)
{
  switch (mask)
    {
    case 0:
      return (x + y) % 2 == 0;
    case 1:
      return y % 2 == 0;
    case 2:
      return x % 3 == 0;
    case 3:
      return (x + y) % 3 == 0;
    case 4:
      return (x / 3 + y / 2) % 2 == 0;
    case 5:
      return x * y % 2 + x * y % 3 == 0;
    case 6:
      return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
      return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

static gboolean
read_format (Reader *self)
{
  static const int levels[4] = { 1, 0, 3, 2 }; /* M, L, H, Q */
  int bits = 0, rest;

  for (int i = 0; i < 6; i++)
    bits |= self->dark[i][8] << i;
  bits |= self->dark[7][8] << 6 | self->dark[8][8] << 7 | self->dark[8][7] << 8;
  for (int i = 9; i < 15; i++)
    bits |= self->dark[8][14 - i] << i;
  bits ^= 0x5412;
  rest = bits;
  for (int i = 14; i >= 10; i--)
    if (rest >> i & 1)
      rest ^= 0x537 << (i - 10);
  self->level = levels[bits >> 13];
  self->mask = bits >> 10 & 7;
  return rest == 0;
}

/* ---- codewords ---- */

static void
add_bit (Reader *self, int *n_bits, gboolean bit)
{
  int at = *n_bits / 8;

  if (at < MAX_BYTES)
    self->codewords[at] = (guint8) (self->codewords[at] | bit << (7 - *n_bits % 8));
  ++*n_bits;
}

static void
read_codewords (Reader *self)
{
  int n_bits = 0;

  for (int right = self->side - 1; right >= 1; right -= 2)
    {
      if (right == 6)
        right = 5;
      for (int i = 0; i < self->side; i++)
        for (int j = 0; j < 2; j++)
          {
            int x = right - j, y = ((right + 1) & 2) == 0 ? self->side - 1 - i : i;

            if (!is_function (self, x, y))
              add_bit (self, &n_bits, self->dark[y][x] != is_flipped (self->mask, x, y));
          }
    }
  self->n_codewords = n_bits / 8;
}

static guint8
multiply (guint8 a, guint8 b)
{
  int product = 0;

  for (int i = 7; i >= 0; i--)
    {
      product = product << 1 ^ (product >> 7) * 0x11d;
      product ^= (b >> i & 1) * a;
    }
  return (guint8) product;
}

static gboolean
has_no_remainder (const guint8 *block, int size, int n_correction)
{
  guint8 root = 1;

  for (int i = 0; i < n_correction; i++, root = multiply (root, 2))
    {
      guint8 sum = 0;

      for (int k = 0; k < size; k++)
        sum = multiply (sum, root) ^ block[k];
      if (sum != 0)
        return FALSE;
    }
  return TRUE;
}

/* One block's codewords, picked out of all; returns how many. */
static int
pick_block (const Reader *self, int which, int n_blocks, int n_short, int n_correction,
            guint8 *block)
{
  const int size = self->n_codewords / n_blocks;
  int at = 0, n = 0;

  for (int i = 0; i <= size; i++)
    for (int j = 0; j < n_blocks; j++)
      {
        if (i == size - n_correction && j < n_short)
          continue;
        if (j == which && at < self->n_codewords)
          block[n++] = self->codewords[at];
        at++;
      }
  return n;
}

static gboolean
read_blocks (Reader *self)
{
  const int n_blocks = blocks[self->level][self->version];
  const int n_correction = correction[self->level][self->version];
  const int n_short = n_blocks - self->n_codewords % n_blocks;

  for (int i = 0; i < n_blocks; i++)
    {
      guint8 block[MAX_BYTES];
      int n = pick_block (self, i, n_blocks, n_short, n_correction, block);

      if (!has_no_remainder (block, n, n_correction))
        return FALSE;
      memcpy (self->data + self->n_data, block, (gsize) (n - n_correction));
      self->n_data += n - n_correction;
    }
  return TRUE;
}

static int
take_bits (const Reader *self, int *at, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++, ++*at)
    value = value << 1 | (self->data[*at / 8] >> (7 - *at % 8) & 1);
  return value;
}

static char *
dup_text (const Reader *self)
{
  int at = 0, mode = take_bits (self, &at, 4);
  int n = take_bits (self, &at, self->version < 10 ? 8 : 16);
  char *text;

  if (mode != 4 || n > self->n_data)
    return NULL;
  text = g_malloc0 ((gsize) n + 1);
  for (int i = 0; i < n; i++)
    text[i] = (char) take_bits (self, &at, 8);
  return text;
}

char *
qr_reader_read (cairo_surface_t *picture, int side, char *level)
{
  g_autofree Reader *self = g_new0 (Reader, 1);

  self->side = side;
  self->version = (side - 17) / 4;
  if (side > MAX_SIDE || self->version * 4 + 17 != side)
    return NULL;
  sample (self, picture);
  if (!read_format (self))
    return NULL;
  *level = "LMQH"[self->level];
  read_codewords (self);
  return read_blocks (self) ? dup_text (self) : NULL;
}
