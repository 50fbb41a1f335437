/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The learning rate slider of a ball, with a range around the ground's default rate.
 *
 * Grounds with values in the hundreds and in the thousandths need rates that are decades apart.
 * One range for all of them would leave each ground only a small part of the slider.
 */
#include "ui/hills/ball-rate.h"

#include <math.h>

#include "ui/widgets/rate-scale.h"
#include "ui/widgets/scheme.h"

/* Decades that the slider extends beyond the decade of the ground's own rate. */
#define DECADES_BELOW 2.0
#define DECADES_ABOVE 2.0
/* The range of a double. */
#define MIN_DECADE (-308.0)
#define MAX_DECADE 308.0

struct _DhBallRate
{
  GtkWidget parent_instance;
  GtkWidget *scale;
  GtkWidget *reset;
  DhRace *race;
  DhLane *lane;
  double own;        /* the ground's rate for which the slider's ends were set */
  gboolean updating; /* controls are being set by code */
  gboolean quiet;    /* it doesn't say what the rate will do */
};

enum
{
  ERROR_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhBallRate, dh_ball_rate, GTK_TYPE_WIDGET)

static void
fit_ends (DhBallRate *self, const DhGround *ground)
{
  double decade;

  if (ground == NULL || ground->learning_rate == self->own || !(ground->learning_rate > 0))
    return;
  self->own = ground->learning_rate;
  decade = CLAMP (floor (log10 (self->own)), MIN_DECADE + DECADES_BELOW,
                  MAX_DECADE - 1 - DECADES_ABOVE);
  dh_rate_scale_set_range (DH_RATE_SCALE (self->scale), pow (10, decade - DECADES_BELOW),
                           pow (10, decade + 1 + DECADES_ABOVE));
}

static void
rate_cb (DhBallRate *self)
{
  if (!self->updating && self->lane != NULL)
    dh_lane_set_ball_rate (self->lane, dh_rate_scale_get_rate (DH_RATE_SCALE (self->scale)));
}

static void
error_cb (DhBallRate *self)
{
  g_signal_emit (self, signals[ERROR_CHANGED], 0);
}

static void
reset_cb (DhBallRate *self)
{
  /* Setting the rate makes the button insensitive, so move the focus first. */
  gtk_widget_child_focus (self->scale, GTK_DIR_TAB_FORWARD);
  dh_lane_set_ball_rate (self->lane, 0);
}

static void
lane_rate_cb (DhBallRate *self)
{
  gtk_widget_set_sensitive (self->reset, dh_lane_get_ball_rate (self->lane) > 0);
}

static void
dh_ball_rate_dispose (GObject *object)
{
  DhBallRate *self = DH_BALL_RATE (object);

  if (self->lane != NULL)
    g_signal_handlers_disconnect_by_data (self->lane, self);
  g_clear_object (&self->lane);
  g_clear_object (&self->race);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_BALL_RATE);
  G_OBJECT_CLASS (dh_ball_rate_parent_class)->dispose (object);
}

static void
dh_ball_rate_class_init (DhBallRateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_ball_rate_dispose;
  signals[ERROR_CHANGED] = g_signal_new ("error-changed", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (DH_TYPE_RATE_SCALE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/hills/ball-rate.ui");
  gtk_widget_class_bind_template_child (widget_class, DhBallRate, scale);
  gtk_widget_class_bind_template_child (widget_class, DhBallRate, reset);
  gtk_widget_class_bind_template_callback (widget_class, rate_cb);
  gtk_widget_class_bind_template_callback (widget_class, error_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ballrate");
}

static void
dh_ball_rate_init (DhBallRate *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
}

GtkWidget *
dh_ball_rate_new (void)
{
  return g_object_new (DH_TYPE_BALL_RATE, NULL);
}

void
dh_ball_rate_set_lane (DhBallRate *self, DhRace *race, DhLane *lane)
{
  g_return_if_fail (self->lane == NULL);
  self->race = g_object_ref (race);
  self->lane = g_object_ref (lane);
  g_signal_connect_swapped (lane, "notify::ball-rate", G_CALLBACK (lane_rate_cb), self);
  lane_rate_cb (self);
}

void
dh_ball_rate_refresh (DhBallRate *self, guint runner)
{
  double rate = dh_race_get_rate (self->race, runner);
  DhOptimizerConfig optimizer_config = dh_lane_get_ball_optimizer_config (self->lane);

  self->updating = TRUE;
  fit_ends (self, dh_race_get_runner_ground (self->race, runner));
  if (isfinite (rate) && rate > 0)
    dh_rate_scale_set_rate (DH_RATE_SCALE (self->scale), rate);
  self->updating = FALSE;
  dh_rate_scale_set_stable_product (DH_RATE_SCALE (self->scale),
                                    dh_optimizer_get_stable_rate (optimizer_config.optimizer,
                                                                  optimizer_config.settings, 1));
  dh_rate_scale_set_stable_rate (DH_RATE_SCALE (self->scale),
                                 self->quiet ? NAN : dh_race_get_stable_rate (self->race, runner));
}

void
dh_ball_rate_set_quiet (DhBallRate *self, gboolean quiet)
{
  self->quiet = quiet;
}

void
dh_ball_rate_set_ball_state (DhBallRate *self, guint runner, DhBallState ball_state)
{
  guint n_points;
  gboolean by_rate = dh_race_get_trajectory (self->race, runner, &n_points) != NULL && n_points > 1
                     && dh_descent_is_at_rate (dh_race_get_descent (self->race, runner),
                                               n_points - 1);

  dh_rate_scale_set_seen (DH_RATE_SCALE (self->scale),
                          by_rate && ball_state == DH_BALL_STATE_BOUNCING   ? DH_RATE_BOUNCES
                          : by_rate && ball_state == DH_BALL_STATE_DIVERGED ? DH_RATE_FLIES_OFF
                                                                            : DH_RATE_UNKNOWN);
}

void
dh_ball_rate_step (DhBallRate *self, int direction)
{
  double rate = dh_rate_scale_get_rate (DH_RATE_SCALE (self->scale));

  dh_lane_set_ball_rate (self->lane, dh_rate_step_freely (rate, direction));
}

const char *
dh_ball_rate_get_error (DhBallRate *self)
{
  return dh_rate_scale_get_error (DH_RATE_SCALE (self->scale));
}
