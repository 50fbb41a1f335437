/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race.h"

G_BEGIN_DECLS

/* A runner at the ground's default rate. */
DhRunner race_make_runner (guint number, const char *mix, const char *optimizer_config);
/* Waits until each runner with a ground has its own terrain with that number of columns. */
void race_wait_for_columns (DhRace *race, guint n_columns);

G_END_DECLS
