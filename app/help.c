/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opens the help: its Mallard pages in Yelp, else the same pages as HTML in the browser, else a
 * dialog that says what to install.
 *
 * Yelp is taken only where it finds the pages by itself.  It may be running already, and then knows
 * the desktop's data folders but none of ours, which an installation in a place of its own has added
 * to this process alone.  Another program that claims addresses of “help:” isn't taken: KDE's shows
 * no Mallard, and the browser always works.
 */
#include "app/help.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/installation.h"
#include "config.h"

#define SCHEME "help"
#define PAGES  "help"
#define NAME   "downhill"

typedef struct
{
  GWeakRef window;
  char *path;
} Attempt;

static void
free_attempt (Attempt *self)
{
  g_weak_ref_clear (&self->window);
  g_free (self->path);
  g_free (self);
}

/* ---- where the pages are ---- */

/* FOLDER/LANGUAGE/INSIDE for the user's first language that has it; NULL: none has.  Pages without a
 * translation are in the folder “C”, the last of all languages. */
static char *
dup_in_language (const char *folder, const char *inside)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, languages[i], inside, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return NULL;
}

static gboolean
yelp_finds_pages (void)
{
  g_auto (GStrv) folders = dh_installation_dup_desktop_folders ();
  g_autofree char *inside = g_build_filename (NAME, "index.page", NULL);

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *pages = g_build_filename (folders[i], PAGES, NULL);
      g_autofree char *found = dup_in_language (pages, inside);

      if (found != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The page of a topic as HTML, or the first page; NULL: the program was built without. */
static char *
dup_html (const char *topic)
{
  g_autofree char *folder = dh_installation_dup_help_folder ();
  g_autofree char *name = g_strconcat (topic, ".html", NULL);
  char *path = dup_in_language (folder, name);

  return path != NULL ? path : dup_in_language (folder, "index.html");
}

/* ---- the three ways ---- */

static GAppInfo *
get_yelp (void)
{
  g_autoptr (GAppInfo) info = g_app_info_get_default_for_uri_scheme (SCHEME);
  const char *id = info != NULL ? g_app_info_get_id (info) : NULL;
  g_autofree char *name = id != NULL ? g_ascii_strdown (id, -1) : NULL;

  return name != NULL && strstr (name, "yelp") != NULL ? g_steal_pointer (&info) : NULL;
}

static gboolean
show_in_yelp (DhWindow *window, const char *topic)
{
  g_autoptr (GAppInfo) yelp = get_yelp ();
  g_autofree char *address = g_strconcat (SCHEME ":" NAME "/", topic, NULL);
  GList addresses = { .data = address };
  g_autoptr (GdkAppLaunchContext) context = NULL;

  if (yelp == NULL || !yelp_finds_pages ())
    return FALSE;
  context = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (window)));
  return g_app_info_launch_uris (yelp, &addresses, G_APP_LAUNCH_CONTEXT (context), NULL);
}

static void
explain (DhWindow *window, const char *sentence)
{
  dh_window_explain (window, _ ("The Help Can’t Be Shown"), sentence);
}

static void
browser_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Attempt *attempt = data;
  g_autoptr (DhWindow) window = g_weak_ref_get (&attempt->window);
  g_autofree char *sentence = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, NULL) && window != NULL)
    {
      sentence = g_strdup_printf (
        _ ("No program here shows web pages: install a browser, or the help viewer Yelp (the "
           "package “yelp”). The pages are in “%s”."),
        attempt->path);
      explain (window, sentence);
    }
  free_attempt (attempt);
}

static gboolean
show_in_browser (DhWindow *window, const char *topic)
{
  g_autofree char *path = dup_html (topic);
  g_autofree char *address = path != NULL ? g_filename_to_uri (path, NULL, NULL) : NULL;
  Attempt *attempt;

  if (address == NULL)
    return FALSE;
  attempt = g_new0 (Attempt, 1);
  g_weak_ref_init (&attempt->window, window);
  attempt->path = g_path_get_dirname (path);
  gtk_show_uri_full (GTK_WINDOW (window), address, GDK_CURRENT_TIME, NULL, browser_cb, attempt);
  return TRUE;
}

void
dh_help_show (DhWindow *window, const char *topic)
{
  g_return_if_fail (DH_IS_WINDOW (window) && topic != NULL);
  if (show_in_yelp (window, topic) || show_in_browser (window, topic))
    return;
  explain (window, yelp_finds_pages ()
                     ? _ ("Install the help viewer Yelp (the package “yelp”): this Downhill was "
                          "built without the help as web pages.")
                     : _ ("This Downhill was built without the help as web pages: install the "
                          "packages “xsltproc” and “yelp-xsl”, and build it again."));
}
