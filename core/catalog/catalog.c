/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything that can be chosen, in words: one interface to the tables (losses: catalog-losses.c;
 * optimizers: catalog-optimizers.c), translated once, so that drop-downs and lists need not know
 * how the entries work.  Learning rates are parsed and formatted here too, because they appear in
 * the window, on the command line and in files.
 */
#include "core/catalog/catalog.h"

#include "core/base/error.h"
#include "core/base/number.h"
#include "core/base/words.h"
#include "core/nn/model-text.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

/* gettext would translate an empty string to its header. */
static const char *
translate (const char *text)
{
  return text != NULL && text[0] != '\0' ? _ (text) : "";
}

const DhCatalogEntry *
dh_catalog_get_presets (guint *n_entries)
{
  static DhCatalogEntry *entries;
  const DhModel *const *models = dh_models_get (n_entries);

  if (entries == NULL)
    {
      entries = g_new (DhCatalogEntry, *n_entries);
      for (guint i = 0; i < *n_entries; i++)
        entries[i] = (DhCatalogEntry) { models[i]->id, translate (models[i]->name),
                                        translate (models[i]->summary), "" };
    }
  return entries;
}

const DhCatalogEntry *
dh_catalog_find (const DhCatalogEntry *entries, guint n_entries, const char *id)
{
  for (guint i = 0; i < n_entries; i++)
    if (g_strcmp0 (entries[i].id, id) == 0)
      return &entries[i];
  return NULL;
}

static const DhModel *
get_model (const char *preset)
{
  const DhModel *model = dh_model_find (preset);

  g_assert (model != NULL);
  return model;
}

const char *
dh_catalog_read_preset (const char *text, GError **error)
{
  const DhModel *model = dh_model_parse (text, error);

  return model != NULL ? model->id : NULL;
}

gboolean
dh_catalog_is_own_preset (const char *preset)
{
  return dh_model_is_own (get_model (preset));
}

const char *
dh_catalog_get_preset_name (const char *preset)
{
  const DhModel *model = get_model (preset);

  return dh_model_is_own (model) ? model->name : translate (model->name);
}

double
dh_catalog_get_preset_rate (const char *preset)
{
  return get_model (preset)->learning_rate;
}

int
dh_catalog_get_preset_batch (const char *preset)
{
  return get_model (preset)->batch;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
dh_catalog_list_people (const char *faces_folder)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  g_autoptr (GDir) folder = g_dir_open (faces_folder, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *landmarks = g_build_filename (faces_folder, name, "landmarks.csv", NULL);

      if (g_file_test (landmarks, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (people, g_strdup (name));
    }
  g_ptr_array_sort (people, compare_names);
  g_ptr_array_add (people, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&people), FALSE);
}

gboolean
dh_catalog_check_person (const char *faces_folder, const char *id, GError **error)
{
  g_auto (GStrv) people = dh_catalog_list_people (faces_folder);
  g_autofree char *problem = NULL, *answer = NULL;

  if (people[0] == NULL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                   _ ("There are no people in “%s”: install the program’s faces there, or set "
                      "DOWNHILL_FACES_DIR to their folder."),
                   faces_folder);
      return FALSE;
    }
  if (g_strv_contains ((const char *const *) people, id))
    return TRUE;
  problem = g_strdup_printf (_ ("There is no person “%s”"), id);
  answer = dh_words_answer (problem, id, (const char *const *) people);
  g_set_error_literal (error, DH_ERROR, DH_ERROR_FACES, answer);
  return FALSE;
}

/* A bundled person's id is a plain word; anything else is the path of a folder. */
static gboolean
is_path (const char *person)
{
  return person[0] == '.' || strchr (person, G_DIR_SEPARATOR) != NULL;
}

char *
dh_catalog_dup_person_name (const char *person)
{
  g_autofree char *full = NULL, *last = NULL;
  char *name;

  if (is_path (person))
    {
      full = g_canonicalize_filename (person, NULL);
      last = g_path_get_basename (full);
      return g_filename_display_name (last);
    }
  name = g_filename_display_name (person);
  name[0] = g_ascii_toupper (name[0]);
  return name;
}

/* ---- learning rates ---- */

gboolean
dh_rate_parse (const char *text, double *rate, GError **error)
{
  g_autofree char *shown = g_utf8_make_valid (text, -1);
  double number;

  if (!dh_number_read (text, &number))
    g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                 _ ("“%s” is not a learning rate: type a number above 0, such as 0.001 or 1e-3."),
                 shown);
  else if (!(number > 0))
    g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                 _ ("A learning rate of “%s” can’t be used: it must be above 0, such as 0.001 or "
                    "1e-3."),
                 shown);
  else if (!isfinite (number))
    g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                 _ ("A learning rate of “%s” is too large: try one below 1, such as 1e-3."), shown);
  else
    {
      *rate = number;
      return TRUE;
    }
  return FALSE;
}

/* The fewest digits that read back as the same number; with an exponent, at least one after the
 * point.  From 0.1 to 999, numbers are more readable without an exponent. */
char *
dh_rate_format (double rate)
{
  gboolean plain = rate >= 0.1 && rate < 1000;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, plain ? "%%.%dg" : "%%.%de", plain ? digits + 2 : digits);
      g_ascii_formatd (text, sizeof text, format, rate);
      if (g_ascii_strtod (text, NULL) == rate)
        break;
    }
  if (!plain)
    dh_number_shorten (text);
  dh_number_localise (text);
  return g_strdup (text);
}
