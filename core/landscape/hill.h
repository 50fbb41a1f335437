/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/setting.h"
#include "core/landscape/ground.h"
#include "core/landscape/ground-range.h"

G_BEGIN_DECLS

#define DH_HILL_MAX_PARAMETERS 2

/* One line of the table of hills. */
typedef struct
{
  const char *id;      /* "rosenbrock" */
  const char *name;    /* translatable */
  const char *summary; /* translatable: what one sees on it */
  const char *formula; /* an expression */
  double minimum[2], maximum[2], start[2];
  double learning_rate;
  DhSetting parameters[DH_HILL_MAX_PARAMETERS]; /* id NULL ends the list */
} DhHill;

const DhHill *const *dh_hills_get (guint *n_hills);
/* NULL if there is none with that id. */
const DhHill *dh_hill_find (const char *id);

/* parameters: DH_HILL_MAX_PARAMETERS values, NULL: the defaults. (transfer full) */
DhGround *dh_hill_ground_new (const DhHill *hill, const double *parameters);
/* A function typed by the user, with a range after "@" or else shown over ±4, see
 * ground-range.h.  NULL with DH_ERROR_VALUE and the place, see dh_expression_new(); also if it has
 * no finite value anywhere in its range. (transfer full) */
DhGround *dh_typed_ground_new (const char *text, DhTextSpan *fault, GError **error);

G_END_DECLS
