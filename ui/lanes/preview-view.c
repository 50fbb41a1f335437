/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's faces, as a widget.  Each new preview is drawn as one picture and cached as a render
 * node: 64 textures cost more than one surface, and replacing the whole picture at once avoids
 * flicker.
 */
#include "ui/lanes/preview-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/pictures/tile-grid.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"

#define MIN_WIDTH      200
#define MIN_HEIGHT     120
#define NATURAL_HEIGHT 300

struct _DhPreviewView
{
  GtkWidget parent_instance;
  DhPreview *preview;
  gboolean true_swap;
  DhTileGrid grid;
  char *font_family;
  double text_scale;
  gboolean veiled;
  DhMaskOverlay overlay;
  GskRenderNode *picture; /* NULL: must be redrawn */
};

enum
{
  PROP_0,
  PROP_N_FACES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhPreviewView, dh_preview_view, GTK_TYPE_WIDGET)

static void
invalidate (DhPreviewView *self)
{
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update_grid (DhPreviewView *self, int width, int height)
{
  guint n_faces = self->grid.n_faces;

  self->grid = dh_tile_grid_fit (width, height, self->true_swap, self->text_scale);
  invalidate (self);
  if (self->grid.n_faces != n_faces)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FACES]);
}

static void
draw_tiles (cairo_t *cr, double width, double height, gpointer data)
{
  DhPreviewView *self = data;

  dh_tile_grid_draw (&self->grid, cr, self->preview, self->veiled ? &self->overlay : NULL,
                     dh_scheme_get_current (), self->font_family);
}

static void
dh_preview_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhPreviewView *self = DH_PREVIEW_VIEW (widget);

  if (gtk_widget_get_width (widget) <= 0 || gtk_widget_get_height (widget) <= 0)
    return;
  dh_picture_append (snapshot, &self->picture, widget,
                     floor ((gtk_widget_get_width (widget) - self->grid.width) / 2), 0,
                     self->grid.width, self->grid.height, draw_tiles, self);
}

static void
dh_preview_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : NATURAL_HEIGHT;
}

static void
dh_preview_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  update_grid (DH_PREVIEW_VIEW (widget), width, height);
}

static void
dh_preview_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DhPreviewView *self = DH_PREVIEW_VIEW (widget);

  GTK_WIDGET_CLASS (dh_preview_view_parent_class)->css_changed (widget, change);
  dh_widget_take_font (widget, &self->font_family, &self->text_scale);
  invalidate (self);
}

static void
dh_preview_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_N_FACES)
    g_value_set_uint (value, dh_preview_view_get_n_faces (DH_PREVIEW_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_preview_view_dispose (GObject *object)
{
  DhPreviewView *self = DH_PREVIEW_VIEW (object);

  g_clear_pointer (&self->picture, gsk_render_node_unref);
  g_clear_pointer (&self->preview, dh_preview_unref);
  g_clear_pointer (&self->font_family, g_free);
  G_OBJECT_CLASS (dh_preview_view_parent_class)->dispose (object);
}

static void
dh_preview_view_class_init (DhPreviewViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_preview_view_get_property;
  object_class->dispose = dh_preview_view_dispose;
  widget_class->snapshot = dh_preview_view_snapshot;
  widget_class->measure = dh_preview_view_measure;
  widget_class->size_allocate = dh_preview_view_size_allocate;
  widget_class->css_changed = dh_preview_view_css_changed;
  properties[PROP_N_FACES] = g_param_spec_uint ("n-faces", NULL, NULL, 1, DH_TILE_GRID_MAX_FACES, 1,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "preview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_preview_view_init (DhPreviewView *self)
{
  static const DhCopyable copyable = { .name = "faces" };

  self->true_swap = TRUE;
  self->text_scale = 1.0;
  self->grid = dh_tile_grid_make (1, MIN_HEIGHT / 3.0, TRUE);
  dh_copyable_add (GTK_WIDGET (self), &copyable);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Previews"),
    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    _ ("Held-out faces: each person’s picture, its reconstruction, the swap, and the other "
       "person’s real picture."),
    -1);
}

GtkWidget *
dh_preview_view_new (void)
{
  return g_object_new (DH_TYPE_PREVIEW_VIEW, NULL);
}

guint
dh_preview_view_get_n_faces (DhPreviewView *self)
{
  return self->grid.n_faces;
}

void
dh_preview_view_set_preview (DhPreviewView *self, DhPreview *preview)
{
  gboolean true_swap;

  if (self->preview == preview)
    return;
  g_clear_pointer (&self->preview, dh_preview_unref);
  self->preview = preview != NULL ? dh_preview_ref (preview) : NULL;
  true_swap = preview == NULL ? self->true_swap : dh_preview_has_true_swap (preview);
  if (true_swap != self->true_swap)
    {
      self->true_swap = true_swap;
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  invalidate (self);
}

void
dh_preview_view_set_mask_overlay (DhPreviewView *self, const DhMaskOverlay *overlay)
{
  DhMaskOverlay wanted = overlay != NULL ? *overlay : (DhMaskOverlay) { 0 };

  if (self->veiled == (overlay != NULL) && self->overlay.mask == wanted.mask
      && self->overlay.eyes == wanted.eyes && self->overlay.mouth == wanted.mouth)
    return;
  self->veiled = overlay != NULL;
  self->overlay = wanted;
  invalidate (self);
}

int
dh_preview_view_fit_height (DhPreviewView *self, int width, int height)
{
  DhTileGrid grid = dh_tile_grid_fit (width, height, self->true_swap, self->text_scale);

  return (int) ceil (grid.height);
}
