/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where INSTALLED is now, a path below the prefix that the build was made for: below the prefix in
 * which the program lies, if it is there, else as it is.  (transfer full) */
char *dh_installation_find (const char *installed);

/* The folder with the bundled people: DOWNHILL_FACES_DIR, else where they were installed. */
const char *dh_installation_get_faces_folder (void);

/* Lets GLib and GTK look in this installation first: for the description of the settings and for
 * icons.  Early in main(), before either has looked anywhere. */
void dh_installation_join_data_folders (void);
