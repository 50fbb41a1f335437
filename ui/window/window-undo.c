/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Undo and redo in the window: the menu's entries, the toast, and changes that restart a training.
 *
 * A change takes effect at once, and a toast offers to undo it for a while; a question before each
 * change would get in the way of trying things out.  Only if there isn't enough memory to keep the
 * old state, the question comes first; a lane that continues with another loss or optimizer loses
 * less, so a toast says that it can't be undone.  There is one toast, for the newest change, and it
 * goes with the next one; the menu and the keys undo as long as the session can.
 *
 * What a hand does between a press and the next one is one change, as is a series of turns of the
 * wheel without a pause.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

#include "core/race/race-undo.h"
#include "ui/widgets/question.h"
#include "ui/widgets/toast.h"

/* Seconds: enough to read and understand a line and reach for the mouse. */
#define TIMEOUT 10
/* Milliseconds without a turn of the wheel that end a series. */
#define WHEEL_PAUSE 600

/* ---- the toast ---- */

/* The toast timed out or its cross or button was pressed: it has been read. */
static void
dismissed_cb (AdwToast *toast, DhWindow *self)
{
  g_clear_object (&self->toast);
  dh_session_end_notice (self->session);
  if (self->unkept != NULL)
    dh_toast_begin (self->unkept);
}

static void
unkept_gone_cb (AdwToast *toast, DhWindow *self)
{
  g_clear_object (&self->unkept);
}

static void
drop_unkept (DhWindow *self)
{
  g_autoptr (AdwToast) toast = g_steal_pointer (&self->unkept);

  if (toast == NULL)
    return;
  g_signal_handlers_disconnect_by_data (toast, self);
  dh_toast_dismiss (toast);
}

static void
drop_toast (DhWindow *self)
{
  g_autoptr (AdwToast) toast = g_steal_pointer (&self->toast);

  if (toast == NULL)
    return;
  g_signal_handlers_disconnect_by_data (toast, self);
  if (!dh_toast_has_appeared (toast))
    {
      adw_toast_set_button_label (toast, NULL);
      if (dh_session_get_redo (self->session) != NULL)
        adw_toast_set_title (toast, _ ("Undone"));
    }
  dh_toast_dismiss (toast);
}

static void
show_toast (DhWindow *self)
{
  const char *words = dh_session_get_notice (self->session);
  g_autofree char *title = words != NULL ? g_markup_escape_text (words, -1) : NULL;

  /* After two changes in a row, reuse the toast that is still appearing. */
  if (words != NULL && self->toast != NULL && !dh_toast_has_appeared (self->toast))
    {
      adw_toast_set_title (self->toast, title);
      return;
    }
  drop_toast (self);
  if (words == NULL)
    return;
  drop_unkept (self);
  self->toast = adw_toast_new (title);
  adw_toast_set_button_label (self->toast, _ ("_Undo"));
  adw_toast_set_action_name (self->toast, "win.undo");
  adw_toast_set_timeout (self->toast, TIMEOUT);
  adw_toast_set_priority (self->toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect (self->toast, "dismissed", G_CALLBACK (dismissed_cb), self);
  dh_toast_show (ADW_TOAST_OVERLAY (self->toasts), g_object_ref (self->toast));
}

/* ---- the menu ---- */

/* Takes the label. */
static void
append_entry (DhWindow *self, char *label, const char *action_name, const char *keys)
{
  g_autofree char *own = label;
  g_autoptr (GMenuItem) item = g_menu_item_new (own, action_name);

  g_menu_item_set_attribute (item, "accel", "s", keys);
  g_menu_append_item (self->undo_menu, item);
}

static void
set_enabled (DhWindow *self, const char *action_name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), action_name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
show_undo (DhWindow *self)
{
  const char *undo = dh_session_get_undo (self->session);
  const char *redo = dh_session_get_redo (self->session);

  set_enabled (self, "undo", undo != NULL);
  set_enabled (self, "redo", redo != NULL);
  g_menu_remove_all (self->undo_menu);
  /* Translators: in the menu, with what is undone: "Undo Learning Rate of Lane 2" */
  append_entry (self,
                undo != NULL ? g_strdup_printf (_ ("_Undo %s"), undo) : g_strdup (_ ("_Undo")),
                "win.undo", "<Control>z");
  append_entry (self,
                redo != NULL ? g_strdup_printf (_ ("_Redo %s"), redo) : g_strdup (_ ("_Redo")),
                "win.redo", "<Control><Shift>z");
  show_toast (self);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_undo (DH_WINDOW (data)->session);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_session_redo (DH_WINDOW (data)->session);
}

/* ---- where one change ends and the next begins ---- */

static gboolean
wheel_rests_cb (gpointer data)
{
  DhWindow *self = data;

  self->wheel_source = 0;
  dh_session_end_change (self->session);
  return G_SOURCE_REMOVE;
}

static void
wheel_turned (DhWindow *self)
{
  g_clear_handle_id (&self->wheel_source, g_source_remove);
  self->wheel_source = g_timeout_add (WHEEL_PAUSE, wheel_rests_cb, self);
}

/* A key that is held repeats its press. */
static void
key_pressed (DhWindow *self, guint keyval)
{
  if (self->held_key != keyval)
    dh_session_end_change (self->session);
  self->held_key = keyval;
}

static void
hand_moves (DhWindow *self, GdkEvent *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
      dh_session_end_change (self->session);
      break;
    case GDK_KEY_PRESS:
      key_pressed (self, gdk_key_event_get_keyval (event));
      break;
    case GDK_KEY_RELEASE:
      self->held_key = 0;
      break;
    case GDK_SCROLL:
      wheel_turned (self);
      break;
    }
}

static gboolean
event_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  hand_moves (data, g_value_peek_pointer (&values[1]));
  return TRUE; /* further ones, too */
}

/* Popovers are surfaces of their own, whose events don't pass the window: so a look at the events of
 * all surfaces, before anybody acts on them. */
static void
watch_hands (DhWindow *self)
{
  gpointer surface_class = g_type_class_ref (GDK_TYPE_SURFACE);

  self->event_signal = g_signal_lookup ("event", GDK_TYPE_SURFACE);
  self->event_hook = g_signal_add_emission_hook (self->event_signal, 0, event_cb, self, NULL);
  g_type_class_unref (surface_class);
}

/* ---- what can't be undone ---- */

/* Shows a notice without a button. It waits for the undo toast to end, and disappears before the
 * next one: libadwaita 1.2 can't show a toast again just after another one has replaced it. */
static void
show_unkept (DhWindow *self, const char *words)
{
  g_autofree char *title = g_markup_escape_text (words, -1);

  drop_unkept (self);
  self->unkept = adw_toast_new (title);
  adw_toast_set_timeout (self->unkept, TIMEOUT);
  g_signal_connect (self->unkept, "dismissed", G_CALLBACK (unkept_gone_cb), self);
  dh_toast_show (ADW_TOAST_OVERLAY (self->toasts), g_object_ref (self->unkept));
}

/* ---- changes ---- */

/* NULL: the change is no lane’s; (transfer full) */
static DhLane *
get_lane_of (DhWindow *self, DhWindowChange change, GVariant *what)
{
  return change == DH_WINDOW_RESTART
           ? dh_session_find_lane (self->session, g_variant_get_uint32 (what))
           : NULL;
}

static void
make_change (DhWindow *self, DhWindowChange change, GVariant *what)
{
  g_autoptr (DhLane) lane = get_lane_of (self, change, what);
  const char *a, *b;

  switch (change)
    {
    case DH_WINDOW_RESET:
      dh_session_reset (self->session);
      break;
    case DH_WINDOW_RESTART:
      if (lane != NULL)
        dh_session_restart_lane (self->session, lane);
      break;
    case DH_WINDOW_PEOPLE:
      g_variant_get (what, "(&s&s)", &a, &b);
      dh_session_set_people (self->session, a, b);
      break;
    case DH_WINDOW_PRESET:
      dh_session_set_preset (self->session, g_variant_get_string (what, NULL));
      break;
    case DH_WINDOW_SEED:
      dh_session_set_seed (self->session, g_variant_get_uint64 (what));
      break;
    case DH_WINDOW_START:
      g_object_set (self->session, "start", g_variant_get_string (what, NULL), NULL);
      break;
    }
}

typedef struct
{
  DhWindow *window;
  DhWindowChange change;
  GVariant *what;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_clear_pointer (&question->what, g_variant_unref);
  g_object_unref (question->window);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  if (g_str_equal (response, "restart"))
    make_change (question->window, question->change, question->what);
  else
    dh_window_show_controls (question->window);
}

static void
ask (DhWindow *self, DhWindowChange change, GVariant *what)
{
  AdwMessageDialog *dialog;
  g_autoptr (DhLane) lane = get_lane_of (self, change, what);
  Question *question = g_new0 (Question, 1);
  g_autofree char *heading
    /* Translators: a question */
    = lane != NULL ? g_strdup_printf (_ ("Restart Lane %u?"), dh_lane_get_number (lane))
                   : g_strdup (_ ("Restart the Training?"));

  question->window = g_object_ref (self);
  question->change = change;
  question->what = what != NULL ? g_variant_ref (what) : NULL;
  dialog = dh_question_new (GTK_WINDOW (self), heading,
                            _ ("The training so far will be lost: there is not enough memory to "
                               "keep it, so this can’t be undone."),
                            _ ("_Cancel"));
  adw_message_dialog_add_response (dialog, "restart", _ ("_Restart"));
  adw_message_dialog_set_response_appearance (dialog, "restart", ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
dh_window_change (DhWindow *self, DhWindowChange change, GVariant *what)
{
  g_autoptr (GVariant) own = what != NULL ? g_variant_ref_sink (what) : NULL;
  const char *preset = change == DH_WINDOW_PRESET ? g_variant_get_string (own, NULL) : NULL;
  g_autoptr (DhLane) lane = get_lane_of (self, change, own);

  if (dh_session_can_keep (self->session, lane, preset))
    make_change (self, change, own);
  else
    ask (self, change, own);
}

static void
restart_lane_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_change (data, DH_WINDOW_RESTART, parameter);
}

void
dh_window_setup_undo (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "undo", .activate = undo_cb },
    { .name = "redo", .activate = redo_cb },
    { .name = "restart-lane", .activate = restart_lane_cb, .parameter_type = "u" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_swapped (self->session, "notify::undo", G_CALLBACK (show_undo), self);
  g_signal_connect_swapped (self->session, "unkept", G_CALLBACK (show_unkept), self);
  dh_session_set_undoable (self->session, TRUE);
  dh_race_keep_undo (dh_hills_page_get_race (DH_HILLS_PAGE (self->hills_page)), self->session);
  watch_hands (self);
  show_undo (self);
}

void
dh_window_drop_undo (DhWindow *self)
{
  g_clear_handle_id (&self->wheel_source, g_source_remove);
  g_signal_remove_emission_hook (self->event_signal, self->event_hook);
  drop_unkept (self);
  drop_toast (self);
  dh_session_set_undoable (self->session, FALSE); /* it keeps what belongs to the window */
}
