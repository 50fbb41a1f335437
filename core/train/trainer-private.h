/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pthread.h>

#include "core/base/mailbox.h"
#include "core/base/thread-pool.h"
#include "core/train/lr-finder.h"
#include "core/train/run-context.h"
#include "core/train/shelf.h"
#include "core/train/trainer.h"

G_BEGIN_DECLS

typedef struct _DhSweep DhSweep;

struct _DhTrainer
{
  pthread_t thread;
  DhMailbox *requests;  /* in */
  DhMailbox *reports;   /* out */
  int cancelled;        /* atomic: the main context is about to quit */
  int interrupted;      /* atomic: a request has come; scans of landscapes end */
  int stopped;          /* atomic: cancelled, or a request of another generation has come: what
                         * is being computed is worthless any more */
  pthread_mutex_t gate; /* of the requests' way in, with … */
  guint following;      /* … the generation that the worker is at */
  guint n_workers;
  DhLrFinderSettings finder_settings; /* set before the first request is sent */

  /* The rest belongs to worker 0. */
  DhThreadPool *pool;
  DhTrainingRequest *request;
  DhRunContext *context;
  char *failure; /* why there is no context, or not all lanes */
  DhLaneRun *lanes[DH_MAX_LANES];
  guint n_lanes;
  guint generation;     /* that the lanes belong to */
  DhShelf *shelf;       /* runs that are set aside */
  guint newest_kept;    /* id of the newest of those that were asked for */
  DhSweep *sweep;       /* the learning rate sweep that runs, or NULL */
  guint64 n_steps_done; /* single steps of this generation */
  gboolean settled;     /* idle, and said so */
  gboolean loading;     /* the lanes of this generation aren't there yet */
  struct
  {
    pthread_mutex_t mutex; /* of all in here: workers tell how far they are */
    DhReport *base;        /* the newest report, to be told once more with another … */
    DhProgress progress;
    double done, total;
    gint64 begin, last; /* µs */
    gboolean open;      /* something is going on that … */
    gboolean slow;      /* … takes long; steps: the last one did */
  } telling;
  double elapsed; /* s of training */
  gint64 last_report, last_preview, preview_cost;
  gint64 last_scan, next_scan, next_ball, next_ball_loss, next_curve; /* times, µs */
  guint64 n_planes;                                                   /* that were begun */
  gint64 point_cost; /* µs, of one point of a plane */
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

/* What runs may end. Any worker. */
static inline gboolean
dh_trainer_is_stopped (DhTrainer *self)
{
  return g_atomic_int_get (&self->stopped);
}

/* trainer-tell.c: how far something is that takes long.  It begins with `total` to do and is told
 * at most ten times a second, steps only from half a second on; any worker says what it has done.
 * Between end and the next begin nothing counts. */
void dh_trainer_begin_telling (DhTrainer *self, const DhProgress *progress, double total);
void dh_trainer_advance (double done, gpointer trainer);
void dh_trainer_end_telling (DhTrainer *self);

/* All of the following: worker 0. */

/* trainer-round.c: is there an iteration to run?  Run it. */
gboolean dh_trainer_has_work (const DhTrainer *self);
void dh_trainer_run_round (DhTrainer *self);
/* One iteration of a lane that is none of the trainer's: a copy on trial. */
void dh_trainer_run_trial (DhTrainer *self, DhLaneRun *trial);
/* The pace counts from now. */
void dh_trainer_restart_clock (DhTrainer *self);

/* trainer-find.c: a sweep at a time, before all other work.  Run an iteration of it; begin and end
 * what the request says; end what runs. */
void dh_trainer_find (DhTrainer *self);
void dh_trainer_follow_lr_finder (DhTrainer *self);
void dh_trainer_end_lr_finder (DhTrainer *self);

/* trainer-examine.c: paint and measure what is due, or everything. */
void dh_trainer_examine_due (DhTrainer *self);
void dh_trainer_examine_all (DhTrainer *self);

/* trainer-plane.c: landscapes.  Begin and end what the request says; scan a few points while
 * training goes on, or as long as nothing else is to be done; is there such work? */
void dh_trainer_follow_planes (DhTrainer *self);
void dh_trainer_scan_due (DhTrainer *self);
void dh_trainer_scan (DhTrainer *self);
gboolean dh_trainer_has_to_scan (DhTrainer *self);

/* trainer-ball.c: where the lanes are on them; what the weights of a place paint; how sharply the
 * loss bends. */
void dh_trainer_move_balls (DhTrainer *self);
gboolean dh_trainer_paint_probes (DhTrainer *self);
gboolean dh_trainer_has_to_paint (const DhLaneRun *lane);
void dh_trainer_curve_due (DhTrainer *self);
gboolean dh_trainer_curve (DhTrainer *self);
gboolean dh_trainer_has_to_curve (const DhTrainer *self, const DhLaneRun *lane);

/* trainer-report.c; ten a second are enough. */
gboolean dh_trainer_is_report_due (const DhTrainer *self);
void dh_trainer_report (DhTrainer *self);

/* trainer-prepare.c: faces, code, and the start weights of a lane.  FALSE: failed (see
 * `failure`), or stopped. */
gboolean dh_trainer_set_context (DhTrainer *self);
gboolean dh_trainer_fill_lane (DhTrainer *self, DhLaneRun *lane, const DhLaneRun *start,
                               guint number);

/* trainer-follow.c: make what is into what is wanted. (transfer full) request */
void dh_trainer_follow (DhTrainer *self, DhTrainingRequest *request);
void dh_trainer_drop_lanes (DhTrainer *self);
/* The same, but what the request keeps is set aside. */
void dh_trainer_let_all_go (DhTrainer *self);

G_END_DECLS
