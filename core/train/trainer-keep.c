/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Images of the lanes for whoever keeps them, so that a session can be taken up again after the
 * program has ended in whatever way.
 *
 * They are made between two iterations, by copying: the keeper then writes them at its own pace
 * while the training goes on.  What was trained since the newest image isn't lost, since it can be
 * made again from the log.
 */
#include "core/train/trainer-private.h"

#include "core/train/lane-image-private.h"

/* Between two images of a lane, by the wall clock, if they don't cost too much. */
#define INTERVAL (25 * G_USEC_PER_SEC)
/* The most that has to be trained again, whatever an image costs, s: of the processor time of each
 * worker, since by the wall clock little may have been trained beside busy programs. */
#define MOST_UNKEPT 28
/* Bytes of an image that can still be written while the program ends, which doesn't wait for long.
 * Copying more would only hold up the end. */
#define LAST_IMAGE (G_GUINT64_CONSTANT (1) << 28)
/* Of the training's time; the writing comes to it, see core/store/keep-share.c. */
#define SHARE .004

void
dh_trainer_set_keeper (DhTrainer *self, const DhLaneKeeper *keeper)
{
  self->keeper = *keeper;
}

static void
note_kept (DhTrainer *self, DhLaneRun *lane)
{
  lane->kept_time = g_get_monotonic_time ();
  lane->kept_work = self->account.kinds[DH_WORK_TRAINING].seconds;
}

/* Whether an image was made. */
static gboolean
keep_lane (DhTrainer *self, DhLaneRun *lane, gboolean urgent)
{
  DhLaneKeeper *keeper = &self->keeper;
  DhLaneImage *image;

  if (lane->iteration == 0 || lane->kept_at == lane->iteration
      || !keeper->wants (dh_lane_image_estimate (lane), urgent, keeper->data))
    return FALSE;
  image = dh_lane_image_new (lane);
  if (image == NULL)
    return FALSE; /* no memory; perhaps the next time */
  keeper->take (lane->request.id, image, keeper->data);
  dh_lane_image_unref (image);
  lane->kept_at = lane->iteration;
  note_kept (self, lane);
  return TRUE;
}

static gboolean
is_too_late (DhTrainer *self, const DhLaneRun *lane)
{
  return dh_trainer_is_cancelled (self) && dh_lane_image_estimate (lane) > LAST_IMAGE;
}

void
dh_trainer_keep_all (DhTrainer *self)
{
  if (self->keeper.take == NULL)
    return;
  dh_trainer_begin_work (self);
  for (guint i = 0; i < self->n_lanes; i++)
    if (!is_too_late (self, self->lanes[i]))
      keep_lane (self, self->lanes[i], TRUE);
  dh_trainer_account (self, DH_WORK_KEEPING, self->n_lanes, SHARE);
}

static gboolean
is_urgent (DhTrainer *self, const DhLaneRun *lane)
{
  const double unkept = self->account.kinds[DH_WORK_TRAINING].seconds - lane->kept_work;

  return unkept >= MOST_UNKEPT * (double) self->n_workers;
}

static gboolean
is_due (DhTrainer *self, const DhLaneRun *lane)
{
  return g_get_monotonic_time () - lane->kept_time >= INTERVAL
         && dh_work_account_is_due (&self->account, DH_WORK_KEEPING);
}

/* Before its first step: one of the largest model takes a minute, and is worth an image. */
void
dh_trainer_keep_begin (DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes && self->keeper.take != NULL; i++)
    if (self->lanes[i]->kept_time == 0)
      note_kept (self, self->lanes[i]);
}

/* Each lane at its own time: the keeper doesn't take many large images at once, and training stops
 * for one of them only. */
void
dh_trainer_keep_due (DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes && self->keeper.take != NULL; i++)
    {
      DhLaneRun *lane = self->lanes[i];
      const gboolean urgent = is_urgent (self, lane);

      if (!urgent && !is_due (self, lane))
        continue;
      dh_trainer_begin_work (self);
      if (keep_lane (self, lane, urgent))
        dh_trainer_account (self, DH_WORK_KEEPING, 1, SHARE);
    }
}
