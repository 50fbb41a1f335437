/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Adds a rectangle with rounded corners to the current path. */
void dh_path_add_rounded (cairo_t *cr, double x, double y, double width, double height,
                          double radius);

G_END_DECLS
