/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The camera and the marked point that all pictures of a ground share.  It has signals instead of
 * properties, because a camera is a struct, and the point may be unset.
 */
#include "ui/ground/ground-group.h"

#include <string.h>

#define USUAL_ZOOM 1.04

struct _DhGroundGroup
{
  GObject parent_instance;
  DhCamera camera;
  gboolean moving;
  gboolean has_hover;
  double hover[2];
};

enum
{
  CAMERA_CHANGED,
  HOVER_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhGroundGroup, dh_ground_group, G_TYPE_OBJECT)

/* Zoom 1 leaves room for every angle; the usual angle needs less. */
static DhCamera
get_usual_camera (void)
{
  DhCamera camera = dh_camera_usual;

  camera.zoom = USUAL_ZOOM;
  return camera;
}

static void
dh_ground_group_class_init (DhGroundGroupClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[CAMERA_CHANGED] = g_signal_new ("camera-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
  signals[HOVER_CHANGED] = g_signal_new ("hover-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
}

static void
dh_ground_group_init (DhGroundGroup *self)
{
  self->camera = get_usual_camera ();
}

DhGroundGroup *
dh_ground_group_new (void)
{
  return g_object_new (DH_TYPE_GROUND_GROUP, NULL);
}

const DhCamera *
dh_ground_group_get_camera (DhGroundGroup *self)
{
  return &self->camera;
}

void
dh_ground_group_set_camera (DhGroundGroup *self, const DhCamera *camera, gboolean moving)
{
  moving = !!moving;
  if (dh_camera_is_equal (&self->camera, camera) && self->moving == moving)
    return;
  self->camera = *camera;
  self->moving = moving;
  g_signal_emit (self, signals[CAMERA_CHANGED], 0);
}

void
dh_ground_group_reset_camera (DhGroundGroup *self)
{
  DhCamera camera = get_usual_camera ();

  dh_ground_group_set_camera (self, &camera, FALSE);
}

gboolean
dh_ground_group_get_moving (DhGroundGroup *self)
{
  return self->moving;
}

const double *
dh_ground_group_get_hover (DhGroundGroup *self)
{
  return self->has_hover ? self->hover : NULL;
}

void
dh_ground_group_set_hover (DhGroundGroup *self, const double *at)
{
  if (at == NULL ? !self->has_hover
                 : self->has_hover && self->hover[0] == at[0] && self->hover[1] == at[1])
    return;
  self->has_hover = at != NULL;
  if (at != NULL)
    memcpy (self->hover, at, sizeof self->hover);
  g_signal_emit (self, signals[HOVER_CHANGED], 0);
}
