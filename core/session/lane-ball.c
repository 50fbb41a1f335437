/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's ball on the page Hills: its loss, optimizer and rate.  The training doesn't use them.
 *
 * Its loss is the lane's until it gets its own.  A rate belongs to the ground that it was set on
 * and, if a loss shapes the ground, also to that loss: 0.3 is slow on one ground and diverges on
 * another.  So each has its own rate, which returns when the ground does.
 */
#include "core/session/lane-private.h"

#include <math.h>

#include "core/landscape/ground-choice.h"

/* The maximum number of grounds with a rate of their own; the oldest is dropped. */
#define MAX_RATES 32

/* ---- the loss ---- */

const char *
dh_lane_get_ball_loss (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  return self->ball_mix.n_parts > 0 ? dh_mix_to_text (&self->ball_mix) : NULL;
}

DhMix
dh_lane_get_ball_mix (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), (DhMix) { 0 });
  return self->ball_mix.n_parts > 0 ? self->ball_mix : self->settings.mix;
}

void
dh_lane_set_ball_mix (DhLane *self, const DhMix *mix)
{
  g_return_if_fail (DH_IS_LANE (self));
  if (dh_mix_equal (&self->ball_mix, mix))
    return;
  self->ball_mix = *mix;
  g_object_notify (G_OBJECT (self), "ball-loss");
}

void
dh_lane_set_ball_loss (DhLane *self, const char *loss)
{
  DhMix mix = { 0 };

  g_return_if_fail (DH_IS_LANE (self));
  if (loss != NULL && !dh_mix_parse (loss, &mix, NULL))
    g_return_if_reached ();
  dh_lane_set_ball_mix (self, &mix);
}

/* ---- the optimizer ---- */

const char *
dh_lane_get_ball_optimizer (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  return dh_optimizer_config_to_text (&self->ball_optimizer_config, DH_OPTIMIZER_USER_BALL);
}

void
dh_lane_set_ball_optimizer (DhLane *self, const char *optimizer)
{
  DhOptimizerConfig optimizer_config;

  g_return_if_fail (DH_IS_LANE (self));
  if (optimizer == NULL
      || !dh_optimizer_config_parse (optimizer, DH_OPTIMIZER_USER_BALL, &optimizer_config, NULL))
    g_return_if_reached ();
  dh_lane_set_ball_optimizer_config (self, &optimizer_config);
}

DhOptimizerConfig
dh_lane_get_ball_optimizer_config (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), (DhOptimizerConfig) { 0 });
  return self->ball_optimizer_config;
}

void
dh_lane_set_ball_optimizer_config (DhLane *self, const DhOptimizerConfig *optimizer_config)
{
  g_return_if_fail (DH_IS_LANE (self));
  if (dh_optimizer_config_equal (&self->ball_optimizer_config, optimizer_config))
    return;
  self->ball_optimizer_config = *optimizer_config;
  g_object_notify (G_OBJECT (self), "ball-optimizer");
}

/* ---- the rate ---- */

typedef struct
{
  char *place;
  double rate;
} PlacedRate;

static void
clear_rate (gpointer data)
{
  g_free (((PlacedRate *) data)->place);
}

GArray *
dh_lane_new_ball_rates (void)
{
  GArray *rates = g_array_new (FALSE, FALSE, sizeof (PlacedRate));

  g_array_set_clear_func (rates, clear_rate);
  return rates;
}

/* The key under which a rate is stored; (transfer full) */
static char *
dup_place (DhLane *self, const char *ground)
{
  DhMix mix = dh_lane_get_ball_mix (self);

  return dh_ground_dup_rate_place (ground, &mix);
}

static int
find_rate (DhLane *self, const char *place)
{
  for (guint i = 0; i < self->ball_rates->len; i++)
    if (g_str_equal (g_array_index (self->ball_rates, PlacedRate, i).place, place))
      return (int) i;
  return -1;
}

static double
get_rate (DhLane *self, const char *place)
{
  int index = find_rate (self, place);

  return index >= 0 ? g_array_index (self->ball_rates, PlacedRate, index).rate : 0;
}

static void
put_rate (DhLane *self, const char *place, double rate)
{
  PlacedRate placed = { g_strdup (place), rate };
  int index = find_rate (self, place);

  if (index >= 0)
    g_array_remove_index (self->ball_rates, index);
  else if (self->ball_rates->len == MAX_RATES)
    g_array_remove_index (self->ball_rates, 0);
  if (rate > 0)
    g_array_append_val (self->ball_rates, placed);
  else
    g_free (placed.place);
}

/* Updates the rate after the ground or the loss has changed. */
static void
take_rate (DhLane *self)
{
  double rate = get_rate (self, self->ball_place);

  if (self->ball_rate == rate)
    return;
  self->ball_rate = rate;
  g_object_notify (G_OBJECT (self), "ball-rate");
}

void
dh_lane_set_ball_ground (DhLane *self, const char *ground)
{
  g_autofree char *place = dup_place (self, ground);

  if (g_str_equal (place, self->ball_place))
    return;
  g_free (self->ball_place);
  self->ball_place = g_steal_pointer (&place);
  take_rate (self);
}

double
dh_lane_get_ball_rate (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 0);
  return self->ball_rate;
}

void
dh_lane_set_ball_rate (DhLane *self, double rate)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (isfinite (rate) && rate >= 0);
  put_rate (self, self->ball_place, rate);
  take_rate (self);
}

void
dh_lane_set_ball_rate_on (DhLane *self, const char *ground, double rate)
{
  g_autofree char *place = dup_place (self, ground);

  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (isfinite (rate) && rate >= 0);
  put_rate (self, place, rate);
  take_rate (self);
}

GVariant *
dh_lane_dup_ball_rates (DhLane *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sd)"));
  for (guint i = 0; i < self->ball_rates->len; i++)
    {
      const PlacedRate *placed = &g_array_index (self->ball_rates, PlacedRate, i);

      g_variant_builder_add (&builder, "(sd)", placed->place, placed->rate);
    }
  return g_variant_builder_end (&builder);
}

void
dh_lane_set_ball_rates (DhLane *self, GVariant *rates)
{
  GVariantIter iter;
  const char *place;
  double rate;

  g_array_set_size (self->ball_rates, 0);
  g_variant_iter_init (&iter, rates);
  while (g_variant_iter_next (&iter, "(&sd)", &place, &rate))
    if (isfinite (rate) && rate > 0)
      put_rate (self, place, rate);
  take_rate (self);
}

void
dh_lane_copy_ball (DhLane *self, DhLane *from)
{
  g_autoptr (GVariant) rates = g_variant_ref_sink (dh_lane_dup_ball_rates (from));

  dh_lane_set_ball_optimizer_config (self, &from->ball_optimizer_config);
  dh_lane_set_ball_mix (self, &from->ball_mix);
  g_free (self->ball_place);
  self->ball_place = g_strdup (from->ball_place);
  dh_lane_set_ball_rates (self, rates);
  dh_lane_set_ball_shown (self, from->ball_shown);
}

/* ---- whether it is seen ---- */

gboolean
dh_lane_get_ball_shown (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), FALSE);
  return self->ball_shown;
}

void
dh_lane_set_ball_shown (DhLane *self, gboolean shown)
{
  g_return_if_fail (DH_IS_LANE (self));
  if (self->ball_shown == !!shown)
    return;
  self->ball_shown = !!shown;
  g_object_notify (G_OBJECT (self), "ball-shown");
}
