/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Distorting a picture on purpose, to see how a loss responds: shifted, blurred, brighter, noisy,
 * scratched, with outliers.
 *
 * Noise and outliers are drawn once per size and kept.  More noise is the same noise, stronger, and
 * more outliers are the previous ones plus some others.  With new random numbers at each step, the
 * maps of a loss would flicker while a slider moves, and drawing the numbers would take most of the
 * time.
 *
 * All values are rounded to a grid of 2^-20.  Without it, adding a constant to all pixels would
 * round each of them differently, and Pixel-Grad-Diff, whose map is scaled to its own largest
 * values, would show that rounding as if it were signal.
 */
#include "core/compare/distort.h"

#include "core/base/random.h"

#include <math.h>
#include <string.h>

#define N_CHANNELS    3
#define SEED          20
#define STEPS         1048576.0f /* per unit of brightness: 2^20 */
#define BLUR_REACH    3.0        /* of the Gaussian, in σ */
#define MAX_TAPS      19         /* for the widest blur: the middle and one side */
#define SCRATCH_LIGHT 1.0f

enum
{
  STREAM_GRAINS,
  STREAM_WILD,
};

struct _DhDistorter
{
  int width, height;
  gsize n_pixels;
  float *grains;   /* (3, H, W), standard normal */
  guint *order;    /* the order in which pixels become outliers */
  guint8 *colours; /* colour of the k-th outlier, one bit per channel */
  float *plane;    /* one channel */
  float *line;     /* one row, extended by the blur's reach at both ends */
};

DhDistortion
dh_distortion_clamp (const DhDistortion *self)
{
#define LIMIT(value, low, high) (isnan (value) ? 0.0 : CLAMP (value, low, high))
  return (DhDistortion) {
    .shift = LIMIT (self->shift, 0.0, 16.0),
    .blur = LIMIT (self->blur, 0.0, 6.0),
    .brightness = LIMIT (self->brightness, -0.5, 0.5),
    .noise = LIMIT (self->noise, 0.0, 0.3),
    .scratch = LIMIT (self->scratch, 0.0, 6.0),
    .wild = LIMIT (self->wild, 0.0, 0.05),
  };
#undef LIMIT
}

gboolean
dh_distortion_equal (const DhDistortion *self, const DhDistortion *other)
{
  return self->shift == other->shift && self->blur == other->blur
         && self->brightness == other->brightness && self->noise == other->noise
         && self->scratch == other->scratch && self->wild == other->wild;
}

static void
draw_chance (DhDistorter *self)
{
  DhRandom random;

  dh_random_init (&random, SEED, STREAM_GRAINS);
  for (gsize i = 0; i < N_CHANNELS * self->n_pixels; i++)
    self->grains[i] = (float) dh_random_normal (&random);

  dh_random_init (&random, SEED, STREAM_WILD);
  for (guint i = 0; i < self->n_pixels; i++)
    {
      self->order[i] = i;
      self->colours[i] = (guint8) dh_random_below (&random, 1 << N_CHANNELS);
    }
  dh_random_shuffle (&random, self->order, (guint) self->n_pixels);
}

DhDistorter *
dh_distorter_new (int width, int height)
{
  DhDistorter *self = g_new0 (DhDistorter, 1);

  g_assert (width > 0 && height > 0 && (gsize) width * height <= 1 << 24);
  self->width = width;
  self->height = height;
  self->n_pixels = (gsize) width * height;
  self->grains = g_new (float, N_CHANNELS * self->n_pixels);
  self->order = g_new (guint, self->n_pixels);
  self->colours = g_new (guint8, self->n_pixels);
  self->plane = g_new (float, self->n_pixels);
  self->line = g_new (float, width + 2 * MAX_TAPS);
  draw_chance (self);
  return self;
}

void
dh_distorter_free (DhDistorter *self)
{
  g_free (self->grains);
  g_free (self->order);
  g_free (self->colours);
  g_free (self->plane);
  g_free (self->line);
  g_free (self);
}

/* from and to must be different planes. */
static void
shift_plane (const DhDistorter *self, double shift, const float *from, float *to)
{
  const int whole = (int) shift;
  const float part = (float) (shift - whole);

  for (int y = 0; y < self->height; y++)
    {
      const float *row = from + (gsize) y * self->width;

      for (int x = 0; x < self->width; x++)
        {
          float near = row[MAX (x - whole, 0)], far = row[MAX (x - whole - 1, 0)];

          to[(gsize) y * self->width + x] = near + part * (far - near);
        }
    }
}

/* taps[0] is the middle.  Returns the number of taps for one side, including the middle. */
static int
make_taps (double sigma, float *taps)
{
  int n = MIN ((int) ceil (BLUR_REACH * sigma) + 1, MAX_TAPS);
  double weights[MAX_TAPS], sum = 0;

  for (int i = 0; i < n; i++)
    {
      weights[i] = exp (-0.5 * i * i / (sigma * sigma));
      sum += i == 0 ? weights[i] : 2 * weights[i];
    }
  for (int i = 0; i < n; i++)
    taps[i] = (float) (weights[i] / sum);
  return n;
}

static void
blur_row (const DhDistorter *self, const float *taps, int n_taps, const float *from, float *to)
{
  const int reach = n_taps - 1, width = self->width;
  float *middle = self->line + reach;

  memcpy (middle, from, width * sizeof (float));
  for (int i = 1; i <= reach; i++)
    {
      middle[-i] = from[0];
      middle[width - 1 + i] = from[width - 1];
    }
  for (int x = 0; x < width; x++)
    to[x] = taps[0] * middle[x];
  for (int i = 1; i <= reach; i++)
    for (int x = 0; x < width; x++)
      to[x] += taps[i] * (middle[x - i] + middle[x + i]);
}

static void
blur_down (const DhDistorter *self, const float *taps, int n_taps, const float *from, float *to)
{
  const int width = self->width, bottom = self->height - 1;

  for (int y = 0; y <= bottom; y++)
    {
      float *row = to + (gsize) y * width;

      for (int x = 0; x < width; x++)
        row[x] = taps[0] * from[(gsize) y * width + x];
      for (int i = 1; i < n_taps; i++)
        {
          const float *above = from + (gsize) MAX (y - i, 0) * width;
          const float *below = from + (gsize) MIN (y + i, bottom) * width;

          for (int x = 0; x < width; x++)
            row[x] += taps[i] * (above[x] + below[x]);
        }
    }
}

static void
blur_plane (const DhDistorter *self, double sigma, float *plane)
{
  float taps[MAX_TAPS];
  int n_taps = make_taps (sigma, taps);

  for (int y = 0; y < self->height; y++)
    blur_row (self, taps, n_taps, plane + (gsize) y * self->width,
              self->plane + (gsize) y * self->width);
  blur_down (self, taps, n_taps, self->plane, plane);
}

/* Draws a scratch from corner to corner through the middle.  A pixel takes as much of it as the
 * scratch covers of its width. */
static void
scratch (const DhDistorter *self, double width, float *planes)
{
  const double length = hypot (self->width, self->height), half = width / 2;

  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      {
        double away = fabs ((x + .5) * self->height - (y + .5) * self->width) / length;
        float covered = (float) (MIN (away + .5, half) - MAX (away - .5, -half));
        float *value = planes + (gsize) y * self->width + x;

        if (covered > 0)
          for (int c = 0; c < N_CHANNELS; c++, value += self->n_pixels)
            *value += MIN (covered, 1.0f) * (SCRATCH_LIGHT - *value);
      }
}

static void
scatter_wild (const DhDistorter *self, double share, float *planes)
{
  guint n = (guint) (share * self->n_pixels + .5);

  for (guint i = 0; i < n; i++)
    for (int c = 0; c < N_CHANNELS; c++)
      planes[c * self->n_pixels + self->order[i]] = self->colours[i] >> c & 1;
}

static inline float
put_on_grid (float value)
{
  return rintf (value * STEPS) / STEPS;
}

void
dh_distorter_apply (DhDistorter *self, const DhDistortion *distortion, const float *from, float *to)
{
  const gsize n_values = N_CHANNELS * self->n_pixels;
  const float light = put_on_grid ((float) distortion->brightness);
  const float noise = (float) distortion->noise;

  for (int c = 0; c < N_CHANNELS; c++)
    {
      float *plane = to + c * self->n_pixels;

      shift_plane (self, distortion->shift, from + c * self->n_pixels, plane);
      if (distortion->blur > 0)
        blur_plane (self, distortion->blur, plane);
    }
  for (gsize i = 0; i < n_values; i++)
    to[i] = put_on_grid (to[i]) + light;
  if (noise > 0)
    for (gsize i = 0; i < n_values; i++)
      to[i] += noise * self->grains[i];
  if (distortion->scratch > 0)
    scratch (self, distortion->scratch, to);
  if (distortion->wild > 0)
    scatter_wild (self, distortion->wild, to);
  for (gsize i = 0; i < n_values; i++)
    to[i] = put_on_grid (CLAMP (to[i], 0.0f, 1.0f));
}
