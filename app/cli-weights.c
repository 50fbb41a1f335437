/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli weights`: says what a file of weights holds, or writes it in another precision.
 *
 * The whole file is read in either case, so what is printed is known to be complete, and each number
 * to be finite.
 */
#include "app/cli.h"

#include "app/cli-words.h"
#include "core/document/json.h"
#include "core/train/weights-file.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>

typedef struct
{
  char *path, *out, *precision;
  gboolean json;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->path);
  g_free (self->out);
  g_free (self->precision);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* ---- the command line ---- */

static gboolean
check_precision (const Options *self, GError **error)
{
  const char *words[] = { "full", "half", NULL };
  g_autofree char *problem = NULL;

  if (self->precision == NULL)
    return TRUE;
  if (!g_strv_contains (words, self->precision))
    {
      problem = g_strdup_printf (_ ("There is no precision “%s”"), self->precision);
      dh_cli_set_unknown_error (error, problem, self->precision, words);
      return FALSE;
    }
  if (self->out != NULL)
    return TRUE;
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("--precision needs a file to write: add --out FILE.npz."));
  return FALSE;
}

static gboolean
parse (char **arguments, Options *self, GError **error)
{
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &self->out,
      N_ ("Write the weights to another file; nothing is listed then"), N_ ("FILE.npz") },
    { "precision", 0, 0, G_OPTION_ARG_STRING, &self->precision,
      N_ ("Of the file that is written: full (float32) or half (float16) (full)"),
      N_ ("PRECISION") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print one JSON object instead of a table"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  GOptionContext *context = g_option_context_new (_ ("FILE.npz"));
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _ (
                                  "Say which model a file of weights is for, where they come from, "
                                  "and list its tensors."));
  g_option_context_set_description (
    context,
    _ ("Example:\n  downhill-cli weights run/lane-1.npz --out small.npz --precision half"));
  if (!dh_cli_parse (context, &rest, error))
    return FALSE;
  if (g_strv_length (rest) == 2)
    {
      self->path = g_strdup (rest[1]);
      return check_precision (self, error);
    }
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("“downhill-cli weights” takes one file, such as “downhill-cli weights "
                          "run/lane-1.npz”."));
  return FALSE;
}

/* ---- writing ---- */

static gboolean
write_weights (const DhWeightsFile *file, const Options *options, GError **error)
{
  const gboolean half = g_strcmp0 (options->precision, "half") == 0;
  g_autofree char *shown = g_filename_display_name (options->out);
  g_autofree char *size = g_format_size (dh_weights_file_get_size (file) * (half ? 2 : 4));

  if (!dh_weights_file_write (file, options->out, half, error))
    return FALSE;
  if (!options->json)
    /* Translators: a file; "float16"; "260.0 MB" */
    g_print (_ ("In %s: the weights as %s, %s.\n"), shown, half ? "float16" : "float32", size);
  return TRUE;
}

/* ---- saying ---- */

/* "(504, 128, 3, 3)" */
static char *
dup_shape (const DhWeightsTensor *tensor)
{
  GString *text = g_string_new ("(");

  for (guint i = 0; i < tensor->n_dimensions; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? ", " : "", tensor->shape[i]);
  return g_string_free (g_string_append_c (text, ')'), FALSE);
}

static void
print_line (const char *name, const char *value)
{
  const int missing = 14 - (int) g_utf8_strlen (name, -1);

  g_print ("%s%*s%s\n", name, MAX (missing, 2), "", value);
}

static void
print_head (const DhWeightsFile *file)
{
  const char *about = dh_weights_file_get_about (file);
  g_autofree char *parameters = g_strdup_printf ("%'lu", (gulong) dh_weights_file_get_size (file));
  guint64 iteration;

  print_line (_ ("model"), dh_weights_file_get_model (file));
  print_line (_ ("parameters"), parameters);
  print_line (_ ("precision"), dh_weights_file_get_precision (file));
  if (dh_weights_file_find_iteration (file, &iteration))
    {
      g_autofree char *iterations = g_strdup_printf ("%" PRIu64, iteration);

      print_line (_ ("iterations"), iterations);
    }
  if (about != NULL)
    print_line (_ ("trained with"), about);
}

static void
print_table (const DhWeightsFile *file)
{
  print_head (file);
  g_print ("\n");
  for (guint i = 0; i < dh_weights_file_get_n_tensors (file); i++)
    {
      const DhWeightsTensor tensor = dh_weights_file_get_tensor (file, i);
      g_autofree char *shape = dup_shape (&tensor);

      g_print ("%-36s  %-20s  %'12lu\n", tensor.name, shape, (gulong) tensor.size);
    }
}

static void
add_tensor (JsonBuilder *builder, const DhWeightsTensor *tensor)
{
  json_builder_begin_object (builder);
  dh_json_add_string (builder, "name", tensor->name);
  json_builder_set_member_name (builder, "shape");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tensor->n_dimensions; i++)
    json_builder_add_int_value (builder, tensor->shape[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_tensors (JsonBuilder *builder, const DhWeightsFile *file)
{
  json_builder_set_member_name (builder, "tensors");
  json_builder_begin_array (builder);
  for (guint i = 0; i < dh_weights_file_get_n_tensors (file); i++)
    {
      const DhWeightsTensor tensor = dh_weights_file_get_tensor (file, i);

      add_tensor (builder, &tensor);
    }
  json_builder_end_array (builder);
}

static void
print_json (const DhWeightsFile *file)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;
  const char *about = dh_weights_file_get_about (file);
  guint64 iteration;

  json_builder_begin_object (builder);
  dh_json_add_string (builder, "model", dh_weights_file_get_model (file));
  dh_json_add_count (builder, "parameters", dh_weights_file_get_size (file));
  dh_json_add_string (builder, "precision", dh_weights_file_get_precision (file));
  if (dh_weights_file_find_iteration (file, &iteration))
    dh_json_add_count (builder, "iterations", iteration);
  if (about != NULL)
    dh_json_add_string (builder, "about", about);
  add_tensors (builder, file);
  json_builder_end_object (builder);
  text = dh_json_print (builder, DH_JSON_SHORT);
  fputs (text, stdout); /* JSON is UTF-8 in every locale */
}

int
dh_cli_weights (char **arguments)
{
  g_auto (Options) options = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (DhWeightsFile) file = NULL;

  if (!parse (arguments, &options, &error))
    return dh_cli_fail (error);
  file = dh_weights_file_new (options.path, &error);
  if (file == NULL || (options.out != NULL && !write_weights (file, &options, &error)))
    return dh_cli_fail (error);
  if (options.json)
    print_json (file);
  else if (options.out == NULL)
    print_table (file);
  return dh_cli_close_output ();
}
