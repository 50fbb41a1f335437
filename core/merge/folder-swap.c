/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Swapping the faces of a folder.
 *
 * Pictures are independent, so each worker takes the next one, from the file to the file.  One that
 * can't be used is told and skipped, and the others go on; one that can't be written ends all, since
 * the next ones couldn't be either.
 */
#include "core/merge/folder-swap.h"

#include "core/base/processor.h"
#include "core/base/thread-pool.h"
#include "core/data/face-folder.h"
#include "core/data/file.h"
#include "core/data/png.h"
#include "core/merge/merger.h"
#include "core/nn/network.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ENDING ".png"

typedef struct
{
  const DhFolderSwap *what;
  DhPaintSettings settings;
  GPtrArray *names;
  DhFaceTable *table;    /* NULL: the folder has no file of landmarks */
  GPtrArray *made;       /* what each is written as */
  DhMerger *merger;
  DhFolderSwapTell tell;
  gpointer data;
  int stopped; /* atomic: a picture couldn't be written */
  pthread_mutex_t mutex; /* protects all that follows */
  DhFolderSwapResult *result;
  GError *error;
} Job;

/* ---- names ---- */

/* (transfer full) */
static char *
dup_stem (const char *name)
{
  const char *dot = strrchr (name, '.');

  return g_strndup (name, dot != NULL ? (gsize) (dot - name) : strlen (name));
}

/* Names without their endings → how many pictures have them. */
static GHashTable *
count_stems (GPtrArray *names)
{
  GHashTable *stems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < names->len; i++)
    {
      char *stem = dup_stem (names->pdata[i]);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (stems, stem));

      g_hash_table_replace (stems, stem, GUINT_TO_POINTER (n + 1));
    }
  return stems;
}

/* "x.png" for x.jpg, too; "x.jpg.png" if another picture has the first name. (transfer full) */
static char *
make_name (const char *name, GHashTable *stems, GHashTable *taken)
{
  g_autofree char *stem = dup_stem (name);
  const gboolean alone = GPOINTER_TO_UINT (g_hash_table_lookup (stems, stem)) == 1;
  char *made = g_strconcat (alone ? stem : name, ENDING, NULL);

  while (g_hash_table_contains (taken, made))
    {
      char *longer = g_strconcat (made, ENDING, NULL);

      g_free (made);
      made = longer;
    }
  return made;
}

/* What each picture is written as, each name once; those that end as they will keep theirs. */
static GPtrArray *
make_names (GPtrArray *names)
{
  g_autoptr (GHashTable) stems = count_stems (names);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *made = g_ptr_array_new_full (names->len, g_free);

  for (guint i = 0; i < names->len; i++)
    if (g_str_has_suffix (names->pdata[i], ENDING))
      g_hash_table_add (taken, names->pdata[i]);
  for (guint i = 0; i < names->len; i++)
    {
      const gboolean kept = g_str_has_suffix (names->pdata[i], ENDING);
      char *name = kept ? g_strdup (names->pdata[i]) : make_name (names->pdata[i], stems, taken);

      g_ptr_array_add (made, name);
      g_hash_table_add (taken, name);
    }
  return made;
}

gboolean
dh_folder_swap_count_existing (const DhFolderSwap *self, guint *n_existing, GError **error)
{
  g_autoptr (GPtrArray) names = dh_face_folder_list (self->faces, NULL, error);
  g_autoptr (GPtrArray) made = names != NULL ? make_names (names) : NULL;

  *n_existing = 0;
  for (guint i = 0; made != NULL && i < made->len; i++)
    {
      g_autofree char *path = g_build_filename (self->out, made->pdata[i], NULL);

      *n_existing += dh_file_is_there (path);
    }
  return names != NULL;
}

gboolean
dh_folder_swap_is_same_folder (const char *a, const char *b)
{
  g_autoptr (GFile) first = g_file_new_for_path (a), second = g_file_new_for_path (b);
  struct stat one, other;

  if (g_file_equal (first, second))
    return TRUE;
  return stat (a, &one) == 0 && stat (b, &other) == 0 && one.st_dev == other.st_dev
         && one.st_ino == other.st_ino;
}

/* ---- pictures ---- */

static gboolean
prepare (Job *self, guint n_workers, GError **error)
{
  g_autoptr (DhNotices) notices = dh_notices_new ();
  g_auto (GStrv) sentences = NULL;

  self->names = dh_face_folder_list (self->what->faces, notices, error);
  if (self->names == NULL || !dh_face_table_read_folder (self->what->faces, &self->table, error))
    return FALSE;
  self->result->n_pictures = self->names->len;
  sentences = dh_notices_dup_sentences (notices);
  for (guint i = 0; sentences[i] != NULL; i++)
    self->tell (self->result, sentences[i], self->data);
  self->merger = dh_merger_new (self->what->weights, n_workers, error);
  return self->merger != NULL;
}

/* The picture of a file with its face swapped; NULL with an error: it is skipped. */
static DhImage *
swap (Job *self, guint worker, const char *name, gboolean *is_placed, GError **error)
{
  g_autoptr (DhFace) face = dh_face_load_whole (self->what->faces, name, self->table,
                                                self->what->stored_mask, error);

  if (face == NULL)
    return NULL;
  *is_placed = face->placed_by != DH_PLACED_CENTRE;
  return dh_merger_swap (self->merger, worker, face, self->what->to_a ? DH_SIDE_A : DH_SIDE_B,
                         &self->settings, error);
}

static gboolean
is_stopped (Job *self)
{
  return g_atomic_int_get (&self->stopped)
         || (self->what->cancelled != NULL && g_atomic_int_get (self->what->cancelled));
}

static void
keep (Job *self)
{
  pthread_mutex_lock (&self->mutex);
  self->result->n_kept++;
  self->tell (self->result, NULL, self->data);
  pthread_mutex_unlock (&self->mutex);
}

/* A link is replaced and not followed: it may lead to somebody's only picture. */
static gboolean
write_picture (const DhImage *image, const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    g_unlink (path);
  return dh_png_write (image, path, NULL, error);
}

static void
swap_task (guint task, guint worker, gpointer data)
{
  Job *self = data;
  const char *name = self->names->pdata[task];
  g_autofree char *path = g_build_filename (self->what->out, self->made->pdata[task], NULL);
  g_autoptr (DhImage) image = NULL;
  g_autoptr (GError) error = NULL;
  gboolean written, is_placed = FALSE;

  if (is_stopped (self))
    return;
  if (self->what->keep_existing && dh_file_is_there (path))
    {
      keep (self);
      return;
    }
  image = swap (self, worker, name, &is_placed, &error);
  written = image != NULL && write_picture (image, path, &error);
  pthread_mutex_lock (&self->mutex);
  self->result->n_centred += written && !is_placed;
  if (written)
    self->result->n_done++;
  else if (image == NULL)
    self->result->n_skipped++;
  else
    g_atomic_int_set (&self->stopped, TRUE);
  if (image != NULL && !written)
    {
      if (self->error == NULL)
        self->error = g_steal_pointer (&error);
    }
  else
    self->tell (self->result, error != NULL ? error->message : NULL, self->data);
  pthread_mutex_unlock (&self->mutex);
}

static void
start_thread (gpointer data)
{
  const DhFolderSwap *what = data;

  if (what->niceness != 0)
    setpriority (PRIO_PROCESS, syscall (SYS_gettid), what->niceness);
  dh_compute_thread_init ();
}

static void
run (Job *self, guint n_workers)
{
  DhThreadPool *pool = dh_thread_pool_new (n_workers, start_thread, (gpointer) self->what);

  self->made = make_names (self->names);
  dh_thread_pool_run (pool, self->names->len, swap_task, self);
  dh_thread_pool_free (pool);
}

gboolean
dh_folder_swap_run (const DhFolderSwap *self, DhFolderSwapTell tell, gpointer data,
                    DhFolderSwapResult *result, GError **error)
{
  const guint n_workers = dh_processor_count_cores ();
  Job job = {
    .what = self,
    .settings = { self->whole_crop ? DH_PAINT_CROP : DH_PAINT_MASK, self->edge,
                  !self->keep_light },
    .tell = tell,
    .data = data,
    .result = result,
  };
  gboolean ready;

  *result = (DhFolderSwapResult) { 0 };
  pthread_mutex_init (&job.mutex, NULL);
  dh_compute_thread_init ();
  ready = prepare (&job, n_workers, error);
  if (ready)
    run (&job, n_workers);
  pthread_mutex_destroy (&job.mutex);
  g_clear_pointer (&job.names, g_ptr_array_unref);
  g_clear_pointer (&job.table, dh_face_table_unref);
  g_clear_pointer (&job.made, g_ptr_array_unref);
  g_clear_pointer (&job.merger, dh_merger_free);
  if (job.error == NULL)
    return ready;
  g_propagate_error (error, job.error);
  return FALSE;
}
