/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The learning rate slider.
 *
 * Its value is the common logarithm of the rate: equal distances are equal factors.  Rates from the
 * slider are rounded to two digits, because 1.0371942e-3 says no more than 1.0e-3; a typed rate is
 * kept as it is.
 *
 * Text that isn't a rate is recognised while typing, but only reported when it is finished (Enter,
 * or the focus leaves): until then, "1e" is merely an unfinished rate.  Meanwhile the old value
 * stays in effect, and it is restored if everything was deleted.
 *
 * The line under the slider is always there, even without a stable rate: otherwise a card whose
 * optimizer has none would be lower than its neighbour.  The word for the zone is on the half
 * without the mark.
 */
#include "ui/widgets/rate-scale.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "core/session/session.h"
#include "ui/widgets/number-spin.h"
#include "ui/widgets/scheme.h"

struct _DhRateScale
{
  GtkWidget parent_instance;
  GtkWidget *scale;
  GtkWidget *entry;
  GtkWidget *zone_label;
  GtkAdjustment *adjustment;
  double rate;
  double stable_rate;    /* NaN: unknown */
  double stable_product; /* stable rate times λ */
  DhRateZone seen;       /* observed state of the ball; DH_RATE_UNKNOWN: use the zone of the rate */
  char *error;
  gboolean updating; /* the slider is being set from the rate */
};

enum
{
  PROP_0,
  PROP_RATE,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhRateScale, dh_rate_scale, GTK_TYPE_WIDGET)

static double
round_to_two_figures (double rate)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* Round via text, so that the result equals a typed "1.3e-3". */
  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.1e", rate), NULL);
}

double
dh_rate_step (double rate, int direction)
{
  double position = log10 (rate) * 10.0;
  /* A rate that equals a step up to rounding counts as that step. */
  double nearest = round (position);
  double next = fabs (position - nearest) < .25 ? nearest + direction
                : direction > 0                 ? ceil (position)
                                                : floor (position);

  next = CLAMP (next, 10.0 * log10 (DH_RATE_SLIDER_MIN), 10.0 * log10 (DH_RATE_SLIDER_MAX));
  return round_to_two_figures (pow (10.0, next / 10.0));
}

/* Steps the mantissa with an exponent that is far from the slider's ends, then adds the original
 * exponent. */
double
dh_rate_step_freely (double rate, int direction)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE], stepped[G_ASCII_DTOSTR_BUF_SIZE], *exponent, *change;
  g_autofree char *text = NULL;
  double next;

  g_ascii_formatd (digits, sizeof digits, "%.16e", rate);
  exponent = strchr (digits, 'e');
  *exponent++ = '\0';
  next = dh_rate_step (1e-3 * g_ascii_strtod (digits, NULL), direction);
  g_ascii_formatd (stepped, sizeof stepped, "%.1e", next);
  change = strchr (stepped, 'e');
  *change++ = '\0';
  text = g_strdup_printf ("%se%d", stepped, atoi (exponent) + atoi (change) + 3);
  next = g_ascii_strtod (text, NULL);
  return next > 0 && isfinite (next) ? next : rate;
}

static const char *
get_entry_tip (void)
{
  return _ ("Exact learning rate (step size η): a number above 0, such as 0.001 or 1e-3");
}

static void
set_error (DhRateScale *self, const char *message)
{
  if (g_strcmp0 (self->error, message) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (message);
  if (message != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_widget_set_tooltip_text (self->entry, message != NULL ? message : get_entry_tip ());
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* ---- zones ---- */

/* "2/λ", or "3.8/λ" with momentum; (transfer full) */
static char *
dup_formula (DhRateScale *self)
{
  return g_strdup_printf ("%.3g/λ", self->stable_product);
}

static void
show_words (DhRateScale *self)
{
  const char *usual = _ ("Learning rate: how large the steps are ([ lower, ] higher)");
  g_autofree char *formula = dup_formula (self);
  g_autofree char *text = NULL, *sentence = NULL, *tooltip = NULL;

  if (isfinite (self->stable_rate))
    {
      g_autofree char *rounded = g_strdup_printf ("%.1e", self->stable_rate);

      text = dh_rate_format (g_ascii_strtod (rounded, NULL));
      /* Translators: "2/λ = 3.1e-3: above this rate, descent diverges; …" */
      sentence = g_strdup_printf (_ ("%s = %s: above this rate, descent diverges; λ is the largest "
                                     "curvature at the ball"),
                                  formula, text);
      tooltip = g_strconcat (usual, "\n", sentence, NULL);
    }
  gtk_widget_set_tooltip_text (self->scale, tooltip != NULL ? tooltip : usual);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence != NULL ? sentence : "", -1);
}

static double
get_share (DhRateScale *self, double rate)
{
  double lower = gtk_adjustment_get_lower (self->adjustment);

  return (log10 (rate) - lower) / (gtk_adjustment_get_upper (self->adjustment) - lower);
}

static void
show_zone (DhRateScale *self)
{
  DhRateZone zone = dh_rate_zone_find (self->rate, self->stable_rate);
  const char *word = dh_rate_zone_get_word (
    zone != DH_RATE_UNKNOWN && self->seen != DH_RATE_UNKNOWN ? self->seen : zone);
  g_autofree char *text = dh_rate_format (self->rate);
  g_autofree char *value = word[0] != '\0' ? g_strdup_printf ("%s, %s", text, word) : NULL;
  gboolean known = isfinite (self->stable_rate);

  gtk_label_set_text (GTK_LABEL (self->zone_label), word);
  gtk_label_set_xalign (GTK_LABEL (self->zone_label),
                        known && get_share (self, self->stable_rate) < .5 ? 1 : 0);
  if (known)
    gtk_widget_add_css_class (self->scale, "zoned");
  else
    gtk_widget_remove_css_class (self->scale, "zoned");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  value != NULL ? value : text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
dh_rate_scale_find_x (DhRateScale *self, double rate)
{
  DhRateTrack track;

  if (!dh_rate_track_find (&track, GTK_WIDGET (self), GTK_SCALE (self->scale)))
    return NAN;
  return dh_rate_track_get_x (&track, rate);
}

static void
dh_rate_scale_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DhRateScale *self = DH_RATE_SCALE (widget);
  DhScheme scheme = dh_scheme_get_current ();
  DhRateTrack track;

  if (isfinite (self->stable_rate) && dh_rate_track_find (&track, widget, GTK_SCALE (self->scale)))
    {
      g_autofree char *formula = dup_formula (self);

      dh_rate_track_draw (&track, snapshot, scheme, self->stable_rate);
      dh_rate_track_draw_mark (&track, snapshot, scheme, self->stable_rate, self->zone_label,
                               formula);
    }
  GTK_WIDGET_CLASS (dh_rate_scale_parent_class)->snapshot (widget, snapshot);
}

/* ---- the rate ---- */

/* Shows the rate in the slider and the entry. */
static void
show_rate (DhRateScale *self)
{
  g_autofree char *text = dh_rate_format (self->rate);

  self->updating = TRUE;
  gtk_adjustment_set_value (self->adjustment, log10 (self->rate));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  show_zone (self);
  set_error (self, NULL);
  self->updating = FALSE;
}

static void
value_changed_cb (DhRateScale *self)
{
  if (!self->updating)
    dh_rate_scale_set_rate (self, round_to_two_figures (
                                    pow (10.0, gtk_adjustment_get_value (self->adjustment))));
}

/* Applies the text of the entry. */
static gboolean
commit (DhRateScale *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *shown = dh_rate_format (self->rate);
  g_autoptr (GError) error = NULL;
  double rate;

  if (text[strspn (text, " ")] == '\0' || g_str_equal (text, shown))
    {
      show_rate (self);
      return TRUE;
    }
  if (!dh_rate_parse (text, &rate, &error))
    {
      set_error (self, error->message);
      return FALSE;
    }
  dh_rate_scale_set_rate (self, rate);
  show_rate (self);
  return TRUE;
}

static void
activate_cb (DhRateScale *self)
{
  /* Move the focus out of the entry, so that the window's keys work again. */
  if (commit (self))
    gtk_widget_grab_focus (self->scale);
}

static void
focus_left_cb (DhRateScale *self)
{
  commit (self);
}

static void
changed_cb (DhRateScale *self)
{
  if (!self->updating && self->error != NULL)
    set_error (self, NULL);
}

static gboolean
key_pressed_cb (DhRateScale *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  show_rate (self);
  gtk_widget_grab_focus (self->scale);
  return GDK_EVENT_STOP;
}

static void
dh_rate_scale_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhRateScale *self = DH_RATE_SCALE (object);

  switch (id)
    {
    case PROP_RATE:
      g_value_set_double (value, self->rate);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_rate_scale_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_RATE)
    dh_rate_scale_set_rate (DH_RATE_SCALE (object), g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dh_rate_scale_dispose (GObject *object)
{
  DhRateScale *self = DH_RATE_SCALE (object);

  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_RATE_SCALE);
  g_clear_pointer (&self->error, g_free);
  G_OBJECT_CLASS (dh_rate_scale_parent_class)->dispose (object);
}

static void
dh_rate_scale_class_init (DhRateScaleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dh_rate_scale_get_property;
  object_class->set_property = dh_rate_scale_set_property;
  object_class->dispose = dh_rate_scale_dispose;
  widget_class->snapshot = dh_rate_scale_snapshot;
  properties[PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, G_MINDOUBLE, G_MAXDOUBLE, 1e-3,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                 | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/widgets/rate-scale.ui");
  gtk_widget_class_bind_template_child (widget_class, DhRateScale, scale);
  gtk_widget_class_bind_template_child (widget_class, DhRateScale, entry);
  gtk_widget_class_bind_template_child (widget_class, DhRateScale, zone_label);
  gtk_widget_class_bind_template_child (widget_class, DhRateScale, adjustment);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "rate");
}

static void
dh_rate_scale_init (DhRateScale *self)
{
  self->rate = 1e-3;
  self->stable_rate = NAN;
  self->stable_product = 2.0;
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_number_keep_right (GTK_EDITABLE (self->entry));
  gtk_adjustment_configure (self->adjustment, -3.0, log10 (DH_RATE_SLIDER_MIN),
                            log10 (DH_RATE_SLIDER_MAX), .05, .5, 0.0);
  dh_scheme_watch (GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_draw));
  gtk_widget_set_tooltip_text (self->entry, get_entry_tip ());
  show_rate (self);
  show_words (self);
}

GtkWidget *
dh_rate_scale_new (void)
{
  return g_object_new (DH_TYPE_RATE_SCALE, NULL);
}

double
dh_rate_scale_get_rate (DhRateScale *self)
{
  return self->rate;
}

void
dh_rate_scale_set_rate (DhRateScale *self, double rate)
{
  g_return_if_fail (isfinite (rate) && rate > 0.0);
  if (self->rate == rate)
    return;
  self->rate = rate;
  show_rate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATE]);
}

const char *
dh_rate_scale_get_error (DhRateScale *self)
{
  return self->error;
}

void
dh_rate_scale_enter_text (DhRateScale *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  commit (self);
}

void
dh_rate_scale_set_range (DhRateScale *self, double minimum, double maximum)
{
  g_return_if_fail (minimum > 0.0 && isfinite (maximum) && minimum < maximum);
  self->updating = TRUE;
  gtk_adjustment_set_lower (self->adjustment, log10 (minimum));
  gtk_adjustment_set_upper (self->adjustment, log10 (maximum));
  show_rate (self);
}

void
dh_rate_scale_set_stable_rate (DhRateScale *self, double stable_rate)
{
  if (!(stable_rate > 0.0) || isinf (stable_rate))
    stable_rate = NAN;
  if (self->stable_rate == stable_rate || (isnan (self->stable_rate) && isnan (stable_rate)))
    return;
  self->stable_rate = stable_rate;
  show_zone (self);
  show_words (self);
}

void
dh_rate_scale_set_seen (DhRateScale *self, DhRateZone seen)
{
  if (self->seen == seen)
    return;
  self->seen = seen;
  show_zone (self);
}

void
dh_rate_scale_set_stable_product (DhRateScale *self, double product)
{
  if (!isfinite (product) || self->stable_product == product)
    return;
  self->stable_product = product;
  show_words (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const char *
dh_rate_scale_get_zone (DhRateScale *self)
{
  return gtk_label_get_text (GTK_LABEL (self->zone_label));
}
