/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures in the descriptions of the losses: the file agrees with new measurements, the cards
 * with the file, and the words with the figures.
 */
#include "core/catalog/catalog.h"
#include "core/loss/loss.h"
#include "core/loss/measurements.h"
#include "tests/core/loss/loss-figures.h"

#include <math.h>
#include <string.h>

static const DhMeasurement *
find (const char *name)
{
  guint n;
  const DhMeasurement *measurements = dh_measurements_get (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (measurements[i].name, name))
      return &measurements[i];
  g_error ("there is no measurement “%s”", name);
}

static double
get (const char *name)
{
  return find (name)->value;
}

/* The figures that need no training are measured again. */
static void
test_pictures (void)
{
  g_autoptr (GArray) figures = loss_figures_measure ();

  g_assert_cmpuint (figures->len, >, 0);
  for (guint i = 0; i < figures->len; i++)
    {
      const DhMeasurement *now = &g_array_index (figures, DhMeasurement, i);
      const DhMeasurement *kept = find (now->name);

      g_test_message ("%s: %.9g, kept as %.*f", now->name, now->value, kept->digits, kept->value);
      g_assert_cmpint (kept->digits, ==, now->digits);
      g_assert_cmpfloat (fabs (now->value - kept->value), <=, 0.51 * pow (10, -now->digits));
    }
}

/* The file's lines, as text: name, number. */
static char **
read_file (char **header)
{
  g_autoptr (GError) error = NULL;
  char *text, **lines;

  g_file_get_contents (MEASUREMENTS, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  *header = text;
  return lines;
}

static GHashTable *
read_numbers (void)
{
  GHashTable *numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *header = NULL;
  g_auto (GStrv) lines = read_file (&header);

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "MEASURED"))
      {
        g_auto (GStrv) parts = g_strsplit_set (*line, "\"(,) ", -1);
        g_autoptr (GPtrArray) words = g_ptr_array_new ();

        for (char **part = parts; *part != NULL; part++)
          if (**part != '\0')
            g_ptr_array_add (words, *part);
        g_assert_cmpuint (words->len, ==, 4);
        g_assert_true (
          g_hash_table_insert (numbers, g_strdup (words->pdata[1]), g_strdup (words->pdata[2])));
      }
  return numbers;
}

static void
test_made (void)
{
  g_autofree char *header = NULL;
  g_auto (GStrv) lines = read_file (&header);

  g_assert_nonnull (strstr (header, "Made by tests/bench/measure-losses.py"));
  g_assert_true (
    g_regex_match_simple ("Trainings: \\d{4}-\\d\\d-\\d\\d, Downhill \\S+, .+, oneDNN \\d", header,
                          0, 0));
}

/* With the names replaced by the file's numbers, independently of the program's own code, a
 * sentence is what the card shows. */
static void
check_card (GHashTable *numbers, GHashTable *unused, const char *sentence, const char *shown)
{
  g_auto (GStrv) parts = g_strsplit_set (sentence, "{}", -1);
  g_autofree char *expected = NULL;

  g_assert_cmpuint (g_strv_length (parts) % 2, ==, sentence[0] != '\0');
  for (guint i = 1; i < g_strv_length (parts); i += 2)
    {
      const char *number = g_hash_table_lookup (numbers, parts[i]);

      if (number == NULL)
        g_error ("“%s” stands in a sentence and was not measured", parts[i]);
      g_hash_table_remove (unused, parts[i]);
      g_free (parts[i]);
      parts[i] = g_strdup (number);
    }
  expected = g_strjoinv (NULL, parts);
  g_assert_cmpstr (shown, ==, expected);
}

static GHashTable *
copy_names (GHashTable *numbers)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, numbers);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_hash_table_add (names, g_strdup (name));
  return names;
}

static void
test_cards (void)
{
  g_autoptr (GHashTable) numbers = read_numbers ();
  g_autoptr (GHashTable) unused = copy_names (numbers);
  guint n_losses, n_entries;
  const DhLoss *const *losses = dh_losses_get (&n_losses);
  const DhCatalogEntry *entries = dh_catalog_get_losses (&n_entries);

  for (guint i = 0; i < n_losses; i++)
    {
      const DhCatalogLoss *card = dh_catalog_get_loss (i);

      check_card (numbers, unused, losses[i]->measured, card->measured);
      check_card (numbers, unused, losses[i]->summary, card->summary);
      g_assert_cmpstr (entries[i].summary, ==, card->summary);
      /* Decibels are always measured. */
      g_assert_false (g_regex_match_simple ("\\d dB", losses[i]->measured, 0, 0));
    }
  /* The card says it in words: as much as the shift. */
  g_hash_table_remove (unused, "grid.focal_frequency");
  g_assert_cmpuint (g_hash_table_size (unused), ==, 0);
}

static void
test_words (void)
{
  /* “as in MSE”, where the value is the square */
  g_assert_cmpfloat (get ("even.focal_frequency"), ==, 0.01);
  g_assert_cmpfloat (get ("grid.focal_frequency"), ==, get ("even.focal_frequency"));
  g_assert_cmpfloat (get ("noise.focal_frequency"), <, 0.6 * get ("even.focal_frequency"));
  g_assert_cmpfloat (get ("grid.flip"), <, 0.5 * get ("even.flip"));
  g_assert_cmpfloat_with_epsilon (get ("blur.ms_ssim") / get ("shift.ms_ssim"), 3, 0.5);
  g_assert_cmpfloat (get ("shift.ssim_block"), <, get ("blur.ssim_block"));
  g_assert_cmpfloat (get ("shift.gmsd"), ==, 0);
  g_assert_cmpfloat (get ("shift.pixel_grad_diff"), ==, 0);
  g_assert_cmpfloat_with_epsilon (get ("outliers.logcosh.loss"), get ("outliers.mse.loss"), 1);
  /* “more than twice as much”, “nearly as good” */
  g_assert_cmpfloat (get ("short.gmsd.mae"), >, 2 * get ("short.mae.mae"));
  g_assert_cmpfloat_with_epsilon (get ("short.gmsd.ssim"), get ("short.mae.ssim"), 0.04);
  g_assert_cmpfloat (get ("short.laplacian_pyramid.ssim"), >, get ("short.mae.ssim"));
  g_assert_cmpfloat (get ("short.ms_ssim.ssim"), >, get ("short.mae.ssim"));
  g_assert_cmpfloat (get ("short.linf.mae"), >, get ("short.mae.mae"));
  g_assert_cmpfloat (get ("short.broken.mae"), >, 0.5);
  /* “It shows”, “got no further”, “it wasn’t slow here” */
  g_assert_cmpfloat (get ("long.ssim.psnr"), >=, get ("long.pixelwise.psnr.most"));
  g_assert_cmpfloat (get ("long.ssim.ssim"), >, get ("long.pixelwise.ssim.most"));
  g_assert_cmpfloat (get ("long.ssim.swap"), >, get ("long.pixelwise.swap.most"));
  g_assert_cmpfloat (get ("long.mse.psnr"), ==, get ("long.pixelwise.psnr.most"));
  g_assert_cmpfloat (get ("long.mse.psnr") - get ("long.pixel_grad_diff.psnr"), <, 1.5);
}

static void
test_fill (void)
{
  static const char *const sentences[][2] = {
    { "", "" },
    { "no figure", "no figure" },
    { "{outliers.mse.loss}", "86" },
    { "a {outliers.mse.loss} % b {slope.smooth.far}", "a 86 % b 99.7" },
    { "{shift.mse}", "0.040" },
    { "{none.such} {outliers.mse}", "{none.such} {outliers.mse}" },
    { "open {outliers.mse.loss", "open {outliers.mse.loss" },
    { "{", "{" },
    { "{}", "{}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    g_assert_cmpstr (dh_measurements_fill (sentences[i][0]), ==, sentences[i][1]);
  g_assert_true (dh_measurements_fill (sentences[2][0]) == dh_measurements_fill ("86"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measurements/pictures", test_pictures);
  g_test_add_func ("/measurements/made", test_made);
  g_test_add_func ("/measurements/cards", test_cards);
  g_test_add_func ("/measurements/words", test_words);
  g_test_add_func ("/measurements/fill", test_fill);
  return g_test_run ();
}
