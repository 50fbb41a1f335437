/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/lesson.h"

G_BEGIN_DECLS

/* A world of a lesson is given up where its claim doesn't hold by then. */
#define DH_CASE_MAX_STEPS      5000
#define DH_CASE_MAX_ITERATIONS 4000

/* A hidden run of a world, from its start until its claim holds: what a learner's answers are marked
 * by.  It uses the same race and session as the window, with the same seed, but nobody sees it.
 * Main context; balls run in slices of some milliseconds between other events, lanes train on
 * threads of their own. */
typedef struct _DhLessonCase DhLessonCase;

/* Called in the main context when it has ended; may free the case. */
typedef void (*DhLessonCaseEnded) (DhLessonCase *self, gpointer data);

/* world: with a claim; must outlive the case.  Starts at once. */
DhLessonCase *dh_lesson_case_new (const DhLessonWorld *world, const char *faces_folder,
                                  DhLessonCaseEnded ended, gpointer data);
void dh_lesson_case_free (DhLessonCase *self);

/* The next iteration at which a training pauses, so that the claim is judged by metrics that are up to
 * date: the one that it names, or a multiple of 50. */
guint64 dh_lesson_case_get_pause (const DhClaim *until, guint64 iteration);

/* 0 … 1, a guess */
double dh_lesson_case_get_progress (const DhLessonCase *self);
/* With curves; NULL: it hasn't ended, or couldn't be run. */
const DhObservation *dh_lesson_case_get_end (const DhLessonCase *self);
/* Why it couldn't be run, or that its claim never held; NULL: nothing is wrong.  A sentence. */
const char *dh_lesson_case_get_problem (const DhLessonCase *self);

/* After its end, a world of balls: looks for the largest learning rate of that ball at which the
 * claim holds at the end, with steps of half an order of magnitude and then closer.  Between events;
 * found: NaN if there is none.  One search at a time. */
typedef void (*DhLessonRateFound) (DhLessonCase *self, double found, gpointer data);
void dh_lesson_case_find_rate (DhLessonCase *self, guint number, const DhClaim *claim,
                               DhLessonRateFound found, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLessonCase, dh_lesson_case_free)

G_END_DECLS
