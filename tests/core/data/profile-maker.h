/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* X, Y, Z of red, green and blue, under D50. */
extern const double profile_maker_srgb[9], profile_maker_p3[9];

/* The smallest matrix profile that libpng accepts.  curve: 0: sRGB's as a formula, 1: as a table of
 * 1024, 2: gamma 2.2; (transfer full) */
GByteArray *profile_maker_new (const double xyz[9], int curve);

G_END_DECLS
