/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was set for a lane's ball, to be compared with its settings and exchanged with them.
 *
 * A ball has a rate for each ground, and which of them is in effect follows the ground: choosing
 * another ground changes the rate but not what was set.
 */
#include "core/session/ball-memory.h"

#include <glib/gi18n-lib.h>

struct _DhBallMemory
{
  DhOptimizerConfig optimizer_config;
  DhMix mix; /* without parts: the lane's */
  GVariant *rates;
  gboolean shown;
};

/* The ball's own mix, without parts if it has none. */
static DhMix
get_own_mix (DhLane *lane)
{
  return dh_lane_get_ball_loss (lane) != NULL ? dh_lane_get_ball_mix (lane) : (DhMix) { 0 };
}

DhBallMemory *
dh_ball_memory_new (DhLane *lane)
{
  DhBallMemory *self = g_new0 (DhBallMemory, 1);

  self->optimizer_config = dh_lane_get_ball_optimizer_config (lane);
  self->mix = get_own_mix (lane);
  self->rates = g_variant_ref_sink (dh_lane_dup_ball_rates (lane));
  self->shown = dh_lane_get_ball_shown (lane);
  return self;
}

void
dh_ball_memory_free (DhBallMemory *self)
{
  if (self == NULL)
    return;
  g_variant_unref (self->rates);
  g_free (self);
}

static gboolean
has_other_rates (const DhBallMemory *self, DhLane *lane)
{
  g_autoptr (GVariant) rates = g_variant_ref_sink (dh_lane_dup_ball_rates (lane));

  return !g_variant_equal (rates, self->rates);
}

char *
dh_ball_memory_dup_difference (const DhBallMemory *self, DhLane *lane)
{
  const DhOptimizerConfig optimizer_config = dh_lane_get_ball_optimizer_config (lane);
  const DhMix mix = get_own_mix (lane);
  const guint number = dh_lane_get_number (lane);

  /* Translators: like all of the following, what "Undo" and "Redo" in the menu name */
  if (dh_lane_get_ball_shown (lane) != self->shown)
    return g_strdup_printf (self->shown ? _ ("Hiding Ball %u") : _ ("Showing Ball %u"), number);
  if (!dh_mix_equal (&mix, &self->mix))
    return g_strdup_printf (_ ("Loss of Ball %u"), number);
  if (!dh_optimizer_config_equal (&optimizer_config, &self->optimizer_config))
    return g_strdup_printf (_ ("Optimizer of Ball %u"), number);
  if (has_other_rates (self, lane))
    return g_strdup_printf (_ ("Learning Rate of Ball %u"), number);
  return NULL;
}

/* ---- undo ---- */

typedef struct
{
  DhLane *lane;
  DhBallMemory *memory;
} State;

gpointer
dh_ball_memory_make_state (DhBallMemory *self, DhLane *lane)
{
  State *state = g_new (State, 1);

  *state = (State) { g_object_ref (lane), self };
  return state;
}

static gboolean
exchange (gpointer data)
{
  State *state = data;
  DhBallMemory *former = state->memory;

  state->memory = dh_ball_memory_new (state->lane);
  dh_lane_set_ball_optimizer_config (state->lane, &former->optimizer_config);
  dh_lane_set_ball_mix (state->lane, &former->mix);
  dh_lane_set_ball_rates (state->lane, former->rates);
  dh_lane_set_ball_shown (state->lane, former->shown);
  dh_ball_memory_free (former);
  return TRUE;
}

static void
free_state (gpointer data)
{
  State *state = data;

  g_object_unref (state->lane);
  dh_ball_memory_free (state->memory);
  g_free (state);
}

const DhUndoKind dh_ball_memory_kind = { .exchange = exchange, .free = free_state };
