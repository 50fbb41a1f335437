/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A text as a QR code, drawn with Cairo; the only file that includes libqrcodegen.
 *
 * The denser a code, the closer a phone must come to a screen or a projector's picture.  So the
 * level of error correction gives way before the code grows: at least medium (15 %) up to version
 * 20, low (7 %) up to version 25, and nothing beyond.  Within a version, the library takes the
 * highest level for which there is room.  A document of six lanes and fifty changes is a link of
 * about 580 bytes: version 19.
 */
#include "ui/plot/pictures/qr-code.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <qrcodegen/qrcodegen.h>

#include "core/base/error.h"

/* Side 97 and 117 modules; 666 bytes at the medium level, 1273 at the low one. */
#define EASY_VERSION    20
#define LARGEST_VERSION 25

struct _DhQrCode
{
  guint8 modules[qrcodegen_BUFFER_LEN_FOR_VERSION (LARGEST_VERSION)];
};

static gboolean
encode (DhQrCode *self, const char *text, enum qrcodegen_Ecc level, int largest)
{
  guint8 scratch[qrcodegen_BUFFER_LEN_FOR_VERSION (LARGEST_VERSION)];

  return qrcodegen_encodeText (text, scratch, self->modules, level, qrcodegen_VERSION_MIN, largest,
                               qrcodegen_Mask_AUTO, true);
}

DhQrCode *
dh_qr_code_new (const char *text, GError **error)
{
  g_autoptr (DhQrCode) self = g_new0 (DhQrCode, 1);

  if (encode (self, text, qrcodegen_Ecc_MEDIUM, EASY_VERSION)
      || encode (self, text, qrcodegen_Ecc_LOW, LARGEST_VERSION))
    return g_steal_pointer (&self);
  g_set_error_literal (error, DH_ERROR, DH_ERROR_DOCUMENT,
                       _ ("The link is too long for a QR code that a phone can read: pass on the "
                          "link itself, or the document."));
  return NULL;
}

void
dh_qr_code_free (DhQrCode *self)
{
  g_free (self);
}

int
dh_qr_code_get_side (const DhQrCode *self)
{
  return qrcodegen_getSize (self->modules);
}

gboolean
dh_qr_code_is_dark (const DhQrCode *self, int x, int y)
{
  return qrcodegen_getModule (self->modules, x, y);
}

static int
get_whole_side (const DhQrCode *self)
{
  return dh_qr_code_get_side (self) + 2 * DH_QR_CODE_QUIET;
}

/* Modules that touch are one rectangle: between two, a reader of the file may leave a hairline. */
static void
add_row (const DhQrCode *self, cairo_t *cr, int y)
{
  const int side = dh_qr_code_get_side (self);
  int first = 0;

  for (int x = 0; x <= side; x++)
    {
      if (dh_qr_code_is_dark (self, x, y))
        continue;
      if (x > first)
        cairo_rectangle (cr, first + DH_QR_CODE_QUIET, y + DH_QR_CODE_QUIET, x - first, 1);
      first = x + 1;
    }
}

void
dh_qr_code_draw (const DhQrCode *self, cairo_t *cr, double size)
{
  const int whole = get_whole_side (self);

  cairo_save (cr);
  cairo_scale (cr, size / whole, size / whole);
  cairo_rectangle (cr, 0, 0, whole, whole);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (int y = 0; y < dh_qr_code_get_side (self); y++)
    add_row (self, cr, y);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_fill (cr);
  cairo_restore (cr);
}

double
dh_qr_code_fit (const DhQrCode *self, double size, double scale)
{
  const int whole = get_whole_side (self);
  double pixels = floor (size * scale / whole);

  return pixels >= 1 ? pixels * whole / scale : size;
}

static cairo_status_t
append_cb (gpointer png, const guint8 *data, guint length)
{
  g_byte_array_append (png, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
dh_qr_code_to_png (const DhQrCode *self, int scale)
{
  const int side = get_whole_side (self) * MAX (scale, 1);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  cairo_t *cr = cairo_create (surface);
  GByteArray *png = g_byte_array_new ();

  dh_qr_code_draw (self, cr, side);
  cairo_destroy (cr);
  cairo_surface_write_to_png_stream (surface, append_cb, png);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (png);
}
