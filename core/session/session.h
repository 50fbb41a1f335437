/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/lanes.h"
#include "core/session/lane.h"
#include "core/train/progress.h"

G_BEGIN_DECLS

/* Where the sliders end; typed values may lie beyond. */
#define DH_RATE_SLIDER_MIN 1e-6
#define DH_RATE_SLIDER_MAX 1.0

/* Loading, training, stopped by a fault. */
typedef enum
{
  DH_SESSION_LOADING, /* faces are read, the network and the lanes are made: see "progress" */
  DH_SESSION_READY,   /* trains, or could */
  DH_SESSION_FAILED,  /* see "message": the faces or the model can't be used */
} DhSessionStatus;

/* The session that a window binds to: lanes that train the same network from the same start on the
 * same batches, on worker threads.  Main context only (the thread-default one at creation); no call
 * ever waits for the workers, except disposing, which lets the layers that are being computed end.
 *
 * Properties (ro: read only):    status           int      DhSessionStatus (ro)   progress
 * double   of what takes long just now, 0 … 1; see dh_session_get_progress() (ro)   message
 *  string   what failed, or a notice worth showing, or NULL (ro)   playing          boolean   live
 *            boolean  paint previews while training, not only at a pause; TRUE   person-a, -b
 * string   a bundled person's id or a folder's path; a change restarts   preset           string
 * id of core/catalog/catalog.h; a change restarts, and gives every
 *                             lane the preset's rate
 *   seed             uint64   a change restarts
 *   same-rate        boolean  a rate set on one lane is set on all
 *   preview-faces    uint     rows per side that previews show, 1 … 8
 *   iteration-limit  uint64   pauses by itself when all living lanes are there; 0: none
 *   iteration        uint64   of the furthest lane (ro)
 *   iterations-per-second     double   the common pace of all lanes (ro)
 *   examples-per-second       double   EGs/s: 2 · batch · iterations a second, of one lane (ro)
 *   elapsed          double   seconds of training since the start (ro)
 *   undo             string   see dh_session_get_undo(); notified for each change (ro)
 *
 * Signal ::unkept (string): a lane's training was changed, and memory isn't enough to undo that; in
 * words.
 *
 * Signal ::idle: a pause or the limit has been reached, and the newest snapshots, with fresh
 * metrics and previews, are in place. */
#define DH_TYPE_SESSION (dh_session_get_type ())
G_DECLARE_FINAL_TYPE (DhSession, dh_session, DH, SESSION, GObject)

/* faces_folder: where the bundled people's folders are. Starts paused, without lanes; the faces
 * are read as soon as the main loop runs or the first property that needs them is set. */
DhSession *dh_session_new (const char *faces_folder);

DhSessionStatus dh_session_get_status (DhSession *self);
const char *dh_session_get_message (DhSession *self);
/* The current lengthy work and its progress; lent. */
const DhProgress *dh_session_get_progress (DhSession *self);
gboolean dh_session_get_playing (DhSession *self);
void dh_session_set_playing (DhSession *self, gboolean playing);
const char *dh_session_get_person (DhSession *self, guint side);
void dh_session_set_people (DhSession *self, const char *person_a, const char *person_b);
const char *dh_session_get_preset (DhSession *self);
void dh_session_set_preset (DhSession *self, const char *preset);
guint64 dh_session_get_seed (DhSession *self);
void dh_session_set_seed (DhSession *self, guint64 seed);
gboolean dh_session_get_same_rate (DhSession *self);
void dh_session_set_same_rate (DhSession *self, gboolean same_rate);
void dh_session_set_preview_faces (DhSession *self, guint n_faces);
void dh_session_set_live (DhSession *self, gboolean live);
void dh_session_set_iteration_limit (DhSession *self, guint64 limit);
guint64 dh_session_get_iteration (DhSession *self);
double dh_session_get_iterations_per_second (DhSession *self);
double dh_session_get_examples_per_second (DhSession *self);
double dh_session_get_elapsed (DhSession *self);
/* Parameters of the model: 7,037,734 for "64". */
guint64 dh_session_get_n_parameters (DhSession *self);
/* The number of one side's pictures that are trained on, or held out; 0 before they are read. */
guint dh_session_get_n_pictures (DhSession *self, guint side, gboolean held_out);
/* SHA-256 over a side's pictures as they are used, 64 hexadecimal digits: two runs with the same
 * one saw the same faces, wherever the folders lie.  Takes some tenths of a second. (transfer full)
 * (nullable): before they are read. */
char *dh_session_dup_fingerprint (DhSession *self, guint side);

/* One iteration of all lanes; pauses first. */
void dh_session_step (DhSession *self);
/* All lanes back to the start weights, iteration 0. */
void dh_session_reset (DhSession *self);

/* DhLane items, in the order of the window; (transfer none). */
GListModel *dh_session_get_lanes (DhSession *self);
/* A lane from the start weights, which catches up; NULL when there are DH_MAX_LANES. loss NULL: the first
 * not yet in use; learning_rate 0: the preset's. (transfer none) */
DhLane *dh_session_add_lane (DhSession *self, const char *loss, double learning_rate,
                             const char *optimizer);
/* The same with all that is set of it; a learning rate of 0: the preset's. */
DhLane *dh_session_add_lane_with (DhSession *self, const DhLaneSettings *settings);
/* With weights, optimizer state and history; NULL when there are DH_MAX_LANES. */
DhLane *dh_session_duplicate_lane (DhSession *self, DhLane *lane);
/* Restarts that lane alone; it catches up. */
void dh_session_restart_lane (DhSession *self, DhLane *lane);
/* The last lane can't be removed: FALSE. */
gboolean dh_session_remove_lane (DhSession *self, DhLane *lane);

/* ---- undo ---- */
/* Whether trainings that a change discards are kept; FALSE.  These are: a removed or restarted
 * lane, a reset, other people, another model or seed; and a lane as it was before its loss,
 * mask, optimizer or schedule changed.  If there is not enough memory for the latter, ::unkept
 * says so. */
void dh_session_set_undoable (DhSession *self, gboolean undoable);
/* Undoes the newest such change: the training continues as if it had never happened, byte for
 * byte, with its previous settings.  FALSE: there is nothing to undo. */
gboolean dh_session_undo (DhSession *self);
/* What dh_session_undo() would take back, in words; NULL: nothing. */
const char *dh_session_get_undo (DhSession *self);
/* What is kept is dropped. */
void dh_session_forget_undo (DhSession *self);
/* FALSE: a restart of that lane (NULL: of all, with that preset; NULL: the same) would lose
 * iterations, because memory isn't enough to keep them. */
gboolean dh_session_can_keep (DhSession *self, DhLane *lane, const char *preset);
/* Bytes that may be used for keeping trainings; 0: half of what is free. */
void dh_session_set_undo_limit (DhSession *self, guint64 bytes);

G_END_DECLS
