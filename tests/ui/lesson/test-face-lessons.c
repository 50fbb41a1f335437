/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lessons that train faces, in the real window: each is played through with the caption's own
 * buttons, from the question before it to the result of the one after it.  The networks are really
 * trained, as often as the lesson says.
 */
#include <adwaita.h>
#include <string.h>

#include "config.h"
#include "core/lesson/lesson-shelf.h"
#include "tests/core/lesson/lesson-helpers.h"
#include "tests/ui/lesson/lesson-hand.h"
#include "tests/ui/session-helpers.h"
#include "ui/lesson/start-page.h"

static gboolean
says (GtkWidget *widget, gpointer text)
{
  return GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

/* What the caption says at the end belongs to the answers that were given. */
static void
check_result (LessonHand *self)
{
  GtkWidget *caption = hand_find (self, "DhLessonCaption");
  DhLessonCourse *course = hand_get_course (self);
  const double before = dh_lesson_course_get_score (course, DH_STAGE_OPENING);
  const double after = dh_lesson_course_get_score (course, DH_STAGE_CLOSING);
  const char *said = after < .5    ? "The last question wasn’t right yet."
                     : before > .5 ? "Right before the lesson, and right after it."
                                   : "Not right before the lesson, right after it";

  g_assert_cmpint (dh_lesson_course_get_stage (course), ==, DH_STAGE_SUMMARY);
  g_assert_true (before == 0 || before == 1);
  g_assert_true (after == 0 || after == 1);
  g_assert_nonnull (find_where (caption, says, (gpointer) said));
}

static gboolean
is_finished_card (GtkWidget *widget, gpointer data)
{
  return gtk_widget_has_css_class (widget, "lesson-card")
         && gtk_widget_has_css_class (widget, "finished");
}

static void
test_lesson (LessonHand *self, gconstpointer id)
{
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  hand_activate (self, "lesson", id);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lesson");
  hand_play (self);
  g_assert_cmpuint (self->n_half_trained, >, 0);
  check_result (self);
  hand_activate (self, "home", NULL);
  g_assert_nonnull (find_where (hand_find (self, "DhStartPage"), is_finished_card, NULL));
  /* The person's own lanes are as they were. */
  g_assert_cmpuint (dh_session_get_iteration (dh_window_get_session (self->window)), ==, 0);
}

int
main (int argc, char **argv)
{
  const char *const languages[] = { "en", NULL };
  g_autoptr (DhLessonShelf) shelf = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  load_style ();
  shelf = dh_lesson_shelf_new (g_getenv ("DH_LESSONS"), NULL, languages);
  for (guint i = 0; i < dh_lesson_shelf_get_n (shelf); i++)
    {
      const DhLesson *lesson = dh_lesson_shelf_get (shelf, i)->lesson;
      g_autofree char *path = g_strconcat ("/face-lessons/", lesson->id, NULL);

      if (!has_only_balls (lesson))
        g_test_add (path, LessonHand, lesson->id, hand_set_up, test_lesson, hand_tear_down);
    }
  return g_test_run ();
}
