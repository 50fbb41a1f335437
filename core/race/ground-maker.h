/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground-choice.h"

G_BEGIN_DECLS

/* The chosen ground and its data: a hill's parameters, the points of a fit, the pictures of a
 * face; and the start of the balls.  The points survive a change of ground, so the fit still has
 * them when it is chosen again. */
typedef struct _DhGroundMaker DhGroundMaker;

DhGroundMaker *dh_ground_maker_new (const char *faces_folder);
void dh_ground_maker_free (DhGroundMaker *self);

/* Chooses a ground, with a hill's default parameters and the start that shows what it is known
 * for.  FALSE: it can't be made, and nothing has changed; see dh_ground_choose(). */
gboolean dh_ground_maker_choose (DhGroundMaker *self, const char *text, DhTextSpan *fault,
                                 GError **error);
/* NULL before the first choice. */
const char *dh_ground_maker_get_text (const DhGroundMaker *self);
DhGroundKind dh_ground_maker_get_kind (const DhGroundMaker *self);
/* Increases whenever dh_ground_maker_make() would make a different ground than before. */
guint dh_ground_maker_get_edition (const DhGroundMaker *self);
/* A ground of the current edition; mix: for grounds that use one.  NULL with a sentence: this mix
 * can't be used there. (transfer full) */
DhGround *dh_ground_maker_make (DhGroundMaker *self, const DhMix *mix, GError **error);

/* DH_HILL_MAX_PARAMETERS of them. */
const double *dh_ground_maker_get_parameters (const DhGroundMaker *self);
/* Within the parameter's range; does nothing where the ground has none of that index. */
void dh_ground_maker_set_parameter (DhGroundMaker *self, guint index, double value);

const DhFitPoint *dh_ground_maker_get_points (const DhGroundMaker *self, guint *n_points);
/* Takes 1 … DH_FIT_MAX_POINTS finite points and clamps them to the plot.  FALSE: too few, too many
 * or not finite; nothing has changed. */
gboolean dh_ground_maker_set_points (DhGroundMaker *self, const DhFitPoint *points, guint n_points);

void dh_ground_maker_get_start (const DhGroundMaker *self, double at[2]);
/* Clamps the start to the visible range; FALSE: it isn't finite, and nothing has changed. */
gboolean dh_ground_maker_set_start (DhGroundMaker *self, const double at[2]);

G_END_DECLS
