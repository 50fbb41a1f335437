/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/lesson/lesson-player.h"

G_BEGIN_DECLS

/* A place to draw an expected curve: the loss, as a multiple of the loss at the start, over the steps
 * of a run.  With the pointer, or with the keys: Left and Right choose a place, Up and Down move the
 * curve there.  What was measured can be laid over it; the drawn curve is dashed then.
 *
 * Signal ::drawn (): the curve was changed; it is whole, whatever part was drawn */
#define DH_TYPE_CURVE_PAD (dh_curve_pad_get_type ())
G_DECLARE_FINAL_TYPE (DhCurvePad, dh_curve_pad, DH, CURVE_PAD, GtkWidget)

/* number: of the ball or lane, for its colour.  above, below: how far the pad reaches from the start, in
 * decades */
GtkWidget *dh_curve_pad_new (guint number, double above, double below);
/* DH_DRAWN_POINTS values of log10 of loss ÷ loss at the start; lent */
const double *dh_curve_pad_get_curve (DhCurvePad *self);
/* curve: as above; NULL: nothing is drawn yet */
void dh_curve_pad_set_curve (DhCurvePad *self, const double *curve);
/* losses: as measured, n of them, n_steps apart from first to last; NULL: none.  From then on, nothing
 * can be drawn any more. */
void dh_curve_pad_set_measured (DhCurvePad *self, const double *losses, guint n);
/* FALSE: it is only looked at. */
void dh_curve_pad_set_editable (DhCurvePad *self, gboolean editable);

G_END_DECLS
