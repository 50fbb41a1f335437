/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli faces`: prints what a training does with each file of a folder, and why.
 */
#include "app/cli.h"

#include "app/cli-progress.h"
#include "core/data/folder-survey.h"
#include "core/document/json.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define N_COLUMNS 5

static const char *const uses[] = {
  [DH_FILE_TRAINING] = N_ ("training"),
  [DH_FILE_HELD_OUT] = N_ ("held out"),
  [DH_FILE_SKIPPED] = N_ ("skipped"),
};

static const char *const ways[] = {
  [DH_PLACED_CENTRE] = N_ ("centre"),       [DH_PLACED_ALL] = N_ ("square for all"),
  [DH_PLACED_SQUARE] = N_ ("square"),       [DH_PLACED_EYES] = N_ ("eyes"),
  [DH_PLACED_TABLE] = N_ ("landmarks.csv"), [DH_PLACED_FILE] = N_ ("own file"),
};

/* The same for programs. */
static const char *const use_ids[] = {
  [DH_FILE_TRAINING] = "training",
  [DH_FILE_HELD_OUT] = "held_out",
  [DH_FILE_SKIPPED] = "skipped",
};

static const char *const way_ids[] = {
  [DH_PLACED_CENTRE] = "centre", [DH_PLACED_ALL] = "all",     [DH_PLACED_SQUARE] = "square",
  [DH_PLACED_EYES] = "eyes",     [DH_PLACED_TABLE] = "table", [DH_PLACED_FILE] = "file",
};

/* ---- looking ---- */

typedef struct
{
  DhFolderSurvey *survey;
  DhCliProgress *progress;
} Look;

static void
changed_cb (gpointer data)
{
  Look *look = data;
  const guint n = dh_folder_survey_get_n_items (look->survey);
  const guint n_files = dh_folder_survey_get_n_files (look->survey);
  g_autofree char *text = g_strdup_printf (_ ("picture %u of %u"), n, n_files);

  if (n_files > 0)
    dh_cli_progress_update (look->progress, n / (double) n_files, text);
}

/* (transfer full) */
static DhFolderSurvey *
look_through (const char *folder)
{
  g_autoptr (DhCliProgress) progress = dh_cli_progress_new ();
  Look look = { .progress = progress };

  look.survey = dh_folder_survey_new (folder, changed_cb, &look);
  while (!dh_folder_survey_is_done (look.survey, NULL))
    g_main_context_iteration (NULL, TRUE);
  return look.survey;
}

static void
count (DhFolderSurvey *survey, guint n[3])
{
  for (guint i = 0; i < dh_folder_survey_get_n_items (survey); i++)
    n[dh_folder_survey_get_item (survey, i)->use]++;
}

/* ---- printing ---- */

/* Name, use, size, how the crop was found, and the mask; or what isn't a cell, the reason. */
static char **
make_row (const DhSurveyItem *item)
{
  const gboolean skipped = item->use == DH_FILE_SKIPPED;
  g_autofree char *name = g_filename_display_name (item->name);
  char **row = g_new0 (char *, N_COLUMNS + 1);

  row[0] = dh_cli_dup_printable (name, TRUE);
  row[1] = g_strdup (_ (uses[item->use]));
  row[2] = item->width > 0 ? g_strdup_printf ("%d × %d", item->width, item->height)
                           : g_strdup ("–");
  row[3] = g_strdup (skipped ? "–" : _ (ways[item->placed_by]));
  row[4] = dh_cli_dup_printable (skipped          ? item->reason
                                 : item->has_mask ? _ ("with a face mask")
                                                  : _ ("without a face mask"),
                                 TRUE);
  return row;
}

static void
measure (GPtrArray *rows, glong widths[N_COLUMNS])
{
  for (guint i = 0; i < rows->len; i++)
    for (guint k = 0; k < N_COLUMNS; k++)
      widths[k] = MAX (widths[k], g_utf8_strlen (((char **) rows->pdata[i])[k], -1));
}

static void
print_table (DhFolderSurvey *survey)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  glong widths[N_COLUMNS] = { 0 };

  for (guint i = 0; i < dh_folder_survey_get_n_items (survey); i++)
    g_ptr_array_add (rows, make_row (dh_folder_survey_get_item (survey, i)));
  measure (rows, widths);
  for (guint i = 0; i < rows->len; i++)
    {
      char **row = rows->pdata[i];

      /* printf() counts bytes when it pads. */
      for (guint k = 0; k + 1 < N_COLUMNS; k++)
        g_print ("%s%*s", row[k], (int) (widths[k] + 2 - g_utf8_strlen (row[k], -1)), "");
      g_print ("%s\n", row[N_COLUMNS - 1]);
    }
}

static void
print_summary (DhFolderSurvey *survey)
{
  guint n[3] = { 0 };

  count (survey, n);
  g_print (_ ("%u to train on, %u held out, %u skipped\n"), n[DH_FILE_TRAINING],
           n[DH_FILE_HELD_OUT], n[DH_FILE_SKIPPED]);
}

static void
add_crop (JsonBuilder *builder, DhAffine to_crop)
{
  const double numbers[6] = {
    to_crop.xx, to_crop.xy, to_crop.x0, to_crop.yx, to_crop.yy, to_crop.y0
  };

  json_builder_set_member_name (builder, "to_crop");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    json_builder_add_double_value (builder, numbers[i]);
  json_builder_end_array (builder);
}

static void
add_item (JsonBuilder *builder, const DhSurveyItem *item)
{
  g_autofree char *name = g_filename_display_name (item->name);

  json_builder_begin_object (builder);
  dh_json_add_string (builder, "name", name);
  dh_json_add_string (builder, "use", use_ids[item->use]);
  if (item->use == DH_FILE_SKIPPED)
    dh_json_add_string (builder, "reason", item->reason);
  else
    {
      dh_json_add_count (builder, "width", (guint64) item->width);
      dh_json_add_count (builder, "height", (guint64) item->height);
      json_builder_set_member_name (builder, "mask");
      json_builder_add_boolean_value (builder, item->has_mask);
      dh_json_add_string (builder, "placed_by", way_ids[item->placed_by]);
      add_crop (builder, item->to_crop);
    }
  json_builder_end_object (builder);
}

static void
print_json (DhFolderSurvey *survey)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;
  guint n[3] = { 0 };

  count (survey, n);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < dh_folder_survey_get_n_items (survey); i++)
    add_item (builder, dh_folder_survey_get_item (survey, i));
  json_builder_end_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (n); i++)
    dh_json_add_count (builder, use_ids[i], n[i]);
  json_builder_end_object (builder);
  text = dh_json_print (builder, DH_JSON_TALL);
  fputs (text, stdout); /* JSON is UTF-8 in every locale */
}

/* ---- the command ---- */

/* *folder: (transfer full) */
static gboolean
parse (char **arguments, char **folder, gboolean *json, GError **error)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, json, N_ ("Print one JSON object instead of a table"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  GOptionContext *context = g_option_context_new (_ ("DIR"));
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ ("Look through a folder of pictures, and print which are trained "
                                   "on, held out or skipped, and how each is cropped."));
  g_option_context_set_description (context, _ ("Example:\n  downhill-cli faces DIR"));
  if (!dh_cli_parse (context, &rest, error))
    return FALSE;
  if (rest[1] == NULL)
    g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                         _ ("“downhill-cli faces” needs a folder; see “downhill-cli faces "
                            "--help”."));
  else if (rest[2] != NULL)
    g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                 _ ("“%s” is one word too many: name one folder."), rest[2]);
  else
    *folder = g_strdup (rest[1]);
  return *folder != NULL;
}

int
dh_cli_faces (char **arguments)
{
  g_autofree char *folder = NULL;
  g_autoptr (DhFolderSurvey) survey = NULL;
  g_autoptr (GError) problem = NULL;
  const GError *error;
  gboolean json = FALSE;

  if (!parse (arguments, &folder, &json, &problem))
    return dh_cli_fail (problem);
  survey = look_through (folder);
  dh_folder_survey_is_done (survey, &error);
  if (error != NULL && dh_folder_survey_get_n_items (survey) == 0)
    return dh_cli_fail (error);
  if (json)
    print_json (survey);
  else
    {
      print_table (survey);
      print_summary (survey);
    }
  return error != NULL ? dh_cli_fail (error) : dh_cli_close_output ();
}
