/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rasteriser of surfaces and contour maps.
 *
 * It is a small rasteriser with a depth buffer; each square of the grid is cut into two triangles.
 * Cairo's paths and meshes were three to ten times slower, and leave seams.
 *
 * The colormap gives the colour for a height, a little darker or lighter depending on the angle to
 * the light at the upper left.  Contour lines are drawn in the same pass: within a triangle the
 * level is a linear function of the pixel, so the distance to the next line is known in pixels and
 * its edge is smooth.
 */
#include "ui/plot/scene/surface.h"

#include <math.h>
#include <string.h>

#define LINE_WIDTH     1.1f /* pixels */
#define LINE_STRENGTH  0.42f
#define FIFTH_STRENGTH 0.75f

/* A grid point on the picture. */
typedef struct
{
  float x, y, depth;
  float level;
  float light;
} Vertex;

typedef struct
{
  int width, height;
  guint32 *pixels;
  float *depths;
  float colours[256][3];
} Canvas;

static double
get_height (const DhSurface *self, int column, int row)
{
  const DhTerrain *terrain = self->terrain;
  double level;

  column = CLAMP (column, 0, (int) terrain->n_columns - 1);
  row = CLAMP (row, 0, (int) terrain->n_rows - 1);
  level = dh_height_scale_get_level (&self->height_scale,
                                     terrain->heights[row * (int) terrain->n_columns + column]);
  return level > 1 ? 1 : level; /* MIN() would turn NaN, a hole, into a height */
}

/* The brightness factor from the angle between ground and light, .75 … 1.1. */
static float
get_light (const DhSurface *self, const DhProjection *projection, int column, int row)
{
  /* From the upper left of the viewer, slightly towards the viewer. */
  const double light[3] = { -0.5, 0.6, -0.62 };
  double height_scale = self->camera.height_scale;
  double dx = (get_height (self, column + 1, row) - get_height (self, column - 1, row))
              * height_scale * (self->terrain->n_columns - 1) / 2;
  double dy = (get_height (self, column, row + 1) - get_height (self, column, row - 1))
              * height_scale * (self->terrain->n_rows - 1) / 2;
  double length = sqrt (dx * dx + dy * dy + 1), facing = 0;

  for (guint i = 0; i < 3; i++)
    {
      double normal = i == 0 ? -dx : i == 1 ? -dy : 1;

      facing += normal / length
                * (light[0] * projection->right[i] + light[1] * projection->up[i]
                   + light[2] * projection->forward[i]);
    }
  return isfinite (facing) ? 0.75f + 0.35f * (float) MAX (facing, 0) : 1;
}

static Vertex *
project_grid (const DhSurface *self, double factor)
{
  const DhTerrain *terrain = self->terrain;
  Vertex *vertices = g_new (Vertex, (gsize) terrain->n_columns * terrain->n_rows);
  DhProjection projection;

  dh_projection_init (&projection, &self->camera, self->width * factor, self->height * factor);
  for (int row = 0; row < (int) terrain->n_rows; row++)
    for (int column = 0; column < (int) terrain->n_columns; column++)
      {
        Vertex *vertex = &vertices[row * (int) terrain->n_columns + column];
        double level = get_height (self, column, row), x, y, depth;

        dh_projection_apply (&projection, (double) column / (terrain->n_columns - 1) - 0.5,
                             (double) row / (terrain->n_rows - 1) - 0.5,
                             level * self->camera.height_scale, &x, &y, &depth);
        *vertex = (Vertex) { x, y, depth, level, get_light (self, &projection, column, row) };
      }
  return vertices;
}

/* How contour lines are drawn, for a given change of level per pixel. */
typedef struct
{
  float pixels;   /* distance between two lines */
  float strength; /* 0: no lines, because merging lines would only darken the surface */
} Pen;

static Pen
make_pen (float slope)
{
  float crowd = 1 - slope * DH_HEIGHT_SCALE_LEVELS * 1.5f;

  return (Pen) { 1 / (slope * DH_HEIGHT_SCALE_LEVELS + 1e-9f), CLAMP (crowd * 2, 0, 1) };
}

/* Opacity of the contour line at a level; place: the level in line distances, plus a half. */
static inline float
get_line (Pen pen, float place)
{
  int nearest = (int) place;
  float cover = LINE_WIDTH / 2 + 0.5f - fabsf (place - 0.5f - nearest) * pen.pixels;

  if (cover <= 0 || nearest <= 0 || nearest >= DH_HEIGHT_SCALE_LEVELS)
    return 0;
  return MIN (cover, 1) * pen.strength * (nearest % 5 == 0 ? FIFTH_STRENGTH : LINE_STRENGTH);
}

static inline guint32
get_pixel (const Canvas *canvas, float level, float light, Pen pen)
{
  const float *colour = canvas->colours[(int) (CLAMP (level, 0, 1) * 255 + 0.5f)];
  float factor = light;

  if (pen.strength > 0)
    factor *= 1 - get_line (pen, level * DH_HEIGHT_SCALE_LEVELS + 0.5f);
  return 0xff000000u | (guint32) MIN (colour[0] * factor, 255) << 16
         | (guint32) MIN (colour[1] * factor, 255) << 8 | (guint32) MIN (colour[2] * factor, 255);
}

/* A value on a triangle as a linear function of the pixel. */
typedef struct
{
  float at_origin, by_x, by_y;
} Plane;

/* share: 1 / (twice the triangle's area) */
static inline Plane
make_plane (const Vertex *a, const Vertex *b, const Vertex *c, float share, float va, float vb,
            float vc)
{
  float by_x = ((vb - va) * (c->y - a->y) - (vc - va) * (b->y - a->y)) * share;
  float by_y = ((vc - va) * (b->x - a->x) - (vb - va) * (c->x - a->x)) * share;

  return (Plane) { va - by_x * a->x - by_y * a->y, by_x, by_y };
}

static inline float
get_on_plane (Plane plane, float x, float y)
{
  return plane.at_origin + plane.by_x * x + plane.by_y * y;
}

/* An edge as x depending on y, always from its top, so that both adjacent triangles end at exactly
 * the same pixel, without a gap. */
typedef struct
{
  float top, bottom;
  float x, by_y; /* x at the top */
} Edge;

static inline Edge
make_edge (const Vertex *p, const Vertex *q)
{
  const Vertex *top = p->y < q->y ? p : q, *bottom = p->y < q->y ? q : p;

  /* Horizontal edges cross no row, whatever their slope is. */
  return (Edge) { top->y, bottom->y, top->x, (bottom->x - top->x) / (bottom->y - top->y) };
}

/* The left and the right end of the triangle in row y. */
static inline gboolean
find_span (const Edge edges[3], float y, float *left, float *right)
{
  *left = INFINITY;
  *right = -INFINITY;
  for (guint i = 0; i < 3; i++)
    {
      float x = edges[i].x + edges[i].by_y * (y - edges[i].top);

      if (y < edges[i].top || y >= edges[i].bottom)
        continue;
      *left = MIN (*left, x);
      *right = MAX (*right, x);
    }
  return *left < *right;
}

static void
fill_triangle (Canvas *canvas, const Vertex *a, const Vertex *b, const Vertex *c)
{
  const Edge edges[3] = { make_edge (a, b), make_edge (b, c), make_edge (c, a) };
  float area = (b->x - a->x) * (c->y - a->y) - (c->x - a->x) * (b->y - a->y), share = 1 / area;
  float top = MIN (a->y, MIN (b->y, c->y)), bottom = MAX (a->y, MAX (b->y, c->y));
  int first = MAX ((int) ceilf (top - 0.5f), 0);
  int last = MIN ((int) floorf (bottom - 0.5f), canvas->height - 1);
  Plane level, depth, light;
  Pen pen;

  if (!(fabsf (area) > 1e-6f))
    return;
  level = make_plane (a, b, c, share, a->level, b->level, c->level);
  depth = make_plane (a, b, c, share, a->depth, b->depth, c->depth);
  light = make_plane (a, b, c, share, a->light, b->light, c->light);
  pen = make_pen (sqrtf (level.by_x * level.by_x + level.by_y * level.by_y));
  for (int row = first; row <= last; row++)
    {
      float y = row + 0.5f, left, right;
      gsize start = (gsize) row * canvas->width;
      int from, to;

      if (!find_span (edges, y, &left, &right))
        continue;
      from = MAX ((int) ceilf (left - 0.5f), 0);
      to = MIN ((int) ceilf (right - 0.5f), canvas->width);
      for (int column = from; column < to; column++)
        {
          float x = column + 0.5f, d = get_on_plane (depth, x, y);

          if (d >= canvas->depths[start + column])
            continue;
          canvas->depths[start + column] = d;
          canvas->pixels[start + column] = get_pixel (canvas, get_on_plane (level, x, y),
                                                      get_on_plane (light, x, y), pen);
        }
    }
}

static void
fill_squares (const DhSurface *self, Canvas *canvas, const Vertex *vertices)
{
  int columns = self->terrain->n_columns, rows = self->terrain->n_rows;

  for (int row = 0; row + 1 < rows; row++)
    for (int column = 0; column + 1 < columns; column++)
      {
        const Vertex *v = vertices + row * columns + column;

        if (isnan (v[0].level + v[1].level + v[columns].level + v[columns + 1].level))
          continue; /* a hole: there is no ground */
        fill_triangle (canvas, &v[0], &v[1], &v[columns + 1]);
        fill_triangle (canvas, &v[0], &v[columns + 1], &v[columns]);
      }
}

/* Averages 2 × 2 premultiplied pixels. */
static void
halve (const Canvas *canvas, guint8 *data, int stride, int width, int height)
{
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *one = (const guint8 *) &canvas->pixels[2 * y * canvas->width + 2 * x];
        const guint8 *two = one + 4 * canvas->width;

        for (int k = 0; k < 4; k++)
          data[y * stride + 4 * x + k] = (one[k] + one[k + 4] + two[k] + two[k + 4] + 2) / 4;
      }
}

static void
canvas_init (Canvas *canvas, const DhSurface *self, int factor)
{
  gsize size = (gsize) self->width * factor * self->height * factor;

  canvas->width = self->width * factor;
  canvas->height = self->height * factor;
  canvas->pixels = g_new0 (guint32, size);
  canvas->depths = g_new (float, size);
  for (gsize i = 0; i < size; i++)
    canvas->depths[i] = INFINITY;
  dh_colormap_fill (self->colormap, canvas->colours);
}

/* One of each 2 × 2 samples is enough to decide what is hidden. */
static float *
take_depths (Canvas *canvas, int width, int height, int factor)
{
  float *depths = g_new (float, (gsize) width *height);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      depths[y * width + x] = canvas->depths[factor * y * canvas->width + factor * x];
  return depths;
}

static cairo_surface_t *
finish (Canvas *canvas, const DhSurface *self, int factor, float **depths)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width,
                                                         self->height);
  guint8 *data = cairo_image_surface_get_data (picture);
  int stride = cairo_image_surface_get_stride (picture);

  cairo_surface_flush (picture);
  if (factor == 2)
    halve (canvas, data, stride, self->width, self->height);
  else
    for (int y = 0; y < self->height; y++)
      memcpy (data + y * stride, canvas->pixels + y * canvas->width, 4 * self->width);
  cairo_surface_mark_dirty (picture);
  if (depths != NULL)
    *depths = take_depths (canvas, self->width, self->height, factor);
  g_free (canvas->pixels);
  g_free (canvas->depths);
  return picture;
}

cairo_surface_t *
dh_surface_new_picture (const DhSurface *self, float **depths)
{
  int factor = self->smooth ? 2 : 1;
  g_autofree Vertex *vertices = project_grid (self, factor);
  Canvas canvas;

  canvas_init (&canvas, self, factor);
  fill_squares (self, &canvas, vertices);
  return finish (&canvas, self, factor, depths);
}

cairo_surface_t *
dh_surface_new_map (const DhSurface *self)
{
  const DhTerrain *terrain = self->terrain;
  DhCamera from_above = { .elevation = G_PI_2,
                          .height_scale = self->camera.height_scale,
                          .zoom = 1 };
  DhSurface map = *self;
  g_autofree Vertex *vertices = NULL;
  int factor = self->smooth ? 2 : 1;
  Canvas canvas;

  map.camera = from_above;
  vertices = project_grid (&map, factor);
  canvas_init (&canvas, self, factor);
  for (int row = 0; row < (int) terrain->n_rows; row++)
    for (int column = 0; column < (int) terrain->n_columns; column++)
      {
        Vertex *vertex = &vertices[row * (int) terrain->n_columns + column];

        vertex->x = (float) column / (terrain->n_columns - 1) * canvas.width;
        vertex->y = (1 - (float) row / (terrain->n_rows - 1)) * canvas.height;
        vertex->depth = 0;
      }
  fill_squares (self, &canvas, vertices);
  return finish (&canvas, self, factor, NULL);
}
