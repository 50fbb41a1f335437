/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/plot/export/export-picture.h"

G_BEGIN_DECLS

/* An animation of faces and balls: one picture for each iteration of which there are previews. */
typedef struct
{
  int lane; /* index of the only one that is shown; -1: all */
  /* (element-type DhPreview) of each lane, painted, ascending by iteration; NULL: none */
  GPtrArray *previews[DH_MAX_LANES];
  /* How much is done, 0 … 1, told by the calling thread; (nullable) */
  void (*progress) (double done, gpointer data);
  gpointer data;
} DhExportFrames;

/* The file, an animated PNG whatever the look's format.  NULL with DH_ERROR_PICTURE, or with
 * G_IO_ERROR_CANCELLED.  Any thread.  (transfer full) */
GBytes *dh_export_animation (const DhExportView *view, const DhExportFrames *frames,
                             const DhExportLook *look, GCancellable *cancellable, GError **error);

G_END_DECLS
