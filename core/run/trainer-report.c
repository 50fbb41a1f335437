/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the worker tells.
 */
#include "core/run/trainer-private.h"

#define REPORT_INTERVAL (G_USEC_PER_SEC / 10)

gboolean
dh_trainer_is_report_due (const DhTrainer *self)
{
  return g_get_monotonic_time () - self->last_report >= REPORT_INTERVAL;
}

void
dh_trainer_report (DhTrainer *self)
{
  DhReport *report = g_new0 (DhReport, 1);
  guint64 most = 0;

  dh_trainer_move_balls (self);
  report->plan_serial = self->plan->serial;
  report->generation = self->plan->generation;
  report->status = self->stage != NULL ? DH_REPORT_READY : DH_REPORT_FAILED;
  report->message = g_strdup (self->failure != NULL ? self->failure
                              : self->stage != NULL ? self->stage->notice : NULL);
  report->idle = self->settled;
  report->iterations_per_second = self->clock.pace;
  report->elapsed = self->elapsed;
  if (self->stage != NULL)
    report->n_parameters = dh_network_get_table (self->stage->network)->size;
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->fault == DH_FAULT_NONE)
      most = MAX (most, self->lanes[i]->iteration);
  for (guint i = 0; i < self->n_lanes; i++)
    {
      report->iteration = MAX (report->iteration, self->lanes[i]->iteration);
      report->lanes[i].id = self->lanes[i]->plan.id;
      report->lanes[i].snapshot = dh_lane_run_snapshot (self->lanes[i], most);
    }
  report->n_lanes = self->n_lanes;
  dh_mailbox_put (self->reports, report);
  self->last_report = g_get_monotonic_time ();
}

void
dh_trainer_report_loading (DhTrainer *self, const DhPlan *plan)
{
  DhReport *loading = g_new0 (DhReport, 1);

  loading->plan_serial = plan->serial;
  loading->generation = plan->generation;
  loading->status = DH_REPORT_LOADING;
  dh_mailbox_put (self->reports, loading);
}
