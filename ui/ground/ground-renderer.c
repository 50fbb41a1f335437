/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a terrain to a painting of it.
 *
 * A new terrain is first painted coarsely, and finely when nothing has changed for a moment.  If it
 * looks very different from the current one, the picture morphs (morph.h); small changes sixty
 * times a second, as when an outlier is dragged, already look animated and are shown directly.
 * Nothing is painted for a widget that isn't on the screen.
 */
#include "ui/ground/ground-renderer.h"

#include <string.h>

#include "ui/plot/scene/ground-painter.h"

#define MORPH_US   180000
#define MORPH_FROM 0.03 /* average share of the height; smaller changes are shown without a morph */
#define REST_MS    120

struct _DhGroundRenderer
{
  GtkWidget *widget;
  DhGroundRendered rendered;
  gpointer data;
  DhGroundPictureKind kind;
  DhGroundGroup *group;
  DhScaledTerrain shown; /* holds a reference to its terrain, or NULL */
  gboolean unfinished;
  int width, height; /* of the ground in the widget */

  DhGroundPainter *painter;
  DhGroundPainting *painting; /* (nullable); that of a curve has no surface */
  DhScaledTerrain from;       /* start of a morph, or NULL; holds a reference to its terrain */
  gint64 morph_start;
  guint morph; /* tick callback, or 0 */
  guint rest;  /* source that paints the ground smoothly, or 0 */
  gboolean resting;
  gboolean stale; /* must be painted when the widget is mapped */
};

/* ---- paintings ---- */

static DhGroundChange
find_change (DhGroundRenderer *self, const DhGroundRequest *new)
{
  const DhGroundRequest *old = self->painting != NULL ? &self->painting->request : NULL;
  const DhTerrain *terrain = new->shown.terrain;

  if (old == NULL || old->width != new->width || old->height != new->height
      || memcmp (old->shown.terrain->minimum, terrain->minimum, 2 * sizeof (double)) != 0
      || memcmp (old->shown.terrain->maximum, terrain->maximum, 2 * sizeof (double)) != 0)
    return DH_GROUND_ALL;
  if (!new->on_map && !dh_camera_is_equal (&old->camera, &new->camera))
    return DH_GROUND_TURNED;
  return old->shown.terrain != terrain ? DH_GROUND_RESHAPED : DH_GROUND_FINER;
}

static void
painted_cb (DhGroundPainting *painting, gpointer data)
{
  DhGroundRenderer *self = data;
  DhGroundChange change = find_change (self, &painting->request);

  g_clear_pointer (&self->painting, dh_ground_painting_free);
  self->painting = painting;
  self->rendered (change, self->data);
}

/* Progress of the morph from 0 to 1, fast at first. */
static double
get_share (DhGroundRenderer *self)
{
  double time = (double) (g_get_monotonic_time () - self->morph_start) / MORPH_US;

  return time >= 1 ? 1 : 1 - (1 - time) * (1 - time) * (1 - time);
}

static DhGroundRequest
make_request (DhGroundRenderer *self)
{
  return (DhGroundRequest) {
    .shown = self->shown,
    .from = self->from,
    .share = get_share (self),
    .on_map = self->kind == DH_GROUND_PICTURE_MAP,
    .camera = *dh_ground_group_get_camera (self->group),
    .scheme = dh_scheme_get_current (),
    .width = self->width,
    .height = self->height,
    .scale = gtk_widget_get_scale_factor (self->widget),
    .unfinished = self->unfinished,
    .smooth = self->resting && !dh_ground_group_get_moving (self->group),
  };
}

/* A curve is cheap: the frame draws it, and only its terrain is computed here. */
static void
make_curve (DhGroundRenderer *self, const DhGroundRequest *request)
{
  DhGroundPainting *painting = dh_ground_painting_new (request);

  dh_ground_painting_settle (painting);
  painted_cb (painting, self);
}

static void
paint (DhGroundRenderer *self)
{
  DhGroundRequest request = make_request (self);

  self->stale = !gtk_widget_get_mapped (self->widget);
  if (self->shown.terrain == NULL || self->stale || request.width < 1 || request.height < 1)
    return;
  if (self->kind == DH_GROUND_PICTURE_CURVE)
    make_curve (self, &request);
  else
    dh_ground_painter_send (self->painter, &request);
}

static gboolean
rest_cb (gpointer data)
{
  DhGroundRenderer *self = data;

  self->rest = 0;
  self->resting = TRUE;
  if (self->kind != DH_GROUND_PICTURE_CURVE)
    paint (self);
  return G_SOURCE_REMOVE;
}

static void
paint_until_rest (DhGroundRenderer *self)
{
  self->resting = FALSE;
  g_clear_handle_id (&self->rest, g_source_remove);
  if (self->shown.terrain != NULL)
    self->rest = g_timeout_add (REST_MS, rest_cb, self);
  paint (self);
}

/* ---- from one terrain to the next ---- */

static void
stop_morph (DhGroundRenderer *self)
{
  if (self->morph != 0)
    gtk_widget_remove_tick_callback (self->widget, self->morph);
  self->morph = 0;
  g_clear_pointer (&self->from.terrain, dh_terrain_unref);
}

static gboolean
morph_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DhGroundRenderer *self = data;

  if (get_share (self) < 1)
    {
      paint (self);
      return G_SOURCE_CONTINUE;
    }
  self->morph = 0; /* returning G_SOURCE_REMOVE removes it */
  stop_morph (self);
  paint_until_rest (self);
  return G_SOURCE_REMOVE;
}

static gboolean
wants_animation (DhGroundRenderer *self)
{
  gboolean animations;

  g_object_get (gtk_widget_get_settings (self->widget), "gtk-enable-animations", &animations, NULL);
  return animations && gtk_widget_get_mapped (self->widget);
}

/* Morphs from what is shown to the new terrain. */
static void
start_morph (DhGroundRenderer *self)
{
  DhScaledTerrain old;

  if (self->painting == NULL || !wants_animation (self))
    {
      stop_morph (self);
      return;
    }
  old = self->painting->request.shown;
  dh_terrain_ref (old.terrain);
  stop_morph (self);
  if (dh_morph_get_distance (&old, &self->shown) < MORPH_FROM)
    {
      dh_terrain_unref (old.terrain);
      return;
    }
  self->from = old;
  self->morph_start = g_get_monotonic_time ();
  self->morph = gtk_widget_add_tick_callback (self->widget, morph_cb, self, NULL);
}

static gboolean
is_drawable (DhGroundRenderer *self, const DhTerrain *terrain)
{
  gboolean is_curve = self->kind == DH_GROUND_PICTURE_CURVE;

  return terrain != NULL && terrain->n_columns > 1 && (terrain->n_rows < 2) == is_curve;
}

static void
forget_terrain (DhGroundRenderer *self)
{
  g_clear_pointer (&self->shown.terrain, dh_terrain_unref);
  stop_morph (self);
  dh_ground_painter_cancel (self->painter);
  g_clear_pointer (&self->painting, dh_ground_painting_free);
}

gboolean
dh_ground_renderer_set_terrain (DhGroundRenderer *self, const DhTerrain *terrain,
                                gboolean unfinished)
{
  self->unfinished = unfinished;
  if (!is_drawable (self, terrain))
    {
      forget_terrain (self);
      return TRUE;
    }
  if (self->shown.terrain == terrain)
    return FALSE;
  dh_terrain_unref (self->shown.terrain);
  self->shown.terrain = dh_terrain_ref ((DhTerrain *) terrain);
  dh_height_scale_init (&self->shown.height_scale, terrain);
  start_morph (self);
  return TRUE;
}

/* ---- the rest ---- */

DhGroundRenderer *
dh_ground_renderer_new (GtkWidget *widget, DhGroundRendered rendered, gpointer data)
{
  DhGroundRenderer *self = g_new0 (DhGroundRenderer, 1);

  self->widget = widget;
  self->rendered = rendered;
  self->data = data;
  self->painter = dh_ground_painter_new (painted_cb, self);
  return self;
}

void
dh_ground_renderer_free (DhGroundRenderer *self)
{
  stop_morph (self);
  g_clear_handle_id (&self->rest, g_source_remove);
  dh_ground_painter_free (self->painter);
  dh_ground_painting_free (self->painting);
  dh_terrain_unref (self->shown.terrain);
  g_clear_object (&self->group);
  g_free (self);
}

void
dh_ground_renderer_set_kind (DhGroundRenderer *self, DhGroundPictureKind kind)
{
  self->kind = kind;
}

void
dh_ground_renderer_set_group (DhGroundRenderer *self, DhGroundGroup *group)
{
  g_set_object (&self->group, group);
}

void
dh_ground_renderer_repaint (DhGroundRenderer *self, const graphene_rect_t *area)
{
  self->width = (int) area->size.width;
  self->height = (int) area->size.height;
  paint_until_rest (self);
}

void
dh_ground_renderer_pause (DhGroundRenderer *self)
{
  stop_morph (self);
  self->stale = TRUE;
}

gboolean
dh_ground_renderer_is_stale (DhGroundRenderer *self)
{
  return self->stale;
}

const DhGroundPainting *
dh_ground_renderer_get_painting (DhGroundRenderer *self)
{
  return self->painting;
}

const DhScaledTerrain *
dh_ground_renderer_get_shown (DhGroundRenderer *self)
{
  return &self->shown;
}
