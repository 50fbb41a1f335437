/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/lanes.h"
#include "core/keep/session-keeper.h"

G_BEGIN_DECLS

/* Looks up what lanes showed at an iteration, and the list of marked moments.  Main context; never
 * waits for the disk. */
typedef struct _DhPastSearch DhPastSearch;

/* What the lanes that got as far as an iteration showed there. */
typedef struct
{
  guint64 iteration;
  guint n_lanes;
  DhLane *lanes[DH_MAX_LANES];
  DhLaneSnapshot *snapshots[DH_MAX_LANES];
} DhPastFound;

typedef struct
{
  /* found: lent */
  void (*found) (const DhPastFound *found, gpointer data);
  /* moments: all that are marked in the file, (element-type DhMoment), lent */
  void (*listed) (GPtrArray *moments, gpointer data);
} DhPastAnswers;

/* answers: lent */
DhPastSearch *dh_past_search_new (DhSession *session, const DhPastAnswers *answers, gpointer data);
void dh_past_search_free (DhPastSearch *self);
/* Call once, or not at all: then nothing is kept. */
void dh_past_search_set_keeper (DhPastSearch *self, DhSessionKeeper *keeper);

/* Asks for what is at an iteration, in place of one that was asked for before.  Where nothing is
 * kept, the answer comes at once. */
void dh_past_search_go (DhPastSearch *self, guint64 iteration);
/* No iteration is asked for any more. */
void dh_past_search_end (DhPastSearch *self);
/* Asks for the marked moments, once there is a file. */
void dh_past_search_list (DhPastSearch *self);
/* Whether an answer is on its way. */
gboolean dh_past_search_is_busy (DhPastSearch *self);

G_END_DECLS
