/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli swap`: swaps the faces of a folder with a trained network, and writes the pictures.
 *
 * Pictures are independent, so each worker takes the next one, from the file to the file.  One that
 * can't be used is told and skipped, and the others go on.
 */
#include "app/cli.h"

#include "app/cli-progress.h"
#include "core/base/error.h"
#include "core/base/processor.h"
#include "core/base/thread-pool.h"
#include "core/data/face-folder.h"
#include "core/data/png.h"
#include "core/merge/merger.h"
#include "core/nn/network.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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
      N_ ("Paint within the face’s mask or the whole crop: mask or crop (mask)"), N_ ("AREA") },
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

/* What is to be done, and how far it is. */
typedef struct
{
  const Options *options;
  DhSide decoder;
  DhPaintSettings settings;
  GPtrArray *names;
  GHashTable *landmarks; /* NULL: the folder has no file of them */
  DhMerger *merger;
  GMutex mutex; /* protects all that follows */
  DhCliProgress *progress;
  guint n_done, n_skipped;
  char *fatal; /* the pictures can't be written */
  int stopped; /* atomic */
} Job;

static void
job_clear (Job *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->landmarks, g_hash_table_unref);
  g_clear_pointer (&self->merger, dh_merger_free);
  g_clear_pointer (&self->progress, dh_cli_progress_free);
  g_mutex_clear (&self->mutex);
  g_free (self->fatal);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

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
  g_autoptr (GFile) faces = g_file_new_for_path (options->faces);
  g_autoptr (GFile) out = g_file_new_for_path (options->out);

  if (!g_file_equal (faces, out))
    return TRUE;
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("--out is the folder of the pictures, which would be overwritten: name "
                          "another one."));
  return FALSE;
}

static gboolean
read_settings (Job *self, GError **error)
{
  static const char *const sides[] = { "b", "a" }, *const areas[] = { "mask", "crop" };
  static const char *const lights[] = { "match", "keep" };
  const Options *options = self->options;
  gboolean to_a, crop, keep;

  if (!check_given (options->model, "model", error) || !check_given (options->faces, "faces", error)
      || !check_given (options->out, "out", error)
      || !choose ("to", options->to, sides, &to_a, error)
      || !choose ("area", options->area, areas, &crop, error)
      || !choose ("light", options->light, lights, &keep, error) || !check_apart (options, error))
    return FALSE;
  if (!(options->edge >= 0.0 && options->edge <= 30.0))
    {
      g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                           _ ("--edge is a percentage from 0 to 30."));
      return FALSE;
    }
  self->decoder = to_a ? DH_SIDE_A : DH_SIDE_B;
  self->settings = (DhPaintSettings) {
    .area = crop ? DH_PAINT_CROP : DH_PAINT_MASK,
    .edge = options->edge / 100.0,
    .match_light = !keep,
  };
  return TRUE;
}

static gboolean
read_landmarks (Job *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->options->faces, DH_LANDMARKS_FILE, NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  self->landmarks = dh_landmarks_read (path, error);
  return self->landmarks != NULL;
}

static gboolean
prepare (Job *self, guint n_workers, GError **error)
{
  g_autoptr (DhNotices) notices = dh_notices_new ();
  g_auto (GStrv) sentences = NULL;

  self->names = dh_face_folder_list (self->options->faces, notices, error);
  if (self->names == NULL || !read_landmarks (self, error)
      || !dh_cli_prepare_folder (self->options->out, error))
    return FALSE;
  sentences = dh_notices_dup_sentences (notices);
  for (guint i = 0; sentences[i] != NULL; i++)
    g_printerr ("%s\n", sentences[i]);
  self->merger = dh_merger_new (self->options->model, n_workers, error);
  return self->merger != NULL;
}

/* ---- the pictures ---- */

/* Locked. */
static void
tell_skipped (Job *self, const GError *reason)
{
  self->n_skipped++;
  if (self->n_skipped <= MAX_TOLD)
    dh_cli_progress_say (self->progress, reason->message);
  else if (self->n_skipped == MAX_TOLD + 1)
    dh_cli_progress_say (self->progress, _ ("More pictures are skipped."));
}

/* "DIR/x.png" for x.jpg, too */
static char *
make_path (const Job *self, const char *name)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *stem = g_strndup (name, dot != NULL ? dot - name : (gssize) strlen (name));
  g_autofree char *file = g_strconcat (stem, ".png", NULL);

  return g_build_filename (self->options->out, file, NULL);
}

/* FALSE with an error: the picture is skipped; *fatal: so would be all others. */
static gboolean
swap (Job *self, guint worker, const char *name, gboolean *fatal, GError **error)
{
  g_autofree char *path = make_path (self, name);
  g_autoptr (DhFace) face = dh_face_load (self->options->faces, name, self->landmarks,
                                          DH_FACE_WHOLE, NULL, NULL, error);
  g_autoptr (DhImage) image = NULL;

  if (face == NULL)
    return FALSE;
  image = dh_merger_swap (self->merger, worker, face, self->decoder, &self->settings, error);
  if (image == NULL)
    return FALSE;
  *fatal = !dh_png_write (image, path, NULL, error);
  return !*fatal;
}

static void
swap_task (guint task, guint worker, gpointer data)
{
  Job *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean fatal = FALSE, done;

  if (g_atomic_int_get (&self->stopped))
    return;
  done = swap (self, worker, self->names->pdata[task], &fatal, &error);
  g_mutex_lock (&self->mutex);
  self->n_done += done;
  if (fatal && self->fatal == NULL)
    self->fatal = g_strdup (error->message);
  else if (!done && !fatal)
    tell_skipped (self, error);
  if (fatal)
    g_atomic_int_set (&self->stopped, TRUE);
  text = g_strdup_printf (_ ("picture %u of %u"), self->n_done + self->n_skipped,
                          self->names->len);
  dh_cli_progress_update (self->progress, (self->n_done + self->n_skipped) / (double) self->names->len,
                          text);
  g_mutex_unlock (&self->mutex);
}

static void
start_thread (gpointer data)
{
  dh_compute_thread_init ();
}

static void
run (Job *self, guint n_workers)
{
  DhThreadPool *pool = dh_thread_pool_new (n_workers, start_thread, NULL);

  self->progress = dh_cli_progress_new ();
  dh_thread_pool_run (pool, self->names->len, swap_task, self);
  g_clear_pointer (&self->progress, dh_cli_progress_free);
  dh_thread_pool_free (pool);
}

/* Returns an exit status. */
static int
report (const Job *self)
{
  g_autofree char *out = g_filename_display_name (self->options->out);

  g_print (g_dngettext (GETTEXT_PACKAGE, "%u picture is in %s.\n", "%u pictures are in %s.\n",
                        self->n_done),
           self->n_done, out);
  if (self->landmarks == NULL && self->n_done > 0)
    g_print ("%s\n", _ ("They have no landmarks, so the middle of each was taken for the face."));
  if (self->n_skipped > 0)
    g_printerr (g_dngettext (GETTEXT_PACKAGE, "%u picture was skipped.\n",
                             "%u pictures were skipped.\n", self->n_skipped),
                self->n_skipped);
  if (self->fatal != NULL)
    {
      g_printerr ("downhill-cli: %s\n", self->fatal);
      return DH_CLI_FAILURE;
    }
  return self->n_done > 0 ? dh_cli_close_output () : DH_CLI_FAILURE;
}

int
dh_cli_swap (char **arguments)
{
  const guint n_workers = dh_processor_count_cores ();
  g_auto (Options) options = { .edge = 100.0 * dh_paint_default.edge };
  g_auto (Job) job = { .options = &options };
  g_autoptr (GError) error = NULL;

  dh_compute_thread_init ();
  g_mutex_init (&job.mutex);
  if (!parse (arguments, &options, &error) || !read_settings (&job, &error)
      || !prepare (&job, n_workers, &error))
    return dh_cli_fail (error);
  run (&job, n_workers);
  return report (&job);
}
