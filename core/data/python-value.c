/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values of Python that came in a file: numbers, texts, bytes, lists, dicts and NumPy's arrays.
 *
 * All values belong to one flat list, not to each other: a pickle may name a value twice, or put a
 * list into itself.  So nothing here follows values to any depth, and freeing can't recurse.  The
 * files come from anywhere, hence the number of values and of their bytes is limited.
 */
#include "core/data/python-value.h"

#include <math.h>
#include <string.h>

/* An extracted face has about 2,000: landmarks, and the 512 numbers of an identity or two. */
#define MAX_VALUES 200000
/* Of all values together: several times what a file may have. */
#define MAX_BYTES ((gsize) 64 << 20)

struct _DhPythonTree
{
  GPtrArray *values;
  gsize n_bytes; /* of all of them */
  const DhPythonValue *root;
};

static void
value_free (DhPythonValue *self)
{
  g_free (self->bytes);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

DhPythonTree *
dh_python_tree_new (void)
{
  DhPythonTree *self = g_new0 (DhPythonTree, 1);

  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) value_free);
  return self;
}

void
dh_python_tree_free (DhPythonTree *self)
{
  g_ptr_array_unref (self->values);
  g_free (self);
}

DhPythonValue *
dh_python_tree_add (DhPythonTree *self, DhPythonKind kind)
{
  DhPythonValue *value;

  if (self->values->len == MAX_VALUES)
    return NULL;
  value = g_new0 (DhPythonValue, 1);
  value->kind = kind;
  if (kind == DH_PYTHON_LIST || kind == DH_PYTHON_TUPLE || kind == DH_PYTHON_DICT)
    value->items = g_ptr_array_new ();
  g_ptr_array_add (self->values, value);
  return value;
}

DhPythonValue *
dh_python_tree_add_bytes (DhPythonTree *self, DhPythonKind kind, const void *bytes, gsize n)
{
  DhPythonValue *value = n <= MAX_BYTES - self->n_bytes ? dh_python_tree_add (self, kind) : NULL;

  if (value == NULL)
    return NULL;
  self->n_bytes += n;
  value->bytes = g_malloc (n + 1);
  if (n > 0)
    memcpy (value->bytes, bytes, n);
  value->bytes[n] = 0;
  value->n_bytes = n;
  return value;
}

gboolean
dh_python_is_text (const guint8 *bytes, gsize n)
{
  while (n > 0)
    {
      const guint8 *zero = memchr (bytes, 0, n);
      const gsize n_before = zero != NULL ? (gsize) (zero - bytes) : n;

      if (!g_utf8_validate_len ((const char *) bytes, n_before, NULL))
        return FALSE;
      n -= MIN (n_before + 1, n);
      bytes += n_before + 1;
    }
  return TRUE;
}

const DhPythonValue *
dh_python_tree_get_root (const DhPythonTree *self)
{
  return self->root;
}

void
dh_python_tree_set_root (DhPythonTree *self, const DhPythonValue *root)
{
  self->root = root;
}

const DhPythonValue *
dh_python_value_find (const DhPythonValue *self, const char *key)
{
  if (self == NULL || self->kind != DH_PYTHON_DICT)
    return NULL;
  for (guint i = self->items->len; i >= 2; i -= 2)
    if (g_strcmp0 (dh_python_value_get_text (self->items->pdata[i - 2]), key) == 0)
      return self->items->pdata[i - 1];
  return NULL;
}

static gboolean
is_sequence (const DhPythonValue *self)
{
  return self != NULL && (self->kind == DH_PYTHON_LIST || self->kind == DH_PYTHON_TUPLE);
}

guint
dh_python_value_get_length (const DhPythonValue *self)
{
  return is_sequence (self) ? self->items->len : 0;
}

const DhPythonValue *
dh_python_value_get_item (const DhPythonValue *self, guint index)
{
  return index < dh_python_value_get_length (self) ? self->items->pdata[index] : NULL;
}

const char *
dh_python_value_get_text (const DhPythonValue *self)
{
  if (self == NULL || self->kind != DH_PYTHON_TEXT || memchr (self->bytes, 0, self->n_bytes))
    return NULL;
  return (const char *) self->bytes;
}

gboolean
dh_python_value_get_number (const DhPythonValue *self, double *number)
{
  if (self == NULL || (self->kind != DH_PYTHON_INT && self->kind != DH_PYTHON_FLOAT))
    return FALSE;
  *number = self->kind == DH_PYTHON_INT ? (double) self->integer : self->number;
  return isfinite (*number);
}

/* ---- arrays ---- */

static guint64
read_bits (const guint8 *bytes, gsize n)
{
  guint64 bits = 0;

  for (gsize i = n; i > 0; i--)
    bits = bits << 8 | bytes[i - 1];
  return bits;
}

static double
read_float (const guint8 *bytes, gsize n)
{
  const guint64 bits = read_bits (bytes, n);
  const guint32 low = (guint32) bits;
  double wide;
  float narrow;

  if (n == sizeof narrow)
    {
      memcpy (&narrow, &low, sizeof narrow);
      return narrow;
    }
  memcpy (&wide, &bits, sizeof wide);
  return wide;
}

static double
read_element (const DhPythonValue *self, gsize index)
{
  const gsize n = (gsize) self->type->integer;
  const guint8 *bytes = self->data->bytes + index * n;
  guint64 bits;

  if (self->type->element == DH_ELEMENT_FLOAT)
    return read_float (bytes, n);
  bits = read_bits (bytes, n);
  if (self->type->element == DH_ELEMENT_UNSIGNED)
    return (double) bits;
  /* The sign bit is moved to the left end and back. */
  return (double) ((gint64) (bits << (64 - 8 * n)) >> (64 - 8 * n));
}

static gboolean
read_array (const DhPythonValue *self, guint n_rows, guint n_columns, double *numbers)
{
  if (self->shape[0] != n_rows || self->shape[1] != n_columns)
    return FALSE;
  for (guint i = 0; i < n_rows; i++)
    for (guint k = 0; k < n_columns; k++, numbers++)
      {
        *numbers = read_element (self, self->by_columns ? (gsize) k * n_rows + i
                                                        : (gsize) i * n_columns + k);
        if (!isfinite (*numbers))
          return FALSE;
      }
  return TRUE;
}

gboolean
dh_python_value_get_matrix (const DhPythonValue *self, guint n_rows, guint n_columns,
                            double *numbers)
{
  if (self != NULL && self->kind == DH_PYTHON_ARRAY)
    return read_array (self, n_rows, n_columns, numbers);
  if (dh_python_value_get_length (self) != n_rows)
    return FALSE;
  for (guint i = 0; i < n_rows; i++)
    {
      const DhPythonValue *row = dh_python_value_get_item (self, i);

      if (dh_python_value_get_length (row) != n_columns)
        return FALSE;
      for (guint k = 0; k < n_columns; k++)
        if (!dh_python_value_get_number (dh_python_value_get_item (row, k), numbers++))
          return FALSE;
    }
  return TRUE;
}

guint
dh_python_value_get_n_rows (const DhPythonValue *self)
{
  if (self != NULL && self->kind == DH_PYTHON_ARRAY)
    return (guint) MIN (self->shape[0], G_MAXUINT);
  return dh_python_value_get_length (self);
}
