/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the tests of grounds on the screen: grounds, how a widget looks, and made-up input. */
#include "core/landscape/curve.h"
#include "core/landscape/ground.h"
#include "core/landscape/hill.h"
#include "tests/ui/ui-helpers.h"
#include "ui/ground/ground-pair.h"

#define GRID 33

static inline DhTerrain *
make_terrain (DhGround *ground)
{
  return dh_terrain_new (ground, GRID, ground->n_dimensions < 2 ? 1 : GRID, NULL);
}

/* The terrain of a typed function; stores its ground, too, unless ground is NULL. */
static inline DhTerrain *
make_typed (const char *text, DhGround **ground)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhGround) typed = dh_typed_ground_new (text, NULL, &error);

  g_assert_no_error (error);
  if (ground != NULL)
    *ground = dh_ground_ref (typed);
  return make_terrain (typed);
}

static inline DhGround *
make_curve (void)
{
  DhMix mix;

  g_assert_true (dh_mix_parse ("huber", &mix, NULL));
  return dh_curve_ground_new (&mix);
}

/* A picture of the widget; 4 bytes B, G, R, A per pixel. (transfer full) */
static inline guint8 *
grab (GtkWidget *widget, int *width, int *height)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderNode *node;
  guint8 *pixels;

  *width = gtk_widget_get_width (widget);
  *height = gtk_widget_get_height (widget);
  pixels = g_malloc0 ((gsize) *width * *height * 4);
  gdk_paintable_snapshot (paintable, snapshot, *width, *height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return pixels;
  texture = gsk_renderer_render_texture (renderer, node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) *width,
                                                              (float) *height));
  gdk_texture_download (texture, pixels, (gsize) *width * 4);
  gsk_render_node_unref (node);
  return pixels;
}

/* Share of coloured pixels: the colormap's, since everything else here is grey. */
static inline double
get_coloured (GtkWidget *widget)
{
  int width, height, n = 0;
  g_autofree guint8 *pixels = grab (widget, &width, &height);

  for (int i = 0; i < width * height; i++)
    {
      const guint8 *p = pixels + 4 * i;

      n += MAX (p[0], MAX (p[1], p[2])) - MIN (p[0], MIN (p[1], p[2])) > 40;
    }
  return (double) n / MAX (width * height, 1);
}

static inline gboolean
has_picture (gpointer widget)
{
  return get_coloured (widget) > 0.08;
}

static inline GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_OBJECT_TYPE (controller) == type)
        return controller;
    }
  g_assert_not_reached ();
}

static inline gboolean
press (GtkWidget *widget, guint keyval, GdkModifierType state)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (find_controller (widget, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed",
                         keyval, 0, state, &handled);
  return handled;
}

static inline void
drag (GtkWidget *widget, const char *what, double x, double y)
{
  g_signal_emit_by_name (find_controller (widget, GTK_TYPE_GESTURE_DRAG), what, x, y);
}

static inline void
point_at (GtkWidget *widget, double x, double y)
{
  g_signal_emit_by_name (find_controller (widget, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", x,
                         y);
}

typedef struct
{
  guint n, n_finished;
  double at[2];
} Picks;

static inline void
picked_cb (GtkWidget *widget, double x, double y, gboolean finished, Picks *picks)
{
  picks->n++;
  picks->n_finished += finished;
  picks->at[0] = x;
  picks->at[1] = y;
}

static inline GtkWidget *
new_picture (DhGroundPictureKind kind, Picks *picks)
{
  GtkWidget *widget = dh_ground_picture_new (kind);

  *picks = (Picks) { 0 };
  g_signal_connect (widget, "picked", G_CALLBACK (picked_cb), picks);
  return widget;
}
