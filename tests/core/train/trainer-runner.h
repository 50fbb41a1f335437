/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/trainer.h"

G_BEGIN_DECLS

/* From the texts of a mix and an optimizer. */
DhLaneSettings make_lane_settings (const char *mix, const char *optimizer_config, double rate);
/* A request for the smallest model on the bundled faces, playing, with a lane for each loss (NULL
 * at the end) and ids from 1. */
DhTrainingRequest *make_trainer_request (const char *const *losses, guint64 serial,
                                         guint generation, guint64 limit);
/* Waits for the next report. */
DhReport *wait_for_report (DhTrainer *trainer);
/* Waits for the first idle report that answers this request. */
DhReport *wait_for_rest (DhTrainer *trainer, guint64 serial);

/* Asserts that the losses and the painted faces of both are the same bytes. */
void assert_same_lane (DhLaneSnapshot *a, DhLaneSnapshot *b);

G_END_DECLS
