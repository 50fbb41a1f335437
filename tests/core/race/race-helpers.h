/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race.h"

G_BEGIN_DECLS

/* A runner at the ground's own rate. */
DhRunner race_make_runner (guint number, const char *mix, const char *optimizer_config);
/* Until each runner that has a ground has its own terrain of so many columns. */
void race_wait_for_columns (DhRace *race, guint n_columns);

G_END_DECLS
