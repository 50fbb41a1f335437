/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The progress of a step, a preview or a measurement while it runs.
 *
 * A lane of the largest model is created in a second, but a step, a preview or a measurement takes
 * many seconds.  The worker that finishes a piece sends the newest report again with the new
 * progress, so that a window that only sees the last one has missed nothing.
 *
 * This is also where a long step notices that the training is to pause.  A short one simply ends; one
 * that would go on for longer than a person waits for an answer is broken off.  It changes nothing
 * then, and is run again, to the same bytes, when the training goes on.
 */
#include "core/train/trainer-private.h"

#define INTERVAL (G_USEC_PER_SEC / 10)
/* Shorter steps only show their number. */
#define LONG_STEP (G_USEC_PER_SEC / 2)
/* How long a step may still run when the training is to pause. */
#define LAST_PART (G_USEC_PER_SEC / 4)

void
dh_trainer_begin_telling (DhTrainer *self, const DhProgress *progress, double total)
{
  pthread_mutex_lock (&self->telling.mutex);
  self->telling.progress = *progress;
  self->telling.done = 0;
  self->telling.total = total;
  self->telling.begin = g_get_monotonic_time ();
  self->telling.pause = 0;
  self->telling.open = TRUE;
  pthread_mutex_unlock (&self->telling.mutex);
}

/* With the lock held. */
static gboolean
is_time_to_tell (DhTrainer *self, gint64 now)
{
  if (self->telling.base == NULL || now - self->telling.last < INTERVAL)
    return FALSE;
  return !dh_progress_is_of_training (&self->telling.progress) || self->telling.slow
         || now - self->telling.begin >= LONG_STEP;
}

/* With the lock held. */
static void
break_off_for_pause (DhTrainer *self, gint64 now)
{
  if (!g_atomic_int_get (&self->pausing) || !g_atomic_int_get (&self->stepping))
    self->telling.pause = 0;
  else if (self->telling.pause == 0)
    self->telling.pause = now;
  else if (now - self->telling.pause >= LAST_PART)
    g_atomic_int_set (&self->stopped, TRUE);
}

void
dh_trainer_advance (double done, gpointer trainer)
{
  DhTrainer *self = trainer;
  gint64 now = g_get_monotonic_time ();

  pthread_mutex_lock (&self->telling.mutex);
  self->telling.done += done;
  if (self->telling.open && self->telling.total > 0)
    self->telling.progress.fraction = MIN (self->telling.done / self->telling.total, 1);
  if (self->telling.open && is_time_to_tell (self, now))
    {
      DhReport *report = dh_report_copy (self->telling.base);

      report->progress = self->telling.progress;
      report->idle = FALSE;
      dh_mailbox_put (self->reports, report);
      self->telling.last = now;
    }
  break_off_for_pause (self, now);
  pthread_mutex_unlock (&self->telling.mutex);
}

/* After a slow step, the next one is shown from its beginning, so that the display doesn't
 * flicker. */
void
dh_trainer_end_telling (DhTrainer *self)
{
  pthread_mutex_lock (&self->telling.mutex);
  self->telling.open = FALSE;
  if (self->telling.progress.kind == DH_PROGRESS_STEP)
    self->telling.slow = g_get_monotonic_time () - self->telling.begin >= LONG_STEP;
  else if (!dh_progress_is_of_training (&self->telling.progress))
    self->telling.slow = FALSE;
  if (!self->telling.slow)
    self->telling.progress = (DhProgress) { DH_PROGRESS_NONE };
  pthread_mutex_unlock (&self->telling.mutex);
}
