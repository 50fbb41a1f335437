/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Short texts of words, signs and settings: what is read, what is refused and how, and that what is
 * written is read again.
 */
#include "core/base/error.h"
#include "core/base/reader.h"
#include "tests/core/refused.h"

#include <string.h>

static const DhSetting settings[] = {
  { .id = "delta", .name = "Threshold δ", .maximum = 1, .value = 0.1 },
  { .id = "size",
    .name = "Window",
    .minimum = 3,
    .maximum = 9,
    .value = 7,
    .unit = "px",
    .step = 2 },
  { .id = "beta1", .name = "β₁, first-moment decay", .maximum = 1, .value = 0.9 },
};

static const double plain[] = { 0.1, 7, 0.9 };

static gboolean
read_settings (const char *text, double *values, GError **error)
{
  DhReader reader = { text, "That is no form.", error };

  memcpy (values, plain, sizeof plain);
  return dh_reader_take_settings (&reader, "owner", settings, G_N_ELEMENTS (settings), values)
         && (*reader.rest == '\0' || dh_reader_refuse (&reader));
}

static void
test_read (void)
{
  static const struct
  {
    const char *text;
    double values[3];
  } cases[] = {
    { "", { 0.1, 7, 0.9 } },
    { "{delta=0.5}", { 0.5, 7, 0.9 } },
    { " { delta = 0,5 }", { 0, 0, 0 } }, /* refused: a comma ends a number */
    { "{size=5,beta1=0}", { 0.1, 5, 0 } },
    { " { beta1 = 1 , delta=1e-3 } ", { 1e-3, 7, 1 } },
    { "{delta=0.2,delta=0.3}", { 0.3, 7, 0.9 } },
    { "{size=5.9}", { 0.1, 5, 0.9 } }, /* to the nearest odd number */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      double values[3];

      if (cases[i].values[1] == 0)
        {
          g_assert_false (read_settings (cases[i].text, values, &error));
          g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
          continue;
        }
      g_assert_true (read_settings (cases[i].text, values, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (values, sizeof values, cases[i].values, sizeof cases[i].values);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text, *words;
  } cases[] = {
    { "{", "no form" },          { "{}", "no form" },        { "{delta}", "no form" },
    { "{delta=0.5", "no form" }, { "{delta=0.5}x", "form" }, { "{=0.5}", "“”" },
    { "{delta=2}", "0 to 1" },   { "{delta=}", "0 to 1" },   { "{delta=nan}", "0 to 1" },
    { "{sigma=1}", "“sigma”" },  { "{size=2}", "3 to 9" },   { "{delta=0.5,}", "no form" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      double values[3];

      g_assert_false (read_settings (cases[i].text, values, &error));
      assert_refused (error, &cases[i].words, 1);
    }
}

static void
test_refused_word (void)
{
  static const char *const words[] = { "mse", "mae", NULL };
  g_autoptr (GError) error = NULL;
  DhReader reader = { "mes", "", &error };

  g_assert_false (dh_reader_refuse_word (&reader, "There is no loss “mes”", "mes", words));
  g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "“mes”"));
  g_assert_nonnull (strstr (error->message, "mse"));
}

static void
test_written (void)
{
  static const double values[][3] = {
    { 0.1, 7, 0.9 }, { 0.1, 5, 0.9 }, { 1 / 3.0, 9, 0.9 }, { 1e-17, 3, 0.999 }, { 0, 7, 1 },
  };
  static const char *const names[] = {
    "",
    " (Window = 5 px)",
    " (δ = 0.333333, Window = 9 px)",
    " (δ = 1e-17, Window = 3 px, β₁ = 0.999)",
    " (δ = 0, β₁ = 1)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL), name = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      double again[3];

      dh_settings_append_text (text, settings, G_N_ELEMENTS (settings), plain, values[i]);
      g_assert_true (read_settings (text->str, again, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (again, sizeof again, values[i], sizeof values[i]);
      dh_settings_append_name (name, settings, G_N_ELEMENTS (settings), plain, values[i]);
      g_assert_cmpstr (name->str, ==, names[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reader/read", test_read);
  g_test_add_func ("/reader/refused", test_refused);
  g_test_add_func ("/reader/refused-word", test_refused_word);
  g_test_add_func ("/reader/written", test_written);
  return g_test_run ();
}
