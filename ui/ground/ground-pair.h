/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-picture.h"

G_BEGIN_DECLS

/* A ground's surface and its map, below or beside it, linked; for a ground with one dimension, its
 * curve alone.  Two chips are over the upper corners: text on a background of its own.
 *
 * Signal ::picked: see DhGroundPicture */
#define DH_TYPE_GROUND_PAIR (dh_ground_pair_get_type ())
G_DECLARE_FINAL_TYPE (DhGroundPair, dh_ground_pair, DH, GROUND_PAIR, GtkWidget)

GtkWidget *dh_ground_pair_new (void);
/* How much of the height surface and map can use, in pixels. */
int dh_ground_pair_fit_height (int width, int height);
void dh_ground_pair_set_group (DhGroundPair *self, DhGroundGroup *group);
void dh_ground_pair_set_terrain (DhGroundPair *self, const DhTerrain *terrain, DhGround *ground);
/* Names of the axes if there is no ground that names them; NULL for none. */
void dh_ground_pair_set_axes (DhGroundPair *self, const char *first, const char *second);
void dh_ground_pair_set_fill (DhGroundPair *self, DhGroundFill fill, gpointer data);
void dh_ground_pair_set_start (DhGroundPair *self, const double at[2]);
/* FALSE: only the surface. */
void dh_ground_pair_set_with_map (DhGroundPair *self, gboolean with_map);
/* The same, but FALSE, TRUE shows only the map. */
void dh_ground_pair_set_parts (DhGroundPair *self, gboolean with_surface, gboolean with_map);
/* NULL or "" hides a chip. */
void dh_ground_pair_set_chips (DhGroundPair *self, const char *left, const char *right);
/* Explain the chips; NULL for no tooltip. */
void dh_ground_pair_set_tooltips (DhGroundPair *self, const char *left, const char *right);
/* Entries for the context menus of its pictures. */
void dh_ground_pair_set_menu (DhGroundPair *self, GMenuModel *entries);
void dh_ground_pair_queue_balls (DhGroundPair *self);
void dh_ground_pair_queue_basins (DhGroundPair *self);
/* The lower left corner of the first picture's ground, inside any axes, for widgets placed over
 * it. */
void dh_ground_pair_get_corner (DhGroundPair *self, double *x, double *y);
void dh_ground_pair_describe (DhGroundPair *self, const char *name, const char *description);

G_END_DECLS
