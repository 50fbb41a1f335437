/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An account of the workers' processor time.
 *
 * Previews, landscapes and the like are for the eye, and each may take a fixed share of the
 * training's time.  That is counted in processor time, which other programs on the same processor
 * don't inflate, and in the processor time of all workers, since a task that runs while other
 * workers wait for it costs less than its duration.  Each kind has to wait until the training has
 * worked for as long as its last pieces are worth.  So a slow processor, a large network or many
 * lanes make the pieces rarer, not the training slower.
 *
 * If nothing was done for a while, only the newest iteration counts as training to work off: a
 * larger credit would be spent in one long pause of the training.
 *
 * Shares of the wall clock were rejected: beside a busy program they grow with its load.
 */
#include "core/train/work-account.h"

void
dh_work_account_skip (DhWorkAccount *self, double now)
{
  self->mark = now;
}

static double
charge (DhWorkAccount *self, DhWorkKind kind, guint n, double now)
{
  double spent = MAX (now - self->mark, 0);

  self->kinds[kind].n += n;
  self->kinds[kind].seconds += spent;
  self->mark = now;
  return spent;
}

void
dh_work_account_add_training (DhWorkAccount *self, guint n, double now)
{
  self->before = self->kinds[DH_WORK_TRAINING].seconds;
  charge (self, DH_WORK_TRAINING, n, now);
}

void
dh_work_account_add (DhWorkAccount *self, DhWorkKind kind, guint n, double share, double now)
{
  double spent = charge (self, kind, n, now);

  g_return_if_fail (kind != DH_WORK_TRAINING && share > 0 && share <= 1);
  self->kinds[kind].due = MAX (self->kinds[kind].due, self->before) + spent * (1 / share - 1);
}

gboolean
dh_work_account_is_due (const DhWorkAccount *self, DhWorkKind kind)
{
  return self->kinds[DH_WORK_TRAINING].seconds >= self->kinds[kind].due;
}

void
dh_work_account_hurry (DhWorkAccount *self, DhWorkKind kind)
{
  self->kinds[kind].due = 0;
}
