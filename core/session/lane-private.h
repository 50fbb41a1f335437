/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/lane.h"

G_BEGIN_DECLS

/* The private part of a lane, for the session and the files of DhLane. */
struct _DhLane
{
  GObject parent_instance;

  guint number;
  guint id, source_id; /* of its run, see DhLaneRequest */
  DhLaneSettings settings;
  DhLaneSettings former; /* mix, mask and optimizer, each before its newest change */

  DhOptimizerConfig ball_optimizer_config;
  DhMix ball_mix;     /* without parts: as the lane's */
  double ball_rate;   /* on the ground that it is on; 0: the ground's own */
  char *ball_place;   /* that ground, with the loss where that shapes it */
  GArray *ball_rates; /* lane-ball.c: of all such places */
  gboolean ball_shown;

  DhPlaneKind plane_kind;
  guint n_redraws, n_probes, n_sweeps;
  gboolean probing, sweeping;
  double probe_at[2];

  DhLaneSnapshot *snapshot;
  guint snapshot_id; /* of the run that it shows */
};

enum
{
  DH_LANE_PROP_NUMBER = 1,
  DH_LANE_PROP_LOSS,
  DH_LANE_PROP_LEARNING_RATE,
  DH_LANE_PROP_OPTIMIZER,
  DH_LANE_PROP_CLIP,
  DH_LANE_PROP_MASK,
  DH_LANE_PROP_EYE_MULTIPLIER,
  DH_LANE_PROP_MOUTH_MULTIPLIER,
  DH_LANE_PROP_BALL_OPTIMIZER,
  DH_LANE_PROP_BALL_LOSS,
  DH_LANE_PROP_BALL_RATE,
  DH_LANE_PROP_BALL_SHOWN,
  DH_LANE_PROP_PLANE_KIND,
  DH_LANE_PROP_SWEEPING,
  DH_LANE_PROP_SNAPSHOT,
  DH_LANE_N_PROPS
};

/* lane.c.  Ids are never used twice; source_id 0: starts afresh. */
DhLane *dh_lane_new (guint number, guint id, guint source_id, const DhLaneSettings *settings);
void dh_lane_notify (DhLane *self, guint property);
guint dh_lane_get_id (DhLane *self);
guint dh_lane_get_source_id (DhLane *self);
void dh_lane_set_run (DhLane *self, guint id, guint source_id);
/* Of the lane's run, as far as is known: 0 right after a restart, though the old one is still
 * seen. */
guint64 dh_lane_get_iteration (DhLane *self);
/* (nullable) */
void dh_lane_set_snapshot (DhLane *self, DhLaneSnapshot *snapshot);

/* lane-training.c: each that differs is set. */
void dh_lane_set_settings (DhLane *self, const DhLaneSettings *settings);
/* How the training was set before the newest change of a property: of its loss, mask or optimizer;
 * FALSE for any other. */
gboolean dh_lane_get_former (DhLane *self, const char *property, DhLaneSettings *settings);

/* lane-ball.c */
GArray *dh_lane_new_ball_rates (void);
void dh_lane_copy_ball (DhLane *self, DhLane *from);
/* The ground that the ball is on from now on, as DhGroundChoice names it; to be said again after
 * the ball's loss was changed. */
void dh_lane_set_ball_ground (DhLane *self, const char *ground);

/* lane-requests.c: requests to the worker besides training.  Those without a property are
 * announced by the signal ::asks. */
/* Drops probe and sweep: the weights that they belong to are gone. */
void dh_lane_end_requests (DhLane *self);
guint dh_lane_get_plane_serial (DhLane *self);
/* 0: no place is probed, and `at` isn't touched */
guint dh_lane_get_probe (DhLane *self, double at[2]);
guint dh_lane_get_sweep_serial (DhLane *self);

G_END_DECLS
