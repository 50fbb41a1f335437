/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lane-image.h"
#include "core/train/lane-run.h"

G_BEGIN_DECLS

/* The number of bytes that an image of this lane takes. */
gsize dh_lane_image_estimate (const DhLaneRun *run);
/* Copies the lane's state; NULL if memory runs out.  Any compute thread. */
DhLaneImage *dh_lane_image_new (const DhLaneRun *run);
/* A resting run that goes on exactly as the original would have; a plan of the request whose
 * beginning is the image's log is followed from there.  n_parameters: of the network.  NULL with
 * DH_ERROR_WEIGHTS if the image is one of another network, or with DH_ERROR_MEMORY. */
DhLaneRun *dh_lane_image_restore (const DhLaneImage *self, const DhLaneRequest *request,
                                  gsize n_parameters, GError **error);

G_END_DECLS
