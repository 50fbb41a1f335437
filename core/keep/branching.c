/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Branching off from the past of a kept session.
 */
#include "core/keep/branching.h"

#include "core/keep/image-search.h"

typedef struct
{
  DhSession *session;
  DhSessionKeeper *keeper; /* (nullable) */
  DhLane *lane;
  guint64 iteration;
  gboolean changed;
  DhLaneSettings settings;
} Branching;

static void
branching_free (Branching *self)
{
  g_object_unref (self->session);
  g_clear_object (&self->keeper);
  g_object_unref (self->lane);
  g_free (self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Branching *self = data;
  DhPlace from;
  /* If it can't be read, the branch begins at the start. */
  g_autoptr (DhLaneImage) image = dh_image_search_finish (result, &from, NULL);
  DhLane *branch = dh_session_branch_lane (self->session, self->lane, image, self->iteration,
                                           self->changed ? &self->settings : NULL);

  if (branch != NULL && image != NULL)
    dh_session_keeper_note_origin (self->keeper, branch, &from);
  branching_free (self);
}

void
dh_branching_begin (DhSession *session, DhSessionKeeper *keeper, DhLane *lane, guint64 iteration,
                    const DhLaneSettings *settings)
{
  Branching *self = g_new0 (Branching, 1);

  self->session = g_object_ref (session);
  g_set_object (&self->keeper, keeper);
  self->lane = g_object_ref (lane);
  self->iteration = iteration;
  if (settings != NULL)
    {
      self->changed = TRUE;
      self->settings = *settings;
    }
  dh_image_search_begin (keeper, lane, iteration, NULL, found_cb, self);
}
