/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/catalog/catalog.h"
#include "core/compare/comparison-result.h"
#include "core/compare/distort.h"

G_BEGIN_DECLS

/* Larger pictures are reduced until their longer side has this many pixels, so that results arrive
 * within a frame. */
#define DH_COMPARISON_MAX_SIDE 128

/* Two pictures under every loss: a target and a prediction that the user distorts.  Main context;
 * a separate thread computes the losses, cheap ones first, and a new request cancels what is left
 * of the old one.
 *
 * Properties (compare, set, notify):
 *   message  string  why the last picture could not be used, or NULL (ro)
 *   notice   string  what could not be honoured in the newest pictures, or NULL (ro)
 *   busy     boolean some result is older than the newest request (ro)
 *
 * Signals:
 *   ::pictures-changed ()           there are new pictures to draw
 *   ::result-changed (guint loss)   that loss has a new result */
#define DH_TYPE_COMPARISON (dh_comparison_get_type ())
G_DECLARE_FINAL_TYPE (DhComparison, dh_comparison, DH, COMPARISON, GObject)

/* Starts without pictures. */
DhComparison *dh_comparison_new (void);
/* Reads a picture on the thread; alpha is composed over black.  A bundled face picture with
 * landmarks.csv beside it is cropped to the face.  If the picture can't be used or its shape
 * differs from the other one's, "message" says so and nothing else changes.  prediction NULL: same
 * as the target. */
void dh_comparison_set_target (DhComparison *self, const char *path);
void dh_comparison_set_prediction (DhComparison *self, const char *path);
/* Sets both at once, so that their shapes never differ in between. */
void dh_comparison_set_pictures (DhComparison *self, const char *target, const char *prediction);
DhDistortion dh_comparison_get_distortion (DhComparison *self);
void dh_comparison_set_distortion (DhComparison *self, const DhDistortion *distortion);
/* DH_CATALOG_MAX_SETTINGS values; (transfer none) */
const double *dh_comparison_get_settings (DhComparison *self, guint loss);
void dh_comparison_set_setting (DhComparison *self, guint loss, guint setting, double value);

/* Size of both pictures; 0 before there are any. */
int dh_comparison_get_width (DhComparison *self);
int dh_comparison_get_height (DhComparison *self);
/* width × height × 4 bytes R, G, B, 255; the prediction is distorted.  (transfer none) (nullable),
 * valid until ::pictures-changed. */
const guint8 *dh_comparison_peek_target (DhComparison *self);
const guint8 *dh_comparison_peek_prediction (DhComparison *self);
/* Metrics of the distorted prediction against the target, independent of the losses: decibels with
 * peak 1, infinite if both are equal, and plain SSIM (Wang et al. 2004), 1 if equal.  NaN before
 * there are pictures; updated before ::pictures-changed. */
double dh_comparison_get_psnr (DhComparison *self);
double dh_comparison_get_ssim (DhComparison *self);
/* Immutable; valid until the loss's next result.  (nullable): none yet */
const DhComparisonResult *dh_comparison_get_result (DhComparison *self, guint loss);

G_END_DECLS
