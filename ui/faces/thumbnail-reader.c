/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading thumbnails while one scrolls through thousands of pictures.
 *
 * What is wanted waits in a list here, not with GLib's threads: those work off what they were
 * given, and one who scrolls fast would wait for all that has passed by.
 */
#include "ui/faces/thumbnail-reader.h"

#include <math.h>
#include <string.h>

/* Read at a time. */
#define N_AT_ONCE 2
/* Pixels: more than are shown, for dense screens and large text. */
#define SIDE 128

struct _DhThumbnailReader
{
  GObject parent_instance;
  char *folder;
  guint capacity;
  GQueue wanted; /* of DhFaceItem, the newest first */
  GQueue kept;   /* the same, the last used first */
  guint n_running;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (DhThumbnailReader, dh_thumbnail_reader, G_TYPE_OBJECT)

typedef struct
{
  DhFaceItem *item;
  char *folder, *name;
  DhAffine to_crop;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->item);
  g_free (job->folder);
  g_free (job->name);
  g_free (job);
}

GdkTexture *
dh_image_make_texture (const DhImage *image)
{
  const gsize n = 4 * (gsize) image->width * (gsize) image->height;
  guint8 *bytes = g_malloc (n);
  g_autoptr (GBytes) data = NULL;

  for (gsize i = 0; i < n; i++)
    bytes[i] = (guint8) (image->pixels[i] >> 8);
  data = g_bytes_new_take (bytes, n);
  return gdk_memory_texture_new (image->width, image->height, GDK_MEMORY_R8G8B8A8, data,
                                 4 * (gsize) image->width);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  g_autoptr (DhImage) image = dh_folder_read_crop (job->folder, job->name, job->to_crop, SIDE,
                                                   &error);

  if (image == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, dh_image_make_texture (image), g_object_unref);
}

static void
forget_oldest (DhThumbnailReader *self)
{
  while (self->kept.length > self->capacity)
    {
      g_autoptr (DhFaceItem) item = g_queue_pop_tail (&self->kept);

      dh_face_item_set_thumbnail (item, NULL, FALSE);
    }
}

/* It was used last. */
static void
keep (DhThumbnailReader *self, DhFaceItem *item)
{
  GList *link = g_queue_find (&self->kept, item);

  if (link != NULL)
    g_queue_unlink (&self->kept, link);
  else
    link = g_list_append (NULL, g_object_ref (item));
  g_queue_push_head_link (&self->kept, link);
  forget_oldest (self);
}

static void go_on (DhThumbnailReader *self);

static gboolean
is_still_meant (const Job *job)
{
  const DhAffine crop = dh_face_item_get_crop (job->item);

  return memcmp (&crop, &job->to_crop, sizeof crop) == 0;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DhThumbnailReader) self = data;
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);

  self->n_running--;
  if (self->stopped)
    return;
  if (!is_still_meant (job))
    dh_thumbnail_reader_want (self, job->item);
  else
    {
      dh_face_item_set_thumbnail (job->item, texture, texture == NULL);
      if (texture != NULL)
        keep (self, job->item);
    }
  go_on (self);
}

static void
begin (DhThumbnailReader *self, DhFaceItem *item)
{
  /* Not the task's source, which the task's thread may be the last to let go of. */
  g_autoptr (GTask) task = g_task_new (NULL, NULL, read_cb, g_object_ref (self));
  Job *job = g_new0 (Job, 1);

  job->item = item; /* taken */
  job->folder = g_strdup (self->folder);
  job->name = g_strdup (dh_face_item_get_name (item));
  job->to_crop = dh_face_item_get_crop (item);
  g_task_set_task_data (task, job, job_free);
  self->n_running++;
  g_task_run_in_thread (task, read_in_thread);
}

static void
go_on (DhThumbnailReader *self)
{
  while (self->n_running < N_AT_ONCE && self->wanted.length > 0)
    begin (self, g_queue_pop_head (&self->wanted));
}

void
dh_thumbnail_reader_want (DhThumbnailReader *self, DhFaceItem *item)
{
  int width, height;

  g_return_if_fail (DH_IS_THUMBNAIL_READER (self) && DH_IS_FACE_ITEM (item));
  if (dh_face_item_get_thumbnail (item) != NULL)
    {
      keep (self, item);
      return;
    }
  if (self->stopped || dh_face_item_is_damaged (item)
      || !dh_face_item_get_size (item, &width, &height)
      || isinf (dh_crop_get_side (dh_face_item_get_crop (item))))
    return;
  dh_thumbnail_reader_leave (self, item);
  g_queue_push_head (&self->wanted, g_object_ref (item));
  go_on (self);
}

void
dh_thumbnail_reader_leave (DhThumbnailReader *self, DhFaceItem *item)
{
  g_return_if_fail (DH_IS_THUMBNAIL_READER (self));
  if (g_queue_remove (&self->wanted, item))
    g_object_unref (item);
}

guint
dh_thumbnail_reader_get_n_kept (DhThumbnailReader *self)
{
  g_return_val_if_fail (DH_IS_THUMBNAIL_READER (self), 0);
  return self->kept.length;
}

void
dh_thumbnail_reader_stop (DhThumbnailReader *self)
{
  g_return_if_fail (DH_IS_THUMBNAIL_READER (self));
  self->stopped = TRUE;
  g_queue_clear_full (&self->wanted, g_object_unref);
  g_queue_clear_full (&self->kept, g_object_unref);
}

static void
dh_thumbnail_reader_finalize (GObject *object)
{
  DhThumbnailReader *self = DH_THUMBNAIL_READER (object);

  dh_thumbnail_reader_stop (self);
  g_free (self->folder);
  G_OBJECT_CLASS (dh_thumbnail_reader_parent_class)->finalize (object);
}

static void
dh_thumbnail_reader_class_init (DhThumbnailReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dh_thumbnail_reader_finalize;
}

static void
dh_thumbnail_reader_init (DhThumbnailReader *self)
{
  g_queue_init (&self->wanted);
  g_queue_init (&self->kept);
}

DhThumbnailReader *
dh_thumbnail_reader_new (const char *folder, guint capacity)
{
  DhThumbnailReader *self = g_object_new (DH_TYPE_THUMBNAIL_READER, NULL);

  self->folder = g_strdup (folder);
  self->capacity = capacity;
  return self;
}
