/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the trainings of a session start: from scratch, from the pretrained weights that come with
 * the program, or from a file.
 *
 * Each lane has its own start, so that one from scratch and one that is warmed up can run side by
 * side; the session's is that of new lanes.  If people or model change to some without pretrained
 * weights, warmed-up lanes start from scratch instead.  A file that the user named is kept as long
 * as the model stays: other people only make a harder start.
 */
#include "core/session/session-private.h"

#include "core/base/error.h"
#include "core/train/checkpoint.h"

#include <glib/gi18n-lib.h>

gboolean
dh_session_get_can_warm (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  return dh_session_find_start (self, dh_start_make (DH_START_WARM, NULL)).path != NULL;
}

DhStart
dh_session_get_start (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), (DhStart) { .kind = DH_START_SCRATCH });
  return self->start;
}

double
dh_session_get_usual_rate (DhSession *self, DhStart start)
{
  g_return_val_if_fail (DH_IS_SESSION (self), 0);
  return dh_pretrained_get_usual_rate (self->model, start);
}

static void
give_start (DhSession *self, DhLane *lane, DhStart start)
{
  double rate = dh_pretrained_convert_rate (self->model, dh_lane_get_learning_rate (lane),
                                            dh_lane_get_start (lane), start);

  dh_lane_set_learning_rate (lane, rate);
  dh_lane_set_start (lane, start);
}

static void
take_start (DhSession *self, DhStart start)
{
  if (dh_start_equal (&self->start, &start))
    return;
  self->start = start;
  g_object_notify (G_OBJECT (self), "start");
}

static gboolean
is_every_start (DhSession *self, DhStart start)
{
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    {
      DhStart own = dh_lane_get_start (dh_session_peek_lane (self, i));

      if (!dh_start_equal (&own, &start))
        return FALSE;
    }
  return dh_start_equal (&self->start, &start);
}

void
dh_session_set_start (DhSession *self, DhStart start)
{
  g_return_if_fail (DH_IS_SESSION (self));
  start = dh_session_find_start (self, start);
  if (is_every_start (self, start))
    return;
  dh_session_keep_training (self, DH_CHANGE_START, self->model);
  take_start (self, start);
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    give_start (self, dh_session_peek_lane (self, i), start);
  dh_session_begin_generation (self);
  dh_session_release_undo (self);
}

static DhStart
follow (DhSession *self, DhStart start, gboolean new_model)
{
  if (new_model && start.kind == DH_START_FILE)
    return dh_start_make (DH_START_SCRATCH, NULL);
  return dh_session_find_start (self, start);
}

void
dh_session_follow_starts (DhSession *self, gboolean new_model)
{
  take_start (self, follow (self, self->start, new_model));
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    {
      DhLane *lane = dh_session_peek_lane (self, i);

      give_start (self, lane, follow (self, dh_lane_get_start (lane), new_model));
    }
  g_object_notify (G_OBJECT (self), "can-warm");
}

gboolean
dh_session_check_start (DhSession *self, DhStart start, GError **error)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  if (start.kind == DH_START_WARM && !dh_session_get_can_warm (self))
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_VALUE,
                           _ ("There are no pretrained weights for this model and these people: "
                              "choose “quick” with alder and birch, or start from scratch."));
      return FALSE;
    }
  start = dh_session_find_start (self, start);
  return start.path == NULL || dh_checkpoint_check (start.path, self->model, error);
}

static void
save (DhSession *self, const char *folder, gboolean half, guint run)
{
  self->save_serial++;
  g_free (self->save_folder);
  self->save_folder = g_strdup (folder);
  self->save_half = half;
  self->save_run = run;
  dh_session_queue_request (self);
}

void
dh_session_save_weights (DhSession *self, const char *folder, gboolean half)
{
  g_return_if_fail (DH_IS_SESSION (self));
  save (self, folder, half, 0);
}

char *
dh_session_save_lane (DhSession *self, DhLane *lane, const char *folder)
{
  guint n_lanes, index = 0;
  g_autofree char *name = NULL;

  g_return_val_if_fail (DH_IS_SESSION (self) && DH_IS_LANE (lane), NULL);
  n_lanes = dh_session_get_n_lanes (self);
  while (index < n_lanes && dh_session_peek_lane (self, index) != lane)
    index++;
  g_return_val_if_fail (index < n_lanes, NULL);
  save (self, folder, FALSE, dh_lane_get_id (lane));
  name = g_strdup_printf ("lane-%u.npz", index + 1);
  return g_build_filename (folder, name, NULL);
}
