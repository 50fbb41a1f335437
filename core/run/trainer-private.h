/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pthread.h>

#include "core/run/stage.h"
#include "core/run/trainer.h"

G_BEGIN_DECLS

struct _DhTrainer
{
  pthread_t  thread;
  DhMailbox *plans;           /* in */
  DhMailbox *reports;         /* out */
  int        cancelled;       /* atomic: the main context is about to quit */
  guint      n_workers;

  /* The rest belongs to worker 0. */
  DhPool    *pool;
  DhPlan    *plan;
  DhStage   *stage;
  char      *failure;         /* why there is no stage, or not all lanes */
  DhLaneRun *lanes[DH_PLAN_MAX_LANES];
  guint      n_lanes;
  guint64    n_steps_done;    /* single steps of this generation */
  gboolean   settled;         /* idle, and said so */
  double     elapsed;         /* s of training */
  gint64     last_report, last_preview, preview_cost;
  struct
  {
    gint64   since;
    guint64  rounds;
    double   pace;            /* rounds a second */
  } clock;
};

static inline gboolean
dh_trainer_is_cancelled (DhTrainer *self)
{
  return g_atomic_int_get (&self->cancelled);
}

/* All of the following: worker 0. */

/* trainer-round.c: is there an iteration to run?  Run it. */
gboolean dh_trainer_has_work        (const DhTrainer *self);
void     dh_trainer_run_round       (DhTrainer *self);
/* The pace counts from now. */
void     dh_trainer_restart_clock   (DhTrainer *self);

/* trainer-examine.c: paint and measure what is due, or everything. */
void     dh_trainer_examine_due     (DhTrainer *self);
void     dh_trainer_examine_all     (DhTrainer *self);

/* trainer-report.c */
void     dh_trainer_report          (DhTrainer *self);
void     dh_trainer_report_loading  (DhTrainer *self, const DhPlan *plan);

/* trainer-follow.c: make what is into what is wanted. (transfer full) plan */
void     dh_trainer_follow          (DhTrainer *self, DhPlan *plan);
void     dh_trainer_drop_lanes      (DhTrainer *self);

G_END_DECLS
