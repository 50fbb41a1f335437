/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A drawing as a file: PNG, SVG or PDF, of any size.
 *
 * Cairo makes all three.  In an SVG, it writes text as paths, which look the same wherever the file
 * is opened; into a PDF, it puts those letters of a font that are used.  Faces and landscapes are
 * pictures in both.
 *
 * Everything is made in memory: what goes to a disk is whole, or nothing.
 */
#include "ui/plot/sheets/drawing.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/base/error.h"

#define USUAL_PNG_SCALE 2
#define VECTOR_SCALE    3 /* pixels of a unit for the pictures in an SVG or PDF */
#define MAX_RESOLUTION  4

const char *
dh_drawing_format_get_id (DhDrawingFormat format)
{
  static const char *const ids[DH_N_DRAWING_FORMATS] = { "png", "svg", "pdf" };

  g_return_val_if_fail (format < DH_N_DRAWING_FORMATS, ids[0]);
  return ids[format];
}

/* ---- size ---- */

typedef struct
{
  double width, height;    /* of the file's picture */
  double scale, left, top; /* of the drawing in it */
} Place;

static Place
place_drawing (const DhDrawing *self, const DhDrawingSize *size)
{
  const gboolean own = size->width <= 0 || size->height <= 0;
  const double usual = own && size->format == DH_DRAWING_PNG ? USUAL_PNG_SCALE : 1;
  const double scale = size->scale > 0 ? size->scale : usual;
  Place place = { .width = (own ? self->width : size->width) * scale,
                  .height = (own ? self->height : size->height) * scale };

  if (size->format == DH_DRAWING_PNG)
    {
      place.width = ceil (place.width - 1e-6);
      place.height = ceil (place.height - 1e-6);
    }
  place.scale = own ? scale : MIN (place.width / self->width, place.height / self->height);
  if (!own)
    {
      place.left = (place.width - place.scale * self->width) / 2;
      place.top = (place.height - place.scale * self->height) / 2;
    }
  return place;
}

gboolean
dh_drawing_check_size (const DhDrawing *self, const DhDrawingSize *size, GError **error)
{
  const Place place = place_drawing (self, size);

  if (place.width >= 1 && place.height >= 1 && place.width <= DH_DRAWING_MAX_SIDE
      && place.height <= DH_DRAWING_MAX_SIDE
      && (size->format != DH_DRAWING_PNG || place.width * place.height <= DH_DRAWING_MAX_PIXELS))
    return TRUE;
  g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
               _ ("The picture would be %.0f × %.0f, and can be at most %d on a side and %.0f "
                  "million pixels in all: choose another size or scale."),
               place.width, place.height, DH_DRAWING_MAX_SIDE, DH_DRAWING_MAX_PIXELS / 1e6);
  return FALSE;
}

/* ---- drawing ---- */

static void
draw (const DhDrawing *self, const Place *place, cairo_surface_t *surface, double resolution)
{
  cairo_t *cr = cairo_create (surface);

  dh_color_set_source (cr, dh_palette_get (self->scheme)->window, 1);
  cairo_paint (cr);
  cairo_translate (cr, place->left, place->top);
  cairo_scale (cr, place->scale, place->scale);
  self->draw (cr, (int) CLAMP (ceil (resolution), 1, MAX_RESOLUTION), self->data);
  cairo_destroy (cr);
}

/* Takes the surface if its status isn't success. */
static gboolean
check_surface (cairo_surface_t *surface, GError **error)
{
  const cairo_status_t status = cairo_surface_status (surface);

  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  cairo_surface_destroy (surface);
  g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
               _ ("The picture can’t be drawn (%s): choose a smaller size or scale."),
               cairo_status_to_string (status));
  return FALSE;
}

cairo_surface_t *
dh_drawing_paint (const DhDrawing *self, const DhDrawingSize *size, GError **error)
{
  const Place place = place_drawing (self, size);
  cairo_surface_t *surface;

  if (!dh_drawing_check_size (self, size, error))
    return NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) place.width, (int) place.height);
  if (!check_surface (surface, error))
    return NULL;
  draw (self, &place, surface, place.scale);
  cairo_surface_flush (surface);
  return check_surface (surface, error) ? surface : NULL;
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* (nullable): with an error */
static cairo_surface_t *
draw_vectors (const DhDrawing *self, const DhDrawingSize *size, GByteArray *bytes, GError **error)
{
  const Place place = place_drawing (self, size);
  cairo_surface_t *surface;

  if (size->format == DH_DRAWING_SVG)
    surface = cairo_svg_surface_create_for_stream (append_cb, bytes, place.width, place.height);
  else
    {
      surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, place.width, place.height);
      cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4); /* read everywhere */
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
      cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Downhill");
    }
  if (!check_surface (surface, error))
    return NULL;
  draw (self, &place, surface, VECTOR_SCALE);
  cairo_surface_finish (surface);
  return check_surface (surface, error) ? surface : NULL;
}

GByteArray *
dh_drawing_encode (const DhDrawing *self, const DhDrawingSize *size, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface;

  if (!dh_drawing_check_size (self, size, error))
    return NULL;
  surface = size->format == DH_DRAWING_PNG ? dh_drawing_paint (self, size, error)
                                           : draw_vectors (self, size, bytes, error);
  if (surface == NULL)
    return NULL;
  if (size->format == DH_DRAWING_PNG)
    cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_destroy (surface);
  return g_steal_pointer (&bytes);
}
