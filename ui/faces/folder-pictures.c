/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder's pictures, and the places of the faces in them.
 *
 * The survey says what a training makes of the folder as it is; places that were changed here since
 * decide over what it says, in the order in which the core decides.  Only of a picture whose own
 * place is taken away can't it be told at once what else its file says: that takes another look at
 * the file.
 */
#include "ui/faces/folder-pictures.h"

#include <glib/gi18n-lib.h>

#define PLACES_FILE "landmarks.csv"

struct _DhFolderPictures
{
  GObject parent_instance;
  char *folder;
  gboolean read_only;
  DhFolderSurvey *survey; /* NULL: stopped */
  GListStore *items;
  guint n_uses[DH_FILE_SKIPPED + 1];
  DhFacePlaces *places; /* NULL: not read yet, or can't be */
  char *places_problem; /* or NULL */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (DhFolderPictures, dh_folder_pictures, G_TYPE_OBJECT)

static void
tell (DhFolderPictures *self)
{
  g_signal_emit (self, changed_signal, 0);
}

/* ---- places ---- */

/* FALSE: there is none, or it is of no use in a picture of this size. */
static gboolean
find_crop (DhFolderPictures *self, DhFaceItem *item, gboolean for_all, DhAffine *to_crop)
{
  const DhFacePlace place = dh_face_places_get (self->places,
                                                for_all ? NULL : dh_face_item_get_name (item));
  int width, height;

  return place.kind != DH_PLACE_NONE && dh_face_item_get_size (item, &width, &height)
         && dh_face_place_get_crop (&place, for_all, width, height, to_crop);
}

static DhPlacedBy
get_own_kind (DhFolderPictures *self, DhFaceItem *item)
{
  return dh_face_places_get (self->places, dh_face_item_get_name (item)).kind == DH_PLACE_EYES
           ? DH_PLACED_EYES
           : DH_PLACED_SQUARE;
}

static void
place_item (DhFolderPictures *self, DhFaceItem *item)
{
  const DhPlacedBy found = dh_face_item_get_found (item);
  const gboolean unsure = found == DH_PLACED_EYES || found == DH_PLACED_SQUARE;
  DhAffine to_crop;
  int width, height;

  if (!dh_face_item_get_size (item, &width, &height))
    return;
  if (find_crop (self, item, FALSE, &to_crop))
    dh_face_item_set_crop (item, get_own_kind (self, item), to_crop, FALSE);
  else if (found == DH_PLACED_TABLE || found == DH_PLACED_FILE
           || dh_face_item_get_use (item) == DH_FILE_SKIPPED)
    dh_face_item_set_crop (item, found, dh_face_item_get_found_crop (item), FALSE);
  else if (find_crop (self, item, TRUE, &to_crop))
    dh_face_item_set_crop (item, DH_PLACED_ALL, to_crop, unsure);
  else
    dh_face_item_set_crop (item, DH_PLACED_CENTRE, dh_crop_centre (width, height), unsure);
}

static void
place_all_items (DhFolderPictures *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DhFaceItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      place_item (self, item);
    }
}

gboolean
dh_folder_pictures_can_place (DhFolderPictures *self, const char **problem)
{
  g_return_val_if_fail (DH_IS_FOLDER_PICTURES (self), FALSE);
  if (problem != NULL)
    *problem = self->places_problem;
  return !self->read_only && self->places != NULL;
}

DhFacePlace
dh_folder_pictures_get_place (DhFolderPictures *self, DhFaceItem *item)
{
  if (self->places == NULL)
    return (DhFacePlace) { .kind = DH_PLACE_NONE };
  return dh_face_places_get (self->places, item != NULL ? dh_face_item_get_name (item) : NULL);
}

static gboolean
is_of_use (DhFaceItem *item, const DhFacePlace *place)
{
  DhAffine to_crop;
  int width, height;

  if (place->kind == DH_PLACE_NONE)
    return TRUE;
  if (item == NULL)
    return dh_face_place_find_fault (place, TRUE) == NULL;
  return dh_face_item_get_size (item, &width, &height)
         && dh_face_place_get_crop (place, FALSE, width, height, &to_crop);
}

gboolean
dh_folder_pictures_set_place (DhFolderPictures *self, DhFaceItem *item, const DhFacePlace *place)
{
  g_return_val_if_fail (DH_IS_FOLDER_PICTURES (self), FALSE);
  if (!dh_folder_pictures_can_place (self, NULL) || !is_of_use (item, place))
    return FALSE;
  dh_face_places_set (self->places, item != NULL ? dh_face_item_get_name (item) : NULL, place);
  if (item != NULL)
    place_item (self, item);
  else
    place_all_items (self);
  tell (self);
  return TRUE;
}

gboolean
dh_folder_pictures_is_changed (DhFolderPictures *self)
{
  g_return_val_if_fail (DH_IS_FOLDER_PICTURES (self), FALSE);
  return self->places != NULL && dh_face_places_is_changed (self->places);
}

gboolean
dh_folder_pictures_save (DhFolderPictures *self, GError **error)
{
  g_return_val_if_fail (dh_folder_pictures_can_place (self, NULL), FALSE);
  if (!dh_face_places_write (self->places, self->folder, error))
    return FALSE;
  tell (self);
  return TRUE;
}

static void
read_places_in_thread (GTask *task, gpointer source, gpointer folder, GCancellable *cancellable)
{
  GError *error = NULL;
  DhFacePlaces *places = dh_face_places_read (folder, &error);

  if (places == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, places, (GDestroyNotify) dh_face_places_free);
}

static void
places_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DhFolderPictures) self = data;
  g_autoptr (GError) error = NULL;

  self->places = g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    self->places_problem = g_strdup (error->message);
  tell (self);
}

/* ---- the survey ---- */

static void
add_items (DhFolderPictures *self)
{
  const guint n = dh_folder_survey_get_n_items (self->survey);
  const guint first = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = first; i < n; i++)
    {
      DhFaceItem *item = dh_face_item_new (dh_folder_survey_get_item (self->survey, i),
                                           self->folder);

      if (self->places != NULL && dh_face_places_is_changed (self->places))
        place_item (self, item);
      g_ptr_array_add (added, item);
    }
  if (added->len > 0)
    g_list_store_splice (self->items, first, 0, added->pdata, added->len);
}

static void
count_uses (DhFolderPictures *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < G_N_ELEMENTS (self->n_uses); i++)
    self->n_uses[i] = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DhFaceItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      dh_face_item_set_use (item, dh_folder_survey_get_item (self->survey, i)->use);
      self->n_uses[dh_face_item_get_use (item)]++;
    }
}

static void
survey_changed_cb (gpointer data)
{
  DhFolderPictures *self = data;

  add_items (self);
  count_uses (self);
  tell (self);
}

gboolean
dh_folder_pictures_is_done (DhFolderPictures *self, const char **problem)
{
  const GError *error = NULL;
  gboolean done;

  g_return_val_if_fail (DH_IS_FOLDER_PICTURES (self), TRUE);
  done = self->survey == NULL || dh_folder_survey_is_done (self->survey, &error);
  if (problem != NULL)
    *problem = error != NULL ? error->message : NULL;
  return done;
}

guint
dh_folder_pictures_get_n_files (DhFolderPictures *self)
{
  g_return_val_if_fail (DH_IS_FOLDER_PICTURES (self), 0);
  return self->survey != NULL ? dh_folder_survey_get_n_files (self->survey) : 0;
}

guint
dh_folder_pictures_count (DhFolderPictures *self, DhFileUse use)
{
  g_return_val_if_fail (DH_IS_FOLDER_PICTURES (self), 0);
  return self->n_uses[use];
}

GListModel *
dh_folder_pictures_get_items (DhFolderPictures *self)
{
  g_return_val_if_fail (DH_IS_FOLDER_PICTURES (self), NULL);
  return G_LIST_MODEL (self->items);
}

const char *
dh_folder_pictures_get_folder (DhFolderPictures *self)
{
  g_return_val_if_fail (DH_IS_FOLDER_PICTURES (self), NULL);
  return self->folder;
}

char *
dh_folder_pictures_dup_file (DhFolderPictures *self)
{
  g_autofree char *absolute = g_canonicalize_filename (self->folder, NULL);
  g_autofree char *path = g_build_filename (absolute, PLACES_FILE, NULL);

  return g_filename_display_name (path);
}

/* ---- set-up ---- */

void
dh_folder_pictures_stop (DhFolderPictures *self)
{
  g_return_if_fail (DH_IS_FOLDER_PICTURES (self));
  g_clear_pointer (&self->survey, dh_folder_survey_free);
}

static void
dh_folder_pictures_finalize (GObject *object)
{
  DhFolderPictures *self = DH_FOLDER_PICTURES (object);

  dh_folder_pictures_stop (self);
  g_clear_pointer (&self->places, dh_face_places_free);
  g_clear_object (&self->items);
  g_free (self->places_problem);
  g_free (self->folder);
  G_OBJECT_CLASS (dh_folder_pictures_parent_class)->finalize (object);
}

static void
dh_folder_pictures_class_init (DhFolderPicturesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dh_folder_pictures_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
dh_folder_pictures_init (DhFolderPictures *self)
{
  self->items = g_list_store_new (DH_TYPE_FACE_ITEM);
}

static void
read_places (DhFolderPictures *self)
{
  /* Not the task's source, which the task's thread may be the last to let go of. */
  g_autoptr (GTask) task = g_task_new (NULL, NULL, places_read_cb, g_object_ref (self));

  g_task_set_task_data (task, g_strdup (self->folder), g_free);
  g_task_run_in_thread (task, read_places_in_thread);
}

DhFolderPictures *
dh_folder_pictures_new (const char *folder, gboolean read_only)
{
  DhFolderPictures *self = g_object_new (DH_TYPE_FOLDER_PICTURES, NULL);

  self->folder = g_strdup (folder);
  self->read_only = read_only;
  self->survey = dh_folder_survey_new (folder, survey_changed_cb, self);
  if (!read_only)
    read_places (self);
  return self;
}
