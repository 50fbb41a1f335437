/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdatomic.h>

G_BEGIN_DECLS

#define DH_LR_FINDER_FIRST_RATE   1e-6
#define DH_LR_FINDER_LAST_RATE    10.0
#define DH_LR_FINDER_N_ITERATIONS 778 /* 111 per decade */
#define DH_LR_FINDER_SMOOTHING    .98
#define DH_LR_FINDER_STOP_FACTOR  4.0

#define DH_LR_FINDER_RESULT_N_MARKS 3
/* 10, 5, 2.5: cautious, medium, bold. */
extern const double dh_lr_finder_result_divisors[DH_LR_FINDER_RESULT_N_MARKS];

typedef enum
{
  DH_LR_FINDER_RESULT_RUNNING,
  DH_LR_FINDER_RESULT_DONE,   /* the weights are restored */
  DH_LR_FINDER_RESULT_FAILED, /* no rate lowered the loss, or none was tried: no marks; the weights
                               * are restored */
} DhLrFinderResultState;

/* What ended the sweep. */
typedef enum
{
  DH_LR_FINDER_RESULT_END_NONE, /* still running */
  DH_LR_FINDER_RESULT_END_LAST_RATE,
  DH_LR_FINDER_RESULT_END_ROSE,    /* the average is DH_LR_FINDER_STOP_FACTOR times the lowest */
  DH_LR_FINDER_RESULT_END_BROKE,   /* the last loss is infinite or NaN */
  DH_LR_FINDER_RESULT_END_STOPPED, /* by the user */
  DH_LR_FINDER_RESULT_END_REFUSED, /* it never started: see problem */
} DhLrFinderResultEnd;

/* One iteration of the sweep. */
typedef struct
{
  double learning_rate;
  float loss;     /* as measured */
  float smoothed; /* bias-corrected average, which is judged.  NaN where the loss isn't finite */
} DhLrFinderResultPoint;

/* The result of a learning rate sweep so far.  Immutable once published, reference-counted. */
typedef struct
{
  atomic_int n_refs;
  guint serial; /* of the request */
  DhLrFinderResultState state;
  DhLrFinderResultEnd end;
  char *problem; /* a translated sentence; NULL except for REFUSED */
  guint n_points;
  DhLrFinderResultPoint *points;
  double best_rate;                          /* rate of the lowest smoothed loss; NaN: none */
  double marks[DH_LR_FINDER_RESULT_N_MARKS]; /* best / 10 (the default), / 5, / 2.5; NaN except for
                                              * DONE */
} DhLrFinderResult;

DhLrFinderResult *dh_lr_finder_result_ref (DhLrFinderResult *self);
void dh_lr_finder_result_unref (DhLrFinderResult *self);
/* The state of the sweep in one or two translated sentences; (transfer full) */
char *dh_lr_finder_result_dup_text (const DhLrFinderResult *self);
/* A rate rounded to two digits, as users type it: as a number and as "3.1e-4". */
double dh_lr_finder_result_round (double rate);
void dh_lr_finder_result_print_rate (double rate, char *text, gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLrFinderResult, dh_lr_finder_result_unref)

G_END_DECLS
