/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What going back costs: a session of 100,000 iterations with six lanes, whose moments are packed
 * previews, is written; then any place of it is looked up, read, unpacked and made into snapshots,
 * as the timeline does it for each move of its slider.
 *
 *     bench-scrub [ITERATIONS [STRIDE]]
 *
 * STRIDE: iterations between two moments of a lane.
 */
#include "core/keep/kept-moment.h"
#include "core/store/kept-sessions.h"
#include "core/store/moment-reader.h"
#include "core/store/store.h"
#include "core/train/snapshot-private.h"
#include "tests/bench/timing.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define LANES 6
#define SIZE  64
#define FACES 2
#define READS 1000
/* Previews that are packed; the moments take them in turn. */
#define PICTURES 24

static void
check (gboolean done, GError **error)
{
  if (!done)
    g_error ("%s", (*error)->message);
}

/* A face-like picture with the noise of a network's. */
static void
paint (float *planes, GRand *random)
{
  for (int c = 0; c < 3; c++)
    for (int i = 0; i < SIZE * SIZE; i++)
      {
        const double r = hypot (i % SIZE - SIZE / 2.0, i / SIZE - SIZE / 2.0) / SIZE;

        planes[c * SIZE * SIZE + i] = (float) (.7 - r + .1 * c + .04 * g_rand_double (random));
      }
}

static DhLaneSnapshot *
make_snapshot (DhPreviewFaces *faces, DhHistory *history, guint64 iteration, GRand *random)
{
  g_autoptr (DhPreview) preview = dh_preview_new (faces, iteration);
  float planes[3 * SIZE * SIZE];

  for (guint side = 0; side < 2; side++)
    for (guint face = 0; face < FACES; face++)
      for (DhTile tile = DH_TILE_SELF; tile <= DH_TILE_SWAP; tile++)
        {
          paint (planes, random);
          dh_preview_set_tile (preview, side, face, tile, planes);
        }
  return dh_lane_snapshot_new (&(DhLaneSnapshotValues) {
    .iteration = iteration,
    .state = DH_STATE_IMPROVING,
    .state_text = "Improving: 2.1 % in the last 100 steps",
    .preview = preview,
    .history = history,
    .lambda = 480,
    .stable_rate = 4e-3,
  });
}

static DhHistory *
make_history (guint64 iterations)
{
  DhHistory *history = dh_history_new ();

  for (guint64 i = 1; i <= iterations; i++)
    {
      dh_history_add_record (history, &(DhRecord) { .iteration = i, .seconds = (double) i / 20,
                                                    .loss = 1 / sqrt ((double) i) });
      if (i % 100 == 0)
        dh_history_add_measured (history, &(DhMetrics) { .iteration = i, .psnr = 20 });
    }
  return history;
}

static void
write_moments (DhStore *store, DhLaneSnapshot **pictures, guint64 iterations, guint64 stride)
{
  g_autoptr (GArray) takes = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) packs = g_array_new (FALSE, FALSE, sizeof (double));
  DhMoment *packed[PICTURES];
  g_autoptr (GError) error = NULL;
  gsize bytes = 0;
  guint n = 0;

  for (guint i = 0; i < PICTURES; i++)
    {
      const gint64 start = g_get_monotonic_time ();

      packed[i] = dh_kept_moment_new (&(DhPlace) { 0, i }, pictures[i]);
      add_time (takes, start);
      dh_moment_pack (packed[i]);
      add_time (packs, start);
      bytes += dh_moment_get_size (packed[i]);
    }
  print_times ("a lane's moment, handed over", takes);
  print_times ("the same, packed by the keeper", packs);
  printf ("a moment: %.0f kB\n", (double) bytes / PICTURES / 1000);
  for (guint64 i = 0; i <= iterations; i += stride)
    for (guint64 run = 0; run < LANES; run++, n++)
      {
        packed[n % PICTURES]->run = run;
        packed[n % PICTURES]->iteration = i;
        check (dh_moments_put (dh_store_get_database (store), packed[n % PICTURES], &error), &error);
        check (n % 1500 != 1499
                 || (dh_store_thin (store, &error) && dh_store_commit (store, &error)),
               &error);
      }
  check (dh_store_thin (store, &error) && dh_store_commit (store, &error), &error);
  printf ("%u moments written; the file: %.0f MiB\n", n,
          (double) dh_store_get_size (store) / (1 << 20));
  for (guint i = 0; i < PICTURES; i++)
    dh_moment_free (packed[i]);
}

/* Processor time of this thread, s. */
static double
get_own_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

/* As past-search.c has it done by the reader's thread. */
static void
restore (const DhMomentAnswer *answer, gpointer now)
{
  g_autoptr (GError) error = NULL;

  check (answer->error == NULL, (GError **) &answer->error);
  for (guint run = 0; run < LANES; run++)
    {
      DhLaneSnapshot *shown = dh_kept_moment_restore (g_ptr_array_index (answer->moments, run),
                                                      answer->places[run].iteration, now, &error);

      check (shown != NULL, &error);
      dh_lane_snapshot_unref (shown);
    }
}

static void
look_up (DhMomentReader *reader, const char *path, guint64 iteration, DhLaneSnapshot *now)
{
  struct pollfd descriptor = { .fd = dh_moment_reader_get_fd (reader), .events = POLLIN };
  DhPlace places[LANES];

  for (guint64 run = 0; run < LANES; run++)
    places[run] = (DhPlace) { run, iteration };
  dh_moment_reader_ask_for (reader, path, places, LANES, restore, now, NULL);
  poll (&descriptor, 1, -1);
  dh_moment_answer_free (dh_moment_reader_take (reader));
}

int
main (int argc, char **argv)
{
  const guint64 iterations = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 100000;
  const guint64 stride = argc > 2 ? MAX (g_ascii_strtoull (argv[2], NULL, 10), 1) : 20;
  g_autofree char *folder = g_dir_make_tmp ("downhill-bench-XXXXXX", NULL), *id = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (DhPreviewFaces) faces = dh_preview_faces_new (SIZE, FACES, TRUE);
  g_autoptr (DhHistory) history = make_history (iterations);
  g_autoptr (DhMomentReader) reader = dh_moment_reader_new ();
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) error = NULL;
  DhStore *store = dh_store_open (folder, NULL, &dh_store_default_rules, &error);
  DhLaneSnapshot *pictures[PICTURES];
  clock_t before;
  double own;

  check (store != NULL, &error);
  id = g_strdup (dh_store_get_id (store));
  for (guint i = 0; i < PICTURES; i++)
    pictures[i] = make_snapshot (faces, history, i + 1, random);
  write_moments (store, pictures, iterations, stride);
  before = clock ();
  own = get_own_time ();
  for (guint i = 0; i < READS; i++)
    {
      const gint64 start = g_get_monotonic_time ();

      look_up (reader, dh_store_get_path (store),
               (guint64) (g_rand_double (random) * (double) iterations), pictures[0]);
      add_time (looks, start);
    }
  print_times ("six lanes at any iteration: read, unpacked, restored", looks);
  printf ("processor time for each: %.1f ms, of which the main thread's: %.2f ms\n",
          (double) (clock () - before) * 1000 / CLOCKS_PER_SEC / READS,
          (get_own_time () - own) * 1000 / READS);
  for (guint i = 0; i < PICTURES; i++)
    dh_lane_snapshot_unref (pictures[i]);
  check (dh_store_close (store, &error), &error);
  check (dh_kept_sessions_delete (folder, id, &error), &error);
  return remove (folder);
}
