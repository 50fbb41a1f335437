/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How two pictures differ. */
typedef struct
{
  double mae;   /* mean of |second − first| over pixels and channels, 0 … 1 */
  double psnr;  /* dB; infinite for equal pictures */
  double scale; /* a round number that few differences of the map exceed */
} DhPictureDifference;

/* first, second: size × size × 4 bytes R, G, B and one unused.  map: (size, size), for each pixel the
 * mean over the channels of second − first, −1 … 1: more than 0 where the second is lighter.  */
DhPictureDifference dh_picture_difference_compute (const guint8 *first, const guint8 *second,
                                                   int size, float *map);

G_END_DECLS
