/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a pickle calls by name: the functions that Python and NumPy store plain data with.
 *
 * None is called.  They are found in a short table, and what they would make of their arguments is
 * made here: bytes, numbers, and arrays of one or two dimensions whose elements the processor
 * knows, with the least significant byte first.  An array must be as long as its bytes.
 *
 * Source: NumPy, what ndarray.__reduce__ and dtype.__reduce__ document and return.
 */
#include "core/data/pickle-call.h"

#include <math.h>
#include <string.h>

#define MAX_LENGTH 1000000

/* What the names stand for; a NAME's number. */
typedef enum
{
  NAME_NEW_ARRAY,   /* (class, shape, letter): an array that a state will fill */
  NAME_ARRAY_CLASS, /* only an argument of the above */
  NAME_TYPE,        /* ("f8", …): a type of elements */
  NAME_SCALAR,      /* (type, bytes) */
  NAME_FROM_BUFFER, /* (bytes, type, shape, order) */
  NAME_ENCODE,      /* (text, "latin1"): bytes, in protocols that have none */
  NAME_BYTES,       /* (): no bytes */
} Name;

static gpointer
refuse (const char **reason, const char *why)
{
  *reason = why;
  return NULL;
}

static DhPythonValue *
checked (DhPythonValue *value, const char **reason)
{
  return value != NULL ? value : refuse (reason, "too many values");
}

DhPythonValue *
dh_pickle_find_name (DhPythonTree *tree, const char *module, const char *name, const char **reason)
{
  static const struct
  {
    const char *module, *name;
    Name meaning;
  } names[] = {
    { "numpy.core.multiarray", "_reconstruct", NAME_NEW_ARRAY },
    { "numpy._core.multiarray", "_reconstruct", NAME_NEW_ARRAY },
    { "numpy.core.multiarray", "scalar", NAME_SCALAR },
    { "numpy._core.multiarray", "scalar", NAME_SCALAR },
    { "numpy.core.numeric", "_frombuffer", NAME_FROM_BUFFER },
    { "numpy._core.numeric", "_frombuffer", NAME_FROM_BUFFER },
    { "numpy", "ndarray", NAME_ARRAY_CLASS },
    { "numpy", "dtype", NAME_TYPE },
    { "_codecs", "encode", NAME_ENCODE },
    { "__builtin__", "bytes", NAME_BYTES },
    { "builtins", "bytes", NAME_BYTES },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (module, names[i].module) == 0 && g_strcmp0 (name, names[i].name) == 0)
      {
        DhPythonValue *value = checked (dh_python_tree_add (tree, DH_PYTHON_NAME), reason);

        if (value != NULL)
          value->integer = names[i].meaning;
        return value;
      }
  return refuse (reason, "a name, which isn’t data");
}

/* ---- arrays ---- */

/* "f8", "<f4", "|u1" …: numbers that the processor knows. */
static DhPythonValue *
make_type (DhPythonTree *tree, const DhPythonValue *arguments, const char **reason)
{
  static const char known[][3] = {
    "b1", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f4", "f8"
  };
  const char *text = dh_python_value_get_text (dh_python_value_get_item (arguments, 0));
  DhPythonValue *type;

  if (text != NULL && (*text == '<' || *text == '|'))
    text++;
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (text, known[i]))
      {
        type = checked (dh_python_tree_add (tree, DH_PYTHON_TYPE), reason);
        if (type != NULL)
          {
            type->integer = text[1] - '0';
            type->element = *text == 'f'   ? DH_ELEMENT_FLOAT
                            : *text == 'i' ? DH_ELEMENT_SIGNED
                                           : DH_ELEMENT_UNSIGNED;
          }
        return type;
      }
  return refuse (reason, "an array of something else than numbers");
}

/* One or two lengths, (n,) or (n, m); none is a scalar. */
static gboolean
read_shape (const DhPythonValue *value, gsize shape[2])
{
  const guint n = dh_python_value_get_length (value);

  shape[0] = shape[1] = 1;
  for (guint i = 0; i < n && n <= 2; i++)
    {
      const DhPythonValue *length = dh_python_value_get_item (value, i);

      if (length->kind != DH_PYTHON_INT || length->integer < 0 || length->integer > MAX_LENGTH)
        return FALSE;
      shape[i] = (gsize) length->integer;
    }
  return value != NULL && value->kind == DH_PYTHON_TUPLE && n <= 2;
}

static gboolean
fill_array (DhPythonValue *array, const DhPythonValue *shape, const DhPythonValue *type,
            const DhPythonValue *bytes, const char **reason)
{
  if (type == NULL || type->kind != DH_PYTHON_TYPE || bytes == NULL
      || bytes->kind != DH_PYTHON_BYTES || array->data != NULL
      || !read_shape (shape, array->shape))
    return refuse (reason, "an array of an unknown form") != NULL;
  if ((guint64) array->shape[0] * array->shape[1] * (guint64) type->integer != bytes->n_bytes)
    return refuse (reason, "an array has a wrong length") != NULL;
  array->type = type;
  array->data = bytes;
  return TRUE;
}

/* Without rows or columns, until its state comes. */
static DhPythonValue *
make_empty_array (DhPythonTree *tree, const char **reason)
{
  return checked (dh_python_tree_add (tree, DH_PYTHON_ARRAY), reason);
}

static DhPythonValue *
make_array (DhPythonTree *tree, const DhPythonValue *arguments, const char **reason)
{
  const DhPythonValue *order = dh_python_value_get_item (arguments, 3);
  DhPythonValue *array = make_empty_array (tree, reason);

  if (array == NULL
      || !fill_array (array, dh_python_value_get_item (arguments, 2),
                      dh_python_value_get_item (arguments, 1),
                      dh_python_value_get_item (arguments, 0), reason))
    return NULL;
  array->by_columns = g_strcmp0 (dh_python_value_get_text (order), "F") == 0;
  return array;
}

static DhPythonValue *
make_scalar (DhPythonTree *tree, const DhPythonValue *arguments, const char **reason)
{
  const DhPythonValue *type = dh_python_value_get_item (arguments, 0);
  const DhPythonValue *bytes = dh_python_value_get_item (arguments, 1);
  const DhPythonValue array = {
    .kind = DH_PYTHON_ARRAY, .shape = { 1, 1 }, .type = type, .data = bytes
  };
  DhPythonValue *value;

  if (type == NULL || type->kind != DH_PYTHON_TYPE || bytes == NULL
      || bytes->kind != DH_PYTHON_BYTES || bytes->n_bytes != (gsize) type->integer)
    return refuse (reason, "a number of an unknown form");
  value = checked (dh_python_tree_add (tree, DH_PYTHON_FLOAT), reason);
  if (value != NULL && !dh_python_value_get_matrix (&array, 1, 1, &value->number))
    value->number = NAN;
  return value;
}

/* ---- bytes ---- */

/* Latin-1 in a text: each character is a byte. */
static DhPythonValue *
make_encoded (DhPythonTree *tree, const DhPythonValue *arguments, const char **reason)
{
  const DhPythonValue *text = dh_python_value_get_item (arguments, 0);
  const char *way = dh_python_value_get_text (dh_python_value_get_item (arguments, 1));
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const char *at, *end;

  if (text == NULL || text->kind != DH_PYTHON_TEXT
      || (g_strcmp0 (way, "latin1") != 0 && g_strcmp0 (way, "latin-1") != 0))
    return refuse (reason, "bytes of an unknown form");
  at = (const char *) text->bytes;
  for (end = at + text->n_bytes; at < end; at = g_utf8_next_char (at))
    {
      const gunichar number = g_utf8_get_char (at);
      const guint8 byte = (guint8) number;

      if (number > 0xff)
        return refuse (reason, "bytes of an unknown form");
      g_byte_array_append (bytes, &byte, 1);
    }
  return checked (dh_python_tree_add_bytes (tree, DH_PYTHON_BYTES, bytes->data, bytes->len),
                  reason);
}

static DhPythonValue *
make_no_bytes (DhPythonTree *tree, const DhPythonValue *arguments, const char **reason)
{
  if (arguments->items->len > 0)
    return refuse (reason, "bytes of an unknown form");
  return checked (dh_python_tree_add_bytes (tree, DH_PYTHON_BYTES, NULL, 0), reason);
}

DhPythonValue *
dh_pickle_call (DhPythonTree *tree, const DhPythonValue *name, const DhPythonValue *arguments,
                const char **reason)
{
  if (name->kind != DH_PYTHON_NAME || arguments->kind != DH_PYTHON_TUPLE)
    return refuse (reason, "a call of what has no name");
  switch ((Name) name->integer)
    {
    case NAME_NEW_ARRAY:
      return make_empty_array (tree, reason);
    case NAME_FROM_BUFFER:
      return make_array (tree, arguments, reason);
    case NAME_TYPE:
      return make_type (tree, arguments, reason);
    case NAME_SCALAR:
      return make_scalar (tree, arguments, reason);
    case NAME_ENCODE:
      return make_encoded (tree, arguments, reason);
    case NAME_BYTES:
      return make_no_bytes (tree, arguments, reason);
    case NAME_ARRAY_CLASS:
    default:
      return refuse (reason, "a call of a class");
    }
}

/* Of a type's state, only the order of bytes matters; an array's is (version, shape, type, by
 * columns, bytes). */
gboolean
dh_pickle_set_state (DhPythonValue *value, const DhPythonValue *state, const char **reason)
{
  const DhPythonValue *flag = dh_python_value_get_item (state, 3);
  const char *order = dh_python_value_get_text (dh_python_value_get_item (state, 1));

  if (value->kind == DH_PYTHON_TYPE)
    return g_strcmp0 (order, "<") == 0 || g_strcmp0 (order, "|") == 0
           || refuse (reason, "an array in another order of bytes") != NULL;
  if (value->kind != DH_PYTHON_ARRAY || flag == NULL || flag->kind != DH_PYTHON_BOOL)
    return refuse (reason, "a state of what has none") != NULL;
  value->by_columns = flag->integer != 0;
  return fill_array (value, dh_python_value_get_item (state, 1),
                     dh_python_value_get_item (state, 2), dh_python_value_get_item (state, 4),
                     reason);
}
