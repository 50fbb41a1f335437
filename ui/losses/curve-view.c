/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The curves of the losses with their axis and table.
 *
 * It adds the choice of the error range, and a table of the values at the marker.
 *
 * Each loss keeps its colour, whichever others are shown: the colour depends on its position among
 * all losses that have a curve.
 */
#include "ui/losses/curve-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/catalog/catalog.h"
#include "ui/losses/curve-plot.h"
#include "ui/losses/curve-table.h"
#include "ui/widgets/scheme.h"

#define N_RANGES 3

/* The data of a curve. */
typedef struct
{
  guint loss;
  double settings[DH_CATALOG_MAX_SETTINGS];
} Source;

struct _DhCurveView
{
  GtkWidget parent_instance;
  GtkWidget *wide_button, *middle_button, *narrow_button;
  GtkWidget *same_height_button;
  GtkWidget *plot;
  GtkWidget *table;
  GtkWidget *hint;
  Source *sources; /* one per loss of the catalog */
  guint n_sources;
  GArray *shown;  /* guint: indices in the catalog */
  GArray *curves; /* DhCurve, as in the plot; may end with a reference curve */
  int selected;
};

enum
{
  PROP_0,
  PROP_ERROR,
  PROP_RANGE,
  PROP_SAME_HEIGHT,
  PROP_SELECTED,
  N_PROPS
};

static const double ranges[N_RANGES] = { 1.0, .2, .05 };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhCurveView, dh_curve_view, GTK_TYPE_WIDGET)

static double
evaluate_source (gconstpointer data, double error, double *slope)
{
  const Source *source = data;

  return dh_catalog_get_profile (source->loss, source->settings, error, slope);
}

static double
evaluate_half_mse (gconstpointer data, double error, double *slope)
{
  *slope = error;
  return error * error / 2;
}

/* Numbers from 1, in the order of the catalog. */
static guint
get_number (guint loss)
{
  guint number = 0;

  for (guint i = 0; i <= loss; i++)
    number += dh_catalog_get_loss (i)->has_profile;
  return number;
}

/* Whether ½ MSE is drawn as a reference beside this loss. */
static gboolean
is_near_half_mse (guint loss)
{
  return dh_catalog_get_loss (loss)->near_half_mse;
}

/* Updates the numbers, and their text for screen readers. */
static void
update_readings (DhCurveView *self)
{
  double error = dh_curve_plot_get_error (DH_CURVE_PLOT (self->plot));
  g_autofree char *words = NULL;
  char at[24];

  dh_curve_format_error (error, dh_curve_plot_get_range (DH_CURVE_PLOT (self->plot)), at,
                         sizeof at);
  words = dh_curve_table_show (DH_CURVE_TABLE (self->table), error, at);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, at, -1);
}

/* ---- the curves ---- */

/* Whether the curve can't be told apart from ½ MSE by eye. */
static gboolean
is_half_mse (const Source *source)
{
  double slope, loss = evaluate_source (source, .2, &slope);

  return fabs (loss - .02) < .02 * .02;
}

static void
append_curve (DhCurveView *self, guint loss)
{
  DhCurve curve = {
    .label = dh_catalog_get_loss (loss)->name,
    .evaluate = evaluate_source,
    .data = &self->sources[loss],
    .number = get_number (loss),
    .strong = (int) loss == self->selected,
  };

  g_array_append_val (self->curves, curve);
}

static void
build_curves (DhCurveView *self)
{
  DhCurve reference = { .label = _ ("½ MSE"), .evaluate = evaluate_half_mse };
  gboolean with_reference = FALSE, on_it = FALSE;

  g_array_set_size (self->curves, 0);
  for (guint i = 0; i < self->shown->len; i++)
    {
      guint loss = g_array_index (self->shown, guint, i);

      append_curve (self, loss);
      with_reference |= is_near_half_mse (loss);
      on_it |= is_near_half_mse (loss) && is_half_mse (&self->sources[loss]);
    }
  if (with_reference)
    g_array_append_val (self->curves, reference);
  gtk_widget_set_visible (self->hint, on_it);
  dh_curve_plot_set_curves (DH_CURVE_PLOT (self->plot),
                            (const DhCurve *) (gpointer) self->curves->data, self->curves->len);
  dh_curve_table_set_curves (DH_CURVE_TABLE (self->table),
                             (const DhCurve *) (gpointer) self->curves->data, self->curves->len);
  update_readings (self);
}

/* ---- callbacks ---- */

static GtkWidget *
get_range_button (DhCurveView *self, guint i)
{
  return i == 0 ? self->wide_button : i == 1 ? self->middle_button : self->narrow_button;
}

static void
range_toggled_cb (DhCurveView *self, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button))
    for (guint i = 0; i < N_RANGES; i++)
      if (get_range_button (self, i) == GTK_WIDGET (button))
        dh_curve_plot_set_range (DH_CURVE_PLOT (self->plot), ranges[i]);
}

static void
same_height_toggled_cb (DhCurveView *self, GtkCheckButton *button)
{
  dh_curve_plot_set_same_height (DH_CURVE_PLOT (self->plot), gtk_check_button_get_active (button));
}

static void
error_cb (DhCurveView *self)
{
  update_readings (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
range_cb (DhCurveView *self)
{
  double range = dh_curve_plot_get_range (DH_CURVE_PLOT (self->plot));

  for (guint i = 0; i < N_RANGES; i++)
    if (ranges[i] == range)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (get_range_button (self, i)), TRUE);
  update_readings (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RANGE]);
}

static void
same_height_cb (DhCurveView *self)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->same_height_button),
                               dh_curve_plot_get_same_height (DH_CURVE_PLOT (self->plot)));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAME_HEIGHT]);
}

/* ---- object ---- */

static void
dh_curve_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhCurveView *self = DH_CURVE_VIEW (object);
  DhCurvePlot *plot = DH_CURVE_PLOT (self->plot);

  switch (id)
    {
    case PROP_ERROR:
      g_value_set_double (value, dh_curve_plot_get_error (plot));
      break;
    case PROP_RANGE:
      g_value_set_double (value, dh_curve_plot_get_range (plot));
      break;
    case PROP_SAME_HEIGHT:
      g_value_set_boolean (value, dh_curve_plot_get_same_height (plot));
      break;
    case PROP_SELECTED:
      g_value_set_int (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_curve_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhCurveView *self = DH_CURVE_VIEW (object);

  switch (id)
    {
    case PROP_ERROR:
      dh_curve_view_set_error (self, g_value_get_double (value));
      break;
    case PROP_RANGE:
      dh_curve_view_set_range (self, g_value_get_double (value));
      break;
    case PROP_SAME_HEIGHT:
      dh_curve_view_set_same_height (self, g_value_get_boolean (value));
      break;
    case PROP_SELECTED:
      dh_curve_view_set_selected (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_curve_view_dispose (GObject *object)
{
  DhCurveView *self = DH_CURVE_VIEW (object);

  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_CURVE_VIEW);
  g_clear_pointer (&self->shown, g_array_unref);
  g_clear_pointer (&self->curves, g_array_unref);
  g_clear_pointer (&self->sources, g_free);
  G_OBJECT_CLASS (dh_curve_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/losses/curve-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DhCurveView, wide_button);
  gtk_widget_class_bind_template_child (widget_class, DhCurveView, middle_button);
  gtk_widget_class_bind_template_child (widget_class, DhCurveView, narrow_button);
  gtk_widget_class_bind_template_child (widget_class, DhCurveView, same_height_button);
  gtk_widget_class_bind_template_child (widget_class, DhCurveView, plot);
  gtk_widget_class_bind_template_child (widget_class, DhCurveView, table);
  gtk_widget_class_bind_template_child (widget_class, DhCurveView, hint);
  gtk_widget_class_bind_template_callback (widget_class, range_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, same_height_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, error_cb);
  gtk_widget_class_bind_template_callback (widget_class, range_cb);
  gtk_widget_class_bind_template_callback (widget_class, same_height_cb);
}

static void
dh_curve_view_class_init (DhCurveViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_curve_view_get_property;
  object_class->set_property = dh_curve_view_set_property;
  object_class->dispose = dh_curve_view_dispose;
  properties[PROP_ERROR] = g_param_spec_double ("error", NULL, NULL, -1, 1, DH_CURVE_PLOT_ERROR,
                                                flags);
  properties[PROP_RANGE] = g_param_spec_double ("range", NULL, NULL, 1e-3, 1, DH_CURVE_PLOT_RANGE,
                                                flags);
  properties[PROP_SAME_HEIGHT] = g_param_spec_boolean ("same-height", NULL, NULL, TRUE, flags);
  properties[PROP_SELECTED] = g_param_spec_int ("selected", NULL, NULL, -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (DH_TYPE_CURVE_PLOT);
  g_type_ensure (DH_TYPE_CURVE_TABLE);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "curves");
}

static void
dh_curve_view_init (DhCurveView *self)
{
  self->selected = -1;
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint));
  self->curves = g_array_new (FALSE, FALSE, sizeof (DhCurve));
  dh_catalog_get_losses (&self->n_sources);
  self->sources = g_new0 (Source, self->n_sources);
  for (guint i = 0; i < self->n_sources; i++)
    {
      const DhCatalogLoss *loss = dh_catalog_get_loss (i);

      self->sources[i].loss = i;
      for (guint k = 0; k < loss->n_settings; k++)
        self->sources[i].settings[k] = loss->settings[k].value;
    }
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dh_curve_view_new (void)
{
  return g_object_new (DH_TYPE_CURVE_VIEW, NULL);
}

void
dh_curve_view_set_losses (DhCurveView *self, const guint *losses, guint n_losses)
{
  g_array_set_size (self->shown, 0);
  for (guint i = 0; i < n_losses; i++)
    if (losses[i] < self->n_sources && dh_catalog_get_loss (losses[i])->has_profile)
      g_array_append_val (self->shown, losses[i]);
  build_curves (self);
}

void
dh_curve_view_set_selected (DhCurveView *self, int loss)
{
  if (self->selected == loss)
    return;
  self->selected = loss;
  build_curves (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

void
dh_curve_view_set_settings (DhCurveView *self, guint loss, const double *values)
{
  g_return_if_fail (loss < self->n_sources);
  if (memcmp (self->sources[loss].settings, values, sizeof self->sources[loss].settings) == 0)
    return;
  memcpy (self->sources[loss].settings, values, sizeof self->sources[loss].settings);
  gtk_widget_set_visible (self->hint, FALSE);
  for (guint i = 0; i < self->shown->len; i++)
    if (is_near_half_mse (g_array_index (self->shown, guint, i)))
      gtk_widget_set_visible (self->hint,
                              is_half_mse (&self->sources[g_array_index (self->shown, guint, i)]));
  dh_curve_plot_set_curves (DH_CURVE_PLOT (self->plot),
                            (const DhCurve *) (gpointer) self->curves->data, self->curves->len);
  update_readings (self);
}

void
dh_curve_view_set_error (DhCurveView *self, double error)
{
  dh_curve_plot_set_error (DH_CURVE_PLOT (self->plot), error);
}

double
dh_curve_view_get_error (DhCurveView *self)
{
  return dh_curve_plot_get_error (DH_CURVE_PLOT (self->plot));
}

void
dh_curve_view_set_range (DhCurveView *self, double range)
{
  dh_curve_plot_set_range (DH_CURVE_PLOT (self->plot), range);
}

void
dh_curve_view_set_same_height (DhCurveView *self, gboolean same_height)
{
  dh_curve_plot_set_same_height (DH_CURVE_PLOT (self->plot), same_height);
}
