/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Random numbers with an explicit state, the same on every machine.  GRand was rejected: its state
 * cannot be read or stored, and a run has to be a value that can be copied. xoshiro256++ by
 * Blackman and Vigna (2019) is small, fast and passes the usual test batteries.
 */
#include "core/base/random.h"

#include <math.h>

static guint64
rotate_left (guint64 x, int k)
{
  return (x << k) | (x >> (64 - k));
}

static guint64
splitmix (guint64 *state)
{
  guint64 z = (*state += 0x9e3779b97f4a7c15ull);

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

void
dh_random_init (DhRandom *self, guint64 seed, guint64 stream)
{
  guint64 state = stream;
  guint64 mixed = splitmix (&state) ^ seed;

  for (int i = 0; i < 4; i++)
    self->s[i] = splitmix (&mixed);
}

guint64
dh_random_next (DhRandom *self)
{
  guint64 *s = self->s;
  guint64 result = rotate_left (s[0] + s[3], 23) + s[0];
  guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);
  return result;
}

/* 53 bits, in [0, 1). */
static double
next_unit (DhRandom *self)
{
  return (dh_random_next (self) >> 11) * 0x1.0p-53;
}

double
dh_random_uniform (DhRandom *self, double low, double high)
{
  return low + (high - low) * next_unit (self);
}

double
dh_random_normal (DhRandom *self)
{
  double radius = sqrt (-2.0 * log (1.0 - next_unit (self)));
  double angle = 2.0 * G_PI * next_unit (self);

  return radius * cos (angle);
}

guint
dh_random_below (DhRandom *self, guint n)
{
  guint64 limit, draw;

  g_assert (n > 0);
  limit = G_MAXUINT64 - G_MAXUINT64 % n;
  do
    draw = dh_random_next (self);
  while (draw >= limit);
  return draw % n;
}

void
dh_random_shuffle (DhRandom *self, guint *items, guint n)
{
  for (guint i = n; i > 1; i--)
    {
      guint j = dh_random_below (self, i);
      guint item = items[j];

      items[j] = items[i - 1];
      items[i - 1] = item;
    }
}
