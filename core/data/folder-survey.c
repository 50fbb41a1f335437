/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking through a folder as a training would, and saying what becomes of each file.
 *
 * Only decoding a picture tells whether it is damaged, so all are decoded, by the code that loads
 * them for a training; nothing but a line about each is kept.  Which of a small folder's pictures
 * are held out depends on how many can be used: until the end, they count as training pictures.
 *
 * The thread and the survey share a box with what is new.  A timer of the main context empties it;
 * there is at most one, so a folder of thousands of small pictures doesn't flood the window.
 */
#include "core/data/folder-survey.h"

#include "core/base/error.h"
#include "core/data/face-division.h"
#include "core/data/face-folder.h"
#include "core/data/face-tally.h"
#include "core/data/face.h"
#include "core/data/picture-kind.h"
#include "core/data/picture.h"

#include <glib/gi18n-lib.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define INTERVAL 170 /* ms */
#define NICENESS 10

/* What the thread has found and the survey hasn't seen. */
typedef struct
{
  int n_refs;    /* atomic */
  int cancelled; /* atomic */
  char *folder;
  GMainContext *context;
  DhFolderSurvey *survey; /* main context; NULL: it was freed */
  pthread_mutex_t mutex;  /* protects all that follows */
  GSource *timer;         /* NULL: none is pending */
  GPtrArray *fresh;       /* of DhSurveyItem */
  GArray *held_out;       /* at the end: indices of items */
  guint n_files;
  gboolean done;
  GError *error;
} Box;

struct _DhFolderSurvey
{
  Box *box;
  GPtrArray *items; /* of DhSurveyItem */
  guint n_files;
  gboolean done;
  GError *error;
  void (*changed) (gpointer data);
  gpointer data;
};

static void
item_free (gpointer data)
{
  DhSurveyItem *item = data;

  g_free (item->name);
  g_free (item->reason);
  g_free (item);
}

static Box *
box_ref (Box *self)
{
  g_atomic_int_inc (&self->n_refs);
  return self;
}

static void
box_unref (gpointer data)
{
  Box *self = data;

  if (!g_atomic_int_dec_and_test (&self->n_refs))
    return;
  pthread_mutex_destroy (&self->mutex);
  g_ptr_array_unref (self->fresh);
  g_array_unref (self->held_out);
  g_main_context_unref (self->context);
  g_clear_error (&self->error);
  g_free (self->folder);
  g_free (self);
}

/* ---- the main context ---- */

/* Locked. */
static void
empty_box (Box *box, DhFolderSurvey *survey)
{
  g_ptr_array_extend_and_steal (survey->items, box->fresh);
  box->fresh = g_ptr_array_new_with_free_func (item_free);
  for (guint i = 0; i < box->held_out->len; i++)
    {
      DhSurveyItem *item = survey->items->pdata[g_array_index (box->held_out, guint, i)];

      item->use = DH_FILE_HELD_OUT;
    }
  g_array_set_size (box->held_out, 0);
  survey->n_files = box->n_files;
  survey->done = box->done;
  if (box->error != NULL && survey->error == NULL)
    survey->error = g_error_copy (box->error);
}

static gboolean
tell (gpointer data)
{
  Box *box = data;
  DhFolderSurvey *survey = box->survey;

  pthread_mutex_lock (&box->mutex);
  g_clear_pointer (&box->timer, g_source_unref);
  if (survey != NULL)
    empty_box (box, survey);
  pthread_mutex_unlock (&box->mutex);
  if (survey != NULL)
    survey->changed (survey->data);
  return G_SOURCE_REMOVE;
}

/* ---- the thread ---- */

/* Locked. */
static void
wake (Box *box)
{
  if (box->timer != NULL || g_atomic_int_get (&box->cancelled))
    return;
  box->timer = g_timeout_source_new (INTERVAL);
  g_source_set_callback (box->timer, tell, box_ref (box), box_unref);
  g_source_attach (box->timer, box->context);
}

/* A folder while it is looked through. */
typedef struct
{
  Box *box;
  GPtrArray *names, *others; /* NULL: none */
  DhFaceTable *table;        /* NULL: none */
  DhFaceDivision division;
  guint n_items;
  GPtrArray *usable; /* of a small folder: names, lent … */
  GArray *indices;   /* … and the indices of their items */
  guint n_before;    /* of a large folder; see dh_face_division_picks() */
  guint n_held_out;  /* likewise */
  guint n_training;  /* likewise */
  DhFaceTally tally; /* of the pictures that a training reads first */
  DhFaceTally later; /* of the others, in a large folder */
  gboolean vanished;
  GError *error;
} Look;

static void
add_item (Look *self, DhSurveyItem *item)
{
  pthread_mutex_lock (&self->box->mutex);
  g_ptr_array_add (self->box->fresh, item);
  wake (self->box);
  pthread_mutex_unlock (&self->box->mutex);
  self->n_items++;
}

/* Takes the reason. */
static void
skip (Look *self, const char *name, char *reason)
{
  DhSurveyItem *item = g_new0 (DhSurveyItem, 1);

  item->name = g_strdup (name);
  item->use = DH_FILE_SKIPPED;
  item->reason = reason;
  add_item (self, item);
}

/* name: in names, since the item may be freed at any time */
static void
add_face (Look *self, const char *name, const DhFace *face, DhFileUse use)
{
  DhSurveyItem *item = g_new0 (DhSurveyItem, 1);

  item->name = g_strdup (name);
  item->use = use;
  item->width = face->image->width;
  item->height = face->image->height;
  item->has_mask = face->has_mask;
  item->placed_by = face->placed_by;
  item->to_crop = face->to_crop;
  if (!self->division.is_large)
    {
      g_array_append_val (self->indices, self->n_items);
      g_ptr_array_add (self->usable, (char *) name);
    }
  self->n_held_out += use == DH_FILE_HELD_OUT;
  self->n_training += use == DH_FILE_TRAINING;
  add_item (self, item);
}

static void
look_at_other (Look *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->box->folder, name, NULL);
  g_autoptr (GError) reason = NULL;

  dh_picture_set_unreadable (path, dh_picture_kind_of_name (name), &reason);
  skip (self, name, g_strdup (reason->message));
}

static void
look_at_picture (Look *self, const char *name)
{
  const gboolean held_out = self->division.is_large
                            && dh_face_division_picks (self->division, self->table, name,
                                                       &self->n_before);
  const gboolean late = self->division.is_large && !held_out;
  g_autoptr (GError) reason = NULL;
  g_autoptr (DhFace) face = NULL;
  DhFaceShape shape = DH_SHAPE_FACE;

  if (held_out && dh_face_division_is_full (self->division, self->n_held_out))
    {
      skip (self, name, g_strdup (_ ("A large folder has enough pairs without this picture.")));
      return;
    }
  face = dh_face_locate (self->box->folder, name, self->table, NULL, &shape, &reason);
  if (face != NULL)
    add_face (self, name, face, held_out ? DH_FILE_HELD_OUT : DH_FILE_TRAINING);
  else if (!dh_face_folder_is_there (self->box->folder, &self->error))
    self->vanished = TRUE;
  else
    {
      dh_face_tally_add (late ? &self->later : &self->tally, reason, shape);
      skip (self, name, g_strdup (reason->message));
    }
}

/* Names of pictures and of other files, both sorted, in the order of both. */
static void
look_at_all (Look *self)
{
  const guint n = self->names != NULL ? self->names->len : 0;
  guint i = 0, k = 0;

  while (i + k < n + self->others->len && !self->vanished
         && !g_atomic_int_get (&self->box->cancelled))
    if (k == self->others->len
        || (i < n && strcmp (self->names->pdata[i], self->others->pdata[k]) < 0))
      look_at_picture (self, self->names->pdata[i++]);
    else
      look_at_other (self, self->others->pdata[k++]);
}

/* Which pictures of a small folder are held out; (transfer full) */
static GArray *
divide (const Look *self)
{
  GArray *held_out = g_array_new (FALSE, FALSE, sizeof (guint));
  const guint n = self->usable->len;

  for (guint i = 0; i < n; i++)
    if (dh_face_division_holds_out (self->division, self->usable->pdata[i], i, n))
      g_array_append_val (held_out, g_array_index (self->indices, guint, i));
  if (dh_face_division_is_only (self->division, held_out->len, n - held_out->len))
    g_array_set_size (held_out, 0);
  return held_out;
}

/* Without pairs, pictures that can be used are divided so that both have some. */
static void
judge_pairs (Look *self, guint n_held_out)
{
  g_autofree char *absolute = g_canonicalize_filename (self->box->folder, NULL);
  g_autofree char *last = g_filename_display_basename (absolute);

  if (!self->division.has_pairs)
    return;
  if (self->division.is_large)
    dh_face_division_check (self->n_training, self->n_held_out, last, &self->error);
  else
    dh_face_division_check (self->usable->len - n_held_out, n_held_out, last, &self->error);
}

/* Sets the error if a training couldn't use the folder; n_held_out: pictures of a small one. */
static void
judge (Look *self, guint n_held_out)
{
  const guint n_later = self->later.n_skipped + self->n_training;
  const guint n_read = self->division.is_large ? self->n_held_out : self->usable->len;

  if (dh_face_tally_check (&self->tally, self->division.is_large && n_later > 0, n_read,
                           self->names->len, self->box->folder, &self->error)
      && n_later > 0 && self->later.n_skipped == n_later)
    dh_face_tally_set_unusable (&self->later, n_later, self->box->folder, &self->error);
  if (self->error == NULL)
    judge_pairs (self, n_held_out);
}

static void
finish (Look *self)
{
  Box *box = self->box;
  GArray *held_out;

  held_out = divide (self);
  if (self->error == NULL && self->names != NULL && !g_atomic_int_get (&box->cancelled))
    judge (self, held_out->len);
  pthread_mutex_lock (&box->mutex);
  g_array_unref (box->held_out);
  box->held_out = held_out;
  box->error = g_steal_pointer (&self->error);
  box->done = TRUE;
  wake (box);
  pthread_mutex_unlock (&box->mutex);
}

/* FALSE: there is nothing to look at. */
static gboolean
begin (Look *self)
{
  GPtrArray *others;
  const gboolean good = dh_face_folder_look (self->box->folder, &self->names, &others,
                                             &self->error);

  self->others = others != NULL ? others : g_ptr_array_new ();
  if (good && !dh_face_table_read_folder (self->box->folder, &self->table, &self->error))
    return FALSE;
  if (good)
    self->division = dh_face_division_make (self->names, self->table);
  pthread_mutex_lock (&self->box->mutex);
  self->box->n_files = self->others->len + (good ? self->names->len : 0);
  wake (self->box);
  pthread_mutex_unlock (&self->box->mutex);
  return TRUE;
}

static void
look_clear (Look *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->table, dh_face_table_unref);
  g_ptr_array_unref (self->usable);
  g_array_unref (self->indices);
  dh_face_tally_clear (&self->tally);
  dh_face_tally_clear (&self->later);
  g_clear_error (&self->error);
}

static void *
survey_main (void *data)
{
  Box *box = data;
  Look look = { .box = box };

  setpriority (PRIO_PROCESS, syscall (SYS_gettid), NICENESS);
  look.usable = g_ptr_array_new ();
  look.indices = g_array_new (FALSE, FALSE, sizeof (guint));
  if (begin (&look))
    look_at_all (&look);
  finish (&look);
  look_clear (&look);
  box_unref (box);
  return NULL;
}

/* ---- the survey ---- */

static void
start_thread (Box *box)
{
  pthread_t thread;
  const int problem = pthread_create (&thread, NULL, survey_main, box_ref (box));

  if (problem == 0)
    {
      pthread_detach (thread);
      return;
    }
  pthread_mutex_lock (&box->mutex);
  g_set_error (&box->error, DH_ERROR, DH_ERROR_MEMORY,
               _ ("The folder can’t be looked through (%s): close other programs and try again."),
               g_strerror (problem));
  box->done = TRUE;
  wake (box);
  pthread_mutex_unlock (&box->mutex);
  box_unref (box);
}

DhFolderSurvey *
dh_folder_survey_new (const char *folder, void (*changed) (gpointer data), gpointer data)
{
  DhFolderSurvey *self = g_new0 (DhFolderSurvey, 1);
  Box *box = g_new0 (Box, 1);

  box->n_refs = 1;
  box->folder = g_strdup (folder);
  box->context = g_main_context_ref_thread_default ();
  box->survey = self;
  box->fresh = g_ptr_array_new_with_free_func (item_free);
  box->held_out = g_array_new (FALSE, FALSE, sizeof (guint));
  pthread_mutex_init (&box->mutex, NULL);
  self->box = box;
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->changed = changed;
  self->data = data;
  start_thread (box);
  return self;
}

void
dh_folder_survey_free (DhFolderSurvey *self)
{
  Box *box;
  GSource *timer;

  if (self == NULL)
    return;
  box = self->box;
  g_atomic_int_set (&box->cancelled, TRUE);
  box->survey = NULL;
  pthread_mutex_lock (&box->mutex);
  timer = g_steal_pointer (&box->timer);
  pthread_mutex_unlock (&box->mutex);
  if (timer != NULL)
    {
      g_source_destroy (timer);
      g_source_unref (timer);
    }
  box_unref (box);
  g_ptr_array_unref (self->items);
  g_clear_error (&self->error);
  g_free (self);
}

guint
dh_folder_survey_get_n_items (DhFolderSurvey *self)
{
  return self->items->len;
}

const DhSurveyItem *
dh_folder_survey_get_item (DhFolderSurvey *self, guint index)
{
  g_assert (index < self->items->len);
  return self->items->pdata[index];
}

guint
dh_folder_survey_get_n_files (DhFolderSurvey *self)
{
  return self->n_files;
}

gboolean
dh_folder_survey_is_done (DhFolderSurvey *self, const GError **error)
{
  if (error != NULL)
    *error = self->error;
  return self->done;
}

/* ---- its pictures ---- */

DhImage *
dh_folder_read_crop (const char *folder, const char *name, DhAffine to_crop, int size,
                     GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return dh_face_read_crop (path, to_crop, size, error);
}

DhImage *
dh_folder_read_whole (const char *folder, const char *name, int max_side, double *scale,
                      GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (DhImage) image = dh_picture_read (path, NULL, error);

  if (image == NULL)
    return NULL;
  dh_image_flatten (image);
  *scale = MIN ((double) max_side / MAX (image->width, image->height), 1.0);
  if (*scale == 1.0)
    return g_steal_pointer (&image);
  return dh_image_reduce (image, 0, 0, image->width, image->height,
                          (int) MAX (image->width * *scale + 0.5, 1.0),
                          (int) MAX (image->height * *scale + 0.5, 1.0));
}
