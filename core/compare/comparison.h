/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/catalog/catalog.h"
#include "core/compare/comparison-result.h"
#include "core/compare/distort.h"

G_BEGIN_DECLS

/* Larger pictures are reduced until their longer side has this many pixels, so that results
 * arrive within a frame. */
#define DH_COMPARISON_MAX_SIDE 128

/* Two pictures under every loss: a target and a prediction that the user distorts.  Main context;
 * the losses are computed on a thread of its own, cheap ones first, and a new request interrupts
 * what an old one left.
 *
 * Properties (compare, set, notify):
 *   message  string  why the last picture could not be used, or NULL (ro)
 *   notice   string  what of the newest pictures could not be honoured, or NULL (ro)
 *   busy     boolean some result is older than the newest request (ro)
 *
 * Signals:
 *   ::pictures-changed ()           new pictures are there to be drawn
 *   ::result-changed (guint loss)   a new result of that loss */
#define DH_TYPE_COMPARISON (dh_comparison_get_type ())
G_DECLARE_FINAL_TYPE (DhComparison, dh_comparison, DH, COMPARISON, GObject)

/* Starts without pictures. */
DhComparison *dh_comparison_new (void);
/* Reads a PNG, on the thread; alpha is composed over black.  A bundled face picture with
 * landmarks.csv beside it is cropped to the face.  Where it can't be used, or has another shape
 * than the other picture, "message" says so and nothing else changes.  prediction NULL: the target
 * itself. */
void dh_comparison_set_target (DhComparison *self, const char *path);
void dh_comparison_set_prediction (DhComparison *self, const char *path);
/* Both at once: no moment in which their shapes differ. */
void dh_comparison_set_pictures (DhComparison *self, const char *target, const char *prediction);
DhDistortion dh_comparison_get_distortion (DhComparison *self);
void dh_comparison_set_distortion (DhComparison *self, const DhDistortion *distortion);
/* DH_CATALOG_MAX_SETTINGS values; lent */
const double *dh_comparison_get_settings (DhComparison *self, guint loss);
void dh_comparison_set_setting (DhComparison *self, guint loss, guint setting, double value);

/* Size of both pictures; 0 before there are any. */
int dh_comparison_get_width (DhComparison *self);
int dh_comparison_get_height (DhComparison *self);
/* width × height × 4 bytes R, G, B, 255, the prediction distorted; lent until
 * ::pictures-changed; (nullable). */
const guint8 *dh_comparison_peek_target (DhComparison *self);
const guint8 *dh_comparison_peek_prediction (DhComparison *self);
/* The metrics of the distorted prediction against the target, independent of the losses:
 * decibels, peak 1, infinite where equal, and plain SSIM (Wang et al. 2004), 1 where equal.  NaN
 * before there are pictures; new with ::pictures-changed. */
double dh_comparison_get_psnr (DhComparison *self);
double dh_comparison_get_ssim (DhComparison *self);
/* Immutable; lives until the loss's next result. (nullable): none yet */
const DhComparisonResult *dh_comparison_get_result (DhComparison *self, guint loss);

G_END_DECLS
