/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>

/* Removes a file, or a folder with all that is in it; a link is removed, not what it leads to. */
static inline void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL
                                                                    : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

/* A folder that is deleted, with all that is in it, when its owner goes out of scope. */
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
  remove_tree (folder);
  g_free (folder);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TempFolder, temp_folder_remove)
