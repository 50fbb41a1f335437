/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The question from which step of a lane a new one goes on, and with which settings.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/lanes/branch-editor.h"
#include "ui/widgets/help-key.h"
#include "ui/widgets/question.h"

typedef struct
{
  DhWindow *window;
  DhBranchEditor *editor;
} Question;

static void
free_question (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_object_unref (question->editor);
  g_object_unref (question->window);
  g_free (question);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  DhLaneSettings settings;
  gboolean changed;

  if (!g_str_equal (response, "go-on") || question->window->session == NULL)
    return;
  changed = dh_branch_editor_get_settings (question->editor, &settings);
  dh_window_add_branch (question->window, dh_branch_editor_get_lane (question->editor),
                        dh_branch_editor_get_iteration (question->editor),
                        changed ? &settings : NULL);
}

/* (transfer full) */
static char *
dup_heading (DhLane *const *lanes, guint n_lanes)
{
  if (n_lanes > 1)
    return g_strdup (_ ("Continue a Lane from an Earlier Step"));
  /* Translators: the heading of a dialog; a lane's number */
  return g_strdup_printf (_ ("Continue Lane %u from an Earlier Step"),
                          dh_lane_get_number (lanes[0]));
}

static void
ask (DhWindow *self, DhLane *const *lanes, guint n_lanes, guint64 iteration)
{
  Question *question = g_new0 (Question, 1);
  g_autofree char *heading = dup_heading (lanes, n_lanes);
  AdwMessageDialog *dialog = dh_question_new (
    GTK_WINDOW (self), heading,
    _ ("A new lane goes on from there, with the weights, the optimizer’s state and the place in the "
       "data that this lane had. Without a change, it trains exactly as this lane did."),
    _ ("_Cancel"));

  question->window = g_object_ref (self); /* released with the answer */
  question->editor = g_object_ref_sink (
    DH_BRANCH_EDITOR (dh_branch_editor_new (lanes, n_lanes, iteration)));
  adw_message_dialog_set_extra_child (dialog, GTK_WIDGET (question->editor));
  adw_message_dialog_add_response (dialog, "go-on", _ ("_Continue"));
  adw_message_dialog_set_response_appearance (dialog, "go-on", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "go-on");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, free_question, 0);
  dh_help_key_add (GTK_WINDOW (dialog), "branch");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
refuse (DhWindow *self)
{
  g_autofree char *body = g_strdup_printf (
    _ ("There can’t be more than %u lanes. Remove one first; undo brings it back."), DH_MAX_LANES);

  gtk_window_present (
    GTK_WINDOW (dh_question_new (GTK_WINDOW (self), _ ("No Room for a Lane"), body, _ ("_Close"))));
}

static void
ask_if_there_is_room (DhWindow *self, DhLane *const *lanes, guint n_lanes, guint64 iteration)
{
  if (g_list_model_get_n_items (dh_session_get_lanes (self->session)) < DH_MAX_LANES)
    ask (self, lanes, n_lanes, iteration);
  else
    refuse (self);
}

void
dh_window_ask_for_branch (DhWindow *self, DhLane *lane, guint64 iteration)
{
  ask_if_there_is_room (self, &lane, 1, iteration);
}

/* The lanes that have got as far as the moment. */
void
dh_window_ask_for_branch_of_any (DhWindow *self, guint64 iteration)
{
  GListModel *model = dh_session_get_lanes (self->session);
  DhLane *lanes[DH_MAX_LANES];
  guint n_lanes = 0;

  for (guint i = 0; i < MIN (g_list_model_get_n_items (model), DH_MAX_LANES); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (model, i); /* the session keeps it */
      DhLaneSnapshot *now = dh_lane_get_snapshot (lane);

      if (now != NULL && dh_lane_snapshot_get_iteration (now) >= iteration)
        lanes[n_lanes++] = lane;
    }
  if (n_lanes > 0)
    ask_if_there_is_room (self, lanes, n_lanes, iteration);
}
