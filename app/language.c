/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/language.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <locale.h>

#include "config.h"

void
dh_language_set_up (void)
{
  const char *folder = g_getenv ("DOWNHILL_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : DH_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
