/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/lanes/pair-view.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 *pixels; /* (nullable) */
  int size;
  guint number;
  char *label;
} DhPairPicture;

struct _DhPairView
{
  GtkWidget parent_instance;
  DhPairPicture pictures[2];
  DhPicturePairMode mode;
  double divider;
  DhPairSight sight;
  char *font_family;
  GskRenderNode *node; /* NULL: must be redrawn */
  gboolean drags_divider;
  double last[2]; /* of the drag */
  double x, y;    /* of the pointer */
  double zoom_start;
};

/* pair-view.c */
/* What is drawn now; it borrows from the view. */
DhPicturePair dh_pair_view_make_pair (DhPairView *self);
void dh_pair_view_set_sight (DhPairView *self, DhPairSight sight);
void dh_pair_view_emit_hovered (DhPairView *self, int column, int row);

/* pair-view-input.c */
void dh_pair_view_add_controllers (DhPairView *self);

G_END_DECLS
