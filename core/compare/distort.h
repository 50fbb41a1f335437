/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The distortions of a picture, applied in this order.  All 0: none. */
typedef struct
{
  double shift;      /* pixels to the right, 0 … 16 */
  double blur;       /* σ of the Gaussian in pixels, 0 … 6 */
  double brightness; /* added, -0.5 … 0.5 */
  double noise;      /* σ of the Gaussian, 0 … 0.3; the same grains at every strength */
  double scratch;    /* width in pixels of a light diagonal scratch, 0 … 6 */
  double wild;       /* share of the pixels that are replaced by random colours, 0 … 0.05 */
} DhDistortion;

/* The nearest allowed distortion; NaN becomes 0. */
DhDistortion dh_distortion_clamp (const DhDistortion *self);
gboolean dh_distortion_equal (const DhDistortion *self, const DhDistortion *other);

/* Random numbers drawn once per size, so that a slider changes the strength of the noise and not
 * its pattern. */
typedef struct _DhDistorter DhDistorter;

/* At most 2^24 pixels. */
DhDistorter *dh_distorter_new (int width, int height);
void dh_distorter_free (DhDistorter *self);
/* from, to: (3, H, W), must be different.  The result is in [0, 1], in multiples of 2^-20, which is
 * far finer than a byte.  The difference of two such pictures has no rounding error, so a loss that
 * ignores brightness gives exactly 0.  Any thread, one at a time. */
void dh_distorter_apply (DhDistorter *self, const DhDistortion *distortion, const float *from,
                         float *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhDistorter, dh_distorter_free)

G_END_DECLS
