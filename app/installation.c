/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the program's own files are.  An installation may be unpacked or moved anywhere, to /opt or
 * a home folder.  So files are searched relative to the executable first, and only then in the
 * configured prefix.
 *
 * Rejected: a script that sets variables and starts the program (one more file to lose), and paths
 * relative to the current folder (which can be anything).
 */
#include "app/installation.h"

#include <glib.h>
#include <string.h>

#include "config.h"

#define PROGRAM_LINK         "/proc/self/exe"
#define DEFAULT_DATA_FOLDERS "/usr/local/share:/usr/share"

/* The prefix of the running program; NULL if its folder isn't one for installed programs, as in a
 * build tree. */
static char *
dup_prefix (void)
{
  g_autofree char *program = g_file_read_link (PROGRAM_LINK, NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  const char *inside = &DH_BIN_DIR[strlen (DH_PREFIX)];

  if (folder == NULL || !g_str_has_prefix (DH_BIN_DIR, DH_PREFIX)
      || !g_str_has_suffix (folder, inside))
    return NULL;
  return g_strndup (folder, strlen (folder) - strlen (inside));
}

char *
dh_installation_find (const char *installed)
{
  g_autofree char *prefix = dup_prefix ();
  g_autofree char *here = NULL;

  if (prefix == NULL || !g_str_has_prefix (installed, DH_PREFIX))
    return g_strdup (installed);
  here = g_build_filename (prefix, installed + strlen (DH_PREFIX), NULL);
  return g_file_test (here, G_FILE_TEST_EXISTS) ? g_steal_pointer (&here) : g_strdup (installed);
}

/* folder: (inout) what was found before, kept for good */
static const char *
find_folder (const char *variable, const char *installed, char **folder)
{
  const char *chosen = g_getenv (variable);

  if (chosen != NULL && *chosen != '\0')
    return chosen;
  if (*folder == NULL)
    *folder = dh_installation_find (installed);
  return *folder;
}

const char *
dh_installation_get_faces_folder (void)
{
  static char *folder = NULL;

  return find_folder ("DOWNHILL_FACES_DIR", DH_FACES_DIR, &folder);
}

const char *
dh_installation_get_lessons_folder (void)
{
  static char *folder = NULL;

  return find_folder ("DOWNHILL_LESSONS_DIR", DH_LESSONS_DIR, &folder);
}

char *
dh_installation_dup_help_folder (void)
{
  const char *chosen = g_getenv ("DOWNHILL_HELP_DIR");

  if (chosen != NULL && *chosen != '\0')
    return g_strdup (chosen);
  return dh_installation_find (DH_HELP_DIR);
}

/* The value of XDG_DATA_DIRS before our own folder is added to it. */
static const char *
get_data_folders (void)
{
  static char *folders = NULL;
  const char *chosen = g_getenv ("XDG_DATA_DIRS");

  if (folders == NULL)
    folders = g_strdup (chosen != NULL && *chosen != '\0' ? chosen : DEFAULT_DATA_FOLDERS);
  return folders;
}

char **
dh_installation_dup_desktop_folders (void)
{
  g_autofree char *all = g_strjoin (":", g_get_user_data_dir (), get_data_folders (), NULL);

  return g_strsplit (all, ":", -1);
}

void
dh_installation_join_data_folders (void)
{
  g_autofree char *prefix = dup_prefix ();
  g_autofree char *own = dh_installation_find (DH_DATA_DIR);
  const char *others = get_data_folders ();
  g_autofree char *all = NULL;

  /* In a build tree, the environment says where files are; an older installation would
   * interfere. */
  if (prefix == NULL)
    return;
  all = g_strjoin (":", own, others, NULL);
  g_setenv ("XDG_DATA_DIRS", all, TRUE);
}
