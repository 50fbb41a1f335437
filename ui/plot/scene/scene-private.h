/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/scene/scene.h"

G_BEGIN_DECLS

/* Something's place on the picture. */
typedef struct
{
  double x, y, depth;
  gboolean hidden; /* behind the ground */
  gboolean gone;   /* far off the ground: this is only the direction */
} DhScenePlace;

/* What the scene is drawn over. */
typedef enum
{
  DH_SCENE_SURFACE,
  DH_SCENE_MAP,
  DH_SCENE_CURVE,
} DhSceneKind;

/* Where things are on one kind of picture. */
typedef struct
{
  const DhScene *scene;
  DhSceneKind kind;
  DhProjection projection; /* of the surface */
} DhSceneEye;

/* A ball in the air or on the ground. */
typedef struct
{
  DhScenePlace ball; /* where it would touch the ground if there were some */
  DhScenePlace foot; /* the ground beneath */
  double at[2];      /* of the ground */
  double height;     /* pixels between them */
  double growth;     /* on the map: seen from above it comes nearer */
} DhScenePose;

/* ---- scene-place.c ---- */
DhSceneEye dh_scene_eye_make (const DhScene *self, gboolean on_map);
/* The level that a trajectory's point is shown at; where its loss isn't known, the ground's. */
double dh_scene_get_level (const DhScene *self, const double at[2], double loss);
DhScenePlace dh_scene_eye_locate (const DhSceneEye *eye, const double at[2], double level);
DhScenePlace dh_scene_eye_locate_point (const DhSceneEye *eye, const DhTrajectoryPoint *point);
guint dh_scene_get_n_shown (const DhScene *self, const DhSceneBall *ball);
/* Whether this ball is between two points: then not all that is shown was reached. */
gboolean dh_scene_is_on_trajectory (const DhScene *self, const DhSceneBall *ball);
DhScenePose dh_scene_get_pose (const DhSceneEye *eye, const DhSceneBall *ball);

/* ---- scene-trajectory.c ---- */
void dh_scene_draw_trajectory (const DhSceneEye *eye, cairo_t *cr, const DhSceneBall *ball);
/* The last chords of a trajectory, and the one that the ball is on. */
void dh_scene_draw_tail (const DhSceneEye *eye, cairo_t *cr, const DhSceneBall *ball,
                         const DhScenePose *pose);
/* Where the tail begins. */
guint dh_scene_get_tail (const DhScene *self, const DhSceneBall *ball);

/* ---- scene-ball.c ---- */
/* A ball there; one that is out of the picture waits faintly at its edge. */
void dh_scene_draw_pose (const DhSceneEye *eye, cairo_t *cr, guint number, const DhScenePose *pose);
/* Where its middle is then, and how large it is. */
void dh_scene_get_disc (const DhSceneEye *eye, const DhScenePose *pose, double *x, double *y,
                        double *radius);

/* ---- scene-edge.c ---- */
/* How far off the map a ball is, in widths; 0 where nobody sees it. */
double dh_scene_get_distance_off (const DhScene *self, const DhScenePose *pose);
/* Says so at the ball that waits at the edge. */
void dh_scene_draw_edge_mark (const DhSceneEye *eye, cairo_t *cr, guint number,
                              const DhScenePose *pose);
/* What that draws on; FALSE: nothing. */
gboolean dh_scene_get_edge_mark_area (const DhSceneEye *eye, const DhScenePose *pose,
                                      cairo_rectangle_t *area);

#define DH_SCENE_HIDDEN 0.28 /* opacity of what lies behind the ground */

G_END_DECLS
