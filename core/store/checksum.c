/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A checksum that notices damaged bytes: CRC-64/XZ (the polynomial of ECMA-182, reflected).
 *
 * SQLite knows whether its own structure is right, not whether the bytes inside are those that were
 * written.  A CRC finds every burst of up to 64 wrong bits; nobody forges weights, so that a
 * cryptographic hash would only be slower (1.5 GB take seconds with SHA-256 of GLib, one with
 * this). Eight bytes at a time, with eight tables (“slicing by 8”, Kounavis and Berry 2005).
 */
#include "core/store/checksum.h"

#include <pthread.h>
#include <string.h>

#define POLYNOMIAL G_GUINT64_CONSTANT (0xC96C5795D7870F42)

static guint64 tables[8][256];
static pthread_once_t tables_made = PTHREAD_ONCE_INIT;

static void
make_tables (void)
{
  for (guint i = 0; i < 256; i++)
    {
      guint64 sum = i;

      for (guint bit = 0; bit < 8; bit++)
        sum = (sum >> 1) ^ ((sum & 1) != 0 ? POLYNOMIAL : 0);
      tables[0][i] = sum;
    }
  for (guint i = 0; i < 256; i++)
    for (guint k = 1; k < 8; k++)
      tables[k][i] = (tables[k - 1][i] >> 8) ^ tables[0][tables[k - 1][i] & 0xff];
}

guint64
dh_checksum_add (guint64 sum, const void *data, gsize size)
{
  const guint8 *bytes = data;

  pthread_once (&tables_made, make_tables);
  sum = ~sum;
  for (; size >= 8; size -= 8, bytes += 8)
    {
      guint64 word;

      memcpy (&word, bytes, sizeof word);
      word = GUINT64_FROM_LE (word) ^ sum;
      sum = 0;
      for (guint k = 0; k < 8; k++)
        sum ^= tables[7 - k][(word >> (8 * k)) & 0xff];
    }
  for (; size > 0; size--, bytes++)
    sum = (sum >> 8) ^ tables[0][(sum ^ *bytes) & 0xff];
  return ~sum;
}
