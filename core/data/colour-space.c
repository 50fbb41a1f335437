/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Converting a picture's colours to sRGB, in which everything here is computed.  Gamma and
 * primaries are a power and a matrix, so they are honoured; a different white point is adapted by
 * Bradford's method, as usual.  Colour profiles can be anything, including tables of thousands of
 * measured colours, and would need a colour library; icc.c tells which of them are sRGB anyway, and
 * which are only primaries and a power.
 *
 * Source: W3C, PNG Specification, third edition, 11.3.2 and 13.13; IEC 61966-2-1 (sRGB);
 * Lindbloom, "Chromatic Adaptation".
 */
#include "core/data/colour-space.h"

#include <math.h>

/* The same tolerances as libpng's: 5 % of a gamma, 0.01 of a chromaticity. */
#define SRGB_GAMMA        (1 / 2.2)
#define GAMMA_TOLERANCE   0.05
#define PRIMARY_TOLERANCE 0.01

/* Of the table of numbers, and how near to the next one they are computed. */
#define N_LIGHTS 65536u
#define MARGIN   0.01
#define BEND     ((guint) (0.0031308 * N_LIGHTS))

#define LEAST_GAMMA       0.1
#define MOST_GAMMA        10.0
#define LEAST_DETERMINANT 1e-4

typedef struct
{
  double m[3][3];
} Matrix;

static const DhColourSpace srgb = {
  .has_primaries = TRUE,
  .white = { .3127, .3290 },
  .red = { .64, .33 },
  .green = { .30, .60 },
  .blue = { .15, .06 },
};

double
dh_srgb_encode (double light)
{
  return light <= 0.0031308 ? 12.92 * light : 1.055 * pow (light, 1 / 2.4) - 0.055;
}

double
dh_srgb_decode (double number)
{
  return number <= 0.04045 ? number / 12.92 : pow ((number + 0.055) / 1.055, 2.4);
}

static gboolean
is_near (const double place[2], const double other[2])
{
  return fabs (place[0] - other[0]) <= PRIMARY_TOLERANCE
         && fabs (place[1] - other[1]) <= PRIMARY_TOLERANCE;
}

static gboolean
has_srgb_curve (const DhColourSpace *self)
{
  return self->gamma == 0
         || (!self->is_exact && fabs (self->gamma / SRGB_GAMMA - 1) <= GAMMA_TOLERANCE);
}

static gboolean
has_srgb_primaries (const DhColourSpace *self)
{
  return !self->has_primaries
         || (is_near (self->white, srgb.white) && is_near (self->red, srgb.red)
             && is_near (self->green, srgb.green) && is_near (self->blue, srgb.blue));
}

gboolean
dh_colour_space_is_srgb (const DhColourSpace *self)
{
  return has_srgb_curve (self) && has_srgb_primaries (self);
}

/* ---- matrices ---- */

static double
get_determinant (const Matrix *a)
{
  const double (*m)[3] = a->m;

  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
         - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
         + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

static Matrix
invert (const Matrix *a)
{
  double determinant = get_determinant (a);
  Matrix inverse;

  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 3; k++)
      {
        int r0 = (k + 1) % 3, r1 = (k + 2) % 3, c0 = (i + 1) % 3, c1 = (i + 2) % 3;

        inverse.m[i][k] = (a->m[r0][c0] * a->m[r1][c1] - a->m[r0][c1] * a->m[r1][c0]) / determinant;
      }
  return inverse;
}

static Matrix
multiply (const Matrix *a, const Matrix *b)
{
  Matrix product = { 0 };

  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 3; k++)
      for (int j = 0; j < 3; j++)
        product.m[i][k] += a->m[i][j] * b->m[j][k];
  return product;
}

static void
apply (const Matrix *a, const double from[3], double to[3])
{
  for (int i = 0; i < 3; i++)
    to[i] = a->m[i][0] * from[0] + a->m[i][1] * from[1] + a->m[i][2] * from[2];
}

/* At luminance 1. */
static void
get_xyz (const double place[2], double xyz[3])
{
  xyz[0] = place[0] / place[1];
  xyz[1] = 1;
  xyz[2] = (1 - place[0] - place[1]) / place[1];
}

/* x, y, z of the three primaries in columns. */
static Matrix
make_chromaticities (const DhColourSpace *self)
{
  const double *places[3] = { self->red, self->green, self->blue };
  Matrix result;

  for (int c = 0; c < 3; c++)
    {
      result.m[0][c] = places[c][0];
      result.m[1][c] = places[c][1];
      result.m[2][c] = 1 - places[c][0] - places[c][1];
    }
  return result;
}

/* Linear R, G, B to X, Y, Z, where full R, G and B give white. */
static Matrix
make_to_xyz (const DhColourSpace *self)
{
  Matrix result = make_chromaticities (self), inverse = invert (&result);
  double white[3], share[3];

  get_xyz (self->white, white);
  apply (&inverse, white, share);
  for (int i = 0; i < 3; i++)
    for (int c = 0; c < 3; c++)
      result.m[i][c] *= share[c];
  return result;
}

/* X, Y, Z under one white to the X, Y, Z that look the same under sRGB's. */
static Matrix
make_adaptation (const double white[2])
{
  static const Matrix bradford = { {
    { 0.8951, 0.2664, -0.1614 },
    { -0.7502, 1.7135, 0.0367 },
    { 0.0389, -0.0685, 1.0296 },
  } };
  Matrix back = invert (&bradford), scaled = bradford;
  double from_xyz[3], to_xyz[3], from[3], to[3];

  get_xyz (white, from_xyz);
  get_xyz (srgb.white, to_xyz);
  apply (&bradford, from_xyz, from);
  apply (&bradford, to_xyz, to);
  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 3; k++)
      scaled.m[i][k] *= to[i] / from[i];
  return multiply (&back, &scaled);
}

static Matrix
make_to_linear_srgb (const DhColourSpace *self)
{
  Matrix to_xyz = make_to_xyz (self), adaptation = make_adaptation (self->white);
  Matrix srgb_to_xyz = make_to_xyz (&srgb), from_xyz = invert (&srgb_to_xyz);
  Matrix adapted = multiply (&adaptation, &to_xyz);

  return multiply (&from_xyz, &adapted);
}

gboolean
dh_colour_space_is_possible (const DhColourSpace *self)
{
  Matrix chromaticities = make_chromaticities (self);

  if (self->gamma != 0 && !(self->gamma >= LEAST_GAMMA && self->gamma <= MOST_GAMMA))
    return FALSE;
  return !self->has_primaries
         || (self->white[1] > 0.05 && self->white[0] > 0.05
             && self->white[0] + self->white[1] < 0.95
             && fabs (get_determinant (&chromaticities)) >= LEAST_DETERMINANT);
}

/* ---- pixels ---- */

static double
decode (const DhColourSpace *self, double number)
{
  return has_srgb_curve (self) ? dh_srgb_decode (number) : pow (number, 1 / self->gamma);
}

static guint16
encode (double light)
{
  return (guint16) (dh_srgb_encode (CLAMP (light, 0.0, 1.0)) * DH_IMAGE_FULL + 0.5);
}

/* Powers are slow, and a photograph has millions of numbers: so they are looked up, in a table
 * that is off by at most 0.005 of a number's step, but where the curve bends.  Where that may
 * matter, the power is computed: the result is the same. */
static guint16
encode_quickly (const double *table, double light)
{
  const double place = CLAMP (light, 0.0, 1.0) * N_LIGHTS;
  const guint i = MIN ((guint) place, N_LIGHTS - 1);
  const double number = table[i] + (place - i) * (table[i + 1] - table[i]) + 0.5;
  const double rest = number - (guint) number;

  return rest < MARGIN || rest > 1 - MARGIN || i == BEND ? encode (light) : (guint16) number;
}

/* Numbers of sRGB for N_LIGHTS + 1 lights from 0 to 1. */
static const double *
get_numbers (void)
{
  static double *numbers;

  if (g_once_init_enter (&numbers))
    {
      double *table = g_new (double, N_LIGHTS + 1);

      for (guint i = 0; i <= N_LIGHTS; i++)
        table[i] = dh_srgb_encode (i / (double) N_LIGHTS) * DH_IMAGE_FULL;
      g_once_init_leave (&numbers, table);
    }
  return numbers;
}

/* (transfer full) */
static double *
make_lights (const DhColourSpace *self)
{
  double *lights = g_new (double, DH_IMAGE_FULL + 1);

  for (guint i = 0; i <= DH_IMAGE_FULL; i++)
    lights[i] = decode (self, i / (double) DH_IMAGE_FULL);
  return lights;
}

/* sRGB's are made once. */
static const double *
get_srgb_lights (void)
{
  static double *lights;

  if (g_once_init_enter (&lights))
    g_once_init_leave (&lights, make_lights (&srgb));
  return lights;
}

/* Each channel by itself. */
static void
convert_curve (const DhColourSpace *self, DhImage *image)
{
  g_autofree guint16 *table = g_new (guint16, DH_IMAGE_FULL + 1);
  gsize n = 4 * (gsize) image->width * image->height;

  for (guint i = 0; i <= DH_IMAGE_FULL; i++)
    table[i] = encode (decode (self, i / (double) DH_IMAGE_FULL));
  for (gsize i = 0; i < n; i++)
    if (i % 4 != 3)
      image->pixels[i] = table[image->pixels[i]];
}

static void
convert_primaries (const DhColourSpace *self, DhImage *image)
{
  const Matrix matrix = make_to_linear_srgb (self);
  g_autofree double *own = has_srgb_curve (self) ? NULL : make_lights (self);
  const double *light = own != NULL ? own : get_srgb_lights (), *numbers = get_numbers ();
  gsize n_pixels = (gsize) image->width * image->height;

  for (gsize i = 0; i < n_pixels; i++)
    {
      guint16 *pixel = image->pixels + 4 * i;
      const double from[3] = { light[pixel[0]], light[pixel[1]], light[pixel[2]] };
      double to[3];

      apply (&matrix, from, to);
      for (int c = 0; c < 3; c++)
        pixel[c] = encode_quickly (numbers, to[c]);
    }
}

void
dh_colour_space_to_srgb (const DhColourSpace *self, DhImage *image)
{
  if (!has_srgb_primaries (self))
    convert_primaries (self, image);
  else if (!has_srgb_curve (self))
    convert_curve (self, image);
}
