/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line that says whether something was right: a sign, in words for those who don't see it, and the
 * text.  score: 0 … 1; NaN: neither right nor wrong.  (transfer floating) */
GtkWidget *dh_verdict_new (double score, const char *text);

G_END_DECLS
