/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Popovers with room for their last line of text.
 *
 * GTK 4.8 asks a popover's contents how high they are in the popover's width, but gives them less:
 * its shadow takes some.  A text that wraps once more in between loses its last line.  Later versions
 * differ.  So the contents are asked here, for the width less the shadow.
 */
#include "ui/widgets/popover-room.h"

/* A popover's least size without any for the other direction, less its contents': what its shadow and
 * border take. */
static int
get_shadow (GtkWidget *popover, GtkWidget *contents, GtkOrientation orientation)
{
  int inner, outer, natural, baselines[2];

  GTK_WIDGET_GET_CLASS (popover)->measure (popover, orientation, -1, &outer, &natural,
                                           &baselines[0], &baselines[1]);
  gtk_widget_measure (contents, orientation, -1, &inner, NULL, NULL, NULL);
  return MAX (outer - inner, 0);
}

static void
measure (GtkWidget *popover, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *contents = gtk_widget_get_first_child (popover);
  int shadow, least;

  if (orientation != GTK_ORIENTATION_VERTICAL || for_size <= 0 || contents == NULL)
    {
      GTK_WIDGET_GET_CLASS (popover)->measure (popover, orientation, for_size, minimum, natural,
                                               minimum_baseline, natural_baseline);
      return;
    }
  for_size -= get_shadow (popover, contents, GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_measure (contents, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (contents, orientation, MAX (for_size, least), minimum, natural, NULL, NULL);
  shadow = get_shadow (popover, contents, orientation);
  *minimum += shadow;
  *natural += shadow;
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
