/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hand on the camera of a group of pictures.  Keys and the wheel send separate events, so the
 * camera counts as resting when none has arrived for a moment.
 */
#include "ui/ground/ground-camera.h"

#include "core/base/ranges.h"

#define STILL_MS 180

void
dh_ground_camera_clear (DhGroundCamera *self)
{
  g_clear_handle_id (&self->still, g_source_remove);
  g_clear_object (&self->group);
}

void
dh_ground_camera_set_group (DhGroundCamera *self, DhGroundGroup *group)
{
  g_set_object (&self->group, group);
}

void
dh_ground_camera_set (DhGroundCamera *self, const DhCamera *camera, gboolean moving)
{
  DhCamera within = *camera;

  within.elevation = CLAMP (within.elevation, DH_CAMERA_MIN_ELEVATION, G_PI_2);
  within.zoom = CLAMP (within.zoom, DH_CAMERA_MIN_ZOOM, DH_CAMERA_MAX_ZOOM);
  dh_ground_group_set_camera (self->group, &within, moving);
}

void
dh_ground_camera_stop (DhGroundCamera *self)
{
  g_clear_handle_id (&self->still, g_source_remove);
  dh_ground_camera_set (self, dh_ground_group_get_camera (self->group), FALSE);
}

static gboolean
still_cb (gpointer data)
{
  DhGroundCamera *self = data;

  self->still = 0;
  dh_ground_camera_stop (self);
  return G_SOURCE_REMOVE;
}

void
dh_ground_camera_nudge (DhGroundCamera *self, double turn, double lift, double zoom)
{
  DhCamera camera = *dh_ground_group_get_camera (self->group);

  camera.azimuth += turn;
  camera.elevation += lift;
  camera.zoom *= zoom;
  g_clear_handle_id (&self->still, g_source_remove);
  self->still = g_timeout_add (STILL_MS, still_cb, self);
  dh_ground_camera_set (self, &camera, TRUE);
}

void
dh_ground_camera_reset (DhGroundCamera *self)
{
  g_clear_handle_id (&self->still, g_source_remove);
  dh_ground_group_reset_camera (self->group);
}
