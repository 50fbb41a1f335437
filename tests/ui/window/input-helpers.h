/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A real mouse and real keys: xdotool moves them in the X server, the program runs as always.
 */
#pragma once

#include <adwaita.h>

#include "app/application.h"
#include "config.h"
#include "tests/ui/choosers.h"
#include "tests/ui/session-helpers.h"
#include "ui/window/window.h"

typedef struct
{
  DhApplication *application;
  DhWindow *window;
} Fixture;

static inline gboolean
is_laid_out (gpointer data)
{
  DhLaneCard *card = dh_lane_strip_get_card (dh_window_get_strip (((Fixture *) data)->window), 0);

  return gtk_widget_get_mapped (GTK_WIDGET (card)) && gtk_widget_get_width (GTK_WIDGET (card)) > 0;
}

static inline gboolean
is_active (gpointer data)
{
  return gtk_window_is_active (GTK_WINDOW (((Fixture *) data)->window));
}

/* Doesn't block the main loop: the program has to answer while the mouse moves. */
static inline void
exited_cb (GObject *process, GAsyncResult *result, gpointer done)
{
  g_subprocess_wait_finish (G_SUBPROCESS (process), result, NULL);
  *(gboolean *) done = TRUE;
}

/* In the first visible window with this title, which may be any name of xdotool's; waits: until there
 * is one.  TRUE if it succeeded. */
static inline gboolean
drive_words (const char *title, gboolean waits, const char *arguments)
{
  g_autofree char *quoted = g_shell_quote (title), *command = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  command = g_strconcat ("xdotool search ", waits ? "--sync " : "", "--onlyvisible --name ", quoted,
                         " ", arguments, NULL);
  g_assert_true (g_shell_parse_argv (command, NULL, &words, NULL));
  process = g_subprocess_newv ((const char *const *) words,
                               G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                                 | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, exited_cb, &done);
  wait_until (is_true, &done);
  return g_subprocess_get_successful (process);
}

/* In the program's window. */
static inline gboolean G_GNUC_PRINTF (1, 2) drive (const char *format, ...)
{
  g_autofree char *arguments = NULL;
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  return drive_words ("^Downhill$", TRUE, arguments);
}

static inline gboolean G_GNUC_PRINTF (2, 3)
  drive_window (const char *title, const char *format, ...)
{
  g_autofree char *arguments = NULL;
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  return drive_words (title, TRUE, arguments);
}

static inline gboolean
key_noticed_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
                gpointer noticed)
{
  *(gboolean *) noticed = TRUE;
  return FALSE;
}

/* GTK holds the keyboard for a popover beyond its end, and nothing tells when it lets go: until then,
 * keys are lost.  So this presses Shift, which does nothing, until the window notices it. */
static inline void
wait_for_keys (Fixture *fixture)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  gboolean noticed = FALSE;

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_noticed_cb), &noticed);
  gtk_widget_add_controller (GTK_WIDGET (fixture->window), keys);
  for (guint i = 0; i < 50 && !noticed; i++)
    {
      drive ("key Shift_L");
      for (guint k = 0; k < 10 && !noticed; k++)
        {
          settle ();
          g_usleep (10000);
        }
    }
  g_assert_true (noticed);
  gtk_widget_remove_controller (GTK_WIDGET (fixture->window), keys);
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  g_settings_set_boolean (settings, "first-start", FALSE); /* to the lanes at once */
  fixture->application = dh_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (fixture->application), NULL, NULL));
  meet_cloud_providers ();
  g_application_activate (G_APPLICATION (fixture->application));
  fixture->window = DH_WINDOW (
    gtk_application_get_active_window (GTK_APPLICATION (fixture->application)));
  wait_until (is_laid_out, fixture);
  /* Refused until the X server has shown the window, for which we get no event. */
  for (guint i = 0; i < 50 && !drive ("windowfocus %%1"); i++)
    g_usleep (50000);
  wait_until (is_active, fixture);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhSession) session = g_object_ref (dh_window_get_session (fixture->window));
  gpointer watched = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &watched);
  wait_for_keys (fixture);
  drive ("key ctrl+w");
  wait_until (is_gone, &watched);
  g_clear_object (&fixture->application);
  /* As the application does when it ends, even if something still holds the session: threads that train
   * beyond a program's end would use a library that is being taken down. */
  g_object_run_dispose (G_OBJECT (session));
}

static inline GtkWidget *
get_card (Fixture *fixture, guint position)
{
  return GTK_WIDGET (dh_lane_strip_get_card (dh_window_get_strip (fixture->window), position));
}

/* The point at a share of a widget's width and height, in the X window. */
static inline void
locate (Fixture *fixture, GtkWidget *widget, double across, double down, int *x, int *y)
{
  double dx, dy, left, top;

  gtk_native_get_surface_transform (GTK_NATIVE (fixture->window), &dx, &dy);
  g_assert_true (gtk_widget_translate_coordinates (widget, GTK_WIDGET (fixture->window),
                                                   across * gtk_widget_get_width (widget),
                                                   down * gtk_widget_get_height (widget), &left,
                                                   &top));
  *x = (int) (left + dx);
  *y = (int) (top + dy);
}

static inline double
get_rate (Fixture *fixture, guint lane)
{
  g_autoptr (GVariant) lanes = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window),
                                                                "lanes");
  double rate;

  g_variant_get_child (lanes, lane, "(u&sd&s)", NULL, NULL, &rate, NULL);
  return rate;
}

static inline gboolean
is_playing (gpointer data)
{
  return dh_session_get_playing (dh_window_get_session (((Fixture *) data)->window));
}

static inline gboolean
is_paused (gpointer data)
{
  return !is_playing (data);
}

/* FALSE, and the test says that it is skipped, where xdotool isn't installed. */
static inline gboolean
can_drive (void)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");

  if (xdotool == NULL)
    g_print ("1..0 # SKIP xdotool is not installed\n");
  return xdotool != NULL;
}
