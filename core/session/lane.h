/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/lanes.h"
#include "core/base/ranges.h"
#include "core/train/lane-settings.h"
#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* One training as seen by the window.  Main context only; changes are sent to the worker and take
 * effect at its next step, without a reset.
 *
 * Properties (all compare, set, notify):
 *   number         guint    1 … DH_MAX_LANES, for colour and badge; never changes (read only)
 *   loss           string   a mix in the format of dh_mix_to_text(): "mse", "ssim_block+50%mse"; an
 *                           invalid one is a programming error; equal mixes have equal pointers
 *   learning-rate  double   > 0, finite
 *   optimizer      string   an optimizer for a network in the format of
 *                           dh_optimizer_config_to_text(): "adam", "sgd/cosine{over=500}"; an
 *                           invalid one is a programming error
 *   ball-optimizer string   the same for the lane's ball on the Hills page; "sgd"
 *   ball-loss      string   the mix its ground is made with; NULL: the lane's "loss"
 *   ball-rate      double   its learning rate on the current ground; 0: the ground's default.  The
 *                           rate is kept per ground and, if a loss shapes the ground, per loss
 *   ball-shown     boolean  whether the ball is shown; TRUE
 *   plane-kind     int      DhPlaneKind of the network's landscape; NONE
 *   sweeping       boolean  a learning rate sweep is requested or running; TRUE starts a new one,
 *                           and the session resets it when the sweep is over
 *   clip           string   how gradients are clipped, in the format of dh_clip_dup_text(): "none",
 *                           "norm=1"; an invalid one is a programming error
 *   mask           int      DhArea: EXTENDED, COMPONENTS or NONE
 *   eye-multiplier, mouth-multiplier
 *                  double   1 … DH_MULTIPLIER_MAX; above 1, the loss over that area is added this
 *                           many times; 1 adds nothing
 *   start          string   what its training starts from: "scratch", "warm" or a file (read only)
 *   following      boolean  whether the settings change by themselves, as in the log that the lane
 *                           was added with (read only)
 *   snapshot       boxed    newest DhLaneSnapshot, NULL before the first (read only)
 */
#define DH_TYPE_LANE (dh_lane_get_type ())
G_DECLARE_FINAL_TYPE (DhLane, dh_lane, DH, LANE, GObject)

guint dh_lane_get_number (DhLane *self);
/* Of the run: the training that the lane shows, from its start.  A restart is another run; undoing
 * it brings the former one back. */
guint dh_lane_get_id (DhLane *self);
/* The run that it was copied from; 0: none. */
guint dh_lane_get_source_id (DhLane *self);
/* Everything the user sets for the training. */
DhLaneSettings dh_lane_get_settings (DhLane *self);
const char *dh_lane_get_loss (DhLane *self);
void dh_lane_set_loss (DhLane *self, const char *loss);
/* The loss as a value. */
DhMix dh_lane_get_mix (DhLane *self);
void dh_lane_set_mix (DhLane *self, const DhMix *mix);
DhArea dh_lane_get_mask (DhLane *self);
void dh_lane_set_mask (DhLane *self, DhArea mask);
double dh_lane_get_eye_multiplier (DhLane *self);
void dh_lane_set_eye_multiplier (DhLane *self, double multiplier);
double dh_lane_get_mouth_multiplier (DhLane *self);
void dh_lane_set_mouth_multiplier (DhLane *self, double multiplier);
DhStart dh_lane_get_start (DhLane *self);
/* All settings that the lane has had, and when; those that it is yet to have if it follows a log.
 * (transfer full) */
DhSettingsLog *dh_lane_dup_log (DhLane *self);
/* TRUE until the last change of the log, or until a setting is changed by hand. */
gboolean dh_lane_get_following (DhLane *self);
/* Whether a branch is still being replayed up to the iteration from which it goes on, and how far
 * it has come, 0 … 1 (nullable), and how many iterations are left (nullable); changes with the
 * snapshot. */
gboolean dh_lane_is_arriving (DhLane *self, double *progress, guint64 *remaining);
double dh_lane_get_learning_rate (DhLane *self);
void dh_lane_set_learning_rate (DhLane *self, double learning_rate);
const char *dh_lane_get_optimizer (DhLane *self);
void dh_lane_set_optimizer (DhLane *self, const char *optimizer);
DhClip dh_lane_get_clip (DhLane *self);
void dh_lane_set_clip (DhLane *self, DhClip clip);
/* The optimizer as a value. */
DhOptimizerConfig dh_lane_get_optimizer_config (DhLane *self);
void dh_lane_set_optimizer_config (DhLane *self, const DhOptimizerConfig *optimizer_config);
const char *dh_lane_get_ball_optimizer (DhLane *self);
void dh_lane_set_ball_optimizer (DhLane *self, const char *optimizer);
DhOptimizerConfig dh_lane_get_ball_optimizer_config (DhLane *self);
void dh_lane_set_ball_optimizer_config (DhLane *self, const DhOptimizerConfig *optimizer_config);
const char *dh_lane_get_ball_loss (DhLane *self);
void dh_lane_set_ball_loss (DhLane *self, const char *loss);
/* The effective mix: the ball's own or the lane's. */
DhMix dh_lane_get_ball_mix (DhLane *self);
/* The ball's own mix; without parts: the lane's. */
void dh_lane_set_ball_mix (DhLane *self, const DhMix *mix);
double dh_lane_get_ball_rate (DhLane *self);
void dh_lane_set_ball_rate (DhLane *self, double rate);
/* Sets the rate on a ground, which need not be the current one, with the current loss. */
void dh_lane_set_ball_rate_on (DhLane *self, const char *ground, double rate);
/* All rates that were set, by ground: a(sd), for saving and restoring.  Floating. */
GVariant *dh_lane_dup_ball_rates (DhLane *self);
void dh_lane_set_ball_rates (DhLane *self, GVariant *rates);
gboolean dh_lane_get_ball_shown (DhLane *self);
void dh_lane_set_ball_shown (DhLane *self, gboolean shown);
/* The parts that aren't on the screen: nothing is computed for them until they are shown again, and
 * then at once.  None by default.  Training, history and metrics don't depend on it. */
DhLaneParts dh_lane_get_hidden_parts (DhLane *self);
void dh_lane_set_hidden_parts (DhLane *self, DhLaneParts parts);
DhPlaneKind dh_lane_get_plane_kind (DhLane *self);
void dh_lane_set_plane_kind (DhLane *self, DhPlaneKind kind);
/* Requests new directions or, for the trajectory, a new plane through the current weights. */
void dh_lane_redraw_plane (DhLane *self);
/* Paints with the weights at that point of the plane, see dh_lane_snapshot_get_probe(); at NULL:
 * ends this. */
void dh_lane_probe (DhLane *self, const double *at);
gboolean dh_lane_get_sweeping (DhLane *self);
void dh_lane_set_sweeping (DhLane *self, gboolean sweeping);
/* (transfer none) (nullable) */
DhLaneSnapshot *dh_lane_get_snapshot (DhLane *self);
/* "MAE, rate 1.0e-3", the optimizer if it is not the default one, how gradients are clipped if they
 * are, and the start if it isn't from scratch; (transfer full), translated */
char *dh_lane_dup_label (DhLane *self);
/* "warmed up" or "from lane-1.npz"; (nullable): NULL: from scratch; (transfer full), translated */
char *dh_lane_dup_start_words (DhLane *self);

G_END_DECLS
