/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground-choice.h"

G_BEGIN_DECLS

/* The chosen ground and its data: a hill's parameters, the points of a fit, the pictures of a
 * face; and the start of the balls.  The points outlive the ground, so that they are where they
 * were when the fit is chosen again. */
typedef struct _DhGroundMaker DhGroundMaker;

DhGroundMaker *dh_ground_maker_new (const char *faces_folder);
void dh_ground_maker_free (DhGroundMaker *self);

/* With a hill's own parameters and the start that shows what it is known for.  FALSE: it can't be
 * made, and nothing has changed; see dh_ground_choose(). */
gboolean dh_ground_maker_choose (DhGroundMaker *self, const char *text, DhTextSpan *fault,
                                 GError **error);
/* NULL before the first choice. */
const char *dh_ground_maker_get_text (const DhGroundMaker *self);
DhGroundKind dh_ground_maker_get_kind (const DhGroundMaker *self);
/* Counts up whenever dh_ground_maker_make() makes another ground than before. */
guint dh_ground_maker_get_edition (const DhGroundMaker *self);
/* A ground of the present edition; mix: for those that use one.  NULL with a sentence: the mix makes
 * none. (transfer full) */
DhGround *dh_ground_maker_make (DhGroundMaker *self, const DhMix *mix, GError **error);

/* DH_HILL_MAX_PARAMETERS of them. */
const double *dh_ground_maker_get_parameters (const DhGroundMaker *self);
/* Within the parameter's range; does nothing where the ground has none of that index. */
void dh_ground_maker_set_parameter (DhGroundMaker *self, guint index, double value);

const DhFitPoint *dh_ground_maker_get_points (const DhGroundMaker *self, guint *n_points);
/* 1 … DH_FIT_MAX_POINTS finite points, which are brought within the plot; else nothing happens and it
 * returns FALSE. */
gboolean dh_ground_maker_set_points (DhGroundMaker *self, const DhFitPoint *points, guint n_points);

void dh_ground_maker_get_start (const DhGroundMaker *self, double at[2]);
/* Brought within the ground; FALSE: it isn't finite, and nothing has changed. */
gboolean dh_ground_maker_set_start (DhGroundMaker *self, const double at[2]);

G_END_DECLS
