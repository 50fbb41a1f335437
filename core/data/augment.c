/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One random view of a face: input, target and areas.  Light, colour, position and mirroring change
 * in target and input alike; only the warp applies to the input alone, so the network learns to
 * undo the warp.
 *
 * The specification applies colour first.  Here geometry comes first, as one affine map, and colour
 * is applied to the small crop: colour works per pixel, so the order makes no difference, and the
 * crop has a tenth of the pixels.  Only local contrast uses neighbours, and it is meant to act on
 * the face.
 */
#include "core/data/augment.h"

#include "core/data/area-draw.h"
#include "core/data/colour.h"
#include "core/data/lab.h"
#include "core/data/sample.h"

#include <math.h>

/* Side of the crop for which the warp's strength is given. */
#define WARP_SIZE 256.0f

const DhAugmentStrength dh_augment_default = {
  .lightness = .30f,
  .colour = .08f,
  .contrast_chance = .5f,
  .contrast_limit = 2.0f,
  .rotation = 10.0f,
  .zoom = .05f,
  .shift = .05f,
  .flip_chance = .5f,
  .warp = 5.0f,
};

const DhAugmentStrength dh_augment_none = { 0 };

DhAugmentStrength
dh_augment_share (float colour, float pose)
{
  DhAugmentStrength strength = dh_augment_default;

  strength.lightness *= colour;
  strength.colour *= colour;
  strength.contrast_chance *= colour;
  strength.rotation *= pose;
  strength.zoom *= pose;
  strength.shift *= pose;
  return strength;
}

static double
draw_within (DhRandom *random, float reach)
{
  return dh_random_uniform (random, -1.0, 1.0) * reach;
}

static gboolean
draw_chance (DhRandom *random, float chance)
{
  return dh_random_uniform (random, 0.0, 1.0) < chance;
}

/* A random affine map of the unit square about its centre. */
static DhAffine
draw_geometry (const DhAugmentStrength *strength, DhRandom *random)
{
  double angle = draw_within (random, strength->rotation) * G_PI / 180.0;
  double scale = 1.0 + draw_within (random, strength->zoom);
  double shift_x = draw_within (random, strength->shift);
  double shift_y = draw_within (random, strength->shift);
  double mirror = draw_chance (random, strength->flip_chance) ? -1.0 : 1.0;
  double c = scale * cos (angle), s = scale * sin (angle);

  return (DhAffine) {
    .xx = mirror * c,
    .xy = -mirror * s,
    .x0 = 0.5 + mirror * (shift_x - (c - s) / 2.0),
    .yx = s,
    .yy = c,
    .y0 = 0.5 + shift_y - (s + c) / 2.0,
  };
}

static void
change_colour (const DhAugmentStrength *strength, DhRandom *random, int size, float *rgb)
{
  gsize n = (gsize) size * size;
  float lightness = (float) draw_within (random, strength->lightness);
  float a = (float) draw_within (random, strength->colour);
  float b = (float) draw_within (random, strength->colour);
  gboolean contrast = draw_chance (random, strength->contrast_chance);

  if (lightness == 0.0f && a == 0.0f && b == 0.0f && !contrast)
    return;
  dh_lab_from_rgb (rgb, n);
  dh_colour_move (rgb, n, lightness);
  dh_colour_move (rgb + n, n, a);
  dh_colour_move (rgb + 2 * n, n, b);
  if (contrast)
    dh_colour_equalise (rgb, size, strength->contrast_limit);
  dh_lab_to_rgb (rgb, n);
}

static void
draw_warp (const DhAugmentStrength *strength, DhRandom *random, int size, DhWarp *warp)
{
  float deviation = strength->warp * size / WARP_SIZE;

  for (int i = 0; i < DH_WARP_NODES; i++)
    for (int k = 0; k < DH_WARP_NODES; k++)
      {
        warp->x[i][k] = deviation * (float) dh_random_normal (random);
        warp->y[i][k] = deviation * (float) dh_random_normal (random);
      }
}

void
dh_augment_face (const DhFace *face, const DhAugmentStrength *strength, DhRandom *random, int size,
                 float *input, float *target, float *const *areas)
{
  DhAffine to_square = dh_affine_multiply (face->to_crop, draw_geometry (strength, random));
  DhWarp warp;

  dh_sample_face (face, to_square, size, target, areas[DH_AREA_EXTENDED]);
  for (DhArea area = DH_AREA_EXTENDED + 1; area < DH_N_AREAS; area++)
    if (areas[area] != NULL)
      dh_face_draw_area (face, to_square, area, size, areas[area]);
  change_colour (strength, random, size, target);
  draw_warp (strength, random, size, &warp);
  dh_sample_warp (target, size, &warp, input);
}
