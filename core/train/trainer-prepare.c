/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preparations for the first step: faces, compiled code, start weights.  The faces are read first,
 * so that they can be shown during the rest; with the largest model that is gigabytes.  Each part
 * stops early once another generation is wanted: between two pictures, two layers or two blocks of
 * weights.
 */
#include "core/train/trainer-private.h"

#include "core/train/checkpoint.h"

static void
tell (DhTrainer *self, DhProgressKind kind)
{
  dh_trainer_begin_telling (self, &(DhProgress) { .kind = kind }, 0);
  dh_trainer_report (self);
}

static void
fail (DhTrainer *self, GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->failure = g_strdup (error->message);
}

gboolean
dh_trainer_set_context (DhTrainer *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhRunContext) old = g_steal_pointer (&self->context);

  dh_trainer_let_all_go (self);
  dh_shelf_follow (self->shelf, self->request);
  g_clear_pointer (&self->failure, g_free);
  self->loading = TRUE;
  tell (self, DH_PROGRESS_FACES);
  self->context = dh_run_context_read (self->request, dh_thread_pool_get_n_workers (self->pool),
                                       old, &self->stopped, &error);
  if (self->context != NULL)
    {
      self->context->advance = dh_trainer_advance;
      self->context->advance_data = self;
      tell (self, DH_PROGRESS_CODE);
      dh_run_context_compile (self->context, self->request->n_preview_faces, &error);
    }
  dh_trainer_end_telling (self);
  self->last_preview = 0;
  if (error != NULL)
    fail (self, error);
  return error == NULL;
}

/* ---- start weights ---- */

typedef struct
{
  DhTrainer *trainer;
  DhLaneRun *lane;
  const DhLaneRun *start;
} Filling;

static void
fill_task (guint part, guint worker, gpointer data)
{
  Filling *filling = data;
  DhTrainer *self = filling->trainer;
  DhRunContext *context = self->context;

  if (dh_trainer_is_stopped (self))
    return;
  dh_lane_run_fill (filling->lane, part, filling->start, context->seed, &self->stopped);
  dh_trainer_advance (dh_network_get_table (context->network)->part_size[part], self);
}

static gboolean
read_start (DhTrainer *self, DhLaneRun *lane)
{
  g_autoptr (GError) error = NULL;

  if (dh_checkpoint_read (lane->request.settings.start.path, self->context->model,
                          lane->parameters, &error))
    return TRUE;
  g_free (self->failure);
  self->failure = g_strdup (error->message);
  return FALSE;
}

gboolean
dh_trainer_fill_lane (DhTrainer *self, DhLaneRun *lane, const DhLaneRun *start, guint number)
{
  Filling filling = { self, lane, start };
  const guint64 n = dh_network_get_table (self->context->network)->size;
  DhProgress progress = { DH_PROGRESS_LANE, .lane = number, .n_lanes = self->request->n_lanes,
                          .n_parameters = n };

  if (start == NULL && lane->request.settings.start.path != NULL)
    return read_start (self, lane);
  dh_trainer_begin_telling (self, &progress, n);
  dh_trainer_report (self);
  dh_thread_pool_run (self->pool, DH_N_PARTS, fill_task, &filling);
  dh_trainer_end_telling (self);
  return !dh_trainer_is_stopped (self);
}
