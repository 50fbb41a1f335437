/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/run-context.h"
#include "core/train/trainer.h"

G_BEGIN_DECLS

/* From the texts of a mix and an optimizer. */
DhLaneSettings make_lane_settings (const char *mix, const char *optimizer_config, double rate);
/* A request for the smallest model on the bundled faces, playing, with a lane for each loss (NULL
 * at the end) and ids from 1. */
DhTrainingRequest *make_trainer_request (const char *const *losses, guint64 serial,
                                         guint generation, guint64 limit);
/* What such a request trains with, and its pictures of iteration 0 of both sides; every_area: all
 * areas are made, not only those that the lane needs. */
DhRunContext *make_run_context (gboolean every_area);
/* The same with any model. */
DhRunContext *make_run_context_of (const char *preset, gboolean every_area);
/* The gradient of a lane's loss for the pictures of iteration 0; a whole step with them. */
void make_lane_gradient (DhRunContext *context, DhLaneRun *lane);
void make_lane_step (DhRunContext *context, DhLaneRun *lane);
/* Waits for the next report. */
DhReport *wait_for_report (DhTrainer *trainer);
/* Waits for the first idle report that answers this request. */
DhReport *wait_for_rest (DhTrainer *trainer, guint64 serial);

/* Asserts that the losses and the painted faces of both are the same bytes. */
void assert_same_lane (DhLaneSnapshot *a, DhLaneSnapshot *b);

G_END_DECLS
