/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/checkpoint-sink.h"
#include "core/keep/run-tracker.h"
#include "core/keep/session-keeper.h"

G_BEGIN_DECLS

/* Until what has changed is handed over; with the keeper's period, less than a second. */
#define DH_SESSION_KEEPER_SETTINGS_MS  50
#define DH_SESSION_KEEPER_ITERATION_MS 90

struct _DhSessionKeeper
{
  GObject parent_instance;

  DhSession *session; /* weak: NULL once it is gone */
  char *folder;
  DhStoreRules rules;
  DhMakeDocument make;
  gpointer make_data;
  DhCheckpointSink *sink; /* shared with the session, which ends later or earlier */

  DhKeeper *keeper; /* NULL: nothing is kept yet */
  guint serial;     /* counts them */
  GSource *report_source;
  DhRunTracker *tracker;
  char *document;       /* the text that was made last */
  char *text;           /* what was handed over last */
  gboolean is_outdated; /* the document */
  guint put_source;
  gint64 put_at;
  GThread *closing; /* closes the file of the session before */

  gboolean resuming, is_opening;
  guint64 replay_to; /* a paused session's iteration; 0: it isn't being trained again */

  DhKeeperReport report;
};

/* ---- session-keeper-put.c ---- */

/* Hands over what has changed, at once or soon. */
void dh_session_keeper_put_all (DhSessionKeeper *self);
void dh_session_keeper_put_within (DhSessionKeeper *self, guint milliseconds);

/* ---- session-keeper-watch.c ---- */

/* Sees from now on what happens in the session. */
void dh_session_keeper_watch (DhSessionKeeper *self);

/* ---- session-keeper-file.c ---- */

/* Keeps the session in the keeper's file; keeper, tracker: (transfer full) */
void dh_session_keeper_use (DhSessionKeeper *self, DhKeeper *keeper, DhRunTracker *tracker,
                            const DhRunNumbers *numbers);
/* The keeper is the caller's to close; NULL: there is none. */
DhKeeper *dh_session_keeper_steal (DhSessionKeeper *self);
/* In a thread of its own: it may have a checkpoint to write. */
void dh_session_keeper_close_former (DhSessionKeeper *self);
void dh_session_keeper_wait_for_closing (DhSessionKeeper *self);

G_END_DECLS
