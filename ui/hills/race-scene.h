/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race.h"
#include "ui/plot/scene/scene.h"

G_BEGIN_DECLS

/* The balls of a race in the form that a scene needs. */
typedef struct
{
  DhSceneBall balls[DH_RACE_MAX_RUNNERS];
  guint n_balls;
  GArray *stays[DH_RACE_MAX_RUNNERS]; /* DhTrajectoryPoint; created when needed */
} DhRaceScene;

void dh_race_scene_clear (DhRaceScene *self);
/* One runner's ball, and its basins. */
void dh_race_scene_fill_one (DhRaceScene *self, DhRace *race, guint runner, DhScene *scene);
/* All balls on the ground of the first, with the basins of the first. */
void dh_race_scene_fill_all (DhRaceScene *self, DhRace *race, DhScene *scene);

G_END_DECLS
