/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"
#include "core/loss/mix.h"

G_BEGIN_DECLS

typedef struct _DhFaceSource DhFaceSource;

/* One line of the table: two dimensions that produce a picture.  Their internal units are chosen
 * so that a step has a similar effect on each; scales and units are for display. */
typedef struct
{
  const char *id;            /* "shift" */
  const char *name;          /* translatable */
  const char *summary;       /* translatable: what one sees */
  const char *dimensions[2]; /* translatable */
  const char *units[2];      /* translatable; NULL: a bare number */
  double scales[2]; /* a dimension times this is the number in that unit; 0: pixels of a side */
  double minimum[2], maximum[2], start[2];
  double neutral[2];   /* where the generated picture is the target */
  gboolean has_size;   /* the second dimension is a size: at 0 there is no picture */
  gboolean to_partner; /* the target is the partner's picture, else the picture itself */

  /* Within core/landscape only.  by: derivatives with respect to both dimensions, or NULL. */
  void (*make) (const DhFaceSource *source, const double *at, float *rgb, float *const *by,
                float *scratch);
  /* For many places in one row, at the second dimension y: begin_row computes in scratch what
   * they share, and make_in_row makes each picture from that.  NULL: they share nothing. */
  void (*begin_row) (const DhFaceSource *source, double y, float *scratch);
  void (*make_in_row) (const DhFaceSource *source, double x, float *rgb, const float *scratch);
} DhFaceDimensions;

const DhFaceDimensions *const *dh_face_dimensions_get (guint *n_dimensions);
/* NULL if there is none with that id. */
const DhFaceDimensions *dh_face_dimensions_find (const char *id);

/* The loss between a generated picture and its target.  picture, partner: (3, size, size) in [0,
 * 1], copied; partner, the other person's picture of the same name, may be NULL unless
 * to_partner.  If a loss is undefined for such a small picture, the ground has no values.
 * (transfer full) */
DhGround *dh_face_ground_new (const DhFaceDimensions *dimensions, const DhMix *mix, int size,
                              const float *picture, const float *partner);
/* This and the functions below require a face ground. */
int dh_face_ground_get_size (const DhGround *ground);
const float *dh_face_ground_get_target (const DhGround *ground);
/* The mean of |d| between the picture and its target, whatever the loss is.  Any thread. */
double dh_face_ground_get_error (const DhGround *ground, const double at[2]);
/* The picture at a point, (3, size, size); may leave [0, 1].  Any thread. */
void dh_face_ground_make_picture (const DhGround *ground, const double at[2], float *rgb);

G_END_DECLS
