/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading moments in the background, for a slider that moves faster than a disk may be.
 *
 * The reader has a connection of its own: in a write-ahead log, reading and writing don't wait for
 * each other.  A session that has been rescued meanwhile is another file with the same name, so the
 * file is compared at each question.
 */
#include "core/store/moment-reader.h"

#include "core/base/background-worker.h"

#include <glib/gstdio.h>

typedef struct
{
  char *path;
  DhPlace *places; /* NULL: what is marked */
  guint n_places;
  DhMomentUse use; /* (nullable) */
  gpointer data;
  GDestroyNotify free_data; /* (nullable) */
} Question;

struct _DhMomentReader
{
  DhBackgroundWorker *worker;

  /* The thread's. */
  Question *question;   /* (nullable) */
  DhDatabase *database; /* (nullable) */
  dev_t device;         /* of the file that is open */
  ino_t inode;
};

static void
question_free (gpointer data)
{
  Question *self = data;

  g_free (self->path);
  g_free (self->places);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

void
dh_moment_answer_free (DhMomentAnswer *self)
{
  g_free (self->places);
  g_clear_pointer (&self->moments, g_ptr_array_unref);
  g_clear_pointer (&self->marked, g_ptr_array_unref);
  g_clear_error (&self->error);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

/* ---- the thread ---- */

static void
follow (gpointer state, gpointer request)
{
  DhMomentReader *self = state;

  g_clear_pointer (&self->question, question_free);
  self->question = request;
}

static gboolean
open_database (DhMomentReader *self, GError **error)
{
  const char *path = self->question->path;
  GStatBuf info = { 0 };
  const gboolean there = g_stat (path, &info) == 0;

  if (self->database != NULL && there && g_str_equal (dh_database_get_path (self->database), path)
      && info.st_dev == self->device && info.st_ino == self->inode)
    return TRUE;
  g_clear_pointer (&self->database, dh_database_close);
  self->database = dh_database_open (path, DH_DATABASE_READ, error);
  self->device = info.st_dev;
  self->inode = info.st_ino;
  return self->database != NULL;
}

static void
find (DhMomentReader *self, DhMomentAnswer *answer)
{
  if (self->question->places == NULL)
    answer->marked = dh_moments_list_marked (self->database, &answer->error);
  else
    answer->moments = dh_moments_find (self->database, self->question->places,
                                       self->question->n_places, &answer->error);
}

/* Its data goes with the answer, which is what it is used for. */
static void
put_to_use (Question *question, DhMomentAnswer *answer)
{
  answer->places = g_steal_pointer (&question->places);
  answer->n_places = question->n_places;
  if (question->use != NULL)
    question->use (answer, question->data);
  answer->data = g_steal_pointer (&question->data);
  answer->free_data = question->free_data;
  question->free_data = NULL;
}

static gboolean
work (gpointer state, DhBackgroundWorker *worker, const int *cancelled)
{
  DhMomentReader *self = state;
  DhMomentAnswer *answer;

  if (self->question == NULL || g_atomic_int_get (cancelled))
    return FALSE;
  answer = g_new0 (DhMomentAnswer, 1);
  if (open_database (self, &answer->error))
    find (self, answer);
  put_to_use (self->question, answer);
  g_clear_pointer (&self->question, question_free);
  dh_background_worker_report (worker, answer);
  return FALSE;
}

static const DhBackgroundWork kind = {
  .follow = follow,
  .work = work,
  .free_request = question_free,
  .free_report = (GDestroyNotify) dh_moment_answer_free,
};

/* ---- the owner's side ---- */

DhMomentReader *
dh_moment_reader_new (void)
{
  DhMomentReader *self = g_new0 (DhMomentReader, 1);

  self->worker = dh_background_worker_new (&kind, self, 0, "the timeline");
  return self;
}

void
dh_moment_reader_free (DhMomentReader *self)
{
  dh_background_worker_free (self->worker);
  g_clear_pointer (&self->question, question_free);
  g_clear_pointer (&self->database, dh_database_close);
  g_free (self);
}

static void
send (DhMomentReader *self, const Question *question)
{
  dh_background_worker_send (self->worker, g_memdup2 (question, sizeof *question));
}

void
dh_moment_reader_ask_for (DhMomentReader *self, const char *path, const DhPlace *places,
                          guint n_places, DhMomentUse use, gpointer data, GDestroyNotify free_data)
{
  g_return_if_fail (n_places > 0);
  send (self, &(Question) { .path = g_strdup (path),
                            .places = g_memdup2 (places, n_places * sizeof *places),
                            .n_places = n_places,
                            .use = use,
                            .data = data,
                            .free_data = free_data });
}

void
dh_moment_reader_ask (DhMomentReader *self, const char *path, const DhPlace *places, guint n_places)
{
  dh_moment_reader_ask_for (self, path, places, n_places, NULL, NULL, NULL);
}

void
dh_moment_reader_ask_marked (DhMomentReader *self, const char *path)
{
  send (self, &(Question) { .path = g_strdup (path) });
}

DhMomentAnswer *
dh_moment_reader_take (DhMomentReader *self)
{
  return dh_background_worker_take (self->worker);
}

int
dh_moment_reader_get_fd (DhMomentReader *self)
{
  return dh_background_worker_get_fd (self->worker);
}
