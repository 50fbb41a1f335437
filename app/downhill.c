/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill: the program with a window.  Before opening it, the program checks its surroundings: it
 * does without what is missing, or says so in one sentence, whereas GLib and GTK would print long
 * complaints or abort.
 *
 * Without a graphics processor, GTK would draw with OpenGL in software, which is many times slower
 * than its Cairo renderer and competes with the training.  So Cairo is chosen, unless the user
 * chose otherwise.
 */
#include <glib/gi18n-lib.h>
#include <pwd.h>
#include <unistd.h>

#include "app/application.h"
#include "app/installation.h"
#include "app/language.h"
#include "config.h"

static gboolean
has_graphics_processor (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/dev/dri", 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;
  return FALSE;
}

static void
avoid_software_gl (void)
{
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  /* Don't probe OpenGL either, which takes a tenth of a second at startup. */
  if (gtk_get_minor_version () < 16)
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  else
    g_setenv ("GDK_DISABLE", "gl", FALSE);
}

/* A container's user may have no home and no name, which makes GLib print many warnings. */
static void
have_home (void)
{
  const char *home = g_getenv ("HOME");

  if ((home == NULL || *home == '\0') && getpwuid (getuid ()) == NULL)
    g_setenv ("HOME", "/", TRUE);
}

static gboolean
can_keep_settings (void)
{
  const char *folder = g_get_user_config_dir ();

  return g_mkdir_with_parents (folder, 0700) == 0 && access (folder, W_OK) == 0;
}

/* The desktop's message bus carries stored settings and screen readers.  Without one, settings go
 * to a file of the user's. */
static GDBusConnection *
get_bus (void)
{
  GDBusConnection *bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  if (bus == NULL)
    g_setenv ("GTK_A11Y", "none", FALSE);
  if (!can_keep_settings ())
    {
      g_printerr (_ ("downhill: can’t write to “%s”, so the settings won’t be saved.\n"),
                  g_get_user_config_dir ());
      g_setenv ("GSETTINGS_BACKEND", "memory", FALSE);
    }
  else if (bus == NULL)
    g_setenv ("GSETTINGS_BACKEND", "keyfile", FALSE);
  return bus;
}

/* GSettings would abort. */
static gboolean
has_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, DH_APP_ID, TRUE);
  return schema != NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (DhApplication) application = NULL;
  g_autoptr (GDBusConnection) bus = NULL;

  dh_language_set_up ();
  gtk_disable_setlocale ();
  have_home ();
  dh_installation_join_data_folders ();
  if (!has_graphics_processor ())
    avoid_software_gl ();
  if (!has_settings ())
    {
      g_autofree char *data = dh_installation_find (DH_DATA_DIR);

      g_printerr (_ ("downhill: its settings schema is missing. Install it with “meson install”; "
                     "if that has been done, run: glib-compile-schemas '%s/glib-2.0/schemas'\n"),
                  data);
      return 1;
    }
  bus = get_bus ();
  g_set_prgname (DH_APP_ID);
  g_set_application_name (_ ("Downhill"));
  application = dh_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
