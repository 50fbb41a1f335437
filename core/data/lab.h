/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Planes of n values each, one after the other, changed in place.  R, G and B are sRGB in [0,
 * 1]; the channels of CIE L*a*b* (D65) are scaled to the unit: L / 100, (a + 128) / 255, (b +
 * 128) / 255. Accurate to a quarter of an 8-bit step.  Any thread. */
void dh_lab_from_rgb (float *planes, gsize n);
/* Colours beyond sRGB are clamped. */
void dh_lab_to_rgb (float *planes, gsize n);

G_END_DECLS
