/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A card that shows the past of its lane.
 *
 * Everything on it is then of that iteration: pictures, yardsticks, state, and the settings, too.
 * Those can't be changed, because what they were is over; the card says so where one would try.
 * The training itself goes on, with the settings that it has.
 */
#include "ui/lanes/lane-card-private.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/optimizer-editor.h"
#include "ui/widgets/rate-scale.h"

DhLaneSnapshot *
dh_lane_card_get_shown (DhLaneCard *self)
{
  return self->past != NULL ? self->past : dh_lane_get_snapshot (self->lane);
}

DhLaneSettings
dh_lane_card_get_settings (DhLaneCard *self)
{
  DhSettingsLog *log = self->past != NULL ? dh_lane_snapshot_get_log (self->past) : NULL;

  return log != NULL ? dh_settings_log_get_last (log)->settings
                     : dh_lane_get_settings (self->lane);
}

void
dh_lane_card_say_past (DhLaneCard *self)
{
  gtk_widget_set_visible (self->start_label, TRUE);
  gtk_label_set_text (GTK_LABEL (self->start_label), self->past_words);
  gtk_widget_set_tooltip_text (self->start_label,
                               _ ("What this lane showed at that iteration"));
}

/* Where one would change the settings. */
static void
set_changeable (DhLaneCard *self, gboolean changeable)
{
  const char *reason = changeable ? NULL
                                  : _ ("These were the settings at that iteration. To change the "
                                       "present ones, go back with Live.");

  gtk_widget_set_sensitive (self->loss_drop_down, changeable);
  gtk_widget_set_sensitive (self->objective_button, changeable);
  gtk_widget_set_sensitive (self->controls, changeable);
  gtk_widget_set_tooltip_text (self->controls, reason);
  gtk_widget_set_tooltip_text (self->objective_button,
                               changeable ? _ ("Loss Mix and Mask") : reason);
}

static void
enter (DhLaneCard *self)
{
  g_clear_pointer (&self->rate, g_binding_unbind);
  gtk_widget_add_css_class (GTK_WIDGET (self), "past");
  set_changeable (self, FALSE);
  dh_plane_view_set_past (dh_lane_body_get_plane (DH_LANE_BODY (self->body)), TRUE);
}

static void
leave (DhLaneCard *self)
{
  dh_lane_card_bind_rate (self);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "past");
  set_changeable (self, TRUE);
  dh_plane_view_set_past (dh_lane_body_get_plane (DH_LANE_BODY (self->body)), FALSE);
}

static void
show_settings (DhLaneCard *self)
{
  const DhLaneSettings settings = dh_lane_card_get_settings (self);

  if (self->past != NULL)
    dh_rate_scale_set_rate (DH_RATE_SCALE (self->rate_scale), settings.learning_rate);
  dh_optimizer_button_show (self->optimizer_button, &settings.optimizer_config);
  dh_lane_card_update_loss (self);
  dh_lane_card_update_areas (self);
}

void
dh_lane_card_show_past (DhLaneCard *self, DhLaneSnapshot *snapshot, const char *words)
{
  const gboolean past = snapshot != NULL, was_past = self->past != NULL;

  if (!past && !was_past)
    return;
  g_clear_pointer (&self->past, dh_lane_snapshot_unref);
  self->past = past ? dh_lane_snapshot_ref (snapshot) : NULL;
  g_free (self->past_words);
  self->past_words = g_strdup (words);
  if (past && !was_past)
    enter (self);
  else if (!past)
    leave (self);
  show_settings (self);
  dh_lane_card_update_start (self);
  dh_lane_card_update (self);
}
