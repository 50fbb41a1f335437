/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lessons in the real window: each bundled one that needs no training is played through with the
 * caption's own buttons, and a small one with a training.  With DH_PICTURES=FOLDER, a picture of each
 * step is written there, to be looked at.
 */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "config.h"
#include "core/lesson/learner-log.h"
#include "core/lesson/lesson-shelf.h"
#include "tests/core/lesson/lesson-helpers.h"
#include "tests/ui/dialogs.h"
#include "tests/ui/session-helpers.h"
#include "ui/lesson/curve-pad.h"
#include "ui/lesson/lesson-caption.h"
#include "ui/lesson/lesson-page.h"
#include "ui/lesson/start-page.h"
#include "ui/widgets/picture-node.h"
#include "ui/widgets/rate-scale.h"
#include "ui/window/window.h"

/* Two lanes that train for a moment. */
#define LANES                                                                                      \
  "---\nid: lanes\ntitle: Two Lanes\nlanguage: en\nminutes: 1\nrecipe:\n  lanes:\n"               \
  "    - { number: 1, loss: mae }\n    - { number: 2, loss: mse }\n"                               \
  "  window: { page: lanes, lane_view: faces, show_landscapes: false }\n---\n"                     \
  "## One\n```look\nat: loss of lane 2\n```\n"                                                     \
  "## Two\n```predict\nchoose: highest loss\nat: chart\n```\n"                                     \
  "## Three\n```run\nuntil: step >= 3\nat: faces\n```\n"                                           \
  "## Four\n```reveal\nat: faces of lane 1\n```\n"

typedef struct
{
  DhWindow *window;
  char *folder, *log;
  guint n_pictures;
} Fixture;

static void
reset_settings (GSettings *settings)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  reset_settings (settings);
  self->folder = g_dir_make_tmp ("lessons-XXXXXX", NULL);
  self->log = g_build_filename (self->folder, "log", NULL);
  self->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  dh_window_teach (self->window, g_getenv ("DH_LESSONS"), NULL, self->log);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (is_on_screen, self->window);
}

static void
close_window (Fixture *self)
{
  DhSession *session = g_object_ref (dh_window_get_session (self->window));
  gpointer watched = self->window;

  g_object_add_weak_pointer (G_OBJECT (self->window), &watched);
  gtk_window_close (GTK_WINDOW (self->window));
  wait_until (is_gone, &watched);
  g_object_run_dispose (G_OBJECT (session));
  g_object_unref (session);
  self->window = NULL;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->window != NULL)
    close_window (self);
  g_unlink (self->log);
  g_rmdir (self->folder);
  g_free (self->log);
  g_free (self->folder);
}

static GtkWidget *
find (Fixture *self, const char *type)
{
  return find_widget (GTK_WIDGET (self->window), type);
}

static DhLessonCourse *
get_course (Fixture *self)
{
  return dh_lesson_page_get_course (DH_LESSON_PAGE (find (self, "DhLessonPage")));
}

static void
activate (Fixture *self, const char *name, const char *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), name,
                                  parameter != NULL ? g_variant_new_string (parameter) : NULL);
}

/* ---- pictures ---- */

static void
take_picture (Fixture *self, const char *name)
{
  const char *folder = g_getenv ("DH_PICTURES");
  const int width = gtk_widget_get_width (GTK_WIDGET (self->window));
  const int height = gtk_widget_get_height (GTK_WIDGET (self->window));
  g_autofree char *path = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;

  if (folder == NULL)
    return;
  g_usleep (300000);
  settle ();
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  path = g_strdup_printf ("%s/%s-%02u.png", folder, name, self->n_pictures++);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, .98, .98, .98);
  cairo_paint (cr);
  dh_widget_draw (GTK_WIDGET (self->window), cr);
  cairo_destroy (cr);
  cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
}

/* ---- the learner's hand ---- */

static gboolean
is_answer (GtkWidget *widget, gpointer data)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "answer");
}

static void
predict (Fixture *self, GtkWidget *caption, DhPredictionKind kind)
{
  switch (kind)
    {
    case DH_PREDICT_CHOICE:
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_nth (caption, "GtkToggleButton", 1)),
                                    TRUE);
      break;
    case DH_PREDICT_RATE:
      gtk_range_set_value (GTK_RANGE (find_widget (caption, "GtkScale")), 0);
      break;
    case DH_PREDICT_PLACE:
      g_signal_emit_by_name (find (self, "DhLessonScene"), "picked", .5, .5);
      break;
    default:
      {
        const double curve[DH_DRAWN_POINTS] = { 0 };
        GtkWidget *pad = find_widget (caption, "DhCurvePad");

        dh_curve_pad_set_curve (DH_CURVE_PAD (pad), curve);
        g_signal_emit_by_name (pad, "drawn");
      }
    }
}

static gboolean
is_done (gpointer data)
{
  DhLessonPlayer *player = dh_lesson_course_get_player (get_course (data));

  return player != NULL && dh_lesson_player_is_done (player);
}

static gboolean
knows_end (gpointer data)
{
  DhLessonPlayer *player = dh_lesson_course_get_player (get_course (data));

  return dh_lesson_player_get_end (player, dh_lesson_player_get_step (player)) != NULL;
}

/* Balls needn't be watched. */
static void
watch_run (Fixture *self, GtkWidget *caption, DhLessonPlayer *player)
{
  const DhLesson *lesson = dh_lesson_player_get_lesson (player);
  const DhLessonStep *step = dh_lesson_player_peek_step (player);

  g_signal_emit_by_name (find_button (caption, "Run"), "clicked");
  g_assert_cmpint (dh_lesson_player_get_shown (player), ==, DH_SHOWN_RUNNING);
  g_assert_false (gtk_widget_get_sensitive (find_button (caption, "Next")));
  if (!dh_lesson_world_has_balls (&lesson->worlds[step->world]))
    return;
  wait_until (knows_end, self);
  if (dh_lesson_player_get_shown (player) == DH_SHOWN_RUNNING)
    g_signal_emit_by_name (find_button (caption, "To the End"), "clicked");
}

/* The caption is whole in the window. */
static void
check_place (Fixture *self, GtkWidget *caption)
{
  graphene_rect_t bounds;

  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  g_assert_true (gtk_widget_compute_bounds (caption, GTK_WIDGET (self->window), &bounds));
  g_assert_cmpfloat (bounds.origin.x, >=, 0);
  g_assert_cmpfloat (bounds.origin.y, >=, 0);
  g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=,
                     gtk_widget_get_width (GTK_WIDGET (self->window)));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=,
                     gtk_widget_get_height (GTK_WIDGET (self->window)));
}

static void
do_step (Fixture *self)
{
  GtkWidget *caption = find (self, "DhLessonCaption");
  DhLessonPlayer *player = dh_lesson_course_get_player (get_course (self));
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  const char *id = dh_lesson_course_get_lesson (get_course (self))->id;

  check_place (self, caption);
  take_picture (self, id);
  if (step->kind == DH_LESSON_PREDICT)
    predict (self, caption, step->prediction.kind);
  else if (step->kind == DH_LESSON_RUN)
    watch_run (self, caption, player);
  else if (step->n_answers > 0)
    g_signal_emit_by_name (find_where (caption, is_answer, NULL), "clicked");
  wait_until (is_done, self);
  check_place (self, caption);
  if (step->kind != DH_LESSON_TELL && step->kind != DH_LESSON_LOOK)
    take_picture (self, id);
  g_signal_emit_by_name (find_button (caption, "Next"), "clicked");
}

static gboolean
is_ready (gpointer data)
{
  return dh_lesson_course_get_player (get_course (data)) != NULL
         || dh_lesson_course_get_stage (get_course (data)) == DH_STAGE_SUMMARY;
}

static void
play (Fixture *self)
{
  for (;;)
    {
      wait_until (is_ready, self);
      if (dh_lesson_course_get_stage (get_course (self)) == DH_STAGE_SUMMARY)
        break;
      do_step (self);
    }
  take_picture (self, dh_lesson_course_get_lesson (get_course (self))->id);
}

/* ---- tests ---- */

static gboolean
has_css_class (GtkWidget *widget, gpointer css_class)
{
  return gtk_widget_has_css_class (widget, css_class);
}

static void
test_bundled (Fixture *self, gconstpointer data)
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
      activate (self, "lesson", lesson->id);
      g_assert_cmpstr (dh_window_get_page (self->window), ==, "lesson");
      play (self);
    }
  activate (self, "home", NULL);
  take_picture (self, "start");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (find_where (
                              find (self, "DhStartPage"), has_css_class, (gpointer) "lesson-state"))),
                            "Finished"));
}

/* A training of its own; the person's waits meanwhile, and is as it was. */
static void
test_lanes (Fixture *self, gconstpointer data)
{
  DhSession *session = dh_window_get_session (self->window);
  g_autofree char *path = g_build_filename (self->folder, "two.lesson.md", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const guint n_lanes = g_list_model_get_n_items (dh_session_get_lanes (session));

  dh_session_set_playing (session, TRUE);
  g_assert_true (g_file_set_contents (path, LANES, -1, NULL));
  dh_window_open (self->window, file);
  g_assert_false (dh_session_get_playing (session));
  play (self);
  g_assert_cmpuint (g_list_model_get_n_items (dh_session_get_lanes (session)), ==, n_lanes);
  activate (self, "free-play", NULL);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
  g_assert_true (dh_session_get_playing (session));
  g_unlink (path);
}

/* Free play is one click away, and so is the way back to the same place. */
static void
test_back (Fixture *self, gconstpointer data)
{
  GtkWidget *page = find (self, "DhLessonPage");
  DhLessonCourse *course;

  g_action_group_change_action_state (G_ACTION_GROUP (self->window), "page",
                                      g_variant_new_string ("hills"));
  activate (self, "lesson", "ravine");
  wait_until (is_ready, self);
  course = get_course (self);
  g_signal_emit_by_name (find_button (find (self, "DhLessonCaption"), "Skip"), "clicked");
  g_assert_cmpint (dh_lesson_course_get_stage (course), ==, DH_STAGE_LESSON);
  g_signal_emit_by_name (find_button (find (self, "DhLessonCaption"), "Next"), "clicked");
  g_assert_cmpuint (dh_lesson_player_get_step (dh_lesson_course_get_player (course)), ==, 1);

  g_signal_emit_by_name (find_button (page, "Free Play"), "clicked");
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "hills");
  activate (self, "back-to-lesson", NULL);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lesson");
  g_assert_true (get_course (self) == course);
  g_assert_cmpuint (dh_lesson_player_get_step (dh_lesson_course_get_player (course)), ==, 1);
  g_signal_emit_by_name (find_button (find (self, "DhLessonCaption"), "Back"), "clicked");
  g_assert_cmpuint (dh_lesson_player_get_step (dh_lesson_course_get_player (course)), ==, 0);

  /* From the start page as well. */
  g_signal_emit_by_name (find_button (find (self, "DhLessonCaption"), "Next"), "clicked");
  g_signal_emit_by_name (find_button (page, "All Lessons"), "clicked");
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "start");
  activate (self, "lesson", "ravine");
  g_assert_true (get_course (self) == course);
  g_assert_cmpuint (dh_lesson_player_get_step (dh_lesson_course_get_player (course)), ==, 1);
}

/* The start page is shown once, and isn't the page that is remembered. */
static void
test_welcome (Fixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  g_autofree char *remembered = NULL;

  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
  dh_window_welcome (self->window);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "start");
  g_signal_emit_by_name (find_button (find (self, "DhStartPage"), "_Free Play"), "clicked");
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
  dh_window_welcome (self->window);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
  activate (self, "home", NULL);
  close_window (self);
  remembered = g_settings_get_string (settings, "page");
  g_assert_cmpstr (remembered, ==, "lanes");
}

/* The slider of a ball doesn't say what the learner is to say. */
static void
test_secret (Fixture *self, gconstpointer data)
{
  GtkWidget *scale;

  activate (self, "lesson", "step-size");
  wait_until (is_ready, self);
  scale = find_widget (find (self, "DhLessonScene"), "DhRateScale");
  g_assert_cmpstr (dh_rate_scale_get_zone (DH_RATE_SCALE (scale)), ==, "");
  g_signal_emit_by_name (find_button (find (self, "DhLessonCaption"), "Skip"), "clicked");
  for (guint i = 0; i < 9; i++)
    {
      GtkWidget *caption = find (self, "DhLessonCaption");
      DhLessonPlayer *player = dh_lesson_course_get_player (get_course (self));

      scale = find_widget (find (self, "DhLessonScene"), "DhRateScale");
      g_assert_cmpint (*dh_rate_scale_get_zone (DH_RATE_SCALE (scale)) != '\0', ==, i > 7);
      if (dh_lesson_player_peek_step (player)->kind == DH_LESSON_RUN)
        watch_run (self, caption, player);
      else if (dh_lesson_player_peek_step (player)->kind == DH_LESSON_PREDICT)
        predict (self, caption, dh_lesson_player_peek_step (player)->prediction.kind);
      else if (dh_lesson_player_peek_step (player)->n_answers > 0)
        g_signal_emit_by_name (find_where (caption, is_answer, NULL), "clicked");
      wait_until (is_done, self);
      g_signal_emit_by_name (find_button (caption, "Next"), "clicked");
    }
}

static gboolean
paints_faces (gpointer data)
{
  DhSession *session = dh_window_get_session (((Fixture *) data)->window);
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
test_live (Fixture *self, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  close_window (self);
  self->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  dh_window_teach (self->window, g_getenv ("DH_LESSONS"), NULL, self->log);
  dh_window_set_page (self->window, "start");
  gtk_window_present (GTK_WINDOW (self->window));
  wait_until (is_on_screen, find (self, "DhStartPage"));
  wait_until (paints_faces, self);
  dh_window_set_page (self->window, "losses");
  wait_until (hides_faces, self);
}

/* In a lesson, what would change the person's lanes does nothing. */
static void
test_untouched (Fixture *self, gconstpointer data)
{
  GListModel *lanes = dh_session_get_lanes (dh_window_get_session (self->window));
  const guint n = g_list_model_get_n_items (lanes);

  activate (self, "lesson", "ravine");
  wait_until (is_ready, self);
  activate (self, "add-lane", NULL);
  activate (self, "remove-lane", NULL);
  activate (self, "delete", NULL);
  activate (self, "step", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (lanes), ==, n);
  g_assert_cmpuint (dh_session_get_iteration (dh_window_get_session (self->window)), ==, 0);
}

/* It goes by itself, asks nothing, and ends with Esc at any place. */
static void
test_tour (Fixture *self, gconstpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  activate (self, "tour", NULL);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lesson");
  g_assert_cmpint (dh_lesson_player_get_shown (dh_lesson_course_get_player (get_course (self))), ==,
                   DH_SHOWN_RUNNING);
  for (guint i = 0; i < 5; i++)
    {
      GtkWidget *caption = find (self, "DhLessonCaption");

      g_assert_cmpuint (dh_lesson_player_get_step (dh_lesson_course_get_player (get_course (self))),
                        ==, i);
      check_place (self, caption);
      take_picture (self, "tour");
      g_signal_emit_by_name (find_button (caption, "Next"), "clicked");
    }
  g_assert_cmpint (dh_lesson_course_get_stage (get_course (self)), ==, DH_STAGE_SUMMARY);
  activate (self, "tour", NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.free-play", NULL);
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
  activate (self, "tour", NULL);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (self->window), "leave-tour"));
  activate (self, "leave-tour", NULL);
  g_assert_null (get_course (self));
  g_assert_cmpstr (dh_window_get_page (self->window), ==, "lanes");
}

static void
test_bad_file (Fixture *self, gconstpointer data)
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
  g_test_add ("/lessons/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  load_style ();
  add ("welcome", test_welcome);
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
