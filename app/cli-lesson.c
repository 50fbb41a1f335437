/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli lesson check`: plays lessons through without a window.  Prints the measured key of
 * each question, and every mistake, with its line.
 */
#include "app/cli.h"

#include "app/cli-progress.h"
#include "app/installation.h"
#include "core/lesson/lesson-check.h"

#include <glib/gi18n-lib.h>

#define TICK_MS 200

/* One lesson. */
typedef struct
{
  GMainLoop *loop;
  DhCliProgress *progress;
  DhLessonCheck *check;
  char *name; /* as it is shown */
  guint n_faults;
} Check;

static void
print_note (Check *self, const DhLessonNote *note)
{
  self->n_faults += note->is_fault;
  /* Translators: the file, the line, “right:” or “mistake:”, and what it is. */
  g_print (_ ("%s, line %u: %s %s\n"), self->name, note->line,
           note->is_fault ? _ ("mistake:") : _ ("right:"), note->text);
}

static void
checked_cb (DhLessonCheck *check, const GPtrArray *notes, gpointer data)
{
  Check *self = data;

  g_clear_pointer (&self->progress, dh_cli_progress_free);
  for (guint i = 0; i < notes->len; i++)
    print_note (self, g_ptr_array_index (notes, i));
  g_main_loop_quit (self->loop);
}

static gboolean
tick_cb (gpointer data)
{
  Check *self = data;

  if (self->progress != NULL)
    dh_cli_progress_update (self->progress, dh_lesson_check_get_progress (self->check), self->name);
  return G_SOURCE_CONTINUE;
}

/* FALSE: it has mistakes, which were printed. */
static gboolean
check_lesson (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhLesson) lesson = dh_lesson_load (path, &error);
  Check check = { .name = g_filename_display_name (path) };
  guint tick;

  if (lesson == NULL)
    {
      dh_cli_fail (error);
      g_free (check.name);
      return FALSE;
    }
  check.loop = g_main_loop_new (NULL, FALSE);
  check.progress = dh_cli_progress_new ();
  tick = g_timeout_add (TICK_MS, tick_cb, &check);
  check.check = dh_lesson_check_new (lesson, dh_installation_get_faces_folder (), checked_cb, &check);
  g_main_loop_run (check.loop);
  g_source_remove (tick);
  dh_lesson_check_free (check.check);
  g_main_loop_unref (check.loop);
  g_free (check.name);
  return check.n_faults == 0;
}

/* The files; NULL with an error. */
static char **
read_arguments (char **arguments, GError **error)
{
  GOptionContext *context = g_option_context_new (_ ("check FILE.lesson.md…"));
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (
    context, _ ("Play lessons through without a window: what is right is measured, and every "
                "mistake is printed with its line."));
  if (!dh_cli_parse (context, &rest, error))
    return NULL;
  if (g_strv_length (rest) >= 3 && g_str_equal (rest[1], "check"))
    return g_strdupv (rest + 2);
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("“downhill-cli lesson” takes the word check and lessons, such as "
                          "“downhill-cli lesson check ravine.lesson.md”."));
  return NULL;
}

int
dh_cli_lesson (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) files = read_arguments (arguments, &error);
  gboolean good = TRUE;

  if (files == NULL)
    return dh_cli_fail (error);
  for (guint i = 0; files[i] != NULL; i++)
    good = check_lesson (files[i]) && good;
  return good ? dh_cli_close_output () : DH_CLI_FAILURE;
}
