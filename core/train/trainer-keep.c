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

/* The most that has to be trained again. */
#define INTERVAL (25 * G_USEC_PER_SEC)
/* Of the training's time. */
#define SHARE .02

void
dh_trainer_set_keeper (DhTrainer *self, const DhLaneKeeper *keeper)
{
  self->keeper = *keeper;
}

/* Whether an image was made. */
static gboolean
keep_lane (DhTrainer *self, DhLaneRun *lane)
{
  DhLaneKeeper *keeper = &self->keeper;
  DhLaneImage *image;

  if (lane->iteration == 0 || lane->kept_at == lane->iteration
      || !keeper->wants (dh_lane_image_estimate (lane), keeper->data))
    return FALSE;
  image = dh_lane_image_new (lane);
  if (image == NULL)
    return FALSE; /* no memory; perhaps the next time */
  keeper->take (lane->request.id, image, keeper->data);
  dh_lane_image_unref (image);
  lane->kept_at = lane->iteration;
  lane->kept_time = g_get_monotonic_time ();
  return TRUE;
}

void
dh_trainer_keep_all (DhTrainer *self)
{
  if (self->keeper.take == NULL)
    return;
  dh_trainer_begin_work (self);
  for (guint i = 0; i < self->n_lanes; i++)
    keep_lane (self, self->lanes[i]);
  dh_trainer_account (self, DH_WORK_KEEPING, self->n_lanes, SHARE);
}

/* Each lane at its own time: the keeper doesn't take many large images at once, and training stops
 * for one of them only. */
void
dh_trainer_keep_due (DhTrainer *self)
{
  const gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < self->n_lanes && self->keeper.take != NULL; i++)
    {
      DhLaneRun *lane = self->lanes[i];

      if (lane->kept_time == 0)
        lane->kept_time = now;
      if (now - lane->kept_time < INTERVAL
          || !dh_work_account_is_due (&self->account, DH_WORK_KEEPING))
        continue;
      dh_trainer_begin_work (self);
      if (keep_lane (self, lane))
        dh_trainer_account (self, DH_WORK_KEEPING, 1, SHARE);
    }
}
