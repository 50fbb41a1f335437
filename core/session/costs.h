/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The costs of the presets on this machine, measured once on a thread.  Main context, which never
 * waits for that thread.  ::changed is emitted when more is known. */
#define DH_TYPE_COSTS (dh_costs_get_type ())
G_DECLARE_FINAL_TYPE (DhCosts, dh_costs, DH, COSTS, GObject)

typedef struct
{
  guint64 bytes;     /* for all lanes and everything they share */
  double step;       /* seconds for a step of all lanes; 0: not known yet */
  gboolean measured; /* in a training; otherwise estimated from the speed of one layer */
} DhCost;

DhCosts *dh_costs_new (void);
/* The same without the presets, which needs no time: for one model of a person's own at a time. */
DhCosts *dh_costs_new_for_own (void);

/* Of a model that is no preset, figures are made when they are asked for; of one at a time.
 * lanes: of DhLane; their optimizers' memory is included.  n_more: additional lanes with the usual
 * optimizer.  FALSE: not known yet, or this machine can't compute the preset. */
gboolean dh_costs_get (DhCosts *self, const char *preset, GListModel *lanes, int n_more,
                       DhCost *cost);
/* The same for n_lanes lanes whose optimizers have n_slots vectors together. */
gboolean dh_costs_get_for (DhCosts *self, const char *preset, guint n_lanes, guint n_slots,
                           DhCost *cost);
/* Records the pace of a training with n_lanes lanes, in rounds per second. */
void dh_costs_note_pace (DhCosts *self, const char *preset, guint n_lanes, double pace);

/* Whether something fits into memory, and whether the user should be asked. */
typedef enum
{
  DH_ROOM_ENOUGH,
  DH_ROOM_SCARCE, /* it takes more than half of the available memory */
  DH_ROOM_NONE,
} DhRoom;

DhRoom dh_room_judge (guint64 needed, guint64 room);
/* Bytes of memory that are free or used by the current training.  The environment variable
 * DOWNHILL_MEMORY, a number of bytes, replaces what the system reports.  Any thread. */
guint64 dh_room_get (void);

/* How many lanes would fit where n_lanes don't, and what to do, in a sentence.  lanes: those that
 * there are, of DhLane.  (transfer full) */
char *dh_costs_dup_fit (DhCosts *self, const char *preset, GListModel *lanes, guint n_lanes);

/* "15.4 GB for 4 lanes, about 90 s per step (estimated)"; (transfer full) */
char *dh_cost_dup_text (const DhCost *cost, guint n_lanes);

/* Main context. */
guint64 dh_cost_count_parameters (const char *preset);
/* FALSE: the network is too large for a landscape. */
gboolean dh_cost_may_explore (const char *preset);

/* Estimates memory only, in the calling thread, which must not compute anything else; for programs
 * without a window.  FALSE with DH_ERROR_COMPUTE. */
gboolean dh_cost_estimate (const char *preset, guint n_lanes, guint n_slots, DhCost *cost,
                           GError **error);
/* The same with the time of a step and the number of parameters, in words: "3,412,587 parameters,
 * 1.2 GB for 4 lanes, about 90 ms per step (estimated)".  (transfer full) (nullable) */
char *dh_cost_dup_model_text (const char *preset, guint n_lanes, guint n_slots);

G_END_DECLS
