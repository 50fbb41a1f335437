/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file that a session is kept in: beginning one, closing it, and what is reported of it.
 */
#include "core/keep/session-keeper-private.h"

#include <glib-unix.h>

/* ---- reports ---- */

static void
take_report (DhSessionKeeper *self, DhKeeperReport *report)
{
  DhKeeperReport former = self->report;

  self->report = *report;
  *report = former;
  if (g_strcmp0 (former.path, self->report.path) != 0)
    g_object_notify (G_OBJECT (self), "path");
  if (g_strcmp0 (former.problem, self->report.problem) != 0)
    g_object_notify (G_OBJECT (self), "problem");
  if (g_strcmp0 (former.aside, self->report.aside) != 0)
    g_object_notify (G_OBJECT (self), "aside");
  if (former.size != self->report.size)
    g_object_notify (G_OBJECT (self), "size");
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (DhSessionKeeper) self = g_object_ref (data);
  g_autoptr (DhKeeperReport) report = dh_keeper_take (self->keeper);

  if (report != NULL)
    take_report (self, report);
  return G_SOURCE_CONTINUE;
}

static void
listen_to_keeper (DhSessionKeeper *self)
{
  self->report_source = g_unix_fd_source_new (dh_keeper_get_fd (self->keeper), G_IO_IN);
  g_source_set_callback (self->report_source, G_SOURCE_FUNC (report_cb), self, NULL);
  g_source_attach (self->report_source, g_main_context_get_thread_default ());
}

static void
drop_report_source (DhSessionKeeper *self)
{
  if (self->report_source != NULL)
    g_source_destroy (self->report_source);
  g_clear_pointer (&self->report_source, g_source_unref);
}

/* ---- the keeper ---- */

void
dh_session_keeper_use (DhSessionKeeper *self, DhKeeper *keeper, DhRunTracker *tracker,
            const DhRunNumbers *numbers)
{
  self->keeper = keeper;
  self->serial++;
  self->tracker = tracker;
  listen_to_keeper (self);
  dh_checkpoint_sink_set_keeper (self->sink, keeper, numbers);
  g_clear_pointer (&self->text, g_free);
  self->is_outdated = TRUE;
  dh_session_keeper_put_all (self);
}

void
dh_session_keeper_begin (DhSessionKeeper *self)
{
  const DhRunNumbers numbers = { 0 };

  g_return_if_fail (DH_IS_SESSION_KEEPER (self));
  if (self->keeper == NULL && !self->resuming)
    dh_session_keeper_use (self, dh_keeper_new (self->folder, NULL, &self->rules),
                dh_run_tracker_new (NULL, &numbers), &numbers);
}

static gpointer
close_cb (gpointer data)
{
  dh_keeper_free (data);
  return NULL;
}

void
dh_session_keeper_wait_for_closing (DhSessionKeeper *self)
{
  g_clear_pointer (&self->closing, g_thread_join);
}

DhKeeper *
dh_session_keeper_steal (DhSessionKeeper *self)
{
  const DhRunNumbers none = { 0 };

  dh_checkpoint_sink_set_keeper (self->sink, NULL, &none);
  g_clear_handle_id (&self->put_source, g_source_remove);
  drop_report_source (self);
  g_clear_pointer (&self->tracker, dh_run_tracker_free);
  return g_steal_pointer (&self->keeper);
}

void
dh_session_keeper_close_former (DhSessionKeeper *self)
{
  DhKeeper *keeper = dh_session_keeper_steal (self);
  DhKeeperReport empty = { 0 };

  dh_session_keeper_wait_for_closing (self);
  if (keeper != NULL)
    self->closing = g_thread_new ("close-session", close_cb, keeper);
  take_report (self, &empty);
  dh_keeper_report_clear (&empty);
}
