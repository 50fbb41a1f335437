/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the keeping of a session goes, as a value.
 */
#include "core/store/keeper-report.h"

DhKeeperReport *
dh_keeper_report_copy (const DhKeeperReport *self)
{
  DhKeeperReport *copy = g_memdup2 (self, sizeof *self);

  copy->problem = g_strdup (self->problem);
  copy->id = g_strdup (self->id);
  copy->path = g_strdup (self->path);
  copy->aside = g_strdup (self->aside);
  return copy;
}

void
dh_keeper_report_clear (DhKeeperReport *self)
{
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->aside, g_free);
}

void
dh_keeper_report_free (DhKeeperReport *self)
{
  dh_keeper_report_clear (self);
  g_free (self);
}
