/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-group.h"

G_BEGIN_DECLS

/* A hand on a group's camera: it keeps the camera within what can be looked at, and says whether it
 * moves. */
typedef struct
{
  DhGroundGroup *group; /* referenced */
  guint still;          /* source: until the camera counts as resting */
} DhGroundCamera;

void dh_ground_camera_clear (DhGroundCamera *self);
void dh_ground_camera_set_group (DhGroundCamera *self, DhGroundGroup *group);
/* moving: more will follow; see dh_ground_camera_stop() */
void dh_ground_camera_set (DhGroundCamera *self, const DhCamera *camera, gboolean moving);
/* One of several small moves that have no end of their own; zoom: a factor. */
void dh_ground_camera_nudge (DhGroundCamera *self, double turn, double lift, double zoom);
/* It rests where it is. */
void dh_ground_camera_stop (DhGroundCamera *self);
/* To the usual view. */
void dh_ground_camera_reset (DhGroundCamera *self);

G_END_DECLS
