/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lessons in the window: the start page, the page on which they are given, and the way between
 * them and the person's own lanes.
 *
 * A lesson trains lanes of its own.  Meanwhile the person's training rests, so that neither slows the
 * other down, and goes on when the lesson is left.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/safe-file.h"
#include "core/keep/session-index.h"
#include "ui/lesson/lesson-page.h"
#include "ui/lesson/start-page.h"
#include "ui/widgets/file-choice.h"

/* Not a lesson to choose: five captions that show the program. */
#define TOUR "tour" DH_LESSON_SUFFIX

static DhLessonPage *
get_lesson_page (DhWindow *self)
{
  return DH_LESSON_PAGE (self->lesson_page);
}

static DhLessonCourse *
get_course (DhWindow *self)
{
  return dh_lesson_page_get_course (get_lesson_page (self));
}

gboolean
dh_window_shows_lesson (DhWindow *self)
{
  return g_strcmp0 (dh_window_get_page (self), "lesson") == 0;
}

static void
enable (DhWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* ---- between lessons and free play ---- */

static void
set_resting (DhWindow *self, gboolean resting)
{
  if (self->resting == resting)
    return;
  self->resting = resting;
  if (resting)
    {
      self->plays_after = dh_session_get_playing (self->session);
      dh_session_set_playing (self->session, FALSE);
    }
  else if (self->plays_after)
    dh_session_set_playing (self->session, TRUE);
}

/* A lesson that was left and isn't over. */
static void
show_waiting (DhWindow *self, gboolean free_play)
{
  DhLessonCourse *course = get_course (self);
  const gboolean waits = course != NULL && free_play && !dh_lesson_page_is_tour (get_lesson_page (self))
                         && dh_lesson_course_get_stage (course) != DH_STAGE_SUMMARY;
  g_autofree char *text = NULL;

  if (waits)
    {
      /* Translators: the title of a lesson */
      text = g_strdup_printf (_ ("The lesson “%s” waits where you left it."),
                              dh_lesson_course_get_lesson (course)->title);
      gtk_label_set_text (GTK_LABEL (self->lesson_label), text);
    }
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->lesson_revealer), waits);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DhWindow) self = data;
  g_autoptr (GPtrArray) entries = dh_session_index_list_finish (result, NULL);

  if (self->session != NULL)
    dh_start_page_set_sessions (DH_START_PAGE (self->start_page), entries);
}

static void
update_start_page (DhWindow *self)
{
  dh_start_page_update (DH_START_PAGE (self->start_page));
  if (self->keeper != NULL)
    dh_session_index_list (dh_session_keeper_get_folder (self->keeper), listed_cb,
                           g_object_ref (self));
}

/* Those that the start page shows. */
static void
want_faces (DhWindow *self)
{
  dh_lane_strip_want_faces (DH_LANE_STRIP (self->strip),
                            dh_start_page_get_live (DH_START_PAGE (self->start_page)));
}

static void
page_changed_cb (DhWindow *self)
{
  const char *page = dh_window_get_page (self);
  const gboolean start = g_strcmp0 (page, "start") == 0;
  const gboolean lesson = g_strcmp0 (page, "lesson") == 0;

  set_resting (self, lesson);
  /* Otherwise the comparison of two previews says what is wanted. */
  if (self->at_start && !start)
    dh_lane_strip_want_faces (DH_LANE_STRIP (self->strip), 0);
  self->at_start = start;
  if (start)
    {
      want_faces (self);
      update_start_page (self);
    }
  if (!start && !lesson)
    self->free_page = page;
  show_waiting (self, !start && !lesson);
  enable (self, "leave-tour", lesson && dh_lesson_page_is_tour (get_lesson_page (self)));
}

const char *
dh_window_get_free_page (DhWindow *self)
{
  return self->free_page;
}

/* ---- giving a lesson ---- */

/* The one after it; NULL: it is the last, or a person's own */
static DhLesson *
find_next (DhWindow *self, const char *id)
{
  for (guint i = 0; self->shelf != NULL && i + 1 < dh_lesson_shelf_get_n (self->shelf); i++)
    {
      const DhLesson *lesson = dh_lesson_shelf_get (self->shelf, i)->lesson;
      DhLesson *next = dh_lesson_shelf_get (self->shelf, i + 1)->lesson;

      if (lesson != NULL && next != NULL && g_str_equal (lesson->id, id))
        return next;
    }
  return NULL;
}

/* The page may be shown already, with another lesson. */
static void
show_lesson (DhWindow *self)
{
  dh_window_set_page (self, "lesson");
  page_changed_cb (self);
}

/* lesson: (transfer full) */
static void
give (DhWindow *self, DhLesson *lesson, guint review)
{
  g_autoptr (GPtrArray) questions = self->shelf != NULL
                                      ? dh_lesson_shelf_list_questions (self->shelf, lesson->id)
                                      : NULL;
  const DhLesson *next = find_next (self, lesson->id);

  dh_lesson_page_give (get_lesson_page (self), lesson, questions, self->learner_log,
                       self->faces_folder, next != NULL ? next->title : NULL, review);
  show_lesson (self);
}

static void
give_by_id (DhWindow *self, const char *id, guint review)
{
  const DhShelfEntry *entry = self->shelf != NULL ? dh_lesson_shelf_find (self->shelf, id) : NULL;
  DhLessonCourse *course = get_course (self);

  if (entry == NULL)
    return;
  /* Back to the one that waits. */
  if (review == 0 && course != NULL
      && g_str_equal (dh_lesson_course_get_lesson (course)->id, id)
      && dh_lesson_course_get_stage (course) == DH_STAGE_LESSON)
    dh_window_set_page (self, "lesson");
  else
    give (self, dh_lesson_ref (entry->lesson), review);
}

static void
session_chosen_cb (DhWindow *self, const char *id)
{
  dh_window_set_page (self, "lanes");
  dh_window_continue (self, id);
}

static void
next_cb (DhWindow *self)
{
  DhLessonCourse *course = get_course (self);
  const DhLesson *next = course != NULL
                           ? find_next (self, dh_lesson_course_get_lesson (course)->id)
                           : NULL;

  if (next != NULL)
    give_by_id (self, next->id, 0);
}

static void
left_cb (DhWindow *self, const char *whereto)
{
  const gboolean home = g_str_equal (whereto, "home") && self->shelf != NULL;

  dh_window_set_page (self, home ? "start" : self->free_page);
}

static void
leave_tour_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  dh_lesson_page_end (get_lesson_page (self));
  dh_window_set_page (self, self->free_page);
}

/* parameter: the path, as bytes */
static void
open_lesson_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autoptr (GError) error = NULL;
  DhLesson *lesson = dh_lesson_load (g_variant_get_bytestring (parameter), &error);

  if (lesson != NULL)
    give (self, lesson, 0);
  else
    dh_window_explain (self, _ ("This Lesson Can’t Be Opened"), error->message);
}

/* ---- actions ---- */

static void
home_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_set_page (data, "start");
}

static void
free_play_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_set_page (data, DH_WINDOW (data)->free_page);
}

static void
back_to_lesson_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (get_course (data) != NULL)
    dh_window_set_page (data, "lesson");
}

static void
lesson_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  give_by_id (data, g_variant_get_string (parameter, NULL), 0);
}

static void
tour_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autoptr (GError) error = NULL;
  DhLesson *lesson = self->tour_path != NULL ? dh_lesson_load (self->tour_path, &error) : NULL;

  if (lesson == NULL)
    return;
  dh_lesson_page_give_tour (get_lesson_page (self), lesson, self->faces_folder);
  show_lesson (self);
}

static void
save_results_response_cb (DhWindow *self, int response)
{
  g_autoptr (GError) error = NULL;
  gboolean elsewhere;
  g_autofree char *path = dh_file_choice_take (&self->file_dialog, response, &elsewhere);
  g_autofree char *csv = NULL;

  if (elsewhere)
    dh_file_choice_refuse (GTK_WIDGET (self), _ ("The Results Weren’t Saved"));
  if (path == NULL || self->learner_log == NULL)
    return;
  csv = dh_learner_log_to_csv (self->learner_log, &error);
  if (csv == NULL || !dh_safe_file_write (path, csv, strlen (csv), &error))
    dh_window_explain (self, _ ("The Results Weren’t Saved"), error->message);
  else
    dh_window_tell (self, _ ("Results saved"));
}

static void
save_results_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  if (self->file_dialog != NULL || self->learner_log == NULL)
    return;
  self->file_dialog = gtk_file_chooser_native_new (_ ("Save the Results"), GTK_WINDOW (self),
                                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->file_dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->file_dialog),
                                     _ ("downhill-results.csv"));
  g_signal_connect_swapped (self->file_dialog, "response", G_CALLBACK (save_results_response_cb),
                            self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->file_dialog));
}

static void
close_waiting_cb (GtkWidget *button, DhWindow *self)
{
  dh_lesson_page_end (get_lesson_page (self));
  show_waiting (self, TRUE);
}

/* ---- set-up ---- */

void
dh_window_setup_lessons (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "home", .activate = home_cb },
    { .name = "free-play", .activate = free_play_cb },
    { .name = "back-to-lesson", .activate = back_to_lesson_cb },
    { .name = "lesson", .activate = lesson_cb, .parameter_type = "s" },
    { .name = "tour", .activate = tour_cb },
    { .name = "leave-tour", .activate = leave_tour_cb },
    { .name = "open-lesson", .activate = open_lesson_cb, .parameter_type = "ay" },
    { .name = "save-results", .activate = save_results_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  enable (self, "home", FALSE);
  enable (self, "tour", FALSE);
  enable (self, "leave-tour", FALSE);
  enable (self, "save-results", FALSE);
  g_signal_connect_object (self->pages, "notify::visible-child-name", G_CALLBACK (page_changed_cb),
                           self, G_CONNECT_SWAPPED);
  /* What it shows is only painted in a window that is shown. */
  g_signal_connect_object (self->start_page, "map", G_CALLBACK (want_faces), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->start_page, "lesson", G_CALLBACK (give_by_id), self);
  g_signal_connect_swapped (self->start_page, "session", G_CALLBACK (session_chosen_cb), self);
  g_signal_connect_swapped (self->lesson_page, "left", G_CALLBACK (left_cb), self);
  g_signal_connect_swapped (self->lesson_page, "next", G_CALLBACK (next_cb), self);
  g_signal_connect_swapped (self->lesson_page, "unkept", G_CALLBACK (dh_window_tell), self);
  g_signal_connect (self->lesson_close, "clicked", G_CALLBACK (close_waiting_cb), self);
  page_changed_cb (self);
}

static void
open_log (DhWindow *self, const char *path)
{
  g_autofree char *aside = NULL;
  g_autoptr (GError) error = NULL;

  self->learner_log = dh_learner_log_open (path, &aside, &error);
  if (self->learner_log == NULL)
    {
      g_autofree char *sentence =
        g_strdup_printf (_ ("What you do in lessons isn’t kept: %s"), error->message);

      dh_window_tell (self, sentence);
    }
  else if (aside != NULL)
    {
      g_autofree char *name = g_filename_display_name (aside);
      g_autofree char *sentence =
        g_strdup_printf (_ ("The file with your progress was damaged. It is now “%s”, and a new "
                            "one was begun."),
                         name);

      dh_window_tell (self, sentence);
    }
}

void
dh_window_teach (DhWindow *self, const char *folder, const char *own_folder, const char *log_path)
{
  g_return_if_fail (DH_IS_WINDOW (self) && self->shelf == NULL);
  self->shelf = dh_lesson_shelf_new (folder, own_folder, g_get_language_names ());
  self->tour_path = dh_lesson_shelf_dup_path (self->shelf, TOUR);
  if (log_path != NULL)
    open_log (self, log_path);
  dh_start_page_set_shelf (DH_START_PAGE (self->start_page), self->shelf, self->learner_log,
                           self->faces_folder);
  dh_start_page_set_session (DH_START_PAGE (self->start_page), self->session);
  enable (self, "home", TRUE);
  enable (self, "tour", self->tour_path != NULL);
  enable (self, "save-results", self->learner_log != NULL);
  dh_window_update_home (self);
}

void
dh_window_welcome (DhWindow *self)
{
  if (self->shelf == NULL || dh_lesson_shelf_get_n (self->shelf) == 0
      || !g_settings_get_boolean (self->settings, "first-start"))
    return;
  g_settings_set_boolean (self->settings, "first-start", FALSE);
  dh_window_set_page (self, "start");
}

/* The lesson goes first: it reads the shelf's questions and writes into the log. */
void
dh_window_drop_lessons (DhWindow *self)
{
  dh_lesson_page_end (get_lesson_page (self));
  g_clear_pointer (&self->shelf, dh_lesson_shelf_free);
  g_clear_pointer (&self->learner_log, dh_learner_log_close);
  g_clear_pointer (&self->tour_path, g_free);
}
