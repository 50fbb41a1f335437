/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The present location of `installed`, a path below the configured prefix: below the running
 * program's prefix if it exists there, else unchanged.  (transfer full) */
char *dh_installation_find (const char *installed);

/* The folder with the bundled people: DOWNHILL_FACES_DIR, else where they were installed. */
const char *dh_installation_get_faces_folder (void);

/* The folder with the bundled lessons: DOWNHILL_LESSONS_DIR, else where they were installed. */
const char *dh_installation_get_lessons_folder (void);

/* The folder with the help as HTML, in a folder for each language: DOWNHILL_HELP_DIR, else where it
 * would be installed; it needn't exist.  (transfer full) */
char *dh_installation_dup_help_folder (void);

/* Where other programs of the desktop look for data, an installation in a place of its own left
 * out; the user's own folder comes first.  (transfer full) */
char **dh_installation_dup_desktop_folders (void);

/* Lets GLib and GTK look in this installation first: for the description of the settings and for
 * icons.  To be called early in main(), before either has searched for files. */
void dh_installation_join_data_folders (void);
