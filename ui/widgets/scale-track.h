/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The track of a horizontal GtkScale, in the coordinates of a widget. */
typedef struct
{
  double x[2]; /* of the thumb's middle at the lower and the upper end of the range */
  graphene_rect_t trough;
  int thumb; /* its width */
} DhScaleTrack;

/* FALSE before the scale has been laid out. */
gboolean dh_scale_track_find (DhScaleTrack *self, GtkWidget *widget, GtkScale *scale);
/* share: 0 … 1 of the range */
double dh_scale_track_get_x (const DhScaleTrack *self, double share);
double dh_scale_track_get_share (const DhScaleTrack *self, double x);

G_END_DECLS
