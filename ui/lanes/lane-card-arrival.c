/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's card while the lane is a branch that is being replayed up to where it goes on.
 *
 * Its settings are those of the past then: they can be looked at, but changing them would make it
 * another past.
 */
#include "ui/lanes/lane-card-private.h"

gboolean
dh_lane_card_show_arrival (DhLaneCard *self)
{
  double progress = 0;
  gboolean arriving = dh_lane_is_arriving (self->lane, &progress, NULL);

  if (arriving == gtk_widget_get_visible (self->cancel_button) && !arriving)
    return FALSE;
  gtk_widget_set_visible (self->cancel_button, arriving);
  gtk_widget_set_visible (self->preparing_bar, arriving);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->preparing_bar), progress);
  gtk_widget_set_sensitive (self->loss_drop_down, !arriving && self->past == NULL);
  gtk_widget_set_sensitive (self->objective_button, !arriving && self->past == NULL);
  gtk_widget_set_sensitive (self->controls, !arriving && self->past == NULL);
  return arriving;
}
