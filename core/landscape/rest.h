/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"

G_BEGIN_DECLS

/* The shape of a ground where its slope is zero. */
typedef enum
{
  DH_REST_NONE, /* there is no critical point nearby */
  DH_REST_BOTTOM,
  DH_REST_SADDLE,
  DH_REST_PEAK,
  DH_REST_TROUGH, /* level along one direction, up on both sides of it */
  DH_REST_RIDGE,  /* level along one direction, down on both sides of it */
  DH_REST_LEVEL,  /* level on all sides */
} DhRestKind;

/* The critical point next to a place. A value. */
typedef struct
{
  DhRestKind kind;
  double at[2];
  double distance;  /* from the place, in widths of the ground; infinite without a point */
  double way;       /* the first Newton step's length in widths, whether it leads to a point or
                     * not; infinite where there is none */
  double stretch;   /* largest over smallest curvature, both by width and without sign; >= 1 */
  gboolean upwards; /* the ground curves upwards in every direction at the place itself */
} DhRest;

/* jet: at that place.  Any thread; scratch as for values. */
DhRest dh_rest_find (const DhGround *ground, const double at[2], const DhJet *jet, float *scratch);

G_END_DECLS
