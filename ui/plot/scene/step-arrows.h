/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/scene/scene.h"

G_BEGIN_DECLS

/* A sample of how a part of a step is drawn, to go beside a sentence: from (x, y) `width` pixels to
 * the right, y being its middle.  number: of the lane. */
void dh_step_arrows_draw_key (cairo_t *cr, DhBreakdownKind kind, guint number, double x, double y,
                              double width);

G_END_DECLS
