/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many of n_lanes lanes should run their step as one task, and the others after them as two, so
 * that n_workers threads are done as early as possible and, among such ways, with the least work. */
guint dh_task_split_count_whole (guint n_lanes, guint n_workers);

G_END_DECLS
