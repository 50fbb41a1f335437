/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The costs of the presets on this machine.  A thread measures them once; main context, which
 * never waits for it. ::changed is emitted when more is known. */
#define DH_TYPE_COSTS (dh_costs_get_type ())
G_DECLARE_FINAL_TYPE (DhCosts, dh_costs, DH, COSTS, GObject)

typedef struct
{
  guint64 bytes;     /* of all lanes and of what they share */
  double step;       /* s, of all lanes; 0: not known yet */
  gboolean measured; /* of a training, else estimated from the speed of one layer */
} DhCost;

DhCosts *dh_costs_new (void);

/* lanes: of DhLane, with what their optimizers remember; n_more: as many more of the usual kind.
 * FALSE: not known yet, or the preset can't be computed here. */
gboolean dh_costs_get (DhCosts *self, const char *preset, GListModel *lanes, int n_more,
                       DhCost *cost);
/* A training's pace: rounds of n_lanes lanes a second. */
void dh_costs_note_pace (DhCosts *self, const char *preset, guint n_lanes, double pace);

/* Whether something fits into memory, and whether the user should be asked. */
typedef enum
{
  DH_ROOM_ENOUGH,
  DH_ROOM_SCARCE, /* it takes more than half of what could be had */
  DH_ROOM_NONE,
} DhRoom;

DhRoom dh_room_judge (guint64 needed, guint64 room);
/* Bytes that are available: free, or used by the current training.  DOWNHILL_MEMORY in the
 * environment, a number of bytes, replaces what the system reports.  Any thread. */
guint64 dh_room_get (void);

/* "15.4 GB for 4 lanes, about 90 s per step (estimated)"; (transfer full) */
char *dh_cost_dup_text (const DhCost *cost, guint n_lanes);

/* Memory alone, in the calling thread, which computes nothing else: for a program without a
 * window. FALSE with DH_ERROR_COMPUTE. */
gboolean dh_cost_estimate (const char *preset, guint n_lanes, guint n_slots, DhCost *cost,
                           GError **error);

G_END_DECLS
