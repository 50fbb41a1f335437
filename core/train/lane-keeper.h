/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where images of lanes go.
 */
#pragma once

#include "core/train/lane-image.h"

G_BEGIN_DECLS

/* Both are called by the worker, between two iterations. */
typedef struct
{
  /* Whether an image of so many bytes would be taken now.  urgent: too much would have to be trained
   * again without it */
  gboolean (*wants) (gsize size, gboolean urgent, gpointer data);
  /* run: the id of the lane's run; image: (transfer none) */
  void (*take) (guint run, DhLaneImage *image, gpointer data);
  gpointer data;
} DhLaneKeeper;

G_END_DECLS
