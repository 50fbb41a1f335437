/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * downhill: the program with a window.
 *
 * Where there is no graphics processor, GTK would draw with OpenGL in software, which is many times
 * slower than its Cairo renderer and takes the processor from the training; so Cairo is chosen,
 * unless a person chose otherwise.
 */
#include <glib/gi18n-lib.h>

#include "app/application.h"
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
  /* Nor try it out, which costs a tenth of a second at the start. Later versions spell this
   * otherwise. */
  if (gtk_get_minor_version () < 16)
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
}

int
main (int argc, char **argv)
{
  g_autoptr (DhApplication) application = NULL;

  dh_language_set_up ();
  if (!has_graphics_processor ())
    avoid_software_gl ();
  g_set_prgname (DH_APP_ID);
  g_set_application_name (_("Downhill"));
  application = dh_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
