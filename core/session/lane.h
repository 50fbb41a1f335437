/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lane-settings.h"
#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* One training as seen by the window.  Main context only; changes are sent to the worker and take
 * effect at its next step, without a reset.
 *
 * Properties (all compare, set, notify):
 *   number         guint    1 … DH_MAX_LANES, for colour and badge; stays while the lane lives (read only)
 *   loss           string   a mix as dh_mix_to_text() writes it: "mse", "ssim_block+50%mse"; one
 *                           that can't be read is a caller's bug; equal mixes are one pointer
 *   learning-rate  double   > 0, finite   optimizer      string   an optimizer as
 * dh_optimizer_config_to_text() writes it for a network: "adam",
 *                           "sgd/cosine{over=500}"; one that can't be read is a caller's bug
 *   ball-optimizer string   the same of the lane's ball on the Hills page, for a ball; "sgd"
 * ball-loss      string   the mix that its ground is made with; NULL: as the lane's "loss"
 * ball-rate      double   its learning rate on the ground that it is on; 0: the ground's own.  Each
 *                           ground keeps its own, and where a loss shapes it, each loss
 *   ball-shown     boolean  whether it is seen; TRUE
 *   plane-kind     int      DhPlaneKind of the network's landscape; NONE
 *   sweeping       boolean  a learning-rate sweep is wanted or runs: the session turns it off when
 *                           the sweep is over; TRUE starts a new one
 *   clip           double   largest gradient norm a tensor; 0: off
 *   mask           int      DhArea: EXTENDED, COMPONENTS or NONE
 *   eye-multiplier, mouth-multiplier
 *                  double   1 … DH_MULTIPLIER_MAX; above 1 the loss over that area is added as many
 *                           times; 1 adds nothing
 *   snapshot       boxed    newest DhLaneSnapshot, NULL before the first (read only)
 */
#define DH_MULTIPLIER_MAX 40.0
/* The default clipping norm; faceswap's. */
#define DH_USUAL_CLIP 1.0
#define DH_TYPE_LANE  (dh_lane_get_type ())
G_DECLARE_FINAL_TYPE (DhLane, dh_lane, DH, LANE, GObject)

guint dh_lane_get_number (DhLane *self);
/* All of the training that a person sets. */
DhLaneSettings dh_lane_get_settings (DhLane *self);
const char *dh_lane_get_loss (DhLane *self);
void dh_lane_set_loss (DhLane *self, const char *loss);
/* The same as a value. */
DhMix dh_lane_get_mix (DhLane *self);
void dh_lane_set_mix (DhLane *self, const DhMix *mix);
DhArea dh_lane_get_mask (DhLane *self);
void dh_lane_set_mask (DhLane *self, DhArea mask);
double dh_lane_get_eye_multiplier (DhLane *self);
void dh_lane_set_eye_multiplier (DhLane *self, double multiplier);
double dh_lane_get_mouth_multiplier (DhLane *self);
void dh_lane_set_mouth_multiplier (DhLane *self, double multiplier);
double dh_lane_get_learning_rate (DhLane *self);
void dh_lane_set_learning_rate (DhLane *self, double learning_rate);
const char *dh_lane_get_optimizer (DhLane *self);
void dh_lane_set_optimizer (DhLane *self, const char *optimizer);
double dh_lane_get_clip (DhLane *self);
void dh_lane_set_clip (DhLane *self, double norm);
/* The same as a value. */
DhOptimizerConfig dh_lane_get_optimizer_config (DhLane *self);
void dh_lane_set_optimizer_config (DhLane *self, const DhOptimizerConfig *optimizer_config);
const char *dh_lane_get_ball_optimizer (DhLane *self);
void dh_lane_set_ball_optimizer (DhLane *self, const char *optimizer);
DhOptimizerConfig dh_lane_get_ball_optimizer_config (DhLane *self);
void dh_lane_set_ball_optimizer_config (DhLane *self, const DhOptimizerConfig *optimizer_config);
const char *dh_lane_get_ball_loss (DhLane *self);
void dh_lane_set_ball_loss (DhLane *self, const char *loss);
/* The effective mix: its own or the lane's. */
DhMix dh_lane_get_ball_mix (DhLane *self);
/* Its own; without parts: the lane's. */
void dh_lane_set_ball_mix (DhLane *self, const DhMix *mix);
double dh_lane_get_ball_rate (DhLane *self);
void dh_lane_set_ball_rate (DhLane *self, double rate);
/* On a ground that it may not be on, with the loss that it has now. */
void dh_lane_set_ball_rate_on (DhLane *self, const char *ground, double rate);
/* All rates that were set, by ground: a(sd), to be stored and set again.  Floating. */
GVariant *dh_lane_dup_ball_rates (DhLane *self);
void dh_lane_set_ball_rates (DhLane *self, GVariant *rates);
gboolean dh_lane_get_ball_shown (DhLane *self);
void dh_lane_set_ball_shown (DhLane *self, gboolean shown);
DhPlaneKind dh_lane_get_plane_kind (DhLane *self);
void dh_lane_set_plane_kind (DhLane *self, DhPlaneKind kind);
/* New directions; or, for the trajectory, the same through the current weights. */
void dh_lane_redraw_plane (DhLane *self);
/* Paints with the weights at that point of the plane, see dh_lane_snapshot_get_probe(); at NULL:
 * no longer. */
void dh_lane_probe (DhLane *self, const double *at);
gboolean dh_lane_get_sweeping (DhLane *self);
void dh_lane_set_sweeping (DhLane *self, gboolean sweeping);
/* (transfer none) (nullable) */
DhLaneSnapshot *dh_lane_get_snapshot (DhLane *self);
/* "MAE, rate 1.0e-3" and, where it is not the default one, the optimizer; (transfer full), translated */
char *dh_lane_dup_label (DhLane *self);

G_END_DECLS
