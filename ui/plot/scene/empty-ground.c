/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The grid drawn in place of heights that aren't known yet.  A network's heights come row by row,
 * and meanwhile the ball needs something to stand on: a grid that can't be mistaken for a
 * landscape, with a line for each row and column of the first heights.
 */
#include "ui/plot/scene/empty-ground.h"

#include "core/train/snapshot.h"

#define LEVEL   0.5
#define N_LINES DH_PLANE_FIRST_SIDE
#define PAPER   0.09 /* opacities */
#define LINE    0.16
#define RIM     0.4

typedef struct
{
  const DhCamera *camera;
  DhProjection projection;
  double width, height;
} Sheet;

/* u, v: 0 … 1 */
static void
locate (const Sheet *self, double u, double v, double *x, double *y)
{
  double depth;

  if (self->camera != NULL)
    {
      dh_projection_apply (&self->projection, u - 0.5, v - 0.5, LEVEL * self->camera->height_scale,
                           x, y, &depth);
      return;
    }
  *x = u * self->width;
  *y = (1 - v) * self->height;
}

static void
trace (const Sheet *self, cairo_t *cr, guint n, const double (*corners)[2])
{
  for (guint i = 0; i < n; i++)
    {
      double x, y;

      locate (self, corners[i][0], corners[i][1], &x, &y);
      cairo_line_to (cr, x, y);
    }
}

void
dh_empty_ground_draw (cairo_t *cr, DhScheme scheme, const DhCamera *camera, double width,
                      double height)
{
  static const double corners[4][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
  DhColor ink = dh_palette_get (scheme)->dim_text;
  Sheet sheet = { .camera = camera, .width = width, .height = height };

  if (camera != NULL)
    dh_projection_init (&sheet.projection, camera, width, height);
  cairo_set_line_width (cr, 1);
  for (guint i = 1; i + 1 < N_LINES; i++)
    {
      double t = i / (N_LINES - 1.0);

      cairo_new_sub_path (cr);
      trace (&sheet, cr, 2, (const double[][2]) { { 0, t }, { 1, t } });
      cairo_new_sub_path (cr);
      trace (&sheet, cr, 2, (const double[][2]) { { t, 0 }, { t, 1 } });
    }
  dh_color_set_source (cr, ink, LINE);
  cairo_stroke (cr);
  trace (&sheet, cr, 4, corners);
  cairo_close_path (cr);
  dh_color_set_source (cr, ink, PAPER);
  cairo_fill_preserve (cr);
  dh_color_set_source (cr, ink, RIM);
  cairo_stroke (cr);
}
