/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

/* The text of the QR code that fills a picture, with or without a quiet zone of four modules: read
 * by ISO/IEC 18004 and not by the library that makes the codes.  side: its modules on each side.
 * level: (out): 'L', 'M', 'Q' or 'H'.  NULL: it can't be read; any wrong module is an error here.
 * (transfer full) */
char *qr_reader_read (cairo_surface_t *picture, int side, char *level);
