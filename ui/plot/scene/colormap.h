/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The colormaps that heights are drawn with, light = high. Nothing else uses them. */
typedef enum
{
  DH_COLORMAP_VIRIDIS,
  DH_COLORMAP_CIVIDIS, /* also for who sees no red or green */
  DH_N_COLORMAPS
} DhColormap;

/* Fills 256 colours of three parts (0 … 255) each. */
void dh_colormap_fill (DhColormap colormap, float colours[256][3]);

G_END_DECLS
