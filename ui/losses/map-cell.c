/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gradient of one loss, as a small map.  Everything is one drawing, cached until its result
 * changes: with labels and bars there would be a hundred widgets, all laid out again at every move
 * of a slider.
 */
#include "ui/losses/map-cell.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "ui/plot/common/text.h"
#include "ui/plot/pictures/gradient-map.h"
#include "ui/widgets/scheme.h"

#define MIN_SIDE   92
#define NAME_SIZE  12.0
#define SMALL_SIZE 11.0
#define LINE       1.45 /* times the font size */
#define BAR_HEIGHT 4.0
#define BAR_GAP    5.0
#define N_BARS     2

struct _DhMapCell
{
  GtkWidget parent_instance;
  const DhCatalogLoss *loss;
  gboolean has_result;
  DhComparisonResult result; /* its map isn't kept */
  cairo_surface_t *map;      /* (nullable) */
  char *font_family;
  double text_scale;
  GskRenderNode *node; /* NULL: must be redrawn */
};

G_DEFINE_FINAL_TYPE (DhMapCell, dh_map_cell, GTK_TYPE_WIDGET)

/* "1.2e-05" → "1.2e-5" */
static void
drop_zero (char *text)
{
  char *zero = strstr (text, "e-0");

  if (zero != NULL)
    memmove (zero + 2, zero + 3, strlen (zero + 3) + 1);
}

void
dh_loss_value_format (double value, char *text, gsize size)
{
  double absolute = fabs (value);
  int before = absolute > 0.0 ? (int) floor (log10 (absolute)) : 0;

  if (!isfinite (value))
    g_strlcpy (text, "–", size);
  else if (absolute < 1e-9)
    g_strlcpy (text, "0", size);
  else if (absolute < 1e-3)
    {
      g_snprintf (text, size, "%.1e", value);
      drop_zero (text);
    }
  else
    g_snprintf (text, size, "%.*f", CLAMP (2 - before, 0, 5), value);
}

static gboolean
has_meaning (DhMapCell *self)
{
  return self->has_result && isfinite (self->result.value);
}

static double
get_side (DhMapCell *self, double width)
{
  return MAX (width, MIN_SIDE * self->text_scale);
}

static double
get_text_height (DhMapCell *self)
{
  double line = SMALL_SIZE * LINE * self->text_scale;

  return ceil (NAME_SIZE * LINE * self->text_scale + line + N_BARS * (line + BAR_HEIGHT + BAR_GAP));
}

static DhText
get_style (DhMapCell *self, double size, DhColor color, double width)
{
  return (DhText) {
    .family = self->font_family, .size = size * self->text_scale, .color = color, .max_width = width
  };
}

/* Shrinks the text slightly before it shortens it. */
static void
draw_name (DhMapCell *self, cairo_t *cr, double width)
{
  const DhPalette *palette = dh_palette_get (dh_scheme_get_current ());
  DhText style = get_style (self, NAME_SIZE, palette->text, 0);

  style.bold = TRUE;
  style.align_y = 1.0;
  if (dh_text_measure (cr, &style, self->loss->name) > width)
    style.size = SMALL_SIZE * self->text_scale;
  style.max_width = width;
  dh_text_draw (cr, &style, 0, NAME_SIZE * LINE * self->text_scale - 2, self->loss->name);
}

static void
draw_map (DhMapCell *self, cairo_t *cr, double top, double side)
{
  const DhPalette *palette = dh_palette_get (dh_scheme_get_current ());
  double width, height, scale;

  if (self->map == NULL)
    {
      dh_color_set_source (cr, palette->placeholder, 1.0);
      cairo_rectangle (cr, 0, top, side, side);
      cairo_fill (cr);
      return;
    }
  width = cairo_image_surface_get_width (self->map);
  height = cairo_image_surface_get_height (self->map);
  scale = side / MAX (width, height);
  cairo_save (cr);
  cairo_translate (cr, (side - width * scale) / 2, top + (side - height * scale) / 2);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, self->map, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* Explains in two lines why the map is undefined. */
static void
draw_absence (DhMapCell *self, cairo_t *cr, double top, double side)
{
  const DhPalette *palette = dh_palette_get (dh_scheme_get_current ());
  DhText style = get_style (self, SMALL_SIZE, palette->text, side - 4);
  g_autofree char *size = g_strdup_printf (
    /* Translators: the smallest side of pictures for which a loss is defined */
    _ ("needs %d px"), self->loss->smallest_side);

  style.align_x = .5;
  style.align_y = 1.0;
  dh_text_draw (cr, &style, side / 2, top + side / 2, _ ("undefined here:"));
  style.align_y = 0.0;
  dh_text_draw (cr, &style, side / 2, top + side / 2, size);
}

static double
draw_line (DhMapCell *self, cairo_t *cr, double top, double width, const char *label,
           const char *number)
{
  const DhPalette *palette = dh_palette_get (dh_scheme_get_current ());
  DhText left = get_style (self, SMALL_SIZE, palette->dim_text, 0);
  DhText right = get_style (self, SMALL_SIZE, palette->text, 0);

  right.align_x = 1;
  left.max_width = MAX (width - dh_text_measure (cr, &right, number) - 4, 1);
  dh_text_draw (cr, &left, 0, top, label);
  dh_text_draw (cr, &right, width, top, number);
  return top + SMALL_SIZE * LINE * self->text_scale;
}

static double
draw_bar (DhMapCell *self, cairo_t *cr, double top, double width, const char *label, double share)
{
  const DhPalette *palette = dh_palette_get (dh_scheme_get_current ());
  double filled = isfinite (share) ? CLAMP (share, 0.0, 1.0) : 0.0;
  char number[16] = "–";

  if (isfinite (share) && has_meaning (self))
    /* Translators: per cent */
    g_snprintf (number, sizeof number, _ ("%.0f %%"), 100 * filled);
  top = draw_line (self, cr, top, width, label, number);
  dh_color_set_source (cr, palette->grid, 1.0);
  cairo_rectangle (cr, 0, top, width, BAR_HEIGHT);
  cairo_fill (cr);
  dh_color_set_source (cr, palette->text, .75);
  cairo_rectangle (cr, 0, top, width * filled, BAR_HEIGHT);
  cairo_fill (cr);
  return top + BAR_HEIGHT + BAR_GAP;
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  DhMapCell *self = data;
  double top = NAME_SIZE * LINE * self->text_scale;
  double side = MIN (width, height - get_text_height (self));
  char value[24] = "–";

  draw_name (self, cr, width);
  draw_map (self, cr, top, side);
  if (self->has_result && !has_meaning (self))
    draw_absence (self, cr, top, side);
  if (self->has_result)
    dh_loss_value_format (self->result.value, value, sizeof value);
  top = draw_line (self, cr, top + side + 3, width, _ ("value"), value);
  /* Translators: what share of a loss some pixels carry */
  top = draw_bar (self, cr, top, width, _ ("loss"), self->result.loss_share);
  /* Translators: what share of a gradient some pixels carry */
  draw_bar (self, cr, top, width, _ ("gradient"), self->result.gradient_share);
}

static void
invalidate (DhMapCell *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
dh_map_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhMapCell *self = DH_MAP_CELL (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (width <= 0 || height <= 0)
    return;
  dh_picture_append (snapshot, &self->node, widget, 0, 0, width, height, draw, self);
}

static void
dh_map_cell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  DhMapCell *self = DH_MAP_CELL (widget);
  int side = (int) ceil (get_side (self, orientation == GTK_ORIENTATION_VERTICAL ? for_size : 0));

  /* 3: gap between map and value */
  if (orientation == GTK_ORIENTATION_VERTICAL)
    side += 3 + (int) get_text_height (self);
  *minimum = *natural = side;
}

static GtkSizeRequestMode
dh_map_cell_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dh_map_cell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  invalidate (DH_MAP_CELL (widget));
}

static void
dh_map_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DhMapCell *self = DH_MAP_CELL (widget);

  GTK_WIDGET_CLASS (dh_map_cell_parent_class)->css_changed (widget, change);
  dh_widget_take_font (widget, &self->font_family, &self->text_scale);
  invalidate (self);
}

static void
dh_map_cell_dispose (GObject *object)
{
  DhMapCell *self = DH_MAP_CELL (object);

  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->map, cairo_surface_destroy);
  g_clear_pointer (&self->font_family, g_free);
  G_OBJECT_CLASS (dh_map_cell_parent_class)->dispose (object);
}

static void
dh_map_cell_class_init (DhMapCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_map_cell_dispose;
  widget_class->snapshot = dh_map_cell_snapshot;
  widget_class->measure = dh_map_cell_measure;
  widget_class->get_request_mode = dh_map_cell_get_request_mode;
  widget_class->size_allocate = dh_map_cell_size_allocate;
  widget_class->css_changed = dh_map_cell_css_changed;
  gtk_widget_class_set_css_name (widget_class, "mapcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_map_cell_init (DhMapCell *self)
{
  self->text_scale = 1.0;
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
}

GtkWidget *
dh_map_cell_new (guint loss)
{
  DhMapCell *self = g_object_new (DH_TYPE_MAP_CELL, NULL);

  self->loss = dh_catalog_get_loss (loss);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->loss->name, -1);
  return GTK_WIDGET (self);
}

void
dh_map_cell_set_result (DhMapCell *self, const DhComparisonResult *result, int width, int height)
{
  self->has_result = result != NULL;
  if (result != NULL)
    self->result = *result;
  self->result.map = NULL;
  g_clear_pointer (&self->map, cairo_surface_destroy);
  if (has_meaning (self) && width > 0 && height > 0)
    self->map = dh_gradient_map_new_surface (result->map, width, height, result->map_scale);
  invalidate (self);
}

cairo_surface_t *
dh_map_cell_get_map (DhMapCell *self)
{
  return self->map;
}

char *
dh_map_cell_dup_words (DhMapCell *self)
{
  char value[24];

  if (!self->has_result)
    return g_strdup (_ ("Not computed yet."));
  if (!has_meaning (self))
    return g_strdup_printf (_ ("Undefined here: it needs pictures of at least %d pixels."),
                            self->loss->smallest_side);
  dh_loss_value_format (self->result.value, value, sizeof value);
  /* Translators: read aloud; a loss's value and two shares in per cent */
  return g_strdup_printf (_ ("Value %s. The worst 1 %% of the pixels account for %.0f %% of the "
                             "loss and %.0f %% of the gradient."),
                          value, 100 * self->result.loss_share, 100 * self->result.gradient_share);
}
