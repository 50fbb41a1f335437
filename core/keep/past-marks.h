/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/session-keeper.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 iteration;
  char *note; /* never NULL */
} DhMarkedMoment;

/* The marked moments of a kept session: what its file lists, and what was changed since.  Main
 * context. */
typedef struct _DhPastMarks DhPastMarks;

DhPastMarks *dh_past_marks_new (DhSession *session);
void dh_past_marks_free (DhPastMarks *self);
/* Call once, or not at all. */
void dh_past_marks_set_keeper (DhPastMarks *self, DhSessionKeeper *keeper);

/* One for all lanes at an iteration, as they are and as they were at the last update; by iteration.
 * (transfer none) (element-type DhMarkedMoment) */
const GArray *dh_past_marks_get (DhPastMarks *self);
/* After what follows, and after other lanes have come. */
void dh_past_marks_update (DhPastMarks *self);

/* What the file lists, which may be older than what was set: (element-type DhMoment).  NULL: that
 * isn't known yet. */
void dh_past_marks_take (DhPastMarks *self, GPtrArray *moments);
/* The moment of one lane's run.  note: NULL: takes the mark away */
void dh_past_marks_set (DhPastMarks *self, const DhPlace *place, const char *note);

/* NULL: nothing is marked at the iteration.  (transfer none) */
const char *dh_past_marks_get_note (DhPastMarks *self, guint64 iteration);

G_END_DECLS
