/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/expression.h"
#include "core/landscape/ground-kind.h"
#include "core/landscape/jet.h"

#include <stdatomic.h>

G_BEGIN_DECLS

/* A function of one or two dimensions that a ball can roll on.  Immutable and reference-counted: a
 * slider that changes a ground makes a new one.  Any thread may evaluate it, with its own
 * scratch. */
typedef struct _DhGround DhGround;

/* The functions of a kind of ground; within core/landscape only. */
typedef struct
{
  DhGroundKind kind;
  /* jet: always the value; the derivatives up to the order requested, 0 to 2. */
  void (*evaluate) (const DhGround *self, const double *at, guint order, float *scratch,
                    DhJet *jet);
  /* Values along a row, if that is cheaper than one by one; else NULL. */
  void (*evaluate_row) (const DhGround *self, guint n, const double *x, double y, float *scratch,
                        double *values);
  void (*free) (DhGround *self);
} DhGroundMethods;

struct _DhGround
{
  const DhGroundMethods *methods;
  atomic_int n_refs;
  guint n_dimensions;            /* 1: a curve, y is 0 everywhere; 2 */
  char *name;                    /* for display, translated */
  const char *dimensions[2];     /* their names, translated: "x", "slope" */
  const char *units[2];          /* translated: "px"; NULL: a bare number */
  double scales[2];              /* a dimension times this is the number in that unit; else 1 */
  double minimum[2], maximum[2]; /* the visible range */
  double start[2];               /* where a ball is dropped first */
  double learning_rate;          /* the default rate, which suits plain descent */
  double tolerance;              /* the rounding error of a height, relative to it */
  gsize scratch_size;            /* floats; 0 if values cost next to nothing */
};

DhGround *dh_ground_ref (DhGround *self);
void dh_ground_unref (DhGround *self);
DhGroundKind dh_ground_get_kind (const DhGround *self);
/* Of a picture, translated: a curve or a fit is named after its loss, which its settings already
 * mention. */
const char *dh_ground_get_title (const DhGround *self);

/* NaN or infinite where there is no ground.  scratch: scratch_size floats, may be NULL if that is
 * 0. */
double dh_ground_get_value (const DhGround *self, const double at[2], float *scratch);
/* The values of n places that share their second dimension. */
void dh_ground_get_row (const DhGround *self, guint n, const double *x, double y, float *scratch,
                        double *values);
/* Value and gradient; the second derivatives are 0. */
DhJet dh_ground_get_slope (const DhGround *self, const double at[2], float *scratch);
/* The gradient is exact; so are second derivatives, except on ground "face", where they are
 * differences of exact gradients. */
DhJet dh_ground_get_jet (const DhGround *self, const double at[2], float *scratch);
/* The distance between two places, in widths of the ground. */
double dh_ground_get_distance (const DhGround *self, const double a[2], const double b[2]);
/* Whether a place is more than `beyond` widths of the ground outside the visible range. */
gboolean dh_ground_is_outside (const DhGround *self, const double at[2], double beyond);
/* The largest curvature (eigenvalue of the Hessian): descent at a rate above 2/λ bounces off. */
double dh_jet_get_largest_curvature (const DhJet *jet);
double dh_jet_get_smallest_curvature (const DhJet *jet);
gboolean dh_jet_is_finite (const DhJet *jet);

/* For the kinds of ground: initialises one with one reference. */
void dh_ground_init (DhGround *self, const DhGroundMethods *methods, guint n_dimensions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhGround, dh_ground_unref)

G_END_DECLS
