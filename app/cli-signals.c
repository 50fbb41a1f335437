/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signals that end a run: Ctrl+C, kill, and a closed terminal or broken connection.  All three are
 * handled alike: the results so far are written.
 *
 * A pipe whose reader has quit, as in `| head`, would kill the program at the next line of
 * progress, before a file is written.  Instead, writing fails, and the error is reported when the
 * output is closed.
 */
#include "app/cli.h"

#include <glib-unix.h>
#include <signal.h>

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

typedef struct
{
  DhCliStopped stopped;
  gpointer data;
  int number;
} Watch;

/* Removing the source restores the signal's default effect: the next one kills.  The source of
 * SIGHUP stays, because both the kernel and the shell send it when a terminal is closed. */
static gboolean
signal_cb (gpointer data)
{
  Watch *self = data;

  self->stopped (self->data, self->number);
  return self->number == SIGHUP ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
is_ignored (int number)
{
  struct sigaction action;

  return sigaction (number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void
dh_cli_watch_signals (DhCliStopped stopped, gpointer data)
{
  signal (SIGPIPE, SIG_IGN);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!is_ignored (numbers[i]))
      {
        Watch *watch = g_new (Watch, 1);

        *watch = (Watch) { stopped, data, numbers[i] };
        g_unix_signal_add_full (G_PRIORITY_DEFAULT, numbers[i], signal_cb, watch, g_free);
      }
}
