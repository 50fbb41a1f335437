/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/model.h"
#include "core/session/lane-private.h"
#include "core/session/session.h"
#include "core/train/trainer.h"

G_BEGIN_DECLS

struct _DhSession
{
  GObject parent_instance;

  char *faces_folder;
  char *people[2];
  const DhModel *model;
  guint64 seed;
  gboolean playing, live, same_rate;
  guint preview_faces;
  guint64 iteration_limit;
  GListStore *lanes;
  guint last_lane_id;
  gboolean spreading_rate; /* one lane's rate is being set on the others */

  gboolean undoable;
  guint64 undo_limit; /* bytes; 0: half of what is free */
  GPtrArray *undos;   /* of session-undo.c, the newest last */
  gboolean undo_news; /* and nobody was told */
  gboolean undoing;

  DhTrainer *trainer;
  GSource *report_source, *request_source;
  guint64 request_serial;
  guint generation, last_generation;
  guint64 n_steps;
  guint64 idle_serial; /* request that ::idle was emitted for */

  DhSessionStatus status;
  char *message;
  DhProgress progress;
  guint64 iteration, n_parameters;
  double iterations_per_second, elapsed;
  DhFaceSet *sets[2]; /* what is trained on; NULL before it is read */
};

static inline guint
dh_session_get_n_lanes (DhSession *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->lanes));
}

/* The list keeps it. */
static inline DhLane *
dh_session_peek_lane (DhSession *self, guint position)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), position);

  return lane;
}

/* Of these three none calls session.c: what has changed they notify by the property's name. */

/* session-link.c: the way to the worker and back. */
void dh_session_open_link (DhSession *self);
void dh_session_close_link (DhSession *self);
/* The request has changed: send it before the main loop does anything else. */
void dh_session_queue_request (DhSession *self);
/* What has been computed is worthless from here on. */
void dh_session_begin_generation (DhSession *self);
/* So are the pictures: other people or another model. */
void dh_session_begin_loading (DhSession *self);
void dh_session_set_loading (DhSession *self);

/* session-undo.c */
typedef enum
{
  DH_CHANGE_REMOVAL,
  DH_CHANGE_RESTART, /* of one lane */
  DH_CHANGE_RESET,   /* of all lanes, as all that follow */
  DH_CHANGE_PEOPLE,
  DH_CHANGE_PRESET,
  DH_CHANGE_SEED,
} DhChange;

GPtrArray *dh_session_new_undos (void);
/* Before such a change: records what undo restores. next: the model that will be trained.  If
 * there is nothing to keep or too little memory, nothing can be undone from here on. */
void dh_session_keep_training (DhSession *self, DhChange change, const DhModel *next);
/* Before a lane is removed or restarted. */
void dh_session_keep_lane (DhSession *self, DhChange change, DhLane *lane, guint position);
/* After its loss, mask or optimizer was changed, before the worker knows. */
void dh_session_keep_change (DhSession *self, DhLane *lane, const char *property);
/* After the change: notifies "undo" if it has changed. */
void dh_session_tell_undo (DhSession *self);
/* A lane is about to be added: what then has no place can't be undone any more. */
void dh_session_make_room (DhSession *self);
/* Bits of the numbers that removed lanes would come back with. */
guint dh_session_get_removed_numbers (DhSession *self);
/* kept: DH_TRAINING_REQUEST_MAX_KEPT; returns how many. */
guint dh_session_list_kept (DhSession *self, DhKeptRun *kept);

/* session-lanes.c */
void dh_session_insert_lane (DhSession *self, guint position, DhLane *lane);
/* Where rates are linked: this lane's rate for all. */
void dh_session_spread_rate (DhSession *self, DhLane *from);

G_END_DECLS
