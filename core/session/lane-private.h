/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/ball-memory.h"
#include "core/session/lane.h"
#include "core/train/lane-image.h"

G_BEGIN_DECLS

/* The private part of a lane, for the session and the files of DhLane. */
struct _DhLane
{
  GObject parent_instance;

  guint number;
  guint id, source_id; /* of the lane's run, see DhLaneRequest */
  DhLaneSettings settings;
  DhLaneSettings noted;     /* these and … */
  DhBallMemory *noted_ball; /* … those of the ball, as undo knows them; may be NULL */
  DhSettingsLog *plan;      /* which the run follows instead of the settings; NULL: none */
  DhLaneImage *image;       /* what the run is made from, until it is made; NULL: none */
  guint64 begin, run_to;    /* of a branch: where it begins and up to where it is replayed */
  guint lost_id;            /* a run that is gone, for which the session has asked; 0: none */

  DhOptimizerConfig ball_optimizer_config;
  DhMix ball_mix;     /* without parts: the lane's mix */
  double ball_rate;   /* on the current ground; 0: the ground's default */
  char *ball_place;   /* the current ground, with the loss if that shapes it */
  GArray *ball_rates; /* for all such grounds, see lane-ball.c */
  gboolean ball_shown;

  DhLaneParts hidden;
  DhPlaneKind plane_kind;
  guint n_redraws, n_probes, n_sweeps;
  gboolean probing, sweeping;
  double probe_at[2];

  DhLaneSnapshot *snapshot;
  guint snapshot_id; /* of the run that the snapshot shows */
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
  DH_LANE_PROP_START,
  DH_LANE_PROP_FOLLOWING,
  DH_LANE_PROP_SNAPSHOT,
  DH_LANE_N_PROPS
};

/* lane.c.  Ids are never reused; source_id 0: start afresh. */
DhLane *dh_lane_new (guint number, guint id, guint source_id, const DhLaneSettings *settings);
void dh_lane_notify (DhLane *self, guint property);
void dh_lane_set_run (DhLane *self, guint id, guint source_id);
/* The iteration of the lane's run, as far as is known.  It is 0 right after a restart, even while
 * the old run is still shown. */
guint64 dh_lane_get_iteration (DhLane *self);
/* (nullable) */
void dh_lane_set_snapshot (DhLane *self, DhLaneSnapshot *snapshot);

/* lane-training.c.  Only together with a new run. */
void dh_lane_set_start (DhLane *self, DhStart start);
/* (nullable) */
void dh_lane_set_plan (DhLane *self, DhSettingsLog *plan);
DhSettingsLog *dh_lane_get_plan (DhLane *self);
/* (nullable) */
void dh_lane_set_image (DhLane *self, DhLaneImage *image);
DhLaneImage *dh_lane_get_image (DhLane *self);
/* Only together with a new run: the iterations at which it begins and up to which it trains even
 * while the training pauses. */
void dh_lane_set_arrival (DhLane *self, guint64 begin, guint64 run_to);
guint64 dh_lane_get_arrival (DhLane *self);
/* Sets each setting that differs. */
void dh_lane_set_settings (DhLane *self, const DhLaneSettings *settings);

/* lane-ball.c */
GArray *dh_lane_new_ball_rates (void);
void dh_lane_copy_ball (DhLane *self, DhLane *from);
/* Sets the ground the ball is on, named as in DhGroundChoice.  Must be called again after the
 * ball's loss has changed. */
void dh_lane_set_ball_ground (DhLane *self, const char *ground);

/* lane-requests.c: requests to the worker other than training.  The signal ::asks announces those
 * that have no property. */
/* Drops probe and sweep, because the weights they belong to no longer exist. */
void dh_lane_end_requests (DhLane *self);
guint dh_lane_get_plane_serial (DhLane *self);
/* 0: no place is probed, and `at` is not set */
guint dh_lane_get_probe (DhLane *self, double at[2]);
guint dh_lane_get_sweep_serial (DhLane *self);

G_END_DECLS
