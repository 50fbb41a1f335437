/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's metrics, as a table.
 *
 * Six numbers that change every few seconds in every lane.  They are GtkInscriptions, not labels: a
 * label causes a new layout of the window whenever its text changes.
 */
#include "ui/lanes/metric-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/common/metric-format.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/whole-text.h"

#define CELL_CHARS       6
#define LEAST_CELL_CHARS 5 /* where four cards are narrow */
/* In a wide card, the numbers stay close to their labels. */
#define NAME_CHARS 44

struct _DhMetricTable
{
  GtkWidget parent_instance;
  GtkWidget *grid;
  GtkWidget *cells[DH_N_CELLS];
  DhMetrics metrics; /* what they show */
};

G_DEFINE_FINAL_TYPE (DhMetricTable, dh_metric_table, GTK_TYPE_WIDGET)

static GtkWidget *
create_text (const char *text, gboolean number)
{
  GtkWidget *inscription = gtk_inscription_new (text);

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription),
                                 number ? LEAST_CELL_CHARS
                                        : MAX (CELL_CHARS, (guint) g_utf8_strlen (text, -1)));
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (inscription), number ? CELL_CHARS : NAME_CHARS);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (inscription), number ? 1.0f : 0.0f);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_set_hexpand (inscription, !number);
  dh_whole_text_watch (inscription);
  if (!number)
    return inscription;
  /* An inscription goes by its text, so headings and numbers would part where one writes from the
   * right. */
  gtk_widget_set_direction (inscription, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (inscription, "numeric");
  return inscription;
}

static void
attach_headings (DhMetricTable *self)
{
  GtkWidget *heading;

  for (guint column = 0; column < 3; column++)
    {
      heading = create_text (dh_metric_get_heading (column), TRUE);
      gtk_widget_add_css_class (heading, "table-heading");
      gtk_grid_attach (GTK_GRID (self->grid), heading, 1 + column, 0, 1, 1);
    }
  heading = create_text (_ ("self"), FALSE);
  gtk_widget_add_css_class (heading, "dim-label");
  gtk_widget_set_tooltip_text (
    heading, _ ("Reconstruction: A→A and B→B, compared with held-out pictures of the same person"));
  gtk_grid_attach (GTK_GRID (self->grid), heading, 0, 1, 1, 1);
  heading = create_text (_ ("swap"), FALSE);
  gtk_widget_add_css_class (heading, "dim-label");
  gtk_widget_set_tooltip_text (
    heading, _ ("Swap: A→B and B→A, compared with the other person’s real picture in that pose"));
  gtk_grid_attach (GTK_GRID (self->grid), heading, 0, 2, 1, 1);
}

static void
dh_metric_table_dispose (GObject *object)
{
  g_clear_pointer (&DH_METRIC_TABLE (object)->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_metric_table_parent_class)->dispose (object);
}

static void
dh_metric_table_class_init (DhMetricTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_metric_table_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "metrics");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_to_table (DhTableText *table, const char *name, const DhMetrics *metrics, guint first)
{
  dh_table_text_add (table, name);
  for (guint column = 0; column < 3; column++)
    dh_table_text_add_number (table, dh_metric_get_cell (metrics, first + column));
  dh_table_text_end_row (table);
}

static DhTableText *
make_table (GtkWidget *widget)
{
  const DhMetrics *metrics = &DH_METRIC_TABLE (widget)->metrics;
  DhTableText *table = dh_table_text_new ();

  dh_table_text_add_row (table, "", dh_metric_get_heading (DH_CELL_PSNR),
                         dh_metric_get_heading (DH_CELL_SSIM), dh_metric_get_heading (DH_CELL_MAE),
                         NULL);
  add_to_table (table, _ ("self"), metrics, DH_CELL_PSNR);
  add_to_table (table, _ ("swap"), metrics, DH_CELL_SWAP_PSNR);
  return table;
}

static const DhMetrics unmeasured = { 0, NAN, NAN, NAN, NAN, NAN, NAN, { NAN, NAN } };

static void
dh_metric_table_init (DhMetricTable *self)
{
  static const DhCopyable copyable = { .name = "metrics",
                                       .make_table = make_table,
                                       .table_first = TRUE };

  self->metrics = unmeasured;
  dh_copyable_add (GTK_WIDGET (self), &copyable);
  self->grid = gtk_grid_new ();
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  gtk_widget_set_halign (self->grid, GTK_ALIGN_START);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 6);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 2);
  attach_headings (self);
  for (guint cell = 0; cell < DH_N_CELLS; cell++)
    {
      self->cells[cell] = create_text ("–", TRUE);
      gtk_grid_attach (GTK_GRID (self->grid), self->cells[cell], 1 + cell % 3, 1 + cell / 3, 1, 1);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Metrics"), -1);
}

GtkWidget *
dh_metric_table_new (void)
{
  return g_object_new (DH_TYPE_METRIC_TABLE, NULL);
}

void
dh_metric_table_set (DhMetricTable *self, const DhMetrics *metrics, guint best)
{
  self->metrics = metrics != NULL ? *metrics : unmeasured;
  for (guint cell = 0; cell < DH_N_CELLS; cell++)
    {
      GtkInscription *inscription = GTK_INSCRIPTION (self->cells[cell]);
      gboolean bold = (best >> cell & 1) != 0;
      char text[16];

      dh_metric_format_cell (metrics, cell, text, sizeof text);
      if (g_strcmp0 (gtk_inscription_get_text (inscription), text) != 0)
        gtk_inscription_set_text (inscription, text);
      if (bold == gtk_widget_has_css_class (self->cells[cell], "best"))
        continue;
      if (bold)
        gtk_widget_add_css_class (self->cells[cell], "best");
      else
        gtk_widget_remove_css_class (self->cells[cell], "best");
    }
}

const char *
dh_metric_table_get_text (DhMetricTable *self, guint cell)
{
  g_return_val_if_fail (cell < DH_N_CELLS, NULL);
  return gtk_inscription_get_text (GTK_INSCRIPTION (self->cells[cell]));
}
