/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which iterations of the past are kept: all of the latest, and fewer the older they are.
 *
 * The past is cut into buckets, aligned at multiples of their size s, a power of two.  A bucket is
 * due when all of it is at least s × density old, and of a bucket that is due only the first
 * iteration stays.  So:
 *
 *   - from any iteration that was there, one at or before it stays, less than s ≤ age/density away;
 *   - each doubling of the age keeps `density` iterations: of 100,000 iterations, about density ×
 *     (2 + log₂ (100,000/(2 density))) stay, 1,300 with a density of 128;
 *   - two buckets merge into one whose first iteration is the first of the first: thinning often or
 *     only once leaves the same.
 *
 * Rejected: every n-th iteration (unbounded, or coarse where one looks most), and the newest n (the
 * beginning is gone).
 */
#include "core/store/thinning.h"

/* Whether the bucket of this size around the iteration is old enough. */
static gboolean
is_due (guint64 iteration, guint64 newest, guint64 spacing, guint density)
{
  const guint64 last = iteration | (spacing - 1);

  return last <= newest && (newest - last) / spacing >= density;
}

guint64
dh_thinning_get_spacing (guint64 iteration, guint64 newest, guint density)
{
  guint64 spacing = 1;

  while (spacing < G_GUINT64_CONSTANT (1) << 62
         && is_due (iteration, newest, spacing * 2, MAX (density, 1)))
    spacing *= 2;
  return spacing;
}

gboolean
dh_thinning_is_superfluous (guint64 before, guint64 iteration, guint64 newest, guint density)
{
  const guint64 spacing = dh_thinning_get_spacing (iteration, newest, density);

  return before < iteration && before / spacing == iteration / spacing;
}
