/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests to a lane's network besides training: its landscape, the faces at a point of it, a
 * learning rate sweep.
 *
 * The same request may be made twice, so requests are counted: the worker compares the count with
 * that of the request that it fulfilled last, so skipping one loses nothing.  The counts are not
 * properties; the code that sends requests listens to ::asks.
 */
#include "core/session/lane-private.h"

#include <math.h>
#include <string.h>

static void
ask (DhLane *self)
{
  g_signal_emit_by_name (self, "asks");
}

DhLaneParts
dh_lane_get_hidden_parts (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), DH_LANE_NO_PART);
  return self->hidden;
}

void
dh_lane_set_hidden_parts (DhLane *self, DhLaneParts parts)
{
  g_return_if_fail (DH_IS_LANE (self));
  if (self->hidden == parts)
    return;
  self->hidden = parts;
  ask (self);
}

DhPlaneKind
dh_lane_get_plane_kind (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), DH_PLANE_NONE);
  return self->plane_kind;
}

void
dh_lane_set_plane_kind (DhLane *self, DhPlaneKind kind)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (kind == DH_PLANE_NONE || kind == DH_PLANE_TRAJECTORY
                    || kind == DH_PLANE_RANDOM);
  if (self->plane_kind == kind)
    return;
  self->plane_kind = kind;
  g_object_notify (G_OBJECT (self), "plane-kind");
}

void
dh_lane_redraw_plane (DhLane *self)
{
  g_return_if_fail (DH_IS_LANE (self));
  self->n_redraws++;
  ask (self);
}

guint
dh_lane_get_plane_serial (DhLane *self)
{
  return self->n_redraws;
}

void
dh_lane_probe (DhLane *self, const double *at)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (at == NULL || (isfinite (at[0]) && isfinite (at[1])));
  if (at == NULL ? !self->probing
                 : self->probing && at[0] == self->probe_at[0] && at[1] == self->probe_at[1])
    return;
  self->probing = at != NULL;
  if (at != NULL)
    {
      memcpy (self->probe_at, at, sizeof self->probe_at);
      self->n_probes++;
    }
  ask (self);
}

guint
dh_lane_get_probe (DhLane *self, double at[2])
{
  if (!self->probing)
    return 0;
  memcpy (at, self->probe_at, sizeof self->probe_at);
  return self->n_probes;
}

gboolean
dh_lane_get_sweeping (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), FALSE);
  return self->sweeping;
}

void
dh_lane_set_sweeping (DhLane *self, gboolean sweeping)
{
  g_return_if_fail (DH_IS_LANE (self));
  if (self->sweeping == !!sweeping)
    return;
  self->sweeping = !!sweeping;
  if (sweeping)
    self->n_sweeps++;
  g_object_notify (G_OBJECT (self), "sweeping");
}

guint
dh_lane_get_sweep_serial (DhLane *self)
{
  return self->n_sweeps;
}

void
dh_lane_end_requests (DhLane *self)
{
  dh_lane_probe (self, NULL);
  dh_lane_set_sweeping (self, FALSE);
}
