/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/lane.h"

G_BEGIN_DECLS

/* What all lanes get; as typed, NULL where not given. */
typedef struct
{
  char **settings;          /* "huber.delta=0.1" */
  char *optimizer;          /* of lanes that name none; an optimizer */
  char *schedule, *warm_up; /* of lanes that name none */
  char *mask, *eyes, *mouth;
} DhCliTyped;

void dh_cli_typed_clear (DhCliTyped *self);

/* Of DhLaneSettings, from LOSS[:RATE[:OPTIMIZER]] and what all get; without a rate it is 0;
 * (transfer full). NULL with a
 * sentence about what is wrong. */
GPtrArray *dh_cli_lanes_read (const char *const *lanes, const DhCliTyped *all, GError **error);
/* own: what the lane says itself, or NULL.  An optimizer that says how its rate changes keeps to
 * that. */
gboolean dh_cli_optimizer_config_read (const char *own, const DhCliTyped *all, DhOptimizerUser who,
                                       DhOptimizerConfig *optimizer_config, GError **error);
/* "components" */
gboolean dh_cli_mask_read (const char *text, DhArea *mask, GError **error);
/* option: "--eyes" */
gboolean dh_cli_multiplier_read (const char *option, const char *text, double *multiplier,
                                 GError **error);

G_END_DECLS
