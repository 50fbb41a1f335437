/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/model.h"
#include "core/session/change-words.h"
#include "core/session/lane-change.h"
#include "core/session/lane-private.h"
#include "core/session/pretrained.h"
#include "core/session/session.h"
#include "core/train/trainer.h"

G_BEGIN_DECLS

struct _DhSession
{
  GObject parent_instance;

  char *faces_folder;
  char *people[2];
  guint faces_serial; /* counts how often their folders were to be read anew */
  const DhModel *model;
  guint64 seed;
  DhStart start; /* of new lanes */
  gboolean playing, live, same_rate;
  gboolean stalled;
  guint preview_faces;
  guint64 iteration_limit;
  GListStore *lanes;
  guint last_lane_id, last_replay_id;
  gboolean spreading_rate; /* one lane's rate is being copied to the others */
  gboolean following;      /* lanes get settings from their plans */

  gboolean undoable;
  guint64 undo_limit; /* bytes; 0: half of the free memory */
  DhUndoStack *undo_stack;
  gboolean undo_news; /* changed, but not notified yet */
  gboolean undoing;
  guint n_undo_holds;
  gboolean noted_same_rate;

  GPtrArray *replays; /* the running ones, in order */

  DhTrainer *trainer;
  GSource *report_source, *request_source;
  guint64 request_serial;
  guint generation, last_generation;
  guint64 n_steps;
  guint save_serial, saved_serial;
  char *save_folder;
  gboolean save_half;
  guint save_run; /* 0: of all lanes */
  guint64 idle_serial; /* the request for which ::idle was emitted */

  DhSessionStatus status;
  char *message;
  DhProgress progress;
  DhWorkAccount work;
  guint64 iteration, n_parameters;
  double iterations_per_second, elapsed;
  DhFaceSet *sets[2]; /* the pictures trained on; NULL before they are read */
};

static inline guint
dh_session_get_n_lanes (DhSession *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->lanes));
}

/* Not referenced: the list owns the lane. */
static inline DhLane *
dh_session_peek_lane (DhSession *self, guint position)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (G_LIST_MODEL (self->lanes), position);

  return lane;
}

/* The same with the file of a warm start; from scratch where there is none. */
static inline DhStart
dh_session_find_start (DhSession *self, DhStart start)
{
  return dh_pretrained_find (start, self->faces_folder, self->model->id, self->people);
}

/* None of these four files calls session.c: they report changes by notifying properties. */

/* session-link.c: the connection to the worker. */
void dh_session_open_link (DhSession *self);
void dh_session_close_link (DhSession *self);
/* The request has changed: sends it before the main loop does anything else. */
void dh_session_queue_request (DhSession *self);
/* Existing results are useless from here on. */
void dh_session_begin_generation (DhSession *self);
/* So are the pictures, because people or model change. */
void dh_session_begin_loading (DhSession *self);
void dh_session_set_loading (DhSession *self);
/* Cancels them all. */
void dh_session_end_replays (DhSession *self);

/* session-undo.c */

/* Called before such a change; records what undo restores, and holds undo until
 * dh_session_release_undo(), which must follow the change.  next: the model that will be trained.
 * If there is too little memory, earlier changes can't be undone either from here on. */
void dh_session_keep_training (DhSession *self, DhChange change, const DhModel *next);
/* The same before a lane is removed or restarted … */
void dh_session_keep_lane (DhSession *self, DhChange change, DhLane *lane);
/* … or added. */
void dh_session_keep_absence (DhSession *self, DhLane *lane);
/* Called after settings of lanes or of this lane's ball have changed, before the worker is
 * informed: records them, and ends the plans of the lanes if they were changed by hand.  lane may
 * be NULL. */
void dh_session_note_changes (DhSession *self, DhLane *lane);
/* Its settings are nobody's change. */
void dh_session_note_lane (DhLane *lane);
/* Whether there is memory for this many new runs beside those that are kept. */
gboolean dh_session_has_room_for_runs (DhSession *self, guint n_runs, const DhModel *model);

/* session-start.c */
/* Called after people or model have changed: starts that are no longer possible become those from
 * scratch. */
void dh_session_follow_starts (DhSession *self, gboolean new_model);

/* session-lanes.c */
/* All lanes by others at once. */
void dh_session_replace_lanes (DhSession *self, DhLane *const *lanes, guint n_lanes);
void dh_session_insert_lane (DhSession *self, guint position, DhLane *lane);
void dh_session_take_out_lane (DhSession *self, DhLane *lane);
/* A new lane beside one that shows what it shows; source_id: the run to copy, 0: none.
 * dh_session_release_undo() must follow, unless it returns NULL: there are DH_MAX_LANES. */
DhLane *dh_session_copy_lane (DhSession *self, DhLane *lane, guint source_id,
                              const DhLaneSettings *settings);
/* If rates are linked, copies this lane's rate to all others. */
void dh_session_spread_rate (DhSession *self, DhLane *from);

G_END_DECLS
