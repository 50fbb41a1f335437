/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/lesson/lesson-player.h"

G_BEGIN_DECLS

/* What a step that predicts needs in its caption: buttons to choose by, a slider, a pad to draw on,
 * or what to click.  Its replies go to the player.  (transfer floating) */
GtkWidget *dh_prediction_box_new (DhLessonPlayer *player, DhRace *race);
/* What was predicted, laid beside or over what happened: of the prediction of that step, whose key is
 * known.  (transfer floating) */
GtkWidget *dh_reveal_box_new (DhLessonPlayer *player, guint predicted);

G_END_DECLS
