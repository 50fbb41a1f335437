/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The look of the button that plays and pauses, the same for a training and for a race.
 */
#include "ui/widgets/play-button.h"

#include <glib/gi18n-lib.h>

void
dh_play_button_show (GtkWidget *button, gboolean playing)
{
  gtk_button_set_icon_name (GTK_BUTTON (button), playing ? "media-playback-pause-symbolic"
                                                         : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (button, playing ? _ ("Pause (Space)") : _ ("Play (Space)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  playing ? _ ("Pause") : _ ("Play"), -1);
}
