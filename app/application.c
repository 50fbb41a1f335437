/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The application: one window, its shortcuts, about, quit.  A second start raises the existing
 * window, which opens the document that was named.
 *
 * The session is released after window and settings: that waits for the worker, which only stops
 * between two steps, and a step of the largest model takes many seconds.  What has to be kept was
 * written when the window closed, so a step that takes too long ends with the process; otherwise the
 * lanes' last checkpoints are kept, too.
 */
#include "app/application.h"

#include <glib/gi18n-lib.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "config.h"
#include "app/help.h"
#include "app/installation.h"
#include "core/lesson/lesson-shelf.h"
#include "ui/window/window.h"

/* The seconds within which the worker must stop. */
#define PATIENCE 2

struct _DhApplication
{
  AdwApplication parent_instance;
  DhSession *session;
  DhSessionKeeper *keeper;
};

G_DEFINE_FINAL_TYPE (DhApplication, dh_application, ADW_TYPE_APPLICATION)

/* Only shortcuts with a modifier: those of an application take precedence over typing in the
 * focused widget. Plain keys belong to the window. */
static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "win.open", { "<Control>o" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.export", { "<Control>e" } },
  { "win.print-report", { "<Control>p" } },
  { "win.home", { "<Control>0" } },
  { "win.page::lanes", { "<Control>1" } },
  { "win.page::losses", { "<Control>2" } },
  { "win.page::hills", { "<Control>3" } },
  { "win.reset", { "<Control>r", "F5" } },
  { "win.add-lane", { "<Control>n" } },
  { "win.duplicate-lane", { "<Control>d" } },
  { "win.delete", { "<Control>Delete" } },
  { "win.present", { "F11" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "app.help", { "F1" } },
  { "window.close", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

/* Makes the window if there is none. */
static DhWindow *
need_window (DhApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *folder = dh_session_keeper_dup_usual_folder ();
  g_autofree char *own_lessons = dh_lesson_shelf_dup_own_folder ();
  g_autofree char *learner = g_build_filename (g_get_user_data_dir (), "downhill", "learner.sqlite",
                                               NULL);
  GtkWidget *window;

  for (GList *link = windows; link != NULL; link = link->next)
    if (DH_IS_WINDOW (link->data))
      return link->data;
  settings = g_settings_new (DH_APP_ID);
  window = dh_window_new (GTK_APPLICATION (self), dh_installation_get_faces_folder (), settings);
  dh_window_keep (DH_WINDOW (window), folder);
  dh_window_teach (DH_WINDOW (window), dh_installation_get_lessons_folder (), own_lessons, learner);
  g_set_object (&self->session, dh_window_get_session (DH_WINDOW (window)));
  g_set_object (&self->keeper, dh_window_get_keeper (DH_WINDOW (window)));
  dh_session_set_playing (self->session, TRUE);
  return DH_WINDOW (window);
}

static void
dh_application_activate (GApplication *application)
{
  DhWindow *window = need_window (DH_APPLICATION (application));

  dh_window_welcome (window);
  gtk_window_present (GTK_WINDOW (window));
}

/* There is one window, so of several documents the first is shown. */
static void
dh_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  DhWindow *window = need_window (DH_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  if (n_files > 0)
    dh_window_open (window, files[0]);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (
    gtk_application_get_active_window (GTK_APPLICATION (data)), "application-name", _ ("Downhill"),
    "application-icon", DH_APP_ID, "version", DH_VERSION, "developer-name",
    _ ("The Downhill developers"), "license-type", GTK_LICENSE_GPL_3_0, "comments",
    _ ("Watch a face swap learn: copies of one network train side by side, from the same start and "
       "on the same pictures, each with its own loss function and learning rate.\n\nThe bundled "
       "people do not exist. Their pictures are in the public domain (CC0)."),
    "translator-credits", _ ("translator-credits"), NULL);
}

/* The topic of what is shown.  The pages of the window are topics of the help with the same name, but
 * for those of lessons, which have one for both. */
static const char *
get_topic (DhWindow *window)
{
  const char *page = dh_window_get_page (window);

  if (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "end-comparison"))
    return "compare";
  return g_str_equal (page, "start") || g_str_equal (page, "lesson") ? "lessons" : page;
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *window = need_window (data);

  dh_help_show (window, get_topic (window));
}

/* For dialogs, which have topics of their own. */
static void
help_on_cb (GSimpleAction *action, GVariant *topic, gpointer data)
{
  dh_help_show (need_window (data), g_variant_get_string (topic, NULL));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  /* Closing a window saves its state. */
  for (GList *link = windows; link != NULL; link = link->next)
    if (DH_IS_WINDOW (link->data))
      gtk_window_close (link->data);
  g_application_quit (G_APPLICATION (data));
}

/* The end of the desktop session, a closed terminal, or Ctrl+C: same as Quit. */
static gboolean
signal_cb (gpointer data)
{
  quit_cb (NULL, NULL, data);
  return G_SOURCE_CONTINUE;
}

/* GTK's own message names the display but doesn't say what to do.  Checked here and not in main(),
 * because --help and a second start, which raises the existing window, need no display. */
static void
need_display (void)
{
  const char *name = g_getenv ("WAYLAND_DISPLAY");

  if (gtk_init_check ())
    return;
  if (name == NULL)
    name = g_getenv ("DISPLAY");
  if (name == NULL)
    g_printerr ("%s", _ ("downhill: there is no display, so the window can’t open. "));
  else
    g_printerr (
      _ ("downhill: can’t open the display “%s”: it isn’t running, or you aren’t allowed to use "
         "it. "),
      name);
  g_printerr ("%s\n", _ ("“downhill-cli train” runs the same comparison without a window (“./run "
                         "cli train” in the source folder)."));
  exit (EXIT_FAILURE);
}

static void
dh_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "help", .activate = help_cb },
    { .name = "help-on", .activate = help_on_cb, .parameter_type = "s" },
    { .name = "about", .activate = about_cb },
    { .name = "quit", .activate = quit_cb },
  };
  static const int signals[] = { SIGHUP, SIGINT, SIGTERM };

  need_display ();
  G_APPLICATION_CLASS (dh_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           (const char *[]) { accelerators[i].keys[0],
                                                              accelerators[i].keys[1],
                                                              accelerators[i].keys[2], NULL });
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_unix_signal_add (signals[i], signal_cb, application);
  gtk_window_set_default_icon_name (DH_APP_ID);
}

static void
give_up (int signal_number)
{
  _exit (0);
}

/* A dialog that is open may hold the window, and so everything that is the window's. */
static void
end (gpointer place)
{
  g_autoptr (GObject) object = g_steal_pointer ((GObject **) place);

  if (object != NULL)
    g_object_run_dispose (object);
}

static void
dh_application_shutdown (GApplication *application)
{
  G_APPLICATION_CLASS (dh_application_parent_class)->shutdown (application);
  g_settings_sync ();
  signal (SIGALRM, give_up);
  alarm (PATIENCE);
  dh_window_finish_swaps ();
  alarm (PATIENCE);
  end (&DH_APPLICATION (application)->session);
  alarm (PATIENCE);
  end (&DH_APPLICATION (application)->keeper);
  alarm (0);
}

static void
dh_application_dispose (GObject *object)
{
  g_clear_object (&DH_APPLICATION (object)->session);
  g_clear_object (&DH_APPLICATION (object)->keeper);
  G_OBJECT_CLASS (dh_application_parent_class)->dispose (object);
}

/* Options that need no window: the exit status, or −1 to go on. */
static int
dh_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("downhill %s\n", DH_VERSION);
  return 0;
}

static void
dh_application_class_init (DhApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_application_dispose;
  G_APPLICATION_CLASS (klass)->handle_local_options = dh_application_handle_local_options;
  G_APPLICATION_CLASS (klass)->startup = dh_application_startup;
  G_APPLICATION_CLASS (klass)->activate = dh_application_activate;
  G_APPLICATION_CLASS (klass)->open = dh_application_open;
  G_APPLICATION_CLASS (klass)->shutdown = dh_application_shutdown;
}

static void
dh_application_init (DhApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

DhApplication *
dh_application_new (void)
{
  return g_object_new (DH_TYPE_APPLICATION, "application-id", DH_APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/org/downhill/Downhill",
                       NULL);
}
