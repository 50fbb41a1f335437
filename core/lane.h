/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/area.h"
#include "core/mix.h"
#include "core/snapshot.h"

G_BEGIN_DECLS

/* One experiment as the window knows it.  Main context only; changes reach the worker by
 * message and hold from its next step on, without reset.
 *
 * Properties (all compare, set, notify):
 *   number         guint    1 … 6, for colour and badge; stays while the lane lives (read only)
 *   loss           string   a mix as dh_mix_to_text() writes it: "mse", "ssim_block+50%mse"; one
 *                           that can't be read is a caller's bug; equal mixes are one pointer
 *   learning-rate  double   > 0, finite
 *   optimizer      string   id of core/catalog.h
 *   clip           double   largest gradient norm a tensor; 0: off
 *   mask           int      DhArea: EXTENDED, COMPONENTS or NONE
 *   eye-multiplier, mouth-multiplier
 *                  double   1 … DH_MULTIPLIER_MAX; above 1 the loss over that area is added as many
 *                           times; 1 adds nothing
 *   snapshot       boxed    newest DhLaneSnapshot, NULL before the first (read only)
 */
#define DH_MULTIPLIER_MAX 40.0
#define DH_TYPE_LANE (dh_lane_get_type ())
G_DECLARE_FINAL_TYPE (DhLane, dh_lane, DH, LANE, GObject)

guint           dh_lane_get_number        (DhLane *self);
const char     *dh_lane_get_loss          (DhLane *self);
void            dh_lane_set_loss          (DhLane *self, const char *loss);
/* The same as a value. */
DhMix           dh_lane_get_mix           (DhLane *self);
void            dh_lane_set_mix           (DhLane *self, const DhMix *mix);
DhArea          dh_lane_get_mask          (DhLane *self);
void            dh_lane_set_mask          (DhLane *self, DhArea mask);
double          dh_lane_get_eye_multiplier   (DhLane *self);
void            dh_lane_set_eye_multiplier   (DhLane *self, double multiplier);
double          dh_lane_get_mouth_multiplier (DhLane *self);
void            dh_lane_set_mouth_multiplier (DhLane *self, double multiplier);
double          dh_lane_get_learning_rate (DhLane *self);
void            dh_lane_set_learning_rate (DhLane *self, double learning_rate);
const char     *dh_lane_get_optimizer     (DhLane *self);
void            dh_lane_set_optimizer     (DhLane *self, const char *optimizer);
double          dh_lane_get_clip          (DhLane *self);
void            dh_lane_set_clip          (DhLane *self, double norm);
/* (transfer none) (nullable) */
DhLaneSnapshot *dh_lane_get_snapshot      (DhLane *self);
/* "MAE, rate 1.0e-3" and, where it is not Adam, the optimizer; (transfer full), translated */
char           *dh_lane_dup_label         (DhLane *self);

G_END_DECLS
