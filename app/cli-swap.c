/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli swap`: swaps the faces of a folder with a trained network, and writes the pictures.
 */
#include "app/cli.h"

#include "app/cli-progress.h"
#include "core/merge/folder-swap.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* Skipped pictures that are told one by one. */
#define MAX_TOLD 10

typedef struct
{
  char *model, *faces, *out, *to, *area, *light;
  double edge;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->model);
  g_free (self->faces);
  g_free (self->out);
  g_free (self->to);
  g_free (self->area);
  g_free (self->light);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (char **arguments, Options *self, GError **error)
{
  const GOptionEntry entries[] = {
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &self->model,
      N_ ("The trained network: weights that --keep-weights or the window wrote"), N_ ("FILE.npz") },
    { "faces", 0, 0, G_OPTION_ARG_FILENAME, &self->faces, N_ ("The folder of pictures"),
      N_ ("DIR") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &self->out,
      N_ ("Where to write the swapped pictures, as PNGs of the same names"), N_ ("DIR") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &self->to,
      N_ ("Whose face they get: b, if the pictures show person A, or a (b)"), N_ ("SIDE") },
    { "area", 0, 0, G_OPTION_ARG_STRING, &self->area,
      N_ ("Paint within the face’s mask, one that is stored in the file, or the whole crop: mask, "
          "stored or crop (mask)"), N_ ("AREA") },
    { "light", 0, 0, G_OPTION_ARG_STRING, &self->light,
      N_ ("Give the face the colours of the picture, or leave its own: match or keep (match)"),
      N_ ("LIGHT") },
    { "edge", 0, 0, G_OPTION_ARG_DOUBLE, &self->edge,
      N_ ("Width of the soft edge, in percent of the crop’s side (6)"), N_ ("PERCENT") },
    G_OPTION_ENTRY_NULL,
  };
  GOptionContext *context = g_option_context_new (NULL);
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("Swap the faces of a folder with a trained network."));
  g_option_context_set_description (
    context, _ ("Example:\n  downhill-cli train --lane ssim --iterations 20000 --keep-weights full "
                "--out run\n  downhill-cli swap --model run/lane-1.npz --faces DIR --out swapped"));
  if (!dh_cli_parse (context, &rest, error))
    return FALSE;
  if (rest[1] == NULL)
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("“%s” is one word too many: folders and files have options, such as --faces DIR."),
               rest[1]);
  return FALSE;
}

/* One of two words; the first is the default. */
static gboolean
choose (const char *option, const char *word, const char *const words[2], gboolean *second,
        GError **error)
{
  *second = word != NULL && g_str_equal (word, words[1]);
  if (word == NULL || *second || g_str_equal (word, words[0]))
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE, _ ("--%s “%s”: choose %s or %s."), option,
               word, words[0], words[1]);
  return FALSE;
}

static gboolean
choose_area (const char *word, DhFolderSwap *what, GError **error)
{
  what->whole_crop = g_strcmp0 (word, "crop") == 0;
  what->stored_mask = g_strcmp0 (word, "stored") == 0;
  if (word == NULL || what->whole_crop || what->stored_mask || g_str_equal (word, "mask"))
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--area “%s”: choose mask, stored or crop."), word);
  return FALSE;
}

static gboolean
check_given (const char *value, const char *option, GError **error)
{
  if (value != NULL)
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("“downhill-cli swap” needs --%s; see “downhill-cli swap --help”."), option);
  return FALSE;
}

/* The pictures of the folder are somebody's only ones. */
static gboolean
check_apart (const Options *options, GError **error)
{
  if (!dh_folder_swap_is_same_folder (options->faces, options->out))
    return TRUE;
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("--out is the folder of the pictures, which would be overwritten: name "
                          "another one."));
  return FALSE;
}

/* lent: strings of the options. */
static gboolean
read_what (const Options *options, DhFolderSwap *what, GError **error)
{
  static const char *const sides[] = { "b", "a" };
  static const char *const lights[] = { "match", "keep" };

  *what = (DhFolderSwap) {
    .weights = options->model,
    .faces = options->faces,
    .out = options->out,
    .edge = options->edge / 100.0,
  };
  if (!check_given (options->model, "model", error) || !check_given (options->faces, "faces", error)
      || !check_given (options->out, "out", error)
      || !choose ("to", options->to, sides, &what->to_a, error)
      || !choose_area (options->area, what, error)
      || !choose ("light", options->light, lights, &what->keep_light, error))
    return FALSE;
  if (options->edge >= 0.0 && options->edge <= 30.0)
    return check_apart (options, error);
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("--edge is a percentage from 0 to 30."));
  return FALSE;
}

typedef struct
{
  DhFolderSwap what;
  DhCliProgress *progress;
  GMainLoop *loop;
  int cancelled; /* atomic */
  int signal;    /* that ended it; or 0 */
  gboolean done;
  DhFolderSwapResult result;
  GError *error;
} Run;

static void
tell (const DhFolderSwapResult *so_far, const char *sentence, gpointer data)
{
  Run *self = data;
  const guint n = so_far->n_done + so_far->n_skipped;
  g_autofree char *text = g_strdup_printf (_ ("picture %u of %u"), n, so_far->n_pictures);

  if (sentence != NULL && so_far->n_skipped <= MAX_TOLD)
    dh_cli_progress_say (self->progress, sentence);
  dh_cli_progress_update (self->progress, n / (double) so_far->n_pictures, text);
}

static void
report (const DhFolderSwapResult *result, const Options *options)
{
  g_autofree char *out = g_filename_display_name (options->out);

  g_print (g_dngettext (GETTEXT_PACKAGE, "%u picture is in %s.\n", "%u pictures are in %s.\n",
                        result->n_done),
           result->n_done, out);
  if (result->n_centred > 0)
    g_print (g_dngettext (GETTEXT_PACKAGE,
                          "%u of them has no landmarks, so its middle was taken for the face.\n",
                          "%u of them have no landmarks, so their middle was taken for the face.\n",
                          result->n_centred),
             result->n_centred);
  if (result->n_skipped > 0)
    g_printerr (g_dngettext (GETTEXT_PACKAGE, "%u picture was skipped.\n",
                             "%u pictures were skipped.\n", result->n_skipped),
                result->n_skipped);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static gpointer
run_in_thread (gpointer data)
{
  Run *self = data;

  self->done = dh_folder_swap_run (&self->what, tell, self, &self->result, &self->error);
  g_idle_add (quit_cb, self->loop);
  return NULL;
}

/* Pictures in work are finished: otherwise half of one would stay beside the others. */
static void
stopped_cb (gpointer data, int signal_number)
{
  Run *self = data;

  self->signal = signal_number;
  g_atomic_int_set (&self->cancelled, TRUE);
}

/* In a thread, since signals come by the main loop. */
static void
run (Run *self)
{
  GThread *thread;

  self->what.cancelled = &self->cancelled;
  self->loop = g_main_loop_new (NULL, FALSE);
  self->progress = dh_cli_progress_new ();
  dh_cli_watch_signals (stopped_cb, self);
  thread = g_thread_new ("swap", run_in_thread, self);
  g_main_loop_run (self->loop);
  g_thread_join (thread);
  g_clear_pointer (&self->progress, dh_cli_progress_free);
  g_clear_pointer (&self->loop, g_main_loop_unref);
}

/* Returns an exit status. */
static int
finish (const Run *self, const Options *options)
{
  int status;

  if (self->done || self->result.n_done > 0)
    report (&self->result, options);
  if (!self->done)
    return dh_cli_fail (self->error);
  status = dh_cli_close_output ();
  if (status == DH_CLI_SUCCESS && self->signal != 0)
    return 128 + self->signal;
  return self->result.n_done > 0 ? status : DH_CLI_FAILURE;
}

int
dh_cli_swap (char **arguments)
{
  g_auto (Options) options = { .edge = 100.0 * DH_FOLDER_SWAP_EDGE };
  g_autoptr (GError) error = NULL;
  Run self = { 0 };
  gboolean is_new;
  int status;

  if (!parse (arguments, &options, &error) || !read_what (&options, &self.what, &error))
    return dh_cli_fail (error);
  is_new = !g_file_test (options.out, G_FILE_TEST_EXISTS);
  if (!dh_cli_prepare_folder (options.out, &error))
    return dh_cli_fail (error);
  run (&self);
  if (is_new && self.result.n_done == 0)
    g_rmdir (options.out); /* empty */
  status = finish (&self, &options);
  g_clear_error (&self.error);
  return status;
}
