/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Language and number formats of the person's environment, in UTF-8 where that names only ASCII;
 * the translations are looked for in DOWNHILL_LOCALE_DIR, else where they were installed.  Once,
 * first thing in main(); GTK must not do it again. */
void dh_language_set_up (void);
