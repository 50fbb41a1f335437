/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bar with the timeline of all lanes.
 *
 * The slider says where one wants to look; DhPast finds what was shown there, and everything else
 * follows it.  Training goes on meanwhile: the line grows and the place stays, because it is an
 * iteration and not a distance from the end.
 *
 * Playing moves the place with the frame clock.  A speed of 1 is the pace at which the lanes were
 * trained, so that a minute of training takes a minute; hours need the higher speeds.
 */
#include "ui/lanes/time-line.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/keep/change-marks.h"
#include "ui/lanes/marked-list.h"
#include "ui/widgets/popover-room.h"
#include "ui/widgets/scheme.h"

/* Iterations per second, where the training's own pace isn't known. */
#define USUAL_PACE 20.0

struct _DhTimeLine
{
  GtkWidget parent_instance;
  GtkWidget *backward, *forward;
  GtkWidget *speed;
  GtkWidget *scale;
  GtkWidget *place;
  GtkWidget *go_on, *go_on_content;
  GtkWidget *marks;
  GtkWidget *live;
  DhSession *session;
  DhPast *past;
  GPtrArray *logs; /* of all lanes, as they were when the marks were made */
  int direction;   /* of playing; 0: it isn't */
  double factor;   /* of the speed */
  double at;       /* the place while playing, between iterations */
  gint64 last_frame;
  guint tick;
  gboolean updating; /* controls are being set by code */
};

G_DEFINE_FINAL_TYPE (DhTimeLine, dh_time_line, GTK_TYPE_WIDGET)

static const double speeds[] = { .25, 1, 4, 16, 64, 256 };
#define USUAL_SPEED 2

/* ---- the place ---- */

/* A replay that gets further says so. */
static void
say_place (DhTimeLine *self)
{
  g_autofree char *words = dh_past_dup_words (self->past);

  gtk_inscription_set_text (GTK_INSCRIPTION (self->place), words != NULL ? words : "");
}

static void
place_cb (DhTimeLine *self)
{
  const gboolean live = dh_past_get_live (self->past);

  self->updating = TRUE;
  dh_time_scale_set_length (DH_TIME_SCALE (self->scale), dh_session_get_iteration (self->session));
  if (live)
    dh_time_scale_set_live (DH_TIME_SCALE (self->scale), TRUE);
  else
    dh_time_scale_set_position (DH_TIME_SCALE (self->scale), dh_past_get_iteration (self->past));
  self->updating = FALSE;
  say_place (self);
  gtk_widget_set_visible (self->go_on, !live);
  gtk_widget_set_sensitive (self->live, !live);
  gtk_widget_set_sensitive (self->forward, !live);
  gtk_widget_set_sensitive (self->backward, dh_session_get_iteration (self->session) > 0);
  if (live)
    gtk_widget_remove_css_class (self->live, "suggested-action");
  else
    gtk_widget_add_css_class (self->live, "suggested-action");
}

static void
moved_cb (DhTimeLine *self)
{
  if (self->updating || self->past == NULL)
    return;
  dh_time_line_play (self, 0);
  if (dh_time_scale_get_live (DH_TIME_SCALE (self->scale)))
    dh_past_go_live (self->past);
  else
    dh_past_go (self->past, dh_time_scale_get_position (DH_TIME_SCALE (self->scale)));
}

static void
live_cb (DhTimeLine *self)
{
  dh_time_line_play (self, 0);
  dh_past_go_live (self->past);
  gtk_widget_child_focus (self->scale, GTK_DIR_TAB_FORWARD);
}

/* ---- marks ---- */

static DhSettingsLog *
get_log (DhLane *lane)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

  return snapshot != NULL ? dh_lane_snapshot_get_log (snapshot) : NULL;
}

/* Logs are immutable, so the same ones have the same changes. */
static gboolean
take_logs (DhTimeLine *self)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  const guint n = g_list_model_get_n_items (lanes);
  gboolean same = n == self->logs->len;

  for (guint i = 0; i < n && same; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      same = get_log (lane) == g_ptr_array_index (self->logs, i);
    }
  if (same)
    return FALSE;
  g_ptr_array_set_size (self->logs, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhSettingsLog *log = get_log (lane);

      g_ptr_array_add (self->logs, log != NULL ? dh_settings_log_ref (log) : NULL);
    }
  return TRUE;
}

static void
add_changes (DhTimeLine *self, GArray *marks, GPtrArray *owned)
{
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = 0; i < self->logs->len; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhSettingsLog *log = g_ptr_array_index (self->logs, i);
      GPtrArray *changes = log != NULL
                             ? dh_change_marks_list (log, 1, dh_lane_get_number (lane))
                             : NULL;

      if (changes == NULL)
        continue;
      g_ptr_array_add (owned, changes);
      for (guint k = 0; k < changes->len; k++)
        {
          const DhChangeMark *change = g_ptr_array_index (changes, k);
          const DhTimeMark mark = { change->iteration, dh_lane_get_number (lane), change->text };

          g_array_append_val (marks, mark);
        }
    }
}

static void
add_marked (DhTimeLine *self, GArray *marks)
{
  const GArray *marked = dh_past_get_marked (self->past);

  for (guint i = 0; i < marked->len; i++)
    {
      const DhMarkedMoment *moment = &g_array_index (marked, DhMarkedMoment, i);
      const DhTimeMark mark = { moment->iteration, 0,
                                moment->note[0] != '\0' ? moment->note : _ ("marked") };

      g_array_append_val (marks, mark);
    }
}

static void
update_marks (DhTimeLine *self)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (DhTimeMark));
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  take_logs (self);
  add_changes (self, marks, owned);
  add_marked (self, marks);
  dh_time_scale_set_marks (DH_TIME_SCALE (self->scale), (const DhTimeMark *) marks->data,
                           marks->len);
}

static void
snapshot_cb (DhTimeLine *self)
{
  if (take_logs (self))
    update_marks (self);
}

static void
lanes_cb (DhTimeLine *self, guint position, guint n_removed, guint n_added, GListModel *lanes)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      g_signal_connect_object (lane, "notify::snapshot", G_CALLBACK (snapshot_cb), self,
                               G_CONNECT_SWAPPED);
    }
  snapshot_cb (self);
}

/* Made when it is opened. */
static void
create_marks_cb (GtkMenuButton *button, gpointer data)
{
  DhTimeLine *self = data;
  GtkWidget *popover;

  if (gtk_menu_button_get_popover (button) != NULL || self->past == NULL)
    return;
  popover = gtk_popover_new ();
  dh_popover_make_room (GTK_POPOVER (popover));
  gtk_popover_set_child (GTK_POPOVER (popover), dh_marked_list_new (self->past));
  gtk_menu_button_set_popover (button, popover);
}

/* ---- playing ---- */

static void
stop_ticking (DhTimeLine *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DhTimeLine *self = DH_TIME_LINE (widget);
  const gint64 now = gdk_frame_clock_get_frame_time (clock);
  const double pace = dh_past_get_pace (self->past);
  const double step = self->factor * (pace > 0 ? pace : USUAL_PACE)
                      * (double) (now - self->last_frame) / G_USEC_PER_SEC;

  self->last_frame = now;
  self->at += self->direction * step;
  if (self->direction < 0 && self->at <= 0)
    {
      dh_past_go (self->past, 0);
      dh_time_line_play (self, 0);
      return G_SOURCE_CONTINUE; /* it has been removed */
    }
  dh_past_go (self->past, (guint64) self->at);
  if (self->direction > 0 && dh_past_get_live (self->past))
    dh_time_line_play (self, 0);
  return G_SOURCE_CONTINUE;
}

static void
play_cb (DhTimeLine *self, GtkToggleButton *button)
{
  const int direction = GTK_WIDGET (button) == self->forward ? 1 : -1;

  if (!self->updating && self->past != NULL)
    dh_time_line_play (self, gtk_toggle_button_get_active (button) ? direction : 0);
}

static void
speed_cb (DhTimeLine *self)
{
  const guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->speed));
  g_autofree char *chosen = NULL;

  if (selected >= G_N_ELEMENTS (speeds))
    return;
  self->factor = speeds[selected];
  chosen = g_strdup_printf ("× %g", self->factor);
  dh_drop_down_set_name (GTK_DROP_DOWN (self->speed), _ ("Speed of playing"), chosen);
}

static void
fill_speeds (DhTimeLine *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    gtk_string_list_take (list, g_strdup_printf ("× %g", speeds[i]));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->speed), G_LIST_MODEL (list));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->speed), USUAL_SPEED);
}

/* ---- the widget ---- */

static void
log_unref (gpointer log)
{
  if (log != NULL)
    dh_settings_log_unref (log);
}

static void
dh_time_line_dispose (GObject *object)
{
  DhTimeLine *self = DH_TIME_LINE (object);

  stop_ticking (self);
  if (self->past != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->past, self);
      g_signal_handlers_disconnect_by_data (self->session, self);
      g_signal_handlers_disconnect_by_data (dh_session_get_lanes (self->session), self);
    }
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_TIME_LINE);
  g_clear_object (&self->past);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (dh_time_line_parent_class)->dispose (object);
}

static void
dh_time_line_finalize (GObject *object)
{
  g_ptr_array_unref (DH_TIME_LINE (object)->logs);
  G_OBJECT_CLASS (dh_time_line_parent_class)->finalize (object);
}

static void
dh_time_line_class_init (DhTimeLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_time_line_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_time_line_finalize;
  g_type_ensure (DH_TYPE_TIME_SCALE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/lanes/time-line.ui");
  gtk_widget_class_bind_template_child (widget_class, DhTimeLine, backward);
  gtk_widget_class_bind_template_child (widget_class, DhTimeLine, forward);
  gtk_widget_class_bind_template_child (widget_class, DhTimeLine, speed);
  gtk_widget_class_bind_template_child (widget_class, DhTimeLine, scale);
  gtk_widget_class_bind_template_child (widget_class, DhTimeLine, place);
  gtk_widget_class_bind_template_child (widget_class, DhTimeLine, go_on);
  gtk_widget_class_bind_template_child (widget_class, DhTimeLine, go_on_content);
  gtk_widget_class_bind_template_child (widget_class, DhTimeLine, marks);
  gtk_widget_class_bind_template_child (widget_class, DhTimeLine, live);
  gtk_widget_class_bind_template_callback (widget_class, play_cb);
  gtk_widget_class_bind_template_callback (widget_class, speed_cb);
  gtk_widget_class_bind_template_callback (widget_class, live_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_time_line_init (DhTimeLine *self)
{
  self->logs = g_ptr_array_new_with_free_func (log_unref);
  self->factor = speeds[USUAL_SPEED];
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_speeds (self);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->marks), create_marks_cb, self,
                                         NULL);
  g_signal_connect_object (self->scale, "notify::position", G_CALLBACK (moved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scale, "notify::live", G_CALLBACK (moved_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
dh_time_line_new (void)
{
  return g_object_new (DH_TYPE_TIME_LINE, NULL);
}

void
dh_time_line_set_past (DhTimeLine *self, DhSession *session, DhPast *past)
{
  GListModel *lanes = dh_session_get_lanes (session);

  g_return_if_fail (self->past == NULL);
  self->session = g_object_ref (session);
  self->past = g_object_ref (past);
  g_signal_connect_swapped (session, "notify::iteration", G_CALLBACK (place_cb), self);
  g_signal_connect_swapped (past, "notify::iteration", G_CALLBACK (place_cb), self);
  g_signal_connect_swapped (past, "notify::live", G_CALLBACK (place_cb), self);
  g_signal_connect_swapped (past, "changed", G_CALLBACK (say_place), self);
  g_signal_connect_swapped (past, "marked-changed", G_CALLBACK (update_marks), self);
  g_signal_connect_swapped (lanes, "items-changed", G_CALLBACK (lanes_cb), self);
  lanes_cb (self, 0, 0, g_list_model_get_n_items (lanes), lanes);
  update_marks (self);
  place_cb (self);
}

void
dh_time_line_play (DhTimeLine *self, int direction)
{
  if (self->direction == direction)
    return;
  self->direction = direction;
  self->updating = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->forward), direction > 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->backward), direction < 0);
  self->updating = FALSE;
  if (direction == 0)
    {
      stop_ticking (self);
      return;
    }
  self->at = (double) dh_past_get_iteration (self->past);
  self->last_frame = gdk_frame_clock_get_frame_time (
    gtk_widget_get_frame_clock (GTK_WIDGET (self)));
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

int
dh_time_line_get_playing (DhTimeLine *self)
{
  return self->direction;
}

void
dh_time_line_set_speed (DhTimeLine *self, double speed)
{
  guint nearest = 0;

  for (guint i = 1; i < G_N_ELEMENTS (speeds); i++)
    if (fabs (log (speeds[i] / speed)) < fabs (log (speeds[nearest] / speed)))
      nearest = i;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->speed), nearest);
}

void
dh_time_line_set_roomy (DhTimeLine *self, gboolean roomy)
{
  adw_button_content_set_label (ADW_BUTTON_CONTENT (self->go_on_content),
                                roomy ? _ ("Continue from Here") : "");
}

void
dh_time_line_open_marks (DhTimeLine *self)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->marks));
}

DhTimeScale *
dh_time_line_get_scale (DhTimeLine *self)
{
  return DH_TIME_SCALE (self->scale);
}
