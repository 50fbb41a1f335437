/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the worker's images to checkpoints.
 *
 * The keeper may be exchanged while the worker is training, when another session is taken up.  What
 * the worker still makes of the former lanes then has no number in the new session, and is dropped.
 */
#include "core/keep/checkpoint-sink.h"

#include <pthread.h>

struct _DhCheckpointSink
{
  pthread_mutex_t lock;
  DhKeeper *keeper; /* (nullable) */
  DhRunNumbers numbers;
};

DhCheckpointSink *
dh_checkpoint_sink_new (void)
{
  DhCheckpointSink *self = g_atomic_rc_box_new0 (DhCheckpointSink);

  pthread_mutex_init (&self->lock, NULL);
  return self;
}

DhCheckpointSink *
dh_checkpoint_sink_ref (DhCheckpointSink *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  pthread_mutex_destroy (&((DhCheckpointSink *) data)->lock);
}

void
dh_checkpoint_sink_unref (DhCheckpointSink *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

void
dh_checkpoint_sink_set_keeper (DhCheckpointSink *self, DhKeeper *keeper,
                               const DhRunNumbers *numbers)
{
  pthread_mutex_lock (&self->lock);
  self->keeper = keeper;
  self->numbers = *numbers;
  pthread_mutex_unlock (&self->lock);
}

static gboolean
wants (gsize size, gboolean urgent, gpointer data)
{
  DhCheckpointSink *self = data;
  gboolean wanted;

  pthread_mutex_lock (&self->lock);
  wanted = self->keeper != NULL && dh_keeper_wants_checkpoint (self->keeper, size, urgent);
  pthread_mutex_unlock (&self->lock);
  return wanted;
}

static void
take (guint id, DhLaneImage *image, gpointer data)
{
  DhCheckpointSink *self = data;
  GBytes *parts[DH_LANE_IMAGE_MAX_PARTS];
  guint n = dh_lane_image_list_parts (image, parts);
  guint64 run;

  pthread_mutex_lock (&self->lock);
  run = dh_run_numbers_get (&self->numbers, id);
  if (self->keeper != NULL && run != 0)
    dh_keeper_put_checkpoint (self->keeper, run, dh_lane_image_get_iteration (image), parts, n);
  pthread_mutex_unlock (&self->lock);
}

DhLaneKeeper
dh_checkpoint_sink_get_lane_keeper (DhCheckpointSink *self)
{
  return (DhLaneKeeper) { wants, take, self };
}
