/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picture of a widget for a copy: what the widget draws on the screen, drawn anew with twice as
 * many pixels (picture-node.h), or as vectors.
 */
#include "ui/widgets/copyable-private.h"

#include <cairo-svg.h>

#include "core/base/safe-file.h"
#include "ui/widgets/scheme.h"

#define SCALE  2.0
#define MARGIN 8.0

static void
get_size (GtkWidget *widget, double *width, double *height)
{
  *width = gtk_widget_get_width (widget) + 2 * MARGIN;
  *height = gtk_widget_get_height (widget) + 2 * MARGIN;
}

static void
draw (GtkWidget *widget, cairo_surface_t *surface, double scale)
{
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  dh_color_set_source (cr, dh_palette_get (dh_scheme_get_current ())->card, 1);
  cairo_paint (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  dh_widget_draw (widget, cr);
  cairo_destroy (cr);
}

cairo_surface_t *
dh_copyable_make_picture (GtkWidget *widget, double scale)
{
  cairo_surface_t *surface;
  double width, height;

  get_size (widget, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (width * scale),
                                        (int) (height * scale));
  draw (widget, surface, scale);
  cairo_surface_flush (surface);
  return surface;
}

GdkTexture *
dh_copyable_make_texture (GtkWidget *widget)
{
  cairo_surface_t *surface = dh_copyable_make_picture (widget, SCALE);
  int height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes =
    g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize) height,
                                (GDestroyNotify) cairo_surface_destroy, surface);

  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

static cairo_status_t
append_cb (void *data, const unsigned char *bytes, unsigned int size)
{
  g_byte_array_append (data, bytes, size);
  return CAIRO_STATUS_SUCCESS;
}

static GByteArray *
make_png (GtkWidget *widget)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = dh_copyable_make_picture (widget, SCALE);

  cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_destroy (surface);
  return bytes;
}

static GByteArray *
make_svg (GtkWidget *widget)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  double width, height;

  get_size (widget, &width, &height);
  surface = cairo_svg_surface_create_for_stream (append_cb, bytes, width, height);
  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  draw (widget, surface, 1);
  cairo_surface_destroy (surface);
  return bytes;
}

gboolean
dh_copyable_save (GtkWidget *widget, const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autoptr (GByteArray) bytes = g_str_has_suffix (lower, DH_COPYABLE_VECTORS) ? make_svg (widget)
                                                                  : make_png (widget);

  return dh_safe_file_write (path, (const char *) bytes->data, bytes->len, error);
}
