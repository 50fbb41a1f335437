/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/lesson/lesson-player.h"

G_BEGIN_DECLS

/* The question of the player's step, and its answers to choose from; what was chosen says why it is
 * right or wrong.  resolved: FALSE: it doesn't say so.  (transfer floating) */
GtkWidget *dh_answer_list_new (DhLessonPlayer *player, gboolean resolved);

G_END_DECLS
