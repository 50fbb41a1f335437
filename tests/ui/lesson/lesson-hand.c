/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A learner's hand: plays a lesson in the real window with the caption's own buttons.
 */
#include "tests/ui/lesson/lesson-hand.h"

#include <glib/gstdio.h>
#include <math.h>

#include "config.h"
#include "tests/core/lesson/lesson-helpers.h"
#include "tests/ui/session-helpers.h"
#include "ui/lesson/curve-pad.h"
#include "ui/lesson/lesson-caption.h"
#include "ui/lesson/lesson-page.h"
#include "ui/lesson/lesson-scene.h"
#include "ui/widgets/picture-node.h"

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

void
hand_set_up (LessonHand *self, gconstpointer data)
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

void
hand_close_window (LessonHand *self)
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

void
hand_tear_down (LessonHand *self, gconstpointer data)
{
  if (self->window != NULL)
    hand_close_window (self);
  g_unlink (self->log);
  g_rmdir (self->folder);
  g_free (self->log);
  g_free (self->folder);
}

GtkWidget *
hand_find (LessonHand *self, const char *type)
{
  return find_widget (GTK_WIDGET (self->window), type);
}

DhLessonCourse *
hand_get_course (LessonHand *self)
{
  return dh_lesson_page_get_course (DH_LESSON_PAGE (hand_find (self, "DhLessonPage")));
}

void
hand_activate (LessonHand *self, const char *name, const char *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), name,
                                  parameter != NULL ? g_variant_new_string (parameter) : NULL);
}

/* ---- pictures ---- */

void
hand_take_picture (LessonHand *self, const char *name)
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

static gboolean
is_verdict (GtkWidget *widget, gpointer data)
{
  return gtk_widget_has_css_class (widget, "verdict");
}

static void
predict (LessonHand *self, GtkWidget *caption, DhPredictionKind kind)
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
      g_signal_emit_by_name (hand_find (self, "DhLessonScene"), "picked", .5, .5);
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
  DhLessonPlayer *player = dh_lesson_course_get_player (hand_get_course (data));

  return player != NULL && dh_lesson_player_is_done (player);
}

static gboolean
knows_end (gpointer data)
{
  DhLessonPlayer *player = dh_lesson_course_get_player (hand_get_course (data));

  return dh_lesson_player_get_end (player, dh_lesson_player_get_step (player)) != NULL;
}

static gboolean
is_running (LessonHand *self)
{
  return dh_lesson_player_get_shown (dh_lesson_course_get_player (hand_get_course (self)))
         == DH_SHOWN_RUNNING;
}

static gboolean
is_half_or_over (gpointer data)
{
  GtkWidget *bar = find_widget (hand_find (data, "DhLessonCaption"), "GtkProgressBar");

  return !is_running (data) || gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)) >= .5;
}

/* The caption says how far it is.  A few steps may be over before it does. */
static void
watch_training (LessonHand *self, GtkWidget *caption)
{
  GtkWidget *bar = find_widget (caption, "GtkProgressBar");

  g_assert_true (gtk_widget_get_visible (bar));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), <, .1);
  wait_until (is_half_or_over, self);
  if (!is_running (self))
    return;
  self->n_half_trained++;
  hand_take_picture (self, dh_lesson_course_get_lesson (hand_get_course (self))->id);
}

/* Balls needn't be watched. */
static void
watch_run (LessonHand *self, GtkWidget *caption, DhLessonPlayer *player)
{
  const DhLesson *lesson = dh_lesson_player_get_lesson (player);
  const DhLessonStep *step = dh_lesson_player_peek_step (player);

  g_signal_emit_by_name (find_button (caption, "Run"), "clicked");
  g_assert_cmpint (dh_lesson_player_get_shown (player), ==, DH_SHOWN_RUNNING);
  g_assert_false (gtk_widget_get_sensitive (find_button (caption, "Next")));
  if (!dh_lesson_world_has_balls (&lesson->worlds[step->world]))
    {
      watch_training (self, caption);
      return;
    }
  wait_until (knows_end, self);
  if (dh_lesson_player_get_shown (player) == DH_SHOWN_RUNNING)
    g_signal_emit_by_name (find_button (caption, "To the End"), "clicked");
}

/* The caption is whole in the window. */
void
hand_check_place (LessonHand *self, GtkWidget *caption)
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

/* A place is picked on the ground itself; the rate of a ball, its slider passes on to the lane. */
static void
do_what_is_asked (LessonHand *self, DhLessonPlayer *player)
{
  DhLessonScene *scene = DH_LESSON_SCENE (hand_find (self, "DhLessonScene"));

  g_assert_false (is_done (self));
  g_assert_true (gtk_widget_get_can_target (find_widget (GTK_WIDGET (scene), "DhBallRate")));
  g_assert_true (gtk_widget_get_mapped (find_widget (GTK_WIDGET (scene), "DhRaceBar")));
  g_assert_true (do_deed (player, dh_lesson_scene_get_session (scene),
                          dh_lesson_scene_get_race (scene)));
}

void
hand_do (LessonHand *self)
{
  GtkWidget *caption = hand_find (self, "DhLessonCaption");
  DhLessonPlayer *player = dh_lesson_course_get_player (hand_get_course (self));
  const DhLessonStep *step = dh_lesson_player_peek_step (player);

  if (step->kind == DH_LESSON_PREDICT)
    predict (self, caption, step->prediction.kind);
  else if (step->kind == DH_LESSON_RUN)
    watch_run (self, caption, player);
  else if (step->n_answers > 0)
    g_signal_emit_by_name (find_where (caption, is_answer, NULL), "clicked");
  else if (step->kind == DH_LESSON_DO)
    do_what_is_asked (self, player);
  wait_until (is_done, self);
}

/* A search for a rate may take longer than what is shown. */
static gboolean
is_prediction_marked (gpointer player)
{
  const guint predicted = dh_lesson_player_peek_step (player)->predicted;

  return !isnan (dh_lesson_player_get_reply (player, predicted)->score);
}

/* Whatever was said of a run that has been seen has a score.  Before the lesson, nothing is said of
 * it yet. */
static void
check_mark (LessonHand *self, DhLessonPlayer *player)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  const guint index = dh_lesson_player_get_step (player);
  g_autofree char *problem = dh_lesson_player_dup_problem (player, index);

  g_assert_cmpstr (problem, ==, NULL);
  if (step->kind == DH_LESSON_REVEAL)
    wait_until (is_prediction_marked, player);
  else if (step->n_answers > 0)
    g_assert_false (isnan (dh_lesson_player_get_reply (player, index)->score));
  if (step->kind == DH_LESSON_REVEAL || step->kind == DH_LESSON_DO || step->n_answers > 0)
    g_assert_cmpint (find_where (hand_find (self, "DhLessonCaption"), is_verdict, NULL) != NULL, ==,
                     dh_lesson_course_get_stage (hand_get_course (self)) != DH_STAGE_OPENING);
}

static void
do_step (LessonHand *self)
{
  GtkWidget *caption = hand_find (self, "DhLessonCaption");
  DhLessonPlayer *player = dh_lesson_course_get_player (hand_get_course (self));
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  const char *id = dh_lesson_course_get_lesson (hand_get_course (self))->id;

  hand_check_place (self, caption);
  hand_take_picture (self, id);
  hand_do (self);
  check_mark (self, player);
  hand_check_place (self, caption);
  if (step->kind != DH_LESSON_TELL && step->kind != DH_LESSON_LOOK)
    hand_take_picture (self, id);
  g_signal_emit_by_name (find_button (caption, "Next"), "clicked");
}

gboolean
hand_is_ready (gpointer data)
{
  return dh_lesson_course_get_player (hand_get_course (data)) != NULL
         || dh_lesson_course_get_stage (hand_get_course (data)) == DH_STAGE_SUMMARY;
}

void
hand_play (LessonHand *self)
{
  for (;;)
    {
      wait_until (hand_is_ready, self);
      if (dh_lesson_course_get_stage (hand_get_course (self)) == DH_STAGE_SUMMARY)
        break;
      do_step (self);
    }
  hand_take_picture (self, dh_lesson_course_get_lesson (hand_get_course (self))->id);
}
