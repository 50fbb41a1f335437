/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages of the window, and what changes with them.  The header bar shows the page's own
 * controls; the transport bar stays, because the training continues, except on the page Hills,
 * whose balls have their own clock.  The page switcher is in the middle of the header bar, or at
 * the bottom if there is too little room.
 *
 * AdwSqueezer was rejected for this: even when it shows nothing, it requests space, and its
 * neighbours are shortened needlessly.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/lanes/time-line.h"
#include "ui/lesson/lesson-page.h"
#include "ui/widgets/scheme.h"
#include "ui/window/transport-bar.h"

/* From this width on, times the text's scale, the header bar of the lanes has room for the page
 * switch. The other pages have room sooner, but a switch that moves when it is used can't be
 * clicked twice. */
#define WIDE 1140

static gboolean
is_page (DhWindow *self, const char *name)
{
  return gtk_stack_get_child_by_name (GTK_STACK (self->pages), name) != NULL;
}

gboolean
dh_window_shows_lanes (DhWindow *self)
{
  return g_strcmp0 (dh_window_get_page (self), "lanes") == 0;
}

gboolean
dh_window_shows_hills (DhWindow *self)
{
  return g_strcmp0 (dh_window_get_page (self), "hills") == 0;
}

/* Before it has a size, the window goes by the one that it will have: a switch for which there is no
 * room would make it open wider than it should. */
static gboolean
has_room (DhWindow *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height;

  if (width == 0)
    gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  return width <= 0 || width >= WIDE * dh_widget_get_text_scale (GTK_WIDGET (self));
}

static void
set_button_words (GtkWidget *button, const char *words)
{
  adw_button_content_set_label (ADW_BUTTON_CONTENT (gtk_button_get_child (GTK_BUTTON (button))),
                                words);
}

static gboolean
is_presenting (DhWindow *self)
{
  return self->presenter != NULL && dh_presenter_get_active (self->presenter);
}

/* What an audience need not see makes room in a header bar that is shown only now and then. */
static gboolean
shows_controls (DhWindow *self)
{
  return dh_window_shows_lanes (self) && (!is_presenting (self) || has_room (self));
}

static gboolean
has_switch_above (DhWindow *self)
{
  return has_room (self) || is_presenting (self);
}

/* Words are longer in some languages: where the buttons for people's pictures cut off the model's name,
 * they wait for a window that is wider by what lacked.  Their actions are in the menu, too. */
static void
measure_pictures_buttons (DhWindow *self)
{
  const int width = gtk_widget_get_allocated_width (self->preset_drop_down);
  int natural;

  if (!gtk_widget_get_mapped (self->pictures_buttons[0]) || width == 0)
    return;
  gtk_widget_measure (self->preset_drop_down, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL,
                      NULL);
  if (width < natural)
    self->pictures_width = gtk_widget_get_width (GTK_WIDGET (self)) + natural - width;
}

static gboolean
shows_pictures_buttons (DhWindow *self)
{
  return has_room (self) && gtk_widget_get_width (GTK_WIDGET (self)) >= self->pictures_width;
}

/* If there is no room for the switch, there is none for labels beside the icons of the bars either, and
 * none for buttons whose actions are in the menu, too. */
static void
place_switch (DhWindow *self)
{
  GtkWidget *parts[] = { self->people_box, self->preset_drop_down, self->seed_button,
                         self->same_rate_button };
  gboolean room = has_room (self), above = has_switch_above (self);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_widget_set_visible (parts[i], shows_controls (self));
  for (guint side = 0; side < 2; side++)
    gtk_widget_set_visible (self->pictures_buttons[side], shows_pictures_buttons (self));
  set_button_words (self->lane_button, room ? _ ("Lane") : "");
  set_button_words (self->same_rate_button, room ? _ ("Same Rate") : "");
  dh_time_line_set_roomy (DH_TIME_LINE (self->time_line), room);
  gtk_widget_set_visible (self->page_switch, above);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->page_revealer), !above);
}

static gboolean
place_switch_cb (gpointer data)
{
  DhWindow *self = data;

  self->place_source = 0;
  place_switch (self);
  return G_SOURCE_REMOVE;
}

/* No new layout can be queued during size allocation. */
void
dh_window_place_switch (DhWindow *self)
{
  measure_pictures_buttons (self);
  if (self->place_source == 0
      && (has_switch_above (self) != gtk_widget_get_visible (self->page_switch)
          || shows_pictures_buttons (self) != gtk_widget_get_visible (self->pictures_buttons[0])
          || shows_controls (self) != gtk_widget_get_visible (self->people_box)))
    self->place_source = g_idle_add (place_switch_cb, self);
}

/* The focused widget may have disappeared with its page. Focus the play button of the new bar,
 * where Space plays; on another widget it might press anything. On a page without lanes, the bar
 * doesn't act on them but still shows that they are training. */
static void
exchange_bars (DhWindow *self, gboolean lanes, gboolean hills)
{
  const gboolean shown = lanes || g_strcmp0 (dh_window_get_page (self), "losses") == 0;

  dh_transport_bar_set_acting (DH_TRANSPORT_BAR (self->transport), lanes);
  if (gtk_widget_get_visible (self->transport) == shown)
    return;
  gtk_widget_set_visible (self->transport, shown);
  if (hills)
    dh_hills_page_grab_play (DH_HILLS_PAGE (self->hills_page));
  else if (lanes)
    dh_transport_bar_grab_play (DH_TRANSPORT_BAR (self->transport));
}

static void
page_changed_cb (DhWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "page");
  gboolean lanes = dh_window_shows_lanes (self), hills = dh_window_shows_hills (self);

  gtk_widget_set_visible (self->lane_button, lanes);
  exchange_bars (self, lanes, hills);
  if (hills)
    gtk_widget_add_css_class (self->toasts, "above-bar");
  else
    gtk_widget_remove_css_class (self->toasts, "above-bar");
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (dh_window_get_page (self)));
  dh_window_update_actions (self);
  place_switch (self);
}

/* Any name may arrive over D-Bus. */
static void
change_page_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  dh_window_set_page (data, g_variant_get_string (state, NULL));
}

/* ---- presenting ---- */

static void
presenting_cb (gpointer data)
{
  DhWindow *self = data;
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "present");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (is_presenting (self)));
  dh_lesson_page_set_presenting (DH_LESSON_PAGE (self->lesson_page), is_presenting (self));
  place_switch (self);
}

static void
change_present_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  dh_presenter_set_active (DH_WINDOW (data)->presenter, g_variant_get_boolean (state));
}

static void
setup_presenter (DhWindow *self)
{
  static const GActionEntry entry = { .name = "present",
                                      .state = "false",
                                      .change_state = change_present_cb };

  self->presenter = dh_presenter_new (GTK_WINDOW (self), ADW_FLAP (self->flap), presenting_cb,
                                      self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), &entry, 1, self);
}

void
dh_window_update_home (DhWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->home_buttons); i++)
    gtk_widget_set_visible (self->home_buttons[i], self->shelf != NULL);
}

void
dh_window_setup_pages (DhWindow *self)
{
  g_autoptr (GSimpleAction) action =
    g_simple_action_new_stateful ("page", G_VARIANT_TYPE_STRING,
                                  g_variant_new_string (dh_window_get_page (self)));

  setup_presenter (self);
  g_signal_connect (action, "change-state", G_CALLBACK (change_page_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  dh_losses_page_set_faces_folder (DH_LOSSES_PAGE (self->losses_page), self->faces_folder);
  g_signal_connect_object (self->pages, "notify::visible-child-name", G_CALLBACK (page_changed_cb),
                           self, G_CONNECT_SWAPPED);
  page_changed_cb (self);
}

const char *
dh_window_get_page (DhWindow *self)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (self->pages));
}

void
dh_window_set_page (DhWindow *self, const char *page)
{
  if (is_page (self, page))
    gtk_stack_set_visible_child_name (GTK_STACK (self->pages), page);
}
