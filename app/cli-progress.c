/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Progress on a terminal, as a bar with the loss of every lane.
 *
 * The bar is redrawn with a carriage return and "erase to the end of the line", the two control
 * codes that every terminal knows.  A dumb terminal, a file or a pipe gets lines instead, at most
 * one every five seconds: enough for a log to show that the run is alive.
 */
#include "app/cli-progress.h"

#include "app/cli.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR_WIDTH     24
#define LINE_INTERVAL (5 * G_USEC_PER_SEC)
#define USUAL_COLUMNS 80

struct _DhCliProgress
{
  gboolean is_terminal;
  gboolean bar_stands; /* the cursor is on the bar's line */
  gint64 last_line;    /* monotonic µs; 0: none yet */
};

DhCliProgress *
dh_cli_progress_new (void)
{
  DhCliProgress *self = g_new0 (DhCliProgress, 1);

  self->is_terminal = isatty (STDERR_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
  return self;
}

void
dh_cli_progress_free (DhCliProgress *self)
{
  if (self->bar_stands)
    g_printerr ("\n");
  g_free (self);
}

static glong
get_columns (void)
{
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return USUAL_COLUMNS;
}

/* The last column stays free: filling it makes some terminals begin a new line. */
static char *
cut_to_terminal (const char *line)
{
  return g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), get_columns () - 1));
}

static void
draw_bar (DhCliProgress *self, double fraction, const char *text)
{
  int filled = (int) (fraction * BAR_WIDTH);
  g_autofree char *done = g_strnfill (filled, '=');
  g_autofree char *left = g_strnfill (BAR_WIDTH - filled, ' ');
  g_autofree char *line = g_strdup_printf ("[%s%s] %3.0f %%  %s", done, left, 100 * fraction, text);
  g_autofree char *cut = cut_to_terminal (line);

  g_printerr ("\r%s\033[K", cut);
  self->bar_stands = TRUE;
}

static void
print_line (DhCliProgress *self, double fraction, const char *text)
{
  gint64 now = g_get_monotonic_time ();

  if (self->last_line != 0 && now - self->last_line < LINE_INTERVAL)
    return;
  g_printerr ("%3.0f %%  %s\n", 100 * fraction, text);
  self->last_line = now;
}

void
dh_cli_progress_update (DhCliProgress *self, double fraction, const char *text)
{
  fraction = CLAMP (fraction, 0, 1);
  if (self->is_terminal)
    draw_bar (self, fraction, text);
  else
    print_line (self, fraction, text);
}

void
dh_cli_progress_say (DhCliProgress *self, const char *sentence)
{
  if (self->bar_stands)
    g_printerr ("\r\033[K");
  self->bar_stands = FALSE;
  dh_cli_say (sentence);
}
