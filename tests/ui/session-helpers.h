/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session.h"
#include "tests/ui/ui-helpers.h"

/* Waits until the scripted trainer has answered every request, and the session has read the
 * answers. */
static inline void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static inline void
answered_cb (DhSession *session, gboolean *answered)
{
  *answered = TRUE;
}

/* Takes a step in all lanes and waits until it is reported. */
static inline void
take_step (DhSession *session)
{
  gboolean answered = FALSE;
  gulong handler = g_signal_connect (session, "idle", G_CALLBACK (answered_cb), &answered);

  dh_session_step (session);
  wait_until (is_true, &answered);
  g_signal_handler_disconnect (session, handler);
}

typedef struct
{
  DhSession *session;
  guint64 iteration;
} ReachedIteration;

static inline gboolean
has_iteration (gpointer data)
{
  ReachedIteration *wanted = data;

  return dh_session_get_iteration (wanted->session) == wanted->iteration;
}

static inline void
wait_for_iteration (DhSession *session, guint64 iteration)
{
  ReachedIteration wanted = { session, iteration };

  wait_until (has_iteration, &wanted);
}
