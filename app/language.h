/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Sets the language and number formats from the user's environment, in UTF-8 if that has only
 * ASCII; translations are read from DOWNHILL_LOCALE_DIR, else from where they were installed.  To
 * be called once, first in main(); GTK must not do it again. */
void dh_language_set_up (void);
