/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping the pictures of a large folder in bounded memory.
 *
 * Training must not wait until thousands of pictures have been read, and they needn't fit into
 * memory.  So a picture is read when a batch first needs it, and the least recently used ones are
 * dropped.  A batch is a pure function of seed, side and iteration, which must not depend on what
 * happens to be kept: a picture that can't be used is replaced by the next usable one in the order
 * of names, and a file that can't be read any more because its folder has gone is an error, not a
 * picture that is skipped.
 */
#include "core/data/face-store.h"

#include "core/base/processor.h"
#include "core/data/face-folder.h"

#include <pthread.h>

/* More threads than this only wait for the disk. */
#define MAX_READERS 4

typedef enum
{
  UNREAD,
  READING,
  KEPT,
  UNUSABLE
} SlotState;

typedef struct
{
  char *name;
  SlotState state;
  DhFace *face; /* if kept */
  GList link;   /* in `order`, if kept */
} Slot;

struct _DhFaceStore
{
  char *folder;
  DhFaceTable *table; /* nullable */
  double crop_side;
  gsize capacity;
  guint n_slots;
  pthread_t readers[MAX_READERS]; /* as nice as the thread that made the store */
  guint n_readers;

  pthread_mutex_t mutex; /* protects all that follows, and the slots but for their names */
  pthread_cond_t changed; /* a slot is read */
  pthread_cond_t awake;   /* there is something to read ahead, or the end */
  GQueue wanted;          /* slots to read ahead */
  gboolean ending;
  Slot *slots;
  GQueue order; /* kept slots, the last used one first */
  gsize size;
  DhFaceTally tally;
};

static gsize
get_bytes (const DhFace *face)
{
  gsize n = (gsize) face->image->width * face->image->height;

  for (int i = 0; i < DH_FACE_LEVELS && face->reduced[i] != NULL; i++)
    n += (gsize) face->reduced[i]->width * face->reduced[i]->height;
  return n * DH_IMAGE_PIXEL;
}

/* Locked. */
static void
drop_last (DhFaceStore *self)
{
  Slot *slot = g_queue_pop_tail_link (&self->order)->data;

  self->size -= get_bytes (slot->face);
  g_clear_pointer (&slot->face, dh_face_unref);
  slot->state = UNREAD;
}

/* Locked.  The newest picture stays even if it is larger than all that may be kept. */
static void
keep (DhFaceStore *self, Slot *slot, DhFace *face)
{
  slot->face = face;
  slot->state = KEPT;
  self->size += get_bytes (face);
  g_queue_push_head_link (&self->order, &slot->link);
  while (self->size > self->capacity && self->order.length > 1)
    drop_last (self);
}

/* Locked; unlocked while the file is read.  The slot, which is unread, is kept or unusable
 * afterwards, or unread with an error if the folder is gone. */
static void
read_slot (DhFaceStore *self, Slot *slot, GError **error)
{
  g_autoptr (GError) reason = NULL, vanished = NULL;
  DhFaceShape shape = DH_SHAPE_FACE;
  DhFace *face;

  slot->state = READING;
  pthread_mutex_unlock (&self->mutex);
  face = dh_face_load (self->folder, slot->name, self->table, self->crop_side, NULL, &shape,
                       &reason);
  if (face == NULL)
    dh_face_folder_is_there (self->folder, &vanished);
  pthread_mutex_lock (&self->mutex);
  if (face != NULL)
    keep (self, slot, face);
  else if (vanished == NULL)
    {
      slot->state = UNUSABLE;
      dh_face_tally_add (&self->tally, reason, shape);
    }
  else
    {
      slot->state = UNREAD;
      g_propagate_error (error, g_steal_pointer (&vanished));
    }
  pthread_cond_broadcast (&self->changed);
}

static void *
reader_main (void *data)
{
  DhFaceStore *self = data;

  pthread_mutex_lock (&self->mutex);
  while (!self->ending)
    {
      Slot *slot = g_queue_pop_head (&self->wanted);

      if (slot == NULL)
        pthread_cond_wait (&self->awake, &self->mutex);
      else if (slot->state == UNREAD)
        read_slot (self, slot, NULL);
    }
  pthread_mutex_unlock (&self->mutex);
  return NULL;
}

/* Where the system gives no threads, nothing is read ahead. */
static void
start_readers (DhFaceStore *self)
{
  const guint n = CLAMP (dh_processor_count_cores () - 1, 1, MAX_READERS);

  while (self->n_readers < n
         && pthread_create (&self->readers[self->n_readers], NULL, reader_main, self) == 0)
    self->n_readers++;
}

static void
end_readers (DhFaceStore *self)
{
  pthread_mutex_lock (&self->mutex);
  self->ending = TRUE;
  pthread_cond_broadcast (&self->awake);
  pthread_mutex_unlock (&self->mutex);
  for (guint i = 0; i < self->n_readers; i++)
    pthread_join (self->readers[i], NULL);
}

DhFaceStore *
dh_face_store_new (const char *folder, GPtrArray *names, DhFaceTable *table, double crop_side,
                   gsize capacity)
{
  DhFaceStore *self = g_new0 (DhFaceStore, 1);

  self->folder = g_strdup (folder);
  self->table = table != NULL ? dh_face_table_ref (table) : NULL;
  self->crop_side = crop_side;
  self->capacity = capacity;
  self->n_slots = names->len;
  self->slots = g_new0 (Slot, names->len);
  for (guint i = 0; i < names->len; i++)
    {
      self->slots[i].name = g_strdup (names->pdata[i]);
      self->slots[i].link.data = &self->slots[i];
    }
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->changed, NULL);
  pthread_cond_init (&self->awake, NULL);
  g_queue_init (&self->wanted);
  g_queue_init (&self->order);
  start_readers (self);
  return self;
}

void
dh_face_store_free (DhFaceStore *self)
{
  if (self == NULL)
    return;
  end_readers (self);
  g_queue_clear (&self->wanted);
  for (guint i = 0; i < self->n_slots; i++)
    {
      g_free (self->slots[i].name);
      g_clear_pointer (&self->slots[i].face, dh_face_unref);
    }
  g_free (self->slots);
  dh_face_tally_clear (&self->tally);
  g_clear_pointer (&self->table, dh_face_table_unref);
  pthread_mutex_destroy (&self->mutex);
  pthread_cond_destroy (&self->changed);
  pthread_cond_destroy (&self->awake);
  g_free (self->folder);
  g_free (self);
}

guint
dh_face_store_get_count (const DhFaceStore *self)
{
  return self->n_slots;
}

const char *
dh_face_store_get_name (const DhFaceStore *self, guint index)
{
  g_assert (index < self->n_slots);
  return self->slots[index].name;
}

/* Locked.  Reads the slot if nobody has, and waits while somebody does.  FALSE with an error: the
 * folder is gone. */
static gboolean
settle_slot (DhFaceStore *self, Slot *slot, GError **error)
{
  g_autoptr (GError) reason = NULL;

  while (slot->state == READING)
    pthread_cond_wait (&self->changed, &self->mutex);
  if (slot->state == UNREAD)
    read_slot (self, slot, &reason);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* Locked. */
static DhFace *
take_kept (DhFaceStore *self, Slot *slot)
{
  g_queue_unlink (&self->order, &slot->link);
  g_queue_push_head_link (&self->order, &slot->link);
  return dh_face_ref (slot->face);
}

DhFace *
dh_face_store_take (DhFaceStore *self, guint index, GError **error)
{
  DhFace *face = NULL;
  gboolean there = TRUE;

  g_assert (index < self->n_slots);
  pthread_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->n_slots && face == NULL && there; i++)
    {
      Slot *slot = &self->slots[(index + i) % self->n_slots];

      there = settle_slot (self, slot, error);
      if (slot->state == KEPT)
        face = take_kept (self, slot);
    }
  if (face == NULL && there)
    dh_face_tally_set_unusable (&self->tally, self->n_slots, self->folder, error);
  pthread_mutex_unlock (&self->mutex);
  return face;
}

void
dh_face_store_want (DhFaceStore *self, guint index)
{
  g_assert (index < self->n_slots);
  pthread_mutex_lock (&self->mutex);
  if (self->slots[index].state == UNREAD && self->n_readers > 0)
    {
      g_queue_push_tail (&self->wanted, &self->slots[index]);
      pthread_cond_signal (&self->awake);
    }
  pthread_mutex_unlock (&self->mutex);
}

void
dh_face_store_copy_tally (DhFaceStore *self, DhFaceTally *tally)
{
  pthread_mutex_lock (&self->mutex);
  *tally = self->tally;
  tally->first_problem = g_strdup (self->tally.first_problem);
  pthread_mutex_unlock (&self->mutex);
}

guint
dh_face_store_get_n_skipped (DhFaceStore *self)
{
  guint n;

  pthread_mutex_lock (&self->mutex);
  n = self->tally.n_skipped;
  pthread_mutex_unlock (&self->mutex);
  return n;
}

gsize
dh_face_store_get_size (DhFaceStore *self)
{
  gsize size;

  pthread_mutex_lock (&self->mutex);
  size = self->size;
  pthread_mutex_unlock (&self->mutex);
  return size;
}
