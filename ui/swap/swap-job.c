/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One folder being swapped, in a thread, while the window asks how far it is.
 */
#include "ui/swap/swap-job.h"

#include <glib/gi18n-lib.h>

/* Of the threads: before the training's, which are at 10, and after the window's. */
#define NICENESS 5

struct _DhSwapJob
{
  DhFolderSwap what;
  char *weights, *faces, *out; /* of what */
  DhSwapExisting existing;
  int cancelled; /* atomic */
  GMutex lock;   /* protects all that follows */
  DhFolderSwapResult so_far;
  guint n_existing;
  char *first; /* why the first one was skipped; or NULL */
};

DhSwapJob *
dh_swap_job_new (const DhFolderSwap *what, DhSwapExisting existing)
{
  DhSwapJob *self = g_new0 (DhSwapJob, 1);

  g_mutex_init (&self->lock);
  self->existing = existing;
  self->what = *what;
  self->what.weights = self->weights = g_strdup (what->weights);
  self->what.faces = self->faces = g_strdup (what->faces);
  self->what.out = self->out = g_strdup (what->out);
  self->what.keep_existing = existing == DH_SWAP_KEEP;
  self->what.niceness = NICENESS;
  self->what.cancelled = &self->cancelled;
  return self;
}

void
dh_swap_job_free (DhSwapJob *self)
{
  g_mutex_clear (&self->lock);
  g_free (self->weights);
  g_free (self->faces);
  g_free (self->out);
  g_free (self->first);
  g_free (self);
}

/* Notices on the folder come before the first picture and are no reasons. */
static void
tell_cb (const DhFolderSwapResult *so_far, const char *sentence, gpointer data)
{
  DhSwapJob *self = data;

  g_mutex_lock (&self->lock);
  if (sentence != NULL && so_far->n_skipped > self->so_far.n_skipped && self->first == NULL)
    self->first = g_strdup (sentence);
  self->so_far = *so_far;
  g_mutex_unlock (&self->lock);
}

/* FALSE: there are some, or it can't be known. */
static gboolean
is_free (DhSwapJob *self, GError **error)
{
  guint n;

  if (self->existing != DH_SWAP_ASK)
    return TRUE;
  if (!dh_folder_swap_count_existing (&self->what, &n, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  self->n_existing = n;
  g_mutex_unlock (&self->lock);
  return n == 0;
}

void
dh_swap_job_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DhSwapJob *self = data;
  DhFolderSwapResult result;
  GError *error = NULL;

  if (is_free (self, &error))
    dh_folder_swap_run (&self->what, tell_cb, self, &result, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
dh_swap_job_cancel (DhSwapJob *self)
{
  g_atomic_int_set (&self->cancelled, TRUE);
}

gboolean
dh_swap_job_is_cancelled (DhSwapJob *self)
{
  return g_atomic_int_get (&self->cancelled);
}

const char *
dh_swap_job_get_out (const DhSwapJob *self)
{
  return self->out;
}

guint
dh_swap_job_get_n_existing (DhSwapJob *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_existing;
  g_mutex_unlock (&self->lock);
  return n;
}

double
dh_swap_job_get_share (DhSwapJob *self)
{
  double share;

  g_mutex_lock (&self->lock);
  share = (self->so_far.n_done + self->so_far.n_skipped + self->so_far.n_kept)
          / (double) MAX (self->so_far.n_pictures, 1);
  g_mutex_unlock (&self->lock);
  return share;
}

static void
add_skipped (GString *words, guint n_skipped, const char *first)
{
  if (n_skipped == 0)
    return;
  g_string_append_c (words, ' ');
  /* Translators: a sentence follows, which says why a picture can't be used */
  g_string_append_printf (words,
                          g_dngettext (GETTEXT_PACKAGE, "%u was skipped: %s",
                                       "%u were skipped; the first: %s", n_skipped),
                          n_skipped, first != NULL ? first : "");
}

static void
add_counts (GString *words, const DhFolderSwapResult *result)
{
  if (result->n_kept > 0)
    g_string_append_printf (words,
                            g_dngettext (GETTEXT_PACKAGE, " %u was there already and stays.",
                                         " %u were there already and stay.", result->n_kept),
                            result->n_kept);
  if (result->n_centred > 0)
    g_string_append_printf (words,
                            g_dngettext (GETTEXT_PACKAGE,
                                         " %u has no landmarks, so its middle was taken for the "
                                         "face.",
                                         " %u have no landmarks, so their middle was taken for the "
                                         "face.",
                                         result->n_centred),
                            result->n_centred);
}

char *
dh_swap_job_dup_words (DhSwapJob *self)
{
  GString *words = g_string_new (NULL);

  g_mutex_lock (&self->lock);
  if (self->so_far.n_pictures > 0)
    g_string_append_printf (words,
                            g_dngettext (GETTEXT_PACKAGE, "%u of %u picture is done.",
                                         "%u of %u pictures are done.", self->so_far.n_pictures),
                            self->so_far.n_done, self->so_far.n_pictures);
  add_counts (words, &self->so_far);
  add_skipped (words, self->so_far.n_skipped, self->first);
  g_mutex_unlock (&self->lock);
  return g_string_free (words, FALSE);
}
