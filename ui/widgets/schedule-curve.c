/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A schedule as a curve: the rate over time.
 *
 * A schedule is a name and two numbers; the curve shows what they mean.  It is drawn with the same
 * function that is used for training, one value per pixel, over a span slightly longer than the
 * schedule.  Zooming was rejected: there would be nothing more to see.
 */
#include "ui/widgets/schedule-curve.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/widgets/scheme.h"

#define HEIGHT     44.0
#define LEAST_SPAN 100.0

struct _DhScheduleCurve
{
  GtkWidget parent_instance;
  DhOptimizerConfig optimizer_config;
  guint64 n_updates;
};

G_DEFINE_FINAL_TYPE (DhScheduleCurve, dh_schedule_curve, GTK_TYPE_WIDGET)

/* The schedule's setting that counts updates, or NULL. */
static const double *
find_length (const DhOptimizerConfig *optimizer_config)
{
  for (guint i = 0;
       i < DH_SCHEDULE_MAX_SETTINGS && optimizer_config->schedule->settings[i].id != NULL; i++)
    if (optimizer_config->schedule->settings[i].step > 0.0)
      return &optimizer_config->schedule_settings[i];
  return NULL;
}

static guint64
find_span (const DhOptimizerConfig *optimizer_config)
{
  const DhSchedule *schedule = optimizer_config->schedule;
  const double *length = find_length (optimizer_config);
  double span = optimizer_config->warm_up;

  if (optimizer_config->warm_up == 0 && schedule == dh_schedule_get_constant ())
    return 0;
  if (length != NULL)
    span += schedule->shown * *length;
  else
    span *= schedule->shown;
  return (guint64) ceil (MAX (span, LEAST_SPAN));
}

static double
get_y (DhScheduleCurve *self, double share, double height)
{
  /* Leave out the last update, since the next step of the schedule may begin there. */
  guint64 t = 1 + (guint64) (share * (double) (self->n_updates - 2));

  return 1.0
         + (height - 2.0) * (1.0 - dh_optimizer_config_get_rate (&self->optimizer_config, 1.0, t));
}

static void
draw_curve (DhScheduleCurve *self, cairo_t *cr, double width, double height)
{
  const DhPalette *palette = dh_palette_get (dh_scheme_get_current ());

  dh_color_set_source (cr, palette->grid, 1.0);
  cairo_rectangle (cr, 0.0, height - 1.0, width, 1.0);
  cairo_rectangle (cr, 0.0, 0.0, width, 1.0);
  cairo_fill (cr);
  for (double x = 0.0; x <= width; x += .5)
    cairo_line_to (cr, x, get_y (self, x / width, height));
  dh_color_set_source (cr, dh_palette_get_lane (dh_scheme_get_current (), 1), 1.0);
  cairo_set_line_width (cr, 2.0);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

static void
dh_schedule_curve_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhScheduleCurve *self = DH_SCHEDULE_CURVE (widget);
  const int width = gtk_widget_get_width (widget);
  GtkWidget *words = gtk_widget_get_first_child (widget);

  if (self->n_updates > 0 && width > 0)
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, HEIGHT));

      draw_curve (self, cr, width, HEIGHT);
      cairo_destroy (cr);
    }
  gtk_widget_snapshot_child (widget, words, snapshot);
}

static void
dh_schedule_curve_dispose (GObject *object)
{
  GtkWidget *words = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (words != NULL)
    gtk_widget_unparent (words);
  G_OBJECT_CLASS (dh_schedule_curve_parent_class)->dispose (object);
}

static void
dh_schedule_curve_class_init (DhScheduleCurveClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_schedule_curve_dispose;
  widget_class->snapshot = dh_schedule_curve_snapshot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "schedulecurve");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dh_schedule_curve_init (DhScheduleCurve *self)
{
  GtkWidget *words = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (words), 1);
  gtk_widget_set_margin_top (words, (int) HEIGHT + 2);
  gtk_widget_add_css_class (words, "rate-zone");
  gtk_widget_set_parent (words, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
}

void
dh_schedule_curve_set_optimizer_config (DhScheduleCurve *self,
                                        const DhOptimizerConfig *optimizer_config)
{
  g_autofree char *words = NULL, *description = NULL;
  double last;

  self->optimizer_config = *optimizer_config;
  self->n_updates = find_span (optimizer_config);
  gtk_widget_set_visible (GTK_WIDGET (self), self->n_updates > 0);
  if (self->n_updates == 0)
    return;
  last = dh_optimizer_config_get_rate (optimizer_config, 1.0, self->n_updates);
  /* Translators: under a curve: how far it reaches */
  words = g_strdup_printf (_ ("%'.0f updates"), (double) self->n_updates);
  /* Translators: read aloud: a curve that ends at, for example, 10 % of the full rate */
  description = g_strdup_printf (_ ("Rate after %s: %.0f %% of the full rate"), words,
                                 100.0 * last);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (GTK_WIDGET (self))), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Rate over time"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint64
dh_schedule_curve_get_n_updates (DhScheduleCurve *self)
{
  return self->n_updates;
}
