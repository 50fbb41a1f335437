/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the charts of all lanes share: the hovered iteration and the axis.
 *
 * Charts know neither each other nor their window; they only share this object.
 */
#include "ui/lanes/chart-group.h"

struct _DhChartGroup
{
  GObject parent_instance;
  guint64 hover, cursor;
  guint64 length;
  gboolean logarithmic, gradient_norms;
};

enum
{
  PROP_0,
  PROP_HOVER,
  PROP_CURSOR,
  PROP_LOGARITHMIC,
  PROP_GRADIENT_NORMS,
  PROP_LENGTH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhChartGroup, dh_chart_group, G_TYPE_OBJECT)

static void
dh_chart_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhChartGroup *self = DH_CHART_GROUP (object);

  switch (id)
    {
    case PROP_HOVER:
      g_value_set_uint64 (value, self->hover);
      break;
    case PROP_CURSOR:
      g_value_set_uint64 (value, self->cursor);
      break;
    case PROP_LOGARITHMIC:
      g_value_set_boolean (value, self->logarithmic);
      break;
    case PROP_GRADIENT_NORMS:
      g_value_set_boolean (value, self->gradient_norms);
      break;
    case PROP_LENGTH:
      g_value_set_uint64 (value, self->length);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_chart_group_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhChartGroup *self = DH_CHART_GROUP (object);

  switch (id)
    {
    case PROP_HOVER:
      dh_chart_group_set_hover (self, g_value_get_uint64 (value));
      break;
    case PROP_CURSOR:
      dh_chart_group_set_cursor (self, g_value_get_uint64 (value));
      break;
    case PROP_LOGARITHMIC:
      dh_chart_group_set_logarithmic (self, g_value_get_boolean (value));
      break;
    case PROP_GRADIENT_NORMS:
      dh_chart_group_set_gradient_norms (self, g_value_get_boolean (value));
      break;
    case PROP_LENGTH:
      dh_chart_group_set_length (self, g_value_get_uint64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_chart_group_class_init (DhChartGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_chart_group_get_property;
  object_class->set_property = dh_chart_group_set_property;
  properties[PROP_HOVER] = g_param_spec_uint64 ("hover", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_CURSOR] = g_param_spec_uint64 ("cursor", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_LOGARITHMIC] = g_param_spec_boolean ("logarithmic", NULL, NULL, FALSE, flags);
  properties[PROP_GRADIENT_NORMS] = g_param_spec_boolean ("gradient-norms", NULL, NULL, FALSE,
                                                          flags);
  properties[PROP_LENGTH] = g_param_spec_uint64 ("length", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dh_chart_group_init (DhChartGroup *self)
{
}

DhChartGroup *
dh_chart_group_new (void)
{
  return g_object_new (DH_TYPE_CHART_GROUP, NULL);
}

guint64
dh_chart_group_get_hover (DhChartGroup *self)
{
  return self->hover;
}

void
dh_chart_group_set_hover (DhChartGroup *self, guint64 iteration)
{
  if (self->hover == iteration)
    return;
  self->hover = iteration;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOVER]);
}

guint64
dh_chart_group_get_cursor (DhChartGroup *self)
{
  return self->cursor;
}

void
dh_chart_group_set_cursor (DhChartGroup *self, guint64 iteration)
{
  if (self->cursor == iteration)
    return;
  self->cursor = iteration;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURSOR]);
}

gboolean
dh_chart_group_get_logarithmic (DhChartGroup *self)
{
  return self->logarithmic;
}

void
dh_chart_group_set_logarithmic (DhChartGroup *self, gboolean logarithmic)
{
  logarithmic = !!logarithmic;
  if (self->logarithmic == logarithmic)
    return;
  self->logarithmic = logarithmic;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGARITHMIC]);
}

gboolean
dh_chart_group_get_gradient_norms (DhChartGroup *self)
{
  return self->gradient_norms;
}

void
dh_chart_group_set_gradient_norms (DhChartGroup *self, gboolean gradient_norms)
{
  gradient_norms = !!gradient_norms;
  if (self->gradient_norms == gradient_norms)
    return;
  self->gradient_norms = gradient_norms;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GRADIENT_NORMS]);
}

guint64
dh_chart_group_get_length (DhChartGroup *self)
{
  return self->length;
}

void
dh_chart_group_set_length (DhChartGroup *self, guint64 length)
{
  if (self->length == length)
    return;
  self->length = length;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LENGTH]);
}
