/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether an ICC profile describes sRGB.  Programs embed sRGB under dozens of names and checksums,
 * so the numbers are compared: if they are sRGB's, nothing needs to be said; if not, the user
 * should know that the colours are treated as sRGB.
 *
 * Source: ICC.1:2022, 7 (header and tag table), 10.6 curveType, 10.18 parametricCurveType.
 */
#include "core/data/colour-space.h"

#include <math.h>
#include <string.h>

#define HEADER_SIZE 128
#define MAX_TAGS    100
/* Tolerance: programs round sRGB's primaries differently. */
#define PRIMARY_TOLERANCE 0.003
#define CURVE_TOLERANCE   (1 / 255.0)

typedef struct
{
  const guint8 *data;
  gsize size;
} Bytes;

/* 0 beyond the end. */
static guint32
read_number (Bytes bytes, gsize at, guint n_bytes)
{
  guint32 number = 0;

  if (at > bytes.size || bytes.size - at < n_bytes)
    return 0;
  for (guint i = 0; i < n_bytes; i++)
    number = number << 8 | bytes.data[at + i];
  return number;
}

static double
read_fixed (Bytes bytes, gsize at)
{
  return (gint32) read_number (bytes, at, 4) / 65536.0;
}

static gboolean
has_name (Bytes bytes, gsize at, const char *name)
{
  return at <= bytes.size && bytes.size - at >= 4 && memcmp (bytes.data + at, name, 4) == 0;
}

/* Empty if there is none. */
static Bytes
find_tag (Bytes profile, const char *name)
{
  guint32 n_tags = MIN (read_number (profile, HEADER_SIZE, 4), MAX_TAGS);

  for (guint32 i = 0; i < n_tags; i++)
    {
      gsize entry = HEADER_SIZE + 4 + 12 * (gsize) i;
      gsize start = read_number (profile, entry + 4, 4), size = read_number (profile, entry + 8, 4);

      if (has_name (profile, entry, name) && start <= profile.size && size <= profile.size - start)
        return (Bytes) { profile.data + start, size };
    }
  return (Bytes) { NULL, 0 };
}

/* ---- curves: number to light ---- */

static double
read_table (Bytes curve, guint32 n, double x)
{
  double place = x * (n - 1);
  guint32 i = MIN ((guint32) place, n - 2);
  double low = read_number (curve, 12 + 2 * (gsize) i, 2);
  double high = read_number (curve, 14 + 2 * (gsize) i, 2);

  return (low + (place - i) * (high - low)) / 65535;
}

/* "curv": no number, one gamma, or a table. */
static double
read_sampled (Bytes curve, double x)
{
  guint32 n = read_number (curve, 8, 4);

  if (n == 0)
    return x;
  return n == 1 ? pow (x, read_number (curve, 12, 2) / 256.0) : read_table (curve, n, x);
}

/* "para": (ax + b)^g + e from d on, cx + f below; simpler kinds omit the last ones. */
static double
read_parametric (Bytes curve, double x)
{
  static const guint8 n_parameters[] = { 1, 3, 4, 5, 7 };
  guint32 kind = read_number (curve, 8, 2);
  double p[7] = { 1, 1, 0, 0, 0, 0, 0 }; /* g a b c d e f */

  if (kind >= G_N_ELEMENTS (n_parameters))
    return NAN;
  for (guint i = 0; i < n_parameters[kind]; i++)
    p[i] = read_fixed (curve, 12 + 4 * i);
  if (kind == 1 || kind == 2)
    {
      if (kind == 2)
        p[5] = p[6] = p[3];
      p[3] = 0;
      p[4] = -p[2] / p[1];
    }
  return x >= p[4] ? pow (p[1] * x + p[2], p[0]) + p[5] : p[3] * x + p[6];
}

static gboolean
is_srgb_curve (Bytes curve)
{
  for (int i = 0; i <= 32; i++)
    {
      double x = i / 32.0;
      double light = has_name (curve, 0, "curv")   ? read_sampled (curve, x)
                     : has_name (curve, 0, "para") ? read_parametric (curve, x)
                                                   : NAN;

      if (!(fabs (dh_srgb_encode (light) - x) <= CURVE_TOLERANCE))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_srgb_primary (Bytes tag, const double xyz[3])
{
  for (int i = 0; i < 3; i++)
    if (!(fabs (read_fixed (tag, 8 + 4 * i) - xyz[i]) <= PRIMARY_TOLERANCE))
      return FALSE;
  return has_name (tag, 0, "XYZ ");
}

gboolean
dh_icc_is_srgb (const guint8 *data, gsize size)
{
  /* X, Y, Z under D50, to which profiles adapt everything. */
  static const struct
  {
    const char *primary, *curve;
    double xyz[3];
  } channels[3] = {
    { "rXYZ", "rTRC", { .4360, .2225, .0139 } },
    { "gXYZ", "gTRC", { .3851, .7169, .0971 } },
    { "bXYZ", "bTRC", { .1431, .0606, .7141 } },
  };
  Bytes profile = { data, size };

  if (size < HEADER_SIZE + 4 || !has_name (profile, 36, "acsp"))
    return FALSE;
  if (has_name (profile, 16, "GRAY"))
    return is_srgb_curve (find_tag (profile, "kTRC"));
  if (!has_name (profile, 16, "RGB ") || find_tag (profile, "A2B0").size > 0)
    return FALSE;
  for (int c = 0; c < 3; c++)
    if (!is_srgb_primary (find_tag (profile, channels[c].primary), channels[c].xyz)
        || !is_srgb_curve (find_tag (profile, channels[c].curve)))
      return FALSE;
  return TRUE;
}
