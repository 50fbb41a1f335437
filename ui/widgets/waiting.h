/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "Writing… · about 12 s left", or "… · 12 s so far" while that can't be told; for the first two
 * seconds, only what.  seconds: since it began; fraction: of the whole, NAN: unknown.
 * (transfer full) */
char *dh_waiting_dup_words (const char *what, double seconds, double fraction);
/* Seconds since that time of g_get_monotonic_time(). */
double dh_waiting_count (gint64 since);

G_END_DECLS
