/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Going back in a session, in the window: six lanes train for a while, and train on while a hand drags
 * the timeline.  Prints how evenly the window draws while the line moves with each frame, and how long
 * it takes from a jump to a random place until the kept pictures of all lanes are in a frame.  What the
 * store takes with 100,000 iterations, bench-scrub measures.
 *
 * The session is kept in a folder of its own, which stays: its size is part of the result.
 *
 * usage: bench-past [SECONDS [JUMPS]]   (20, 100)
 * DOWNHILL_FACES_DIR: where the bundled faces are, if not where they are in the source.
 */
#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>

#include "config.h"
#include "tests/bench/frames.h"
#include "tests/bench/timing.h"
#include "ui/window/window.h"

#define N_LANES 6
/* Long enough for pictures to come, too short for a replay to begin. */
#define BETWEEN_JUMPS (200 * G_USEC_PER_SEC / 1000)

typedef struct
{
  DhWindow *window;
  DhSession *session;
  DhTimeScale *scale;
  GMainLoop *loop;
  GRand *rand;
  GArray *delays;         /* double, ms */
  guint n_jumps;          /* to be made */
  gint64 jumped, changed; /* µs; 0: not yet */
  gint64 shown;           /* the frame after the newest change */
  int direction;          /* of the drag */
} Bench;

static gboolean
end_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
train (Bench *self, int seconds)
{
  while (g_list_model_get_n_items (dh_session_get_lanes (self->session)) < N_LANES)
    dh_session_add_lane (self->session, NULL, 0, NULL);
  dh_session_set_playing (self->session, TRUE);
  g_timeout_add_seconds (seconds, end_cb, self->loop);
  g_main_loop_run (self->loop);
}

/* ---- a drag ---- */

/* To and fro, a fiftieth of the line a frame. */
static gboolean
drag_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;
  guint64 length = dh_time_scale_get_length (self->scale);
  guint64 position = dh_time_scale_get_position (self->scale), step = MAX (length / 50, 1);

  if (position + step >= length)
    self->direction = -1;
  else if (position <= step)
    self->direction = 1;
  dh_time_scale_set_position (self->scale, self->direction > 0 ? position + step : position - step);
  return G_SOURCE_CONTINUE;
}

static void
drag (Bench *self, DhFrames *frames)
{
  guint id = gtk_widget_add_tick_callback (GTK_WIDGET (self->window), drag_cb, self, NULL);

  dh_frames_run (frames, GTK_WIDGET (self->window));
  gtk_widget_remove_tick_callback (GTK_WIDGET (self->window), id);
  dh_frames_print (frames);
}

/* ---- jumps ---- */

static void
changed_cb (Bench *self)
{
  self->changed = g_get_monotonic_time ();
  self->shown = 0;
}

static void
jump (Bench *self, gint64 now)
{
  guint64 length = dh_time_scale_get_length (self->scale);

  if (self->jumped > 0 && self->shown > 0)
    {
      double delay = (self->shown - self->jumped) / 1e3;

      g_array_append_val (self->delays, delay);
    }
  if (self->n_jumps-- == 0)
    {
      g_main_loop_quit (self->loop);
      return;
    }
  self->jumped = now;
  self->changed = self->shown = 0;
  dh_time_scale_set_position (self->scale, g_rand_double (self->rand) * (length - 1));
}

/* Before a frame is drawn. */
static gboolean
jump_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;
  gint64 now = g_get_monotonic_time ();

  if (self->changed > 0 && self->shown == 0)
    self->shown = now;
  if (now - self->jumped >= BETWEEN_JUMPS)
    jump (self, now);
  return G_SOURCE_CONTINUE;
}

static void
print_delays (GArray *delays)
{
  if (delays->len == 0)
    {
      fprintf (stderr, "No picture of the past was shown, so there is nothing to measure.\n");
      return;
    }
  print_times ("a jump, until the last picture's frame", delays);
}

static void
make_jumps (Bench *self)
{
  DhPast *past = dh_window_get_past (self->window);
  guint id = gtk_widget_add_tick_callback (GTK_WIDGET (self->window), jump_tick_cb, self, NULL);

  g_signal_connect_swapped (past, "changed", G_CALLBACK (changed_cb), self);
  g_main_loop_run (self->loop);
  g_signal_handlers_disconnect_by_data (past, self);
  gtk_widget_remove_tick_callback (GTK_WIDGET (self->window), id);
  print_delays (self->delays);
}

int
main (int argc, char **argv)
{
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  int seconds = argc > 1 ? atoi (argv[1]) : 20;
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *folder = g_dir_make_tmp ("downhill-past-XXXXXX", NULL);
  DhFrames frames;
  Bench self = { .n_jumps = argc > 2 ? atoi (argv[2]) : 100, .direction = -1 };

  dh_frames_init (&frames, seconds);
  adw_init ();
  settings = g_settings_new (DH_APP_ID);
  self.window = DH_WINDOW (
    dh_window_new (NULL, faces != NULL ? faces : SOURCE_FACES_DIR, settings));
  dh_window_keep (self.window, folder);
  self.session = dh_window_get_session (self.window);
  self.scale = dh_time_line_get_scale (dh_window_get_time_line (self.window));
  self.loop = g_main_loop_new (NULL, FALSE);
  self.rand = g_rand_new_with_seed (1);
  self.delays = g_array_new (FALSE, FALSE, sizeof (double));
  gtk_window_present (GTK_WINDOW (self.window));
  train (&self, seconds);
  drag (&self, &frames);
  make_jumps (&self);
  printf ("%" G_GUINT64_FORMAT " iterations, kept in %s\n", dh_session_get_iteration (self.session),
          folder);
  gtk_window_destroy (GTK_WINDOW (self.window));
  dh_frames_clear (&frames);
  g_array_unref (self.delays);
  g_rand_free (self.rand);
  g_main_loop_unref (self.loop);
  return 0;
}
