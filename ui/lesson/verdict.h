/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Text in a caption, which wraps.  (transfer floating) */
GtkWidget *dh_caption_text_new (const char *text);
/* A line that says whether something was right: a sign, in words for those who don't see it, and the
 * text.  score: 0 … 1; NaN: neither right nor wrong.  (transfer floating) */
GtkWidget *dh_verdict_new (double score, const char *text);

G_END_DECLS
