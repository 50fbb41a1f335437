/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gives a picture the colours of another one: afterwards each channel of CIE L*a*b* has the same
 * mean and standard deviation in both, over the pixels that the weights name.  rgb and model: planes
 * (3, n), sRGB in [0, 1]; weights: n numbers from 0 on.  What is beyond sRGB is clamped; without
 * weight, nothing changes.  Source: Reinhard et al. 2001, "Color Transfer between Images", in the
 * colour space of this program.  Any thread. */
void dh_colour_transfer (float *rgb, const float *model, const float *weights, gsize n);

G_END_DECLS
