/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/lanes/preview-comparison.h"

G_BEGIN_DECLS

#define DH_COMPARISON_N_SIDES 2

typedef struct
{
  DhPreviewSource *source;
  GtkWidget *box, *lanes, *tiles, *hold;
  guint tile; /* person × DH_N_TILES + tile */
} DhComparisonSide;

struct _DhPreviewComparison
{
  GtkWidget parent_instance;
  GtkWidget *beside_button, *wipe_button, *difference_button;
  GtkWidget *sides_box;
  GtkWidget *pair;
  GtkWidget *reading;
  GtkWidget *last_face, *face_label, *next_face;
  DhSession *session;
  DhComparisonSide sides[DH_COMPARISON_N_SIDES];
  guint face;
  int hovered[2];    /* column and row; −1: none */
  gboolean updating; /* controls are being set by code */
};

/* preview-comparison-show.c */
void dh_preview_comparison_show_pictures (DhPreviewComparison *self);
void dh_preview_comparison_show_reading (DhPreviewComparison *self);

/* preview-comparison-sides.c */
/* Call once for each side, the left one first. */
void dh_preview_comparison_add_side (DhPreviewComparison *self, DhComparisonSide *side,
                                     const char *lane_name, const char *tile_name);
/* Each of these sets controls to what has been chosen. */
void dh_preview_comparison_show_lanes (DhPreviewComparison *self);
void dh_preview_comparison_show_tiles (DhPreviewComparison *self);
void dh_preview_comparison_show_held (DhPreviewComparison *self);
/* The lane's position among those of the session; 0 if it is gone. */
guint dh_preview_comparison_find_lane (DhPreviewComparison *self, DhLane *lane);

G_END_DECLS
