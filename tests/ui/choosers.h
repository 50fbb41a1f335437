/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests that open GTK's dialogs for files.
 */
#pragma once

#include <gtk/gtk.h>

#include "tests/ui/leaks.h"
#include "tests/ui/ui-helpers.h"

#ifdef __SANITIZE_ADDRESS__

static inline void
bus_cb (GObject *source, GAsyncResult *result, gpointer done)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  *(gboolean *) done = TRUE;
}

#endif

/* With a program's first dialog for files, libcloudproviders waits for the bus, and then forgets a path
 * of its own for each folder in which it looks.  It asks for the bus before we do. */
static inline void
meet_cloud_providers (void)
{
#ifdef __SANITIZE_ADDRESS__
  static gboolean met;
  GtkFileChooserNative *dialog;

  if (met)
    return;
  met = TRUE;
  ignore_leaks ();
  dialog = gtk_file_chooser_native_new ("Choose", NULL, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  for (guint i = 0; i < 3; i++)
    {
      gboolean done = FALSE;

      g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, &done);
      wait_until (is_true, &done);
    }
  notice_leaks ();
  g_object_unref (dialog);
#endif
}
