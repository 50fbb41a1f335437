/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/python-literal.h"

#include <string.h>

static DhPythonTree *
parse (const char *text)
{
  const char *reason;
  gsize at;
  DhPythonTree *tree = dh_python_literal_parse (text, strlen (text), &at, &reason);

  if (tree == NULL)
    g_test_message ("%s: byte %" G_GSIZE_FORMAT ": %s", text, at, reason);
  g_assert_nonnull (tree);
  g_assert_null (reason);
  return tree;
}

static void
assert_number (const char *text, DhPythonKind kind, double expected)
{
  g_autoptr (DhPythonTree) tree = parse (text);
  const DhPythonValue *root = dh_python_tree_get_root (tree);
  double number;

  g_assert_cmpint (root->kind, ==, kind);
  g_assert_true (dh_python_value_get_number (root, &number));
  g_assert_cmpfloat (number, ==, expected);
}

static void
test_numbers (void)
{
  assert_number ("0", DH_PYTHON_INT, 0);
  assert_number (" -12\n", DH_PYTHON_INT, -12);
  assert_number ("+7", DH_PYTHON_INT, 7);
  assert_number ("9223372036854775807", DH_PYTHON_INT, 9223372036854775807.0);
  assert_number ("1.5", DH_PYTHON_FLOAT, 1.5);
  assert_number ("-1.5e-05", DH_PYTHON_FLOAT, -1.5e-5);
  assert_number ("1e+16", DH_PYTHON_FLOAT, 1e16);
  assert_number (".5", DH_PYTHON_FLOAT, .5);
  assert_number ("5.", DH_PYTHON_FLOAT, 5);
  assert_number ("(3)", DH_PYTHON_INT, 3);
}

static void
assert_bytes (const char *text, DhPythonKind kind, const char *expected, gsize n)
{
  g_autoptr (DhPythonTree) tree = parse (text);
  const DhPythonValue *root = dh_python_tree_get_root (tree);

  g_assert_cmpint (root->kind, ==, kind);
  g_assert_cmpmem (root->bytes, root->n_bytes, expected, n);
}

/* What Python's repr() makes of these values. */
static void
test_texts (void)
{
  assert_bytes ("''", DH_PYTHON_TEXT, "", 0);
  assert_bytes ("'it\\'s'", DH_PYTHON_TEXT, "it's", 4);
  assert_bytes ("\"it's\"", DH_PYTHON_TEXT, "it's", 4);
  assert_bytes ("'a\\tb\\nc\\\\d'", DH_PYTHON_TEXT, "a\tb\nc\\d", 7);
  assert_bytes ("'\\xe9\\u20ac\\U0001f600'", DH_PYTHON_TEXT, "é€😀", strlen ("é€😀"));
  assert_bytes ("'caf\\udce9.png'", DH_PYTHON_TEXT, "caf\xef\xbf\xbd.png", 10);
  assert_bytes ("'é€'", DH_PYTHON_TEXT, "é€", strlen ("é€"));
  assert_bytes ("'a\\x00b'", DH_PYTHON_TEXT, "a\0b", 3);
  assert_bytes ("'a\\qb'", DH_PYTHON_TEXT, "a\\qb", 4);
  assert_bytes ("b''", DH_PYTHON_BYTES, "", 0);
  assert_bytes ("b'x\\x9c\\x00\\t\"\\\\'", DH_PYTHON_BYTES, "x\x9c\0\t\"\\", 6);
  assert_bytes ("b\"'\"", DH_PYTHON_BYTES, "'", 1);
  assert_bytes ("b'\\u1234'", DH_PYTHON_BYTES, "\\u1234", 6);
  assert_bytes ("b'\\0\\12\\377'", DH_PYTHON_BYTES, "\0\n\xff", 3);
}

static void
test_structure (void)
{
  g_autoptr (DhPythonTree) tree = parse (
    "{'a': [1, 2.5, (3, 4,), []], 'b': None, 5: True, 'a': {'c': ((1, 2), (3, 4))},\n"
    " 'd': (1,), 'e': False}");
  const DhPythonValue *root = dh_python_tree_get_root (tree);
  const DhPythonValue *a = dh_python_value_find (root, "a");
  double numbers[4];

  g_assert_cmpint (root->kind, ==, DH_PYTHON_DICT);
  g_assert_cmpint (dh_python_value_find (root, "b")->kind, ==, DH_PYTHON_NONE);
  g_assert_cmpint (dh_python_value_find (root, "e")->kind, ==, DH_PYTHON_BOOL);
  g_assert_null (dh_python_value_find (root, "5"));
  g_assert_cmpint (a->kind, ==, DH_PYTHON_DICT); /* the last of the same name */
  g_assert_true (dh_python_value_get_matrix (dh_python_value_find (a, "c"), 2, 2, numbers));
  g_assert_cmpfloat (numbers[2], ==, 3);
  g_assert_false (dh_python_value_get_matrix (dh_python_value_find (a, "c"), 2, 1, numbers));
  g_assert_cmpint (dh_python_value_find (root, "d")->kind, ==, DH_PYTHON_TUPLE);
  /* A missing key needs no check. */
  g_assert_null (dh_python_value_find (dh_python_value_find (root, "x"), "y"));
  g_assert_cmpuint (dh_python_value_get_length (NULL), ==, 0);
  g_assert_false (dh_python_value_get_number (dh_python_value_find (root, "e"), numbers));
}

static void
assert_refused (const char *text, gsize size, gsize expected_at)
{
  const char *reason = NULL;
  gsize at = 0;

  g_assert_null (dh_python_literal_parse (text, size, &at, &reason));
  g_assert_nonnull (reason);
  if (at != expected_at)
    g_test_message ("%.60s: byte %" G_GSIZE_FORMAT ": %s", text, at, reason);
  g_assert_cmpuint (at, ==, expected_at);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    gsize at;
  } cases[] = {
    { "", 0 },
    { "  ", 2 },
    { "nan", 0 },
    { "-inf", 0 },
    { "print(1)", 0 },
    { "__import__('os')", 0 },
    { "array([1])", 0 },
    { "np.float32(1)", 0 },
    { "[1, 2", 5 },
    { "[1 2]", 3 },
    { "[,]", 1 },
    { "{1, 2}", 2 },
    { "{'a' 1}", 5 },
    { "1 + 2j", 2 },
    { "1e999", 5 },
    { "99999999999999999999", 20 },
    { "007", 3 },
    { "0x10", 1 },
    { "'abc", 4 },
    { "'a\nb'", 2 },
    { "'\\U00110000'", 11 },
    { "'\\xg0'", 3 },
    { "'\\N{DIGIT ONE}'", 3 },
    { "'a' 'b'", 4 },
    { "b'\xc3\xa9'", 2 },
    { "'\xc3'", 3 },
    { "u'a'", 0 },
    { "1 # comment", 2 },
  };
  g_autofree char *digits = g_strnfill (1000, '1');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].text, strlen (cases[i].text), cases[i].at);
  assert_refused (digits, 1000, 0);
  assert_refused ("[1]\0", 4, 3);
}

/* As deep as is allowed, one deeper, and very deep. */
static void
test_depth (void)
{
  for (guint depth = 32; depth <= 3200000; depth = depth == 32 ? 33 : depth * 100)
    {
      g_autofree char *open = g_strnfill (depth, '['), *close = g_strnfill (depth, ']');
      g_autofree char *text = g_strconcat (open, close, NULL);

      if (depth == 32)
        dh_python_tree_free (parse (text));
      else
        assert_refused (text, strlen (text), 32);
    }
}

static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  const char *reason;
  gsize at;

  for (guint i = 0; i < 199999; i++)
    g_string_append (text, "1,");
  g_string_append_c (text, ']');
  dh_python_tree_free (parse (text->str));
  g_string_insert (text, 1, "1,");
  g_assert_null (dh_python_literal_parse (text->str, text->len, &at, &reason));
  g_assert_cmpstr (reason, ==, "too many values");
}

static void
test_truncated (void)
{
  static const char text[] =
    "{'a': [1, -2.5e3, (None,)], \"b\": b'\\x00\\t', 'c': {'\\u20ac': True}}";

  for (gsize n = 0; n < sizeof text - 1; n++)
    {
      g_autofree char *part = g_memdup2 (text, MAX (n, 1));
      const char *reason;
      gsize at;

      g_assert_null (dh_python_literal_parse (part, n, &at, &reason));
      g_assert_cmpuint (at, <=, n);
    }
  dh_python_tree_free (parse (text));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/python-literal/numbers", test_numbers);
  g_test_add_func ("/python-literal/texts", test_texts);
  g_test_add_func ("/python-literal/structure", test_structure);
  g_test_add_func ("/python-literal/refused", test_refused);
  g_test_add_func ("/python-literal/depth", test_depth);
  g_test_add_func ("/python-literal/many", test_many);
  g_test_add_func ("/python-literal/truncated", test_truncated);
  return g_test_run ();
}
