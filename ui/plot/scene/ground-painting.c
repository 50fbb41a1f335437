/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One picture of a ground, from the request to its pixels.
 *
 * Each is a new image surface, handed over whole, since a surface that a render node holds must not
 * be written to.
 */
#include "ui/plot/scene/ground-painting.h"

#include <math.h>

#include "ui/plot/scene/empty-ground.h"

/* In screen pixels: larger pictures have half the resolution while in motion; smaller ones can be
 * painted within a frame at full resolution. */
#define LARGE_PICTURE 180000

static void
request_clear (DhGroundRequest *self)
{
  dh_terrain_unref (self->shown.terrain);
  dh_terrain_unref (self->from.terrain);
  self->shown.terrain = self->from.terrain = NULL;
}

DhGroundPainting *
dh_ground_painting_new (const DhGroundRequest *request)
{
  DhGroundPainting *self = g_new0 (DhGroundPainting, 1);

  self->request = *request;
  dh_terrain_ref (request->shown.terrain);
  if (request->from.terrain != NULL)
    dh_terrain_ref (request->from.terrain);
  return self;
}

void
dh_ground_painting_free (DhGroundPainting *self)
{
  if (self == NULL)
    return;
  request_clear (&self->request);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_free (self->depths);
  g_free (self);
}

void
dh_ground_paint_room (cairo_t *cr, DhScheme scheme, double height)
{
  gboolean dark = scheme == DH_SCHEME_DARK || scheme == DH_SCHEME_DARK_CONTRAST;
  cairo_pattern_t *pattern = cairo_pattern_create_linear (0, 0, 0, height);

  if (dark)
    {
      cairo_pattern_add_color_stop_rgb (pattern, 0, 0.173, 0.173, 0.184);
      cairo_pattern_add_color_stop_rgb (pattern, 1, 0.129, 0.129, 0.153);
    }
  else
    {
      cairo_pattern_add_color_stop_rgb (pattern, 0, 0.929, 0.929, 0.937);
      cairo_pattern_add_color_stop_rgb (pattern, 1, 0.851, 0.867, 0.886);
    }
  cairo_set_source (cr, pattern);
  cairo_paint (cr);
  cairo_pattern_destroy (pattern);
}

/* Resamples the depths of a picture to width × height pixels. */
static float *
resample_depths (const float *depths, const DhSurface *surface, int width, int height)
{
  float *result = g_new (float, (gsize) width *height);

  for (int y = 0; y < height; y++)
    {
      const float *row = depths + (gsize) (y * surface->height / height) * surface->width;

      for (int x = 0; x < width; x++)
        result[y * width + x] = row[x * surface->width / width];
    }
  return result;
}

static gboolean
has_holes (const DhTerrain *terrain)
{
  for (gsize i = 0; i < (gsize) terrain->n_columns * terrain->n_rows; i++)
    if (isnan (terrain->heights[i]))
      return TRUE;
  return FALSE;
}

static void
draw_unknown (cairo_t *cr, const DhGroundRequest *request)
{
  cairo_save (cr);
  cairo_scale (cr, request->scale, request->scale);
  dh_empty_ground_draw (cr, request->scheme, request->on_map ? NULL : &request->camera,
                        request->width, request->height);
  cairo_restore (cr);
}

/* The ground in front of its background, in screen pixels. */
static cairo_surface_t *
compose (const DhGroundRequest *request, cairo_surface_t *picture, const DhSurface *surface)
{
  int width = request->width * request->scale, height = request->height * request->scale;
  cairo_surface_t *result = cairo_image_surface_create (request->on_map ? CAIRO_FORMAT_ARGB32
                                                                        : CAIRO_FORMAT_RGB24,
                                                        width, height);
  cairo_t *cr = cairo_create (result);

  if (!request->on_map)
    dh_ground_paint_room (cr, request->scheme, height);
  if (request->unfinished && has_holes (surface->terrain))
    draw_unknown (cr, request);
  cairo_scale (cr, (double) width / surface->width, (double) height / surface->height);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_set_device_scale (result, request->scale, request->scale);
  return result;
}

static DhSurface
make_surface (const DhGroundRequest *request)
{
  int width = request->width * request->scale, height = request->height * request->scale;
  int part = !request->smooth && width * height > LARGE_PICTURE ? 2 : 1;

  return (DhSurface) {
    .terrain = request->shown.terrain,
    .height_scale = request->shown.height_scale,
    .colormap = request->colormap,
    .camera = request->camera,
    .width = MAX (width / part, 1),
    .height = MAX (height / part, 1),
    .smooth = request->smooth,
  };
}

void
dh_ground_painting_settle (DhGroundPainting *self)
{
  DhGroundRequest *request = &self->request;
  DhTerrain *morph;

  if (request->from.terrain == NULL)
    return;
  morph = dh_morph_new_terrain (&request->from, &request->shown, request->share);
  request_clear (request);
  request->shown.terrain = morph;
}

void
dh_ground_painting_paint (DhGroundPainting *self)
{
  const DhGroundRequest *request = &self->request;
  g_autofree float *depths = NULL;
  cairo_surface_t *picture;
  DhSurface surface;

  dh_ground_painting_settle (self);
  surface = make_surface (request);
  picture = request->on_map ? dh_surface_new_map (&surface)
                            : dh_surface_new_picture (&surface, &depths);
  self->surface = compose (request, picture, &surface);
  if (depths != NULL)
    self->depths = resample_depths (depths, &surface, request->width, request->height);
  cairo_surface_destroy (picture);
}
