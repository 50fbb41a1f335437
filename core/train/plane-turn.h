/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why a lane wants a new plane. */
typedef enum
{
  DH_PLANE_REQUEST_NONE,
  DH_PLANE_REQUEST_FIRST,     /* it has nothing to show */
  DH_PLANE_REQUEST_ASKED,     /* the user wants another, or the objective has changed */
  DH_PLANE_REQUEST_OVERTAKEN, /* the training has moved on far enough */
} DhPlaneRequest;

/* The state of a lane that decides whose turn it is. */
typedef struct
{
  DhPlaneRequest request; /* why a new plane is wanted now */
  DhPlaneRequest reason;  /* why the newest plane was begun; NONE: there is no plane */
  guint64 id;             /* of that plane: the later it was begun, the larger */
  guint n_done;           /* computed points of that plane */
  gboolean near; /* the evaluator is aimed at it: switching lanes costs as much as some points */
} DhPlaneState;

typedef enum
{
  DH_PLANE_DEED_NONE,  /* nothing is left to do */
  DH_PLANE_DEED_BEGIN, /* lay a plane through a lane's weights */
  DH_PLANE_DEED_SCAN,  /* evaluate points of a lane's newest plane */
} DhPlaneDeed;

typedef struct
{
  DhPlaneDeed deed;
  guint lane;   /* index */
  double share; /* of the workers' time, while training runs */
} DhPlaneTurn;

/* The next lane and what to do for it.  fine: FALSE leaves out everything after the coarse
 * grids. */
DhPlaneTurn dh_plane_turn_choose (const DhPlaneState *lanes, guint n_lanes, gboolean fine);

G_END_DECLS
