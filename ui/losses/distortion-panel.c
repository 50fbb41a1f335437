/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sliders and buttons that distort the prediction.  A button applies one distortion alone and
 * removes the others, because with two at once it would be unclear which one a loss responds to.
 * The sliders can be combined.
 */
#include "ui/losses/distortion-panel.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stddef.h>

#include "ui/widgets/scheme.h"
#include "ui/widgets/whole-text.h"

#define N_COLUMNS   3
#define VALUE_CHARS 7

/* One kind of distortion: its field, its slider, its button, and the format of its number. */
typedef struct
{
  const char *name;   /* of the slider */
  const char *preset; /* of the button */
  const char *tip;       /* of the button */
  const char *amount;    /* the slider's tip */
  const char *format;
  double unit; /* of the number shown */
  gsize offset;
  double minimum, maximum, step;
  double strength; /* applied by the button */
} Kind;

static const Kind kinds[] = {
  { N_ ("Shift"), N_ ("Shift"), N_ ("Shifted right by 2 pixels, otherwise unchanged"),
    N_ ("To the right, in pixels"),
    /* Translators: pixels */
    N_ ("%.1f px"), 1, offsetof (DhDistortion, shift), 0, 16, .5, 2 },
  { N_ ("Blur"), N_ ("Blur"), N_ ("Blurred, otherwise unchanged"),
    N_ ("Gaussian blur: its standard deviation σ, in pixels"), N_ ("%.1f px"), 1,
    offsetof (DhDistortion, blur), 0, 6, .1, 1.5 },
  { N_ ("Brightness"), N_ ("Brighter"), N_ ("Every pixel brighter by 0.15, otherwise unchanged"),
    N_ ("Added to every pixel; from black to white, it is 1"),
    /* Translators: a number with its sign */
    N_ ("%+.2f"), 1, offsetof (DhDistortion, brightness), -.5, .5, .01, .15 },
  { N_ ("Noise"), N_ ("Noise"), N_ ("Noise everywhere, otherwise unchanged"),
    N_ ("Gaussian noise: its standard deviation σ; from black to white, it is 1"), N_ ("%.2f"), 1,
    offsetof (DhDistortion, noise), 0, .3, .01, .08 },
  { N_ ("Scratch"), N_ ("Scratch"), N_ ("One light scratch, otherwise unchanged"),
    N_ ("Width of the scratch, in pixels"), N_ ("%.1f px"),
    1, offsetof (DhDistortion, scratch), 0, 6, .5, 2 },
  { N_ ("Outliers"), N_ ("Outliers"),
    N_ ("One pixel in a hundred in a random colour, otherwise unchanged"),
    N_ ("Share of the pixels with a random colour, in per cent"),
    /* Translators: per cent */
    N_ ("%.1f %%"), .01, offsetof (DhDistortion, wild), 0, .05, .001, .01 },
};

#define N_KINDS G_N_ELEMENTS (kinds)
G_STATIC_ASSERT (N_KINDS == DH_DISTORTION_N_PRESETS);

struct _DhDistortionPanel
{
  GtkWidget parent_instance;
  GtkWidget *presets;
  GtkWidget *sliders;
  GtkWidget *reset;
  GtkWidget *scales[N_KINDS];
  GtkWidget *values[N_KINDS];
  DhDistortion distortion;
  gboolean updating; /* sliders are being set by code */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhDistortionPanel, dh_distortion_panel, GTK_TYPE_WIDGET)

static double *
get_place (DhDistortion *distortion, guint kind)
{
  return (double *) (void *) ((char *) distortion + kinds[kind].offset);
}

const char *
dh_distortion_get_preset (guint preset, DhDistortion *distortion)
{
  g_return_val_if_fail (preset < N_KINDS, "");
  *distortion = (DhDistortion) { 0 };
  *get_place (distortion, preset) = kinds[preset].strength;
  return _ (kinds[preset].preset);
}

static gboolean
is_nothing (DhDistortion *distortion)
{
  for (guint i = 0; i < N_KINDS; i++)
    if (*get_place (distortion, i) != 0.0)
      return FALSE;
  return TRUE;
}

static void
show_value (DhDistortionPanel *self, guint kind)
{
  double value = *get_place (&self->distortion, kind) / kinds[kind].unit;
  char number[32], text[32];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_snprintf (number, sizeof number, _ (kinds[kind].format), value);
#pragma GCC diagnostic pop
  /* A hyphen is too short beside a plus. */
  g_snprintf (text, sizeof text, "%s%s", number[0] == '-' ? "−" : "",
              number[0] == '-' ? number + 1 : number);
  gtk_label_set_text (GTK_LABEL (self->values[kind]), value == 0.0 ? "0" : text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scales[kind]),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
show_all (DhDistortionPanel *self)
{
  self->updating = TRUE;
  for (guint i = 0; i < N_KINDS; i++)
    {
      gtk_range_set_value (GTK_RANGE (self->scales[i]), *get_place (&self->distortion, i));
      show_value (self, i);
    }
  gtk_widget_set_sensitive (self->reset, !is_nothing (&self->distortion));
  self->updating = FALSE;
}

static void
change (DhDistortionPanel *self, const DhDistortion *distortion)
{
  self->distortion = *distortion;
  show_all (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
moved_cb (GtkRange *scale, DhDistortionPanel *self)
{
  guint kind = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (scale), "kind"));
  double step = kinds[kind].step, value = round (gtk_range_get_value (scale) / step) * step;
  DhDistortion distortion = self->distortion;

  if (self->updating || *get_place (&distortion, kind) == value)
    return;
  *get_place (&distortion, kind) = value;
  change (self, &distortion);
}

static void
preset_cb (GtkWidget *button, DhDistortionPanel *self)
{
  guint kind = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "kind"));
  DhDistortion distortion = { 0 };

  *get_place (&distortion, kind) = kinds[kind].strength;
  change (self, &distortion);
}

static void
reset_cb (DhDistortionPanel *self)
{
  change (self, &(DhDistortion) { 0 });
}

static void
add_preset (DhDistortionPanel *self, guint kind)
{
  GtkWidget *button = gtk_button_new_with_label (_ (kinds[kind].preset));

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (button, _ (kinds[kind].tip));
  dh_whole_text_watch (button);
  gtk_widget_add_css_class (button, "preset");
  gtk_widget_set_hexpand (button, TRUE);
  g_object_set_data (G_OBJECT (button), "kind", GUINT_TO_POINTER (kind));
  g_signal_connect (button, "clicked", G_CALLBACK (preset_cb), self);
  gtk_grid_attach (GTK_GRID (self->presets), button, (int) kind % N_COLUMNS, (int) kind / N_COLUMNS,
                   1, 1);
}

static void
add_slider (DhDistortionPanel *self, guint kind)
{
  const Kind *info = &kinds[kind];
  GtkWidget *label = gtk_label_new (_ (info->name)), *value = gtk_label_new (NULL);
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, info->minimum,
                                               info->maximum, info->step);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_xalign (GTK_LABEL (value), 1);
  gtk_label_set_width_chars (GTK_LABEL (value), VALUE_CHARS);
  gtk_widget_add_css_class (value, "numeric");
  gtk_widget_set_hexpand (scale, TRUE);
  /* The highlight starts at the minimum only if the range has no negative numbers. */
  gtk_scale_set_has_origin (GTK_SCALE (scale), info->minimum >= 0);
  gtk_widget_set_size_request (scale, 80, -1);
  dh_scale_leave_wheel (scale);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (info->name), -1);
  gtk_widget_set_tooltip_text (scale, _ (info->amount));
  g_object_set_data (G_OBJECT (scale), "kind", GUINT_TO_POINTER (kind));
  g_signal_connect (scale, "value-changed", G_CALLBACK (moved_cb), self);
  gtk_grid_attach (GTK_GRID (self->sliders), label, 0, (int) kind, 1, 1);
  gtk_grid_attach (GTK_GRID (self->sliders), scale, 1, (int) kind, 1, 1);
  gtk_grid_attach (GTK_GRID (self->sliders), value, 2, (int) kind, 1, 1);
  self->scales[kind] = scale;
  self->values[kind] = value;
}

static void
dh_distortion_panel_dispose (GObject *object)
{
  dh_widget_dispose_template (GTK_WIDGET (object), DH_TYPE_DISTORTION_PANEL);
  G_OBJECT_CLASS (dh_distortion_panel_parent_class)->dispose (object);
}

static void
dh_distortion_panel_class_init (DhDistortionPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_distortion_panel_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/losses/distortion-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, DhDistortionPanel, presets);
  gtk_widget_class_bind_template_child (widget_class, DhDistortionPanel, sliders);
  gtk_widget_class_bind_template_child (widget_class, DhDistortionPanel, reset);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "distortion");
}

static void
dh_distortion_panel_init (DhDistortionPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_KINDS; i++)
    {
      add_preset (self, i);
      add_slider (self, i);
    }
  show_all (self);
}

GtkWidget *
dh_distortion_panel_new (void)
{
  return g_object_new (DH_TYPE_DISTORTION_PANEL, NULL);
}

DhDistortion
dh_distortion_panel_get_distortion (DhDistortionPanel *self)
{
  return self->distortion;
}

void
dh_distortion_panel_set_distortion (DhDistortionPanel *self, const DhDistortion *distortion)
{
  self->distortion = *distortion;
  show_all (self);
}
