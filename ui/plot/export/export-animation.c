/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An animation of a session: the faces of each lane, its metrics, its ball on the landscape and a
 * mark in its chart, from iteration to iteration.
 *
 * The landscape is the last one: a plane belongs to one iteration, and the ball's way to there was
 * projected on it.
 */
#include "ui/plot/export/export-animation.h"

#include "core/data/apng.h"

#define FRAME_MS 120
#define LAST_MS  2500 /* to look at the result before it begins again */
#define N_FACES  1    /* of each person */

typedef struct
{
  const DhExportView *view;
  const DhExportFrames *frames;
  const DhExportLook *look;
  guint lanes[DH_MAX_LANES]; /* those that are shown */
  guint n_lanes;
} Film;

static void
choose_lanes (Film *self)
{
  if (self->frames->lane >= 0)
    self->lanes[self->n_lanes++] = (guint) self->frames->lane;
  else
    for (guint i = 0; i < self->view->n_lanes; i++)
      self->lanes[self->n_lanes++] = i;
}

static int
compare_iterations (gconstpointer a, gconstpointer b)
{
  const guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return (first > second) - (first < second);
}

/* The iterations of all previews, each once.  (element-type guint64) */
static GArray *
list_iterations (const Film *self)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint n = 0;

  for (guint k = 0; k < self->n_lanes; k++)
    {
      const GPtrArray *previews = self->frames->previews[self->lanes[k]];

      for (guint i = 0; previews != NULL && i < previews->len; i++)
        {
          const guint64 iteration = dh_preview_get_iteration (g_ptr_array_index (previews, i));

          g_array_append_val (all, iteration);
        }
    }
  g_array_sort (all, compare_iterations);
  for (guint i = 0; i < all->len; i++)
    if (n == 0 || g_array_index (all, guint64, i) != g_array_index (all, guint64, n - 1))
      g_array_index (all, guint64, n++) = g_array_index (all, guint64, i);
  g_array_set_size (all, n);
  return all;
}

/* The newest at that iteration. */
static const DhPreview *
find_preview (const GPtrArray *previews, guint64 iteration)
{
  const DhPreview *found = NULL;

  for (guint i = 0; previews != NULL && i < previews->len; i++)
    if (dh_preview_get_iteration (g_ptr_array_index (previews, i)) <= iteration)
      found = g_ptr_array_index (previews, i);
  return found;
}

static void
draw_cb (cairo_t *cr, int resolution, gpointer data)
{
  dh_lane_sheet_draw (data, cr, resolution);
}

static void
fill_lane (const Film *self, DhSheetLane *sheet, guint index, guint64 iteration, DhMetrics *metrics)
{
  const DhExportLane *lane = &self->view->lanes[index];

  *sheet = dh_export_lane_to_sheet (lane);
  sheet->note = NULL; /* it is that of the end */
  sheet->preview = find_preview (self->frames->previews[index], iteration);
  sheet->metrics = dh_export_lane_find_metrics (lane, iteration, metrics) ? metrics : NULL;
  sheet->turns = (const guint64 *) (gpointer) lane->turns->data;
  sheet->n_turns = lane->turns->len;
  sheet->iteration = iteration;
  if (lane->snapshot != NULL)
    sheet->plane = dh_lane_snapshot_get_plane (lane->snapshot);
}

/* (nullable): with an error */
static cairo_surface_t *
paint_frame (const Film *self, guint64 iteration, GError **error)
{
  g_autofree char *settings = dh_export_view_dup_settings (self->view, iteration);
  DhMetrics metrics[DH_MAX_LANES];
  DhDrawingSize size = self->look->size;
  DhLaneSheet sheet = { .title = self->view->title,
                        .settings = settings,
                        .n_lanes = self->n_lanes,
                        .parts = DH_SHEET_ALL,
                        .n_faces = N_FACES,
                        .scheme = self->look->scheme };
  DhDrawing drawing = { .scheme = self->look->scheme,
                        .title = self->view->title,
                        .draw = draw_cb,
                        .data = &sheet };

  for (guint i = 0; i < self->n_lanes; i++)
    fill_lane (self, &sheet.lanes[i], self->lanes[i], iteration, &metrics[i]);
  size.format = DH_DRAWING_PNG;
  if (size.scale <= 0)
    size.scale = 1; /* twice the size would be four times the bytes */
  dh_export_arrange (&sheet, &size);
  dh_lane_sheet_measure (&sheet, &drawing.width, &drawing.height);
  return dh_drawing_paint (&drawing, &size, error);
}

static gboolean
add_frame (const Film *self, DhApng **animation, guint64 iteration, gboolean last, GError **error)
{
  cairo_surface_t *surface = paint_frame (self, iteration, error);
  gboolean added;

  if (surface == NULL)
    return FALSE;
  if (*animation == NULL)
    *animation = dh_apng_new (cairo_image_surface_get_width (surface),
                              cairo_image_surface_get_height (surface), NULL);
  added = dh_apng_add (*animation, (const guint32 *) (gpointer) cairo_image_surface_get_data (surface),
                       cairo_image_surface_get_stride (surface) / sizeof (guint32),
                       last ? LAST_MS : FRAME_MS, error);
  cairo_surface_destroy (surface);
  return added;
}

GBytes *
dh_export_animation (const DhExportView *view, const DhExportFrames *frames,
                     const DhExportLook *look, GCancellable *cancellable, GError **error)
{
  Film self = { .view = view, .frames = frames, .look = look };
  g_autoptr (DhApng) animation = NULL;
  g_autoptr (GArray) iterations = NULL;

  choose_lanes (&self);
  iterations = list_iterations (&self);
  g_return_val_if_fail (iterations->len > 0, NULL);
  for (guint i = 0; i < iterations->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !add_frame (&self, &animation, g_array_index (iterations, guint64, i),
                         i + 1 == iterations->len, error))
        return NULL;
      if (frames->progress != NULL)
        frames->progress ((i + 1.0) / iterations->len, frames->data);
    }
  return dh_apng_finish (animation);
}
