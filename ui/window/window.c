/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window: it creates the session and assembles its parts.  Its actions are in window-actions.c,
 * window-undo.c, window-keep.c and window-document-actions.c, its saved settings in window-settings.c, the
 * controls of the header bar in window-controls.c, its pages in window-pages.c.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/lanes/preview-comparison.h"
#include "ui/lesson/lesson-page.h"
#include "ui/lesson/start-page.h"
#include "ui/lanes/time-line.h"
#include "ui/widgets/popover-room.h"
#include "ui/widgets/whole-text.h"
#include "ui/window/transport-bar.h"

G_DEFINE_FINAL_TYPE (DhWindow, dh_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_status (DhWindow *self)
{
  gboolean failed = dh_session_get_status (self->session) == DH_SESSION_FAILED;
  const char *message = dh_session_get_message (self->session);

  if (failed)
    {
      /* The page takes markup, and a file name may contain any characters. */
      g_autofree char *text = g_markup_escape_text (message != NULL ? message : "", -1);

      adw_status_page_set_description (ADW_STATUS_PAGE (self->failed_page), text);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), failed ? "failed" : "lanes");
  dh_window_show_notice (self);
}

static void
close_notice_cb (DhWindow *self)
{
  dh_window_close_notice (self);
}

static void
close_keep_notice_cb (DhWindow *self)
{
  dh_window_hide_keep_notice (self);
}

static void
choose_folder_cb (DhWindow *self)
{
  /* If only one side uses a folder, that side is the one that failed. */
  guint side = strchr (dh_session_get_person (self->session, 0), G_DIR_SEPARATOR) != NULL ? 0 : 1;

  dh_person_chooser_open (DH_PERSON_CHOOSER (self->people[side]));
}

static void
bundled_people_cb (DhWindow *self)
{
  dh_window_use_bundled_people (self);
}

/* Space plays and pauses the visible page, wherever the focus is, except that it types in an entry,
 * selects in a list, and presses a button that was reached by Tab. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, DhWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (keyval != GDK_KEY_space || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  if (focus != NULL
      && (GTK_IS_EDITABLE (focus) || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL))
    return GDK_EVENT_PROPAGATE;
  if ((GTK_IS_BUTTON (focus) || GTK_IS_CHECK_BUTTON (focus))
      && gtk_window_get_focus_visible (GTK_WINDOW (self)))
    return GDK_EVENT_PROPAGATE;
  if (dh_window_shows_hills (self))
    dh_hills_page_play (DH_HILLS_PAGE (self->hills_page));
  else if (dh_window_shows_lesson (self))
    return GDK_EVENT_PROPAGATE;
  else if (dh_window_shows_lanes (self))
    dh_session_set_playing (self->session, !dh_session_get_playing (self->session));
  return GDK_EVENT_STOP;
}

static gboolean
dh_window_close_request (GtkWindow *window)
{
  DhWindow *self = DH_WINDOW (window);

  if (self->settings != NULL)
    dh_window_save_settings (self);
  g_clear_handle_id (&self->save_source, g_source_remove);
  /* Hide the window at once, even if the last owner of the session has to wait for a step. */
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gdk_display_flush (gtk_widget_get_display (GTK_WIDGET (self)));
  dh_window_flush_keep (self);
  return GTK_WINDOW_CLASS (dh_window_parent_class)->close_request (window);
}

static void
dh_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GTK_WIDGET_CLASS (dh_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (DH_WINDOW (widget)->session != NULL)
    dh_window_place_switch (DH_WINDOW (widget));
}

static void
dh_window_dispose (GObject *object)
{
  DhWindow *self = DH_WINDOW (object);

  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      dh_window_drop_export (self); /* it holds the session */
      dh_window_drop_lessons (self);
      dh_window_drop_past (self);
      dh_window_drop_undo (self);
      dh_window_drop_document_actions (self);
      dh_window_drop_document (self);
      dh_window_drop_keep (self);
      dh_window_drop_actions (self);
    }
  g_clear_pointer (&self->presenter, dh_presenter_free);
  g_clear_handle_id (&self->place_source, g_source_remove);
  g_clear_handle_id (&self->save_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_WINDOW);
  g_clear_object (&self->session);
  g_clear_object (&self->keeper);
  g_clear_object (&self->costs);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->faces_folder, g_free);
  G_OBJECT_CLASS (dh_window_parent_class)->dispose (object);
}

static void
dh_window_class_init (DhWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_window_dispose;
  widget_class->size_allocate = dh_window_size_allocate;
  dh_window_class_bind_keys (widget_class);
  GTK_WINDOW_CLASS (klass)->close_request = dh_window_close_request;
  g_type_ensure (DH_TYPE_HILLS_PAGE);
  g_type_ensure (DH_TYPE_LANE_STRIP);
  g_type_ensure (DH_TYPE_LESSON_PAGE);
  g_type_ensure (DH_TYPE_LOSSES_PAGE);
  g_type_ensure (DH_TYPE_PERSON_CHOOSER);
  g_type_ensure (DH_TYPE_PREVIEW_COMPARISON);
  g_type_ensure (DH_TYPE_START_PAGE);
  g_type_ensure (DH_TYPE_TIME_LINE);
  g_type_ensure (DH_TYPE_TRANSPORT_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/window/window.ui");
  gtk_widget_class_bind_template_child (widget_class, DhWindow, flap);
  gtk_widget_class_bind_template_child_full (widget_class, "person_a", FALSE,
                                             G_STRUCT_OFFSET (DhWindow, people[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "person_b", FALSE,
                                             G_STRUCT_OFFSET (DhWindow, people[1]));
  gtk_widget_class_bind_template_child_full (widget_class, "pictures_a", FALSE,
                                             G_STRUCT_OFFSET (DhWindow, pictures_buttons[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "pictures_b", FALSE,
                                             G_STRUCT_OFFSET (DhWindow, pictures_buttons[1]));
  gtk_widget_class_bind_template_child (widget_class, DhWindow, preset_drop_down);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, seed_button);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, seed_popover);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, seed_spin);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, notice_revealer);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, notice_label);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, lane_views);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, comparison);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, time_line);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, losses_page);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, hills_page);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, lesson_page);
  gtk_widget_class_bind_template_child_full (widget_class, "home_above", FALSE,
                                             G_STRUCT_OFFSET (DhWindow, home_buttons[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "home_below", FALSE,
                                             G_STRUCT_OFFSET (DhWindow, home_buttons[1]));
  gtk_widget_class_bind_template_child (widget_class, DhWindow, lesson_revealer);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, lesson_label);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, lesson_close);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, page_switch);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, page_revealer);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, people_box);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, lane_button);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, same_rate_button);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, transport);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, recent_menu);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, undo_menu);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, keep_revealer);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, keep_label);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, offer_revealer);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, offer_title);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, offer_label);
  gtk_widget_class_bind_template_child (widget_class, DhWindow, offer_spinner);
  gtk_widget_class_bind_template_callback (widget_class, close_keep_notice_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_notice_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, bundled_people_cb);
}

static void
dh_window_init (DhWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  dh_whole_text_watch (GTK_WIDGET (self));
  dh_popover_make_room (GTK_POPOVER (self->seed_popover));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
dh_window_new (GtkApplication *application, const char *faces_folder, GSettings *settings)
{
  DhWindow *self = g_object_new (DH_TYPE_WINDOW, "application", application, NULL);

  self->faces_folder = g_strdup (faces_folder);
  self->settings = g_object_ref (settings);
  self->session = dh_session_new (faces_folder);
  self->free_page = "lanes";
  dh_window_load_settings (self);
  dh_lane_strip_set_session (DH_LANE_STRIP (self->strip), self->session);
  dh_transport_bar_set_session (DH_TRANSPORT_BAR (self->transport), self->session);
  dh_hills_page_set_session (DH_HILLS_PAGE (self->hills_page), self->session, faces_folder);
  dh_window_load_hills (self);
  dh_window_setup_room (self);
  dh_window_setup_controls (self);
  dh_window_setup_actions (self);
  dh_window_setup_undo (self);
  dh_window_setup_document (self);
  dh_window_setup_document_actions (self);
  dh_window_setup_export (self);
  dh_window_setup_share (self);
  dh_window_setup_faces (self);
  dh_window_setup_swap (self);
  dh_window_setup_keep (self);
  dh_window_setup_comparison (self);
  dh_window_setup_past (self);
  dh_window_setup_lessons (self);
  dh_window_setup_pages (self);
  dh_window_setup_autosave (self);
  g_signal_connect_swapped (self->session, "notify::status", G_CALLBACK (update_status), self);
  g_signal_connect_swapped (self->session, "notify::message", G_CALLBACK (update_status), self);
  update_status (self);
  if (!dh_window_shows_hills (self))
    dh_transport_bar_grab_play (DH_TRANSPORT_BAR (self->transport));
  return GTK_WIDGET (self);
}

DhSession *
dh_window_get_session (DhWindow *self)
{
  return self->session;
}

GtkWidget *
dh_window_get_preset_drop_down (DhWindow *self)
{
  return self->preset_drop_down;
}

DhLaneStrip *
dh_window_get_strip (DhWindow *self)
{
  return DH_LANE_STRIP (self->strip);
}

DhPast *
dh_window_get_past (DhWindow *self)
{
  return self->past;
}

DhTimeLine *
dh_window_get_time_line (DhWindow *self)
{
  return DH_TIME_LINE (self->time_line);
}

DhLossesPage *
dh_window_get_losses_page (DhWindow *self)
{
  return DH_LOSSES_PAGE (self->losses_page);
}

DhHillsPage *
dh_window_get_hills_page (DhWindow *self)
{
  return DH_HILLS_PAGE (self->hills_page);
}
