/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Playing a lesson.
 *
 * A step is shown with the world it speaks of, at its start, on its way or at its end, whichever
 * way the learner came to it: so one can go back and forth at will.  Balls get to the end of a run by
 * making its steps at once; lanes have to train again.
 *
 * What is right is known from hidden runs (lesson-keys.c).  A shown run of balls ends where the
 * hidden one did, so both are the same to the last step.
 */
#include "core/lesson/lesson-player.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/lesson/lesson-keys.h"
#include "core/race/race-document.h"
#include "core/session/session-document.h"

#define RUN_SECONDS 8.0 /* a run of balls takes no longer */
#define WATCH_MS    200 /* between two looks at what the learner does */

struct _DhLessonPlayer
{
  GObject parent_instance;
  DhLesson *lesson;
  DhSession *session;
  DhRace *race;
  DhLessonKeys *keys;
  guint step;
  DhLessonReply replies[DH_LESSON_MAX_STEPS];
  gboolean done[DH_LESSON_MAX_STEPS]; /* the run has been seen, the claim fulfilled */
  int world;                          /* that is shown; −1: none */
  DhShownState shown;
  char *problem;  /* of the shown world */
  gboolean moving; /* it is moved from here */
  guint watch;    /* source; 0: the step is no deed's */
  gboolean touched; /* the learner may have changed the shown world */
  double rates[DH_MAX_LANES]; /* of a deed's balls, when they were looked at last */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_SHOW,
  SIGNAL_MARKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhLessonPlayer, dh_lesson_player, G_TYPE_OBJECT)

const DhLessonStep *
dh_lesson_player_peek_step (DhLessonPlayer *self)
{
  return &self->lesson->steps[self->step];
}

static const DhLessonWorld *
get_world (DhLessonPlayer *self)
{
  return &self->lesson->worlds[self->world];
}

static void
emit_changed (DhLessonPlayer *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ---- the shown world ---- */

/* Where a rate was marked, its ball runs with it: one sees what becomes of the guess. */
static void
set_marked_rate (DhLessonPlayer *self)
{
  for (guint i = 0; i < self->lesson->n_steps; i++)
    {
      const DhLessonStep *step = &self->lesson->steps[i];
      g_autoptr (DhLane) lane = NULL;

      if (step->kind != DH_LESSON_PREDICT || step->prediction.kind != DH_PREDICT_RATE
          || step->world != (guint) self->world || !self->replies[i].given)
        continue;
      lane = dh_session_find_lane (self->session, step->prediction.number);
      dh_lane_set_ball_rate_on (lane, dh_race_get_ground (self->race), self->replies[i].rate);
    }
}

/* At its start.  FALSE: it can't be made here. */
static gboolean
open_world (DhLessonPlayer *self, guint world)
{
  DhDocument *document = self->lesson->worlds[world].document;
  g_autoptr (GError) error = NULL;

  self->world = (int) world;
  self->shown = DH_SHOWN_START;
  self->moving = TRUE;
  self->touched = FALSE;
  g_clear_pointer (&self->problem, g_free);
  dh_race_set_playing (self->race, FALSE);
  dh_session_set_playing (self->session, FALSE);
  dh_session_set_iteration_limit (self->session, 0);
  if (!dh_session_open_document (self->session, document, &error))
    self->problem = g_strdup (error->message);
  else if (dh_lesson_world_has_balls (&self->lesson->worlds[world])
           && !dh_race_show_hills (self->race, &document->view.hills))
    self->problem = g_strdup (_ ("The ground of this lesson can’t be made here."));
  set_marked_rate (self);
  dh_race_reset (self->race);
  self->moving = FALSE;
  g_signal_emit (self, signals[SIGNAL_SHOW], 0, &document->view);
  return self->problem == NULL;
}

static void
note_end (DhLessonPlayer *self)
{
  self->shown = DH_SHOWN_END;
  if (dh_lesson_player_peek_step (self)->kind == DH_LESSON_RUN)
    self->done[self->step] = TRUE;
  emit_changed (self);
}

/* ---- balls ---- */

/* The step at which the run ends; 0: not known yet */
static guint64
get_last_step (DhLessonPlayer *self)
{
  const DhObservation *end = dh_lesson_keys_get_end (self->keys, (guint) self->world);
  const DhClaim *until = get_world (self)->until;

  if (end != NULL)
    return end->step;
  /* Where only steps are counted, it needs no hidden run, which may come late on a busy machine. */
  return until != NULL && dh_claim_is_step (until) ? dh_claim_get_step (until) : 0;
}

/* Makes the steps that are left, or takes back those that are too many. */
static void
go_to_end (DhLessonPlayer *self)
{
  const guint last = (guint) get_last_step (self);
  guint position;

  self->moving = TRUE;
  dh_race_set_playing (self->race, FALSE);
  dh_race_set_position (self->race, MIN (dh_race_get_n_steps (self->race), last));
  do
    {
      position = dh_race_get_position (self->race);
      if (position < last)
        dh_race_step (self->race);
    }
  while (dh_race_get_position (self->race) > position);
  self->moving = FALSE;
  note_end (self);
}

static gboolean
is_running_balls (DhLessonPlayer *self)
{
  return !self->moving && self->shown == DH_SHOWN_RUNNING
         && dh_lesson_world_has_balls (get_world (self));
}

static void
moved_cb (DhLessonPlayer *self)
{
  const guint64 last = is_running_balls (self) ? get_last_step (self) : 0;

  if (last > 0 && dh_race_get_position (self->race) >= last)
    go_to_end (self);
}

/* The race stops by itself once no ball moves. */
static void
race_playing_cb (DhLessonPlayer *self)
{
  if (is_running_balls (self) && !dh_race_get_playing (self->race) && get_last_step (self) > 0)
    go_to_end (self);
}

static void
run_balls (DhLessonPlayer *self)
{
  const DhDocumentHills *hills = &get_world (self)->document->view.hills;
  const double n_steps = (double) MAX (get_last_step (self),
                                       dh_claim_get_step (get_world (self)->until));
  const double least = n_steps / RUN_SECONDS / DH_RACE_STEPS_PER_SECOND;

  dh_race_set_speed (self->race, CLAMP (MAX (hills->speed, least), DH_RACE_MIN_SPEED,
                                        DH_RACE_MAX_SPEED));
  dh_race_set_playing (self->race, TRUE);
}

/* ---- lanes ---- */

static void
train (DhLessonPlayer *self)
{
  dh_session_set_iteration_limit (
    self->session, dh_lesson_case_get_pause (get_world (self)->until,
                                             dh_session_get_iteration (self->session)));
  dh_session_set_playing (self->session, TRUE);
}

static void
idle_cb (DhLessonPlayer *self)
{
  g_autoptr (DhObservation) now = NULL;
  const guint64 iteration = dh_session_get_iteration (self->session);

  if (self->shown != DH_SHOWN_RUNNING || dh_lesson_world_has_balls (get_world (self))
      || iteration == 0)
    return;
  now = dh_observation_new_of_session (self->session, TRUE);
  if (!dh_claim_holds (get_world (self)->until, now) && iteration < DH_CASE_MAX_ITERATIONS)
    {
      train (self);
      return;
    }
  dh_lesson_keys_put_end (self->keys, (guint) self->world, g_steal_pointer (&now));
  note_end (self);
}

static void
status_cb (DhLessonPlayer *self)
{
  if (self->world < 0 || dh_lesson_world_has_balls (get_world (self)))
    return;
  if (dh_session_get_status (self->session) == DH_SESSION_FAILED)
    {
      g_free (self->problem);
      self->problem = g_strdup (dh_session_get_message (self->session));
      emit_changed (self);
    }
  else if (self->shown == DH_SHOWN_RUNNING
           && dh_session_get_status (self->session) == DH_SESSION_READY)
    train (self);
}

/* ---- runs ---- */

void
dh_lesson_player_run (DhLessonPlayer *self)
{
  const guint world = dh_lesson_player_peek_step (self)->world;

  g_return_if_fail (self->lesson->worlds[world].until != NULL);
  if (!open_world (self, world))
    {
      emit_changed (self);
      return;
    }
  self->shown = DH_SHOWN_RUNNING;
  if (dh_lesson_world_has_balls (get_world (self)))
    run_balls (self);
  else
    status_cb (self);
  emit_changed (self);
}

void
dh_lesson_player_skip (DhLessonPlayer *self)
{
  if (self->shown == DH_SHOWN_RUNNING && dh_lesson_world_has_balls (get_world (self))
      && get_last_step (self) > 0)
    go_to_end (self);
}

double
dh_lesson_player_get_progress (DhLessonPlayer *self)
{
  const DhLessonWorld *world = self->world >= 0 ? get_world (self) : NULL;
  double step, last;

  if (world == NULL || self->shown == DH_SHOWN_START)
    return 0;
  if (self->shown == DH_SHOWN_END)
    return 1;
  last = (double) MAX (get_last_step (self), dh_claim_get_step (world->until));
  step = dh_lesson_world_has_balls (world) ? (double) dh_race_get_position (self->race)
                                           : (double) dh_session_get_iteration (self->session);
  return last > 0 ? MIN (step / last, 1) : 0;
}

DhShownState
dh_lesson_player_get_shown (DhLessonPlayer *self)
{
  return self->shown;
}

/* ---- steps ---- */

/* What such a step speaks of, it shows at its end; what is to be done begins there. */
static gboolean
looks_back (const DhLessonStep *step)
{
  return step->kind == DH_LESSON_REVEAL || step->kind == DH_LESSON_ASK
         || step->kind == DH_LESSON_SHARE || step->kind == DH_LESSON_DO;
}

/* Others are about what comes. */
static gboolean
looks_ahead (DhLessonPlayer *self, const DhLessonStep *step)
{
  return step->kind == DH_LESSON_PREDICT || (step->kind == DH_LESSON_RUN && !self->done[self->step])
         || (step->kind == DH_LESSON_TRANSFER && !self->replies[self->step].given);
}

/* Lanes that have just been shown needn't be prepared once more to be run: it takes a second in which
 * no face is seen. */
static gboolean
is_shown_already (DhLessonPlayer *self, guint world)
{
  const DhLessonWorld *worlds = self->lesson->worlds;
  g_autofree char *shown = NULL, *wanted = NULL;

  if (self->world < 0 || self->shown != DH_SHOWN_START || self->touched || self->problem != NULL
      || dh_lesson_world_has_balls (&worlds[world]))
    return FALSE;
  shown = dh_document_to_dense_text (worlds[self->world].document);
  wanted = dh_document_to_dense_text (worlds[world].document);
  return strcmp (shown, wanted) == 0;
}

static void
show_world (DhLessonPlayer *self)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (self);

  if (is_shown_already (self, step->world))
    self->world = (int) step->world;
  if ((guint) self->world != step->world || self->touched
      || (looks_ahead (self, step) && self->shown != DH_SHOWN_START))
    open_world (self, step->world);
  if (self->problem != NULL || self->shown == DH_SHOWN_END || !looks_back (step)
      || self->lesson->worlds[step->world].until == NULL)
    return;
  dh_lesson_player_run (self);
  dh_lesson_player_skip (self);
}

/* ---- deeds ---- */

static gboolean
has_flown_off (DhLessonPlayer *self, guint runner)
{
  const DhBall *ball = dh_race_get_ball (self->race, runner);

  return ball != NULL && ball->diverged;
}

/* Balls that rest roll on with another rate; from where one has flown to, none comes back: all begin
 * anew. */
static void
follow_rates (DhLessonPlayer *self, gboolean roll)
{
  gboolean changed = FALSE, lost = FALSE;

  if (!dh_lesson_world_has_balls (get_world (self)))
    return;
  for (guint i = 0; i < dh_race_get_n_runners (self->race); i++)
    {
      const double rate = dh_race_get_rate (self->race, i);

      lost = lost || (self->rates[i] != rate && has_flown_off (self, i));
      changed = changed || self->rates[i] != rate;
      self->rates[i] = rate;
    }
  if (!roll || !changed)
    return;
  if (lost)
    dh_race_reset (self->race);
  dh_race_set_playing (self->race, TRUE);
}

static gboolean
watch_cb (gpointer data)
{
  DhLessonPlayer *self = data;
  const DhLessonStep *step = dh_lesson_player_peek_step (self);
  g_autoptr (DhObservation) now = dh_lesson_world_has_balls (get_world (self))
                                    ? dh_observation_new_of_race (self->race, FALSE)
                                    : dh_observation_new_of_session (self->session, FALSE);

  follow_rates (self, TRUE);
  if (self->done[self->step] || self->shown == DH_SHOWN_RUNNING
      || !dh_claim_holds (step->until, now))
    return G_SOURCE_CONTINUE;
  self->done[self->step] = TRUE;
  emit_changed (self);
  return G_SOURCE_CONTINUE;
}

/* Goes on after it is done: one may try more. */
static void
begin_deed (DhLessonPlayer *self)
{
  self->touched = TRUE;
  follow_rates (self, FALSE);
  self->watch = g_timeout_add (WATCH_MS, watch_cb, self);
}

void
dh_lesson_player_drop (DhLessonPlayer *self, const double place[2])
{
  if (dh_lesson_player_peek_step (self)->kind != DH_LESSON_DO)
    return;
  dh_race_drop (self->race, place);
  dh_race_set_playing (self->race, TRUE);
}

/* A training nobody watches may take the processor where no shown one is to come before it. */
static gboolean
may_train_hidden (DhLessonPlayer *self)
{
  for (guint i = self->step; i < self->lesson->n_steps; i++)
    {
      const DhLessonStep *step = &self->lesson->steps[i];

      if (step->kind == DH_LESSON_TRANSFER)
        return self->shown != DH_SHOWN_RUNNING;
      if (step->kind == DH_LESSON_RUN && !self->done[i])
        return FALSE;
    }
  return FALSE;
}

void
dh_lesson_player_go (DhLessonPlayer *self, guint step)
{
  g_return_if_fail (DH_IS_LESSON_PLAYER (self) && step < self->lesson->n_steps);
  g_clear_handle_id (&self->watch, g_source_remove);
  self->step = step;
  show_world (self);
  dh_lesson_keys_want (self->keys, step, may_train_hidden (self));
  if (dh_lesson_player_peek_step (self)->kind == DH_LESSON_DO)
    begin_deed (self);
  emit_changed (self);
}

guint
dh_lesson_player_get_step (DhLessonPlayer *self)
{
  return self->step;
}

/* Without a key, nobody can be kept waiting for it. */
static gboolean
is_marked (DhLessonPlayer *self)
{
  g_autofree char *problem = NULL;

  if (dh_lesson_player_get_key (self, self->step) != NULL)
    return TRUE;
  problem = dh_lesson_player_dup_problem (self, self->step);
  return problem != NULL;
}

/* Where nothing is asked, nobody has to wait for what is only shown. */
static gboolean
asks_anything (const DhLesson *lesson)
{
  for (guint i = 0; i < lesson->n_steps; i++)
    if (dh_lesson_step_has_key (&lesson->steps[i]))
      return TRUE;
  return FALSE;
}

/* Until the last run has been seen, and an answer about another case been given. */
gboolean
dh_lesson_player_is_secret (DhLessonPlayer *self)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (self);

  if (step->kind == DH_LESSON_DO || !asks_anything (self->lesson))
    return FALSE;
  if (step->kind == DH_LESSON_TRANSFER)
    return !self->replies[self->step].given;
  for (guint i = self->step; i < self->lesson->n_steps; i++)
    if (self->lesson->steps[i].kind == DH_LESSON_RUN && !self->done[i])
      return TRUE;
  return FALSE;
}

gboolean
dh_lesson_player_is_done (DhLessonPlayer *self)
{
  const DhLessonStep *step = dh_lesson_player_peek_step (self);

  if (self->problem != NULL)
    return TRUE;
  switch (step->kind)
    {
    case DH_LESSON_RUN:
      return self->done[self->step] || !asks_anything (self->lesson);
    case DH_LESSON_DO:
      return self->done[self->step];
    case DH_LESSON_PREDICT:
      return self->replies[self->step].given;
    case DH_LESSON_REVEAL:
      return self->shown == DH_SHOWN_END;
    case DH_LESSON_ASK:
    case DH_LESSON_SHARE:
    case DH_LESSON_TRANSFER:
      return self->replies[self->step].given && is_marked (self);
    default:
      return TRUE;
    }
}

/* ---- replies ---- */

const DhLessonReply *
dh_lesson_player_get_reply (DhLessonPlayer *self, guint step)
{
  return &self->replies[step];
}

gboolean
dh_lesson_player_score_curve (DhLessonPlayer *self, guint step, DhCurveScore *score)
{
  const DhLessonStep *asked = &self->lesson->steps[step];
  const DhObservation *end = dh_lesson_player_get_end (self, step);
  const DhObserved *observed = end != NULL
                                 ? dh_observation_find (end, asked->prediction.number)
                                 : NULL;
  g_autofree double *measured = NULL;

  if (!self->replies[step].given || observed == NULL || observed->curve == NULL
      || observed->curve->len < 2)
    return FALSE;
  measured = g_new (double, observed->curve->len);
  for (guint i = 0; i < observed->curve->len; i++)
    measured[i] = log10 (g_array_index (observed->curve, double, i)
                         / g_array_index (observed->curve, double, 0));
  *score = dh_curve_score_make (measured, observed->curve->len, self->replies[step].curve,
                                DH_DRAWN_POINTS);
  return TRUE;
}

static double
score_prediction (DhLessonPlayer *self, guint step, const DhLessonKey *key)
{
  const DhLessonReply *reply = &self->replies[step];
  DhGround *ground;
  DhCurveScore curve;

  switch (self->lesson->steps[step].prediction.kind)
    {
    case DH_PREDICT_CHOICE:
      return reply->number == key->number;
    case DH_PREDICT_CURVE:
      return dh_lesson_player_score_curve (self, step, &curve) ? curve.total / 100 : NAN;
    case DH_PREDICT_RATE:
      return dh_lesson_key_is_rate_right (key, reply->rate);
    default:
      ground = dh_race_get_runner_ground (self->race, 0);
      return ground != NULL
               ? dh_lesson_key_is_place_right (key, reply->place,
                                               ground->maximum[0] - ground->minimum[0])
               : NAN;
    }
}

/* Marks what has been said, once it is known what is right. */
static void
mark (DhLessonPlayer *self, guint step)
{
  const DhLessonStep *asked = &self->lesson->steps[step];
  const DhLessonKey *key = dh_lesson_player_get_key (self, step);
  DhLessonReply *reply = &self->replies[step];
  g_autofree char *fault = key != NULL ? dh_lesson_key_find_fault (key, asked) : NULL;

  if (!reply->given || !isnan (reply->score) || key == NULL || fault != NULL)
    return;
  reply->score = asked->kind == DH_LESSON_PREDICT ? score_prediction (self, step, key)
                                                  : (key->right & 1u << reply->first) != 0;
  if (!isnan (reply->score))
    g_signal_emit (self, signals[SIGNAL_MARKED], 0, step);
}

/* What was predicted may be changed until the run has been seen. */
static DhLessonReply *
begin_prediction (DhLessonPlayer *self)
{
  self->replies[self->step].given = TRUE;
  return &self->replies[self->step];
}

static gboolean
has_seen_run (DhLessonPlayer *self, guint predicted)
{
  for (guint i = predicted; i < self->lesson->n_steps; i++)
    if (self->lesson->steps[i].kind == DH_LESSON_RUN)
      return self->done[i];
  return FALSE;
}

gboolean
dh_lesson_player_may_predict (DhLessonPlayer *self)
{
  return dh_lesson_player_peek_step (self)->kind == DH_LESSON_PREDICT
         && !has_seen_run (self, self->step);
}

void
dh_lesson_player_choose (DhLessonPlayer *self, guint number)
{
  if (!dh_lesson_player_may_predict (self))
    return;
  begin_prediction (self)->number = number;
  emit_changed (self);
}

void
dh_lesson_player_mark_rate (DhLessonPlayer *self, double rate)
{
  if (!dh_lesson_player_may_predict (self))
    return;
  begin_prediction (self)->rate = rate;
  emit_changed (self);
}

void
dh_lesson_player_mark_place (DhLessonPlayer *self, const double place[2])
{
  if (!dh_lesson_player_may_predict (self))
    return;
  memcpy (begin_prediction (self)->place, place, 2 * sizeof *place);
  emit_changed (self);
}

void
dh_lesson_player_draw (DhLessonPlayer *self, const double *curve)
{
  if (!dh_lesson_player_may_predict (self))
    return;
  memcpy (begin_prediction (self)->curve, curve, DH_DRAWN_POINTS * sizeof *curve);
  emit_changed (self);
}

void
dh_lesson_player_answer (DhLessonPlayer *self, guint answer)
{
  DhLessonReply *reply = &self->replies[self->step];

  g_return_if_fail (answer < dh_lesson_player_peek_step (self)->n_answers);
  if (!reply->given)
    reply->first = answer;
  reply->given = TRUE;
  reply->tried |= 1u << answer;
  mark (self, self->step);
  emit_changed (self);
}

/* ---- what is right ---- */

const DhLessonKey *
dh_lesson_player_get_key (DhLessonPlayer *self, guint step)
{
  return dh_lesson_keys_get_key (self->keys, step);
}

const DhObservation *
dh_lesson_player_get_end (DhLessonPlayer *self, guint step)
{
  return dh_lesson_keys_get_end (self->keys, self->lesson->steps[step].world);
}

char *
dh_lesson_player_dup_problem (DhLessonPlayer *self, guint step)
{
  const DhLessonKey *key = dh_lesson_player_get_key (self, step);
  const char *problem = dh_lesson_keys_get_problem (self->keys, self->lesson->steps[step].world);

  if (self->problem != NULL)
    return g_strdup (self->problem);
  if (problem != NULL)
    return g_strdup (problem);
  return key != NULL ? dh_lesson_key_find_fault (key, &self->lesson->steps[step]) : NULL;
}

/* Predictions are marked when their run has been seen. */
static void
mark_all (DhLessonPlayer *self)
{
  for (guint i = 0; i < self->lesson->n_steps; i++)
    if (self->lesson->steps[i].kind != DH_LESSON_PREDICT || has_seen_run (self, i))
      mark (self, i);
}

static void
keys_changed_cb (gpointer data)
{
  DhLessonPlayer *self = data;

  if (self->world >= 0 && is_running_balls (self))
    {
      if (looks_back (dh_lesson_player_peek_step (self)))
        dh_lesson_player_skip (self);
      else
        {
          moved_cb (self);
          race_playing_cb (self);
        }
    }
  emit_changed (self);
}

/* ---- the object ---- */

static void
dh_lesson_player_dispose (GObject *object)
{
  DhLessonPlayer *self = DH_LESSON_PLAYER (object);

  g_clear_handle_id (&self->watch, g_source_remove);
  g_clear_pointer (&self->keys, dh_lesson_keys_free);
  if (self->race != NULL)
    g_signal_handlers_disconnect_by_data (self->race, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->race);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (dh_lesson_player_parent_class)->dispose (object);
}

static void
dh_lesson_player_finalize (GObject *object)
{
  DhLessonPlayer *self = DH_LESSON_PLAYER (object);

  dh_lesson_unref (self->lesson);
  g_free (self->problem);
  G_OBJECT_CLASS (dh_lesson_player_parent_class)->finalize (object);
}

static void
dh_lesson_player_class_init (DhLessonPlayerClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_lesson_player_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_lesson_player_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new_class_handler ("changed", type, G_SIGNAL_RUN_FIRST,
                                                        G_CALLBACK (mark_all), NULL, NULL, NULL,
                                                        G_TYPE_NONE, 0);
  signals[SIGNAL_SHOW] = g_signal_new ("show", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_MARKED] = g_signal_new ("marked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
dh_lesson_player_init (DhLessonPlayer *self)
{
  self->world = -1;
  for (guint i = 0; i < DH_LESSON_MAX_STEPS; i++)
    self->replies[i].score = NAN;
}

DhLessonPlayer *
dh_lesson_player_new (DhLesson *lesson, DhSession *session, DhRace *race, const char *faces_folder)
{
  DhLessonPlayer *self = g_object_new (DH_TYPE_LESSON_PLAYER, NULL);

  self->lesson = lesson;
  self->session = g_object_ref (session);
  self->race = g_object_ref (race);
  self->keys = dh_lesson_keys_new (lesson, faces_folder, keys_changed_cb, self);
  g_signal_connect_swapped (race, "moved", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (race, "notify::playing", G_CALLBACK (race_playing_cb), self);
  g_signal_connect_swapped (session, "idle", G_CALLBACK (idle_cb), self);
  g_signal_connect_swapped (session, "notify::status", G_CALLBACK (status_cb), self);
  return self;
}

const DhLesson *
dh_lesson_player_get_lesson (DhLessonPlayer *self)
{
  return self->lesson;
}
