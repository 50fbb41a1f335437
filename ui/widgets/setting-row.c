/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A slider and an entry for the same number.  If a range spans decades and has no steps, the slider
 * is logarithmic: otherwise a threshold between 0.001 and 1 would be all at one end.  For decay
 * factors just below 1, it is logarithmic in the distance to 1: 0.9, 0.99 and 0.999 are equally
 * spaced.  Numbers from the slider are rounded to three digits.
 */
#include "ui/widgets/setting-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/base/number.h"
#include "ui/widgets/number-spin.h"
#include "ui/widgets/scheme.h"

/* Ratio of maximum to minimum beyond which the slider is logarithmic, for real and for whole
 * numbers. */
#define DECADES       50.0
#define WHOLE_DECADES 1e4
/* A setting from 0 to a maximum between these bounds counts as a decay factor. */
#define FULL_MEMORY 1.0
#define LONG_MEMORY .9

struct _DhSettingRow
{
  GtkWidget parent_instance;
  GtkWidget *name;
  GtkWidget *entry;
  GtkWidget *unit;
  GtkWidget *reset;
  GtkWidget *scale;
  GtkWidget *message;
  const char *owner;
  DhSetting setting;
  double value;
  gboolean updating; /* widgets are being set by code */
};

enum
{
  PROP_0,
  PROP_VALUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhSettingRow, dh_setting_row, GTK_TYPE_WIDGET)

static gboolean
is_logarithmic (const DhSetting *setting)
{
  return setting->minimum > 0.0
         && setting->maximum / setting->minimum > (setting->step > 0.0 ? WHOLE_DECADES : DECADES);
}

static gboolean
is_memory (const DhSetting *setting)
{
  return setting->minimum == 0.0 && setting->maximum > LONG_MEMORY && setting->maximum < FULL_MEMORY
         && setting->step <= 0.0;
}

static double
to_scale (const DhSetting *setting, double value)
{
  if (is_memory (setting))
    return -log10 (FULL_MEMORY - value);
  return is_logarithmic (setting) ? log10 (value) : value;
}

static double
round_figures (double value)
{
  g_autofree char *text = g_strdup_printf ("%.3g", value);

  return g_strtod (text, NULL);
}

/* Keeps two digits of the difference to 1: 0.0126 gives 0.987. */
static double
round_memory (double lack)
{
  g_autofree char *text = g_strdup_printf ("%.1e", lack);
  g_autofree char *memory = g_strdup_printf ("%.7g", FULL_MEMORY - g_strtod (text, NULL));

  return g_strtod (memory, NULL);
}

static double
from_scale (const DhSetting *setting, double position)
{
  double value = is_logarithmic (setting) ? pow (10.0, position) : position;

  if (is_memory (setting))
    value = round_memory (pow (10.0, -position));
  else
    value = round_figures (value);
  if (setting->step > 0.0)
    value = setting->minimum + setting->step * round ((value - setting->minimum) / setting->step);
  return CLAMP (value, setting->minimum, setting->maximum);
}

/* NULL clears the message. */
static void
set_message (DhSettingRow *self, const char *message)
{
  gtk_label_set_text (GTK_LABEL (self->message), message != NULL ? message : "");
  gtk_widget_set_visible (self->message, message != NULL);
  if (message != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
}

/* As the user's language writes it. */
static char *
dup_number (double number)
{
  char *text = dh_number_print (number, 1);

  dh_number_localise (text);
  return text;
}

static void
show_value (DhSettingRow *self)
{
  g_autofree char *text = dup_number (self->value);

  self->updating = TRUE;
  gtk_range_set_value (GTK_RANGE (self->scale), to_scale (&self->setting, self->value));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text, -1);
  gtk_widget_set_sensitive (self->reset, self->value != self->setting.value);
  set_message (self, NULL);
  self->updating = FALSE;
}

static void
value_changed_cb (DhSettingRow *self)
{
  if (!self->updating)
    dh_setting_row_set_value (self, from_scale (&self->setting,
                                                gtk_range_get_value (GTK_RANGE (self->scale))));
}

/* Applies the text of the entry. */
static gboolean
commit (DhSettingRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  double value;
  g_autofree char *shown = dup_number (self->value);
  g_autoptr (GError) error = NULL;

  if (text[strspn (text, " ")] != '\0' && !g_str_equal (text, shown))
    {
      if (!dh_catalog_read_number (self->owner, &self->setting, text, &value, &error))
        {
          set_message (self, error->message);
          return FALSE;
        }
      dh_setting_row_set_value (self, value);
    }
  show_value (self);
  return TRUE;
}

static void
activate_cb (DhSettingRow *self)
{
  /* Move the focus out of the entry, so that the window's keys work again. */
  if (commit (self))
    gtk_widget_grab_focus (self->scale);
}

static void
focus_left_cb (DhSettingRow *self)
{
  commit (self);
}

static void
changed_cb (DhSettingRow *self)
{
  if (!self->updating)
    set_message (self, NULL);
}

static gboolean
key_pressed_cb (DhSettingRow *self, guint keyval)
{
  g_autofree char *shown = dup_number (self->value);

  /* Nothing to revert: let Escape close the popover. */
  if (keyval != GDK_KEY_Escape
      || g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->entry)), shown))
    return GDK_EVENT_PROPAGATE;
  show_value (self);
  gtk_widget_grab_focus (self->scale);
  return GDK_EVENT_STOP;
}

static void
reset_cb (DhSettingRow *self)
{
  /* The button becomes insensitive, so move the focus first. */
  gtk_widget_grab_focus (self->scale);
  dh_setting_row_set_value (self, self->setting.value);
}

static void
dh_setting_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_VALUE)
    g_value_set_double (value, DH_SETTING_ROW (object)->value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_setting_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_VALUE)
    dh_setting_row_set_value (DH_SETTING_ROW (object), g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_setting_row_dispose (GObject *object)
{
  dh_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_SETTING_ROW);
  G_OBJECT_CLASS (dh_setting_row_parent_class)->dispose (object);
}

static void
dh_setting_row_class_init (DhSettingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_setting_row_get_property;
  object_class->set_property = dh_setting_row_set_property;
  object_class->dispose = dh_setting_row_dispose;
  properties[PROP_VALUE] = g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                  | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/widgets/setting-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DhSettingRow, name);
  gtk_widget_class_bind_template_child (widget_class, DhSettingRow, entry);
  gtk_widget_class_bind_template_child (widget_class, DhSettingRow, unit);
  gtk_widget_class_bind_template_child (widget_class, DhSettingRow, reset);
  gtk_widget_class_bind_template_child (widget_class, DhSettingRow, scale);
  gtk_widget_class_bind_template_child (widget_class, DhSettingRow, message);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "setting");
}

static void
dh_setting_row_init (DhSettingRow *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_number_keep_right (GTK_EDITABLE (self->entry));
  self->updating = FALSE;
}

static void
setup_scale (DhSettingRow *self)
{
  const DhSetting *setting = &self->setting;
  double from = to_scale (setting, setting->minimum), to = to_scale (setting, setting->maximum);
  double step = setting->step > 0.0 ? setting->step : (to - from) / 100;

  self->updating = TRUE;
  dh_scale_leave_wheel (self->scale);
  gtk_range_set_range (GTK_RANGE (self->scale), from, to);
  gtk_range_set_increments (GTK_RANGE (self->scale), step, MAX (step, (to - from) / 10));
  self->updating = FALSE;
}

static void
setup_words (DhSettingRow *self)
{
  const DhSetting *setting = &self->setting;
  g_autofree char *minimum = dup_number (setting->minimum);
  g_autofree char *maximum = dup_number (setting->maximum);
  g_autofree char *usual = dup_number (setting->value);
  /* Translators: the range and the default of a setting: "0.001 … 1, default 0.05" */
  g_autofree char *range = g_strdup_printf (_ ("%s … %s, default %s"), minimum, maximum, usual);
  /* Translators: read aloud; the name of a setting: "Threshold δ, exact value" */
  g_autofree char *exact = g_strdup_printf (_ ("%s, exact value"), setting->name);
  /* Translators: read aloud; the name of a setting: "Reset Threshold δ" */
  g_autofree char *reset = g_strdup_printf (_ ("Reset %s"), setting->name);

  gtk_label_set_text (GTK_LABEL (self->name), setting->name);
  gtk_label_set_text (GTK_LABEL (self->unit), setting->unit);
  gtk_widget_set_visible (self->unit, setting->unit[0] != '\0');
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), range);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  setting->name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, range, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  exact, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, range, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  reset, -1);
}

GtkWidget *
dh_setting_row_new (const char *owner, const DhSetting *setting)
{
  DhSettingRow *self = g_object_new (DH_TYPE_SETTING_ROW, NULL);

  self->owner = owner;
  self->setting = *setting;
  self->value = self->setting.value;
  setup_scale (self);
  setup_words (self);
  show_value (self);
  return GTK_WIDGET (self);
}

double
dh_setting_row_get_value (DhSettingRow *self)
{
  return self->value;
}

void
dh_setting_row_set_value (DhSettingRow *self, double value)
{
  if (self->value == value)
    return;
  self->value = value;
  show_value (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

void
dh_setting_row_enter_text (DhSettingRow *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  commit (self);
}

const char *
dh_setting_row_get_message (DhSettingRow *self)
{
  return gtk_widget_get_visible (self->message) ? gtk_label_get_text (GTK_LABEL (self->message))
                                                : NULL;
}
