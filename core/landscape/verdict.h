/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/roll.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* What a ball is doing. */
typedef enum
{
  DH_VERDICT_START,           /* not moved yet */
  DH_VERDICT_ROLLING,
  DH_VERDICT_SETTLED_DEEPEST, /* in the deepest valley that is known */
  DH_VERDICT_SETTLED_OTHER,   /* in another one */
  DH_VERDICT_SADDLE,          /* no slope, but no valley either */
  DH_VERDICT_PLATEAU,         /* hardly a slope, far from any valley */
  DH_VERDICT_BOUNCING,        /* to and fro without coming nearer */
  DH_VERDICT_DIVERGED,        /* left all finite ground */
} DhVerdict;

/* Stable word: "settled_deepest". Never translated. */
const char *dh_verdict_get_id (DhVerdict verdict);
/* Judges the steps that led to ball `index`. text: (out) (optional) one translated sentence,
 * (transfer full). */
DhVerdict   dh_verdict_make_at (const DhRoll *roll, guint index, const DhTerrain *terrain,
                                char **text);
/* The last one's. */
DhVerdict   dh_verdict_make   (const DhRoll *roll, const DhTerrain *terrain, char **text);

G_END_DECLS
