/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-group.h"

G_BEGIN_DECLS

/* Controls a group's camera: keeps it within the valid range and tracks whether it is moving. */
typedef struct
{
  DhGroundGroup *group; /* holds a reference */
  guint still;          /* source that runs until the camera counts as resting */
} DhGroundCamera;

void dh_ground_camera_clear (DhGroundCamera *self);
void dh_ground_camera_set_group (DhGroundCamera *self, DhGroundGroup *group);
/* moving: more changes will follow; see dh_ground_camera_stop() */
void dh_ground_camera_set (DhGroundCamera *self, const DhCamera *camera, gboolean moving);
/* Makes one small move of several, which have no explicit end. zoom: a factor. */
void dh_ground_camera_nudge (DhGroundCamera *self, double turn, double lift, double zoom);
/* Ends the movement where the camera is. */
void dh_ground_camera_stop (DhGroundCamera *self);
/* Goes back to the default view. */
void dh_ground_camera_reset (DhGroundCamera *self);

G_END_DECLS
