/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gradients of all losses: all maps, in rows of the same length.
 *
 * There are as many rows as the width requires, and then only as many columns as these need.  A
 * flow box was rejected: it fills each row before the next, and may leave one last map alone in a
 * row.
 */
#include "ui/losses/map-grid.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"

#define SPACING 2

struct _DhMapGrid
{
  DhLossChooser parent_instance;
  guint n_losses;
  GtkWidget **buttons;
  GtkWidget **cells;
};

G_DEFINE_FINAL_TYPE (DhMapGrid, dh_map_grid, DH_TYPE_LOSS_CHOOSER)

static int
get_least_width (DhMapGrid *self)
{
  int widest = 1;

  for (guint i = 0; i < self->n_losses; i++)
    {
      int minimum;

      gtk_widget_measure (self->buttons[i], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                          NULL);
      widest = MAX (widest, minimum);
    }
  return widest;
}

static int
get_n_columns (DhMapGrid *self, int width)
{
  int n = (int) MAX (self->n_losses, 1);
  int fit = CLAMP ((width + SPACING) / (get_least_width (self) + SPACING), 1, n);
  int n_rows = (n + fit - 1) / fit;

  return (n + n_rows - 1) / n_rows;
}

static int
get_cell_height (DhMapGrid *self, int cell_width)
{
  int tallest = 0;

  for (guint i = 0; i < self->n_losses; i++)
    {
      int minimum;

      gtk_widget_measure (self->buttons[i], GTK_ORIENTATION_VERTICAL, cell_width, &minimum, NULL,
                          NULL, NULL);
      tallest = MAX (tallest, minimum);
    }
  return tallest;
}

static void
dh_map_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  DhMapGrid *self = DH_MAP_GRID (widget);
  int n_columns, n_rows, width;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = get_least_width (self);
      *natural = MAX (*minimum, 8 * *minimum);
      return;
    }
  n_columns = for_size < 0 ? 8 : get_n_columns (self, for_size);
  n_rows = ((int) self->n_losses + n_columns - 1) / n_columns;
  width = for_size < 0 ? -1 : (for_size + SPACING) / n_columns - SPACING;
  *minimum = *natural = n_rows * (get_cell_height (self, width) + SPACING) - SPACING;
}

static void
dh_map_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DhMapGrid *self = DH_MAP_GRID (widget);
  int n_columns = get_n_columns (self, width);
  int cell_width = (width + SPACING) / n_columns - SPACING;
  int cell_height = get_cell_height (self, cell_width);
  gboolean turned = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (int i = 0; i < (int) self->n_losses; i++)
    {
      int column = turned ? n_columns - 1 - i % n_columns : i % n_columns;

      gtk_widget_size_allocate (self->buttons[i],
                                &(GtkAllocation) { column * (cell_width + SPACING),
                                                   i / n_columns * (cell_height + SPACING),
                                                   cell_width, cell_height },
                                -1);
    }
}

static GtkSizeRequestMode
dh_map_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dh_map_grid_show_result (DhLossChooser *chooser, DhComparison *comparison, guint loss)
{
  DhMapGrid *self = DH_MAP_GRID (chooser);
  DhMapCell *cell = DH_MAP_CELL (self->cells[loss]);
  g_autofree char *words = NULL;

  dh_map_cell_set_result (cell, dh_comparison_get_result (comparison, loss),
                          dh_comparison_get_width (comparison),
                          dh_comparison_get_height (comparison));
  words = dh_map_cell_dup_words (cell);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[loss]),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void
dh_map_grid_show_selected (DhLossChooser *chooser, guint loss)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (DH_MAP_GRID (chooser)->buttons[loss]), TRUE);
}

static void
toggled_cb (GtkWidget *button, DhLossChooser *chooser)
{
  guint loss = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "loss"));

  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)))
    dh_loss_chooser_set_selected (chooser, loss);
}

static void
add_cell (DhMapGrid *self, guint loss)
{
  static const DhCopyable copyable = { .name = "gradient" };
  const DhCatalogLoss *info = dh_catalog_get_loss (loss);
  /* Translators: %s is a loss */
  g_autofree char *tip = g_strdup_printf (_ ("Gradient of %s: in which direction and how hard it "
                                             "pushes each pixel"),
                                          info->name);
  GtkWidget *button = gtk_toggle_button_new ();

  self->buttons[loss] = button;
  self->cells[loss] = dh_map_cell_new (loss);
  gtk_button_set_child (GTK_BUTTON (button), self->cells[loss]);
  if (loss > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (self->buttons[0]));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), loss == 0);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "map");
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  info->name, -1);
  g_object_set_data (G_OBJECT (button), "loss", GUINT_TO_POINTER (loss));
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  dh_copyable_add (button, &copyable);
}

static void
dh_map_grid_dispose (GObject *object)
{
  DhMapGrid *self = DH_MAP_GRID (object);

  for (guint i = 0; i < self->n_losses; i++)
    {
      g_signal_handlers_disconnect_by_data (self->buttons[i], self);
      gtk_widget_unparent (self->buttons[i]);
    }
  self->n_losses = 0;
  g_clear_pointer (&self->buttons, g_free);
  g_clear_pointer (&self->cells, g_free);
  G_OBJECT_CLASS (dh_map_grid_parent_class)->dispose (object);
}

static void
dh_map_grid_class_init (DhMapGridClass *klass)
{
  DhLossChooserClass *chooser_class = DH_LOSS_CHOOSER_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_map_grid_dispose;
  chooser_class->show_result = dh_map_grid_show_result;
  chooser_class->show_selected = dh_map_grid_show_selected;
  widget_class->measure = dh_map_grid_measure;
  widget_class->size_allocate = dh_map_grid_size_allocate;
  widget_class->get_request_mode = dh_map_grid_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "mapgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_map_grid_init (DhMapGrid *self)
{
  dh_catalog_get_losses (&self->n_losses);
  self->buttons = g_new0 (GtkWidget *, self->n_losses);
  self->cells = g_new0 (GtkWidget *, self->n_losses);
  for (guint i = 0; i < self->n_losses; i++)
    add_cell (self, i);
}

GtkWidget *
dh_map_grid_new (void)
{
  return g_object_new (DH_TYPE_MAP_GRID, NULL);
}

DhMapCell *
dh_map_grid_get_cell (DhMapGrid *self, guint loss)
{
  g_return_val_if_fail (loss < self->n_losses, NULL);
  return DH_MAP_CELL (self->cells[loss]);
}
