/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Documents that were cut off, mistyped or made to hurt: each is refused in one sentence, with the
 * line where something is wrong.
 */
#include <string.h>

#include "core/base/error.h"
#include "tests/core/document/document-helpers.h"

/* Every member that there is, each on a line of its own. */
static const char *const full_text =
  "{ \"format\": \"downhill\",\n"
  "\"version\": 1,\n"
  "\"program\": \"0.1.0\",\n"
  "\"processor\": \"Some\",\n"
  "\"instructions\": \"avx2\",\n"
  "\"convolutions\": \"measured\",\n"
  "\"people\": [\"alder\",\n"
  "{\"folder\": \"/faces/me\",\n"
  "\"sha256\": \"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}],\n"
  "\"preset\": \"quick\",\n"
  "\"seed\": 7,\n"
  "\"start\": \"warm\",\n"
  "\"lanes\": [\n"
  "{\"number\": 2,\n"
  "\"iteration\": 500,\n"
  "\"loss\": \"mse\",\n"
  "\"rate\": 0.5,\n"
  "\"optimizer\": \"adam\",\n"
  "\"mask\": \"none\",\n"
  "\"eyes\": 3.5,\n"
  "\"mouth\": 2.5,\n"
  "\"clip\": 1.5,\n"
  "\"start\": \"scratch\",\n"
  "\"changes\": [\n"
  "{\"iteration\": 20,\n"
  "\"rate\": 0.25},\n"
  "{\"iteration\": 30,\n"
  "\"loss\": \"mae\"}],\n"
  "\"landscape\": \"random\",\n"
  "\"ball\": {\n"
  "\"optimizer\": \"adam\",\n"
  "\"loss\": \"mae\",\n"
  "\"rates\": {\n"
  "\"curve mae\": 0.5},\n"
  "\"shown\": false}},\n"
  "{\"number\": 1,\n"
  "\"iteration\": 0}],\n"
  "\"window\": {\n"
  "\"page\": \"hills\",\n"
  "\"lane_view\": \"chart\",\n"
  "\"log_axis\": false,\n"
  "\"show_mask\": true,\n"
  "\"show_landscapes\": false,\n"
  "\"same_rate\": true,\n"
  "\"hills\": {\n"
  "\"ground\": \"hill:bumpy\",\n"
  "\"function\": \"x^2\",\n"
  "\"points\": [\n"
  "[0.5,\n"
  "-0.5]],\n"
  "\"start\": [\n"
  "1.5,\n"
  "2.5],\n"
  "\"noise\": 0.5,\n"
  "\"speed\": 2.5,\n"
  "\"shared\": true,\n"
  "\"basins\": true,\n"
  "\"camera\": {\n"
  "\"azimuth\": 0.5,\n"
  "\"elevation\": 0.75,\n"
  "\"zoom\": 1.5}}}}\n";

/* Refused in one sentence; line 0: any. */
static void
assert_refused_bytes (const char *text, gsize size, guint line, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *place = g_strdup_printf ("“x.downhill”, line %u: ", line);
  g_autoptr (DhDocument) document = dh_document_new_from_text (text, size, "x.downhill", &error);

  if (document != NULL)
    g_error ("taken: %.*s", (int) size, text);
  g_assert_error (error, DH_ERROR, DH_ERROR_DOCUMENT);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_false (g_str_has_suffix (error->message, ".."));
  if (!g_str_has_prefix (error->message, line > 0 ? place : "“x.downhill”, line ")
      || strstr (error->message, word) == NULL)
    g_error ("“%s” and “%s” are not in: %s", place, word, error->message);
}

static void
assert_refused (const char *text, guint line, const char *word)
{
  assert_refused_bytes (text, strlen (text), line, word);
}

/* The member's value, in the lanes' first object, replaced. */
static void
assert_lane_refused (const char *members, const char *word)
{
  g_autofree char *text =
    g_strdup_printf ("{\"format\": \"downhill\", \"version\": 1,\n\"lanes\": [{%s}]}", members);

  assert_refused (text, 2, word);
}

static void
test_whole (void)
{
  g_autoptr (DhDocument) document = read_document (full_text);

  g_assert_cmpuint (document->n_lanes, ==, 2);
  g_assert_cmpfloat (document->view.hills.zoom, ==, 1.5);
  g_assert_cmpuint (document->view.hills.n_points, ==, 1);
}

static void
test_cut_anywhere (void)
{
  g_autofree char *trimmed = g_strchomp (g_strdup (full_text));

  for (gsize size = 0; size < strlen (trimmed); size++)
    {
      /* A copy of that size, so that the sanitizer sees who reads on. */
      g_autofree char *cut = g_memdup2 (trimmed, MAX (size, 1));

      assert_refused_bytes (cut, size, 0, "");
    }
}

/* Replaces the scalar after the last ": " of a line, or the whole line's. */
static char *
replace_value (char **lines, guint index, const char *wrong)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *colon = g_strrstr (lines[i], ": ");
      const char *value = colon != NULL ? colon + 2 : lines[i];
      const char *end;

      if (i != index)
        {
          g_string_append_printf (text, "%s\n", lines[i]);
          continue;
        }
      if (*value == '[')
        value++;
      if (*value == '"')
        end = strchr (value + 1, '"') + 1;
      else
        end = value + strcspn (value, ",]}");
      if (end == value || *value == '{')
        return NULL;
      g_string_append_len (text, lines[i], value - lines[i]);
      g_string_append_printf (text, "%s%s\n", wrong, end);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Some values are wrong only beside others, or with what holds them. */
static gboolean
is_elsewhere (const char *line, const char *message)
{
  return strstr (message, "two lanes with the number") != NULL
         || strstr (message, "put them in order") != NULL
         || (strstr (line, "format") != NULL && strstr (message, "not a document") != NULL)
         || (strstr (line, "sha256") != NULL && strstr (message, "64 digits") != NULL);
}

/* Each value is replaced by others in turn.  What is refused names the line of that value, what is
 * taken can be written and read again. */
static void
test_each_value_wrong (void)
{
  static const char *const wrongs[] = {
    "null",        "-1", "1",  "1e300", "true",    "\"\"",
    "\"no/such\"", "[]", "{}", "[[1]]", "1.25e-7", "\"\\u0001\""
  };
  g_auto (GStrv) lines = g_strsplit (full_text, "\n", -1);
  guint n_tried = 0, n_taken = 0;

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    for (guint k = 0; k < G_N_ELEMENTS (wrongs); k++)
      {
        g_autofree char *text = replace_value (lines, i, wrongs[k]);
        g_autoptr (GError) error = NULL;
        g_autoptr (DhDocument) document = NULL;
        g_autofree char *place = g_strdup_printf ("line %u:", i + 1);

        if (text == NULL)
          continue;
        n_tried++;
        document = dh_document_new_from_text (text, strlen (text), "x", &error);
        if (document != NULL)
          {
            g_autofree char *again = dh_document_to_text (document, NULL);
            g_autoptr (DhDocument) back = read_document (again);

            assert_same_document (document, back);
            n_taken++;
            continue;
          }
        g_assert_error (error, DH_ERROR, DH_ERROR_DOCUMENT);
        if (strstr (error->message, place) == NULL && !is_elsewhere (lines[i], error->message))
          g_error ("%s is not in: %s", place, error->message);
      }
  g_test_message ("%u wrong values, %u of them allowed", n_tried, n_taken);
  g_assert_cmpuint (n_tried, >, 400);
  g_assert_cmpuint (n_taken, <, n_tried / 5);
}

/* What is said of each mistake. */
static void
test_sentences (void)
{
  static const struct
  {
    const char *members, *word;
  } lanes[] = {
    { "\"rat\": 1", "did you mean “rate”?" },
    { "\"rate\": 0", "“rate” must be a number above 0, not 0" },
    { "\"rate\": \"fast\"", "must be a number above 0, not \"fast\"" },
    { "\"rate\": -1e-3", "above 0" },
    { "\"loss\": \"mea\"", "did you mean “mae”?" },
    { "\"loss\": 3", "a text in quotation marks" },
    { "\"optimizer\": \"adamm\"", "adam" },
    { "\"mask\": \"componets\"", "did you mean “components”?" },
    { "\"eyes\": 41", "a number from 1 to 40" },
    { "\"clip\": -1", "a number, at least 0" },
    { "\"clip\": []", "a number, at least 0" },
    { "\"clip\": \"norm\"", "none, norm=NUMBER or value=NUMBER" },
    { "\"clip\": \"auto=200\"", "up to 100" },
    { "\"iteration\": 1.5", "a whole number, at least 0" },
    { "\"iteration\": -1", "a whole number, at least 0" },
    { "\"number\": 7", "from 1 to 6" },
    { "\"number\": 0", "from 1 to 6" },
    { "\"number\": 1.5", "a whole number" },
    { "}, {\"number\": 1", "two lanes with the number 1" },
    { "\"start\": \"wram\"", "did you mean “warm”?" },
    { "\"landscape\": \"trajectry\"", "did you mean “trajectory”?" },
    { "\"changes\": {}", "a list in brackets" },
    { "\"changes\": [{\"rate\": 1}]", "needs its “iteration”" },
    { "\"changes\": [{\"iteration\": 5}, {\"iteration\": 4}]", "put them in order" },
    { "\"changes\": [{\"iteration\": 5, \"start\": \"warm\"}]", "A change has no “start”" },
    { "\"changes\": [7]", "an object in braces" },
    { "\"ball\": {\"rates\": {\"curve\": 0}}", "“curve”" },
    { "\"ball\": {\"rate\": 1}", "did you mean “rates”?" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lanes); i++)
    assert_lane_refused (lanes[i].members, lanes[i].word);
  assert_refused ("[]", 1, "not a document");
  assert_refused ("{\"format\": \"uphill\", \"version\": 1}", 1, "not a document");
  assert_refused ("{\"format\": \"downhill\"}", 1, "version");
  assert_refused ("{\"format\": \"downhill\", \"version\": 1}", 1, "“lanes”");
  assert_refused ("{\"format\": \"downhill\", \"version\": 1, \"lanes\": []}", 1,
                  "1 to 6 elements, not 0");
  assert_refused ("{\"format\": \"downhill\", \"version\": 1, \"lanes\": [{},{},{},{},{},{},{}]}",
                  1, "1 to 6 elements, not 7");
  assert_refused ("{\"format\": \"downhill\",\n\"version\": 2, \"new\": {}}", 2,
                  "update the program");
  assert_refused ("{\"format\": \"downhill\", \"version\": \"1\"}", 1, "version");
  assert_refused ("{\"format\": \"downhill\", \"version\": 1, \"people\": [\"../../etc\", \"a\"]}",
                  1, "a bundled person’s name");
  assert_refused ("{\"format\": \"downhill\", \"version\": 1,\n\"lanes\": [{}],\n\"window\": {"
                  "\"hills\": {\"ground\": \"hill:x^\"}}}",
                  3, "");
  assert_refused ("{\"format\": \"downhill\", \"version\": 1,\n\"lanes\": [{}], \"window\": {"
                  "\"hills\": {\"ground\": \"curve\", \"parameters\": [1]}}}",
                  2, "no parameters");
}

/* More than there may be of anything. */
static void
test_too_much (void)
{
  g_autoptr (GString) text = g_string_new ("{\"format\": \"downhill\", \"version\": 1,\n"
                                           "\"lanes\": [{\"changes\": [");
  g_autofree char *filling = g_strnfill (DH_DOCUMENT_MAX_TEXT + 1, 'x');
  g_autofree char *long_text = g_strdup_printf ("\"loss\": \"%s\"", filling);

  for (guint i = 0; i <= DH_DOCUMENT_MAX_CHANGES; i++)
    g_string_append_printf (text, "%s{\"iteration\":%u}", i > 0 ? "," : "", i);
  g_string_append (text, "]}]}");
  assert_refused (text->str, 2, "20000 elements, not 20001");
  assert_lane_refused (long_text, "at most 4096 bytes");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-hostile/whole", test_whole);
  g_test_add_func ("/document-hostile/cut", test_cut_anywhere);
  g_test_add_func ("/document-hostile/wrong-values", test_each_value_wrong);
  g_test_add_func ("/document-hostile/sentences", test_sentences);
  g_test_add_func ("/document-hostile/too-much", test_too_much);
  return g_test_run ();
}
