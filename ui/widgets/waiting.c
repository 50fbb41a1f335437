/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is waited for, and for how long, in words.
 *
 * Short waits get no figures, which nobody could read in time.  Once enough is done to tell, what is
 * left is said, rounded so that it doesn't flicker; otherwise, how long it has been so far.
 */
#include "ui/widgets/waiting.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SHORT   2.0 /* s */
#define TELLING .03 /* of the whole */
#define EXACT   20  /* s left, up to which single seconds are said */
#define COARSE  5   /* s */
#define MINUTES 90  /* s left, from which minutes are said */

static char *
describe_rest (const char *what, double left)
{
  const guint exact = (guint) ceil (left);
  const guint seconds = exact <= EXACT ? exact : (exact + COARSE - 1) / COARSE * COARSE;

  if (seconds >= MINUTES)
    /* Translators: “Writing… · about 3 min left”; min: minutes */
    return g_strdup_printf (_ ("%s · about %u min left"), what, (seconds + 30) / 60);
  /* Translators: “Writing… · about 12 s left”; s: seconds */
  return g_strdup_printf (_ ("%s · about %u s left"), what, MAX (seconds, 1));
}

char *
dh_waiting_dup_words (const char *what, double seconds, double fraction)
{
  if (!(seconds >= SHORT))
    return g_strdup (what);
  if (fraction >= TELLING && fraction < 1)
    return describe_rest (what, MIN (seconds * (1 - fraction) / fraction, 1e6));
  /* Translators: “Reading the faces · 4 s so far”; s: seconds */
  return g_strdup_printf (_ ("%s · %.0f s so far"), what, floor (seconds));
}

double
dh_waiting_count (gint64 since)
{
  return (double) (g_get_monotonic_time () - since) / G_USEC_PER_SEC;
}
