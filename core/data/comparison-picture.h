/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/notices.h"

G_BEGIN_DECLS

/* A picture small enough to compute every loss quickly.  Immutable. */
typedef struct
{
  char *path;
  int width, height;
  float *planes; /* (3, H, W) in [0, 1] */
} DhComparisonPicture;

/* Reads a PNG, composes it over black, and reduces it until its longer side has max_side pixels.
 * If a landmarks.csv beside it says where its face is, or else its own file does if that table has
 * no landmarks, it is cropped to the face, at max_side × max_side. notices (nullable): those of
 * dh_picture_read(). (transfer full); NULL with DH_ERROR_PICTURE.  Any thread. */
DhComparisonPicture *dh_comparison_picture_read (const char *path, int max_side, DhNotices *notices,
                                                 GError **error);
void dh_comparison_picture_free (DhComparisonPicture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhComparisonPicture, dh_comparison_picture_free)

G_END_DECLS
