/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lane-run.h"

G_BEGIN_DECLS

#define DH_LANE_IMAGE_MAX_VECTORS (1 + DH_OPTIMIZER_MAX_SLOTS)

/* A lane's state at an iteration, to be kept in a file: all that its next steps and the judgement of
 * its state depend on, but for the large vectors, the history and the landscape.  (transfer full),
 * not floating.  Any compute thread. */
GVariant *dh_lane_image_new (const DhLaneRun *run);
guint64 dh_lane_image_get_iteration (GVariant *image);
/* The weights, then the optimizer's slots: n_parameters floats each.  Returns how many. */
guint dh_lane_image_list_vectors (const DhLaneRun *run, float *vectors[DH_LANE_IMAGE_MAX_VECTORS]);
/* A resting run whose vectors are zero: the caller fills them.  It goes on exactly as the original
 * would have.  history: (transfer none), up to that iteration; it is copied.  NULL with
 * DH_ERROR_WEIGHTS if the image isn't one of a lane with so many parameters, or with
 * DH_ERROR_MEMORY. */
DhLaneRun *dh_lane_image_restore (GVariant *image, guint id, gsize n_parameters,
                                  const DhHistory *history, GError **error);

G_END_DECLS
