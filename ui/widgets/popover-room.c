/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Popovers with room for their last line of text.
 *
 * GTK 4.8 asks a popover's contents how high they are in the popover's width, but gives them less:
 * its shadow takes some.  A text that wraps once more in between loses its last line.  So the
 * popover is measured for the width less its shadow; where GTK does that itself, it becomes a little
 * higher at most.
 */
#include "ui/widgets/popover-room.h"

/* What shadow and border take of the width. */
static int
get_shadow (GtkWidget *popover)
{
  GtkWidget *contents = gtk_widget_get_first_child (popover);
  int inner = 0, outer, natural, baselines[2];

  GTK_WIDGET_GET_CLASS (popover)->measure (popover, GTK_ORIENTATION_HORIZONTAL, -1, &outer,
                                           &natural, &baselines[0], &baselines[1]);
  if (contents != NULL)
    gtk_widget_measure (contents, GTK_ORIENTATION_HORIZONTAL, -1, &inner, NULL, NULL, NULL);
  return inner > 0 ? MAX (outer - inner, 0) : 0;
}

static void
measure (GtkWidget *popover, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0)
    for_size = MAX (for_size - get_shadow (popover), 1);
  GTK_WIDGET_GET_CLASS (popover)->measure (popover, orientation, for_size, minimum, natural,
                                           minimum_baseline, natural_baseline);
}

static GtkSizeRequestMode
get_mode (GtkWidget *popover)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
allocate (GtkWidget *popover, int width, int height, int baseline)
{
  GTK_WIDGET_GET_CLASS (popover)->size_allocate (popover, width, height, baseline);
}

void
dh_popover_make_room (GtkPopover *popover)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (popover),
                                 gtk_custom_layout_new (get_mode, measure, allocate));
}
