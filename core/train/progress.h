/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Kinds of work that take long enough to be shown. */
typedef enum
{
  DH_PROGRESS_NONE,
  DH_PROGRESS_FACES,   /* reading the pictures of both people */
  DH_PROGRESS_CODE,    /* choosing and generating code for the network's layers */
  DH_PROGRESS_LANE,    /* initialising a lane's weights */
  DH_PROGRESS_STEP,    /* training; this and the following are only shown if they take seconds */
  DH_PROGRESS_PAINT,   /* painting the preview faces */
  DH_PROGRESS_MEASURE, /* measuring the metrics on all held-out faces */
} DhProgressKind;

typedef struct
{
  DhProgressKind kind;
  guint lane, n_lanes;  /* LANE: the one being made, from 1, and how many there are */
  guint64 n_parameters; /* LANE: per lane */
  guint64 iteration;    /* STEP: from 1 */
  double fraction;      /* finished part, 0 … 1 */
} DhProgress;

/* "Preparing lane 2 of 4: 130 million weights"; NULL: nothing to say; (transfer full) */
char *dh_progress_dup_text (const DhProgress *self);
/* The finished part of the work on all lanes, which are made one after the other. */
double dh_progress_get_whole (const DhProgress *self);

/* Whether the work recurs while training is already shown; all other kinds come before training. */
gboolean dh_progress_is_of_training (const DhProgress *self);

G_END_DECLS
