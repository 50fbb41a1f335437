/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/random.h"
#include "core/data/area.h"
#include "core/data/face-set.h"

G_BEGIN_DECLS

/* The size of each random change, drawn uniformly within ± the value unless stated otherwise. */
typedef struct
{
  float lightness;       /* share of the way to white or black */
  float colour;          /* share of the way to the ends of a and of b */
  float contrast_chance; /* of local contrast, in [0, 1] */
  float contrast_limit;  /* contrast is multiplied by at most this + 1 */
  float rotation;        /* degrees */
  float zoom;            /* share of the size */
  float shift;           /* share of the crop's side, along each axis */
  float flip_chance;     /* of swapping left and right */
  float warp;            /* standard deviation of a node, in pixels of a crop of 256 */
} DhAugmentStrength;

/* .30, .08, .5, 2, 10°, .05, .05, .5, 5 */
extern const DhAugmentStrength dh_augment_default;
/* Changes nothing: input and target are the plain crop. */
extern const DhAugmentStrength dh_augment_none;
/* The default with a share, 0 … 1, of the changes of light and colour, and one of rotation, zoom and
 * shift. */
DhAugmentStrength dh_augment_share (float colour, float pose);

/* One random view of a face: the target, areas of it, and the same picture warped, which is the
 * network's input. input and target (3, S, S), areas: DH_N_AREAS planes (S, S), in [0, 1], each
 * NULL if it isn't wanted; size >= 4.  Takes the same number of draws whatever the strengths and
 * the areas, so that changing one doesn't affect the others.  Any thread. */
void dh_augment_face (const DhFace *face, const DhAugmentStrength *strength, DhRandom *random,
                      int size, float *input, float *target, float *const *areas);

G_END_DECLS
