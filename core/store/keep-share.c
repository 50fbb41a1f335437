/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The share of the program's processor time that goes into writing checkpoints.
 *
 * After a checkpoint, the program has to work for as long as its writing is worth.  As in the
 * workers' account (core/train), that isn't counted by the wall clock, which other programs
 * inflate, and what wasn't used up is no credit for later.
 */
#include "core/store/keep-share.h"

/* With the worker's copying 2 %. */
#define SHARE .016

void
dh_keep_share_add (DhKeepShare *self, double now, double spent)
{
  self->due = MAX (self->due, now) + MAX (spent, 0) * (1 / SHARE - 1);
}

gboolean
dh_keep_share_is_due (const DhKeepShare *self, double now)
{
  return now >= self->due;
}
