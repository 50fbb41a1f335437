/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each loss penalises, as a table.
 *
 * It shows at a glance what each loss sees and what it doesn't: SSIM hardly penalises brightness,
 * MSE little else.
 *
 * A second DhComparison computes one distortion after the other; the first pass has none, because a
 * loss with the wrong sign isn't 0 for equal pictures.
 */
#include "ui/losses/loss-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/compare/comparison.h"
#include "ui/losses/distortion-panel.h"
#include "ui/losses/map-cell.h"
#include "ui/widgets/copyable.h"

#define N_PRESETS      DH_DISTORTION_N_PRESETS
#define ROW_SPACING    4
#define COLUMN_SPACING 10
#define LEAST_NAME     9 /* characters */

typedef struct
{
  GtkWidget *name;
  GtkWidget *bars[N_PRESETS];
  double values[N_PRESETS + 1]; /* loss in each pass */
} Row;

struct _DhLossTable
{
  GtkWidget parent_instance;
  GtkWidget *grid;
  DhComparison *comparison;
  Row *rows;
  guint n_losses;
  guint pass; /* 0: no distortion; k: preset k-1; N_PRESETS + 1: finished */
  gboolean computing;
  int selected;
};

G_DEFINE_FINAL_TYPE (DhLossTable, dh_loss_table, GTK_TYPE_WIDGET)

static double
get_increase (const Row *row, guint preset)
{
  return row->values[preset + 1] - row->values[0];
}

static double
get_share (const Row *row, guint preset)
{
  double largest = 0;

  for (guint i = 0; i < N_PRESETS; i++)
    largest = fmax (largest, fabs (get_increase (row, i)));
  return largest > 0 ? get_increase (row, preset) / largest : get_increase (row, preset);
}

/* ---- showing ---- */

static void
show_bar (DhLossTable *self, guint loss, guint preset)
{
  const Row *row = &self->rows[loss];
  GtkWidget *bar = row->bars[preset];
  double share = get_share (row, preset);
  DhDistortion distortion;
  const char *damage = dh_distortion_get_preset (preset, &distortion);
  g_autofree char *text = NULL, *tip = NULL;
  char value[32];

  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), isfinite (share) ? MIN (fabs (share), 1) : 0);
  gtk_widget_set_opacity (bar, isfinite (share) ? 1 : .4);
  if (share < 0)
    gtk_widget_add_css_class (bar, "reward");
  else
    gtk_widget_remove_css_class (bar, "reward");
  dh_loss_value_format (row->values[preset + 1], value, sizeof value);
  if (!isfinite (share))
    text = g_strdup (_ ("undefined at this size"));
  else if (share < 0)
    /* Translators: a loss's value, and per cent of the largest reward that it gives for any
     * distortion */
    text = g_strdup_printf (_ ("%s: %.0f %% of its maximum reward"), value, -100 * share);
  else
    /* Translators: a loss's value, and per cent of its largest value for any distortion */
    text = g_strdup_printf (_ ("%s: %.0f %% of its maximum"), value, 100 * share);
  /* Translators: a loss, a distortion, the result: “MSE, Blur: 0.0012: 31 % of its maximum” */
  tip = g_strdup_printf (_ ("%s, %s: %s"), dh_catalog_get_loss (loss)->name, damage, text);
  gtk_widget_set_tooltip_text (bar, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
}

static void
show_all (DhLossTable *self)
{
  for (guint i = 0; i < self->n_losses; i++)
    for (guint k = 0; k < N_PRESETS; k++)
      show_bar (self, i, k);
}

/* ---- computing ---- */

static void
begin_pass (DhLossTable *self)
{
  DhDistortion distortion = { 0 };

  if (self->pass > 0)
    dh_distortion_get_preset (self->pass - 1, &distortion);
  dh_comparison_set_distortion (self->comparison, &distortion);
}

static void
take_pass (DhLossTable *self)
{
  for (guint i = 0; i < self->n_losses; i++)
    {
      const DhComparisonResult *result = dh_comparison_get_result (self->comparison, i);

      self->rows[i].values[self->pass] = result != NULL ? result->value : NAN;
    }
}

static void
busy_cb (DhLossTable *self)
{
  gboolean busy;

  g_object_get (self->comparison, "busy", &busy, NULL);
  if (busy || !self->computing || dh_comparison_get_width (self->comparison) == 0)
    return;
  take_pass (self);
  self->computing = self->pass++ < N_PRESETS;
  if (self->computing)
    begin_pass (self);
  else
    show_all (self);
}

/* The comparison has a pending request already, or begin_pass() makes one. */
static void
restart (DhLossTable *self)
{
  self->pass = 0;
  self->computing = TRUE;
  begin_pass (self);
}

/* ---- object ---- */

/* All lengths have the same colour, since a long bar is neither good nor bad. */
static GtkWidget *
create_bar (void)
{
  static const char *const offsets[] = { GTK_LEVEL_BAR_OFFSET_LOW, GTK_LEVEL_BAR_OFFSET_HIGH,
                                         GTK_LEVEL_BAR_OFFSET_FULL };
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, 1);

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), offsets[i]);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (bar, TRUE);
  return bar;
}

/* Makes all columns as wide as the widest. */
static void
add_headings (DhLossTable *self)
{
  g_autoptr (GtkSizeGroup) columns = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  for (guint k = 0; k < N_PRESETS; k++)
    {
      DhDistortion distortion;
      GtkWidget *label = gtk_label_new (dh_distortion_get_preset (k, &distortion));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_size_group_add_widget (columns, label);
      gtk_grid_attach (GTK_GRID (self->grid), label, (int) k + 1, 0, 1, 1);
    }
}

static void
add_row (DhLossTable *self, guint loss)
{
  Row *row = &self->rows[loss];
  int line = (int) loss + 1;

  row->name = gtk_label_new (dh_catalog_get_loss (loss)->name);
  gtk_label_set_xalign (GTK_LABEL (row->name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (row->name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (row->name), LEAST_NAME);
  gtk_grid_attach (GTK_GRID (self->grid), row->name, 0, line, 1, 1);
  row->values[0] = NAN;
  for (guint k = 0; k < N_PRESETS; k++)
    {
      row->values[k + 1] = NAN;
      row->bars[k] = create_bar ();
      gtk_grid_attach (GTK_GRID (self->grid), row->bars[k], (int) k + 1, line, 1, 1);
    }
}

static void
dh_loss_table_dispose (GObject *object)
{
  DhLossTable *self = DH_LOSS_TABLE (object);

  if (self->comparison != NULL)
    g_signal_handlers_disconnect_by_data (self->comparison, self);
  g_clear_object (&self->comparison);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_free);
  G_OBJECT_CLASS (dh_loss_table_parent_class)->dispose (object);
}

static void
dh_loss_table_class_init (DhLossTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_loss_table_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "losstable");
}

/* The values behind the bars, without a distortion and with each. */
static DhTableText *
make_table (GtkWidget *widget)
{
  DhLossTable *self = DH_LOSS_TABLE (widget);
  DhTableText *table = dh_table_text_new ();
  DhDistortion distortion;

  dh_table_text_add (table, _ ("Loss"));
  dh_table_text_add (table, _ ("No Distortion"));
  for (guint k = 0; k < N_PRESETS; k++)
    dh_table_text_add (table, dh_distortion_get_preset (k, &distortion));
  dh_table_text_end_row (table);
  for (guint i = 0; i < self->n_losses; i++)
    {
      dh_table_text_add (table, dh_catalog_get_loss (i)->name);
      for (guint k = 0; k <= N_PRESETS; k++)
        dh_table_text_add_number (table, self->rows[i].values[k]);
      dh_table_text_end_row (table);
    }
  return table;
}

static void
dh_loss_table_init (DhLossTable *self)
{
  static const DhCopyable copyable = { .name = "distortions",
                                       .make_table = make_table,
                                       .table_first = TRUE };

  dh_copyable_add (GTK_WIDGET (self), &copyable);
  dh_catalog_get_losses (&self->n_losses);
  self->selected = -1;
  self->rows = g_new0 (Row, self->n_losses);
  self->comparison = dh_comparison_new ();
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), ROW_SPACING);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), COLUMN_SPACING);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  add_headings (self);
  for (guint i = 0; i < self->n_losses; i++)
    add_row (self, i);
  show_all (self);
  g_signal_connect_swapped (self->comparison, "notify::busy", G_CALLBACK (busy_cb), self);
}

GtkWidget *
dh_loss_table_new (void)
{
  return g_object_new (DH_TYPE_LOSS_TABLE, NULL);
}

void
dh_loss_table_set_picture (DhLossTable *self, const char *path)
{
  dh_comparison_set_pictures (self->comparison, path, NULL);
  restart (self);
}

void
dh_loss_table_set_setting (DhLossTable *self, guint loss, guint setting, double value)
{
  dh_comparison_set_setting (self->comparison, loss, setting, value);
  if (dh_comparison_get_width (self->comparison) > 0 || self->computing)
    restart (self);
}

void
dh_loss_table_set_selected (DhLossTable *self, guint loss)
{
  g_return_if_fail (loss < self->n_losses);
  if (self->selected >= 0)
    gtk_widget_remove_css_class (self->rows[self->selected].name, "chosen");
  self->selected = (int) loss;
  gtk_widget_add_css_class (self->rows[loss].name, "chosen");
}

double
dh_loss_table_get_share (DhLossTable *self, guint loss, guint preset)
{
  g_return_val_if_fail (loss < self->n_losses && preset < N_PRESETS, NAN);
  return self->pass > N_PRESETS ? get_share (&self->rows[loss], preset) : NAN;
}
