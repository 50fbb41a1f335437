/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The colours of heights.  Viridis (van der Walt and Smith 2015) and Cividis (Nuñez et al. 2018)
 * grow evenly in lightness, so a grey print still shows which way is up. 33 of their colours are
 * stored; linear interpolation between them is within one 8-bit step.
 */
#include "ui/plot/scene/colormap.h"

#define N_ANCHORS 33

static const guint32 anchors[DH_N_COLORMAPS][N_ANCHORS] = {
  [DH_COLORMAP_VIRIDIS] = {
    0x440154, 0x470d60, 0x48186a, 0x482374, 0x472d7b, 0x453781, 0x424086, 0x3e4989, 0x3b528b,
    0x375b8d, 0x33638d, 0x2f6b8e, 0x2c728e, 0x297a8e, 0x26828e, 0x23898e, 0x21918c, 0x1f988b,
    0x1fa088, 0x22a785, 0x28ae80, 0x32b67a, 0x3fbc73, 0x4ec36b, 0x5ec962, 0x70cf57, 0x84d44b,
    0x98d83e, 0xaddc30, 0xc2df23, 0xd8e219, 0xece51b, 0xfde725,
  },
  [DH_COLORMAP_CIVIDIS] = {
    0x00224e, 0x00285b, 0x002e6a, 0x053371, 0x1a386f, 0x273e6e, 0x32436d, 0x3b496c, 0x434e6c,
    0x4b546c, 0x535a6d, 0x5a5f6e, 0x61656f, 0x686a71, 0x6f7073, 0x767676, 0x7d7c78, 0x848279,
    0x8c8878, 0x938e78, 0x9b9476, 0xa39a74, 0xaba072, 0xb4a76f, 0xbcae6c, 0xc4b468, 0xcdbb63,
    0xd5c25e, 0xdec958, 0xe7d150, 0xf0d846, 0xf9e03a, 0xfee838,
  },
};

static float
get_part (guint32 colour, guint part)
{
  return (colour >> (16 - 8 * part)) & 0xff;
}

void
dh_colormap_fill (DhColormap colormap, float colours[256][3])
{
  for (guint i = 0; i < 256; i++)
    {
      float place = i * (N_ANCHORS - 1) / 255.0f;
      guint left = MIN ((guint) place, N_ANCHORS - 2);
      float share = place - left;

      for (guint part = 0; part < 3; part++)
        colours[i][part] = (1 - share) * get_part (anchors[colormap][left], part)
                           + share * get_part (anchors[colormap][left + 1], part);
    }
}
