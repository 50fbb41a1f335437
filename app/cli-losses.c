/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli losses`: lists the losses, or evaluates each of them for two pictures.  The command
 * line is parsed and checked here, before a picture is opened; printing and writing files are
 * elsewhere.
 */
#include "app/cli-losses.h"

#include "app/cli-words.h"
#include "app/cli.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Above this, a notice is printed. */
#define LARGE ((guint64) 1 << 30)

typedef struct
{
  gboolean json;
  char *gradient_folder;
  char *map_folder;
  char **settings; /* as typed, or NULL */
  char **losses;   /* as typed, or NULL; only these are computed */
} Options;

static void
options_clear (Options *self)
{
  g_free (self->gradient_folder);
  g_free (self->map_folder);
  g_strfreev (self->settings);
  g_strfreev (self->losses);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* ---- settings ---- */

typedef double LossSettings[DH_CATALOG_MAX_SETTINGS];

/* (transfer full): the defaults of every loss. */
static LossSettings *
make_settings (void)
{
  guint n_losses;
  LossSettings *settings;

  dh_catalog_get_losses (&n_losses);
  settings = g_new0 (LossSettings, n_losses);
  for (guint i = 0; i < n_losses; i++)
    for (guint k = 0; k < dh_catalog_get_loss (i)->n_settings; k++)
      settings[i][k] = dh_catalog_get_loss (i)->settings[k].value;
  return settings;
}

static int
find_loss (const char *id, GError **error)
{
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);
  g_autofree const char **ids = dh_cli_collect_ids (losses, n_losses);
  g_autofree char *problem = NULL;
  int index = dh_catalog_find_loss (id);

  if (index >= 0)
    return index;
  problem = g_strdup_printf (_ ("There is no loss “%s”"), id);
  dh_cli_set_unknown_error (error, problem, id, ids);
  return -1;
}

/* "huber.delta=0.1" */
static gboolean
read_setting (const char *text, LossSettings *settings, GError **error)
{
  const char *equals = strchr (text, '=');
  const char *dot = strchr (text, '.');
  g_autofree char *loss = NULL, *setting = NULL;
  int index;

  if (equals == NULL || dot == NULL || dot > equals)
    {
      g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                   _ ("--set “%s”: write LOSS.SETTING=NUMBER, as in huber.delta=0.1."), text);
      return FALSE;
    }
  loss = g_strndup (text, dot - text);
  setting = g_strndup (dot + 1, equals - dot - 1);
  index = find_loss (loss, error);
  return index >= 0
         && dh_catalog_parse_setting (index, setting, equals + 1, settings[index], error);
}

/* (transfer full); NULL if one of them is wrong. */
static LossSettings *
read_settings (char **texts, GError **error)
{
  g_autofree LossSettings *settings = make_settings ();

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    if (!read_setting (texts[i], settings, error))
      return NULL;
  return g_steal_pointer (&settings);
}

/* ---- which losses ---- */

/* Whether each loss is wanted; (transfer full). NULL with *good TRUE: all of them are. */
static gboolean *
read_wanted (char **ids, gboolean *good, GError **error)
{
  g_autofree gboolean *wanted = NULL;
  guint n_losses;

  *good = TRUE;
  if (ids == NULL)
    return NULL;
  dh_catalog_get_losses (&n_losses);
  wanted = g_new0 (gboolean, n_losses);
  for (guint i = 0; ids[i] != NULL && *good; i++)
    {
      int index = find_loss (ids[i], error);

      *good = index >= 0;
      if (*good)
        wanted[index] = TRUE;
    }
  return *good ? g_steal_pointer (&wanted) : NULL;
}

/* Printed before the memory is allocated, while it is still possible to stop. */
static void
tell_size (const char *path, const gboolean *wanted)
{
  guint64 needed = dh_file_comparison_estimate (path, wanted, NULL);
  g_autofree char *size = g_format_size (needed);

  if (needed > LARGE)
    g_printerr (_ ("These are large pictures: comparing them takes %s of memory and a while. "
                   "Choose fewer losses with --loss or make the pictures smaller.\n"),
                size);
}

/* ---- the command ---- */

static int
list (const Options *options)
{
  dh_cli_losses_print_list (options->json);
  return dh_cli_close_output ();
}

static gboolean
prepare (const char *folder, GError **error)
{
  return folder == NULL || dh_cli_prepare_folder (folder, error);
}

static DhFileComparison *
open_pictures (const Options *options, char **files, GError **error)
{
  g_autofree LossSettings *settings = read_settings (options->settings, error);
  g_autofree gboolean *wanted = NULL;
  g_autoptr (DhFileComparison) comparison = NULL;
  gboolean good = settings != NULL;
  guint n_losses;

  if (good)
    wanted = read_wanted (options->losses, &good, error);
  if (!good)
    return NULL;
  tell_size (files[0], wanted);
  comparison = dh_file_comparison_new_for (files[0], files[1], wanted, error);
  if (comparison == NULL || !prepare (options->gradient_folder, error)
      || !prepare (options->map_folder, error))
    return NULL;
  dh_catalog_get_losses (&n_losses);
  for (guint i = 0; i < n_losses; i++)
    dh_file_comparison_set_settings (comparison, i, settings[i]);
  return g_steal_pointer (&comparison);
}

static void
print_notices (DhFileComparison *comparison)
{
  const char *const *notices = dh_file_comparison_get_notices (comparison);

  for (guint i = 0; notices[i] != NULL; i++)
    dh_cli_say (notices[i]);
}

static int
compare (const Options *options, char **files)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhFileComparison) comparison = open_pictures (options, files, &error);
  gboolean written = TRUE;
  int status;

  if (comparison == NULL)
    return dh_cli_fail (error);
  print_notices (comparison);
  if (options->gradient_folder != NULL)
    written &= dh_cli_losses_write_gradients (comparison, options->gradient_folder);
  if (options->map_folder != NULL)
    written &= dh_cli_losses_write_maps (comparison, options->map_folder);
  dh_cli_losses_print_values (comparison, options->json);
  status = dh_cli_close_output ();
  return written ? status : DH_CLI_FAILURE;
}

static gboolean
parse (char ***arguments, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json,
      N_ ("Print one JSON object instead of a table"), NULL },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->settings,
      N_ ("Change a setting, such as huber.delta=0.1; repeatable"), N_ ("LOSS.SETTING=NUMBER") },
    { "loss", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->losses,
      N_ ("Only this loss; repeatable (all)"), N_ ("LOSS") },
    { "gradient", 0, 0, G_OPTION_ARG_FILENAME, &options->gradient_folder,
      N_ ("Write the gradient of each loss to DIR/LOSS.npy (float32, C×H×W)"), N_ ("DIR") },
    { "map", 0, 0, G_OPTION_ARG_FILENAME, &options->map_folder,
      N_ ("Draw the gradient of each loss in DIR/LOSS.png: orange becomes lighter, blue darker"),
      N_ ("DIR") },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (_ ("[TARGET PREDICTION]"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("List the losses with their definitions and settings or, given "
                                   "two pictures of the same size, compute every loss."));
  return dh_cli_parse (context, arguments, error);
}

/* An option that was given but makes no sense without pictures, as it is shown to the user; NULL:
 * none. */
static const char *
find_lost_option (const Options *options)
{
  if (options->gradient_folder != NULL)
    return "--gradient DIR";
  if (options->map_folder != NULL)
    return "--map DIR";
  if (options->losses != NULL)
    return "--loss LOSS";
  return options->settings != NULL ? "--set LOSS.SETTING=NUMBER" : NULL;
}

static int
run (const Options *options, char **files)
{
  guint n_files = g_strv_length (files);
  const char *lost = find_lost_option (options);
  g_autoptr (GError) error = NULL;

  if (n_files == 2)
    return compare (options, files);
  if (n_files == 0 && lost == NULL)
    return list (options);
  if (n_files == 0)
    g_set_error (&error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                 _ (
                   "Two pictures are missing: “downhill-cli losses TARGET PREDICTION %s”."),
                 lost);
  else
    g_set_error (&error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                 _ ("“%s”: losses takes two pictures, TARGET and PREDICTION, "
                    "or none for the list."),
                 files[n_files - 1]);
  return dh_cli_fail (error);
}

int
dh_cli_losses (char **arguments)
{
  g_auto (GStrv) rest = g_strdupv (arguments);
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { 0 };

  if (!parse (&rest, &options, &error))
    return dh_cli_fail (error);
  return run (&options, rest + 1);
}
