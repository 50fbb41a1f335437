/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar at the bottom of the window: play, step, reset, counts.  The numbers are GtkInscriptions
 * of a fixed width, so that they can change six times a second without a new layout.
 */
#include "ui/window/transport-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "ui/widgets/play-button.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/waiting.h"

struct _DhTransportBar
{
  GtkWidget parent_instance;
  GtkWidget *buttons;
  GtkWidget *play_button;
  GtkWidget *start_button;
  GtkWidget *status_stack;
  GtkWidget *spinner;
  GtkWidget *loading_label, *loading_bar;
  GtkWidget *step_bar; /* progress of a step that takes seconds */
  GtkWidget *iterations;
  GtkWidget *pace;
  GtkWidget *examples;
  GtkWidget *elapsed;
  GtkWidget *log_axis;
  DhSession *session;
  gint64 loading_since; /* monotonic */
  guint loading_tick;
  DhProgressKind loading_kind;
};

G_DEFINE_FINAL_TYPE (DhTransportBar, dh_transport_bar, GTK_TYPE_WIDGET)

void
dh_format_elapsed (double seconds, char *text, gsize size)
{
  guint64 total = isfinite (seconds) && seconds > 0.0 ? (guint64) seconds : 0;
  guint hours = total / 3600, minutes = total / 60 % 60, rest = total % 60;

  if (hours > 0)
    g_snprintf (text, size, "%u:%02u:%02u", hours, minutes, rest);
  else
    g_snprintf (text, size, "%u:%02u", minutes, rest);
}

static void
show (GtkWidget *inscription, const char *text)
{
  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (inscription)), text) != 0)
    gtk_inscription_set_text (GTK_INSCRIPTION (inscription), text);
}

static const char *
get_pace_format (double pace)
{
  /* Translators: iterations per second, short */
  return pace >= 100 ? _ ("%.0f it/s") : pace >= 10 ? _ ("%.1f it/s") : _ ("%.2f it/s");
}

static void
update_numbers (DhTransportBar *self)
{
  /* A translatable text can't contain a format macro such as G_GUINT64_FORMAT; on 32-bit longs,
   * 2^32 iterations of even the smallest model take years. */
  gulong iteration = (gulong) dh_session_get_iteration (self->session);
  double pace = dh_session_get_iterations_per_second (self->session);
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'lu iteration",
                                                         "%'lu iterations", iteration),
                                            iteration);
  char text[64];

  show (self->iterations, count);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_snprintf (text, sizeof text, get_pace_format (pace), pace);
#pragma GCC diagnostic pop
  show (self->pace, text);
  /* Translators: example faces per second, as faceswap's users know it */
  g_snprintf (text, sizeof text, _ ("%.0f EGs/s"),
              dh_session_get_examples_per_second (self->session));
  show (self->examples, text);
  dh_format_elapsed (dh_session_get_elapsed (self->session), text, sizeof text);
  show (self->elapsed, text);
}

static void
update_playing (DhTransportBar *self)
{
  dh_play_button_show (self->play_button, dh_session_get_playing (self->session));
}

/* The menu's items act; the button only says what is chosen, and why there may be no choice. */
static void
update_start (DhTransportBar *self)
{
  gboolean can_warm = dh_session_get_can_warm (self->session);
  gboolean warm = dh_session_get_start (self->session).kind == DH_START_WARM;
  const char *label = warm ? _ ("Warmed Up") : _ ("From Scratch");
  g_autofree char *rate = dh_rate_format (dh_session_get_usual_rate (
    self->session, dh_start_make (DH_START_WARM, NULL)));
  /* Translators: %s is a learning rate, such as “3.0e-4” */
  g_autofree char *choice = g_strdup_printf (
    _ ("What the lanes start from: random weights, or pretrained ones whose faces are already good "
       "and whose usual rate is %s"),
    rate);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->start_button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->start_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_sensitive (self->start_button, can_warm);
  gtk_widget_set_tooltip_text (
    self->start_button,
    can_warm ? choice
             : _ ("There are pretrained weights only for the model “Quick” with Alder and Birch: "
                  "other lanes start from scratch"));
}

/* What is being prepared, and for how long. */
static void
show_loading (DhTransportBar *self)
{
  const DhProgress *progress = dh_session_get_progress (self->session);
  g_autofree char *what = dh_progress_dup_text (progress);
  g_autofree char *text = NULL;

  if (what == NULL || dh_progress_is_of_training (progress))
    return;
  text = dh_waiting_dup_words (what, dh_waiting_count (self->loading_since),
                               progress->kind == DH_PROGRESS_LANE
                                 ? dh_progress_get_whole (progress)
                                 : NAN);
  gtk_label_set_text (GTK_LABEL (self->loading_label), text);
  gtk_widget_set_tooltip_text (self->loading_label, text);
}

static gboolean
loading_tick_cb (gpointer data)
{
  show_loading (data);
  return G_SOURCE_CONTINUE;
}

/* Each kind of work has a time of its own. */
static void
time_loading (DhTransportBar *self, gboolean loading)
{
  self->loading_since = g_get_monotonic_time ();
  if (loading && self->loading_tick == 0)
    self->loading_tick = g_timeout_add_seconds (1, loading_tick_cb, self);
  else if (!loading)
    g_clear_handle_id (&self->loading_tick, g_source_remove);
}

static void
update_status (DhTransportBar *self)
{
  gboolean loading = dh_session_get_status (self->session) == DH_SESSION_LOADING;

  gtk_stack_set_visible_child_name (GTK_STACK (self->status_stack),
                                    loading ? "loading" : "numbers");
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), loading);
  time_loading (self, loading);
  show_loading (self);
}

/* The progress of a step has a bar of its own, so that the numbers stay visible. */
static void
update_progress (DhTransportBar *self)
{
  const DhProgress *progress = dh_session_get_progress (self->session);
  g_autofree char *text = dh_progress_dup_text (progress);
  gboolean step = dh_progress_is_of_training (progress);

  gtk_widget_set_visible (self->step_bar, step);
  if (step)
    {
      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->step_bar), progress->fraction);
      gtk_widget_set_tooltip_text (self->step_bar, text);
    }
  if (progress->kind != self->loading_kind)
    self->loading_since = g_get_monotonic_time ();
  self->loading_kind = progress->kind;
  show_loading (self);
  gtk_widget_set_visible (self->loading_bar, progress->kind == DH_PROGRESS_LANE);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->loading_bar),
                                 dh_progress_get_whole (progress));
}

static void
dh_transport_bar_dispose (GObject *object)
{
  DhTransportBar *self = DH_TRANSPORT_BAR (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_handle_id (&self->loading_tick, g_source_remove);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_TRANSPORT_BAR);
  G_OBJECT_CLASS (dh_transport_bar_parent_class)->dispose (object);
}

static void
dh_transport_bar_class_init (DhTransportBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_transport_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/window/transport-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, play_button);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, start_button);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, status_stack);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, loading_label);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, loading_bar);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, step_bar);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, iterations);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, pace);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, examples);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, elapsed);
  gtk_widget_class_bind_template_child (widget_class, DhTransportBar, log_axis);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "transport");
}

static void
dh_transport_bar_init (DhTransportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dh_transport_bar_new (void)
{
  return g_object_new (DH_TYPE_TRANSPORT_BAR, NULL);
}

void
dh_transport_bar_set_session (DhTransportBar *self, DhSession *session)
{
  static const char *const numbers[] = {
    "notify::iteration",
    "notify::iterations-per-second",
    "notify::examples-per-second",
    "notify::elapsed",
  };

  g_return_if_fail (self->session == NULL);
  self->session = g_object_ref (session);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_signal_connect_swapped (session, numbers[i], G_CALLBACK (update_numbers), self);
  g_signal_connect_swapped (session, "notify::playing", G_CALLBACK (update_playing), self);
  g_signal_connect_swapped (session, "notify::start", G_CALLBACK (update_start), self);
  g_signal_connect_swapped (session, "notify::can-warm", G_CALLBACK (update_start), self);
  g_signal_connect_swapped (session, "notify::status", G_CALLBACK (update_status), self);
  g_signal_connect_swapped (session, "notify::progress", G_CALLBACK (update_progress), self);
  update_numbers (self);
  update_playing (self);
  update_start (self);
  update_status (self);
  update_progress (self);
}

void
dh_transport_bar_set_acting (DhTransportBar *self, gboolean acting)
{
  gtk_widget_set_visible (self->buttons, acting);
  gtk_widget_set_visible (self->log_axis, acting);
}

void
dh_transport_bar_grab_play (DhTransportBar *self)
{
  gtk_widget_grab_focus (self->play_button);
}
