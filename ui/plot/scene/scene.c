/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is drawn over a ground: trajectories, balls, marks.
 *
 * Trajectories come first, balls over them, so that no trajectory hides a ball.
 */
#include "ui/plot/scene/scene-private.h"

void
dh_scene_draw_trajectories (const DhScene *self, cairo_t *cr, gboolean on_map)
{
  DhSceneEye eye = dh_scene_eye_make (self, on_map);

  for (guint i = 0; i < self->n_balls; i++)
    if (self->balls[i].n_points > 0)
      dh_scene_draw_trajectory (&eye, cr, &self->balls[i]);
}

void
dh_scene_draw_balls (const DhScene *self, cairo_t *cr, gboolean on_map)
{
  DhSceneEye eye = dh_scene_eye_make (self, on_map);

  for (guint i = 0; i < self->n_balls; i++)
    {
      const DhSceneBall *ball = &self->balls[i];
      DhScenePose pose;

      if (ball->n_points == 0)
        continue;
      pose = dh_scene_get_pose (&eye, ball);
      if (dh_scene_is_on_trajectory (self, ball))
        dh_scene_draw_tail (&eye, cr, ball, &pose);
      dh_scene_draw_pose (&eye, cr, ball->number, &pose);
      dh_scene_draw_edge_mark (&eye, cr, ball->number, &pose);
    }
}

static void
draw_all (const DhScene *self, cairo_t *cr, gboolean on_map)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);
  if (on_map)
    dh_scene_draw_basins (self, cr);
  dh_scene_draw_trajectories (self, cr, on_map);
  dh_scene_draw_balls (self, cr, on_map);
  dh_scene_draw_stories (self, cr, on_map);
  dh_scene_draw_hover (self, cr, on_map);
  cairo_restore (cr);
}

void
dh_scene_draw_on_surface (const DhScene *self, cairo_t *cr)
{
  draw_all (self, cr, FALSE);
}

void
dh_scene_draw_on_map (const DhScene *self, cairo_t *cr)
{
  draw_all (self, cr, TRUE);
}
