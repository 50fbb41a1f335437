/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which colour space an ICC profile describes.  Programs embed sRGB under dozens of names and
 * checksums, so the numbers are compared: if they are sRGB's, nothing needs to be said.  Those of
 * phones and cameras (Display P3, Adobe RGB) are primaries and a curve, which can be converted.
 * All others are not applied, and the user should know that the colours are treated as sRGB.
 *
 * Source: ICC.1:2022, 7 (header and tag table), 10.6 curveType, 10.15 multiLocalizedUnicodeType,
 * 10.18 parametricCurveType; ICC.1:2001-04, 6.5.17 textDescriptionType.
 */
#include "core/data/colour-space.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define HEADER_SIZE 128
#define MAX_TAGS    100
/* Tolerance: programs round sRGB's primaries differently. */
#define PRIMARY_TOLERANCE 0.003
#define CURVE_TOLERANCE   (1 / 255.0)
#define MAX_TITLE         80

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

static double
read_curve (Bytes curve, double x)
{
  return has_name (curve, 0, "curv")   ? read_sampled (curve, x)
         : has_name (curve, 0, "para") ? read_parametric (curve, x)
                                       : NAN;
}

static gboolean
is_srgb_curve (Bytes curve)
{
  for (int i = 0; i <= 32; i++)
    {
      double x = i / 32.0;

      if (!(fabs (dh_srgb_encode (read_curve (curve, x)) - x) <= CURVE_TOLERANCE))
        return FALSE;
    }
  return TRUE;
}

/* number = light ^ gamma; 0: sRGB's curve, NAN: neither. */
static double
find_gamma (Bytes curve)
{
  double gamma = log (.5) / log (read_curve (curve, .5));

  if (is_srgb_curve (curve))
    return 0;
  for (int i = 0; i <= 32; i++)
    {
      double x = i / 32.0;

      if (!(fabs (pow (read_curve (curve, x), gamma) - x) <= CURVE_TOLERANCE))
        return NAN;
    }
  return gamma;
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

/* ---- other spaces ---- */

/* The columns of the matrix; they add up to its white, to which they are adapted. */
static gboolean
read_primaries (Bytes profile, DhColourSpace *space)
{
  static const char *const names[3] = { "rXYZ", "gXYZ", "bXYZ" };
  double *places[4] = { space->red, space->green, space->blue, space->white };
  double xyz[4][3] = { { 0 } };

  for (int c = 0; c < 3; c++)
    {
      Bytes tag = find_tag (profile, names[c]);

      if (!has_name (tag, 0, "XYZ "))
        return FALSE;
      for (int i = 0; i < 3; i++)
        {
          xyz[c][i] = read_fixed (tag, 8 + 4 * i);
          xyz[3][i] += xyz[c][i];
        }
    }
  for (int c = 0; c < 4; c++)
    {
      double sum = xyz[c][0] + xyz[c][1] + xyz[c][2];

      if (!(sum > 0))
        return FALSE;
      places[c][0] = xyz[c][0] / sum;
      places[c][1] = xyz[c][1] / sum;
    }
  space->has_primaries = TRUE;
  return TRUE;
}

gboolean
dh_icc_get_space (const guint8 *data, gsize size, DhColourSpace *space)
{
  static const char *const curves[3] = { "rTRC", "gTRC", "bTRC" };
  Bytes profile = { data, size };
  const gboolean is_grey = has_name (profile, 16, "GRAY");

  *space = (DhColourSpace) { .is_exact = TRUE };
  if (size < HEADER_SIZE + 4 || !has_name (profile, 36, "acsp"))
    return FALSE;
  if (!is_grey
      && (!has_name (profile, 16, "RGB ") || find_tag (profile, "A2B0").size > 0
          || !read_primaries (profile, space)))
    return FALSE;
  space->gamma = find_gamma (find_tag (profile, is_grey ? "kTRC" : curves[0]));
  for (int c = 1; c < 3 && !is_grey; c++)
    if (!(fabs (find_gamma (find_tag (profile, curves[c])) - space->gamma) <= 0.01))
      return FALSE;
  return !isnan (space->gamma) && dh_colour_space_is_possible (space);
}

gboolean
dh_icc_to_srgb (const guint8 *data, gsize size, DhImage *image)
{
  DhColourSpace space;

  if (dh_icc_is_srgb (data, size))
    return TRUE;
  if (!dh_icc_get_space (data, size, &space))
    return FALSE;
  dh_colour_space_to_srgb (&space, image);
  return TRUE;
}

/* ---- names ---- */

char *
dh_icc_dup_title (const guint8 *data, gsize size)
{
  Bytes profile = { data, size }, tag = find_tag (profile, "desc");
  const gboolean is_localized = has_name (tag, 0, "mluc");
  guint32 length = read_number (tag, is_localized ? 20 : 8, 4);
  guint32 start = is_localized ? read_number (tag, 24, 4) : 12;
  g_autofree char *text = NULL;

  length = MIN (length, MAX_TITLE);
  if (start <= tag.size && tag.size - start >= length && length > 0)
    text = is_localized ? g_convert ((const char *) tag.data + start, length & ~1u, "UTF-8",
                                     "UTF-16BE", NULL, NULL, NULL)
                        : g_convert ((const char *) tag.data + start, length, "UTF-8", "ISO-8859-1",
                                     NULL, NULL, NULL);
  return text != NULL && text[0] != '\0' ? g_steal_pointer (&text) : g_strdup ("ICC");
}

void
dh_icc_tell (const char *title, const char *picture, DhNotices *notices)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf (_ ("the colour profile “%s” is not applied: convert the picture to sRGB "
                             "if colours matter"),
                          title);
  dh_notices_add (notices, picture, text);
}
