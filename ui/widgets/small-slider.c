/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A slider small enough for a bar.  Name and value are above it in one small line, so that a long
 * name takes no extra width; GtkScale's own value was rejected, because its line is as high as the
 * slider.
 */
#include "ui/widgets/small-slider.h"

#include <math.h>

#include "ui/widgets/scheme.h"
#include "ui/widgets/whole-text.h"

#define VALUE_CHARS 4

struct _DhSmallSlider
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *name;
  GtkWidget *number;
  GtkWidget *scale;
  double value, step;
  gboolean updating; /* the slider is being set from the value */
};

enum
{
  PROP_0,
  PROP_VALUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhSmallSlider, dh_small_slider, GTK_TYPE_WIDGET)

static void
show_value (DhSmallSlider *self)
{
  g_autofree char *text = g_strdup_printf ("%.3g", self->value);

  self->updating = TRUE;
  gtk_range_set_value (GTK_RANGE (self->scale), self->value);
  gtk_label_set_text (GTK_LABEL (self->number), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, -1);
  self->updating = FALSE;
}

static void
moved_cb (DhSmallSlider *self)
{
  if (!self->updating)
    dh_small_slider_set_value (self, gtk_range_get_value (GTK_RANGE (self->scale)));
}

static void
dh_small_slider_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_VALUE)
    g_value_set_double (value, DH_SMALL_SLIDER (object)->value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_small_slider_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_VALUE)
    dh_small_slider_set_value (DH_SMALL_SLIDER (object), g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_small_slider_dispose (GObject *object)
{
  g_clear_pointer (&DH_SMALL_SLIDER (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_small_slider_parent_class)->dispose (object);
}

static void
dh_small_slider_class_init (DhSmallSliderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dh_small_slider_get_property;
  object_class->set_property = dh_small_slider_set_property;
  object_class->dispose = dh_small_slider_dispose;
  properties[PROP_VALUE] = g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                  | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "smallslider");
}

static void
dh_small_slider_init (DhSmallSlider *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->name = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  dh_whole_text_watch (self->name);
  gtk_widget_set_hexpand (self->name, TRUE);
  gtk_widget_add_css_class (self->name, "name");
  self->number = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->number), 1);
  gtk_label_set_width_chars (GTK_LABEL (self->number), VALUE_CHARS);
  gtk_widget_add_css_class (self->number, "numeric");
  gtk_box_append (GTK_BOX (line), self->name);
  gtk_box_append (GTK_BOX (line), self->number);
  self->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, .1);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), FALSE);
  g_signal_connect_swapped (self->scale, "value-changed", G_CALLBACK (moved_cb), self);
  gtk_box_append (GTK_BOX (self->box), line);
  gtk_box_append (GTK_BOX (self->box), self->scale);
  self->step = .1;
  show_value (self);
}

GtkWidget *
dh_small_slider_new (void)
{
  return g_object_new (DH_TYPE_SMALL_SLIDER, NULL);
}

void
dh_small_slider_set_range (DhSmallSlider *self, const char *name, double minimum, double maximum,
                           double step)
{
  self->updating = TRUE;
  gtk_range_set_range (GTK_RANGE (self->scale), minimum, maximum);
  gtk_range_set_increments (GTK_RANGE (self->scale), step, 10 * step);
  self->updating = FALSE;
  self->step = step;
  gtk_label_set_text (GTK_LABEL (self->name), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  dh_small_slider_set_value (self, self->value);
  show_value (self);
}

double
dh_small_slider_get_value (DhSmallSlider *self)
{
  return self->value;
}

void
dh_small_slider_set_value (DhSmallSlider *self, double value)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self->scale));

  value = CLAMP (round (value / self->step) * self->step, gtk_adjustment_get_lower (adjustment),
                 gtk_adjustment_get_upper (adjustment));
  if (self->value == value)
    return;
  self->value = value;
  show_value (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}
