/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing arrays as NumPy files.  A .npy file is a magic string, the length of a header, the header
 * (a Python dictionary in ASCII, filled up with spaces so that the numbers begin on a 64-byte
 * boundary) and the bare numbers.  Text formats were rejected: they are large and lose digits.
 * Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
 */
#include "core/data/npy.h"

#include "core/data/file.h"

#include <string.h>

#define ALIGNMENT 64
/* Magic, version and the 16-bit length of what follows. */
#define PREAMBLE 10

static GString *
make_header (const int *dimensions, guint n_dimensions)
{
  GString *header = g_string_new ("{'descr': '<f4', 'fortran_order': False, 'shape': (");

  for (guint i = 0; i < n_dimensions; i++)
    g_string_append_printf (header, "%d,%s", dimensions[i], i + 1 < n_dimensions ? " " : "");
  g_string_append (header, "), }");
  while ((PREAMBLE + header->len + 1) % ALIGNMENT != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  return header;
}

static void
append_numbers (GByteArray *bytes, const float *numbers, gsize n_numbers)
{
  guint start = bytes->len;

  g_byte_array_append (bytes, (const guint8 *) numbers, n_numbers * sizeof (float));
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    for (gsize i = 0; i < n_numbers; i++)
      {
        guint32 word;

        memcpy (&word, bytes->data + start + i * 4, 4);
        word = GUINT32_TO_LE (word);
        memcpy (bytes->data + start + i * 4, &word, 4);
      }
}

gboolean
dh_npy_write (const char *path, const float *numbers, const int *dimensions, guint n_dimensions,
              GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GString) header = NULL;
  gsize n_numbers = 1;
  guint8 length[2];

  g_assert (n_dimensions >= 1 && n_dimensions <= DH_NPY_MAX_DIMENSIONS);
  for (guint i = 0; i < n_dimensions; i++)
    n_numbers *= dimensions[i];

  header = make_header (dimensions, n_dimensions);
  length[0] = header->len & 0xff;
  length[1] = header->len >> 8;
  g_byte_array_append (bytes, (const guint8 *) "\x93NUMPY\x01\x00", 8);
  g_byte_array_append (bytes, length, 2);
  g_byte_array_append (bytes, (const guint8 *) header->str, header->len);
  append_numbers (bytes, numbers, n_numbers);
  return dh_file_write (path, bytes->data, bytes->len, error);
}
