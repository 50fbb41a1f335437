/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The kinds of work that take long enough to be shown. */
typedef enum
{
  DH_PROGRESS_NONE,
  DH_PROGRESS_FACES,   /* reads the pictures of both people */
  DH_PROGRESS_CODE,    /* chooses and generates the code of the network's layers */
  DH_PROGRESS_LANE,    /* makes a lane's weights */
  DH_PROGRESS_STEP,    /* trains; this and the following are only shown if they take seconds */
  DH_PROGRESS_PAINT,   /* paints the faces that are shown */
  DH_PROGRESS_MEASURE, /* measures the metrics on all faces that are held out */
} DhProgressKind;

typedef struct
{
  DhProgressKind kind;
  guint lane, n_lanes;  /* LANE: the one that is being made, from 1; of so many */
  guint64 n_parameters; /* LANE: of each */
  guint64 iteration;    /* STEP: from 1 */
  double fraction;      /* that is done, 0 … 1 */
} DhProgress;

/* "Preparing lane 2 of 4: 130 million weights"; NULL: nothing is to be said; (transfer full) */
char *dh_progress_dup_text (const DhProgress *self);
/* Of several lanes, one after the other, the part that is done of all. */
double dh_progress_get_whole (const DhProgress *self);

/* Goes on beside the numbers, again and again; all else is waited for before there are any. */
gboolean dh_progress_is_of_training (const DhProgress *self);

G_END_DECLS
