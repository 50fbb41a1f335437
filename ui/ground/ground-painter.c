/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Painting pictures of grounds, off the main thread.  Rasterising a surface costs some
 * milliseconds; inside a frame, four lanes with a turning camera would leave no time for anything
 * else.
 *
 * A painter has one request in work and one that waits; a newer one replaces what waits.  What is
 * in work is always finished and shown, though a newer request be there: else a camera that turns
 * without a pause would never show anything.  The threads are few, so that the pictures of many
 * lanes queue up instead of taking the processor from the window.
 *
 * Each picture is a new image surface, handed over whole, since a surface that a render node holds
 * must not be written to.
 */
#include "ui/ground/ground-painter.h"

#include <math.h>

#include "ui/plot/scene/empty-ground.h"

#define N_THREADS 1
/* The screen's pixels above which a picture in motion has half the resolution: below, a full one is
 * there within a frame, too. */
#define LARGE_PICTURE 180000

struct _DhGroundPainter
{
  guint ref_count; /* the owner's, and the running job's; main context */
  DhGroundPainted painted;
  gpointer data;
  gboolean busy;
  guint generation; /* changed by cancel */
  gboolean waits;
  DhGroundRequest waiting;
};

typedef struct
{
  DhGroundPainter *painter;
  guint generation;
  DhGroundPainting *painting;
} Job;

static void start (DhGroundPainter *self, const DhGroundRequest *request);

/* ---- requests ---- */

static void
request_ref (DhGroundRequest *self)
{
  dh_terrain_ref (self->shown.terrain);
  if (self->from.terrain != NULL)
    dh_terrain_ref (self->from.terrain);
}

static void
request_clear (DhGroundRequest *self)
{
  dh_terrain_unref (self->shown.terrain);
  dh_terrain_unref (self->from.terrain);
  self->shown.terrain = self->from.terrain = NULL;
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

/* ---- painting, on a thread ---- */

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

/* Depths of one picture's pixels as those of width × height others. */
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

/* The ground in front of its room, in the screen's pixels. */
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

static void
paint (DhGroundPainting *self)
{
  DhGroundRequest *request = &self->request;
  g_autofree float *depths = NULL;
  cairo_surface_t *picture;
  DhSurface surface;

  if (request->from.terrain != NULL)
    {
      DhTerrain *morph = dh_morph_new_terrain (&request->from, &request->shown, request->share);

      request_clear (request);
      request->shown.terrain = morph;
    }
  surface = make_surface (request);
  picture = request->on_map ? dh_surface_new_map (&surface)
                            : dh_surface_new_picture (&surface, &depths);
  self->surface = compose (request, picture, &surface);
  if (depths != NULL)
    self->depths = resample_depths (depths, &surface, request->width, request->height);
  cairo_surface_destroy (picture);
}

/* ---- passing on ---- */

static void
painter_unref (DhGroundPainter *self)
{
  if (--self->ref_count > 0)
    return;
  g_free (self);
}

static gboolean
deliver_cb (gpointer data)
{
  Job *job = data;
  DhGroundPainter *self = job->painter;

  self->busy = FALSE;
  if (self->painted != NULL && job->generation == self->generation)
    self->painted (g_steal_pointer (&job->painting), self->data);
  if (self->waits && !self->busy)
    {
      DhGroundRequest next = self->waiting;

      self->waits = FALSE;
      start (self, &next);
      request_clear (&next);
    }
  return G_SOURCE_REMOVE;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  dh_ground_painting_free (job->painting);
  painter_unref (job->painter);
  g_free (job);
}

static void
work_cb (gpointer data, gpointer unused)
{
  Job *job = data;

  paint (job->painting);
  /* Before the next frame, which has a lower priority. */
  g_idle_add_full (G_PRIORITY_DEFAULT, deliver_cb, job, job_free);
}

static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool;

  if (pool == NULL)
    pool = g_thread_pool_new (work_cb, NULL, N_THREADS, FALSE, NULL);
  return pool;
}

static void
start (DhGroundPainter *self, const DhGroundRequest *request)
{
  Job *job = g_new0 (Job, 1);

  job->painter = self;
  self->ref_count++;
  job->generation = self->generation;
  job->painting = g_new0 (DhGroundPainting, 1);
  job->painting->request = *request;
  request_ref (&job->painting->request);
  self->busy = TRUE;
  g_thread_pool_push (get_pool (), job, NULL);
}

DhGroundPainter *
dh_ground_painter_new (DhGroundPainted painted, gpointer data)
{
  DhGroundPainter *self = g_new0 (DhGroundPainter, 1);

  self->ref_count = 1;
  self->painted = painted;
  self->data = data;
  return self;
}

void
dh_ground_painter_free (DhGroundPainter *self)
{
  if (self == NULL)
    return;
  dh_ground_painter_cancel (self);
  self->painted = NULL;
  painter_unref (self);
}

void
dh_ground_painter_send (DhGroundPainter *self, const DhGroundRequest *request)
{
  g_return_if_fail (request->width > 0 && request->height > 0 && request->scale > 0);

  if (!self->busy)
    {
      start (self, request);
      return;
    }
  if (self->waits)
    request_clear (&self->waiting);
  self->waiting = *request;
  request_ref (&self->waiting);
  self->waits = TRUE;
}

void
dh_ground_painter_cancel (DhGroundPainter *self)
{
  if (self->waits)
    request_clear (&self->waiting);
  self->waits = FALSE;
  self->generation++;
}
