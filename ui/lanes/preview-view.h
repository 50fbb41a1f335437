/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/train/snapshot.h"
#include "ui/plot/pictures/mask-overlay.h"

G_BEGIN_DECLS

/* The faces of one lane: as many as there is room for.
 *
 * Properties:
 *   n-faces  uint  rows per side that the present size has room for (read only; notifies)
 */
#define DH_TYPE_PREVIEW_VIEW (dh_preview_view_get_type ())
G_DECLARE_FINAL_TYPE (DhPreviewView, dh_preview_view, DH, PREVIEW_VIEW, GtkWidget)

GtkWidget *dh_preview_view_new (void);
guint dh_preview_view_get_n_faces (DhPreviewView *self);
/* The lane's number: its faces can be compared then. */
void dh_preview_view_set_number (DhPreviewView *self, guint number);
/* For screen readers: what the pictures are, and how good.  metrics: (nullable) */
void dh_preview_view_describe (DhPreviewView *self, const DhMetrics *metrics);
/* preview: (nullable); setting the same one again does nothing. */
void dh_preview_view_set_preview (DhPreviewView *self, DhPreview *preview);
/* overlay: (nullable) */
void dh_preview_view_set_mask_overlay (DhPreviewView *self, const DhMaskOverlay *overlay);
/* The height that the tiles use in an area of width × height. */
int dh_preview_view_fit_height (DhPreviewView *self, int width, int height);

G_END_DECLS
