/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A formula as a widget, in the colour of the text around it.  Its size follows the desktop's text
 * size, and shrinks where the width is too small: a formula can't be wrapped.
 */
#include "ui/losses/formula-view.h"

#include <math.h>

#include "ui/plot/formula/formula.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"

#define FONT_SIZE 20.0
/* Pixels, at any text size. Smaller text would be unreadable, so the widget requests more width
 * instead. */
#define MIN_FONT_SIZE 9.0

struct _DhFormulaView
{
  GtkWidget parent_instance;
  DhFormula *formula; /* NULL: shown as a label instead */
  GtkWidget *label;
  GskRenderNode *picture; /* NULL: must be redrawn */
};

G_DEFINE_FINAL_TYPE (DhFormulaView, dh_formula_view, GTK_TYPE_WIDGET)

static void
invalidate (DhFormulaView *self)
{
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The largest size, up to the default, that fits the width. A negative width means no limit. */
static double
get_font_size (DhFormulaView *self, double width)
{
  double scale = dh_widget_get_text_scale (GTK_WIDGET (self));
  double size = FONT_SIZE * scale;
  double natural = dh_formula_measure (self->formula, size).width;

  if (width < 0 || natural <= width)
    return size;
  return MAX (size * (width - 2) / natural, MIN_FONT_SIZE);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  DhFormulaView *self = data;
  double size = get_font_size (self, width);
  DhFormulaSize box = dh_formula_measure (self->formula, size);
  const gboolean from_right = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  dh_color_set_source (cr, dh_palette_get (dh_scheme_get_current ())->text, 1.0);
  dh_formula_draw (self->formula, cr, from_right ? MAX (floor (width - box.width), 0.0) : 0.0,
                   round ((height - box.ascent - box.descent) / 2 + box.ascent), size);
}

static void
dh_formula_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhFormulaView *self = DH_FORMULA_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  GTK_WIDGET_CLASS (dh_formula_view_parent_class)->snapshot (widget, snapshot);
  if (self->formula == NULL || width <= 0 || height <= 0)
    return;
  dh_picture_append (snapshot, &self->picture, widget, 0, 0, width, height, draw, self);
}

static GtkSizeRequestMode
dh_formula_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dh_formula_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  DhFormulaView *self = DH_FORMULA_VIEW (widget);
  DhFormulaSize box;

  if (self->formula == NULL)
    {
      gtk_widget_measure (self->label, orientation, for_size, minimum, natural, NULL, NULL);
      return;
    }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      box = dh_formula_measure (self->formula, get_font_size (self, 0.0));
      *minimum = (int) ceil (box.width);
      *natural = (int) ceil (dh_formula_measure (self->formula, get_font_size (self, -1.0)).width);
      return;
    }
  box = dh_formula_measure (self->formula, get_font_size (self, for_size));
  *minimum = *natural = (int) ceil (box.ascent + box.descent) + 1;
}

static void
dh_formula_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhFormulaView *self = DH_FORMULA_VIEW (widget);

  if (gtk_widget_get_visible (self->label))
    gtk_widget_allocate (self->label, width, height, -1, NULL);
  invalidate (self);
}

static void
dh_formula_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (dh_formula_view_parent_class)->css_changed (widget, change);
  gtk_widget_queue_resize (widget);
  invalidate (DH_FORMULA_VIEW (widget));
}

static void
dh_formula_view_dispose (GObject *object)
{
  DhFormulaView *self = DH_FORMULA_VIEW (object);

  g_clear_pointer (&self->picture, gsk_render_node_unref);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->formula, dh_formula_free);
  G_OBJECT_CLASS (dh_formula_view_parent_class)->dispose (object);
}

static void
dh_formula_view_class_init (DhFormulaViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_formula_view_dispose;
  widget_class->snapshot = dh_formula_view_snapshot;
  widget_class->get_request_mode = dh_formula_view_get_request_mode;
  widget_class->measure = dh_formula_view_measure;
  widget_class->size_allocate = dh_formula_view_size_allocate;
  widget_class->css_changed = dh_formula_view_css_changed;
  gtk_widget_class_set_css_name (widget_class, "formula");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_formula_view_init (DhFormulaView *self)
{
  static const DhCopyable copyable = { .name = "formula" };

  dh_copyable_add (GTK_WIDGET (self), &copyable);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0.0f);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (invalidate));
}

GtkWidget *
dh_formula_view_new (void)
{
  return g_object_new (DH_TYPE_FORMULA_VIEW, NULL);
}

void
dh_formula_view_set (DhFormulaView *self, const char *tex, const char *plain)
{
  g_clear_pointer (&self->formula, dh_formula_free);
  if (tex[0] != '\0')
    self->formula = dh_formula_new (tex, NULL);
  gtk_label_set_text (GTK_LABEL (self->label), self->formula == NULL ? plain : "");
  gtk_widget_set_visible (self->label, self->formula == NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, plain, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  invalidate (self);
}
