/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/widgets/scale-track.h"

G_BEGIN_DECLS

/* A place on the line that somebody may want to go back to. */
typedef struct
{
  guint64 iteration;
  guint number;     /* the lane whose settings changed there; 0: a moment that was marked */
  const char *text; /* what happened, translated */
} DhTimeMark;

/* The height of all marks, pixels. */
#define DH_TIME_MARKS_HEIGHT 9

/* The marks of a timeline, by iteration.  length: of the line, in iterations. */
typedef struct _DhTimeMarks DhTimeMarks;

DhTimeMarks *dh_time_marks_new (void);
void dh_time_marks_free (DhTimeMarks *self);
/* marks: copied, in any order */
void dh_time_marks_set (DhTimeMarks *self, const DhTimeMark *marks, guint n_marks);
gboolean dh_time_marks_is_empty (const DhTimeMarks *self);
/* Draws them from y = 0 on. */
void dh_time_marks_draw (const DhTimeMarks *self, cairo_t *cr, const DhScaleTrack *track,
                         guint64 length);
/* Where an iteration lies on the track. */
double dh_time_marks_get_x (const DhScaleTrack *track, guint64 length, guint64 iteration);
/* The iteration of the nearest mark within reach of a place; FALSE: there is none. */
gboolean dh_time_marks_find_at (const DhTimeMarks *self, const DhScaleTrack *track, guint64 length,
                                double x, guint64 *iteration);
/* The marks within reach of a place, in lines; (transfer full), NULL if there are none. */
char *dh_time_marks_dup_words_at (const DhTimeMarks *self, const DhScaleTrack *track,
                                  guint64 length, double x);
/* The iteration of the next mark after a position (1), or of the last one before it (-1), short of
 * the end of the line; FALSE: there is none. */
gboolean dh_time_marks_find_beside (const DhTimeMarks *self, guint64 position, guint64 length,
                                    int direction, guint64 *iteration);

G_END_DECLS
