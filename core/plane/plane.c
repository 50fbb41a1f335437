/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plane through weight space with its heights, as a value.
 */
#include "core/plane/plane.h"

DhPlane *
dh_plane_ref (DhPlane *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_plane_unref (DhPlane *self)
{
  if (self == NULL || atomic_fetch_sub (&self->n_refs, 1) != 1)
    return;
  g_clear_pointer (&self->terrain, dh_terrain_unref);
  g_free (self->trajectory);
  g_free (self->trajectory_iterations);
  g_free (self);
}
