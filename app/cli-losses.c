/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli losses`: which losses there are, and what each of them says of
 * two pictures.  A loss that has no meaning at the pictures' size is there all
 * the same, as null or a dash, so that the list is the same for every pair.
 */
#include "app/cli.h"

#include "app/cli-json.h"
#include "core/catalog.h"
#include "core/compare.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

typedef struct
{
  gboolean json;
  char    *gradient_folder;
} Options;

static void
print_json (JsonBuilder *builder)
{
  g_autofree char *text = dh_cli_json_print (builder);

  fputs (text, stdout); /* JSON is UTF-8 in every locale */
}

static void
print_list_as_json (const DhCatalogEntry *losses, guint n_losses)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "losses");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_losses; i++)
    {
      json_builder_begin_object (builder);
      dh_cli_json_add_string (builder, "id", losses[i].id);
      dh_cli_json_add_string (builder, "name", losses[i].name);
      dh_cli_json_add_string (builder, "formula", losses[i].formula);
      dh_cli_json_add_string (builder, "summary", losses[i].summary);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  print_json (builder);
}

/* printf() pads bytes; names have letters of more than one. */
static void
print_padded (const char *text, glong width)
{
  g_print ("%s%*s", text, (int) MAX (width - g_utf8_strlen (text, -1), 0), "");
}

static void
measure_columns (const DhCatalogEntry *losses,
                 guint                 n_losses,
                 glong                *id_width,
                 glong                *name_width)
{
  *id_width = *name_width = 0;
  for (guint i = 0; i < n_losses; i++)
    {
      *id_width = MAX (*id_width, g_utf8_strlen (losses[i].id, -1) + 2);
      *name_width = MAX (*name_width, g_utf8_strlen (losses[i].name, -1) + 2);
    }
}

static void
print_list (const DhCatalogEntry *losses, guint n_losses)
{
  glong id_width, name_width;

  measure_columns (losses, n_losses, &id_width, &name_width);
  for (guint i = 0; i < n_losses; i++)
    {
      print_padded (losses[i].id, id_width);
      print_padded (losses[i].name, name_width);
      g_print ("%s\n%*s%s\n", losses[i].formula, (int) id_width, "", losses[i].summary);
    }
}

static void
print_values_as_json (DhComparison         *comparison,
                      const DhCatalogEntry *losses,
                      guint                 n_losses)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "losses");
  json_builder_begin_object (builder);
  for (guint i = 0; i < n_losses; i++)
    {
      json_builder_set_member_name (builder, losses[i].id);
      json_builder_begin_object (builder);
      dh_cli_json_add_number (builder, "value", dh_comparison_get_value (comparison, i));
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  print_json (builder);
}

static void
print_values (DhComparison *comparison, const DhCatalogEntry *losses, guint n_losses)
{
  glong id_width, name_width;

  measure_columns (losses, n_losses, &id_width, &name_width);
  for (guint i = 0; i < n_losses; i++)
    {
      double value = dh_comparison_get_value (comparison, i);
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      print_padded (losses[i].id, id_width);
      print_padded (losses[i].name, name_width);
      g_print ("%s\n", isfinite (value) ? g_ascii_formatd (text, sizeof text, "%.6g", value) : "–");
    }
}

/* A fault with one file is told and keeps none of the others back. */
static gboolean
write_gradients (DhComparison         *comparison,
                 const char           *folder,
                 const DhCatalogEntry *losses,
                 guint                 n_losses)
{
  gboolean written = TRUE;

  for (guint i = 0; i < n_losses; i++)
    {
      g_autofree char *name = g_strconcat (losses[i].id, ".npy", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;

      if (!isfinite (dh_comparison_get_value (comparison, i)))
        {
          g_printerr (_("%s has no meaning for pictures of %d × %d; %s is not written.\n"),
                      losses[i].name, dh_comparison_get_width (comparison),
                      dh_comparison_get_height (comparison), name);
          continue;
        }
      if (dh_comparison_write_gradient (comparison, i, path, &error))
        continue;
      dh_cli_fail (error);
      written = FALSE;
    }
  return written;
}

static int
list (const Options *options)
{
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);

  if (options->json)
    print_list_as_json (losses, n_losses);
  else
    print_list (losses, n_losses);
  return dh_cli_close_output ();
}

static int
compare (const Options *options, const char *target, const char *prediction)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhComparison) comparison = NULL;
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);
  gboolean written;
  int status;

  comparison = dh_comparison_new (target, prediction, &error);
  if (comparison == NULL ||
      (options->gradient_folder != NULL &&
       !dh_cli_prepare_folder (options->gradient_folder, &error)))
    return dh_cli_fail (error);

  written = options->gradient_folder == NULL ||
            write_gradients (comparison, options->gradient_folder, losses, n_losses);
  if (options->json)
    print_values_as_json (comparison, losses, n_losses);
  else
    print_values (comparison, losses, n_losses);
  status = dh_cli_close_output ();
  return written ? status : DH_CLI_FAILURE;
}

static gboolean
parse (char ***arguments, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json,
      N_("Print one JSON object instead of a table"), NULL },
    { "gradient", 0, 0, G_OPTION_ARG_FILENAME, &options->gradient_folder,
      N_("Write the gradient of each loss to DIR/LOSS.npy (float32, C×H×W)"), N_("DIR") },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (_("[TARGET.png PREDICTION.png]"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _("List the losses with their definitions or, given two pictures "
                                  "of one size, the value of every loss."));
  return dh_cli_parse (context, arguments, error);
}

static int
run (const Options *options, char **files)
{
  guint n_files = g_strv_length (files);
  g_autoptr (GError) error = NULL;

  if (n_files == 2)
    return compare (options, files[0], files[1]);
  if (n_files == 0 && options->gradient_folder == NULL)
    return list (options);
  if (n_files == 0)
    g_set_error_literal (&error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                         _("--gradient needs two pictures: “downhill-cli losses TARGET.png "
                           "PREDICTION.png --gradient DIR”."));
  else
    g_set_error (&error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                 _("“%s”: losses takes two pictures, TARGET.png and PREDICTION.png, "
                   "or none for the list."),
                 files[n_files - 1]);
  return dh_cli_fail (error);
}

int
dh_cli_losses (char **arguments)
{
  g_auto (GStrv) rest = g_strdupv (arguments);
  g_autoptr (GError) error = NULL;
  Options options = { FALSE, NULL };
  int status;

  if (parse (&rest, &options, &error))
    status = run (&options, rest + 1);
  else
    status = dh_cli_fail (error);
  g_free (options.gradient_folder);
  return status;
}
