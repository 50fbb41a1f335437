/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lane.h"

G_BEGIN_DECLS

/* For the session only. Ids are never used twice; source_id 0: starts afresh. */
DhLane *dh_lane_new (guint number, guint id, guint source_id, const char *loss,
                     double learning_rate, const char *optimizer);
guint   dh_lane_get_id         (DhLane *self);
guint   dh_lane_get_source_id  (DhLane *self);
guint   dh_lane_get_n_restarts (DhLane *self);
void    dh_lane_restart        (DhLane *self);
/* (nullable) */
void    dh_lane_set_snapshot   (DhLane *self, DhLaneSnapshot *snapshot);

G_END_DECLS
