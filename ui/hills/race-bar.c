/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar under the balls: play, back, speed, position.  The final length is unknown, so the
 * timeline is longer than the steps made so far, and doubles when it is full: if it always ended at
 * the latest step, its handle would never move.
 */
#include "ui/hills/race-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/widgets/beside.h"
#include "ui/widgets/play-button.h"
#include "ui/widgets/scheme.h"

#define FIRST_LENGTH 100

struct _DhRaceBar
{
  GtkWidget parent_instance;
  GtkWidget *play_button;
  GtkWidget *back_button;
  GtkWidget *time_line;
  GtkWidget *count;
  GtkWidget *speed;
  GtkWidget *inside;
  GtkWidget *basins;
  GtkWidget *shared;
  DhRace *race;
  gboolean updating; /* controls are being set by code */
};

G_DEFINE_FINAL_TYPE (DhRaceBar, dh_race_bar, GTK_TYPE_WIDGET)

static const double speeds[] = { .1, .25, .5, 1, 2, 5, 10 };

/* ---- time ---- */

static guint
get_length (guint n_steps)
{
  guint length = FIRST_LENGTH;

  while (length < n_steps)
    length *= 2;
  return length;
}

static void
position_cb (DhRaceBar *self)
{
  guint position = dh_race_get_position (self->race), n_steps = dh_race_get_n_steps (self->race);
  /* Translators: of a race of balls: the shown step and how many were made */
  g_autofree char *count = g_strdup_printf (_ ("Step %u of %u"), position, n_steps);

  self->updating = TRUE;
  gtk_range_set_range (GTK_RANGE (self->time_line), 0, get_length (n_steps));
  gtk_range_set_fill_level (GTK_RANGE (self->time_line), n_steps);
  gtk_range_set_value (GTK_RANGE (self->time_line), position);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->count), count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->time_line),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, count, -1);
  gtk_widget_set_sensitive (self->back_button, position > 0);
  self->updating = FALSE;
}

static void
time_line_cb (DhRaceBar *self)
{
  double value = round (gtk_range_get_value (GTK_RANGE (self->time_line)));

  if (self->updating || self->race == NULL)
    return;
  dh_race_set_playing (self->race, FALSE);
  dh_race_set_position (self->race, MIN ((guint) value, dh_race_get_n_steps (self->race)));
}

/* End jumps to the last computed step; the timeline extends beyond it. */
static gboolean
key_pressed_cb (DhRaceBar *self, guint keyval)
{
  if (keyval != GDK_KEY_End && keyval != GDK_KEY_KP_End)
    return GDK_EVENT_PROPAGATE;
  dh_race_set_playing (self->race, FALSE);
  dh_race_set_position (self->race, dh_race_get_n_steps (self->race));
  return GDK_EVENT_STOP;
}

/* ---- playing ---- */

static gboolean
wants_motion (DhRaceBar *self)
{
  gboolean animations;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animations,
                NULL);
  return animations;
}

static gboolean
is_at_end (DhRaceBar *self)
{
  guint n_runners = dh_race_get_n_runners (self->race);

  if (dh_race_get_position (self->race) == 0 || dh_race_get_noise (self->race) > 0
      || dh_race_get_position (self->race) < dh_race_get_n_steps (self->race))
    return FALSE;
  for (guint i = 0; i < n_runners; i++)
    {
      g_autofree char *text = NULL;
      DhBallState ball_state = dh_race_judge (self->race, i, &text);

      const DhBall *ball = dh_race_get_ball (self->race, i);

      if (ball != NULL && !ball->diverged && !dh_ball_state_is_settled (ball_state)
          && ball_state != DH_BALL_STATE_SADDLE && ball_state != DH_BALL_STATE_PEAK)
        return FALSE;
    }
  return TRUE;
}

void
dh_race_bar_play (DhRaceBar *self)
{
  if (dh_race_get_playing (self->race))
    {
      dh_race_set_playing (self->race, FALSE);
      return;
    }
  if (is_at_end (self))
    dh_race_reset (self->race);
  if (wants_motion (self))
    dh_race_set_playing (self->race, TRUE);
  else
    dh_race_finish (self->race);
}

static void
playing_cb (DhRaceBar *self)
{
  dh_play_button_show (self->play_button, dh_race_get_playing (self->race));
}

static void
back_cb (DhRaceBar *self)
{
  dh_race_back (self->race);
}

static void
step_cb (DhRaceBar *self)
{
  dh_race_step (self->race);
}

static void
restart_cb (DhRaceBar *self)
{
  dh_race_reset (self->race);
}

/* ---- speed ---- */

static guint
get_nearest_speed (double speed)
{
  guint nearest = 0;

  for (guint i = 1; i < G_N_ELEMENTS (speeds); i++)
    if (fabs (log (speeds[i] / speed)) < fabs (log (speeds[nearest] / speed)))
      nearest = i;
  return nearest;
}

static void
speed_cb (DhRaceBar *self)
{
  guint nearest = get_nearest_speed (dh_race_get_speed (self->race));
  g_autofree char *chosen = g_strdup_printf ("× %g", speeds[nearest]);

  self->updating = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->speed), nearest);
  dh_drop_down_set_name (GTK_DROP_DOWN (self->speed), _ ("Speed"), chosen);
  self->updating = FALSE;
}

static void
speed_selected_cb (DhRaceBar *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->speed));

  if (!self->updating && self->race != NULL && selected < G_N_ELEMENTS (speeds))
    dh_race_set_speed (self->race, speeds[selected]);
}

static void
fill_speeds (DhRaceBar *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    gtk_string_list_take (list, g_strdup_printf ("× %g", speeds[i]));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->speed), G_LIST_MODEL (list));
}

/* ---- the widget ---- */

static void
dh_race_bar_dispose (GObject *object)
{
  DhRaceBar *self = DH_RACE_BAR (object);

  if (self->race != NULL)
    g_signal_handlers_disconnect_by_data (self->race, self);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_RACE_BAR);
  g_clear_object (&self->race);
  G_OBJECT_CLASS (dh_race_bar_parent_class)->dispose (object);
}

static void
dh_race_bar_class_init (DhRaceBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_race_bar_dispose;
  g_type_ensure (DH_TYPE_BESIDE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/hills/race-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DhRaceBar, play_button);
  gtk_widget_class_bind_template_child (widget_class, DhRaceBar, back_button);
  gtk_widget_class_bind_template_child (widget_class, DhRaceBar, time_line);
  gtk_widget_class_bind_template_child (widget_class, DhRaceBar, count);
  gtk_widget_class_bind_template_child (widget_class, DhRaceBar, speed);
  gtk_widget_class_bind_template_child (widget_class, DhRaceBar, inside);
  gtk_widget_class_bind_template_child (widget_class, DhRaceBar, basins);
  gtk_widget_class_bind_template_child (widget_class, DhRaceBar, shared);
  gtk_widget_class_bind_template_callback (widget_class, dh_race_bar_play);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
  gtk_widget_class_bind_template_callback (widget_class, restart_cb);
  gtk_widget_class_bind_template_callback (widget_class, time_line_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, speed_selected_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "racebar");
}

static void
dh_race_bar_init (DhRaceBar *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_speeds (self);
  dh_scale_leave_wheel (self->time_line);
  self->updating = FALSE;
}

GtkWidget *
dh_race_bar_new (void)
{
  return g_object_new (DH_TYPE_RACE_BAR, NULL);
}

void
dh_race_bar_set_race (DhRaceBar *self, DhRace *race)
{
  const struct
  {
    const char *property;
    GtkWidget *toggle;
  } toggles[] = { { "inside", self->inside },
                  { "with-basins", self->basins },
                  { "shared", self->shared } };

  g_return_if_fail (self->race == NULL);
  self->race = g_object_ref (race);
  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    g_object_bind_property (race, toggles[i].property, toggles[i].toggle, "active",
                            G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (race, "notify::position", G_CALLBACK (position_cb), self);
  g_signal_connect_swapped (race, "notify::n-steps", G_CALLBACK (position_cb), self);
  g_signal_connect_swapped (race, "notify::playing", G_CALLBACK (playing_cb), self);
  g_signal_connect_swapped (race, "notify::speed", G_CALLBACK (speed_cb), self);
  position_cb (self);
  playing_cb (self);
  speed_cb (self);
}

void
dh_race_bar_grab_play (DhRaceBar *self)
{
  gtk_widget_grab_focus (self->play_button);
}
