/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes ICC profiles by hand, of primaries and a curve.
 */
#include "tests/core/data/profile-maker.h"

#include "core/data/colour-space.h"
#include "tests/core/data/png-maker.h"

#include <math.h>
#include <string.h>

const double profile_maker_srgb[9] = {
  .4360, .2225, .0139, .3851, .7169, .0971, .1431, .0606, .7141,
};
const double profile_maker_p3[9] = {
  .5151, .2412, -.0011, .2920, .6922, .0419, .1571, .0666, .7841,
};

static void
put_fixed (GByteArray *bytes, double value)
{
  png_maker_put (bytes, (guint32) (gint32) round (value * 65536), 4);
}

static void
put_curve (GByteArray *profile, int kind)
{
  const double parameters[5] = { 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045 };

  g_byte_array_append (profile, (const guint8 *) (kind == 0 ? "para\0\0\0\0" : "curv\0\0\0\0"), 8);
  png_maker_put (profile, kind == 0 ? 3 << 16 : kind == 1 ? 1024 : 1, 4);
  for (int i = 0; kind == 0 && i < 5; i++)
    put_fixed (profile, parameters[i]);
  for (int i = 0; kind == 1 && i < 1024; i++)
    png_maker_put (profile, (guint32) (dh_srgb_decode (i / 1023.0) * 65535 + .5), 2);
  if (kind == 2)
    png_maker_put (profile, (guint32) (2.2 * 256), 2);
  while (profile->len % 4 != 0)
    png_maker_put (profile, 0, 1);
}

GByteArray *
profile_maker_new (const double xyz[9], int curve)
{
  static const char *const names[] = { "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC" };
  GByteArray *profile = g_byte_array_new ();
  const guint first = 128 + 4 + 12 * 6;
  guint curve_size;

  g_byte_array_set_size (profile, 128);
  memset (profile->data, 0, 128);
  memcpy (profile->data + 12, "mntrRGB XYZ ", 12);
  memcpy (profile->data + 36, "acsp", 4);
  memcpy (profile->data + 68, "\0\0\xf6\xd6\0\1\0\0\0\0\xd3\x2d", 12); /* D50 */
  profile->data[8] = 4;
  png_maker_put (profile, 6, 4);
  g_byte_array_set_size (profile, first);
  for (int c = 0; c < 3; c++)
    {
      g_byte_array_append (profile, (const guint8 *) "XYZ \0\0\0\0", 8);
      for (int i = 0; i < 3; i++)
        put_fixed (profile, xyz[3 * c + i]);
    }
  put_curve (profile, curve);
  curve_size = profile->len - first - 60;
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GByteArray) entry = g_byte_array_new ();

      g_byte_array_append (entry, (const guint8 *) names[i], 4);
      png_maker_put (entry, first + 20 * MIN (i, 3), 4);
      png_maker_put (entry, i < 3 ? 20 : curve_size, 4);
      memcpy (profile->data + 132 + 12 * i, entry->data, 12);
    }
  for (int i = 0; i < 4; i++)
    profile->data[i] = profile->len >> (24 - 8 * i) & 0xff;
  return profile;
}
