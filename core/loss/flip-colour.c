/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two changes of colour space in ꟻLIP, there and back.
 *
 * All linear steps are one 3 × 3 matrix: sRGB's primaries to X Y Z relative to the white point (IEC
 * 61966-2-1), and those to Y Cx Cz.  The powers, 2.4 of sRGB's curve and 1/3 of L*a*b*, are roots
 * by Newton's method from an initial value taken from the number's bits: x^2.4 is x² times the
 * square of the fifth root.  That is plain arithmetic, which becomes vector code; libm's powf()
 * goes pixel by pixel.
 *
 * Source: Andersson, Nilsson, Akenine-Möller, Oskarsson, Åström, Fairchild, "ꟻLIP: A Difference
 * Evaluator for Alternating Images", 2020.
 */
#include "core/loss/flip-colour.h"

#include "core/base/vector-math.h"

/* sRGB's linear curve near black, and L*a*b*'s. */
#define SRGB_LIMIT 0.04045f
#define LAB_DELTA  (6.0f / 29)
#define LAB_LIMIT  (LAB_DELTA * LAB_DELTA * LAB_DELTA)
#define LAB_SLOPE  (1 / (3 * LAB_DELTA * LAB_DELTA))

/* Linear RGB to X/Xw, Y/Yw, Z/Zw: rows of the sRGB matrix, each divided by its sum. */
#define XR ((float) (10135552.0 / 23359437))
#define XG ((float) (8788810.0 / 23359437))
#define XB ((float) (4435075.0 / 23359437))
#define YR ((float) (2613072.0 / 12288897))
#define YG ((float) (8788810.0 / 12288897))
#define YB ((float) (887015.0 / 12288897))
#define ZR ((float) (1425312.0 / 80288307))
#define ZG ((float) (8788810.0 / 80288307))
#define ZB ((float) (70074185.0 / 80288307))

/* The inverse of that matrix: X/Xw, Y/Yw, Z/Zw to linear RGB. */
#define RX 3.08034199f
#define RY -1.53739897f
#define RZ -0.54294302f
#define GX -0.9211784f
#define GY 1.87592998f
#define GZ 0.04524841f
#define BX 0.05288129f
#define BY -0.20401121f
#define BZ 1.15112991f

/* x > 0; relative error below 5e-7 */
static inline float
fifth_root (float x)
{
  float y = dh_float_from_bits ((guint32) (gint32) ((float) (gint32) dh_float_get_bits (x) * 0.2f)
                                + 852256000u);

  for (int i = 0; i < 3; i++)
    {
      float square = y * y;

      y = 0.8f * y + 0.2f * x / (square * square);
    }
  return y;
}

static inline float
cube_root (float x)
{
  float y = dh_float_from_bits (
    (guint32) (gint32) ((float) (gint32) dh_float_get_bits (x) * (1 / 3.0f)) + 709958130u);

  for (int i = 0; i < 3; i++)
    y = (2 * y + x / (y * y)) * (1 / 3.0f);
  return y;
}

static inline float
cut (float x)
{
  return x < 0 ? 0 : x > 1 ? 1 : x;
}

/* Slightly outside [0, 1] is a rounding error: blurred white is still white. */
static inline gboolean
is_cut (float x)
{
  return x < -1e-5f || x > 1 + 1e-5f;
}

static inline float
to_linear (float x)
{
  float base = (MAX (x, SRGB_LIMIT) + 0.055f) * (1 / 1.055f);
  float root = fifth_root (base);

  return x > SRGB_LIMIT ? base * base * (root * root) : x * (1 / 12.92f);
}

DH_VECTOR_CLONES (void, linearise, (gsize n, const float *restrict srgb, float *restrict linear),
                  (n, srgb, linear))
{
  for (gsize i = 0; i < n; i++)
    linear[i] = to_linear (cut (srgb[i])) + (srgb[i] - srgb[i]); /* infinity becomes NaN */
}

DH_VECTOR_CLONES (void, oppose,
                  (gsize n, const float *restrict r, const float *restrict g,
                   const float *restrict b, float *restrict y, float *restrict cx,
                   float *restrict cz),
                  (n, r, g, b, y, cx, cz))
{
  for (gsize i = 0; i < n; i++)
    {
      float xn = XR * r[i] + XG * g[i] + XB * b[i];
      float yn = YR * r[i] + YG * g[i] + YB * b[i];
      float zn = ZR * r[i] + ZG * g[i] + ZB * b[i];

      y[i] = 116 * yn - 16;
      cx[i] = 500 * (xn - yn);
      cz[i] = 200 * (yn - zn);
    }
}

void
dh_colour_to_opponent (gsize n, const float *const srgb[3], DhColourPlanes *linear,
                       DhColourPlanes *opponent)
{
  for (int c = 0; c < 3; c++)
    linearise (n, srgb[c], linear->planes[c]);
  oppose (n, linear->planes[0], linear->planes[1], linear->planes[2], opponent->planes[0],
          opponent->planes[1], opponent->planes[2]);
}

/* Converts slopes by X/Xw, Y/Yw, Z/Zw to slopes by linear RGB. */
#define BY_RED(x, y, z)   (XR * (x) + YR * (y) + ZR * (z))
#define BY_GREEN(x, y, z) (XG * (x) + YG * (y) + ZG * (z))
#define BY_BLUE(x, y, z)  (XB * (x) + YB * (y) + ZB * (z))

DH_VECTOR_CLONES (void, oppose_back,
                  (gsize n, const float *restrict y, const float *restrict cx,
                   const float *restrict cz, float *restrict r, float *restrict g,
                   float *restrict b),
                  (n, y, cx, cz, r, g, b))
{
  for (gsize i = 0; i < n; i++)
    {
      float by_x = 500 * cx[i], by_z = -200 * cz[i];
      float by_y = 116 * y[i] - 500 * cx[i] + 200 * cz[i];

      r[i] = BY_RED (by_x, by_y, by_z);
      g[i] = BY_GREEN (by_x, by_y, by_z);
      b[i] = BY_BLUE (by_x, by_y, by_z);
    }
}

/* In place: slopes by linear light become slopes by sRGB. Clamped values have slope 0. */
DH_VECTOR_CLONES (void, linearise_back,
                  (gsize n, const float *restrict srgb, const float *restrict linear,
                   float *restrict slope),
                  (n, srgb, linear, slope))
{
  for (gsize i = 0; i < n; i++)
    {
      float x = srgb[i];
      float steep = x > SRGB_LIMIT ? 2.4f * linear[i] / (MAX (x, SRGB_LIMIT) + 0.055f) : 1 / 12.92f;

      slope[i] = x < 0 || x > 1 ? 0 : slope[i] * steep;
    }
}

void
dh_colour_from_opponent_back (gsize n, const float *const srgb[3], const DhColourPlanes *linear,
                              const DhColourPlanes *by_opponent, float *const by_srgb[3])
{
  oppose_back (n, by_opponent->planes[0], by_opponent->planes[1], by_opponent->planes[2],
               by_srgb[0], by_srgb[1], by_srgb[2]);
  for (int c = 0; c < 3; c++)
    linearise_back (n, srgb[c], linear->planes[c], by_srgb[c]);
}

/* X/Xw … of an opponent colour whose linear RGB is clamped to what a screen can show. */
typedef struct
{
  float r, g, b; /* before clamping */
  float x, y, z; /* after clamping */
} Light;

static inline Light
get_light (float y, float cx, float cz)
{
  float yn = (y + 16) * (1 / 116.0f);
  float xn = yn + cx * (1 / 500.0f), zn = yn - cz * (1 / 200.0f);
  Light light = {
    .r = RX * xn + RY * yn + RZ * zn,
    .g = GX * xn + GY * yn + GZ * zn,
    .b = BX * xn + BY * yn + BZ * zn,
  };
  float r = cut (light.r), g = cut (light.g), b = cut (light.b);

  light.x = XR * r + XG * g + XB * b;
  light.y = YR * r + YG * g + YB * b;
  light.z = ZR * r + ZG * g + ZB * b;
  return light;
}

/* L*a*b*'s curve: a cube root that ends in a straight line. */
static inline float
bend (float t)
{
  float root = cube_root (MAX (t, LAB_LIMIT));

  return t > LAB_LIMIT ? root : LAB_SLOPE * t + 4.0f / 29;
}

/* Its slope at t, given its value there. */
static inline float
bend_slope (float t, float bent)
{
  return t > LAB_LIMIT ? 1 / (3 * bent * bent) : LAB_SLOPE;
}

DH_VECTOR_CLONES (void, make_lab,
                  (gsize n, const float *restrict y, const float *restrict cx,
                   const float *restrict cz, float *restrict l, float *restrict a,
                   float *restrict b),
                  (n, y, cx, cz, l, a, b))
{
  for (gsize i = 0; i < n; i++)
    {
      Light light = get_light (y[i], cx[i], cz[i]);
      float fx = bend (light.x), fy = bend (light.y), fz = bend (light.z);
      float lightness = 116 * fy - 16;

      l[i] = lightness;
      a[i] = 0.01f * lightness * 500 * (fx - fy);
      b[i] = 0.01f * lightness * 200 * (fy - fz);
    }
}

void
dh_colour_to_lab (gsize n, const DhColourPlanes *opponent, DhColourPlanes *lab)
{
  make_lab (n, opponent->planes[0], opponent->planes[1], opponent->planes[2], lab->planes[0],
            lab->planes[1], lab->planes[2]);
}

DH_VECTOR_CLONES (void, make_lab_back,
                  (gsize n, const float *restrict y, const float *restrict cx,
                   const float *restrict cz, float *restrict by_l, float *restrict by_a,
                   float *restrict by_b),
                  (n, y, cx, cz, by_l, by_a, by_b))
{
  for (gsize i = 0; i < n; i++)
    {
      Light light = get_light (y[i], cx[i], cz[i]);
      float fx = bend (light.x), fy = bend (light.y), fz = bend (light.z);
      float lightness = 116 * fy - 16;
      /* Hunt: a and b were multiplied by a hundredth of the lightness. */
      float along = by_l[i] + 0.01f * (500 * (fx - fy) * by_a[i] + 200 * (fy - fz) * by_b[i]);
      float a = 0.01f * lightness * 500 * by_a[i], b = 0.01f * lightness * 200 * by_b[i];
      float by_x = a * bend_slope (light.x, fx);
      float by_y = (116 * along - a + b) * bend_slope (light.y, fy);
      float by_z = -b * bend_slope (light.z, fz);
      float r = is_cut (light.r) ? 0 : BY_RED (by_x, by_y, by_z);
      float g = is_cut (light.g) ? 0 : BY_GREEN (by_x, by_y, by_z);
      float blue = is_cut (light.b) ? 0 : BY_BLUE (by_x, by_y, by_z);

      by_x = RX * r + GX * g + BX * blue;
      by_y = RY * r + GY * g + BY * blue;
      by_z = RZ * r + GZ * g + BZ * blue;
      by_l[i] = (by_x + by_y + by_z) * (1 / 116.0f);
      by_a[i] = by_x * (1 / 500.0f);
      by_b[i] = -by_z * (1 / 200.0f);
    }
}

void
dh_colour_to_lab_back (gsize n, const DhColourPlanes *opponent, DhColourPlanes *by_lab)
{
  make_lab_back (n, opponent->planes[0], opponent->planes[1], opponent->planes[2],
                 by_lab->planes[0], by_lab->planes[1], by_lab->planes[2]);
}
