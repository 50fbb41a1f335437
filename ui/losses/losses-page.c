/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page Losses.  It owns the comparison, tells its parts which loss is chosen, and passes
 * settings changed in the card to the curve and the pictures.  The parts don't know each other.
 *
 * Cards differ in height.  If the user has scrolled down to the pictures, these stay in place when
 * another loss is chosen, and the card changes its height out of sight.
 */
#include "ui/losses/losses-page.h"

#include "core/catalog/catalog.h"
#include "ui/widgets/beside.h"
#include "ui/widgets/scheme.h"

struct _DhLossesPage
{
  GtkWidget parent_instance;
  GtkWidget *list;
  GtkWidget *scrolled;
  GtkWidget *top; /* the card and the curve */
  GtkWidget *card;
  GtkWidget *curve;
  GtkWidget *comparison_view;
  GtkWidget *table;
  GtkWidget *grid;
  DhComparison *comparison;
  char *faces_folder;
  gboolean begun;
  guint selected;
};

enum
{
  PROP_0,
  PROP_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhLossesPage, dh_losses_page, GTK_TYPE_WIDGET)

/* The losses that differ most from MSE. */
static const char *const first_curves[] = { "mse", "mae", "huber", "logcosh" };

/* Shows the curves of all checked losses and of the selected one. */
static void
show_curves (DhLossesPage *self)
{
  g_autoptr (GArray) losses = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean has_curve = dh_catalog_get_loss (self->selected)->has_profile;
  guint n_losses;

  dh_catalog_get_losses (&n_losses);
  for (guint i = 0; i < n_losses; i++)
    if (dh_loss_list_get_checked (DH_LOSS_LIST (self->list), i)
        || (i == self->selected && has_curve))
      g_array_append_val (losses, i);
  dh_curve_view_set_losses (DH_CURVE_VIEW (self->curve), &g_array_index (losses, guint, 0),
                            losses->len);
  dh_curve_view_set_selected (DH_CURVE_VIEW (self->curve), has_curve ? (int) self->selected : -1);
}

static void
show_selected (DhLossesPage *self)
{
  dh_loss_chooser_set_selected (DH_LOSS_CHOOSER (self->list), self->selected);
  dh_loss_chooser_set_selected (DH_LOSS_CHOOSER (self->grid), self->selected);
  dh_comparison_view_set_loss (DH_COMPARISON_VIEW (self->comparison_view), self->selected);
  dh_loss_table_set_selected (DH_LOSS_TABLE (self->table), self->selected);
  dh_loss_card_set_loss (DH_LOSS_CARD (self->card), (int) self->selected);
  dh_loss_card_set_settings (DH_LOSS_CARD (self->card),
                             dh_comparison_get_settings (self->comparison, self->selected));
  show_curves (self);
}

/* Keeps what is below the card in place when the card changes its height. Scrolls at once, since
 * waiting for the next layout would be one frame too late. */
static void
keep_place (DhLossesPage *self, int old_height)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (self->scrolled));
  double value = gtk_adjustment_get_value (adjustment);
  int height;

  if (value <= old_height / 2.0)
    return;
  gtk_widget_measure (self->top, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (self->top),
                      &height, NULL, NULL, NULL);
  gtk_adjustment_set_upper (adjustment,
                            gtk_adjustment_get_upper (adjustment) + height - old_height);
  gtk_adjustment_set_value (adjustment, value + height - old_height);
}

static void
chosen_cb (DhLossesPage *self, GParamSpec *pspec, DhLossChooser *chooser)
{
  dh_losses_page_set_selected (self, dh_loss_chooser_get_selected (chooser));
}

static void
setting_cb (DhLossesPage *self, guint setting, double value)
{
  dh_comparison_set_setting (self->comparison, self->selected, setting, value);
  dh_curve_view_set_settings (DH_CURVE_VIEW (self->curve), self->selected,
                              dh_comparison_get_settings (self->comparison, self->selected));
  dh_loss_table_set_setting (DH_LOSS_TABLE (self->table), self->selected, setting, value);
}

static void
target_cb (DhLossesPage *self, const char *path)
{
  dh_loss_table_set_picture (DH_LOSS_TABLE (self->table), path);
}

static void
dh_losses_page_map (GtkWidget *widget)
{
  DhLossesPage *self = DH_LOSSES_PAGE (widget);

  GTK_WIDGET_CLASS (dh_losses_page_parent_class)->map (widget);
  if (self->begun || self->faces_folder == NULL)
    return;
  self->begun = TRUE;
  dh_comparison_view_begin (DH_COMPARISON_VIEW (self->comparison_view));
}

static void
dh_losses_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SELECTED)
    g_value_set_uint (value, DH_LOSSES_PAGE (object)->selected);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_losses_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SELECTED)
    dh_losses_page_set_selected (DH_LOSSES_PAGE (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_losses_page_dispose (GObject *object)
{
  DhLossesPage *self = DH_LOSSES_PAGE (object);

  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_LOSSES_PAGE);
  g_clear_object (&self->comparison);
  g_clear_pointer (&self->faces_folder, g_free);
  G_OBJECT_CLASS (dh_losses_page_parent_class)->dispose (object);
}

static void
dh_losses_page_class_init (DhLossesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_losses_page_get_property;
  object_class->set_property = dh_losses_page_set_property;
  object_class->dispose = dh_losses_page_dispose;
  widget_class->map = dh_losses_page_map;
  properties[PROP_SELECTED] = g_param_spec_uint ("selected", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (DH_TYPE_BESIDE);
  g_type_ensure (DH_TYPE_LOSS_LIST);
  g_type_ensure (DH_TYPE_LOSS_CARD);
  g_type_ensure (DH_TYPE_CURVE_VIEW);
  g_type_ensure (DH_TYPE_COMPARISON_VIEW);
  g_type_ensure (DH_TYPE_MAP_GRID);
  g_type_ensure (DH_TYPE_LOSS_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/losses/losses-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DhLossesPage, list);
  gtk_widget_class_bind_template_child (widget_class, DhLossesPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, DhLossesPage, top);
  gtk_widget_class_bind_template_child (widget_class, DhLossesPage, card);
  gtk_widget_class_bind_template_child (widget_class, DhLossesPage, curve);
  gtk_widget_class_bind_template_child (widget_class, DhLossesPage, comparison_view);
  gtk_widget_class_bind_template_child (widget_class, DhLossesPage, table);
  gtk_widget_class_bind_template_child (widget_class, DhLossesPage, grid);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_curves);
  gtk_widget_class_bind_template_callback (widget_class, setting_cb);
  gtk_widget_class_bind_template_callback (widget_class, target_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "losses");
}

static void
dh_losses_page_init (DhLossesPage *self)
{
  self->comparison = dh_comparison_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_loss_chooser_set_comparison (DH_LOSS_CHOOSER (self->list), self->comparison);
  dh_loss_chooser_set_comparison (DH_LOSS_CHOOSER (self->grid), self->comparison);
  for (guint i = 0; i < G_N_ELEMENTS (first_curves); i++)
    {
      int loss = dh_catalog_find_loss (first_curves[i]);

      if (loss >= 0)
        dh_loss_list_set_checked (DH_LOSS_LIST (self->list), (guint) loss, TRUE);
    }
  show_selected (self);
}

GtkWidget *
dh_losses_page_new (void)
{
  return g_object_new (DH_TYPE_LOSSES_PAGE, NULL);
}

void
dh_losses_page_set_faces_folder (DhLossesPage *self, const char *faces_folder)
{
  g_return_if_fail (self->faces_folder == NULL);
  self->faces_folder = g_strdup (faces_folder);
  dh_comparison_view_set_comparison (DH_COMPARISON_VIEW (self->comparison_view), self->comparison,
                                     faces_folder);
}

guint
dh_losses_page_get_selected (DhLossesPage *self)
{
  return self->selected;
}

void
dh_losses_page_set_selected (DhLossesPage *self, guint loss)
{
  int height = gtk_widget_get_height (self->top);

  if (self->selected == loss)
    return;
  self->selected = loss;
  show_selected (self);
  keep_place (self, height);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

DhComparison *
dh_losses_page_get_comparison (DhLossesPage *self)
{
  return self->comparison;
}

DhLossList *
dh_losses_page_get_list (DhLossesPage *self)
{
  return DH_LOSS_LIST (self->list);
}

DhLossCard *
dh_losses_page_get_card (DhLossesPage *self)
{
  return DH_LOSS_CARD (self->card);
}

DhCurveView *
dh_losses_page_get_curve (DhLossesPage *self)
{
  return DH_CURVE_VIEW (self->curve);
}

DhComparisonView *
dh_losses_page_get_comparison_view (DhLossesPage *self)
{
  return DH_COMPARISON_VIEW (self->comparison_view);
}

DhLossTable *
dh_losses_page_get_table (DhLossesPage *self)
{
  return DH_LOSS_TABLE (self->table);
}

DhMapGrid *
dh_losses_page_get_grid (DhLossesPage *self)
{
  return DH_MAP_GRID (self->grid);
}
