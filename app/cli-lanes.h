/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/lane.h"

G_BEGIN_DECLS

/* The options for all lanes; as typed, NULL if not given. */
typedef struct
{
  char **settings;          /* "huber.delta=0.1" */
  char *optimizer;          /* of lanes that name none; an optimizer */
  char *schedule, *warm_up; /* of lanes that name none */
  char *clip;               /* of lanes that name none */
  char *mask, *eyes, *mouth;
} DhCliTyped;

void dh_cli_typed_clear (DhCliTyped *self);

/* An array of DhLaneSettings, from LOSS[:RATE[:OPTIMIZER[:CLIP]]] and the options for all
 * lanes; the rate is 0 if it is not given; (transfer full). NULL with an error. */
GPtrArray *dh_cli_lanes_read (const char *const *lanes, const DhCliTyped *all, GError **error);
/* own: the lane's own optimizer, or NULL.  If it has a schedule of its own, that is kept. */
gboolean dh_cli_optimizer_config_read (const char *own, const DhCliTyped *all, DhOptimizerUser who,
                                       DhOptimizerConfig *optimizer_config, GError **error);
/* A preset, or a model by its text: its id, which lives as long as the program.  NULL with an
 * error. */
const char *dh_cli_preset_read (const char *text, GError **error);
/* "components" */
gboolean dh_cli_mask_read (const char *text, DhArea *mask, GError **error);
/* option: "--eyes" */
gboolean dh_cli_multiplier_read (const char *option, const char *text, double *multiplier,
                                 GError **error);

G_END_DECLS
