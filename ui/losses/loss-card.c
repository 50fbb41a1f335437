/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The card of one loss: what it is, its formula, its settings.  Everything comes from the catalog;
 * blocks without text are left out.  The order is that of a reader's questions: what is it, what
 * will I see, what is said about it, is that true, when do I use it.
 */
#include "ui/losses/loss-card.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/catalog/catalog.h"
#include "ui/losses/formula-view.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/setting-row.h"

struct _DhLossCard
{
  GtkWidget parent_instance;
  int loss;
  GtkWidget *name;
  GtkWidget *symbol;
  GtkWidget *formula;
  GtkWidget *legend;
  GtkWidget *settings;
  GtkWidget *summary, *claim, *measured, *good_for, *bad_for, *source;
  GPtrArray *rows;   /* DhSettingRow, not owned */
  gboolean updating; /* settings are being set by code */
};

enum
{
  PROP_0,
  PROP_LOSS,
  N_PROPS
};
enum
{
  SETTING_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhLossCard, dh_loss_card, GTK_TYPE_WIDGET)

/* Sets the text and hides its block if it is empty. */
static void
show_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (gtk_widget_get_parent (label), text[0] != '\0');
}

/* Explains the symbols of a formula, for the symbols that most formulas share. */
static const char *
get_legend (const DhCatalogLoss *loss)
{
  if (strstr (loss->tex, "\\mu") != NULL)
    return _ ("In each window: μ is the mean, σ² the spread of the prediction p and the target t.");
  if (strstr (loss->tex, "d_{xx}") != NULL)
    return _ ("d is the error of a pixel: prediction minus target. d with the index x or y is its "
              "change towards the neighbouring pixels; ρ(x) grows almost like x².");
  if (strstr (loss->tex, "d_i") != NULL)
    return _ ("d is the error of one pixel in one colour: prediction minus target.");
  return "";
}

static void
row_value_cb (DhLossCard *self, GParamSpec *pspec, DhSettingRow *row)
{
  guint setting = 0;

  if (!self->updating && g_ptr_array_find (self->rows, row, &setting))
    g_signal_emit (self, signals[SETTING_CHANGED], 0, setting, dh_setting_row_get_value (row));
}

static void
clear_settings (DhLossCard *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->rows, 0);
  while ((child = gtk_widget_get_first_child (self->settings)) != NULL)
    gtk_box_remove (GTK_BOX (self->settings), child);
}

static void
build_settings (DhLossCard *self, const DhCatalogLoss *loss)
{
  clear_settings (self);
  for (guint i = 0; i < loss->n_settings; i++)
    {
      GtkWidget *row = dh_setting_row_new (loss->id, &loss->settings[i]);

      g_signal_connect_swapped (row, "notify::value", G_CALLBACK (row_value_cb), self);
      gtk_box_append (GTK_BOX (self->settings), row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (self->settings, loss->n_settings > 0);
}

static void
show_loss (DhLossCard *self)
{
  const DhCatalogLoss *loss;

  gtk_widget_set_visible (gtk_widget_get_first_child (GTK_WIDGET (self)), self->loss >= 0);
  if (self->loss < 0)
    {
      clear_settings (self);
      return;
    }
  loss = dh_catalog_get_loss (self->loss);
  gtk_label_set_text (GTK_LABEL (self->name), loss->name);
  gtk_label_set_text (GTK_LABEL (self->symbol), loss->symbol);
  gtk_widget_set_visible (self->symbol, !g_str_equal (loss->symbol, loss->name));
  dh_formula_view_set (DH_FORMULA_VIEW (self->formula), loss->tex, loss->formula);
  gtk_label_set_text (GTK_LABEL (self->legend), get_legend (loss));
  gtk_widget_set_visible (self->legend, get_legend (loss)[0] != '\0');
  show_text (self->summary, loss->summary);
  show_text (self->claim, loss->claim);
  show_text (self->measured, loss->measured);
  show_text (self->good_for, loss->good_for);
  show_text (self->bad_for, loss->bad_for);
  show_text (self->source, loss->source);
  build_settings (self, loss);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, loss->name,
                                  -1);
}

static void
dh_loss_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LOSS)
    g_value_set_int (value, DH_LOSS_CARD (object)->loss);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_loss_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LOSS)
    dh_loss_card_set_loss (DH_LOSS_CARD (object), g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_loss_card_dispose (GObject *object)
{
  DhLossCard *self = DH_LOSS_CARD (object);

  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_LOSS_CARD);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (dh_loss_card_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/losses/loss-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DhLossCard, name);
  gtk_widget_class_bind_template_child (widget_class, DhLossCard, symbol);
  gtk_widget_class_bind_template_child (widget_class, DhLossCard, formula);
  gtk_widget_class_bind_template_child (widget_class, DhLossCard, legend);
  gtk_widget_class_bind_template_child (widget_class, DhLossCard, settings);
  gtk_widget_class_bind_template_child (widget_class, DhLossCard, summary);
  gtk_widget_class_bind_template_child (widget_class, DhLossCard, claim);
  gtk_widget_class_bind_template_child (widget_class, DhLossCard, measured);
  gtk_widget_class_bind_template_child (widget_class, DhLossCard, good_for);
  gtk_widget_class_bind_template_child (widget_class, DhLossCard, bad_for);
  gtk_widget_class_bind_template_child (widget_class, DhLossCard, source);
}

static void
dh_loss_card_class_init (DhLossCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_loss_card_get_property;
  object_class->set_property = dh_loss_card_set_property;
  object_class->dispose = dh_loss_card_dispose;
  properties[PROP_LOSS] = g_param_spec_int ("loss", NULL, NULL, -1, G_MAXINT, -1,
                                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                              | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SETTING_CHANGED] = g_signal_new ("setting-changed", DH_TYPE_LOSS_CARD, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT,
                                           G_TYPE_DOUBLE);
  g_type_ensure (DH_TYPE_FORMULA_VIEW);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "losscard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_loss_card_init (DhLossCard *self)
{
  self->loss = -1;
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  show_loss (self);
}

GtkWidget *
dh_loss_card_new (void)
{
  return g_object_new (DH_TYPE_LOSS_CARD, NULL);
}

int
dh_loss_card_get_loss (DhLossCard *self)
{
  return self->loss;
}

void
dh_loss_card_set_loss (DhLossCard *self, int loss)
{
  if (self->loss == loss)
    return;
  self->loss = loss;
  show_loss (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOSS]);
}

void
dh_loss_card_set_settings (DhLossCard *self, const double *values)
{
  self->updating = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    dh_setting_row_set_value (self->rows->pdata[i], values[i]);
  self->updating = FALSE;
}
