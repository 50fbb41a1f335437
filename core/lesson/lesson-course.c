/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lesson as it is given: a question, the lesson, the same question with other numbers.
 *
 * The opening question isn't resolved.  Being asked first prepares the mind for the answer, and
 * only a question of the same kind before and after shows what was learned.
 */
#include "core/lesson/lesson-course.h"

#include <math.h>

/* Numbers with which a question can't be asked are left out; so many in a row end the search. */
#define MAX_DRAWS 40

struct _DhLessonCourse
{
  GObject parent_instance;
  DhLesson *lesson;
  DhLessonPlayer *player;
  GPtrArray *questions; /* DhQuestionTemplate, lent */
  DhLearnerLog *log;
  DhSession *session;
  DhRace *race;
  char *faces_folder;
  GRand *lots;
  DhCourseStage stage;
  guint question; /* index of the one before and after */
  guint review;
  guint64 instance; /* of the question that is asked */
  guint draws;
  gboolean ready;   /* the question has a key */
  guint source;
  guint place;      /* that was kept last */
  double scores[DH_STAGE_SUMMARY];
  gboolean unkept;
};

enum
{
  SIGNAL_PLAYER,
  SIGNAL_CHANGED,
  SIGNAL_SHOW,
  SIGNAL_UNKEPT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhLessonCourse, dh_lesson_course, G_TYPE_OBJECT)

/* ---- what is kept ---- */

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Takes the error. */
static void
note_unkept (DhLessonCourse *self, GError *error)
{
  if (!self->unkept)
    g_signal_emit (self, signals[SIGNAL_UNKEPT], 0, error->message);
  self->unkept = TRUE;
  g_error_free (error);
}

static void
keep_place (DhLessonCourse *self, guint place)
{
  GError *error = NULL;

  if (self->log == NULL || self->place == place)
    return;
  self->place = place;
  if (!dh_learner_log_put_place (self->log, self->lesson->id, place, &error))
    note_unkept (self, error);
}

static void
keep_finished (DhLessonCourse *self)
{
  GError *error = NULL;

  if (self->log != NULL
      && !dh_learner_log_put_finished (self->log, self->lesson->id, get_now (), &error))
    note_unkept (self, error);
}

static void
marked_cb (DhLessonCourse *self, guint step)
{
  static const DhOccasion occasions[] = {
    [DH_STAGE_OPENING] = DH_OCCASION_OPENING,
    [DH_STAGE_LESSON] = DH_OCCASION_LESSON,
    [DH_STAGE_CLOSING] = DH_OCCASION_CLOSING,
    [DH_STAGE_REVIEW] = DH_OCCASION_REVIEW,
  };
  const DhLesson *lesson = dh_lesson_player_get_lesson (self->player);
  const gboolean question = self->stage != DH_STAGE_LESSON;
  const DhLearnerAnswer answer = {
    .lesson = self->lesson->id,
    .question = question ? lesson->id : lesson->steps[step].title,
    .instance = question ? self->instance : 0,
    .occasion = occasions[self->stage],
    .review = self->stage == DH_STAGE_REVIEW ? self->review : 0,
    .score = dh_lesson_player_get_reply (self->player, step)->score,
    .time = get_now (),
  };
  GError *error = NULL;

  self->scores[self->stage] = answer.score;
  if (self->log != NULL && !dh_learner_log_put_answer (self->log, &answer, &error))
    note_unkept (self, error);
}

/* ---- stages ---- */

static void begin_stage (DhLessonCourse *self, DhCourseStage stage);

static void
drop_player (DhLessonCourse *self)
{
  g_autoptr (DhLessonPlayer) player = g_steal_pointer (&self->player);

  if (player == NULL)
    return;
  g_signal_handlers_disconnect_by_data (player, self);
  g_object_run_dispose (G_OBJECT (player));
}

static void draw_question (DhLessonCourse *self);

static gboolean
draw_cb (gpointer data)
{
  DhLessonCourse *self = data;

  self->source = 0;
  draw_question (self);
  return G_SOURCE_REMOVE;
}

/* A question is shown once it is known that it can be marked. */
static void
look_at_question (DhLessonCourse *self)
{
  g_autofree char *problem = dh_lesson_player_dup_problem (self->player, 0);

  if (problem != NULL)
    {
      if (self->source == 0)
        self->source = g_idle_add (draw_cb, self);
      return;
    }
  if (dh_lesson_player_get_key (self->player, 0) == NULL)
    return;
  self->ready = TRUE;
  g_signal_emit (self, signals[SIGNAL_PLAYER], 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
changed_cb (DhLessonCourse *self)
{
  if (!self->ready)
    {
      look_at_question (self);
      return;
    }
  if (self->stage == DH_STAGE_LESSON)
    keep_place (self, dh_lesson_player_get_step (self->player));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
show_cb (DhLessonCourse *self, gpointer view)
{
  g_signal_emit (self, signals[SIGNAL_SHOW], 0, view);
}

static void
set_player (DhLessonCourse *self, DhLesson *lesson, guint step)
{
  self->player = dh_lesson_player_new (lesson, self->session, self->race, self->faces_folder);
  g_signal_connect_swapped (self->player, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->player, "show", G_CALLBACK (show_cb), self);
  g_signal_connect_swapped (self->player, "marked", G_CALLBACK (marked_cb), self);
  dh_lesson_player_go (self->player, step);
}

/* The next stage where no question can be asked. */
static void
leave_question (DhLessonCourse *self)
{
  begin_stage (self, self->stage == DH_STAGE_OPENING ? DH_STAGE_LESSON : DH_STAGE_SUMMARY);
}

static void
draw_question (DhLessonCourse *self)
{
  DhQuestionTemplate *question;
  DhLesson *lesson;

  drop_player (self);
  if (self->questions->len == 0 || self->draws++ >= MAX_DRAWS)
    {
      leave_question (self);
      return;
    }
  question = g_ptr_array_index (self->questions, self->question % self->questions->len);
  self->instance = g_rand_int (self->lots) % dh_question_template_count (question);
  lesson = dh_question_template_make (question, self->instance, NULL);
  if (lesson == NULL)
    leave_question (self);
  else
    set_player (self, lesson, 0);
}

static guint
find_place (DhLessonCourse *self)
{
  const guint place = self->log != NULL
                        ? dh_learner_log_get_place (self->log, self->lesson->id)
                        : 0;

  return place < self->lesson->n_steps ? place : 0;
}

static void
begin_stage (DhLessonCourse *self, DhCourseStage stage)
{
  drop_player (self);
  self->stage = stage;
  self->ready = stage == DH_STAGE_LESSON || stage == DH_STAGE_SUMMARY;
  self->draws = 0;
  if (stage == DH_STAGE_SUMMARY)
    keep_place (self, 0);
  if (stage == DH_STAGE_LESSON)
    set_player (self, dh_lesson_ref (self->lesson), find_place (self));
  else if (stage != DH_STAGE_SUMMARY)
    draw_question (self);
  g_signal_emit (self, signals[SIGNAL_PLAYER], 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
dh_lesson_course_start (DhLessonCourse *self)
{
  const gboolean begun = find_place (self) > 0
                         || (self->log != NULL
                             && dh_learner_log_get_finished (self->log, self->lesson->id) != 0);

  begin_stage (self, begun || self->questions->len == 0 ? DH_STAGE_LESSON : DH_STAGE_OPENING);
}

/* Another question than before and after, if there is one. */
void
dh_lesson_course_start_review (DhLessonCourse *self, guint review)
{
  self->review = review;
  self->question += review;
  begin_stage (self, DH_STAGE_REVIEW);
}

void
dh_lesson_course_go_on (DhLessonCourse *self)
{
  const guint next = self->player != NULL ? dh_lesson_player_get_step (self->player) + 1 : 0;

  if (self->stage == DH_STAGE_LESSON && next < self->lesson->n_steps)
    {
      dh_lesson_player_go (self->player, next);
      return;
    }
  if (self->stage == DH_STAGE_OPENING)
    begin_stage (self, DH_STAGE_LESSON);
  else if (self->stage == DH_STAGE_LESSON && self->questions->len > 0)
    begin_stage (self, DH_STAGE_CLOSING);
  else
    {
      if (self->stage != DH_STAGE_REVIEW)
        keep_finished (self);
      begin_stage (self, DH_STAGE_SUMMARY);
    }
}

gboolean
dh_lesson_course_can_go_back (DhLessonCourse *self)
{
  return self->stage == DH_STAGE_CLOSING || (self->stage == DH_STAGE_SUMMARY && self->review == 0)
         || (self->stage == DH_STAGE_LESSON && self->player != NULL
             && dh_lesson_player_get_step (self->player) > 0);
}

void
dh_lesson_course_go_back (DhLessonCourse *self)
{
  if (!dh_lesson_course_can_go_back (self))
    return;
  if (self->stage == DH_STAGE_LESSON)
    dh_lesson_player_go (self->player, dh_lesson_player_get_step (self->player) - 1);
  else
    {
      keep_place (self, self->lesson->n_steps - 1);
      begin_stage (self, DH_STAGE_LESSON);
    }
}

const DhLesson *
dh_lesson_course_get_lesson (DhLessonCourse *self)
{
  return self->lesson;
}

DhCourseStage
dh_lesson_course_get_stage (DhLessonCourse *self)
{
  return self->stage;
}

DhLessonPlayer *
dh_lesson_course_get_player (DhLessonCourse *self)
{
  return self->ready ? self->player : NULL;
}

double
dh_lesson_course_get_score (DhLessonCourse *self, DhCourseStage stage)
{
  return stage < DH_STAGE_SUMMARY ? self->scores[stage] : NAN;
}

/* ---- the object ---- */

static void
dh_lesson_course_dispose (GObject *object)
{
  DhLessonCourse *self = DH_LESSON_COURSE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  drop_player (self);
  g_clear_object (&self->session);
  g_clear_object (&self->race);
  G_OBJECT_CLASS (dh_lesson_course_parent_class)->dispose (object);
}

static void
dh_lesson_course_finalize (GObject *object)
{
  DhLessonCourse *self = DH_LESSON_COURSE (object);

  dh_lesson_unref (self->lesson);
  g_ptr_array_unref (self->questions);
  g_rand_free (self->lots);
  g_free (self->faces_folder);
  G_OBJECT_CLASS (dh_lesson_course_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, GType parameter)
{
  return g_signal_new (name, DH_TYPE_LESSON_COURSE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, parameter != G_TYPE_NONE, parameter);
}

static void
dh_lesson_course_class_init (DhLessonCourseClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_lesson_course_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_lesson_course_finalize;
  signals[SIGNAL_PLAYER] = add_signal ("player", G_TYPE_NONE);
  signals[SIGNAL_CHANGED] = add_signal ("changed", G_TYPE_NONE);
  signals[SIGNAL_SHOW] = add_signal ("show", G_TYPE_POINTER);
  signals[SIGNAL_UNKEPT] = add_signal ("unkept", G_TYPE_STRING);
}

static void
dh_lesson_course_init (DhLessonCourse *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->scores); i++)
    self->scores[i] = NAN;
}

DhLessonCourse *
dh_lesson_course_new (DhLesson *lesson, GPtrArray *questions, DhLearnerLog *log,
                      DhSession *session, DhRace *race, const char *faces_folder, guint32 seed)
{
  DhLessonCourse *self = g_object_new (DH_TYPE_LESSON_COURSE, NULL);

  self->lesson = lesson;
  self->questions = questions != NULL ? g_ptr_array_ref (questions) : g_ptr_array_new ();
  self->log = log;
  self->session = g_object_ref (session);
  self->race = g_object_ref (race);
  self->faces_folder = g_strdup (faces_folder);
  self->lots = g_rand_new_with_seed (seed);
  self->question = g_rand_int (self->lots) % MAX (self->questions->len, 1);
  return self;
}
