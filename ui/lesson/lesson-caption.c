/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The caption of a step.
 *
 * Its contents are made anew when the step changes or its reply does, and only updated while a run
 * goes on: a slider that is being dragged must not be replaced under the hand.
 */
#include "ui/lesson/lesson-caption.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/lesson/answer-list.h"
#include "ui/lesson/prediction-box.h"
#include "ui/lesson/verdict.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/waiting.h"

#define PROGRESS_MS 150

/* What takes a while, so that its time is shown. */
typedef enum
{
  WAIT_NONE,
  WAIT_RUN,  /* which is watched */
  WAIT_KEY   /* a hidden run */
} TimedWait;

struct _DhLessonCaption
{
  GtkWidget parent_instance;
  GtkWidget *title;
  GtkWidget *scroller; /* of what follows, to the note */
  GtkWidget *text;
  GtkWidget *body;
  GtkWidget *bar;      /* progress of a run */
  GtkWidget *note;     /* what is waited for, or why something can't be done */
  GtkWidget *back;
  GtkWidget *place;    /* “3 of 10” */
  GtkWidget *second;   /* skip */
  GtkWidget *primary;
  DhLessonCourse *course;
  DhRace *race;
  char *next;
  char *shown; /* what the body was made for */
  TimedWait wait;
  gint64 since; /* monotonic: when it began */
  guint source;
};

enum
{
  SIGNAL_NEXT_LESSON,
  SIGNAL_HOME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhLessonCaption, dh_lesson_caption, GTK_TYPE_WIDGET)

static DhLessonPlayer *
get_player (DhLessonCaption *self)
{
  return dh_lesson_course_get_player (self->course);
}

static gboolean
is_question (DhLessonCaption *self)
{
  return dh_lesson_course_get_stage (self->course) != DH_STAGE_LESSON;
}

/* ---- the buttons ---- */

/* A step that runs and hasn't yet. */
static gboolean
wants_run (DhLessonPlayer *player)
{
  return dh_lesson_player_peek_step (player)->kind == DH_LESSON_RUN
         && dh_lesson_player_get_shown (player) == DH_SHOWN_START;
}

static void
primary_cb (DhLessonCaption *self)
{
  DhLessonPlayer *player = get_player (self);

  if (dh_lesson_course_get_stage (self->course) == DH_STAGE_SUMMARY)
    g_signal_emit (self, signals[self->next != NULL ? SIGNAL_NEXT_LESSON : SIGNAL_HOME], 0);
  else if (player != NULL && wants_run (player))
    dh_lesson_player_run (player);
  else
    dh_lesson_course_go_on (self->course);
}

static void
back_cb (DhLessonCaption *self)
{
  dh_lesson_course_go_back (self->course);
}

/* What the second button does is what it says. */
static void
second_cb (DhLessonCaption *self)
{
  DhLessonPlayer *player = get_player (self);

  if (dh_lesson_course_get_stage (self->course) == DH_STAGE_SUMMARY)
    g_signal_emit (self, signals[SIGNAL_HOME], 0);
  else if (player == NULL)
    return;
  else if (dh_lesson_player_get_shown (player) == DH_SHOWN_RUNNING)
    dh_lesson_player_skip (player);
  else if (dh_lesson_player_peek_step (player)->kind == DH_LESSON_TRANSFER
           && dh_lesson_player_get_reply (player, dh_lesson_player_get_step (player))->given)
    dh_lesson_player_run (player);
  else
    dh_lesson_course_go_on (self->course);
}

static void
show_primary (DhLessonCaption *self, const char *label, gboolean sensitive)
{
  gtk_button_set_label (GTK_BUTTON (self->primary), label);
  gtk_widget_set_sensitive (self->primary, sensitive);
}

/* label: NULL: hidden */
static void
show_second (DhLessonCaption *self, const char *label, const char *tip)
{
  gtk_widget_set_visible (self->second, label != NULL);
  gtk_widget_set_tooltip_text (self->second, tip);
  if (label != NULL)
    gtk_button_set_label (GTK_BUTTON (self->second), label);
}

/* tip: what it does, in a sentence */
static const char *
get_second_label (DhLessonCaption *self, DhLessonPlayer *player, const char **tip)
{
  const DhLesson *lesson = dh_lesson_player_get_lesson (player);
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  const gboolean given = dh_lesson_player_get_reply (player, dh_lesson_player_get_step (player))
                           ->given;

  *tip = _ ("Show at once how the run ends");
  if (dh_lesson_player_get_shown (player) == DH_SHOWN_RUNNING)
    return dh_lesson_world_has_balls (&lesson->worlds[step->world]) ? _ ("To the End") : NULL;
  *tip = _ ("Go on without an answer");
  if (dh_lesson_course_get_stage (self->course) == DH_STAGE_OPENING)
    return given ? NULL : _ ("Skip");
  if (step->kind == DH_LESSON_TRANSFER && given
      && dh_lesson_player_get_shown (player) != DH_SHOWN_END)
    {
      *tip = _ ("Watch the run that decides what is right");
      return _ ("Show Me");
    }
  if (!dh_lesson_player_is_done (player)
      && (step->kind == DH_LESSON_PREDICT || step->kind == DH_LESSON_DO || step->n_answers > 0))
    return _ ("Skip");
  return NULL;
}

static void
show_buttons (DhLessonCaption *self, DhLessonPlayer *player)
{
  const DhLesson *lesson = dh_lesson_player_get_lesson (player);
  const guint step = dh_lesson_player_get_step (player);
  g_autofree char *place = NULL;
  const char *label, *tip;

  if (is_question (self))
    place = g_strdup ("");
  else
    /* Translators: a step of a lesson: “3 of 10” */
    place = g_strdup_printf (_ ("%u of %u"), step + 1, lesson->n_steps);
  gtk_label_set_text (GTK_LABEL (self->place), place);
  if (wants_run (player))
    show_primary (self, _ ("Run"), TRUE);
  else
    show_primary (self, _ ("Next"), dh_lesson_player_is_done (player));
  label = get_second_label (self, player, &tip);
  show_second (self, label, tip);
}

/* ---- what it says ---- */

/* The answer is given, and its key isn't known yet. */
static gboolean
is_measuring (DhLessonPlayer *player)
{
  const guint step = dh_lesson_player_get_step (player);
  g_autofree char *problem = dh_lesson_player_dup_problem (player, step);

  return problem == NULL && dh_lesson_player_peek_step (player)->n_answers > 0
         && dh_lesson_player_get_reply (player, step)->given && !dh_lesson_player_is_done (player);
}

static char *
dup_measuring (DhLessonCaption *self)
{
  const double seconds = self->wait == WAIT_KEY ? dh_waiting_count (self->since) : 0;

  return dh_waiting_dup_words (_ ("Measuring what is right…"), seconds, NAN);
}

/* Lanes, on the screen. */
static gboolean
trains (DhLessonPlayer *player)
{
  const DhLesson *lesson = dh_lesson_player_get_lesson (player);
  const guint world = dh_lesson_player_peek_step (player)->world;

  return dh_lesson_player_get_shown (player) == DH_SHOWN_RUNNING
         && !dh_lesson_world_has_balls (&lesson->worlds[world]);
}

/* What is waited for, or what went wrong; NULL: nothing */
static char *
dup_note (DhLessonCaption *self, DhLessonPlayer *player)
{
  const guint step = dh_lesson_player_get_step (player);
  const DhLessonStep *asked = dh_lesson_player_peek_step (player);
  const gboolean given = dh_lesson_player_get_reply (player, step)->given;
  g_autofree char *problem = dh_lesson_player_dup_problem (player, step);

  if (problem != NULL && (asked->kind == DH_LESSON_PREDICT || asked->n_answers > 0))
    return g_strdup_printf (_ ("This can’t be marked on this computer: %s"), problem);
  if (problem != NULL)
    return g_steal_pointer (&problem);
  if (asked->kind == DH_LESSON_DO && !dh_lesson_player_is_done (player)
      && dh_lesson_player_get_shown (player) != DH_SHOWN_RUNNING)
    return g_strdup (_ ("Waiting for you to do it."));
  if (dh_lesson_course_get_stage (self->course) == DH_STAGE_OPENING && given)
    return g_strdup (_ ("Noted. The lesson shows it, and then you are asked again with other numbers."));
  return is_measuring (player) ? dup_measuring (self) : NULL;
}

static void
show_note (DhLessonCaption *self, DhLessonPlayer *player)
{
  g_autofree char *note = dup_note (self, player);

  gtk_label_set_text (GTK_LABEL (self->note), note != NULL ? note : "");
  gtk_widget_set_visible (self->note, note != NULL);
}

/* NULL: the step has none */
static GtkWidget *
new_body (DhLessonCaption *self, DhLessonPlayer *player)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (player);

  if (step->kind == DH_LESSON_PREDICT)
    return dh_prediction_box_new (player, self->race);
  if (step->kind == DH_LESSON_DO && dh_lesson_player_is_done (player))
    return dh_verdict_new (1, _ ("That’s it. Go on, or try something else first."));
  if (step->kind == DH_LESSON_REVEAL && dh_lesson_player_get_key (player, step->predicted) != NULL)
    return dh_reveal_box_new (player, step->predicted);
  if (step->n_answers > 0)
    return dh_answer_list_new (player,
                               dh_lesson_course_get_stage (self->course) != DH_STAGE_OPENING);
  return NULL;
}

static void
set_body (DhLessonCaption *self, GtkWidget *body)
{
  GtkWidget *old;

  while ((old = gtk_widget_get_first_child (self->body)) != NULL)
    gtk_box_remove (GTK_BOX (self->body), old);
  if (body != NULL)
    gtk_box_append (GTK_BOX (self->body), body);
  gtk_widget_set_visible (self->body, body != NULL);
}

/* What the body depends on.  A mark that is being dragged isn't part of it. */
static char *
dup_state (DhLessonCaption *self, DhLessonPlayer *player)
{
  const guint step = dh_lesson_player_get_step (player);
  const DhLessonStep *asked = dh_lesson_player_peek_step (player);
  const DhLessonReply *reply = dh_lesson_player_get_reply (player, step);
  const gboolean known = dh_lesson_player_get_key (player, asked->kind == DH_LESSON_REVEAL
                                                             ? asked->predicted
                                                             : step)
                         != NULL;
  const gboolean place = asked->prediction.kind == DH_PREDICT_PLACE;
  const gboolean done = asked->kind == DH_LESSON_DO && dh_lesson_player_is_done (player);

  return g_strdup_printf ("%p %u %u %u %d %d %d %g %g %d", (gpointer) player, step, reply->tried,
                          reply->first, done, asked->kind == DH_LESSON_PREDICT || known,
                          dh_lesson_player_may_predict (player), place ? reply->place[0] : 0,
                          place ? reply->place[1] : 0,
                          asked->kind == DH_LESSON_REVEAL
                            ? !isnan (dh_lesson_player_get_reply (player, asked->predicted)->score)
                            : 0);
}

static void
set_title (DhLessonCaption *self, const char *title, const char *markup)
{
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_markup (GTK_LABEL (self->text), markup != NULL ? markup : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_text (GTK_LABEL (self->text)), -1);
  gtk_widget_set_visible (self->text, markup != NULL && *markup != '\0');
}

static const char *
get_question_title (DhCourseStage stage)
{
  switch (stage)
    {
    case DH_STAGE_OPENING:
      return _ ("Before the lesson: what would you say?");
    case DH_STAGE_CLOSING:
      return _ ("And now?");
    default:
      return _ ("Do you remember?");
    }
}

static void
show_step (DhLessonCaption *self, DhLessonPlayer *player)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (player);
  g_autofree char *state = dup_state (self, player);

  if (g_strcmp0 (state, self->shown) != 0)
    {
      const gboolean had_focus = gtk_widget_get_focus_child (self->body) != NULL;

      set_title (self,
                 is_question (self)
                   ? get_question_title (dh_lesson_course_get_stage (self->course))
                   : step->title,
                 step->text);
      set_body (self, new_body (self, player));
      if (had_focus)
        gtk_widget_child_focus (self->body, GTK_DIR_TAB_FORWARD);
      g_free (self->shown);
      self->shown = g_steal_pointer (&state);
    }
  show_note (self, player);
  show_buttons (self, player);
}

/* ---- the summary ---- */

static char *
dup_summary (DhLessonCaption *self)
{
  const double before = dh_lesson_course_get_score (self->course, DH_STAGE_OPENING);
  const double after = dh_lesson_course_get_score (self->course, DH_STAGE_CLOSING);
  const double review = dh_lesson_course_get_score (self->course, DH_STAGE_REVIEW);
  const char *result;

  if (!isnan (review))
    return g_strdup (review > .5 ? _ ("Right again. That is how it stays.")
                                 : _ ("Not this time. The lesson is worth another look."));
  if (isnan (after))
    result = _ ("That was the lesson.");
  else if (after > .5)
    result = isnan (before) ? _ ("The last question was right.")
             : before > .5  ? _ ("Right before the lesson, and right after it.")
                            : _ ("Not right before the lesson, right after it: you have learned it.");
  else
    result = _ ("The last question wasn’t right yet. Go back to any step, as often as you like.");
  if (isnan (after))
    return g_strdup (result);
  return g_strdup_printf ("%s\n\n%s", result,
                          _ ("A question of the same kind comes back on the start page after 1, 7 and "
                             "21 days: what is asked again stays."));
}

static void
show_summary (DhLessonCaption *self)
{
  const DhLesson *lesson = dh_lesson_course_get_lesson (self->course);
  g_autofree char *summary = dup_summary (self);
  g_autofree char *markup = g_markup_escape_text (summary, -1);
  /* Translators: on a button; the title of the next lesson */
  g_autofree char *next = self->next != NULL ? g_strdup_printf (_ ("Next: %s"), self->next) : NULL;

  g_clear_pointer (&self->shown, g_free);
  set_title (self, lesson->title, markup);
  set_body (self, NULL);
  gtk_widget_set_visible (self->note, FALSE);
  gtk_label_set_text (GTK_LABEL (self->place), "");
  show_primary (self, next != NULL ? next : _ ("All Lessons"), TRUE);
  show_second (self, next != NULL ? _ ("All Lessons") : NULL, _ ("To the start page (Ctrl+0)"));
}

static void
show_measuring (DhLessonCaption *self)
{
  g_autofree char *words = dup_measuring (self);

  gtk_label_set_text (GTK_LABEL (self->note), words);
  gtk_widget_set_visible (self->note, TRUE);
}

static void
show_waiting (DhLessonCaption *self)
{
  g_clear_pointer (&self->shown, g_free);
  set_title (self, _ ("A question is being prepared…"), NULL);
  set_body (self, NULL);
  show_measuring (self);
  gtk_label_set_text (GTK_LABEL (self->place), "");
  show_primary (self, _ ("Next"), FALSE);
  show_second (self, NULL, NULL);
}

/* ---- a run ---- */

static void
show_progress (DhLessonCaption *self, DhLessonPlayer *player)
{
  const double part = dh_lesson_player_get_progress (player);
  const char *what = trains (player) && part <= 0 ? _ ("Faces and weights are being read…")
                                                  : _ ("Running");
  g_autofree char *words = dh_waiting_dup_words (what, dh_waiting_count (self->since), part);

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), part);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->bar), words);
}

static gboolean
progress_cb (gpointer data)
{
  DhLessonCaption *self = data;
  DhLessonPlayer *player = get_player (self);

  if (self->wait == WAIT_KEY)
    show_measuring (self);
  else if (player != NULL)
    show_progress (self, player);
  return G_SOURCE_CONTINUE;
}

/* The text makes room for what is watched. */
static void
show_wait (DhLessonCaption *self, TimedWait wait)
{
  gtk_widget_set_visible (self->bar, wait == WAIT_RUN);
  if (wait == self->wait)
    return;
  self->wait = wait;
  self->since = g_get_monotonic_time ();
  g_clear_handle_id (&self->source, g_source_remove);
  if (wait == WAIT_NONE)
    return;
  self->source = g_timeout_add (PROGRESS_MS, progress_cb, self);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), 0);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->bar), _ ("Running"));
}

static TimedWait
find_wait (DhLessonCaption *self, DhLessonPlayer *player)
{
  if (dh_lesson_course_get_stage (self->course) == DH_STAGE_SUMMARY)
    return WAIT_NONE;
  if (player == NULL)
    return WAIT_KEY;
  if (dh_lesson_player_get_shown (player) == DH_SHOWN_RUNNING)
    return WAIT_RUN;
  return is_measuring (player) && dh_lesson_course_get_stage (self->course) != DH_STAGE_OPENING
           ? WAIT_KEY
           : WAIT_NONE;
}

void
dh_lesson_caption_update (DhLessonCaption *self)
{
  DhLessonPlayer *player = get_player (self);

  gtk_widget_set_sensitive (self->back, dh_lesson_course_can_go_back (self->course));
  show_wait (self, find_wait (self, player));
  if (dh_lesson_course_get_stage (self->course) == DH_STAGE_SUMMARY)
    show_summary (self);
  else if (player != NULL)
    show_step (self, player);
  else
    show_waiting (self);
  gtk_widget_set_visible (self->scroller,
                          gtk_widget_get_visible (self->text) || gtk_widget_get_visible (self->body)
                            || gtk_widget_get_visible (self->bar)
                            || gtk_widget_get_visible (self->note));
}

void
dh_lesson_caption_go_on (DhLessonCaption *self)
{
  if (gtk_widget_get_sensitive (self->primary))
    primary_cb (self);
}

/* Where there is something to choose or to draw, the focus goes there. */
void
dh_lesson_caption_take_focus (DhLessonCaption *self)
{
  if (gtk_widget_get_sensitive (self->primary))
    gtk_widget_grab_focus (self->primary);
  else if (get_player (self) != NULL && trains (get_player (self)))
    return; /* not to Back, where a key pressed too early would throw the training away */
  else if (!gtk_widget_grab_focus (self->body))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/* ---- the widget ---- */

static void
dh_lesson_caption_dispose (GObject *object)
{
  DhLessonCaption *self = DH_LESSON_CAPTION (object);

  g_clear_handle_id (&self->source, g_source_remove);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_LESSON_CAPTION);
  g_clear_object (&self->course);
  g_clear_object (&self->race);
  G_OBJECT_CLASS (dh_lesson_caption_parent_class)->dispose (object);
}

static void
dh_lesson_caption_finalize (GObject *object)
{
  DhLessonCaption *self = DH_LESSON_CAPTION (object);

  g_free (self->next);
  g_free (self->shown);
  G_OBJECT_CLASS (dh_lesson_caption_parent_class)->finalize (object);
}

static void
dh_lesson_caption_class_init (DhLessonCaptionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_lesson_caption_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_lesson_caption_finalize;
  signals[SIGNAL_NEXT_LESSON] = g_signal_new ("next-lesson", G_TYPE_FROM_CLASS (klass),
                                              G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                              0);
  signals[SIGNAL_HOME] = g_signal_new ("home", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/lesson/lesson-caption.ui");
  gtk_widget_class_bind_template_child (widget_class, DhLessonCaption, title);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCaption, scroller);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCaption, text);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCaption, body);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCaption, bar);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCaption, note);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCaption, back);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCaption, place);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCaption, second);
  gtk_widget_class_bind_template_child (widget_class, DhLessonCaption, primary);
  gtk_widget_class_bind_template_callback (widget_class, primary_cb);
  gtk_widget_class_bind_template_callback (widget_class, second_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lessoncaption");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_lesson_caption_init (DhLessonCaption *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dh_lesson_caption_new (DhLessonCourse *course, DhRace *race, const char *next)
{
  DhLessonCaption *self = g_object_new (DH_TYPE_LESSON_CAPTION, NULL);

  self->course = g_object_ref (course);
  self->race = g_object_ref (race);
  self->next = g_strdup (next);
  dh_lesson_caption_update (self);
  return GTK_WIDGET (self);
}
