/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli lesson`: plays lessons and questions through without a window.  `check` prints the
 * measured key of each question, and every mistake, with its line; `questions` checks many instances
 * of templates.
 */
#include "app/cli.h"

#include "app/cli-lesson.h"
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
  const char *name; /* as it is shown */
  guint n_faults;
} Check;

static const char *
get_kind_word (DhLessonNoteKind kind)
{
  switch (kind)
    {
    case DH_NOTE_KEY:
      return _ ("right:");
    case DH_NOTE_THEORY:
      return _ ("not what theory says:");
    default:
      return _ ("mistake:");
    }
}

static void
checked_cb (DhLessonCheck *check, const GPtrArray *notes, gpointer data)
{
  Check *self = data;

  g_clear_pointer (&self->progress, dh_cli_progress_free);
  for (guint i = 0; i < notes->len; i++)
    {
      const DhLessonNote *note = g_ptr_array_index (notes, i);

      self->n_faults += note->kind != DH_NOTE_KEY;
      /* Translators: the file, the line, “right:” or “mistake:”, and what it is. */
      g_print (_ ("%s, line %u: %s %s\n"), self->name, note->line, get_kind_word (note->kind),
               note->text);
    }
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
  g_autofree char *name = g_filename_display_name (path);
  Check check = { .name = name };
  guint tick;

  if (lesson == NULL)
    {
      dh_cli_fail (error);
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
  return check.n_faults == 0;
}

/* The arguments without options; NULL with an error. */
static char **
read_arguments (char **arguments, int *n_instances, GError **error)
{
  const GOptionEntry entries[] = { { "instances", 0, 0, G_OPTION_ARG_INT, n_instances,
                                     N_ ("Of each question, check N instances (100)"), N_ ("N") },
                                   G_OPTION_ENTRY_NULL };
  GOptionContext *context = g_option_context_new (_ ("check|questions FILE…"));
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
    context, _ ("Play lessons or questions through without a window: what is right is measured, and "
                "every mistake is printed with its line."));
  if (!dh_cli_parse (context, &rest, error))
    return NULL;
  if (g_strv_length (rest) >= 3 && *n_instances > 0
      && (g_str_equal (rest[1], "check") || g_str_equal (rest[1], "questions")))
    return g_steal_pointer (&rest);
  g_set_error_literal (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
                       _ ("“downhill-cli lesson” takes check or questions, and files, such as "
                          "“downhill-cli lesson check ravine.lesson.md”."));
  return NULL;
}

int
dh_cli_lesson (char **arguments)
{
  g_autoptr (GError) error = NULL;
  int n_instances = 100;
  g_auto (GStrv) rest = read_arguments (arguments, &n_instances, &error);
  gboolean good = TRUE;

  if (rest == NULL)
    return dh_cli_fail (error);
  if (g_str_equal (rest[1], "questions"))
    good = dh_cli_lesson_questions (rest + 2, (guint) n_instances);
  else
    for (guint i = 2; rest[i] != NULL; i++)
      good = check_lesson (rest[i]) && good;
  return good ? dh_cli_close_output () : DH_CLI_FAILURE;
}
