/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files in tests/data/pickles were written by Python 3.11 and NumPy 1.24
 * (tests/reference/pickles.py).
 */
#include "core/data/pickle.h"

#include <string.h>

static guint8 *
read_file (const char *name, gsize *size)
{
  g_autofree char *path = g_build_filename (g_getenv ("DH_TEST_DATA"), "pickles", name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;

  g_file_get_contents (path, &contents, size, &error);
  g_assert_no_error (error);
  return (guint8 *) contents;
}

static DhPythonTree *
parse (const char *name)
{
  gsize size, at;
  g_autofree guint8 *data = read_file (name, &size);
  const char *reason;
  DhPythonTree *tree = dh_pickle_parse (data, size, &at, &reason);

  if (tree == NULL)
    g_test_message ("%s: byte %" G_GSIZE_FORMAT ": %s", name, at, reason);
  g_assert_nonnull (tree);
  return tree;
}

static void
check_numbers (const DhPythonValue *list)
{
  static const double expected[] = { 1,  -2, 300, 70000, -70000, 1099511627776.0, -1099511627776.0,
                                     1.5 };

  g_assert_cmpuint (dh_python_value_get_length (list), ==, 11);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      double number;

      g_assert_true (dh_python_value_get_number (dh_python_value_get_item (list, i), &number));
      g_assert_cmpfloat (number, ==, expected[i]);
    }
  for (guint i = 8; i < 10; i++)
    {
      g_assert_cmpint (dh_python_value_get_item (list, i)->kind, ==, DH_PYTHON_BOOL);
      g_assert_cmpint (dh_python_value_get_item (list, i)->integer, ==, i == 8);
    }
  g_assert_cmpint (dh_python_value_get_item (list, 10)->kind, ==, DH_PYTHON_NONE);
}

static void
check_tuple (const DhPythonValue *root, const char *key, guint n)
{
  const DhPythonValue *tuple = dh_python_value_find (root, key);

  g_assert_cmpint (tuple->kind, ==, DH_PYTHON_TUPLE);
  g_assert_cmpuint (tuple->items->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (dh_python_value_get_item (tuple, i)->integer, ==, i + 1);
}

static void
test_plain (void)
{
  for (int protocol = 0; protocol <= 5; protocol++)
    {
      g_autofree char *name = g_strdup_printf ("plain-%d.pickle", protocol);
      g_autoptr (DhPythonTree) tree = parse (name);
      const DhPythonValue *root = dh_python_tree_get_root (tree);
      const DhPythonValue *bytes = dh_python_value_find (root, "b");
      const DhPythonValue *twice = dh_python_value_find (root, "s");

      check_numbers (dh_python_value_find (root, "a"));
      g_assert_cmpint (bytes->kind, ==, DH_PYTHON_BYTES);
      g_assert_cmpmem (bytes->bytes, bytes->n_bytes, "\0\xff", 2);
      g_assert_cmpuint (dh_python_value_find (root, "e")->n_bytes, ==, 0);
      check_tuple (root, "t", 0);
      check_tuple (root, "é€", 1);
      check_tuple (root, "u", 2);
      check_tuple (root, "w", 3);
      check_tuple (root, "x", 4);
      g_assert_cmpint (dh_python_value_find (root, "l")->kind, ==, DH_PYTHON_LIST);
      g_assert_cmpint (dh_python_value_find (root, "d")->kind, ==, DH_PYTHON_DICT);
      g_assert_true (dh_python_value_get_item (twice, 0) == dh_python_value_get_item (twice, 1));
    }
}

static void
check_matrix (const DhPythonValue *root, const char *key, guint n_rows, guint n_columns,
              const double *expected)
{
  const DhPythonValue *array = dh_python_value_find (root, key);
  double numbers[6];

  g_assert_cmpint (array->kind, ==, DH_PYTHON_ARRAY);
  g_assert_cmpuint (dh_python_value_get_n_rows (array), ==, n_rows);
  g_assert_true (dh_python_value_get_matrix (array, n_rows, n_columns, numbers));
  for (guint i = 0; i < n_rows * n_columns; i++)
    g_assert_cmpfloat (numbers[i], ==, expected[i]);
  g_assert_false (dh_python_value_get_matrix (array, n_rows, n_columns + 1, numbers));
}

static void
test_arrays (void)
{
  static const int protocols[] = { 0, 2, 3, 4, 5 };

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      g_autofree char *name = g_strdup_printf ("numpy-%d.pickle", protocols[i]);
      g_autoptr (DhPythonTree) tree = parse (name);
      const DhPythonValue *root = dh_python_tree_get_root (tree);
      double number;

      check_matrix (root, "m", 2, 3, (const double[]) { 1, 2.5, -3, 4, 5, 6 });
      check_matrix (root, "f", 2, 3, (const double[]) { 1, 2.5, -3, 4, 5, 6 });
      check_matrix (root, "i", 3, 1, (const double[]) { 1, -2, 300 });
      check_matrix (root, "u", 2, 1, (const double[]) { 1, 255 });
      check_matrix (root, "h", 1, 1, (const double[]) { .5 });
      g_assert_true (dh_python_value_get_number (dh_python_value_find (root, "s"), &number));
      g_assert_cmpfloat (number, ==, 1.5);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *name, *reason;
  } cases[] = {
    { "objects", "an array of something else than numbers" },
    { "order", "an array in another order of bytes" },
    { "dimensions", "an array of an unknown form" },
    { "texts", "an array of something else than numbers" },
    { "complex", "an array of something else than numbers" },
    { "set", "an instruction that isn’t data" },
    { "class", "a name, which isn’t data" },
    { "large", "the number is too large" },
    { "call", "a name, which isn’t data" },
    { "call-4", "a name, which isn’t data" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("refused-%s.pickle", cases[i].name);
      gsize size, at;
      g_autofree guint8 *data = read_file (name, &size);
      const char *reason;

      g_assert_null (dh_pickle_parse (data, size, &at, &reason));
      g_assert_cmpstr (reason, ==, cases[i].reason);
      g_assert_cmpuint (at, <, size);
    }
}

/* By hand: what no program writes. */
static void
test_hostile (void)
{
  static const struct
  {
    gsize size;
    const char *data;
  } cases[] = {
    { 1, "." },                  /* nothing on the stack */
    { 3, "NN." },                /* two values */
    { 2, "(." },                 /* a mark */
    { 1, "a" },                  /* no list */
    { 3, "NNa" },                /* None has no items */
    { 3, "](a" },                /* a mark as an item */
    { 3, "}Ns" },                /* no value for the key */
    { 5, "}(Nu." },              /* the same */
    { 3, "(N\x86" },             /* a tuple with a mark in it */
    { 3, "h\xff." },             /* nothing in the memo */
    { 6, "Nr\xff\xff\xff\xff" }, /* a huge memo */
    { 6, "X\xff\xff\xff\xff." }, /* a huge text */
    { 10, "\x8e\xff\xff\xff\xff\xff\xff\xff\xff." },
    { 6, "\x8b\xff\xff\xff\x7f." }, /* a huge number */
    { 3, "\x80\x06." },             /* the protocol of the future */
    { 4, "NNR." },                  /* a call of None */
    { 4, "NNb." },                  /* a state of None */
    { 5, "I1x\n." },
    { 4, "Fx\n." },
    { 9, "V\\ud800\n." },
    { 17, "cnumpy\nndarray\n)R" }, /* a class */
    { 4, "P1\n." },                /* outside the pickle */
    { 3, "N\x82\x01" },            /* an extension */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *data = g_memdup2 (cases[i].data, cases[i].size);
      const char *reason = NULL;
      gsize at;

      g_test_message ("case %u", i);
      g_assert_null (dh_pickle_parse (data, cases[i].size, &at, &reason));
      g_assert_nonnull (reason);
      g_assert_cmpuint (at, <=, cases[i].size);
    }
}

/* A list that holds itself, and one that doubles with every line. */
static void
test_knots (void)
{
  static const char knot[] = "]q\x01h\x01"
                             "a.";
  g_autoptr (GString) doubling = g_string_new ("]q\x01");
  const char *reason;
  gsize at;
  double number;
  DhPythonTree *tree = dh_pickle_parse ((const guint8 *) knot, sizeof knot - 1, &at, &reason);

  g_assert_nonnull (tree);
  g_assert_false (dh_python_value_get_matrix (dh_python_tree_get_root (tree), 1, 1, &number));
  dh_python_tree_free (tree);
  for (int i = 0; i < 100; i++)
    g_string_append (doubling, "0](h\x01h\x01"
                               "eq\x01");
  g_string_append_c (doubling, '.');
  tree = dh_pickle_parse ((const guint8 *) doubling->str, doubling->len, &at, &reason);
  g_assert_nonnull (tree);
  g_assert_cmpuint (dh_python_value_get_length (dh_python_tree_get_root (tree)), ==, 2);
  dh_python_tree_free (tree);
}

#define APPEND(pickle, text) \
  g_byte_array_append (pickle, (const guint8 *) text, sizeof text - 1)

/* A call with a megabyte among its arguments, again and again.  arguments: what precedes the
 * megabyte; rest: what follows it. */
static DhPythonTree *
parse_calls (const char *arguments, gsize n_arguments, const char *rest, gsize n_rest,
             const char **reason)
{
  static const guint8 zeros[1000000];
  g_autoptr (GByteArray) pickle = g_byte_array_new ();
  gsize at;

  g_byte_array_append (pickle, (const guint8 *) arguments, (guint) n_arguments);
  APPEND (pickle, "\x40\x42\x0f\0");
  g_byte_array_append (pickle, zeros, sizeof zeros);
  g_byte_array_append (pickle, (const guint8 *) rest, (guint) n_rest);
  APPEND (pickle, "q\x02" "0");
  for (guint i = 0; i < 100000; i++)
    APPEND (pickle, "h\x01h\x02R0");
  APPEND (pickle, "N.");
  return dh_pickle_parse (pickle->data, pickle->len, &at, reason);
}

/* Many arrays of the same bytes take no more memory than one.  Texts that become bytes would, and
 * are refused. */
static void
test_repeated (void)
{
  static const char array[] = "cnumpy.core.numeric\n_frombuffer\nq\x01" "0(B";
  static const char type[] = "cnumpy\ndtype\nU\x02u1\x85RJ\x40\x42\x0f\0\x85U\x01" "Ct";
  static const char encoded[] = "c_codecs\nencode\nq\x01" "0X";
  static const char way[] = "U\x06latin1\x86";
  const char *reason;
  g_autoptr (DhPythonTree) tree = parse_calls (array, sizeof array - 1, type, sizeof type - 1,
                                               &reason);

  g_assert_cmpstr (reason, ==, NULL);
  g_assert_nonnull (tree);
  g_assert_null (parse_calls (encoded, sizeof encoded - 1, way, sizeof way - 1, &reason));
  g_assert_cmpstr (reason, ==, "too many values");
}

static void
test_truncated (void)
{
  static const char *const names[] = { "plain-0.pickle", "plain-4.pickle", "numpy-2.pickle",
                                       "numpy-5.pickle" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize size, at;
      g_autofree guint8 *data = read_file (names[i], &size);

      for (gsize n = 0; n < size; n++)
        {
          g_autofree guint8 *part = g_memdup2 (data, MAX (n, 1));
          const char *reason;

          g_assert_null (dh_pickle_parse (part, n, &at, &reason));
          g_assert_nonnull (reason);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pickle/plain", test_plain);
  g_test_add_func ("/pickle/arrays", test_arrays);
  g_test_add_func ("/pickle/refused", test_refused);
  g_test_add_func ("/pickle/hostile", test_hostile);
  g_test_add_func ("/pickle/knots", test_knots);
  g_test_add_func ("/pickle/repeated", test_repeated);
  g_test_add_func ("/pickle/truncated", test_truncated);
  return g_test_run ();
}
