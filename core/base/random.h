/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A random state is a value: copying it forks the sequence. Nothing here is
 * shared, so any thread may use its own. xoshiro256++ (Blackman, Vigna 2019),
 * seeded by splitmix64. */
typedef struct
{
  guint64 s[4];
} DhRandom;

/* Different (seed, stream) pairs give unrelated sequences. */
void dh_random_init (DhRandom *self, guint64 seed, guint64 stream);
guint64 dh_random_next (DhRandom *self);
/* In [low, high). */
double dh_random_uniform (DhRandom *self, double low, double high);
/* Standard normal (Box-Muller; takes two draws each time). */
double dh_random_normal (DhRandom *self);
/* In 0 … n-1, unbiased; n > 0. */
guint dh_random_below (DhRandom *self, guint n);
/* Fisher-Yates. */
void dh_random_shuffle (DhRandom *self, guint *items, guint n);

G_END_DECLS
