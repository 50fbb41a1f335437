/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pthread.h>

#include "core/base/mailbox.h"
#include "core/base/thread-pool.h"
#include "core/train/lr-finder.h"
#include "core/train/replays.h"
#include "core/train/run-context.h"
#include "core/train/shelf.h"
#include "core/train/trainer.h"
#include "core/train/work-account.h"

G_BEGIN_DECLS

typedef struct _DhSweep DhSweep;

struct _DhTrainer
{
  pthread_t thread;
  DhMailbox *requests;  /* in */
  DhMailbox *reports;   /* out */
  int cancelled;        /* atomic: the main context is about to quit */
  int interrupted;      /* atomic: a new request has arrived; ends scans of landscapes */
  int stopped;          /* atomic: cancelled, or a request of another generation has arrived; the
                         * current work is useless then; or a pause that a long step would hold up */
  int pausing;          /* atomic: the newest request ends the training that one before it began */
  int stepping;         /* atomic: a step runs because the training plays */
  pthread_mutex_t gate; /* protects the arrival of requests and … */
  guint following;      /* … the generation that the worker follows … */
  gboolean plays;       /* … and what the newest request says */
  guint n_workers;
  DhLrFinderSettings finder_settings; /* set before the first request is sent */
  DhLaneKeeper keeper;                /* so is this; without functions: nobody keeps anything */

  /* The rest belongs to worker 0. */
  DhThreadPool *pool;
  DhTrainingRequest *request;
  DhRunContext *context;
  char *failure; /* why there is no context, or why lanes are missing */
  char *stall;   /* why it stopped in the middle: a batch can't be made; until the next request to
                  * train */
  DhLaneRun *lanes[DH_MAX_LANES];
  guint n_lanes;
  guint generation;     /* of the lanes */
  DhShelf *shelf;       /* runs that are set aside */
  guint newest_kept;    /* id of the newest copy requested */
  DhSweep *sweep;       /* the running learning rate sweep, or NULL */
  DhReplays *replays;   /* states of the past, made again while there is time */
  guint64 n_steps_done; /* single steps of this generation */
  guint saved_serial;   /* the newest request to write weights that was carried out … */
  char *save_problem;   /* … and what of it failed, or NULL */
  gboolean settled;     /* idle, and has reported so */
  gboolean loading;     /* the lanes of this generation don't exist yet */
  struct
  {
    pthread_mutex_t mutex; /* protects this struct: workers report their progress */
    DhReport *base;        /* the newest report, sent again with updated … */
    DhProgress progress;
    double done, total;
    gint64 begin, last; /* µs */
    gint64 pause;       /* µs; since when the step is to pause; 0: it isn't */
    gboolean open;      /* work is in progress that … */
    gboolean slow;      /* … takes long; for steps: as the last one did */
  } telling;
  double elapsed; /* training time, s */
  DhWorkAccount account;
  gint64 last_report, last_preview, last_ball_loss; /* times, µs */
  guint64 n_planes;                                            /* begun so far */
  gint64 point_cost;                                           /* µs per point of a plane */
  struct
  {
    gint64 since;
    guint64 rounds;
    double pace; /* rounds a second */
  } clock;
};

static inline gboolean
dh_trainer_is_cancelled (DhTrainer *self)
{
  return g_atomic_int_get (&self->cancelled);
}

/* What the workers have spent since the last such call was n pieces of work; share: see
 * dh_work_account_add(). */
static inline void
dh_trainer_account (DhTrainer *self, DhWorkKind kind, guint n, double share)
{
  dh_work_account_add (&self->account, kind, n, share, dh_thread_pool_get_cpu_time (self->pool));
}

/* Starts a piece of work that will be accounted for. */
static inline void
dh_trainer_begin_work (DhTrainer *self)
{
  dh_work_account_skip (&self->account, dh_thread_pool_get_cpu_time (self->pool));
}

/* Whether running work may be abandoned.  Any worker. */
static inline gboolean
dh_trainer_is_stopped (DhTrainer *self)
{
  return g_atomic_int_get (&self->stopped);
}

/* trainer-tell.c: reports the progress of lengthy work.  `total` is the amount of work; any worker
 * adds what it has finished.  Progress is reported at most ten times a second, that of a step only
 * after half a second.  Calls between end and the next begin are ignored. */
void dh_trainer_begin_telling (DhTrainer *self, const DhProgress *progress, double total);
void dh_trainer_advance (double done, gpointer trainer);
void dh_trainer_end_telling (DhTrainer *self);

/* All of the following: worker 0. */

/* trainer-round.c: whether there is an iteration to run, and running it. */
gboolean dh_trainer_has_work (const DhTrainer *self);
void dh_trainer_run_round (DhTrainer *self);
/* Runs one iteration of a trial copy, which isn't among the trainer's lanes.  FALSE: `stall` says
 * why not. */
gboolean dh_trainer_run_trial (DhTrainer *self, DhLaneRun *trial);
/* Measures the pace from now on. */
void dh_trainer_restart_clock (DhTrainer *self);

/* trainer-find.c: one sweep at a time, before all other work.  Runs an iteration of it; starts and
 * ends sweeps as requested; ends the running one. */
void dh_trainer_find (DhTrainer *self);
void dh_trainer_follow_lr_finder (DhTrainer *self);
void dh_trainer_end_lr_finder (DhTrainer *self);

/* trainer-replay.c: states of the past.  Runs some iterations of one beside the training, or while
 * there is nothing else to do; tells whether there is such work. */
void dh_trainer_replay_due (DhTrainer *self);
void dh_trainer_replay (DhTrainer *self);
gboolean dh_trainer_has_to_replay (const DhTrainer *self);

/* trainer-examine.c: paints and measures what is due, or everything. */
void dh_trainer_examine_due (DhTrainer *self);
void dh_trainer_examine_all (DhTrainer *self);
/* The same for a run that isn't among the lanes: measures it at the iterations at which a lane is
 * measured, or measures and paints it. */
void dh_trainer_measure_trial_due (DhTrainer *self, DhLaneRun *trial);
void dh_trainer_examine_trial (DhTrainer *self, DhLaneRun *trial);

/* trainer-plane.c: landscapes.  Begins and ends planes as requested; scans a few points while
 * training runs, or scans while there is nothing else to do; tells whether there is such work. */
void dh_trainer_follow_planes (DhTrainer *self);
void dh_trainer_scan_due (DhTrainer *self);
void dh_trainer_scan (DhTrainer *self);
gboolean dh_trainer_has_to_scan (DhTrainer *self);

/* trainer-ball.c: the lanes' positions on their landscapes; painting with the weights of a probed
 * place; the curvature of the loss. */
void dh_trainer_move_balls (DhTrainer *self);
gboolean dh_trainer_paint_probes (DhTrainer *self);
gboolean dh_trainer_has_to_paint (const DhLaneRun *lane);
void dh_trainer_curve_due (DhTrainer *self);
gboolean dh_trainer_curve (DhTrainer *self);
gboolean dh_trainer_has_to_curve (const DhTrainer *self, const DhLaneRun *lane);

/* trainer-report.c: at most six reports a second. */
gboolean dh_trainer_is_report_due (const DhTrainer *self);
void dh_trainer_report (DhTrainer *self);
/* The next report says that memory has run out. */
void dh_trainer_say_no_memory (DhTrainer *self);

/* trainer-prepare.c: faces, code and the start weights of a lane, copied from another one with the
 * same start or (NULL) read or drawn.  FALSE: failed (see `failure`) or stopped. */
gboolean dh_trainer_set_context (DhTrainer *self);
gboolean dh_trainer_fill_lane (DhTrainer *self, DhLaneRun *lane, const DhLaneRun *start,
                               guint number);

/* trainer-save.c: writes the lanes' weights if the request asks for it. */
void dh_trainer_save_due (DhTrainer *self);

/* trainer-keep.c: gives the keeper images of the lanes that have changed, if it is time or now; counts
 * the time of new lanes. */
void dh_trainer_keep_begin (DhTrainer *self);
void dh_trainer_keep_due (DhTrainer *self);
void dh_trainer_keep_all (DhTrainer *self);

/* trainer-follow.c: applies a request.  (transfer full) request */
void dh_trainer_follow (DhTrainer *self, DhTrainingRequest *request);
void dh_trainer_drop_lanes (DhTrainer *self);
/* Drops all lanes, but sets aside those that the request keeps. */
void dh_trainer_let_all_go (DhTrainer *self);

G_END_DECLS
