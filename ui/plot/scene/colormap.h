/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The colormaps for heights, light = high. Nothing else uses them. */
typedef enum
{
  DH_COLORMAP_VIRIDIS,
  DH_COLORMAP_CIVIDIS, /* also for people who can't see red or green */
  DH_N_COLORMAPS
} DhColormap;

/* Fills 256 colours of three components (0 … 255) each. */
void dh_colormap_fill (DhColormap colormap, float colours[256][3]);

G_END_DECLS
