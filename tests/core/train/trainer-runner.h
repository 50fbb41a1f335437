/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/trainer.h"

G_BEGIN_DECLS

/* Of the texts of a mix and an optimizer. */
DhLaneSettings make_lane_settings (const char *mix, const char *optimizer_config, double rate);
/* The smallest model on the bundled faces, playing, with a lane for each loss (NULL at the end) and
 * ids from 1. */
DhTrainingRequest *make_trainer_request (const char *const *losses, guint64 serial,
                                         guint generation, guint64 limit);
/* The next report. */
DhReport *wait_for_report (DhTrainer *trainer);
/* The first report that answers this request with a rest. */
DhReport *wait_for_rest (DhTrainer *trainer, guint64 serial);

/* Losses and painted faces of both are the same bytes. */
void assert_same_lane (DhLaneSnapshot *a, DhLaneSnapshot *b);

G_END_DECLS
