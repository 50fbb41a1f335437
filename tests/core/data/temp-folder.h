/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>

/* A folder that is deleted, with the files in it, when its owner goes out of scope. */
typedef char TempFolder;

static inline TempFolder *
temp_folder_new (void)
{
  GError *error = NULL;
  char *path = g_dir_make_tmp ("downhill-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

static inline void
temp_folder_remove (TempFolder *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (folder);
  g_free (folder);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TempFolder, temp_folder_remove)
