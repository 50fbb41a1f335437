/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/catalog/catalog.h"
#include "core/compare/distort.h"
#include "core/compare/pair-result.h"

G_BEGIN_DECLS

/* Larger pictures are reduced until their longer side has as many pixels, so that every answer
 * comes within a frame. */
#define DH_PAIR_MAX_SIDE 128

/* Two pictures under every loss: a target and a prediction that a person spoils.  Main context; the
 * losses are computed on a thread of its own, cheap ones first, and a new request interrupts what
 * an old one left.
 *
 * Properties (compare, set, notify):
 *   message  string  why the last picture could not be used, or NULL (ro)
 *   notice   string  what of the newest pictures could not be honoured, or NULL (ro)
 *   busy     boolean some result is older than the newest request (ro)
 *
 * Signals:
 *   ::pictures-changed ()           new pictures are there to be drawn
 *   ::result-changed (guint loss)   a new result of that loss */
#define DH_TYPE_PAIR (dh_pair_get_type ())
G_DECLARE_FINAL_TYPE (DhPair, dh_pair, DH, PAIR, GObject)

/* Starts without pictures. */
DhPair *dh_pair_new (void);
/* Reads a PNG, on the thread; alpha is composed over black.  A bundled face picture with
 * landmarks.csv beside it is cropped to the face.  Where it can't be used, or has another shape
 * than the other picture, "message" says so and nothing else changes.  prediction NULL: the target
 * itself. */
void dh_pair_set_target (DhPair *self, const char *path);
void dh_pair_set_prediction (DhPair *self, const char *path);
/* Both at once: no moment in which their shapes differ. */
void dh_pair_set_pictures (DhPair *self, const char *target, const char *prediction);
DhDistortion dh_pair_get_distortion (DhPair *self);
void dh_pair_set_distortion (DhPair *self, const DhDistortion *distortion);
/* DH_CATALOG_MAX_SETTINGS values; lent */
const double *dh_pair_get_settings (DhPair *self, guint loss);
void dh_pair_set_setting (DhPair *self, guint loss, guint setting, double value);

/* Size of both pictures; 0 before there are any. */
int dh_pair_get_width (DhPair *self);
int dh_pair_get_height (DhPair *self);
/* width × height × 4 bytes R, G, B, 255, the prediction spoilt; lent until ::pictures-changed;
 * (nullable). */
const guint8 *dh_pair_peek_target (DhPair *self);
const guint8 *dh_pair_peek_prediction (DhPair *self);
/* How near the spoilt prediction is to the target, as pictures, whatever the losses say: decibels,
 * peak 1, infinite where equal, and plain SSIM (Wang et al. 2004), 1 where equal. NaN before there
 * are pictures; new with ::pictures-changed. */
double dh_pair_get_psnr (DhPair *self);
double dh_pair_get_ssim (DhPair *self);
/* Immutable; lives until the loss's next result. (nullable): none yet */
const DhPairResult *dh_pair_get_result (DhPair *self, guint loss);

G_END_DECLS
