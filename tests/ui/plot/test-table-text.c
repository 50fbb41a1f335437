/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables as text: what stands between tabs and tags, and in which language.
 */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "ui/plot/common/table-text.h"

static DhTableText *
make_table (void)
{
  DhTableText *table = dh_table_text_new ();

  dh_table_text_add_row (table, "Name", "a < b & c", NULL);
  dh_table_text_add (table, "two\tlines\nof \"text\"");
  dh_table_text_add_number (table, 0.1f);
  dh_table_text_end_row (table);
  dh_table_text_add_number (table, NAN);
  dh_table_text_add_number (table, -12345678.0);
  dh_table_text_end_row (table);
  return table;
}

static void
test_tsv (void)
{
  g_autoptr (DhTableText) table = make_table ();

  g_assert_cmpstr (dh_table_text_get_tsv (table), ==,
                   "Name\ta < b & c\ntwo lines of \"text\"\t0.1\n\t-1.234568e+07\n");
}

static void
test_html (void)
{
  g_autoptr (DhTableText) table = make_table ();
  g_autofree char *html = dh_table_text_dup_html (table);
  const char *const lines[] = {
    "<tr><th>Name</th><th>a &lt; b &amp; c</th></tr>\n",
    "<tr><td>two lines of &quot;text&quot;</td><td sdval=\"0.1\" x:num=\"0.1\">0.1</td></tr>\n",
    "<tr><td></td><td sdval=\"-1.234568e+07\" x:num=\"-1.234568e+07\">-1.234568e+07</td></tr>\n",
  };
  const char *at = html;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      at = strstr (at, lines[i]);
      g_assert_nonnull (at);
    }
  g_assert_true (g_str_has_suffix (html, "</table></body></html>\n"));
}

/* What is seen follows the language; the attributes don't. */
static void
test_language (void)
{
  g_autoptr (DhTableText) table = NULL;
  g_autofree char *html = NULL;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("no German locale");
      return;
    }
  table = make_table ();
  html = dh_table_text_dup_html (table);
  setlocale (LC_NUMERIC, "C");
  g_assert_nonnull (strstr (dh_table_text_get_tsv (table), "\t0,1\n"));
  g_assert_nonnull (strstr (html, "<td sdval=\"0.1\" x:num=\"0.1\">0,1</td>"));
}

static void
test_empty (void)
{
  g_autoptr (DhTableText) table = dh_table_text_new ();
  g_autofree char *html = dh_table_text_dup_html (table);

  g_assert_cmpstr (dh_table_text_get_tsv (table), ==, "");
  g_assert_nonnull (strstr (html, "<table>\n</table>"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table-text/tsv", test_tsv);
  g_test_add_func ("/table-text/html", test_html);
  g_test_add_func ("/table-text/language", test_language);
  g_test_add_func ("/table-text/empty", test_empty);
  return g_test_run ();
}
