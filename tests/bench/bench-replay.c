/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long the past takes to be made again: lanes of the smallest model train for some seconds, and
 * what one of them did is replayed from an image of the beginning, while all lanes pause and while
 * they train on.
 *
 * usage: bench-replay [LANES [SECONDS]]   (4, 25)
 * DOWNHILL_FACES_DIR: where the bundled faces are, if not where they are in the source.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/session/session.h"

typedef struct
{
  GMutex mutex;
  DhLaneImage *first; /* of the first lane */
} Kept;

static gboolean
wants (gsize size, gboolean urgent, gpointer data)
{
  return TRUE;
}

static void
take (guint run, DhLaneImage *image, gpointer data)
{
  Kept *kept = data;

  g_mutex_lock (&kept->mutex);
  if (run == 1 && kept->first == NULL)
    kept->first = dh_lane_image_ref (image);
  g_mutex_unlock (&kept->mutex);
}

static gboolean
has_first (Kept *kept)
{
  gboolean has;

  g_mutex_lock (&kept->mutex);
  has = kept->first != NULL;
  g_mutex_unlock (&kept->mutex);
  return has;
}

static double
get_seconds_since (gint64 begin)
{
  return (g_get_monotonic_time () - begin) / (double) G_USEC_PER_SEC;
}

/* Plays until an image has been made at a pause after the first iterations. */
static void
make_first_image (DhSession *session, Kept *kept)
{
  dh_session_set_playing (session, TRUE);
  while (dh_session_get_iteration (session) < 5)
    g_main_context_iteration (NULL, TRUE);
  dh_session_set_playing (session, FALSE);
  while (!has_first (kept))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
play_for (DhSession *session, int seconds)
{
  const gint64 begin = g_get_monotonic_time ();

  dh_session_set_playing (session, TRUE);
  while (get_seconds_since (begin) < seconds)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
measure (DhSession *session, DhLane *lane, DhLaneImage *image, guint64 iteration, const char *what)
{
  const gint64 begin = g_get_monotonic_time ();
  const guint64 before = dh_session_get_iteration (session);
  g_autoptr (DhReplay) replay = dh_session_replay (session, lane, image, iteration);
  const guint64 n = dh_replay_get_remaining (replay);

  while (dh_replay_get_state (replay) == DH_REPLAY_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  printf ("%s: %" G_GUINT64_FORMAT " iterations in %.2f s; the lanes trained %" G_GUINT64_FORMAT
          " meanwhile\n",
          what, n, get_seconds_since (begin), dh_session_get_iteration (session) - before);
}

int
main (int argc, char **argv)
{
  const int n_lanes = argc > 1 ? atoi (argv[1]) : 4, seconds = argc > 2 ? atoi (argv[2]) : 25;
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  Kept kept = { .first = NULL };
  const DhLaneKeeper keeper = { wants, take, &kept };
  DhSession *session = dh_session_new (faces != NULL ? faces : SOURCE_FACES_DIR);
  g_autoptr (DhLane) lane = NULL;
  guint64 last;

  dh_session_set_keeper (session, &keeper);
  for (int i = 0; i < n_lanes; i++)
    dh_session_add_lane (session, NULL, 0, NULL);
  lane = g_list_model_get_item (dh_session_get_lanes (session), 0);
  make_first_image (session, &kept);
  play_for (session, seconds);
  last = dh_lane_snapshot_get_iteration (dh_lane_get_snapshot (lane));
  printf ("%d lanes trained %" G_GUINT64_FORMAT " iterations in %d s\n", n_lanes, last, seconds);
  measure (session, lane, kept.first, last, "while they train");
  dh_session_set_playing (session, FALSE);
  measure (session, lane, kept.first, last, "while they pause");
  g_object_unref (session);
  dh_lane_image_unref (kept.first);
  return 0;
}
