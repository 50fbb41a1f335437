/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of runs, in memory and in a kept session.
 */
#include "core/keep/run-numbers.h"

guint64
dh_run_numbers_get (const DhRunNumbers *self, guint id)
{
  for (guint i = 0; i < self->n_resumed; i++)
    if (self->resumed[i].id == id)
      return self->resumed[i].run;
  return id > self->last_id ? self->last_run + (id - self->last_id) : 0;
}
