/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/lanes.h"
#include "core/session/lane.h"
#include "core/session/replay.h"
#include "core/session/undo-stack.h"
#include "core/train/lane-keeper.h"
#include "core/train/progress.h"
#include "core/train/work-account.h"

G_BEGIN_DECLS

/* The range of the sliders; typed values may lie outside. */
#define DH_RATE_SLIDER_MIN 1e-6
#define DH_RATE_SLIDER_MAX 1.0

/* The state of a session. */
typedef enum
{
  DH_SESSION_LOADING, /* reading faces, setting up the network and the lanes: see "progress" */
  DH_SESSION_READY,   /* training, or ready to train */
  DH_SESSION_FAILED,  /* the faces or the model can't be used: see "message" */
} DhSessionStatus;

/* The session that a window binds to: lanes that train the same network from the same start on the
 * same batches, on worker threads.  Main context only (the thread-default one at creation).  No
 * call waits for the workers, except that disposing waits for the layers being computed.
 *
 * Properties (ro: read only):
 *   status           int      DhSessionStatus (ro)
 *   progress         double   0 … 1, of the current work; see dh_session_get_progress() (ro)
 *   message          string   what failed, or a notice worth showing, or NULL (ro)
 *   playing          boolean
 *   live             boolean  paint previews while training, not only when paused; TRUE
 *   person-a, -b     string   a bundled person's id or a folder's path; a change restarts
 *   preset           string   id of core/catalog/catalog.h; a change restarts, and gives every
 *                             lane the preset's rate
 *   seed             uint64   a change restarts
 *   start            string   what new lanes start from, in the format of dh_start_to_text();
 *                             a change restarts all lanes from there
 *   can-warm         boolean  there are pretrained weights for this model and these people (ro)
 *   same-rate        boolean  a rate set on one lane is set on all
 *   preview-faces    uint     rows per side of the previews, 1 … 8
 *   iteration-limit  uint64   pauses when all living lanes have reached it; 0: none
 *   iteration        uint64   of the furthest lane (ro)
 *   iterations-per-second     double   the common pace of all lanes (ro)
 *   examples-per-second       double   EGs/s: 2 · batch · iterations per second, of one lane (ro)
 *   elapsed          double   seconds of training since the start (ro)
 *   undo, redo       string   see dh_session_get_undo(); notified for each change (ro)
 *
 * Signal ::unkept (string): tells in words that a lane's training has changed and that there isn't
 * enough memory to undo it, or that it came back without its weights.
 *
 * Signal ::lost (DhLane) → boolean: a lane came back whose run had to give way when memory was short.
 * Who can find an image of it returns TRUE and calls dh_session_bring_back_lane() later.
 *
 * Signal ::saved (string): dh_session_save_weights() or _save_lane() is done; what of it failed, or
 * NULL.
 *
 * Signal ::idle: training has paused or reached the limit, and the newest snapshots, with
 * up-to-date metrics and previews, are available. */
#define DH_TYPE_SESSION (dh_session_get_type ())
G_DECLARE_FINAL_TYPE (DhSession, dh_session, DH, SESSION, GObject)

/* faces_folder: contains the bundled people's folders.  Starts paused, without lanes.  The faces
 * are read as soon as the main loop runs or the first property that needs them is set. */
DhSession *dh_session_new (const char *faces_folder);

DhSessionStatus dh_session_get_status (DhSession *self);
const char *dh_session_get_message (DhSession *self);
/* Whether training stopped because pictures can't be read any more, as the message says.  To play
 * tries again. */
gboolean dh_session_is_stalled (DhSession *self);
/* The current lengthy work and its progress; (transfer none). */
const DhProgress *dh_session_get_progress (DhSession *self);
/* What the workers have spent processor time on so far; (transfer none). */
const DhWorkAccount *dh_session_get_work (DhSession *self);
gboolean dh_session_get_playing (DhSession *self);
void dh_session_set_playing (DhSession *self, gboolean playing);
const char *dh_session_get_person (DhSession *self, guint side);
void dh_session_set_people (DhSession *self, const char *person_a, const char *person_b);
/* Something in the people's folders has changed: reads both anew, and all lanes start anew.  What was
 * trained before can't be undone to: its pictures are gone. */
void dh_session_reload_faces (DhSession *self);
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
/* The number of the model's parameters: 7,037,734 for "64". */
guint64 dh_session_get_n_parameters (DhSession *self);
/* The number of one side's pictures that are trained on or held out; 0 before they are read. */
guint dh_session_get_n_pictures (DhSession *self, guint side, gboolean held_out);
/* SHA-256 of a side's pictures as they are used, in 64 hexadecimal digits.  Runs with the same
 * fingerprint saw the same faces, wherever the folders are.  Takes some tenths of a second.
 * (transfer full) (nullable): NULL before they are read. */
char *dh_session_dup_fingerprint (DhSession *self, guint side);

/* Pauses, then runs one iteration of all lanes. */
void dh_session_step (DhSession *self);
/* Returns all lanes to their start weights and iteration 0. */
void dh_session_reset (DhSession *self);

/* ---- start weights ---- */
/* Whether there are pretrained weights for this model and these people. */
gboolean dh_session_get_can_warm (DhSession *self);
DhStart dh_session_get_start (DhSession *self);
/* The learning rate of lanes with this start for which no other was chosen: the preset's or, with
 * pretrained weights, the lower one at which their training ended. */
double dh_session_get_usual_rate (DhSession *self, DhStart start);
/* What all lanes, and new ones, start from; a change restarts, and gives lanes that had the usual
 * rate that of the new start.  The path of a warm start is found here; where there are no such
 * weights, lanes start from scratch. */
void dh_session_set_start (DhSession *self, DhStart start);
/* Reads the weights of a start once: FALSE with DH_ERROR_WEIGHTS if they can't be used with the
 * session's model, DH_ERROR_VALUE if there are no pretrained ones. */
gboolean dh_session_check_start (DhSession *self, DhStart start, GError **error);
/* Writes the weights of each lane into this folder, as lane-1.npz … in the order of the lanes;
 * half: as float16.  ::saved follows. */
void dh_session_save_weights (DhSession *self, const char *folder, gboolean half);
/* The same for one lane, and the path of its file, which is there after ::saved; (transfer full). */
char *dh_session_save_lane (DhSession *self, DhLane *lane, const char *folder);

/* DhLane items, in the order of the window; (transfer none). */
GListModel *dh_session_get_lanes (DhSession *self);
/* The lane with that number; NULL: there is none.  (transfer full) */
DhLane *dh_session_find_lane (DhSession *self, guint number);
/* Adds a lane with the start weights, which then catches up; NULL if there are DH_MAX_LANES.  loss
 * NULL: the first that isn't used yet; learning_rate 0: the usual one.  (transfer none) */
DhLane *dh_session_add_lane (DhSession *self, const char *loss, double learning_rate,
                             const char *optimizer);
/* The same with all settings; a learning rate of 0: the usual one. */
DhLane *dh_session_add_lane_with (DhSession *self, const DhLaneSettings *settings);
/* Copies weights, optimizer state and history too; NULL if there are DH_MAX_LANES. */
DhLane *dh_session_duplicate_lane (DhSession *self, DhLane *lane);
/* Copies the settings only, and trains from this start, whose usual rate replaces that of the
 * lane's. */
DhLane *dh_session_duplicate_lane_from (DhSession *self, DhLane *lane, DhStart start);
/* Restarts this lane only, which then catches up. */
void dh_session_restart_lane (DhSession *self, DhLane *lane);
/* FALSE for the last lane, which can't be removed. */
gboolean dh_session_remove_lane (DhSession *self, DhLane *lane);

/* ---- plans ---- */
/* A training from its start: everything that its weights depend on. */
typedef struct
{
  const char *people[2]; /* a bundled person's id or a folder's path */
  const char *preset;
  guint64 seed;
  guint n_lanes; /* 1 … DH_MAX_LANES */
  struct
  {
    guint number; /* 1 … DH_MAX_LANES, each once */
    DhSettingsLog *log;
    DhLaneImage *image; /* its state at some iteration, to start from there; NULL: none */
  } lanes[DH_MAX_LANES];
} DhTrainingPlan;

/* Replaces the whole training by another, which starts at iteration 0 or with the images, and whose
 * settings change as logged.  Changing a lane's settings by hand ends that for this lane. */
void dh_session_open (DhSession *self, const DhTrainingPlan *plan);

/* ---- the past ---- */
/* Makes the lane's state at an earlier iteration again, beside the training, which goes on; from
 * the image if it is one of the lane's at or before that iteration, else (or NULL) from the start.
 * Several are made one after the other.  Copies and branches have their original's past.  (transfer
 * full): letting go of it doesn't end it. */
DhReplay *dh_session_replay (DhSession *self, DhLane *lane, DhLaneImage *image, guint64 iteration);
/* Adds a lane that goes on from the lane's state at an earlier iteration, with the settings that
 * the lane had there or with others; it doesn't follow the lane's later changes.  image: as above;
 * if it is of an earlier iteration, the new lane first trains from there, even while the training
 * pauses, see dh_lane_is_arriving().  NULL if there are DH_MAX_LANES; (transfer none) */
DhLane *dh_session_branch_lane (DhSession *self, DhLane *lane, DhLaneImage *image,
                                guint64 iteration, const DhLaneSettings *settings);
/* Makes the run of a lost lane again: from an image that its training passed through, by training up
 * to where it was.  image: NULL, or one of another training: the lane starts anew, and ::unkept says
 * so.  Nothing, if the lane isn't lost any more. */
void dh_session_bring_back_lane (DhSession *self, DhLane *lane, DhLaneImage *image);

/* Only before the main loop runs. */
void dh_session_set_keeper (DhSession *self, const DhLaneKeeper *keeper);

/* ---- undo ---- */
/* Whether changes can be undone; FALSE by default.  With their runs are kept: a removed or restarted
 * lane; all lanes before a reset or a change of people, model, seed or start; and a lane as it was
 * before its loss, mask, optimizer or schedule changed.  If there is not enough memory for the
 * latter, ::unkept says so.  Other settings are changed back, and what was trained stays. */
void dh_session_set_undoable (DhSession *self, gboolean undoable);
/* Undoes the latest change: the training continues as if it had never happened, byte for byte.
 * FALSE: there is nothing to undo. */
gboolean dh_session_undo (DhSession *self);
/* Takes back the latest undo: what was undone is there again, byte for byte, until another change is
 * made.  FALSE: there is nothing to redo. */
gboolean dh_session_redo (DhSession *self);
/* What dh_session_undo() would undo, as in a menu: "Learning Rate of Lane 2"; NULL: nothing. */
const char *dh_session_get_undo (DhSession *self);
const char *dh_session_get_redo (DhSession *self);
/* What the latest change has done, in a sentence: "Lane 2 removed"; NULL: it is plain to see, or
 * something was undone since. */
const char *dh_session_get_notice (DhSession *self);
/* It was said. */
void dh_session_end_notice (DhSession *self);
/* A slider was let go: changes of the same setting after this are undone by themselves. */
void dh_session_end_change (DhSession *self);
/* A change of something that isn't the session's own; see dh_undo_stack_push().  Takes the state,
 * and frees it at once if there is nothing to add. */
gboolean dh_session_add_undo (DhSession *self, const char *name, const char *key,
                              const DhUndoKind *kind, gpointer state);
/* Something else that the latest change has replaced.  Takes the state. */
void dh_session_extend_undo (DhSession *self, const DhUndoKind *kind, gpointer state);
/* Between these calls, no setting's change is recorded: they belong to another change. */
void dh_session_hold_undo (DhSession *self);
void dh_session_release_undo (DhSession *self);
/* Drops everything kept for undo. */
void dh_session_forget_undo (DhSession *self);
/* FALSE: restarting that lane (NULL: all, with that preset; NULL: the current one) would lose
 * iterations because there isn't enough memory to keep them. */
gboolean dh_session_can_keep (DhSession *self, DhLane *lane, const char *preset);
/* The number of bytes that kept trainings may use; 0: half of the free memory. */
void dh_session_set_undo_limit (DhSession *self, guint64 bytes);

G_END_DECLS
