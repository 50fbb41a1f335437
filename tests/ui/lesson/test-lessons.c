/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lessons in the real window: each bundled one that needs no training is played through with the
 * caption's own buttons, and a small one with a training.  Those that train are played by
 * test-face-lessons.c.
 */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "config.h"
#include "core/lesson/lesson-shelf.h"
#include "tests/core/lesson/lesson-helpers.h"
#include "tests/ui/dialogs.h"
#include "tests/ui/lesson/lesson-hand.h"
#include "tests/ui/session-helpers.h"
#include "ui/lesson/lesson-page.h"
#include "ui/lesson/lesson-picture.h"
#include "ui/lesson/start-page.h"
#include "ui/widgets/rate-scale.h"

/* Two lanes that train for a moment. */
#define LANES                                                                                      \
  "---\nid: lanes\ntitle: Two Lanes\nlanguage: en\nminutes: 1\nrecipe:\n  lanes:\n"               \
  "    - { number: 1, loss: mae }\n    - { number: 2, loss: mse }\n"                               \
  "  window: { page: lanes, lane_view: faces, show_landscapes: false }\n---\n"                     \
  "## One\n```look\nat: loss of lane 2\n```\n"                                                     \
  "## Two\n```predict\nchoose: highest loss\nat: chart\n```\n"                                     \
  "## Three\n```run\nuntil: step >= 3\nat: faces\n```\n"                                           \
  "## Four\n```reveal\nat: faces of lane 1\n```\n"

/* ---- tests ---- */

static gboolean
has_css_class (GtkWidget *widget, gpointer css_class)
{
  return gtk_widget_has_css_class (widget, css_class);
}

static void
test_bundled (LessonHand *self, gconstpointer data)
{
  const char *const languages[] = { "en", NULL };
  g_autoptr (DhLessonShelf) shelf = dh_lesson_shelf_new (g_getenv ("DH_LESSONS"), NULL, languages);

  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  for (guint i = 0; i < dh_lesson_shelf_get_n (shelf); i++)
    {
      const DhLesson *lesson = dh_lesson_shelf_get (shelf, i)->lesson;

      if (!has_only_balls (lesson))
        continue;
      g_test_message ("%s", lesson->id);
      self->n_pictures = 0;
      hand_activate (self, "lesson", lesson->id);
      g_assert_cmpstr (dh_window_get_page (self->window), ==, "lesson");
      hand_play (self);
    }
  hand_activate (self, "home", NULL);
  hand_take_picture (self, "start");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (find_where (
                              hand_find (self, "DhStartPage"), has_css_class, (gpointer) "lesson-state"))),
                            "Finished"));
}

/* A training of its own; the person's waits meanwhile, and is as it was. */
static void
test_lanes (LessonHand *self, gconstpointer data)
{
  DhSession *session = dh_window_get_session (self->window);
  g_autofree char *path = g_build_filename (self->folder, "two.lesson.md", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const guint n_lanes = g_list_model_get_n_items (dh_session_get_lanes (session));

  dh_session_set_playing (session, TRUE);
  g_assert_true (g_file_set_contents (path, LANES, -1, NULL));
  dh_window_open (self->window, file);
  g_assert_false (dh_session_get_playing (session));
  hand_play (self);
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (session)), ==, n_lanes);
  hand_activate (self, "free-play", NULL);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
  g_assert_true (dh_session_get_playing (session));
  g_unlink (path);
}

/* Free play is one click away, and so is the way back to the same place. */
static void
test_back (LessonHand *self, gconstpointer data)
{
  GtkWidget *page = hand_find (self, "DhLessonPage");
  DhLessonCourse *course;

  g_action_group_change_action_state (G_ACTION_GROUP (self->window), "page",
                                      g_variant_new_string ("hills"));
  hand_activate (self, "lesson", "ravine");
  wait_until (hand_is_ready, self);
  course = hand_get_course (self);
  g_signal_emit_by_name (find_button (hand_find (self, "DhLessonCaption"), "Skip"), "clicked");
  g_assert_cmpint (dh_lesson_course_get_stage (course), ==, DH_STAGE_LESSON);
  g_signal_emit_by_name (find_button (hand_find (self, "DhLessonCaption"), "Next"), "clicked");
  g_assert_cmpuint (dh_lesson_player_get_step (dh_lesson_course_get_player (course)), ==, 1);

  g_signal_emit_by_name (find_button (page, "Free Play"), "clicked");
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "hills");
  hand_activate (self, "back-to-lesson", NULL);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lesson");
  g_assert_true (hand_get_course (self) == course);
  g_assert_cmpuint (dh_lesson_player_get_step (dh_lesson_course_get_player (course)), ==, 1);
  g_signal_emit_by_name (find_button (hand_find (self, "DhLessonCaption"), "Back"), "clicked");
  g_assert_cmpuint (dh_lesson_player_get_step (dh_lesson_course_get_player (course)), ==, 0);

  /* From the start page as well. */
  g_signal_emit_by_name (find_button (hand_find (self, "DhLessonCaption"), "Next"), "clicked");
  g_signal_emit_by_name (find_button (page, "All Lessons"), "clicked");
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "start");
  hand_activate (self, "lesson", "ravine");
  g_assert_true (hand_get_course (self) == course);
  g_assert_cmpuint (dh_lesson_player_get_step (dh_lesson_course_get_player (course)), ==, 1);
}

/* The start page is shown once, and isn't the page that is remembered. */
static void
test_welcome (LessonHand *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  g_autofree char *remembered = NULL;

  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
  dh_window_welcome (self->window);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "start");
  g_signal_emit_by_name (find_button (hand_find (self, "DhStartPage"), "_Free Play"), "clicked");
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
  dh_window_welcome (self->window);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
  hand_activate (self, "home", NULL);
  hand_close_window (self);
  remembered = g_settings_get_string (settings, "page");
  g_assert_cmpstr (remembered, ==, "lanes");
}

static gboolean
has_words (gpointer picture)
{
  return dh_lesson_picture_get_words (picture) != NULL;
}

/* The cards' pictures say in words what they show: where each ball has got to, or how many faces. */
static void
test_pictures (LessonHand *self, gconstpointer data)
{
  GtkWidget *page;
  DhLessonPicture *balls, *faces;

  hand_activate (self, "home", NULL);
  page = hand_find (self, "DhStartPage");
  balls = DH_LESSON_PICTURE (find_nth (page, "DhLessonPicture", 0));
  faces = DH_LESSON_PICTURE (find_nth (page, "DhLessonPicture", 11));
  wait_until (has_words, balls);
  wait_until (has_words, faces);
  g_assert_true (g_str_has_prefix (dh_lesson_picture_get_words (balls),
                                   "Picture: 4 balls on a ground. Ball 1: "));
  g_assert_nonnull (strstr (dh_lesson_picture_get_words (balls), " Ball 4: "));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (faces), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Picture: 3 faces, each of a lane.");
}

/* The slider of a ball doesn't say what the learner is to say. */
static void
test_secret (LessonHand *self, gconstpointer data)
{
  GtkWidget *scale;

  hand_activate (self, "lesson", "step-size");
  wait_until (hand_is_ready, self);
  scale = find_widget (hand_find (self, "DhLessonScene"), "DhRateScale");
  g_assert_cmpstr (dh_rate_scale_get_zone (DH_RATE_SCALE (scale)), ==, "");
  g_signal_emit_by_name (find_button (hand_find (self, "DhLessonCaption"), "Skip"), "clicked");
  for (guint i = 0; i < 9; i++)
    {
      GtkWidget *caption = hand_find (self, "DhLessonCaption");

      scale = find_widget (hand_find (self, "DhLessonScene"), "DhRateScale");
      g_assert_cmpint (*dh_rate_scale_get_zone (DH_RATE_SCALE (scale)) != '\0', ==, i > 7);
      hand_do (self);
      g_signal_emit_by_name (find_button (caption, "Next"), "clicked");
    }
}

static gboolean
paints_faces (gpointer data)
{
  DhSession *session = dh_window_get_session (((LessonHand *) data)->window);
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (session), 0);

  return (dh_lane_get_hidden_parts (lane) & DH_LANE_FACES) == 0;
}

static gboolean
hides_faces (gpointer data)
{
  return !paints_faces (data);
}

/* The start page shows the first lanes' faces, also where their own page was never shown. */
static void
test_live (LessonHand *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  hand_close_window (self);
  self->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  dh_window_teach (self->window, g_getenv ("DH_LESSONS"), NULL, self->log);
  dh_window_set_page (self->window, "start");
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (is_on_screen, hand_find (self, "DhStartPage"));
  wait_until (paints_faces, self);
  dh_window_set_page (self->window, "losses");
  wait_until (hides_faces, self);
}

/* In a lesson, what would change the person's lanes does nothing. */
static void
test_untouched (LessonHand *self, gconstpointer data)
{
  GListModel *lanes = dh_session_get_lanes (dh_window_get_session (self->window));
  const guint n = g_list_model_get_n_items (lanes);

  hand_activate (self, "lesson", "ravine");
  wait_until (hand_is_ready, self);
  hand_activate (self, "add-lane", NULL);
  hand_activate (self, "remove-lane", NULL);
  hand_activate (self, "delete", NULL);
  hand_activate (self, "step", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (lanes), ==, n);
  g_assert_cmpuint (dh_session_get_iteration (dh_window_get_session (self->window)), ==, 0);
}

/* It goes by itself, asks nothing, and ends with Esc at any place. */
static void
test_tour (LessonHand *self, gconstpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  hand_activate (self, "tour", NULL);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lesson");
  g_assert_cmpint (dh_lesson_player_get_shown (dh_lesson_course_get_player (hand_get_course (self))), ==,
                   DH_SHOWN_RUNNING);
  for (guint i = 0; i < 5; i++)
    {
      GtkWidget *caption = hand_find (self, "DhLessonCaption");

      g_assert_cmpuint (dh_lesson_player_get_step (dh_lesson_course_get_player (hand_get_course (self))),
                        ==, i);
      hand_check_place (self, caption);
      hand_take_picture (self, "tour");
      g_signal_emit_by_name (find_button (caption, "Next"), "clicked");
    }
  g_assert_cmpint (dh_lesson_course_get_stage (hand_get_course (self)), ==, DH_STAGE_SUMMARY);
  hand_activate (self, "tour", NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.free-play", NULL);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
  hand_activate (self, "tour", NULL);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (self->window), "leave-tour"));
  hand_activate (self, "leave-tour", NULL);
  g_assert_null (hand_get_course (self));
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
}

static void
test_bad_file (LessonHand *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "bad.lesson.md", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, "no front matter\n", -1, NULL));
  dh_window_open (self->window, file);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
  g_assert_nonnull (find_dialog ());
  g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), "bad.lesson.md"));
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
  g_assert_null (find_dialog ()); /* there was one */
  g_unlink (path);
}

#define add(name, function)                                                                        \
  g_test_add ("/lessons/" name, LessonHand, NULL, hand_set_up, function, hand_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  load_style ();
  add ("welcome", test_welcome);
  add ("pictures", test_pictures);
  add ("back", test_back);
  add ("live", test_live);
  add ("secret", test_secret);
  add ("untouched", test_untouched);
  add ("bad-file", test_bad_file);
  add ("tour", test_tour);
  add ("lanes", test_lanes);
  add ("bundled", test_bundled);
  return g_test_run ();
}
