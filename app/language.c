/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The user's language, for both programs, and UTF-8 where the locale has only ASCII.
 *
 * Bare containers and many servers have no locale, and so ASCII: formulas, quotes and bars would
 * turn into question marks.  In that case, only the encoding is replaced; everything else that the
 * user chose stays.
 */
#include "app/language.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <langinfo.h>
#include <locale.h>

#include "app/installation.h"
#include "config.h"

static gboolean
is_ascii (const char *encoding)
{
  static const char *const names[] = { "ANSI_X3.4-1968", "US-ASCII", "ASCII", "646", NULL };

  return g_strv_contains (names, encoding);
}

static void
take_locale (void)
{
  static const int categories[] = { LC_CTYPE,    LC_COLLATE, LC_MESSAGES,
                                    LC_MONETARY, LC_NUMERIC, LC_TIME };
  static const char *const encodings[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8" };

  /* A locale that isn't installed must not affect the other categories. */
  if (setlocale (LC_ALL, "") == NULL)
    for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
      setlocale (categories[i], "");
  for (guint i = 0; i < G_N_ELEMENTS (encodings) && is_ascii (nl_langinfo (CODESET)); i++)
    setlocale (LC_CTYPE, encodings[i]);
}

void
dh_language_set_up (void)
{
  const char *chosen = g_getenv ("DOWNHILL_LOCALE_DIR");
  g_autofree char *folder = chosen != NULL ? g_strdup (chosen)
                                           : dh_installation_find (DH_LOCALE_DIR);

  take_locale ();
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
