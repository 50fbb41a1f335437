/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The base of the list and the maps: choosing a loss while results come in.
 */
#include "ui/losses/loss-chooser.h"

#include "core/catalog/catalog.h"

typedef struct
{
  DhComparison *comparison; /* owned */
  guint selected;
} DhLossChooserPrivate;

enum
{
  PROP_0,
  PROP_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DhLossChooser, dh_loss_chooser, GTK_TYPE_WIDGET)

static DhLossChooserPrivate *
get_private (DhLossChooser *self)
{
  return dh_loss_chooser_get_instance_private (self);
}

static guint
get_n_losses (void)
{
  guint n_losses;

  dh_catalog_get_losses (&n_losses);
  return n_losses;
}

static void
result_changed_cb (DhLossChooser *self, guint loss)
{
  DH_LOSS_CHOOSER_GET_CLASS (self)->show_result (self, get_private (self)->comparison, loss);
}

static void
dh_loss_chooser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SELECTED)
    g_value_set_uint (value, dh_loss_chooser_get_selected (DH_LOSS_CHOOSER (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_loss_chooser_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SELECTED)
    dh_loss_chooser_set_selected (DH_LOSS_CHOOSER (object), g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_loss_chooser_dispose (GObject *object)
{
  DhLossChooserPrivate *priv = get_private (DH_LOSS_CHOOSER (object));

  if (priv->comparison != NULL)
    g_signal_handlers_disconnect_by_data (priv->comparison, object);
  g_clear_object (&priv->comparison);
  G_OBJECT_CLASS (dh_loss_chooser_parent_class)->dispose (object);
}

static void
dh_loss_chooser_class_init (DhLossChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dh_loss_chooser_get_property;
  object_class->set_property = dh_loss_chooser_set_property;
  object_class->dispose = dh_loss_chooser_dispose;
  properties[PROP_SELECTED] = g_param_spec_uint ("selected", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dh_loss_chooser_init (DhLossChooser *self)
{
}

void
dh_loss_chooser_set_comparison (DhLossChooser *self, DhComparison *comparison)
{
  DhLossChooserPrivate *priv = get_private (self);

  g_return_if_fail (priv->comparison == NULL);
  priv->comparison = g_object_ref (comparison);
  g_signal_connect_swapped (comparison, "result-changed", G_CALLBACK (result_changed_cb), self);
  for (guint i = 0; i < get_n_losses (); i++)
    result_changed_cb (self, i);
}

guint
dh_loss_chooser_get_selected (DhLossChooser *self)
{
  return get_private (self)->selected;
}

void
dh_loss_chooser_set_selected (DhLossChooser *self, guint loss)
{
  DhLossChooserPrivate *priv = get_private (self);

  g_return_if_fail (loss < get_n_losses ());
  if (priv->selected == loss)
    return;
  priv->selected = loss;
  DH_LOSS_CHOOSER_GET_CLASS (self)->show_selected (self, loss);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}
