/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A race from a document: the ground for the page Hills, and, where no session has the lanes, their
 * balls.
 */
#include "core/race/race-document.h"

#include "core/landscape/rate.h"

/* ---- the ground ---- */

static gboolean
show_ground (DhRace *self, const DhDocumentHills *hills)
{
  g_autofree char *present = g_strdup (dh_race_get_ground (self));

  if (!dh_race_set_ground (self, hills->ground, NULL))
    {
      dh_race_set_ground (self, present, NULL);
      return FALSE;
    }
  for (guint i = 0; i < hills->n_parameters; i++)
    dh_race_set_parameter (self, i, hills->parameters[i]);
  if (hills->has_start)
    dh_race_drop (self, hills->start);
  return TRUE;
}

gboolean
dh_race_show_hills (DhRace *self, const DhDocumentHills *hills)
{
  gboolean shown;

  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  if (hills->n_points > 0)
    dh_race_set_points (self, hills->points, hills->n_points);
  else
    dh_race_reset_points (self);
  dh_race_set_shared (self, hills->shared);
  shown = show_ground (self, hills);
  dh_race_set_noise (self, CLAMP (hills->noise, 0.0, DH_NOISE_MAX));
  dh_race_set_speed (self, CLAMP (hills->speed, DH_RACE_MIN_SPEED, DH_RACE_MAX_SPEED));
  dh_race_set_with_basins (self, hills->basins);
  return shown;
}

/* ---- the balls ---- */

static DhMix
get_mix (const DhDocumentLane *lane)
{
  return lane->ball_mix.n_parts > 0 ? lane->ball_mix
                                    : dh_settings_log_get_last (lane->log)->settings.mix;
}

char *
dh_race_dup_rate_place (const DhDocumentLane *lane, const char *ground)
{
  const DhMix mix = get_mix (lane);

  return dh_ground_dup_rate_place (ground, &mix);
}

/* 0: none was set by hand */
static double
find_rate (const DhDocumentLane *lane, const char *ground)
{
  g_autofree char *place = dh_race_dup_rate_place (lane, ground);
  double rate = 0;

  if (lane->ball_rates == NULL)
    return 0;
  for (gsize i = 0; i < g_variant_n_children (lane->ball_rates); i++)
    {
      const char *name;
      double value;

      g_variant_get_child (lane->ball_rates, i, "(&sd)", &name, &value);
      if (g_str_equal (name, place))
        rate = value;
    }
  return rate;
}

static DhRunner
make_runner (const DhDocumentLane *lane, const char *ground)
{
  return (DhRunner) {
    .number = lane->number,
    .learning_rate = find_rate (lane, ground),
    .mix = get_mix (lane),
    .optimizer_config = lane->ball_optimizer,
    .hidden = !lane->ball_shown,
  };
}

/* Where rates are compared, those that weren't set are spread around the ground's. */
static void
spread_rates (DhRace *self, DhRunner *runners, guint n)
{
  const DhGround *ground = dh_race_get_runner_ground (self, 0);
  const double usual = ground != NULL ? ground->learning_rate : 0;
  const double boldest = ground != NULL ? dh_ground_find_boldest_rate (ground) : 0;

  for (guint i = 0; i < n && ground != NULL; i++)
    if (runners[i].learning_rate == 0)
      runners[i].learning_rate = dh_ground_spread_rate (usual, boldest, i, n);
}

void
dh_race_set_document_lanes (DhRace *self, const DhDocument *document)
{
  DhRunner runners[DH_RACE_MAX_RUNNERS];

  g_return_if_fail (DH_IS_RACE (self));
  for (guint i = 0; i < document->n_lanes; i++)
    runners[i] = make_runner (&document->lanes[i], dh_race_get_ground (self));
  dh_race_set_runners (self, runners, document->n_lanes);
  if (dh_ground_kind_uses_mix (dh_race_get_ground_kind (self)))
    return;
  /* The hill's rates can only be found once a runner has its ground. */
  spread_rates (self, runners, document->n_lanes);
  dh_race_set_runners (self, runners, document->n_lanes);
}
