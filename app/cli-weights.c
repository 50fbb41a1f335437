/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli weights`: says what a file of weights holds, or writes it in another precision.
 *
 * The whole file is read in either case, so what is printed is known to be complete, and each number
 * to be finite.
 */
#include "app/cli.h"

#include "app/cli-words.h"
#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/document/json.h"
#include "core/train/checkpoint.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* From where on a float16 is infinite. */
#define HALF_INFINITE 65520.0f

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

/* A file that was read. */
typedef struct
{
  const DhModel *model;
  DhParameterTable *table;
  float *parameters;
  DhCheckpointNotes notes;
} Weights;

static void
weights_clear (Weights *self)
{
  g_clear_pointer (&self->table, dh_parameter_table_free);
  dh_tensor_free (self->parameters);
  dh_checkpoint_notes_clear (&self->notes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Weights, weights_clear)

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

/* ---- reading ---- */

static gboolean
read_weights (const char *path, Weights *self, GError **error)
{
  self->model = dh_checkpoint_find_model (path, error);
  if (self->model == NULL)
    return FALSE;
  self->table = dh_parameter_table_new (self->model);
  self->parameters = dh_tensor_try_new (self->table->size);
  if (self->parameters != NULL)
    return dh_checkpoint_read (path, self->model, self->parameters, error)
           && dh_checkpoint_read_notes (path, &self->notes, error);
  g_set_error_literal (error, DH_ERROR, DH_ERROR_MEMORY,
                       _ ("There is not enough memory to read the weights: close other programs "
                          "or choose a smaller model."));
  return FALSE;
}

/* ---- writing ---- */

static gboolean
check_range (const Weights *self, GError **error)
{
  for (guint i = 0; i < self->table->n_items; i++)
    {
      const DhParameter *item = &self->table->items[i];

      for (gsize k = item->offset; k < item->offset + item->size; k++)
        if (!(fabsf (self->parameters[k]) < HALF_INFINITE))
          {
            g_set_error (error, DH_ERROR, DH_ERROR_WEIGHTS,
                         _ ("“%s” has the number %g, which is too large for half precision: use "
                            "--precision full."),
                         item->name, self->parameters[k]);
            return FALSE;
          }
    }
  return TRUE;
}

static gboolean
write_weights (const Weights *self, const Options *options, GError **error)
{
  const gboolean half = g_strcmp0 (options->precision, "half") == 0;
  const char *about = self->notes.about != NULL ? self->notes.about : "";
  g_autofree char *shown = NULL, *size = NULL;

  if ((half && !check_range (self, error))
      || !dh_checkpoint_write (options->out, self->model, self->parameters, about, half, error))
    return FALSE;
  shown = g_filename_display_name (options->out);
  size = g_format_size (self->table->size * (half ? 2 : 4));
  if (!options->json)
    /* Translators: a file; "float16"; "260.0 MB" */
    g_print (_ ("In %s: the weights as %s, %s.\n"), shown, half ? "float16" : "float32", size);
  return TRUE;
}

/* ---- saying ---- */

static const char *
get_precision (const Weights *self)
{
  return self->notes.n_half == 0 ? "float32" : self->notes.n_full == 0 ? "float16" : "mixed";
}

/* "(504, 128, 3, 3)" */
static char *
dup_shape (const DhParameter *item)
{
  GString *text = g_string_new ("(");

  for (guint i = 0; i < dh_checkpoint_count_dimensions (item); i++)
    g_string_append_printf (text, "%s%d", i > 0 ? ", " : "", item->dims[i]);
  return g_string_free (g_string_append_c (text, ')'), FALSE);
}

static void
print_line (const char *name, const char *value)
{
  const int missing = 14 - (int) g_utf8_strlen (name, -1);

  g_print ("%s%*s%s\n", name, MAX (missing, 2), "", value);
}

static void
print_table (const Weights *self)
{
  g_autofree char *parameters = g_strdup_printf ("%'lu", (gulong) self->table->size);
  g_autofree char *iterations = NULL;
  guint64 iteration;

  print_line (_ ("model"), self->model->id);
  print_line (_ ("parameters"), parameters);
  print_line (_ ("precision"), get_precision (self));
  if (dh_checkpoint_find_iteration (self->notes.about, &iteration))
    {
      iterations = g_strdup_printf ("%" PRIu64, iteration);
      print_line (_ ("iterations"), iterations);
    }
  if (self->notes.about != NULL && *self->notes.about != '\0')
    print_line (_ ("trained with"), self->notes.about);
  g_print ("\n");
  for (guint i = 0; i < self->table->n_items; i++)
    {
      const DhParameter *item = &self->table->items[i];
      g_autofree char *shape = dup_shape (item);

      g_print ("%-36s  %-20s  %'12lu\n", item->name, shape, (gulong) item->size);
    }
}

static void
add_tensor (JsonBuilder *builder, const DhParameter *item)
{
  json_builder_begin_object (builder);
  dh_json_add_string (builder, "name", item->name);
  json_builder_set_member_name (builder, "shape");
  json_builder_begin_array (builder);
  for (guint i = 0; i < dh_checkpoint_count_dimensions (item); i++)
    json_builder_add_int_value (builder, item->dims[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (const Weights *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;
  guint64 iteration;

  json_builder_begin_object (builder);
  dh_json_add_string (builder, "model", self->model->id);
  dh_json_add_count (builder, "parameters", self->table->size);
  dh_json_add_string (builder, "precision", get_precision (self));
  if (dh_checkpoint_find_iteration (self->notes.about, &iteration))
    dh_json_add_count (builder, "iterations", iteration);
  if (self->notes.about != NULL)
    dh_json_add_string (builder, "about", self->notes.about);
  json_builder_set_member_name (builder, "tensors");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->table->n_items; i++)
    add_tensor (builder, &self->table->items[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  text = dh_json_print (builder, DH_JSON_SHORT);
  fputs (text, stdout); /* JSON is UTF-8 in every locale */
}

int
dh_cli_weights (char **arguments)
{
  g_auto (Options) options = { NULL };
  g_auto (Weights) weights = { NULL };
  g_autoptr (GError) error = NULL;

  if (!parse (arguments, &options, &error) || !read_weights (options.path, &weights, &error)
      || (options.out != NULL && !write_weights (&weights, &options, &error)))
    return dh_cli_fail (error);
  if (options.json)
    print_json (&weights);
  else if (options.out == NULL)
    print_table (&weights);
  return dh_cli_close_output ();
}
