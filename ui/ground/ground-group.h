/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/scene/scene.h"

G_BEGIN_DECLS

/* Shared by the pictures of several grounds, so that they can be compared: the camera, and the
 * point under the pointer.
 *
 * Signals:
 *   ::camera-changed ()    the camera turned, or came to rest
 *   ::hover-changed ()     another place is marked, or none */
#define DH_TYPE_GROUND_GROUP (dh_ground_group_get_type ())
G_DECLARE_FINAL_TYPE (DhGroundGroup, dh_ground_group, DH, GROUND_GROUP, GObject)

DhGroundGroup *dh_ground_group_new (void);
const DhCamera *dh_ground_group_get_camera (DhGroundGroup *self);
/* moving: a drag is in progress, so pictures may be coarse. */
void dh_ground_group_set_camera (DhGroundGroup *self, const DhCamera *camera, gboolean moving);
/* Goes back to the default view, in which the ground fills the picture. */
void dh_ground_group_reset_camera (DhGroundGroup *self);
gboolean dh_ground_group_get_moving (DhGroundGroup *self);
/* NULL: no place is marked. */
const double *dh_ground_group_get_hover (DhGroundGroup *self);
void dh_ground_group_set_hover (DhGroundGroup *self, const double *at);

G_END_DECLS
