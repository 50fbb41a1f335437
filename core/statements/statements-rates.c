/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statements that lanes with different learning rates, and their landscapes, can judge.
 */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "core/statements/evidence.h"
#include "core/statements/prominence.h"

#define APART   2.0 /* rates, as a factor */
#define LONG    200 /* iterations */
#define CLEARLY 1.5 /* times as much */
/* A valley: as a share of the slice's height, so much below the lowest way out of it. */
#define PROMINENT .01

static DhVerdict
say (char **reason, const char *sentence)
{
  *reason = g_strdup (sentence);
  return DH_VERDICT_UNKNOWN;
}

/* ---- rates ---- */

static gboolean
is_higher (const DhLaneEvidence *high, const DhLaneEvidence *low)
{
  return dh_evidence_differ_in_rate (high, low)
         && high->settings->learning_rate >= APART * low->settings->learning_rate;
}

/* The pair whose rates are furthest apart. */
static gboolean
find_pair (const DhEvidence *evidence, const DhLaneEvidence **high, const DhLaneEvidence **low)
{
  double furthest = 0;

  for (guint i = 0; i < evidence->n_lanes; i++)
    for (guint k = 0; k < evidence->n_lanes; k++)
      {
        const DhLaneEvidence *a = &evidence->lanes[i], *b = &evidence->lanes[k];
        double factor = a->settings->learning_rate / b->settings->learning_rate;

        if (!is_higher (a, b) || b->state == DH_STATE_DIVERGED || factor <= furthest)
          continue;
        furthest = factor;
        *high = a;
        *low = b;
      }
  return furthest > 0;
}

static DhVerdict
compare (const DhLaneEvidence *high, const DhLaneEvidence *low, char **reason)
{
  const guint64 n = MIN (high->n, low->n), some = MAX (n / 10, 1);
  const double early[2] = { dh_evidence_get_loss (high, some, MAX (some / 2, 1)),
                            dh_evidence_get_loss (low, some, MAX (some / 2, 1)) };
  const double late[2] = { dh_evidence_get_loss (high, n, some),
                           dh_evidence_get_loss (low, n, some) };
  g_autofree char *high_rate = dh_rate_format (high->settings->learning_rate);
  g_autofree char *low_rate = dh_rate_format (low->settings->learning_rate);
  gboolean restless = isfinite (high->wobble) && isfinite (low->wobble)
                      && high->wobble > CLEARLY * low->wobble;

  *reason = g_strdup_printf (_ ("The same loss with the rates %s and %s: %.3g and %.3g after "
                                "%" PRIu64 " iterations, %.3g and %.3g after %" PRIu64 "."),
                             high_rate, low_rate, early[0], early[1], some, late[0], late[1], n);
  return early[0] < early[1] && (late[0] > late[1] || restless) ? DH_VERDICT_HOLDS
                                                                : DH_VERDICT_FAILS;
}

DhVerdict
dh_judge_rates (const DhEvidence *evidence, char **reason)
{
  const DhLaneEvidence *high = NULL, *low = NULL;

  if (!find_pair (evidence, &high, &low))
    return say (reason, _ ("It takes two lanes whose rates differ by a factor of two or more, "
                           "otherwise alike and unchanged."));
  if (high->state == DH_STATE_DIVERGED)
    {
      *reason = g_strdup_printf (_ ("With the higher rate, %s diverged; %s, with the lower one, "
                                    "didn’t."),
                                 high->name, low->name);
      return DH_VERDICT_HOLDS;
    }
  if (MIN (high->n, low->n) < LONG)
    return say (reason, _ ("The lanes haven’t been trained long enough to compare them."));
  return compare (high, low, reason);
}

/* ---- divergence ---- */

/* Of the lanes with a lower rate, one that goes on, or else one that diverged as well. */
static const DhLaneEvidence *
find_lower (const DhEvidence *evidence, const DhLaneEvidence *diverged)
{
  const DhLaneEvidence *found = NULL;

  for (guint i = 0; i < evidence->n_lanes; i++)
    {
      const DhLaneEvidence *lane = &evidence->lanes[i];

      if (is_higher (diverged, lane) && (found == NULL || lane->state != DH_STATE_DIVERGED))
        found = lane;
    }
  return found;
}

static DhVerdict
judge_diverged (const DhLaneEvidence *diverged, const DhLaneEvidence *lower, char **reason)
{
  g_autofree char *rate = dh_rate_format (diverged->settings->learning_rate);
  g_autofree char *low = dh_rate_format (lower->settings->learning_rate);
  gboolean helped = lower->state != DH_STATE_DIVERGED && lower->n > diverged->n;

  *reason = g_strdup_printf (helped ? _ ("At the rate %s, %s diverged after %" PRIu64
                                         " iterations; at %s, the same loss goes "
                                         "on after %" PRIu64 ".")
                                    : _ ("At the rate %s, %s diverged after %" PRIu64
                                         " iterations; at %s, the same loss "
                                         "didn’t get further than %" PRIu64 "."),
                             rate, diverged->name, diverged->n, low, lower->n);
  return helped ? DH_VERDICT_HOLDS : DH_VERDICT_FAILS;
}

DhVerdict
dh_judge_divergence (const DhEvidence *evidence, char **reason)
{
  gboolean any = FALSE;

  for (guint i = 0; i < evidence->n_lanes; i++)
    {
      const DhLaneEvidence *lane = &evidence->lanes[i], *lower;

      if (lane->state != DH_STATE_DIVERGED)
        continue;
      any = TRUE;
      lower = find_lower (evidence, lane);
      if (lower != NULL)
        return judge_diverged (lane, lower, reason);
    }
  return say (reason, any ? _ ("A lane diverged, but none has a lower rate and is otherwise alike "
                               "and unchanged.")
                          : _ ("No lane diverged."));
}

/* ---- landscapes ---- */

/* Where nothing is left of a gradient, every bump is rounding. */
static const DhTerrain *
get_terrain (const DhLaneEvidence *lane)
{
  const DhPlane *plane = dh_lane_snapshot_get_plane (lane->snapshot);
  const guint first = DH_PLANE_FIRST_SIDE * DH_PLANE_FIRST_SIDE;

  if (plane == NULL || plane->n_done < first || lane->state == DH_STATE_DEAD)
    return NULL;
  return plane->terrain;
}

DhVerdict
dh_judge_landscapes (const DhEvidence *evidence, char **reason)
{
  const DhLaneEvidence *bumpiest = NULL;
  guint n_known = 0, most = 0;

  for (guint i = 0; i < evidence->n_lanes; i++)
    {
      const DhTerrain *terrain = get_terrain (&evidence->lanes[i]);
      guint n = terrain != NULL ? dh_terrain_count_prominent (terrain, PROMINENT) : 0;

      n_known += terrain != NULL;
      if (n > most)
        {
          most = n;
          bumpiest = &evidence->lanes[i];
        }
    }
  if (n_known == 0)
    return say (reason, _ ("No lane has a landscape."));
  if (most > 1)
    *reason = g_strdup_printf (_ ("The slice through the landscape of %s has %u valleys."),
                               bumpiest->name, most);
  else
    *reason = g_strdup (_ ("No slice has more than one valley; the whole landscape may."));
  return most > 1 ? DH_VERDICT_HOLDS : DH_VERDICT_FAILS;
}
