/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Writes a surface as PNG, so that a full disk leaves the old file intact. Takes the surface. FALSE
 * with an error from dh_cli_set_output_error(). */
gboolean dh_cli_picture_write (cairo_surface_t *surface, const char *path, GError **error);

G_END_DECLS
