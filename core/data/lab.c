/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sRGB to L*a*b* and back, fast enough for every picture of every iteration.  The three curves
 * between them are powers, and pow() alone would cost more than the rest of a batch; so they are
 * interpolated linearly from tables, with a tested error below a quarter of an 8-bit step.
 * Polynomials were rejected: a table is no slower here, and each curve has a linear piece that
 * would need a branch.  Source: IEC 61966-2-1 (sRGB); CIE 15 (L*a*b*).
 */
#include "core/data/lab.h"

#include <math.h>
#include <pthread.h>

#define STEPS 4096

typedef struct
{
  float linear[STEPS + 2]; /* sRGB → linear light */
  float gamma[STEPS + 2];  /* linear light → sRGB */
  float root[STEPS + 2];   /* XYZ → the cube root of L*a*b* */
} Tables;

static double
to_linear (double x)
{
  return x <= 0.04045 ? x / 12.92 : pow ((x + 0.055) / 1.055, 2.4);
}

static double
to_gamma (double x)
{
  return x <= 0.0031308 ? 12.92 * x : 1.055 * pow (x, 1.0 / 2.4) - 0.055;
}

static double
to_root (double x)
{
  return x > 216.0 / 24389.0 ? cbrt (x) : x * 841.0 / 108.0 + 4.0 / 29.0;
}

static float
from_root (float root)
{
  return root > 6.0f / 29.0f ? root * root * root : (root - 4.0f / 29.0f) * (108.0f / 841.0f);
}

static Tables shared_tables;

static void
make_tables (void)
{
  for (int i = 0; i < STEPS + 2; i++)
    {
      double x = MIN ((double) i / STEPS, 1.0);

      shared_tables.linear[i] = (float) to_linear (x);
      shared_tables.gamma[i] = (float) to_gamma (x);
      shared_tables.root[i] = (float) to_root (x);
    }
}

/* pthread_once, not g_once_init_enter: the thread sanitizer can't see into GLib. */
static const Tables *
get_tables (void)
{
  static pthread_once_t made = PTHREAD_ONCE_INIT;

  pthread_once (&made, make_tables);
  return &shared_tables;
}

static inline float
look_up (const float *table, float x)
{
  float place = CLAMP (x, 0.0f, 1.0f) * STEPS;
  int i = (int) place;

  return table[i] + (place - i) * (table[i + 1] - table[i]);
}

void
dh_lab_from_rgb (float *planes, gsize n)
{
  const Tables *tables = get_tables ();
  float *p = planes, *q = planes + n, *r = planes + 2 * n;

  for (gsize i = 0; i < n; i++)
    {
      float red = look_up (tables->linear, p[i]);
      float green = look_up (tables->linear, q[i]);
      float blue = look_up (tables->linear, r[i]);
      /* XYZ as shares of white: each row sums to 1. */
      float x = look_up (tables->root, 0.4339499f * red + 0.3762098f * green + 0.1898403f * blue);
      float y = look_up (tables->root, 0.2126729f * red + 0.7151521f * green + 0.0721750f * blue);
      float z = look_up (tables->root, 0.0177566f * red + 0.1094680f * green + 0.8727755f * blue);

      p[i] = 1.16f * y - 0.16f;
      q[i] = (500.0f * (x - y) + 128.0f) / 255.0f;
      r[i] = (200.0f * (y - z) + 128.0f) / 255.0f;
    }
}

void
dh_lab_to_rgb (float *planes, gsize n)
{
  const Tables *tables = get_tables ();
  float *p = planes, *q = planes + n, *r = planes + 2 * n;

  for (gsize i = 0; i < n; i++)
    {
      float root_y = (p[i] + 0.16f) / 1.16f;
      float root_x = root_y + (255.0f * q[i] - 128.0f) / 500.0f;
      float root_z = root_y - (255.0f * r[i] - 128.0f) / 200.0f;
      float x = from_root (root_x), y = from_root (root_y), z = from_root (root_z);

      p[i] = look_up (tables->gamma, 3.0799551f * x - 1.5371390f * y - 0.5428161f * z);
      q[i] = look_up (tables->gamma, -0.9212586f * x + 1.8760111f * y + 0.0452475f * z);
      r[i] = look_up (tables->gamma, 0.0528874f * x - 0.2040259f * y + 1.1511385f * z);
    }
}
