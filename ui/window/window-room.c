/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The memory and time that a model takes, in the list of models, and a question before it takes
 * more than half of the memory.
 *
 * A training that doesn't fit into the available memory is refused, and the message says how many
 * lanes would fit.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "core/keep/branching.h"
#include "core/session/costs.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/question.h"

/* What to do if the user agrees. */
typedef struct
{
  DhWindow *window;
  char *preset;    /* NULL: add a lane */
  DhLane *source;  /* lane to copy, or NULL */
  gboolean afresh; /* copy only its settings, and start … */
  DhStart start;   /* … from here */
  gboolean branch; /* go on from this … */
  guint64 iteration;
  gboolean changed; /* … with other … */
  DhLaneSettings settings;
} Request;

static void
free_request (gpointer data, GClosure *closure)
{
  Request *request = data;

  g_free (request->preset);
  g_clear_object (&request->source);
  g_object_unref (request->window);
  g_free (request);
}

static void
fulfil (const Request *request)
{
  DhSession *session = request->window->session;

  if (session == NULL)
    return;
  if (request->preset != NULL)
    dh_window_change (request->window, DH_WINDOW_PRESET, g_variant_new_string (request->preset));
  else if (request->source != NULL && request->branch)
    dh_branching_begin (session, request->window->keeper, request->source, request->iteration,
                        request->changed ? &request->settings : NULL);
  else if (request->source != NULL && request->afresh)
    dh_session_duplicate_lane_from (session, request->source, request->start);
  else if (request->source != NULL)
    dh_session_duplicate_lane (session, request->source);
  else
    dh_session_add_lane (session, NULL, 0.0, NULL);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Request *request)
{
  if (g_str_equal (response, "go-on"))
    fulfil (request);
  if (request->window->session != NULL)
    dh_window_show_preset (request->window);
}

/* ---- words ---- */

static guint
count_lanes (DhWindow *self)
{
  return g_list_model_get_n_items (dh_session_get_lanes (self->session));
}

/* (transfer full) */
static char *
describe (DhWindow *self, const char *preset, guint n_lanes, const DhCost *cost, DhRoom room)
{
  g_autofree char *takes = dh_cost_dup_text (cost, n_lanes);
  g_autofree char *all = g_format_size (dh_room_get ());
  g_autofree char *advice = room == DH_ROOM_NONE
                              ? dh_costs_dup_fit (self->costs, preset,
                                                  dh_session_get_lanes (self->session), n_lanes)
                              : g_strdup (
                                _ ("Other programs may slow down or be closed by the system."));

  /* Translators: the model's name; "15.4 GB for 4 lanes, about 90 s per step (estimated)"; a
   * size; a sentence of advice */
  return g_strdup_printf (_ ("%s: %s. This computer has %s available.\n\n%s"),
                          dh_catalog_get_preset_name (preset), takes, all, advice);
}

static void
ask (DhWindow *self, const char *preset, guint n_lanes, const DhCost *cost, DhRoom room,
     const Request *request)
{
  Request *kept = g_memdup2 (request, sizeof *request);
  g_autofree char *body = describe (self, preset, n_lanes, cost, room);
  AdwMessageDialog *dialog = dh_question_new (GTK_WINDOW (self),
                                              room == DH_ROOM_NONE
                                                ? _ ("Not Enough Memory")
                                                : _ ("More Than Half of the Free Memory Needed"),
                                              body,
                                              room == DH_ROOM_NONE ? _ ("_Close") : _ ("_Cancel"));

  g_object_ref (self); /* released with the answer */
  if (room == DH_ROOM_SCARCE)
    adw_message_dialog_add_response (dialog, "go-on", _ ("_Continue"));
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), kept, free_request, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- asking first ---- */

/* Performs the request at once if it fits in memory or its cost is unknown. */
static void
consider (DhWindow *self, const char *preset, int n_more, Request request)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  DhRoom room = DH_ROOM_ENOUGH, before = DH_ROOM_ENOUGH;
  DhCost cost, present;

  if (dh_costs_get (self->costs, preset, lanes, n_more, &cost))
    room = dh_room_judge (cost.bytes, dh_room_get ());
  /* If the present lanes already use more than half, the user was asked before. */
  if (n_more > 0 && dh_costs_get (self->costs, preset, lanes, 0, &present))
    before = dh_room_judge (present.bytes, dh_room_get ());
  if (room == DH_ROOM_NONE || room > before)
    ask (self, preset, count_lanes (self) + n_more, &cost, room, &request);
  else
    {
      fulfil (&request);
      g_free (request.preset);
      g_clear_object (&request.source);
    }
}

void
dh_window_choose_preset (DhWindow *self, const char *preset)
{
  if (g_str_equal (preset, dh_session_get_preset (self->session)))
    return;
  consider (self, preset, 0, (Request) { .window = self, .preset = g_strdup (preset) });
}

static void
consider_lane (DhWindow *self, Request request)
{
  if (count_lanes (self) >= DH_MAX_LANES)
    return;
  if (request.source != NULL)
    g_object_ref (request.source);
  consider (self, dh_session_get_preset (self->session), 1, request);
}

void
dh_window_add_lane (DhWindow *self, DhLane *source)
{
  consider_lane (self, (Request) { .window = self, .source = source });
}

void
dh_window_add_lane_from (DhWindow *self, DhLane *source, DhStart start)
{
  consider_lane (self,
                 (Request) { .window = self, .source = source, .afresh = TRUE, .start = start });
}

/* ---- a document ---- */

/* The most that each lane's optimizers need at any time, together. */
static guint
count_document_slots (const DhDocument *document, guint n_lanes)
{
  guint n_slots = 0;

  for (guint i = 0; i < n_lanes; i++)
    {
      const DhSettingsLog *log = document->lanes[i].log;
      guint most = 0;

      for (guint k = 0; k < dh_settings_log_get_length (log); k++)
        most = MAX (most,
                    dh_settings_log_get (log, k)->settings.optimizer_config.optimizer->n_slots);
      n_slots += most;
    }
  return n_slots;
}

/* FALSE: it isn't known yet. */
static gboolean
judge_document (DhWindow *self, const DhDocument *document, guint n_lanes, DhCost *cost,
                DhRoom *room)
{
  if (!dh_costs_get_for (self->costs, document->preset, n_lanes,
                         count_document_slots (document, n_lanes), cost))
    return FALSE;
  *room = dh_room_judge (cost->bytes, dh_room_get ());
  return TRUE;
}

static char *
describe_document_fit (DhWindow *self, const DhDocument *document)
{
  guint fitting = document->n_lanes;
  DhRoom room = DH_ROOM_NONE;
  DhCost cost;

  while (fitting > 0 && room == DH_ROOM_NONE)
    if (!judge_document (self, document, --fitting, &cost, &room))
      break;
  if (fitting == 0)
    return g_strdup (_ ("Not even one of its lanes would fit: close other programs, or open it on "
                        "a computer with more memory."));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u of its lanes would fit: close other programs, or open "
                                       "it on a computer with more memory.",
                                       "%u of its lanes would fit: close other programs, or open "
                                       "it on a computer with more memory.",
                                       fitting),
                          fitting);
}

char *
dh_window_dup_document_need (DhWindow *self, const DhDocument *document, DhRoom *room)
{
  g_autofree char *takes = NULL, *all = NULL, *advice = NULL;
  DhCost cost;

  *room = DH_ROOM_ENOUGH;
  if (!judge_document (self, document, document->n_lanes, &cost, room) || *room == DH_ROOM_ENOUGH)
    return NULL;
  takes = dh_cost_dup_text (&cost, document->n_lanes);
  all = g_format_size (dh_room_get ());
  advice = *room == DH_ROOM_NONE
             ? describe_document_fit (self, document)
             : g_strdup (_ ("Other programs may slow down or be closed by the system."));
  return g_strdup_printf (_ ("%s: %s. This computer has %s available.\n\n%s"),
                          dh_catalog_get_preset_name (document->preset), takes, all, advice);
}

void
dh_window_add_branch (DhWindow *self, DhLane *source, guint64 iteration,
                      const DhLaneSettings *settings)
{
  Request request = { .window = self, .source = source, .branch = TRUE, .iteration = iteration };

  if (settings != NULL)
    {
      request.changed = TRUE;
      request.settings = *settings;
    }
  consider_lane (self, request);
}

/* ---- the list ---- */

static void
show_cost (DhWindow *self, const char *preset)
{
  g_autofree char *text = NULL;
  DhCost cost;

  if (dh_costs_get (self->costs, preset, dh_session_get_lanes (self->session), 0, &cost))
    text = dh_cost_dup_text (&cost, count_lanes (self));
  dh_entry_list_set_note (GTK_DROP_DOWN (self->preset_drop_down), preset, text);
}

static void
show_costs (DhWindow *self)
{
  const char *chosen = dh_session_get_preset (self->session);
  guint n;
  const DhCatalogEntry *presets = dh_catalog_get_presets (&n);

  for (guint i = 0; i < n; i++)
    show_cost (self, presets[i].id);
  if (dh_catalog_is_own_preset (chosen))
    show_cost (self, chosen);
}

static void
pace_cb (DhWindow *self)
{
  dh_costs_note_pace (self->costs, dh_session_get_preset (self->session), count_lanes (self),
                      dh_session_get_iterations_per_second (self->session));
  show_costs (self);
}

void
dh_window_setup_room (DhWindow *self)
{
  self->costs = dh_costs_new ();
  g_signal_connect_object (self->costs, "changed", G_CALLBACK (show_costs), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dh_session_get_lanes (self->session), "items-changed",
                           G_CALLBACK (show_costs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::iterations-per-second", G_CALLBACK (pace_cb),
                           self, G_CONNECT_SWAPPED);
  /* After the list has an entry for a model of one's own. */
  g_signal_connect_object (self->session, "notify::preset", G_CALLBACK (show_costs), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}
