/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* Larger pictures are refused. */
#define DH_DRAWING_MAX_SIDE   20000
#define DH_DRAWING_MAX_PIXELS 200e6

typedef enum
{
  DH_DRAWING_PNG,
  DH_DRAWING_SVG,
  DH_DRAWING_PDF,
  DH_N_DRAWING_FORMATS
} DhDrawingFormat;

/* "png" */
const char *dh_drawing_format_get_id (DhDrawingFormat format);

/* Something that can be drawn. */
typedef struct
{
  double width, height; /* in units; the scale of a drawing is the size of a unit */
  DhScheme scheme;      /* for what a size of other proportions leaves over */
  const char *title;    /* said in the file */
  /* Draws into (0, 0, width, height), and may paint everything.  resolution: the pixels of a unit
   * for parts that are pictures */
  void (*draw) (cairo_t *cr, int resolution, gpointer data);
  gpointer data;
} DhDrawing;

/* The size of a file's picture: pixels of a PNG, or else points. */
typedef struct
{
  DhDrawingFormat format;
  double width, height; /* 0: the drawing's own */
  double scale;         /* both times this; 0: 2 for a PNG without a size, to be sharp, else 1 */
} DhDrawingSize;

/* FALSE with DH_ERROR_PICTURE if it were too large. */
gboolean dh_drawing_check_size (const DhDrawing *self, const DhDrawingSize *size, GError **error);
/* The drawing, as large as fits, in the middle.  NULL with DH_ERROR_PICTURE.  Any thread.
 * (transfer full) */
GByteArray *dh_drawing_encode (const DhDrawing *self, const DhDrawingSize *size, GError **error);
/* The pixels alone, of a size with the format PNG: an image surface.  NULL with DH_ERROR_PICTURE.
 * (transfer full) */
cairo_surface_t *dh_drawing_paint (const DhDrawing *self, const DhDrawingSize *size,
                                   GError **error);

G_END_DECLS
