/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The runs of a session's lanes, and where each of them was copied from.
 */
#include "core/keep/session-keeper-private.h"

guint64
dh_session_keeper_get_run (DhSessionKeeper *self, DhLane *lane)
{
  g_return_val_if_fail (DH_IS_SESSION_KEEPER (self) && DH_IS_LANE (lane), 0);
  return self->tracker != NULL ? dh_run_tracker_get_run (self->tracker, lane) : 0;
}

gboolean
dh_session_keeper_find_place (DhSessionKeeper *self, DhLane *lane, guint64 iteration,
                              DhPlace *place)
{
  const guint64 run = dh_session_keeper_get_run (self, lane);

  if (run == 0)
    return FALSE;
  *place = dh_kept_state_find_place (dh_run_tracker_get_state (self->tracker), run, iteration);
  return TRUE;
}

guint
dh_session_keeper_list_places (DhSessionKeeper *self, DhLane *lane, guint64 iteration,
                               DhPlace places[DH_SESSION_KEEPER_MAX_PLACES])
{
  const DhRunOrigin *origin;
  DhPlace place;
  guint n = 0;

  if (!dh_session_keeper_find_place (self, lane, iteration, &place))
    return 0;
  places[n++] = place;
  while (n < DH_SESSION_KEEPER_MAX_PLACES
         && (origin = dh_kept_state_find_origin (dh_run_tracker_get_state (self->tracker),
                                                 place.run))
              != NULL)
    places[n++] = place = origin->from;
  return n;
}

void
dh_session_keeper_note_source (DhSessionKeeper *self, DhLane *lane, guint64 iteration)
{
  g_return_if_fail (DH_IS_SESSION_KEEPER (self) && DH_IS_LANE (lane));
  if (self->tracker != NULL)
    dh_run_tracker_note_origin (self->tracker, lane, iteration);
}

void
dh_session_keeper_note_origin (DhSessionKeeper *self, DhLane *lane, const DhPlace *from)
{
  const guint64 run = dh_session_keeper_get_run (self, lane);

  if (run == 0 || from->run == 0 || from->run >= run)
    return;
  dh_kept_state_add_origin (dh_run_tracker_get_state (self->tracker), run, *from);
  dh_session_keeper_put_within (self, DH_SESSION_KEEPER_SETTINGS_MS);
}
