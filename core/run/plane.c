/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/run/plane.h"

DhPlane *
dh_plane_ref (DhPlane *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
dh_plane_unref (DhPlane *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->terrain, dh_terrain_unref);
  g_free (self->way);
  g_free (self->way_iterations);
  g_free (self);
}
