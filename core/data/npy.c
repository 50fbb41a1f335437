/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arrays as NumPy files: writing them, and reading what stands before the numbers.  A .npy file is
 * a magic string, the length of a header, the header (a Python dictionary in ASCII, filled up with
 * spaces so that the numbers begin on a 64-byte boundary) and the bare numbers.  Text formats were
 * rejected: they are large and lose digits.
 * Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
 */
#include "core/data/npy.h"

#include "core/base/safe-file.h"

#include <string.h>

#define ALIGNMENT 64
#define MAGIC     "\x93NUMPY"
#define N_MAGIC   6

GByteArray *
dh_npy_make_header (const char *type, const int *dimensions, guint n_dimensions)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  guint8 length[2];

  g_string_printf (text, "{'descr': '%s', 'fortran_order': False, 'shape': (", type);
  for (guint i = 0; i < n_dimensions; i++)
    g_string_append_printf (text, "%d,%s", dimensions[i], i + 1 < n_dimensions ? " " : "");
  g_string_append (text, "), }");
  while ((DH_NPY_PREAMBLE + text->len + 1) % ALIGNMENT != 0)
    g_string_append_c (text, ' ');
  g_string_append_c (text, '\n');

  length[0] = text->len & 0xff;
  length[1] = text->len >> 8;
  g_byte_array_append (bytes, (const guint8 *) MAGIC "\x01\x00", N_MAGIC + 2);
  g_byte_array_append (bytes, length, 2);
  g_byte_array_append (bytes, (const guint8 *) text->str, text->len);
  return bytes;
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
  g_autoptr (GByteArray) bytes = dh_npy_make_header ("<f4", dimensions, n_dimensions);
  gsize n_numbers = 1;

  g_assert (n_dimensions >= 1 && n_dimensions <= DH_NPY_MAX_DIMENSIONS);
  for (guint i = 0; i < n_dimensions; i++)
    n_numbers *= dimensions[i];
  append_numbers (bytes, numbers, n_numbers);
  return dh_safe_file_write (path, (const char *) bytes->data, bytes->len, error);
}

/* ---- reading ---- */

gsize
dh_npy_measure_preamble (const guint8 *preamble)
{
  if (memcmp (preamble, MAGIC, N_MAGIC) != 0 || preamble[6] < 1 || preamble[6] > 3)
    return 0;
  return preamble[6] == 1 ? DH_NPY_PREAMBLE : DH_NPY_MAX_PREAMBLE;
}

gsize
dh_npy_measure_header (const guint8 *preamble)
{
  gsize length = preamble[8] | preamble[9] << 8;

  if (preamble[6] > 1)
    length |= (gsize) preamble[10] << 16 | (gsize) preamble[11] << 24;
  return length;
}

static void
skip (const char **text, const char *what)
{
  *text += strspn (*text, what);
}

/* 'descr', in either quotation marks; longer words are cut off. */
static gboolean
take_word (const char **text, char *word, gsize size)
{
  const char quote = **text;
  const char *end = quote == '\'' || quote == '"' ? strchr (*text + 1, quote) : NULL;

  if (end == NULL)
    return FALSE;
  g_strlcpy (word, *text + 1, MIN (size, (gsize) (end - *text)));
  *text = end + 1;
  return TRUE;
}

static gboolean
take_truth (const char **text, gboolean *truth)
{
  *truth = g_str_has_prefix (*text, "True");
  if (!*truth && !g_str_has_prefix (*text, "False"))
    return FALSE;
  *text += *truth ? 4 : 5;
  return TRUE;
}

static gboolean
take_shape (const char **text, DhNpyHeader *header)
{
  if (**text != '(')
    return FALSE;
  ++*text;
  skip (text, " ");
  while (g_ascii_isdigit (**text))
    {
      char *end;

      if (header->n_dimensions == DH_NPY_MAX_DIMENSIONS)
        return FALSE;
      header->dimensions[header->n_dimensions++] = g_ascii_strtoull (*text, &end, 10);
      *text = end;
      skip (text, ", ");
    }
  return *(*text)++ == ')';
}

static gboolean
take_entry (const char **text, DhNpyHeader *header, guint *found)
{
  char key[16];

  if (!take_word (text, key, sizeof key))
    return FALSE;
  skip (text, ": ");
  if (g_str_equal (key, "descr"))
    *found |= 1;
  else if (g_str_equal (key, "fortran_order"))
    *found |= 2;
  else if (g_str_equal (key, "shape"))
    *found |= 4;
  return g_str_equal (key, "descr")           ? take_word (text, header->type, sizeof header->type)
         : g_str_equal (key, "fortran_order") ? take_truth (text, &header->fortran_order)
         : g_str_equal (key, "shape")         ? take_shape (text, header)
                                              : FALSE;
}

gboolean
dh_npy_parse_header (const char *text, DhNpyHeader *header)
{
  guint found = 0;

  memset (header, 0, sizeof *header);
  skip (&text, " ");
  if (*text++ != '{')
    return FALSE;
  skip (&text, " ");
  while (*text != '}')
    {
      if (!take_entry (&text, header, &found))
        return FALSE;
      skip (&text, ", ");
    }
  return found == 7;
}
