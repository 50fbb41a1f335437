/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists of what can be chosen, the bundled people, and learning rates as people type them.
 */
#include "core/base/error.h"
#include "core/catalog/catalog.h"
#include "core/loss/mix.h"

#include "tests/core/data/temp-folder.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static void
check_entries (const DhCatalogEntry *entries, guint n_entries, gboolean with_formula)
{
  for (guint i = 0; i < n_entries; i++)
    {
      g_assert_true (dh_catalog_find (entries, n_entries, entries[i].id) == &entries[i]);
      g_assert_cmpstr (entries[i].name, !=, "");
      g_assert_nonnull (entries[i].summary);
      g_assert_nonnull (entries[i].formula);
      if (with_formula)
        g_assert_cmpstr (entries[i].formula, !=, "");
      else
        g_assert_cmpstr (entries[i].formula, ==, "");
    }
  g_assert_null (dh_catalog_find (entries, n_entries, "no such thing"));
  g_assert_null (dh_catalog_find (entries, n_entries, ""));
  g_assert_null (dh_catalog_find (entries, n_entries, NULL));
}

static void
test_lists (void)
{
  guint n_losses, n_optimizers, n_presets;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);
  const DhCatalogEntry *optimizers = dh_catalog_get_optimizers (&n_optimizers);
  const DhCatalogEntry *presets = dh_catalog_get_presets (&n_presets);
  guint again;

  g_assert_cmpuint (n_losses, >=, 9);
  g_assert_cmpuint (n_optimizers, >=, 2);
  g_assert_cmpuint (n_presets, >=, 3);
  check_entries (losses, n_losses, TRUE);
  check_entries (optimizers, n_optimizers, TRUE);
  check_entries (presets, n_presets, FALSE);
  g_assert_cmpstr (losses[0].id, ==, "mse");
  g_assert_cmpstr (dh_catalog_find (losses, n_losses, "smooth")->name, ==, "Smoothed MAE");
  g_assert_true (dh_catalog_get_losses (&again) == losses);
  g_assert_cmpuint (again, ==, n_losses);
  for (guint i = 0; i < n_presets; i++)
    {
      g_assert_cmpfloat (dh_catalog_get_preset_rate (presets[i].id), >, 0);
      g_assert_cmpint (dh_catalog_get_preset_batch (presets[i].id), >, 0);
    }
}

/* Every loss has all its texts, settings within their ranges, and a profile where it claims one. */
static void
test_losses (void)
{
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    {
      const DhCatalogLoss *loss = dh_catalog_get_loss (i);

      g_assert_cmpstr (loss->id, ==, losses[i].id);
      g_assert_cmpstr (loss->name, ==, losses[i].name);
      g_assert_cmpint (dh_catalog_find_loss (loss->id), ==, i);
      g_assert_true (dh_catalog_get_loss (i) == loss);
      g_assert_cmpstr (loss->symbol, !=, "");
      g_assert_true (loss->tex != NULL && loss->claim != NULL && loss->measured != NULL);
      g_assert_true (loss->good_for != NULL && loss->bad_for != NULL && loss->source != NULL);
      for (guint k = 0; k < loss->n_settings; k++)
        {
          g_assert_cmpstr (loss->settings[k].name, !=, "");
          g_assert_nonnull (loss->settings[k].unit);
          g_assert_cmpfloat (loss->settings[k].minimum, <=, loss->settings[k].value);
          g_assert_cmpfloat (loss->settings[k].value, <=, loss->settings[k].maximum);
        }
      if (loss->has_profile)
        {
          double slope = NAN, value = dh_catalog_get_profile (i, NULL, 0.25, &slope);

          g_assert_true (isfinite (value) && isfinite (slope));
        }
    }
  g_assert_cmpint (dh_catalog_find_loss ("no such thing"), ==, -1);
  g_assert_cmpint (dh_catalog_find_loss (NULL), ==, -1);
}

static void
test_settings (void)
{
  int huber = dh_catalog_find_loss ("huber");
  double settings[DH_CATALOG_MAX_SETTINGS] = { 0.05 }, slope;
  g_autoptr (GError) no_such = NULL, too_large = NULL, no_number = NULL;

  g_assert_true (dh_catalog_parse_setting (huber, "delta", " 0,1 ", settings, NULL));
  g_assert_cmpfloat (settings[0], ==, 0.1);
  dh_catalog_get_profile (huber, settings, 0.5, &slope);
  g_assert_cmpfloat_with_epsilon (slope, 0.1, 1e-9);
  g_assert_false (dh_catalog_parse_setting (huber, "dleta", "0.1", settings, &no_such));
  g_assert_nonnull (strstr (no_such->message, "it has delta"));
  g_assert_false (dh_catalog_parse_setting (huber, "delta", "3", settings, &too_large));
  g_assert_error (too_large, DH_ERROR, DH_ERROR_VALUE);
  g_assert_nonnull (strstr (too_large->message, "from 0.001 to 1"));
  g_assert_false (dh_catalog_parse_setting (huber, "delta", "wide", settings, &no_number));
  g_assert_nonnull (strstr (no_number->message, "“wide”"));
  g_assert_cmpfloat (settings[0], ==, 0.1);
}

/* Losses first, then mixes that can be parsed and are formatted as they are listed. */
static void
test_objectives (void)
{
  guint n_losses, n_objectives, n_masks;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);
  const DhCatalogEntry *objectives = dh_catalog_get_objectives (&n_objectives);
  const DhCatalogEntry *masks = dh_catalog_get_masks (&n_masks);

  g_assert_cmpuint (n_objectives, >, n_losses);
  for (guint i = 0; i < n_objectives; i++)
    {
      g_autoptr (GError) error = NULL;
      DhMix mix;

      dh_mix_parse (objectives[i].id, &mix, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (dh_mix_to_text (&mix), ==, objectives[i].id);
      g_assert_cmpstr (objectives[i].name, !=, "");
      if (i < n_losses)
        g_assert_cmpstr (objectives[i].id, ==, losses[i].id);
    }
  g_assert_nonnull (dh_catalog_find (objectives, n_objectives, "ssim_block+mse"));
  g_assert_cmpuint (n_masks, ==, 3);
  for (guint i = 0; i < n_masks; i++)
    g_assert_cmpuint (dh_catalog_find_mask (dh_catalog_get_mask (i)), ==, i);
  g_assert_cmpstr (masks[dh_catalog_find_mask (DH_AREA_NONE)].id, ==, "none");
}

static void
test_people (void)
{
  g_auto (GStrv) people = dh_catalog_list_people (g_getenv ("DH_FACES"));
  g_auto (GStrv) nobody = dh_catalog_list_people ("/no/such/folder");
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_auto (GStrv) empty = dh_catalog_list_people (folder);

  g_assert_cmpuint (g_strv_length (people), >=, 2);
  g_assert_true (g_strv_contains ((const char *const *) people, "alder"));
  g_assert_true (g_strv_contains ((const char *const *) people, "birch"));
  for (guint i = 1; people[i] != NULL; i++)
    g_assert_cmpstr (people[i - 1], <, people[i]);
  g_assert_cmpuint (g_strv_length (nobody), ==, 0);
  g_assert_cmpuint (g_strv_length (empty), ==, 0);
}

static void
test_person_names (void)
{
  const char *names[][2] = {
    { "alder", "Alder" },
    { "/home/me/faces/uncle joe", "uncle joe" },
    { "faces/joe/", "joe" },
    { "./joe", "joe" },
    { "", "" },
  };
  g_autofree char *here = dh_catalog_dup_person_name (".");
  g_autofree char *odd = dh_catalog_dup_person_name ("/tmp/\xff\xfe");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = dh_catalog_dup_person_name (names[i][0]);

      g_assert_cmpstr (name, ==, names[i][1]);
    }
  g_assert_cmpstr (here, !=, ".");
  g_assert_true (g_utf8_validate (odd, -1, NULL));
}

static void
test_rates (void)
{
  const struct
  {
    const char *text;
    double rate;
  } rates[] = {
    { "1e-3", 1e-3 },     { "0,001", 1e-3 },    { " 3E-4 ", 3e-4 }, { "0.001", 1e-3 },
    { ".5", 0.5 },        { ",5", 0.5 },        { "1", 1 },         { "+2", 2 },
    { "10", 10 },         { "1e+1", 10 },       { "5.e-5", 5e-5 },  { "1e−3", 1e-3 },
    { "1,5e-3", 1.5e-3 }, { "\t1e-6\n", 1e-6 }, { "007", 7 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_autoptr (GError) error = NULL;
      double rate = NAN;

      g_assert_true (dh_rate_parse (rates[i].text, &rate, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat (rate, ==, rates[i].rate);
    }
}

/* Each is refused with one sentence that repeats what was typed and says what is valid; the rate
 * stays. */
static void
test_wrong_rates (void)
{
  const char *texts[] = {
    "0",
    "-1",
    "nan",
    "inf",
    "-inf",
    "1e400",
    "abc",
    "",
    "   ",
    "0.0",
    "-0",
    "1e-400",
    "1e",
    "e-3",
    "1e-3x",
    "1 e-3",
    "1e-3 2",
    "0x1p-3",
    "infinity",
    "NaN",
    "1,000.5",
    "1.2.3",
    "--1",
    "1e--3",
    ".",
    "-",
    "1e-3e",
    "−1",
    "1e-3\xff",
    "¼",
    "1e999999999999999999999",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = g_utf8_make_valid (texts[i], -1);
      double rate = 42;

      g_assert_false (dh_rate_parse (texts[i], &rate, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
      g_assert_cmpfloat (rate, ==, 42);
      g_assert_nonnull (strstr (error->message, shown));
      g_assert_nonnull (strstr (error->message, "1e-3"));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_rate_format (void)
{
  const struct
  {
    double rate;
    const char *text;
  } rates[] = {
    { 1e-3, "1.0e-3" },   { 5e-5, "5.0e-5" }, { 1.25e-4, "1.25e-4" }, { 1, "1" },
    { 10, "10" },         { 0.1, "0.1" },     { 0.25, "0.25" },       { 999, "999" },
    { 1000, "1.0e3" },    { 0.05, "5.0e-2" }, { 1e-10, "1.0e-10" },   { 1e20, "1.0e20" },
    { 1e100, "1.0e100" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      g_autofree char *text = dh_rate_format (rates[i].rate);

      g_assert_cmpstr (text, ==, rates[i].text);
    }
}

static void
test_rate_round_trip (void)
{
  for (int i = 0; i < 20000; i++)
    {
      double rate = pow (10, g_test_rand_double_range (-300, 300)), back = 0;
      g_autofree char *text = dh_rate_format (rate);

      g_assert_true (dh_rate_parse (text, &back, NULL));
      g_assert_cmpfloat (back, ==, rate);
    }
}

/* Rates are written as the language writes numbers, and read in either way; skipped if no such locale is installed. */
static void
test_other_locale (void)
{
  double rate;
  g_autofree char *text = NULL;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("de_DE.UTF-8 is not installed");
      return;
    }
  text = dh_rate_format (1.5e-3);
  g_assert_cmpstr (text, ==, "1,5e-3");
  g_assert_true (dh_rate_parse (text, &rate, NULL));
  g_assert_cmpfloat (rate, ==, 1.5e-3);
  g_assert_true (dh_rate_parse ("1.5e-3", &rate, NULL));
  g_assert_cmpfloat (rate, ==, 1.5e-3);
  g_assert_true (dh_rate_parse ("1,5e-3", &rate, NULL));
  g_assert_cmpfloat (rate, ==, 1.5e-3);
  setlocale (LC_NUMERIC, "C");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalog/lists", test_lists);
  g_test_add_func ("/catalog/losses", test_losses);
  g_test_add_func ("/catalog/settings", test_settings);
  g_test_add_func ("/catalog/objectives", test_objectives);
  g_test_add_func ("/catalog/people", test_people);
  g_test_add_func ("/catalog/person-names", test_person_names);
  g_test_add_func ("/catalog/rates", test_rates);
  g_test_add_func ("/catalog/wrong-rates", test_wrong_rates);
  g_test_add_func ("/catalog/rate-format", test_rate_format);
  g_test_add_func ("/catalog/rate-round-trip", test_rate_round_trip);
  g_test_add_func ("/catalog/other-locale", test_other_locale);
  return g_test_run ();
}
