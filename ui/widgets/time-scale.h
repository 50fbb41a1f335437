/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/widgets/time-marks.h"

G_BEGIN_DECLS

/* A slider over all iterations, with marks on it.  At its end it is live: it stays at the end while
 * the line grows.
 *
 * Keys: as any slider's, and Ctrl+Left and Ctrl+Right to the mark before and after.
 *
 * Properties (compare, set, notify):
 *   length    uint64   the last iteration
 *   position  uint64   0 … length; while live, length
 *   live      boolean  TRUE */
#define DH_TYPE_TIME_SCALE (dh_time_scale_get_type ())
G_DECLARE_FINAL_TYPE (DhTimeScale, dh_time_scale, DH, TIME_SCALE, GtkWidget)

GtkWidget *dh_time_scale_new (void);
guint64 dh_time_scale_get_length (DhTimeScale *self);
/* A position beyond the new length becomes live. */
void dh_time_scale_set_length (DhTimeScale *self, guint64 length);
guint64 dh_time_scale_get_position (DhTimeScale *self);
/* At the length or beyond: live. */
void dh_time_scale_set_position (DhTimeScale *self, guint64 position);
gboolean dh_time_scale_get_live (DhTimeScale *self);
void dh_time_scale_set_live (DhTimeScale *self, gboolean live);
/* marks: copied, in any order */
void dh_time_scale_set_marks (DhTimeScale *self, const DhTimeMark *marks, guint n_marks);
/* To the next mark (1) or the one before (-1); beyond the last one it is live. */
void dh_time_scale_go_to_mark (DhTimeScale *self, int direction);
/* The marks close to a place of the widget, in lines; (transfer full), NULL if there are none. */
char *dh_time_scale_dup_words_at (DhTimeScale *self, double x);
/* For tests: where an iteration lies in the widget. */
double dh_time_scale_get_x (DhTimeScale *self, guint64 iteration);

G_END_DECLS
