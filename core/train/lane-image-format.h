/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form of an image's bytes, for what writes and what reads them.
 */
#pragma once

#include "core/train/lane-image-private.h"

G_BEGIN_DECLS

#define MAGIC       0x31474d494c4844 /* "DHLIMG1" */
#define MAX_VECTORS (DH_LANE_IMAGE_MAX_PARTS - DH_LANE_IMAGE_FIRST_VECTOR)
/* Iteration, settings: mix, mask, multipliers of eyes and mouth, optimizer, rate, clip as
 * dh_clip_to_number(); where that is none, the text is at the same place of "clips". */
#define CHANGE_TYPE "(tsyddsdd)"

G_STATIC_ASSERT (MAX_VECTORS == 1 + DH_OPTIMIZER_MAX_SLOTS);

struct _DhLaneImage
{
  GBytes *head;  /* a Head */
  GBytes *bytes; /* of the state */
  GVariant *state;
  DhSettingsLog *log;
  guint64 iteration;
  gsize n_parameters;
  guint n_vectors;
  GBytes *vectors[MAX_VECTORS]; /* weights, then the optimizer's slots */
};

/* The begin of a head. */
typedef struct
{
  guint64 magic, state_size, n_parameters, n_vectors;
} Head;

/* A mask is kept as its position here. */
#define DH_LANE_IMAGE_N_MASKS 3
extern const DhArea dh_lane_image_masks[DH_LANE_IMAGE_N_MASKS];

/* Weights, then the optimizer's slots; returns how many. */
guint dh_lane_image_list_vectors (const DhLaneRun *run, float *vectors[MAX_VECTORS]);

G_END_DECLS
