/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/curve-score.h"
#include "core/lesson/lesson-case.h"
#include "core/lesson/lesson-key.h"

G_BEGIN_DECLS

/* A drawn curve has so many points, at equal distances from the first step of the run to its last. */
#define DH_DRAWN_POINTS 33

/* What the learner has said in a step. */
typedef struct
{
  gboolean given;
  guint number;                  /* of a choice */
  double rate;                   /* of a marked rate */
  double place[2];               /* of a marked place */
  double curve[DH_DRAWN_POINTS]; /* of a drawn curve: log10 of loss ÷ loss at the start */
  guint tried;                   /* of a question: bit i for answer i */
  guint first;                   /* of a question: the answer that counts */
  double score;                  /* 0 … 1; NaN: not marked yet, or it can't be */
} DhLessonReply;

/* Where the world that is shown stands. */
typedef enum
{
  DH_SHOWN_START,   /* before its first step */
  DH_SHOWN_RUNNING, /* on its way */
  DH_SHOWN_END,     /* where its claim holds */
} DhShownState;

/* Plays a lesson: which step is shown, what the learner has said, and what is right.  It shows the
 * lesson's worlds in a session and a race that belong to somebody else, such as the window's page
 * of lessons; what is right, it finds out by hidden runs, or by the shown run itself of lanes, whose
 * settings mustn't be changed meanwhile.  Main context.
 *
 * Signals:
 *   ::changed ()                     the step, a reply, a key or the shown world's state
 *   ::show (DhDocumentView *)        a world was opened: its page, its views and its ground are to
 *                                    be shown; the race has its ground already
 *   ::marked (guint step)            a reply got its score, for the first time */
#define DH_TYPE_LESSON_PLAYER (dh_lesson_player_get_type ())
G_DECLARE_FINAL_TYPE (DhLessonPlayer, dh_lesson_player, DH, LESSON_PLAYER, GObject)

/* lesson: (transfer full).  race: follows the session's lanes; both are taken over until the player
 * is disposed.  Nothing is shown before dh_lesson_player_go(). */
DhLessonPlayer *dh_lesson_player_new (DhLesson *lesson, DhSession *session, DhRace *race,
                                      const char *faces_folder);
const DhLesson *dh_lesson_player_get_lesson (DhLessonPlayer *self);

/* ---- steps ---- */
guint dh_lesson_player_get_step (DhLessonPlayer *self);
/* The step that is shown; lent */
const DhLessonStep *dh_lesson_player_peek_step (DhLessonPlayer *self);
/* Goes to any step. */
void dh_lesson_player_go (DhLessonPlayer *self, guint step);
/* Whether the shown step has what it waits for: a reply, the end of a run, a fulfilled claim. */
gboolean dh_lesson_player_is_done (DhLessonPlayer *self);

/* Whether something of what the shown world will do is still to be said by the learner, so that
 * nothing else may say it. */
gboolean dh_lesson_player_is_secret (DhLessonPlayer *self);

/* ---- replies; each belongs to the shown step ---- */
const DhLessonReply *dh_lesson_player_get_reply (DhLessonPlayer *self, guint step);
/* Whether the shown step is a prediction that may still be made or changed: its run hasn't been seen. */
gboolean dh_lesson_player_may_predict (DhLessonPlayer *self);
void dh_lesson_player_choose (DhLessonPlayer *self, guint number);
void dh_lesson_player_mark_rate (DhLessonPlayer *self, double rate);
void dh_lesson_player_mark_place (DhLessonPlayer *self, const double place[2]);
/* curve: DH_DRAWN_POINTS values of log10 of the loss, divided by that at the start */
void dh_lesson_player_draw (DhLessonPlayer *self, const double *curve);
/* In a step in which something is to be done: all balls start there, and roll. */
void dh_lesson_player_drop (DhLessonPlayer *self, const double place[2]);
/* Only the first answer counts for the score. */
void dh_lesson_player_answer (DhLessonPlayer *self, guint answer);

/* ---- what is right ---- */
/* NULL: not measured yet, or it can't be: see dh_lesson_player_get_problem(); lent */
const DhLessonKey *dh_lesson_player_get_key (DhLessonPlayer *self, guint step);
/* The end of a step's world; NULL as above; lent */
const DhObservation *dh_lesson_player_get_end (DhLessonPlayer *self, guint step);
/* How a drawn curve compares.  FALSE: none was drawn, or the key isn't there. */
gboolean dh_lesson_player_score_curve (DhLessonPlayer *self, guint step, DhCurveScore *score);
/* Why a step can't be marked here, in a sentence; NULL: it can, or isn't measured yet.  (transfer
 * full) */
char *dh_lesson_player_dup_problem (DhLessonPlayer *self, guint step);

/* ---- the shown world ---- */
DhShownState dh_lesson_player_get_shown (DhLessonPlayer *self);
/* Begins the world of the shown step anew, and runs it until its claim holds. */
void dh_lesson_player_run (DhLessonPlayer *self);
/* Balls: goes to the end of the run at once. */
void dh_lesson_player_skip (DhLessonPlayer *self);
/* How far the shown run is, 0 … 1 */
double dh_lesson_player_get_progress (DhLessonPlayer *self);

G_END_DECLS
