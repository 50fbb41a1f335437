/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The session that outlives the window: it is kept as it is, and the next start offers to go on with
 * it.
 *
 * The offer is a bar at the top, not a question: the new session trains meanwhile, and whoever
 * changes something in it has begun a new one.  So that looking at the window for a moment doesn't
 * push the session that is offered aside, a new one that nobody has touched is kept only after a
 * minute.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/keep/lost-lanes.h"
#include "core/keep/session-index.h"
#include "ui/widgets/help-key.h"
#include "ui/widgets/waiting.h"
#include "ui/window/preferences.h"
#include "ui/window/sessions-dialog.h"

/* Until an untouched session is worth keeping. */
#define BEGIN_SECONDS 60

/* ---- what isn't kept ---- */

static void
show_problem (DhWindow *self)
{
  const char *problem = dh_session_keeper_get_problem (self->keeper);
  g_autofree char *text = NULL;

  /* Translators: after a sentence that says why */
  if (problem != NULL)
    text = g_strdup_printf (_ ("%s Training continues, and the session is kept again as soon as possible."),
                            problem);
  if (text != NULL)
    gtk_label_set_text (GTK_LABEL (self->keep_label), text);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->keep_revealer), text != NULL);
}

static void
show_aside (DhWindow *self)
{
  const char *aside = dh_session_keeper_get_aside (self->keeper);
  g_autofree char *shown = aside != NULL ? g_filename_display_name (aside) : NULL;
  g_autofree char *text = NULL;

  if (aside == NULL)
    return;
  text = g_strdup_printf (_ ("The kept session was damaged. Everything readable was recovered; the "
                             "damaged file was set aside as “%s”."),
                          shown);
  gtk_label_set_text (GTK_LABEL (self->keep_label), text);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->keep_revealer), TRUE);
}

void
dh_window_hide_keep_notice (DhWindow *self)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->keep_revealer), FALSE);
}

/* ---- the offer ---- */

static GAction *
find_action (DhWindow *self, const char *name)
{
  return g_action_map_lookup_action (G_ACTION_MAP (self), name);
}

static void
enable_offer (DhWindow *self, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (find_action (self, "continue")), enabled);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (find_action (self, "start-new")), enabled);
}

static void
withdraw (DhWindow *self)
{
  g_clear_pointer (&self->offered, g_free);
  g_clear_handle_id (&self->begin_source, g_source_remove);
  enable_offer (self, FALSE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->offer_revealer), FALSE);
}

/* From here on, this is a session of its own. */
static void
begin (DhWindow *self)
{
  if (dh_session_keeper_get_resuming (self->keeper))
    return;
  withdraw (self);
  dh_session_keeper_begin (self->keeper);
}

static gboolean
begin_cb (gpointer data)
{
  DhWindow *self = data;

  self->begin_source = 0;
  if (!dh_session_keeper_get_resuming (self->keeper))
    dh_session_keeper_begin (self->keeper);
  return G_SOURCE_REMOVE;
}

static void
offer (DhWindow *self, const DhSessionEntry *entry)
{
  g_autofree char *words = dh_session_entry_dup_words (entry);
  g_autofree char *losses = dh_session_entry_dup_losses (entry);

  self->offered = g_strdup (entry->id);
  gtk_label_set_text (GTK_LABEL (self->offer_label), words);
  gtk_widget_set_tooltip_text (self->offer_label, losses);
  enable_offer (self, TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->offer_revealer), TRUE);
  self->begin_source = g_timeout_add_seconds (BEGIN_SECONDS, begin_cb, self);
}

static void
room_cb (GTask *task, gpointer source, gpointer folder, GCancellable *cancellable)
{
  const guint64 *limit = g_object_get_data (G_OBJECT (task), "limit");

  g_task_return_int (task, dh_session_index_make_room (folder, *limit));
}

/* Old sessions go, in the background, where all of them take more than one may. */
static void
make_room (DhWindow *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  const guint64 limit = g_settings_get_uint64 (self->settings, "keep-limit");

  g_task_set_task_data (task, g_strdup (dh_session_keeper_get_folder (self->keeper)), g_free);
  g_object_set_data_full (G_OBJECT (task), "limit", g_memdup2 (&limit, sizeof limit), g_free);
  g_task_run_in_thread (task, room_cb);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DhWindow) self = data;
  g_autoptr (GPtrArray) entries = dh_session_index_list_finish (result, NULL);
  const DhSessionEntry *last = entries != NULL ? dh_session_index_find_last (entries) : NULL;

  if (self->session == NULL || dh_session_keeper_get_keeper (self->keeper) != NULL)
    return;
  if (last != NULL)
    offer (self, last);
  else
    begin (self); /* says so if the folder can't be used */
  make_room (self);
}

/* ---- going on ---- */

/* The bar with the offer says what is being done, also for a session that was chosen elsewhere. */
static void
show_resuming (DhWindow *self)
{
  g_autofree char *words = dh_waiting_dup_words (_ ("Reading the session’s past and weights"),
                                                 dh_waiting_count (self->resuming_since), NAN);

  gtk_label_set_text (GTK_LABEL (self->offer_title), _ ("Continuing the Session…"));
  gtk_label_set_text (GTK_LABEL (self->offer_label), words);
}

static gboolean
resuming_tick_cb (gpointer data)
{
  show_resuming (data);
  return G_SOURCE_CONTINUE;
}

static void
begin_resuming (DhWindow *self)
{
  self->resuming_since = g_get_monotonic_time ();
  self->resuming_tick = g_timeout_add_seconds (1, resuming_tick_cb, self);
  gtk_spinner_start (GTK_SPINNER (self->offer_spinner));
  show_resuming (self);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->offer_revealer), TRUE);
}

static void
end_resuming (DhWindow *self)
{
  g_clear_handle_id (&self->resuming_tick, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (self->offer_spinner));
}

static void
resumed_cb (GObject *keeper, GAsyncResult *result, gpointer data)
{
  g_autoptr (DhWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DhDocument) document = dh_session_keeper_resume_finish (DH_SESSION_KEEPER (keeper),
                                                                    result, &error);

  if (self->session == NULL)
    return;
  end_resuming (self);
  withdraw (self);
  if (document != NULL)
    {
      dh_window_show_view (self, &document->view);
      dh_window_forget_document (self);
      return;
    }
  dh_window_explain (self, _ ("This Session Can’t Be Continued"), error->message);
  dh_session_keeper_begin (self->keeper);
}

void
dh_window_continue (DhWindow *self, const char *id)
{
  if (dh_session_keeper_get_resuming (self->keeper))
    return;
  enable_offer (self, FALSE);
  begin_resuming (self);
  dh_session_keeper_resume (self->keeper, id, resumed_cb, g_object_ref (self));
}

static void
continue_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  if (self->offered != NULL)
    dh_window_continue (self, self->offered);
}

static void
start_new_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  begin (data);
}

static void
present (GtkWidget *dialog)
{
  dh_help_key_add (GTK_WINDOW (dialog), "sessions");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
sessions_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  present (dh_sessions_dialog_new (data));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  present (dh_preferences_new (data));
}

/* ---- set-up ---- */

guint64
dh_window_estimate_checkpoint (DhWindow *self)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  guint64 most = 0;

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      const DhOptimizerConfig config = dh_lane_get_optimizer_config (lane);

      most = MAX (most, sizeof (float) * (1 + config.optimizer->n_slots)
                          * dh_session_get_n_parameters (self->session));
    }
  return most;
}

static DhDocument *
make_document (gpointer window)
{
  return dh_window_make_document (window);
}

static void
set_rules (DhWindow *self)
{
  DhStoreRules rules = dh_store_default_rules;

  rules.limit = g_settings_get_uint64 (self->settings, "keep-limit");
  dh_session_keeper_set_rules (self->keeper, &rules);
}

void
dh_window_keep (DhWindow *self, const char *folder)
{
  g_return_if_fail (DH_IS_WINDOW (self) && self->keeper == NULL);
  self->keeper = dh_session_keeper_new (self->session, folder);
  dh_session_keeper_set_make_document (self->keeper, make_document, self);
  set_rules (self);
  dh_past_set_keeper (self->past, self->keeper);
  dh_lost_lanes_watch (self->session, self->keeper);
  g_signal_connect_object (self->settings, "changed::keep-limit", G_CALLBACK (set_rules), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "notify::problem", G_CALLBACK (show_problem), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "notify::aside", G_CALLBACK (show_aside), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "touched", G_CALLBACK (begin), self, G_CONNECT_SWAPPED);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (find_action (self, "earlier-sessions")), TRUE);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (find_action (self, "preferences")), TRUE);
  dh_session_index_list (folder, listed_cb, g_object_ref (self));
}

DhSessionKeeper *
dh_window_get_keeper (DhWindow *self)
{
  g_return_val_if_fail (DH_IS_WINDOW (self), NULL);
  return self->keeper;
}

void
dh_window_keep_view (DhWindow *self)
{
  if (self->keeper != NULL)
    dh_session_keeper_put_document (self->keeper);
}

void
dh_window_flush_keep (DhWindow *self)
{
  if (self->keeper != NULL && self->session != NULL)
    dh_session_keeper_flush (self->keeper);
}

void
dh_window_setup_keep (DhWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "continue", .activate = continue_cb },
    { .name = "start-new", .activate = start_new_cb },
    { .name = "earlier-sessions", .activate = sessions_cb },
    { .name = "preferences", .activate = preferences_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (find_action (self, entries[i].name)), FALSE);
}

void
dh_window_drop_keep (DhWindow *self)
{
  g_clear_handle_id (&self->resuming_tick, g_source_remove);
  g_clear_handle_id (&self->begin_source, g_source_remove);
  g_clear_pointer (&self->offered, g_free);
  if (self->keeper == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->keeper, self);
  dh_session_keeper_set_make_document (self->keeper, NULL, NULL);
}
