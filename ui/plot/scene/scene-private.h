/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/scene/scene.h"

G_BEGIN_DECLS

/* Position of something on the picture. */
typedef struct
{
  double x, y, depth;
  gboolean hidden; /* behind the ground */
  gboolean gone;   /* far off the ground: only the direction is right */
} DhScenePlace;

/* The kind of picture that the scene is drawn over. */
typedef enum
{
  DH_SCENE_SURFACE,
  DH_SCENE_MAP,
  DH_SCENE_CURVE,
} DhSceneKind;

/* Converts positions on the ground to positions on one kind of picture. */
typedef struct
{
  const DhScene *scene;
  DhSceneKind kind;
  DhProjection projection; /* of the surface */
} DhSceneEye;

/* A ball in the air or on the ground. */
typedef struct
{
  DhScenePlace ball; /* the point of contact, if there were ground at that height */
  DhScenePlace foot; /* the point on the ground below */
  double at[2];      /* position on the ground */
  double height;     /* pixels between them */
  double growth;     /* on the map: a ball in the air is closer to the viewer */
} DhScenePose;

/* ---- scene-place.c ---- */
DhSceneEye dh_scene_eye_make (const DhScene *self, gboolean on_map);
/* The level at which a trajectory's point is shown; the ground's level if its loss isn't known. */
double dh_scene_get_level (const DhScene *self, const double at[2], double loss);
DhScenePlace dh_scene_eye_locate (const DhSceneEye *eye, const double at[2], double level);
DhScenePlace dh_scene_eye_locate_point (const DhSceneEye *eye, const DhTrajectoryPoint *point);
guint dh_scene_get_n_shown (const DhScene *self, const DhSceneBall *ball);
/* Whether this ball is between two points, so that the last point shown hasn't been reached yet. */
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
/* A ball in that pose; if it is outside the picture, it is drawn faintly at the edge. */
void dh_scene_draw_pose (const DhSceneEye *eye, cairo_t *cr, guint number, const DhScenePose *pose);
/* The centre and radius of the ball as drawn in that pose. */
void dh_scene_get_disc (const DhSceneEye *eye, const DhScenePose *pose, double *x, double *y,
                        double *radius);

/* ---- scene-edge.c ---- */
/* How far off the map a ball is, in widths; 0 if it is too little to be visible. */
double dh_scene_get_distance_off (const DhScene *self, const DhScenePose *pose);
/* Draws this distance next to the ball at the edge. */
void dh_scene_draw_edge_mark (const DhSceneEye *eye, cairo_t *cr, guint number,
                              const DhScenePose *pose);
/* The area of that mark; FALSE: there is none. */
gboolean dh_scene_get_edge_mark_area (const DhSceneEye *eye, const DhScenePose *pose,
                                      cairo_rectangle_t *area);

#define DH_SCENE_HIDDEN 0.28 /* opacity of what lies behind the ground */

G_END_DECLS
