/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the workers spend processor time on. */
typedef enum
{
  DH_WORK_TRAINING,  /* iterations, with their batches */
  DH_WORK_PREVIEWS,  /* counted: previews */
  DH_WORK_METRICS,   /* measurements */
  DH_WORK_LANDSCAPE, /* points */
  DH_WORK_BALL,      /* positions */
  DH_WORK_BALL_LOSS, /* losses */
  DH_WORK_CURVATURE, /* products */
  DH_WORK_KEEPING,   /* images of lanes */
  DH_WORK_REPLAY,    /* iterations of the past */
  DH_N_WORK_KINDS
} DhWorkKind;

/* How much of each kind has been done, and in how much processor time.  A value. */
typedef struct
{
  struct
  {
    guint64 n;
    double seconds;
    double due; /* seconds of training after which it may be done again */
  } kinds[DH_N_WORK_KINDS];
  double before; /* training before the newest iteration, s */
  double mark;   /* processor time of the workers that is accounted for, s */
} DhWorkAccount;

/* now: the processor time of all workers, s.  What they have spent since the last call belongs to
 * no kind. */
void dh_work_account_skip (DhWorkAccount *self, double now);
/* What they have spent since the last call was n pieces of training. */
void dh_work_account_add_training (DhWorkAccount *self, guint n, double now);
/* … was n pieces of another kind of work, which isn't due again before enough has been trained that
 * it takes no more than this share, 0 … 1, of the time. */
void dh_work_account_add (DhWorkAccount *self, DhWorkKind kind, guint n, double share, double now);
gboolean dh_work_account_is_due (const DhWorkAccount *self, DhWorkKind kind);
/* Makes a kind of work due at once. */
void dh_work_account_hurry (DhWorkAccount *self, DhWorkKind kind);

G_END_DECLS
