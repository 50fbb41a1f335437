/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the values of a GtkScale lie on the screen, for what is drawn along it.  GtkScale's own
 * marks were rejected: they are grey lines with labels below, and none can be pointed at.
 */
#include "ui/widgets/scale-track.h"

/* Finds a part of GTK's own scale by its CSS name. */
static GtkWidget *
find_part (GtkWidget *parent, const char *name)
{
  GtkWidget *child = gtk_widget_get_first_child (parent);

  while (child != NULL && !g_str_equal (gtk_widget_get_css_name (child), name))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* The middle of the thumb moves between half its width after the trough's start and half its width
 * before its end. The margin counts as part of the width. */
gboolean
dh_scale_track_find (DhScaleTrack *self, GtkWidget *widget, GtkScale *scale)
{
  GtkWidget *trough = find_part (GTK_WIDGET (scale), "trough");
  GtkWidget *slider = trough != NULL ? find_part (trough, "slider") : NULL;
  graphene_point_t end;
  int width;

  if (slider == NULL)
    return FALSE;
  width = gtk_widget_get_width (trough);
  gtk_widget_measure (slider, GTK_ORIENTATION_HORIZONTAL, -1, &self->thumb, NULL, NULL, NULL);
  for (int i = 0; i < 2; i++)
    {
      gboolean at_left = (i == 0) == (gtk_widget_get_direction (trough) != GTK_TEXT_DIR_RTL);
      double x = at_left ? self->thumb / 2.0 : width - self->thumb / 2.0;

      if (!gtk_widget_compute_point (trough, widget, &GRAPHENE_POINT_INIT ((float) x, 0.0f), &end))
        return FALSE;
      self->x[i] = end.x;
    }
  return gtk_widget_compute_bounds (trough, widget, &self->trough);
}

double
dh_scale_track_get_x (const DhScaleTrack *self, double share)
{
  return self->x[0] + share * (self->x[1] - self->x[0]);
}

double
dh_scale_track_get_share (const DhScaleTrack *self, double x)
{
  return self->x[0] != self->x[1] ? (x - self->x[0]) / (self->x[1] - self->x[0]) : 0;
}
