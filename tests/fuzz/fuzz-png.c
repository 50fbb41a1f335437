/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PNG files.  Libpng has its own fuzzer; this one tests how its results are used: sizes, depths,
 * colour spaces, orientation, notices.  Headers of large pictures are left to the tests of memory:
 * a run would do nothing but zero pixels.
 *
 * A change in a chunk makes its checksum wrong, and the code after the check isn't reached; so
 * every input is tried again with correct checksums.
 */
#include "core/data/png.h"
#include "tests/core/data/picture-trial.h"

#include <stdint.h>
#include <string.h>

#define MOST 256

static guint32
get_number (const uint8_t *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static void
put_number (uint8_t *bytes, guint32 number)
{
  for (guint i = 0; i < 4; i++)
    bytes[i] = (uint8_t) (number >> (24 - 8 * i));
}

/* PNG specification, annex D. */
static guint32
get_check_sum (const uint8_t *bytes, size_t size)
{
  guint32 sum = 0xffffffffu;

  for (size_t i = 0; i < size; i++)
    {
      sum ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = (sum & 1) ? 0xedb88320u ^ (sum >> 1) : sum >> 1;
    }
  return sum ^ 0xffffffffu;
}

static void
right_check_sums (uint8_t *data, size_t size)
{
  size_t at = 8;

  while (at + 12 <= size && get_number (data + at) <= size - at - 12)
    {
      guint32 length = get_number (data + at);

      put_number (data + at + 8 + length, get_check_sum (data + at + 4, length + 4));
      at += 12 + length;
    }
}

static void
try_picture (const uint8_t *data, size_t size)
{
  g_autoptr (DhNotices) notices = dh_notices_new ();
  g_autoptr (GError) error = NULL;
  DhImage *image;

  if (size >= 24 && (get_number (data + 16) > MOST || get_number (data + 20) > MOST))
    return;
  image = dh_png_read_data ("picture.png", data, size, notices, &error);
  g_assert_true ((image != NULL) == (error == NULL));
  assert_said_as_text (error, notices);
  if (image == NULL)
    return;
  g_assert_cmpint (image->width, >=, 1);
  g_assert_cmpint (image->width, <=, MOST);
  g_assert_cmpint (image->height, >=, 1);
  g_assert_cmpint (image->height, <=, MOST);
  dh_image_free (image);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree uint8_t *copy = g_memdup2 (data, size);

  try_picture (data, size);
  right_check_sums (copy, size);
  try_picture (copy, size);
  return 0;
}
