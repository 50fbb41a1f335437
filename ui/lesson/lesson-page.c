/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page of lessons.
 *
 * What the caption shows comes from the course; what lies under it, from a scene with a session of
 * its own that is made for each lesson and ends with it.
 */
#include "ui/lesson/lesson-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/lesson/caption-layer.h"
#include "ui/lesson/lesson-caption.h"
#include "ui/lesson/lesson-scene.h"
#include "ui/widgets/scheme.h"

struct _DhLessonPage
{
  GtkWidget parent_instance;
  GtkWidget *title;
  GtkWidget *overlay;
  GtkWidget *layer;
  GtkWidget *caption; /* or NULL */
  GtkWidget *scene;   /* or NULL */
  DhLessonCourse *course;
  gpointer player; /* whose step the focus followed last; never used */
  guint step;
  gboolean presenting;
  gboolean tour; /* runs begin by themselves */
};

enum
{
  SIGNAL_LEFT,
  SIGNAL_NEXT,
  SIGNAL_UNKEPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhLessonPage, dh_lesson_page, GTK_TYPE_WIDGET)

static DhLessonPlayer *
get_player (DhLessonPage *self)
{
  return self->course != NULL ? dh_lesson_course_get_player (self->course) : NULL;
}

/* ---- what is spoken of ---- */

static DhTarget
get_target (DhLessonPage *self)
{
  DhLessonPlayer *player = get_player (self);

  return player != NULL ? dh_lesson_player_peek_step (player)->at : (DhTarget){ DH_TARGET_NONE, 0 };
}

static guint
find_cb (GtkWidget *layer, graphene_rect_t *targets, gpointer data)
{
  DhLessonPage *self = data;

  return self->scene != NULL
           ? dh_lesson_scene_find (DH_LESSON_SCENE (self->scene), get_target (self), layer, targets,
                                   DH_CAPTION_MAX_TARGETS)
           : 0;
}

/* The prediction of a place that the step is about; NULL: it is about something else. */
static const DhLessonReply *
find_place (DhLessonPlayer *player)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  guint index = dh_lesson_player_get_step (player);

  if (step->kind == DH_LESSON_REVEAL)
    index = step->predicted;
  else if (step->kind != DH_LESSON_PREDICT)
    return NULL;
  if (dh_lesson_player_get_lesson (player)->steps[index].prediction.kind != DH_PREDICT_PLACE)
    return NULL;
  return dh_lesson_player_get_reply (player, index);
}

static void
update_scene (DhLessonPage *self, DhLessonPlayer *player)
{
  DhLessonScene *scene = DH_LESSON_SCENE (self->scene);
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  const DhLessonReply *place = find_place (player);

  dh_lesson_scene_set_locked (scene, step->kind != DH_LESSON_DO, step->at.kind);
  dh_lesson_scene_set_quiet (scene, dh_lesson_player_is_secret (player)
                                      || dh_lesson_course_get_stage (self->course)
                                           == DH_STAGE_OPENING);
  dh_lesson_scene_mark (scene, place != NULL && place->given ? place->place : NULL);
  dh_lesson_scene_show_alone (scene, self->presenting ? step->at.number : 0);
  /* Who wants no animation sees where it ends. */
  if (dh_lesson_player_get_shown (player) == DH_SHOWN_RUNNING
      && !adw_get_enable_animations (GTK_WIDGET (self)))
    dh_lesson_player_skip (player);
}

/* In a tour, of which nobody knows yet what to press. */
static gboolean
begin_run (DhLessonPage *self)
{
  DhLessonPlayer *player = get_player (self);

  if (!self->tour || player == NULL || dh_lesson_player_peek_step (player)->kind != DH_LESSON_RUN
      || dh_lesson_player_get_shown (player) != DH_SHOWN_START)
    return FALSE;
  dh_lesson_player_run (player);
  return TRUE;
}

/* A new step takes the focus; so does a button that couldn't have it before. */
static void
follow_step (DhLessonPage *self)
{
  DhLessonPlayer *player = get_player (self);
  const guint step = player != NULL ? dh_lesson_player_get_step (player) : 0;

  if (self->player == player && self->step == step
      && gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
    return;
  if (self->player != player || self->step != step)
    dh_lesson_scene_turn_to (DH_LESSON_SCENE (self->scene), get_target (self).kind);
  self->player = player;
  self->step = step;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    dh_lesson_caption_take_focus (DH_LESSON_CAPTION (self->caption));
}

static void
changed_cb (DhLessonPage *self)
{
  DhLessonPlayer *player = get_player (self);

  if (self->caption == NULL || begin_run (self))
    return;
  if (player != NULL)
    update_scene (self, player);
  dh_lesson_caption_update (DH_LESSON_CAPTION (self->caption));
  gtk_widget_queue_allocate (self->layer);
  follow_step (self);
}

static void
show_cb (DhLessonPage *self, const DhDocumentView *view)
{
  dh_lesson_scene_show (DH_LESSON_SCENE (self->scene), view);
}

static void
picked_cb (DhLessonPage *self, double x, double y)
{
  DhLessonPlayer *player = get_player (self);
  const DhLessonStep *step = player != NULL ? dh_lesson_player_peek_step (player) : NULL;
  const double at[] = { x, y };

  if (step == NULL)
    return;
  if (step->kind == DH_LESSON_PREDICT && step->prediction.kind == DH_PREDICT_PLACE)
    dh_lesson_player_mark_place (player, at);
  else
    dh_lesson_player_drop (player, at);
}

/* Who wants no animation sees where what was done ends. */
static void
playing_cb (DhLessonPage *self, GParamSpec *pspec, DhRace *race)
{
  DhLessonPlayer *player = get_player (self);

  if (player == NULL || dh_lesson_player_peek_step (player)->kind != DH_LESSON_DO
      || !dh_race_get_playing (race) || adw_get_enable_animations (GTK_WIDGET (self)))
    return;
  dh_race_set_playing (race, FALSE);
  dh_race_finish (race);
}

/* ---- leaving ---- */

static void
free_play_cb (DhLessonPage *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0, "free-play");
}

static void
home_cb (DhLessonPage *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0, "home");
}

static void
next_cb (DhLessonPage *self)
{
  g_signal_emit (self, signals[SIGNAL_NEXT], 0);
}

static void
unkept_cb (DhLessonPage *self, const char *sentence)
{
  g_signal_emit (self, signals[SIGNAL_UNKEPT], 0, sentence);
}

static void
back_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DhLessonPage *self = DH_LESSON_PAGE (widget);

  if (self->course != NULL)
    dh_lesson_course_go_back (self->course);
}

static void
on_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DhLessonPage *self = DH_LESSON_PAGE (widget);

  if (self->caption != NULL)
    dh_lesson_caption_go_on (DH_LESSON_CAPTION (self->caption));
}

/* ---- giving a lesson ---- */

void
dh_lesson_page_end (DhLessonPage *self)
{
  g_autoptr (DhLessonCourse) course = g_steal_pointer (&self->course);
  g_autoptr (DhSession) session = NULL;

  if (course == NULL)
    return;
  session = g_object_ref (dh_lesson_scene_get_session (DH_LESSON_SCENE (self->scene)));
  g_signal_handlers_disconnect_by_data (course, self);
  dh_caption_layer_set_child (DH_CAPTION_LAYER (self->layer), NULL);
  self->caption = NULL;
  self->scene = NULL;
  g_object_run_dispose (G_OBJECT (course));
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), NULL);
  g_object_run_dispose (G_OBJECT (session)); /* waits for its threads */
}

static void
set_scene (DhLessonPage *self, const char *faces_folder)
{
  self->scene = dh_lesson_scene_new (faces_folder);
  g_signal_connect_swapped (self->scene, "picked", G_CALLBACK (picked_cb), self);
  g_signal_connect_object (dh_lesson_scene_get_race (DH_LESSON_SCENE (self->scene)),
                           "notify::playing", G_CALLBACK (playing_cb), self, G_CONNECT_SWAPPED);
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->scene);
}

static void
set_caption (DhLessonPage *self, const char *next)
{
  DhRace *race = dh_lesson_scene_get_race (DH_LESSON_SCENE (self->scene));

  self->caption = dh_lesson_caption_new (self->course, race, next);
  g_signal_connect_swapped (self->caption, "home", G_CALLBACK (home_cb), self);
  g_signal_connect_swapped (self->caption, "next-lesson", G_CALLBACK (next_cb), self);
  dh_caption_layer_set_child (DH_CAPTION_LAYER (self->layer), self->caption);
}

/* Without the course's first step. */
static void
prepare (DhLessonPage *self, DhLesson *lesson, GPtrArray *questions, DhLearnerLog *log,
         const char *faces_folder, const char *next)
{
  DhLessonScene *scene;

  dh_lesson_page_end (self);
  set_scene (self, faces_folder);
  scene = DH_LESSON_SCENE (self->scene);
  gtk_label_set_text (GTK_LABEL (self->title), lesson->title);
  self->course = dh_lesson_course_new (lesson, questions, log, dh_lesson_scene_get_session (scene),
                                       dh_lesson_scene_get_race (scene), faces_folder,
                                       g_random_int ());
  g_signal_connect_swapped (self->course, "player", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->course, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->course, "show", G_CALLBACK (show_cb), self);
  g_signal_connect_swapped (self->course, "unkept", G_CALLBACK (unkept_cb), self);
  set_caption (self, next);
  self->player = NULL;
}

void
dh_lesson_page_give (DhLessonPage *self, DhLesson *lesson, GPtrArray *questions, DhLearnerLog *log,
                     const char *faces_folder, const char *next, guint review)
{
  prepare (self, lesson, questions, log, faces_folder, next);
  self->tour = FALSE;
  if (review > 0)
    dh_lesson_course_start_review (self->course, review);
  else
    dh_lesson_course_start (self->course);
  changed_cb (self);
}

void
dh_lesson_page_give_tour (DhLessonPage *self, DhLesson *lesson, const char *faces_folder)
{
  prepare (self, lesson, NULL, NULL, faces_folder, NULL);
  self->tour = TRUE;
  dh_lesson_course_start (self->course);
  changed_cb (self);
}

gboolean
dh_lesson_page_is_tour (DhLessonPage *self)
{
  return self->course != NULL && self->tour;
}

DhLessonCourse *
dh_lesson_page_get_course (DhLessonPage *self)
{
  return self->course;
}

void
dh_lesson_page_set_presenting (DhLessonPage *self, gboolean presenting)
{
  self->presenting = presenting;
  changed_cb (self);
}

/* ---- the widget ---- */

static void
dh_lesson_page_map (GtkWidget *widget)
{
  DhLessonPage *self = DH_LESSON_PAGE (widget);

  GTK_WIDGET_CLASS (dh_lesson_page_parent_class)->map (widget);
  if (self->caption != NULL)
    dh_lesson_caption_take_focus (DH_LESSON_CAPTION (self->caption));
}

static void
dh_lesson_page_dispose (GObject *object)
{
  dh_lesson_page_end (DH_LESSON_PAGE (object));
  dh_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_LESSON_PAGE);
  G_OBJECT_CLASS (dh_lesson_page_parent_class)->dispose (object);
}

static void
dh_lesson_page_class_init (DhLessonPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_lesson_page_dispose;
  widget_class->map = dh_lesson_page_map;
  signals[SIGNAL_LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_NEXT] = g_signal_new ("next", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);
  signals[SIGNAL_UNKEPT] = g_signal_new ("unkept", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (DH_TYPE_CAPTION_LAYER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/lesson/lesson-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DhLessonPage, title);
  gtk_widget_class_bind_template_child (widget_class, DhLessonPage, overlay);
  gtk_widget_class_bind_template_child (widget_class, DhLessonPage, layer);
  gtk_widget_class_bind_template_callback (widget_class, free_play_cb);
  gtk_widget_class_bind_template_callback (widget_class, home_cb);
  gtk_widget_class_install_action (widget_class, "lesson.back", NULL, back_action_cb);
  gtk_widget_class_install_action (widget_class, "lesson.on", NULL, on_action_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lesson");
}

static void
add_key (GtkEventController *keys, guint keyval, const char *action)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (keyval, GDK_ALT_MASK),
                      gtk_named_action_new (action)));
}

/* Wherever the focus is in the window; on is where one reads on. */
static void
add_keys (DhLessonPage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  const gboolean ltr = gtk_widget_get_direction (GTK_WIDGET (self)) != GTK_TEXT_DIR_RTL;

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_MANAGED);
  add_key (keys, ltr ? GDK_KEY_Left : GDK_KEY_Right, "lesson.back");
  add_key (keys, ltr ? GDK_KEY_Right : GDK_KEY_Left, "lesson.on");
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
dh_lesson_page_init (DhLessonPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (self);
  dh_caption_layer_set_find (DH_CAPTION_LAYER (self->layer), find_cb, self);
}

GtkWidget *
dh_lesson_page_new (void)
{
  return g_object_new (DH_TYPE_LESSON_PAGE, NULL);
}
