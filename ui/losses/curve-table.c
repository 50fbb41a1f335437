/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The values at the marker on the curves, as a table.
 *
 * They change with every movement of the marker, so they are GtkInscriptions: a label causes a new
 * layout of the window whenever its text changes.
 */
#include "ui/losses/curve-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"

#define SAMPLE_WIDTH 30

struct _DhCurveTable
{
  GtkWidget parent_instance;
  GtkWidget *grid;
  GtkWidget *heading;
  GArray *curves;
  GPtrArray *cells; /* GtkInscription: loss and slope of each curve, lent */
  double error;     /* what they show */
};

G_DEFINE_FINAL_TYPE (DhCurveTable, dh_curve_table, GTK_TYPE_WIDGET)

static void
draw_sample_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  const DhCurve *curve = data;

  dh_curve_draw_sample (curve, dh_scheme_get_current (), cr, 0, height / 2.0, width);
}

static GtkWidget *
create_sample (const DhCurve *curve)
{
  GtkWidget *sample = gtk_drawing_area_new ();

  gtk_widget_set_size_request (sample, SAMPLE_WIDTH, 8);
  gtk_widget_set_valign (sample, GTK_ALIGN_CENTER);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (sample), draw_sample_cb,
                                  g_memdup2 (curve, sizeof *curve), g_free);
  dh_scheme_watch (sample, G_CALLBACK (gtk_widget_queue_draw));
  return sample;
}

static GtkWidget *
create_cell (const char *text, const char *css_class)
{
  GtkWidget *cell = gtk_inscription_new (text);

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), 7);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (cell), 8);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), 1.0f);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (cell, css_class);
  return cell;
}

static GtkWidget *
create_name (const char *text, gboolean strong)
{
  GtkWidget *name = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (name), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (name), 14);
  if (strong)
    gtk_widget_add_css_class (name, "best");
  return name;
}

static void
attach_headings (DhCurveTable *self)
{
  GtkGrid *grid = GTK_GRID (self->grid);

  self->heading = create_name ("", FALSE);
  gtk_widget_add_css_class (self->heading, "table-heading");
  gtk_grid_attach (grid, self->heading, 0, 0, 2, 1);
  gtk_grid_attach (grid, create_cell (_ ("loss"), "table-heading"), 2, 0, 1, 1);
  gtk_grid_attach (grid, create_cell (_ ("slope"), "table-heading"), 3, 0, 1, 1);
}

static void
attach_row (DhCurveTable *self, int row, const DhCurve *curve)
{
  GtkGrid *grid = GTK_GRID (self->grid);

  gtk_grid_attach (grid, create_sample (curve), 0, row, 1, 1);
  gtk_grid_attach (grid, create_name (curve->label, curve->strong), 1, row, 1, 1);
  for (int i = 0; i < 2; i++)
    {
      GtkWidget *cell = create_cell ("", "numeric");

      if (curve->strong)
        gtk_widget_add_css_class (cell, "best");
      g_ptr_array_add (self->cells, cell);
      gtk_grid_attach (grid, cell, 2 + i, row, 1, 1);
    }
}

/* "−0.0400", with a true minus. */
static void
format_number (double value, char *text, gsize size)
{
  double absolute = fabs (value);
  char digits[24];

  if (!isfinite (value))
    {
      g_strlcpy (text, "–", size);
      return;
    }
  if (absolute == 0.0)
    g_strlcpy (digits, "0", sizeof digits);
  else if (absolute < 1e-3)
    dh_value_format (absolute, digits, sizeof digits);
  else
    g_snprintf (digits, sizeof digits, "%.4f", absolute);
  g_snprintf (text, size, "%s%s", value < 0 ? "−" : "", digits);
}

static void
set_cell (GtkWidget *cell, const char *text)
{
  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (cell)), text) != 0)
    gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
}

static void
dh_curve_table_dispose (GObject *object)
{
  DhCurveTable *self = DH_CURVE_TABLE (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_clear_pointer (&self->curves, g_array_unref);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  G_OBJECT_CLASS (dh_curve_table_parent_class)->dispose (object);
}

static void
dh_curve_table_class_init (DhCurveTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_curve_table_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "curvetable");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static DhTableText *
make_table (GtkWidget *widget)
{
  DhCurveTable *self = DH_CURVE_TABLE (widget);
  DhTableText *table = dh_table_text_new ();

  dh_table_text_add_row (table, gtk_label_get_text (GTK_LABEL (self->heading)), _ ("loss"),
                         _ ("slope"), NULL);
  for (guint i = 0; i < self->curves->len; i++)
    {
      const DhCurve *curve = &g_array_index (self->curves, DhCurve, i);
      double slope = NAN, loss = curve->evaluate (curve->data, self->error, &slope);

      dh_table_text_add (table, curve->label);
      dh_table_text_add_number (table, loss);
      dh_table_text_add_number (table, slope);
      dh_table_text_end_row (table);
    }
  return table;
}

static void
dh_curve_table_init (DhCurveTable *self)
{
  static const DhCopyable copyable = { .name = "losses-at-marker",
                                       .make_table = make_table,
                                       .table_first = TRUE };

  dh_copyable_add (GTK_WIDGET (self), &copyable);
  self->curves = g_array_new (FALSE, FALSE, sizeof (DhCurve));
  self->cells = g_ptr_array_new ();
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 10);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 3);
  gtk_widget_set_halign (self->grid, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  attach_headings (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Losses at the marker"), -1);
}

GtkWidget *
dh_curve_table_new (void)
{
  return g_object_new (DH_TYPE_CURVE_TABLE, NULL);
}

void
dh_curve_table_set_curves (DhCurveTable *self, const DhCurve *curves, guint n_curves)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  g_ptr_array_set_size (self->cells, 0);
  g_array_set_size (self->curves, 0);
  g_array_append_vals (self->curves, curves, n_curves);
  attach_headings (self);
  for (guint i = 0; i < n_curves; i++)
    attach_row (self, (int) i + 1, &curves[i]);
}

char *
dh_curve_table_show (DhCurveTable *self, double error, const char *at)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *heading = NULL;

  self->error = error;
  /* Translators: heading of a table of losses and slopes; %s is a number */
  heading = g_strdup_printf (_ ("At an error of %s"), at);
  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  g_string_append_printf (words, "%s:", heading);
  for (guint i = 0; i < self->curves->len; i++)
    {
      const DhCurve *curve = &g_array_index (self->curves, DhCurve, i);
      double slope = 0.0, loss = curve->evaluate (curve->data, error, &slope);
      char loss_text[24], slope_text[24];

      format_number (loss, loss_text, sizeof loss_text);
      format_number (slope, slope_text, sizeof slope_text);
      set_cell (self->cells->pdata[2 * i], loss_text);
      set_cell (self->cells->pdata[2 * i + 1], slope_text);
      /* Translators: read aloud after “At an error of 0.20:”; a loss's name, value, slope */
      g_string_append_printf (words, _ (" %s is %s with slope %s."), curve->label, loss_text,
                              slope_text);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}
