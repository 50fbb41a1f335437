/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/changes.h"
#include "core/store/keeper-report.h"
#include "core/store/moments.h"
#include "core/store/room.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* Keeps a session in a thread of its own: what is handed over is on the disk within a second, and
 * if the disk refuses, the session goes on, and keeping begins again when there is room.  The calls
 * return at once and may come from any thread, but for new, flush, take and free: one owner. */
typedef struct _DhKeeper DhKeeper;

/* Opens the session in the background; id: NULL for a new one. */
DhKeeper *dh_keeper_new (const char *folder, const char *id, const DhStoreRules *rules);
/* The same with a session of that folder that is open already: (transfer full).  Another thread is
 * done with it. */
DhKeeper *dh_keeper_new_from_store (const char *folder, DhStore *store, const DhStoreRules *rules);
/* Writes what waits, closes the session in order and joins the thread. */
void dh_keeper_free (DhKeeper *self);

/* The newest state of the settings; older ones that wait are replaced. */
void dh_keeper_put_document (DhKeeper *self, const char *text);
/* change: (transfer full) */
void dh_keeper_put_change (DhKeeper *self, DhChange *change);
/* moment: (transfer full), packed or not; with its flag and its note, this marks it */
void dh_keeper_put_moment (DhKeeper *self, DhMoment *moment);
/* Marks a moment that is kept already, or takes its mark away. */
void dh_keeper_mark (DhKeeper *self, const DhPlace *place, gboolean marked, const char *note);
/* Whether a checkpoint of this size would be taken now: ask before making it.  Otherwise later.
 * urgent: also if writing has taken its share of the processor, see DhKeepShare */
gboolean dh_keeper_wants_checkpoint (DhKeeper *self, gsize size, gboolean urgent);
/* parts: the bytes, one after the other; referenced and not to be changed any more */
void dh_keeper_put_checkpoint (DhKeeper *self, guint64 run, guint64 iteration, GBytes *const *parts,
                               guint n_parts);
void dh_keeper_set_rules (DhKeeper *self, const DhStoreRules *rules);

/* Waits until what was handed over before has been written, or refused by the disk. */
void dh_keeper_flush (DhKeeper *self);
/* The newest report; NULL when there is none since the last; (transfer full) */
DhKeeperReport *dh_keeper_take (DhKeeper *self);
/* Readable while a report waits; see dh_mailbox_get_fd(). */
int dh_keeper_get_fd (DhKeeper *self);

G_END_DECLS
