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
  guint number; /* of the lane; 0: not known, and can't be compared */
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

/* ---- comparing ---- */

static gboolean
pick (DhPreviewView *self, double x, double y, guint *person, guint *face, DhTile *tile)
{
  double left = floor ((gtk_widget_get_width (GTK_WIDGET (self)) - self->grid.width) / 2);

  return self->number > 0 && self->preview != NULL
         && dh_tile_grid_pick (&self->grid, x - left, y, person, face, tile)
         && dh_preview_peek_tile (self->preview, *person, *face, *tile) != NULL;
}

static void
compare (DhPreviewView *self, guint left, guint right, double x, double y)
{
  guint person, face;
  DhTile tile;

  if (pick (self, x, y, &person, &face, &tile))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.compare", "(uuiii)", left, right, person,
                                tile, face);
}

static void
released_cb (DhPreviewView *self, int n_press, double x, double y)
{
  if (n_press == 1)
    compare (self, self->number, 0, x, y);
}

static void
motion_cb (DhPreviewView *self, double x, double y)
{
  guint person, face;
  DhTile tile;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   pick (self, x, y, &person, &face, &tile) ? "zoom-in" : NULL);
}

static GdkContentProvider *
prepare_cb (DhPreviewView *self, double x, double y, GtkDragSource *drag)
{
  guint person, face;
  DhTile tile;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) icon = NULL;
  gsize size;

  if (!pick (self, x, y, &person, &face, &tile))
    return NULL;
  size = (gsize) dh_preview_get_size (self->preview);
  bytes = g_bytes_new (dh_preview_peek_tile (self->preview, person, face, tile), 4 * size * size);
  icon = gdk_memory_texture_new ((int) size, (int) size, GDK_MEMORY_R8G8B8A8, bytes, 4 * size);
  gtk_drag_source_set_icon (drag, GDK_PAINTABLE (icon), (int) size / 2, (int) size / 2);
  return gdk_content_provider_new_typed (G_TYPE_UINT, self->number);
}

/* The dragged lane on the left. */
static gboolean
drop_cb (DhPreviewView *self, const GValue *value, double x, double y)
{
  guint number = g_value_get_uint (value);

  if (number == self->number)
    return FALSE;
  compare (self, number, self->number, x, y);
  return TRUE;
}

static void
add_controllers (DhPreviewView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkDragSource *drag = gtk_drag_source_new ();
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_UINT, GDK_ACTION_COPY);

  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (drag, "prepare", G_CALLBACK (prepare_cb), self);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

/* The entry of the card's menu. */
static GMenuModel *
create_menu (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("Compare Faces…"), "lane.compare");
  return G_MENU_MODEL (menu);
}

static void
dh_preview_view_init (DhPreviewView *self)
{
  g_autoptr (GMenuModel) menu = create_menu ();
  static const DhCopyable copyable = { .name = "faces" };

  self->true_swap = TRUE;
  self->text_scale = 1.0;
  self->grid = dh_tile_grid_make (1, MIN_HEIGHT / 3.0, TRUE);
  dh_copyable_add (GTK_WIDGET (self), &copyable);
  dh_copyable_set_menu (GTK_WIDGET (self), menu);
  add_controllers (self);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
  dh_preview_view_describe (self, NULL);
}

GtkWidget *
dh_preview_view_new (void)
{
  return g_object_new (DH_TYPE_PREVIEW_VIEW, NULL);
}

void
dh_preview_view_set_number (DhPreviewView *self, guint number)
{
  self->number = number;
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

void
dh_preview_view_describe (DhPreviewView *self, const DhMetrics *metrics)
{
  const char *kind = _ ("Held-out faces: each person’s picture, its reconstruction, the swap, and "
                        "the other person’s real picture.");
  g_autofree char *words =
    metrics == NULL || metrics->iteration == 0
      ? g_strdup (kind)
      /* Translators: read aloud; a sentence on what the pictures are, then how good they are */
      : g_strdup_printf (_ ("%s The reconstructions have an SSIM of %.2f and a PSNR of %.1f dB, the "
                            "swaps %.2f and %.1f dB. 1 would be perfect for SSIM."),
                         kind, metrics->ssim, metrics->psnr, metrics->swap_ssim,
                         metrics->swap_psnr);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Previews"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}
