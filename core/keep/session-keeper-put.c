/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is kept of a session, put into words and handed over.
 *
 * The keeper writes about once a second, so what has changed is handed over a moment after the
 * change: once for the many changes of a slider that is dragged.  The settings are put into words
 * only when they have changed, what the lanes have reached as reports arrive.
 */
#include "core/keep/session-keeper-private.h"

#include "core/session/session-document.h"

static void
update_document (DhSessionKeeper *self)
{
  g_autoptr (DhDocument) document = NULL;
  char *text;

  if (!self->is_outdated && self->document != NULL)
    return;
  document = self->make != NULL ? self->make (self->make_data)
                                : dh_session_make_document (self->session);
  text = dh_document_to_text (document, NULL);
  if (text == NULL)
    return; /* too many changes for a document: the newest that could be one stays */
  g_free (self->document);
  self->document = text;
  self->is_outdated = FALSE;
}

static void
put_text (DhSessionKeeper *self)
{
  DhKeptState *state = dh_run_tracker_get_state (self->tracker);
  g_autofree char *text = NULL;

  update_document (self);
  state->playing = dh_session_get_playing (self->session) && self->replay_to == 0;
  state->document = self->document; /* lent */
  text = dh_kept_state_to_text (state);
  state->document = NULL;
  if (g_strcmp0 (text, self->text) == 0)
    return;
  dh_keeper_put_document (self->keeper, text);
  g_free (self->text);
  self->text = g_steal_pointer (&text);
}

void
dh_session_keeper_put_all (DhSessionKeeper *self)
{
  g_clear_handle_id (&self->put_source, g_source_remove);
  if (self->keeper == NULL || self->session == NULL)
    return;
  self->is_outdated |= dh_run_tracker_look (self->tracker, dh_session_get_lanes (self->session),
                                            self->keeper);
  put_text (self);
}

static gboolean
put_cb (gpointer data)
{
  DhSessionKeeper *self = data;

  self->put_source = 0;
  dh_session_keeper_put_all (self);
  return G_SOURCE_REMOVE;
}

void
dh_session_keeper_put_within (DhSessionKeeper *self, guint milliseconds)
{
  const gint64 at = g_get_monotonic_time () + milliseconds * 1000;

  if (self->keeper == NULL || (self->put_source != 0 && self->put_at <= at))
    return;
  g_clear_handle_id (&self->put_source, g_source_remove);
  self->put_source = g_timeout_add (milliseconds, put_cb, self);
  self->put_at = at;
}

void
dh_session_keeper_put_document (DhSessionKeeper *self)
{
  g_return_if_fail (DH_IS_SESSION_KEEPER (self));
  self->is_outdated = TRUE;
  dh_session_keeper_put_within (self, DH_SESSION_KEEPER_SETTINGS_MS);
}
