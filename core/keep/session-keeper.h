/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/document/document.h"
#include "core/keep/change-marks.h"
#include "core/session/session.h"
#include "core/store/keeper.h"

G_BEGIN_DECLS

/* Keeps a session in a file, so that it can go on whatever ends the program: its settings within a
 * second, what its lanes show, and checkpoints of them.  Main context, and never waits for the disk
 * but at its end.
 *
 * It doesn't own the session: let go of that first, since its lanes' last checkpoints come then.
 *
 * Properties (read only):
 *   path      string   of the session's file; NULL before it is there: dh_session_keeper_begin()
 *   problem   string   a sentence: why nothing or not everything is being kept; NULL: all is well
 *   aside     string   where a damaged file was set aside; NULL: it wasn't damaged
 *   size      uint64   the bytes of the file
 *   resuming  boolean  a session is being read
 *   replaying boolean  lanes are trained again up to where they were
 *
 * Signal ::touched: somebody changed something of the session, not only of what is shown. */
#define DH_TYPE_SESSION_KEEPER (dh_session_keeper_get_type ())
G_DECLARE_FINAL_TYPE (DhSessionKeeper, dh_session_keeper, DH, SESSION_KEEPER, GObject)

/* Where sessions are kept, for this user; (transfer full) */
char *dh_session_keeper_dup_usual_folder (void);

/* Only before the main loop runs.  Nothing is kept yet. */
DhSessionKeeper *dh_session_keeper_new (DhSession *session, const char *folder);

/* What is kept as the settings, in place of dh_session_make_document(); with more of a window. */
typedef DhDocument *(*DhMakeDocument) (gpointer data);
void dh_session_keeper_set_make_document (DhSessionKeeper *self, DhMakeDocument make,
                                          gpointer data);
/* What it makes has changed; changes of the session are seen anyway. */
void dh_session_keeper_put_document (DhSessionKeeper *self);
/* How many bytes the session may take, and how much of its past stays. */
void dh_session_keeper_set_rules (DhSessionKeeper *self, const DhStoreRules *rules);

/* Keeps the session in a new file from now on; nothing if it is kept already. */
void dh_session_keeper_begin (DhSessionKeeper *self);
/* Replaces the session by a kept one, which is kept on in its own file; that of the former one is
 * closed.  Nothing has changed if it fails; undoing doesn't bring the former back. */
void dh_session_keeper_resume (DhSessionKeeper *self, const char *id, GAsyncReadyCallback callback,
                               gpointer data);
/* The document with what the window showed, (transfer full); NULL with an error, see
 * dh_loaded_session_new() and dh_session_open_document(). */
DhDocument *dh_session_keeper_resume_finish (DhSessionKeeper *self, GAsyncResult *result,
                                             GError **error);
/* Writes what waits, within bounds, before the program ends. */
void dh_session_keeper_flush (DhSessionKeeper *self);

const char *dh_session_keeper_get_folder (DhSessionKeeper *self);
/* Another number for each session that is kept, also before it has a file; 0: none yet. */
guint dh_session_keeper_get_serial (DhSessionKeeper *self);
/* NULL: it isn't kept yet. */
const char *dh_session_keeper_get_id (DhSessionKeeper *self);
const char *dh_session_keeper_get_path (DhSessionKeeper *self);
const char *dh_session_keeper_get_problem (DhSessionKeeper *self);
const char *dh_session_keeper_get_aside (DhSessionKeeper *self);
guint64 dh_session_keeper_get_size (DhSessionKeeper *self);
gboolean dh_session_keeper_get_resuming (DhSessionKeeper *self);
gboolean dh_session_keeper_get_replaying (DhSessionKeeper *self);
/* The iteration of the furthest lane, as it is kept; after resuming, that it is trained up to. */
guint64 dh_session_keeper_get_reached (DhSessionKeeper *self);
/* For moments and marks; lent, until it is kept in another file.  NULL before it is kept. */
DhKeeper *dh_session_keeper_get_keeper (DhSessionKeeper *self);

/* ---- runs: by these numbers a lane's moments, marks and checkpoints are kept ---- */

/* 0: it isn't kept yet. */
guint64 dh_session_keeper_get_run (DhSessionKeeper *self, DhLane *lane);
/* Which run had the lane's state at an iteration: its own, or one that it was copied from.  FALSE:
 * it isn't kept yet. */
gboolean dh_session_keeper_find_place (DhSessionKeeper *self, DhLane *lane, guint64 iteration,
                                       DhPlace *place);
/* Where the lane's past can be taken up before an iteration: in its own run, then in those that it
 * was copied from, each up to there.  Returns how many; 0: it isn't kept yet. */
#define DH_SESSION_KEEPER_MAX_PLACES 32
guint dh_session_keeper_list_places (DhSessionKeeper *self, DhLane *lane, guint64 iteration,
                                     DhPlace places[DH_SESSION_KEEPER_MAX_PLACES]);
/* For a lane that goes on from that iteration of the run that it was copied from, but for the worker
 * isn't a copy; nothing for one that wasn't copied. */
void dh_session_keeper_note_source (DhSessionKeeper *self, DhLane *lane, guint64 iteration);
/* For a new lane that was made from an image: whose. */
void dh_session_keeper_note_origin (DhSessionKeeper *self, DhLane *lane, const DhPlace *from);

G_END_DECLS
