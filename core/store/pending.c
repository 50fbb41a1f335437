/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What waits to be written: handed over by other threads, and kept here while the disk is slow or
 * full.
 *
 * Settings replace older ones.  Changes and marks are few and small, and all stay.  Moments become
 * fewer, evenly, when they take too much memory.  Checkpoints are refused by the keeper before
 * they are made.
 */
#include "core/store/pending.h"

/* ---- its parts ---- */

void
dh_pending_checkpoint_free (DhPendingCheckpoint *self)
{
  g_ptr_array_unref (self->parts);
  g_free (self);
}

static void
mark_free (gpointer data)
{
  DhPendingMark *self = data;

  g_free (self->note);
  g_free (self);
}

void
dh_pending_clear (DhPending *self)
{
  g_free (self->document);
  g_queue_clear_full (&self->changes, (GDestroyNotify) dh_change_free);
  g_queue_clear_full (&self->moments, (GDestroyNotify) dh_moment_free);
  g_queue_clear_full (&self->marks, mark_free);
  g_queue_clear_full (&self->checkpoints, (GDestroyNotify) dh_pending_checkpoint_free);
  *self = (DhPending) { 0 };
}

gboolean
dh_pending_is_empty (const DhPending *self)
{
  return self->document == NULL && self->changes.length == 0 && self->moments.length == 0
         && self->marks.length == 0 && self->checkpoints.length == 0;
}

/* ---- handing over ---- */

void
dh_pending_put_document (DhPending *self, gint64 time, const char *text)
{
  g_free (self->document);
  self->document = g_strdup (text);
  self->document_time = time;
}

void
dh_pending_put_moment (DhPending *self, DhMoment *moment)
{
  g_queue_push_tail (&self->moments, moment);
  self->moment_bytes += dh_moment_get_size (moment);
}

void
dh_pending_put_mark (DhPending *self, const DhPlace *place, gboolean marked, const char *note)
{
  DhPendingMark *mark = g_new (DhPendingMark, 1);

  *mark = (DhPendingMark) { .place = *place, .marked = marked, .note = g_strdup (note) };
  g_queue_push_tail (&self->marks, mark);
}

gsize
dh_pending_put_checkpoint (DhPending *self, guint64 run, guint64 iteration, GBytes *const *parts,
                           guint n_parts)
{
  DhPendingCheckpoint *checkpoint = g_new0 (DhPendingCheckpoint, 1);

  checkpoint->run = run;
  checkpoint->iteration = iteration;
  checkpoint->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < n_parts; i++)
    {
      g_ptr_array_add (checkpoint->parts, g_bytes_ref (parts[i]));
      checkpoint->size += g_bytes_get_size (parts[i]);
    }
  g_queue_push_tail (&self->checkpoints, checkpoint);
  return checkpoint->size;
}

void
dh_pending_pack (DhPending *self)
{
  for (GList *one = self->moments.head; one != NULL; one = one->next)
    {
      self->moment_bytes -= dh_moment_get_size (one->data);
      dh_moment_pack (one->data);
      self->moment_bytes += dh_moment_get_size (one->data);
    }
}

/* ---- bounds ---- */

static void
move_all (GQueue *to, GQueue *from)
{
  gpointer item;

  while ((item = g_queue_pop_head (from)) != NULL)
    g_queue_push_tail (to, item);
}

void
dh_pending_append (DhPending *self, DhPending *later)
{
  if (later->document != NULL)
    {
      g_free (self->document);
      self->document = g_steal_pointer (&later->document);
      self->document_time = later->document_time;
    }
  move_all (&self->changes, &later->changes);
  move_all (&self->moments, &later->moments);
  move_all (&self->marks, &later->marks);
  move_all (&self->checkpoints, &later->checkpoints);
  self->moment_bytes += later->moment_bytes;
  self->n_lost += later->n_lost;
  dh_pending_clear (later);
}

static guint
drop_every_other (DhPending *self)
{
  guint n_seen = 0, n_dropped = 0;
  GList *next;

  for (GList *one = self->moments.head; one != NULL; one = next)
    {
      DhMoment *moment = one->data;

      next = one->next;
      if (moment->marked || n_seen++ % 2 == 1)
        continue;
      self->moment_bytes -= dh_moment_get_size (moment);
      dh_moment_free (moment);
      g_queue_delete_link (&self->moments, one);
      n_dropped++;
    }
  return n_dropped;
}

void
dh_pending_limit (DhPending *self, gsize moment_bytes)
{
  guint n_dropped = 1;

  while (self->moment_bytes > moment_bytes && n_dropped > 0)
    {
      n_dropped = drop_every_other (self);
      self->n_lost += n_dropped;
    }
}
