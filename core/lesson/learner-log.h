/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store-error.h"

G_BEGIN_DECLS

/* When a question was asked. */
typedef enum
{
  DH_OCCASION_OPENING, /* before the lesson */
  DH_OCCASION_LESSON,  /* in it */
  DH_OCCASION_CLOSING, /* after it */
  DH_OCCASION_REVIEW,  /* days later */
  DH_N_OCCASIONS
} DhOccasion;

/* A lesson's question comes back so many times after the lesson, after 1, 7 and 21 days. */
#define DH_N_REVIEWS 3

/* An answer. */
typedef struct
{
  const char *lesson;   /* its id */
  const char *question; /* the id of a question, or the title of a step of the lesson */
  guint64 instance;     /* of the question; 0 for a step */
  DhOccasion occasion;
  guint review; /* 1 … DH_N_REVIEWS; 0 on other occasions */
  double score; /* 0 … 1: 1 is right */
  gint64 time;  /* seconds since 1970 */
} DhLearnerAnswer;

/* What a learner has done, in a database of the person's own.  One thread.  All errors are
 * DH_STORE_ERROR. */
typedef struct _DhLearnerLog DhLearnerLog;

/* Makes the file, and its folder, if there is none.  *aside: (out) (optional) (transfer full): the
 * new name of a file that was damaged, in place of which a new one was made; else NULL. */
DhLearnerLog *dh_learner_log_open (const char *path, char **aside, GError **error);
void dh_learner_log_close (DhLearnerLog *self);

/* The step at which the learner is; 0 for a lesson that wasn't begun.  Going back is kept, too. */
gboolean dh_learner_log_put_place (DhLearnerLog *self, const char *lesson, guint step,
                                   GError **error);
guint dh_learner_log_get_place (DhLearnerLog *self, const char *lesson);
/* The lesson was finished; the first time counts. */
gboolean dh_learner_log_put_finished (DhLearnerLog *self, const char *lesson, gint64 time,
                                      GError **error);
/* In seconds since 1970; 0: it wasn't */
gint64 dh_learner_log_get_finished (DhLearnerLog *self, const char *lesson);

gboolean dh_learner_log_put_answer (DhLearnerLog *self, const DhLearnerAnswer *answer,
                                    GError **error);
/* The review that is due: 1 … DH_N_REVIEWS; 0: none yet, or none any more.  One that was missed is
 * still due; the days count from the lesson's end. */
guint dh_learner_log_get_due (DhLearnerLog *self, const char *lesson, gint64 now);
/* All answers in their order, as CSV (RFC 4180) with a line of names.  (transfer full) */
char *dh_learner_log_to_csv (DhLearnerLog *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLearnerLog, dh_learner_log_close)

G_END_DECLS
