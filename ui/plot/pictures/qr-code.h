/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* The light border that readers need on each side, in modules. */
#define DH_QR_CODE_QUIET 4
/* The longest text for which there is a code. */
#define DH_QR_CODE_MAX_LENGTH 1273

/* A text as a QR code (ISO/IEC 18004): a square of dark and light modules. */
typedef struct _DhQrCode DhQrCode;

/* NULL with DH_ERROR_DOCUMENT: the text is too long for a code that a phone reads from a screen. */
DhQrCode *dh_qr_code_new (const char *text, GError **error);
void dh_qr_code_free (DhQrCode *self);

/* The modules on each side, without the quiet zone: 21 … 117. */
int dh_qr_code_get_side (const DhQrCode *self);
/* FALSE outside. */
gboolean dh_qr_code_is_dark (const DhQrCode *self, int x, int y);

/* Black on white, with its quiet zone, into (0, 0, size, size): on white in every scheme, because
 * many readers refuse a code whose colours are exchanged.  Crisp where a module is a whole number
 * of pixels; see dh_qr_code_fit(). */
void dh_qr_code_draw (const DhQrCode *self, cairo_t *cr, double size);
/* The largest size at or below this one at which modules are whole numbers of pixels; scale: device
 * pixels in a pixel.  size itself if it is too small. */
double dh_qr_code_fit (const DhQrCode *self, double size, double scale);
/* A PNG with `scale` pixels for each module. (transfer full) */
GBytes *dh_qr_code_to_png (const DhQrCode *self, int scale);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhQrCode, dh_qr_code_free)

G_END_DECLS
