/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line of `export`.
 */
#include "app/cli-export-options.h"

#include "app/cli-options.h"
#include "app/cli-words.h"
#include "app/cli.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_COLUMNS   8
#define N_FRAMES    48
#define MAX_COLUMNS 100
#define MAX_FRAMES  1000
#define MAX_SCALE   20.0
#define SMALLEST_SIDE 64

/* As typed; NULL if not given. */
typedef struct
{
  char *what, *size, *scale, *format, *lane, *columns, *at, *frames, *spacing;
  gboolean dark;
} Typed;

static void
typed_clear (Typed *self)
{
  char *const all[] = { self->what,    self->size, self->scale,  self->format, self->lane,
                        self->columns, self->at,   self->frames, self->spacing };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_free (all[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

void
dh_cli_export_options_free (DhCliExportOptions *self)
{
  g_free (self->document);
  g_free (self->faces[0]);
  g_free (self->faces[1]);
  g_free (self->iterations);
  g_free (self->out);
  g_clear_pointer (&self->columns, g_array_unref);
  g_free (self);
}

/* ---- reading ---- */

static gboolean
read_arguments (DhCliExportOptions *self, Typed *typed, char **arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "what", 0, 0, G_OPTION_ARG_STRING, &typed->what,
      N_ ("What to write, separated by commas: comparison, strip, animation, history, landscapes, "
          "weights, report (comparison)"),
      N_ ("LIST") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &self->out,
      N_ ("Write to this folder, or, if one file is asked for, to this file"), N_ ("DIR|FILE") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &typed->format,
      N_ ("Of pictures: png, svg or pdf (png); an animation is always a PNG"), N_ ("FORMAT") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &typed->size,
      N_ ("Size of pictures, such as 1920x1080: pixels of a PNG, or points (as large as needed)"),
      N_ ("WxH") },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &typed->scale,
      N_ ("Enlarge pictures this many times (2 for a PNG without --size, otherwise 1)"), N_ ("S") },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &typed->dark, N_ ("Light text on a dark background"), NULL },
    { "iterations", 0, 0, G_OPTION_ARG_STRING, &self->iterations,
      N_ ("Stop after N iterations (as far as the document went)"), N_ ("N") },
    { "lane", 0, 0, G_OPTION_ARG_STRING, &typed->lane,
      N_ ("Only this lane in strip, animation and landscapes, by its number"), N_ ("N") },
    { "columns", 0, 0, G_OPTION_ARG_STRING, &typed->columns,
      N_ ("Columns of the strip (8)"), N_ ("N") },
    { "at", 0, 0, G_OPTION_ARG_STRING, &typed->at,
      N_ ("Iterations of the strip’s columns, such as 10,100,1000"), N_ ("LIST") },
    { "frames", 0, 0, G_OPTION_ARG_STRING, &typed->frames,
      N_ ("Pictures of the animation (48)"), N_ ("N") },
    { "spacing", 0, 0, G_OPTION_ARG_STRING, &typed->spacing,
      N_ ("Of columns and pictures: even, or growing, with more at the start (even for the strip, "
          "growing for the animation)"),
      N_ ("even|growing") },
    { "no-landscapes", 0, 0, G_OPTION_ARG_NONE, &self->no_landscapes,
      N_ ("Leave the landscapes out of comparison and animation: they take a while"), NULL },
    { "faces-a", 0, 0, G_OPTION_ARG_FILENAME, &self->faces[0],
      N_ ("Folder of pictures of person A, instead of the document’s"), N_ ("DIR") },
    { "faces-b", 0, 0, G_OPTION_ARG_FILENAME, &self->faces[1],
      N_ ("Folder of pictures of person B, instead of the document’s"), N_ ("DIR") },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (_ ("FILE.downhill|LINK"));
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
    context, _ ("Train what a document or a link describes, and write it as pictures, an animation "
                "or tables.  The same document gives the same files on the same kind of "
                "processor."));
  if (!dh_cli_parse (context, &rest, error))
    return FALSE;
  if (g_strv_length (rest) != 2)
    {
      g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                           _ ("“downhill-cli export” takes one document or link, such as "
                              "“downhill-cli export lesson.downhill --out pictures”."));
      return FALSE;
    }
  self->document = g_strdup (rest[1]);
  if (self->out != NULL)
    return TRUE;
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("Say where to write with --out DIR."));
  return FALSE;
}

/* The index of a word; -1 with an error. */
static int
find_word (const char *word, const char *const *words, const char *problem, GError **error)
{
  for (int i = 0; words[i] != NULL; i++)
    if (g_str_equal (word, words[i]))
      return i;
  dh_cli_set_unknown_error (error, problem, word, words);
  return -1;
}

static gboolean
read_what (DhCliExportOptions *self, const char *text, GError **error)
{
  const char *const words[] = { "comparison", "strip",      "animation", "history",
                                "landscapes", "weights",    "report",    NULL };
  g_auto (GStrv) typed = g_strsplit (text != NULL ? text : words[0], ",", -1);

  for (guint i = 0; typed[i] != NULL; i++)
    {
      const char *word = g_strstrip (typed[i]);
      g_autofree char *problem = g_strdup_printf (_ ("“%s” can’t be exported"), word);
      const int found = find_word (word, words, problem, error);

      if (found < 0)
        return FALSE;
      self->parts |= 1u << found;
    }
  return TRUE;
}

static gboolean
read_format (DhCliExportOptions *self, const char *text, GError **error)
{
  const char *words[DH_N_DRAWING_FORMATS + 1] = { NULL };
  g_autofree char *problem = NULL;
  int found;

  if (text == NULL)
    return TRUE;
  for (guint i = 0; i < DH_N_DRAWING_FORMATS; i++)
    words[i] = dh_drawing_format_get_id (i);
  problem = g_strdup_printf (_ ("There is no format “%s”"), text);
  found = find_word (text, words, problem, error);
  self->look.size.format = MAX (found, 0);
  return found >= 0;
}

static gboolean
read_spacing (DhCliExportOptions *self, const char *text, GError **error)
{
  const char *const words[] = { "even", "growing", NULL };
  g_autofree char *problem = NULL;
  int found;

  if (text == NULL)
    return TRUE;
  problem = g_strdup_printf (_ ("There is no spacing “%s”"), text);
  found = find_word (text, words, problem, error);
  self->spacing = found;
  return found >= 0;
}

static gboolean
read_size (DhCliExportOptions *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, "x", -1) : NULL;
  guint64 width, height;

  if (text == NULL)
    return TRUE;
  if (g_strv_length (parts) == 2
      && g_ascii_string_to_unsigned (parts[0], 10, SMALLEST_SIDE, DH_DRAWING_MAX_SIDE, &width, NULL)
      && g_ascii_string_to_unsigned (parts[1], 10, SMALLEST_SIDE, DH_DRAWING_MAX_SIDE, &height,
                                     NULL))
    {
      self->look.size.width = (double) width;
      self->look.size.height = (double) height;
      return TRUE;
    }
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--size must be WIDTHxHEIGHT, each from %d to %d, such as 900x600, not “%s”."),
               SMALLEST_SIDE, DH_DRAWING_MAX_SIDE, text);
  return FALSE;
}

static gboolean
read_scale (DhCliExportOptions *self, const char *text, GError **error)
{
  char *end;

  if (text == NULL)
    return TRUE;
  self->look.size.scale = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && isfinite (self->look.size.scale) && self->look.size.scale > 0
      && self->look.size.scale <= MAX_SCALE)
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--scale must be a number above 0 and at most %g, such as 2 or 1.5, not “%s”."),
               MAX_SCALE, text);
  return FALSE;
}

static gboolean
read_number (const char *option, const char *text, guint64 least, guint64 most, guint64 *number,
             GError **error)
{
  if (!dh_cli_count_read (option, text, least, number, error))
    return FALSE;
  if (*number <= most)
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE, _ ("%s can be at most %u, not “%s”."),
               option, (guint) most, text);
  return FALSE;
}

static gboolean
read_columns (DhCliExportOptions *self, const char *text, GError **error)
{
  g_auto (GStrv) typed = NULL;

  if (text == NULL)
    return TRUE;
  typed = g_strsplit (text, ",", -1);
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint64));
  for (guint i = 0; typed[i] != NULL; i++)
    {
      guint64 iteration;

      if (!dh_cli_count_read ("--at", g_strstrip (typed[i]), 1, &iteration, error))
        return FALSE;
      if (i >= MAX_COLUMNS
          || (i > 0 && iteration <= g_array_index (self->columns, guint64, i - 1)))
        {
          g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("--at must be at most %d ascending iterations, such as 10,100,1000, not "
                          "“%s”."),
                       MAX_COLUMNS, text);
          return FALSE;
        }
      g_array_append_val (self->columns, iteration);
    }
  return TRUE;
}

DhCliExportOptions *
dh_cli_export_options_parse (char **arguments, GError **error)
{
  g_autoptr (DhCliExportOptions) self = g_new0 (DhCliExportOptions, 1);
  g_auto (Typed) typed = { .dark = FALSE };
  guint64 lane = 0;

  self->n_columns = N_COLUMNS;
  self->n_frames = N_FRAMES;
  self->spacing = DH_CLI_EXPORT_USUAL_SPACING;
  if (!read_arguments (self, &typed, arguments, error) || !read_what (self, typed.what, error)
      || !read_format (self, typed.format, error) || !read_size (self, typed.size, error)
      || !read_scale (self, typed.scale, error) || !read_spacing (self, typed.spacing, error)
      || !read_number ("--lane", typed.lane, 1, DH_MAX_LANES, &lane, error)
      || !read_number ("--columns", typed.columns, 1, MAX_COLUMNS, &self->n_columns, error)
      || !read_number ("--frames", typed.frames, 2, MAX_FRAMES, &self->n_frames, error)
      || !read_columns (self, typed.at, error))
    return NULL;
  self->lane = (guint) lane;
  self->look.scheme = typed.dark ? DH_SCHEME_DARK : DH_SCHEME_LIGHT;
  return g_steal_pointer (&self);
}
