/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row for one part of a mix.  Beside the weight are two shares that it doesn't determine: of the
 * loss in the chart, and of the gradient.  A loss with large values can dominate the first and
 * contribute almost nothing to the second.
 */
#include "ui/lanes/part-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/number-spin.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/setting-row.h"

#define WEIGHT_STEP 10.0
/* Per cent. The shown weight may be rounded, the stored one isn't. */
#define WEIGHT_EPSILON 1e-3

struct _DhPartRow
{
  GtkWidget parent_instance;
  GtkWidget *loss_drop_down;
  GtkWidget *weight_spin;
  GtkWidget *remove_button;
  GtkWidget *shares;
  GtkWidget *bars[2]; /* share of the loss and of the gradient */
  GtkWidget *numbers[2];
  GtkWidget *settings; /* box of DhSettingRow */
  DhMixPart part;
  gboolean updating; /* widgets are being set by code */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhPartRow, dh_part_row, GTK_TYPE_WIDGET)

static const char *
get_title (guint position)
{
  static const char *const titles[DH_MIX_MAX_PARTS] = { N_ ("First loss"), N_ ("Second loss"),
                                                        N_ ("Third loss"), N_ ("Fourth loss") };

  return _ (titles[position]);
}

static const DhCatalogLoss *
get_loss (DhPartRow *self)
{
  return dh_catalog_get_loss (dh_catalog_find_loss (self->part.loss));
}

static void
setting_cb (DhSettingRow *row, GParamSpec *pspec, DhPartRow *self)
{
  guint i = 0;

  if (self->updating)
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (self->settings); child != GTK_WIDGET (row);
       child = gtk_widget_get_next_sibling (child))
    i++;
  self->part.settings[i] = dh_setting_row_get_value (row);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
rebuild_settings (DhPartRow *self)
{
  const DhCatalogLoss *loss = get_loss (self);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->settings)) != NULL)
    gtk_box_remove (GTK_BOX (self->settings), child);
  for (guint i = 0; i < loss->n_settings; i++)
    {
      GtkWidget *row = dh_setting_row_new (loss->id, &loss->settings[i]);

      g_signal_connect (row, "notify::value", G_CALLBACK (setting_cb), self);
      gtk_box_append (GTK_BOX (self->settings), row);
    }
  gtk_widget_set_visible (self->settings, gtk_widget_get_first_child (self->settings) != NULL);
}

static void
show_words (DhPartRow *self)
{
  const char *name = get_loss (self)->name;
  /* Translators: read aloud; the name of a loss: "Weight of MSE" */
  g_autofree char *weight = g_strdup_printf (_ ("Weight of %s"), name);
  g_autofree char *remove = g_strdup_printf (_ ("Remove %s"), name);
  g_autofree char *of_loss = g_strdup_printf (_ ("%s: share of the loss"), name);
  g_autofree char *of_pull = g_strdup_printf (_ ("%s: share of the gradient"), name);
  GtkWidget *widgets[] = { self->weight_spin, self->remove_button, self->bars[0], self->bars[1] };
  const char *labels[] = { weight, remove, of_loss, of_pull };

  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widgets[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    labels[i], -1);
  gtk_widget_set_tooltip_text (self->remove_button, remove);
}

static void
show_part (DhPartRow *self)
{
  guint i = 0;

  self->updating = TRUE;
  dh_entry_list_select (GTK_DROP_DOWN (self->loss_drop_down), self->part.loss);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->weight_spin), 100 * self->part.weight);
  for (GtkWidget *child = gtk_widget_get_first_child (self->settings); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    dh_setting_row_set_value (DH_SETTING_ROW (child), self->part.settings[i++]);
  self->updating = FALSE;
}

static void
loss_cb (DhPartRow *self)
{
  const char *id = dh_entry_list_get_selected (GTK_DROP_DOWN (self->loss_drop_down));
  DhMixPart part;

  if (self->updating || id == NULL || g_strcmp0 (id, self->part.loss) == 0)
    return;
  part = dh_mix_part_make (id);
  part.weight = self->part.weight;
  dh_part_row_set_part (self, &part);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
weight_cb (DhPartRow *self)
{
  double percent = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->weight_spin));

  if (self->updating || fabs (percent - 100 * self->part.weight) < WEIGHT_EPSILON)
    return;
  self->part.weight = percent / 100;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
remove_cb (DhPartRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static void
dh_part_row_dispose (GObject *object)
{
  dh_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_PART_ROW);
  G_OBJECT_CLASS (dh_part_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/lanes/part-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DhPartRow, loss_drop_down);
  gtk_widget_class_bind_template_child (widget_class, DhPartRow, weight_spin);
  gtk_widget_class_bind_template_child (widget_class, DhPartRow, remove_button);
  gtk_widget_class_bind_template_child (widget_class, DhPartRow, shares);
  gtk_widget_class_bind_template_child (widget_class, DhPartRow, settings);
  gtk_widget_class_bind_template_child_full (widget_class, "loss_bar", FALSE,
                                             G_STRUCT_OFFSET (DhPartRow, bars[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "pull_bar", FALSE,
                                             G_STRUCT_OFFSET (DhPartRow, bars[1]));
  gtk_widget_class_bind_template_child_full (widget_class, "loss_number", FALSE,
                                             G_STRUCT_OFFSET (DhPartRow, numbers[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "pull_number", FALSE,
                                             G_STRUCT_OFFSET (DhPartRow, numbers[1]));
  gtk_widget_class_bind_template_callback (widget_class, loss_cb);
  gtk_widget_class_bind_template_callback (widget_class, weight_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
dh_part_row_class_init (DhPartRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_part_row_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "part");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_part_row_init (DhPartRow *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Translators: a weight in per cent */
  dh_number_spin_setup (GTK_SPIN_BUTTON (self->weight_spin), 0, 100 * DH_MIX_MAX_WEIGHT,
                        WEIGHT_STEP, _ ("%s %%"));
  self->updating = FALSE;
}

GtkWidget *
dh_part_row_new (guint position)
{
  DhPartRow *self = g_object_new (DH_TYPE_PART_ROW, NULL);
  const char *title = get_title (MIN (position, DH_MIX_MAX_PARTS - 1));
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);
  DhMixPart part = dh_mix_part_make (losses[0].id);

  self->updating = TRUE;
  dh_entry_list_setup (GTK_DROP_DOWN (self->loss_drop_down), title, losses, n_losses);
  self->updating = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  dh_part_row_set_part (self, &part);
  dh_part_row_set_shares (self, NAN, NAN);
  return GTK_WIDGET (self);
}

DhMixPart
dh_part_row_get_part (DhPartRow *self)
{
  return self->part;
}

void
dh_part_row_set_part (DhPartRow *self, const DhMixPart *part)
{
  gboolean other = g_strcmp0 (self->part.loss, part->loss) != 0;

  self->part = *part;
  if (other)
    {
      rebuild_settings (self);
      show_words (self);
    }
  show_part (self);
}

void
dh_part_row_set_alone (DhPartRow *self, gboolean alone)
{
  gtk_widget_set_sensitive (self->remove_button, !alone);
  gtk_widget_set_visible (self->shares, !alone);
}

void
dh_part_row_set_shares (DhPartRow *self, double loss, double pull)
{
  const double shares[] = { loss, pull };

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      /* Translators: per cent */
      g_autofree char *text = isnan (shares[i]) ? g_strdup ("–")
                                                : g_strdup_printf (_ ("%.0f %%"), 100 * shares[i]);

      gtk_level_bar_set_value (GTK_LEVEL_BAR (self->bars[i]),
                               isnan (shares[i]) ? 0.0 : CLAMP (shares[i], 0.0, 1.0));
      gtk_label_set_text (GTK_LABEL (self->numbers[i]), text);
    }
}
