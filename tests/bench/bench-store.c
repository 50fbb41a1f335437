/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What keeping a session costs: 100,000 iterations of six lanes with moments of 20 kB, then the
 * nearest moments of any of them, checkpoints, and opening again.
 *
 *     bench-store [ITERATIONS [STRIDE [FOLDER]]]
 *
 * STRIDE: iterations between two moments of a lane (8: six a second at 50 steps a second).
 */
#include "core/store/checkpoints.h"
#include "core/store/checksum.h"
#include "core/store/kept-sessions.h"
#include "core/store/moment-reader.h"
#include "core/store/moments.h"
#include "core/store/store.h"
#include "tests/bench/timing.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define LANES   6
#define PREVIEW 20000
#define READS   2000

static double
processor_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
check (gboolean done, GError **error)
{
  if (!done)
    g_error ("%s", (*error)->message);
}

static GBytes *
make_preview (GRand *random)
{
  guint32 *words = g_malloc (PREVIEW);

  for (guint i = 0; i < PREVIEW / 4; i++)
    words[i] = g_rand_int (random);
  return g_bytes_new_take (words, PREVIEW);
}

static void
write_moments (DhStore *store, guint64 iterations, guint64 stride)
{
  g_autoptr (GArray) commits = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GBytes) numbers = g_bytes_new_static ("01234567890123456789012345678901", 32);
  g_autoptr (GBytes) preview = make_preview (random);
  g_autoptr (GError) error = NULL;
  const double before = processor_seconds ();
  guint64 largest = 0;
  gint64 start = g_get_monotonic_time ();
  guint n = 0;

  for (guint64 i = 0; i <= iterations; i += stride)
    {
      for (guint64 run = 0; run < LANES; run++, n++)
        {
          g_autoptr (DhMoment) moment = dh_moment_new (run, i, NULL, numbers, preview);

          check (dh_moments_put (dh_store_get_database (store), moment, &error), &error);
        }
      if (i / stride % 6 != 5) /* what comes in a second */
        continue;
      check (n % 252 != 0 || dh_store_thin (store, &error), &error);
      check (dh_store_commit (store, &error), &error);
      add_time (commits, start);
      start = g_get_monotonic_time ();
      largest = MAX (largest, dh_store_get_size (store));
    }
  check (dh_store_thin (store, &error) && dh_store_commit (store, &error), &error);
  print_times ("a second's moments of six lanes, written", commits);
  printf ("%u moments written, %.1f s of processor time; the file: %.1f MiB, at most %.1f\n", n,
          processor_seconds () - before, (double) dh_store_get_size (store) / (1 << 20),
          (double) largest / (1 << 20));
}

/* As the timeline does it: ask the reader's thread, wait for its descriptor. */
static void
read_moments (const char *path, guint64 iterations)
{
  g_autoptr (DhMomentReader) reader = dh_moment_reader_new ();
  g_autoptr (GArray) reads = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  struct pollfd descriptor = { .fd = dh_moment_reader_get_fd (reader), .events = POLLIN };
  guint64 worst = 0;

  for (guint i = 0; i < READS; i++)
    {
      const guint64 iteration = (guint64) (g_rand_double (random) * (double) iterations);
      const gint64 start = g_get_monotonic_time ();
      DhPlace places[LANES];
      g_autoptr (DhMomentAnswer) answer = NULL;

      for (guint64 run = 0; run < LANES; run++)
        places[run] = (DhPlace) { run, iteration };
      dh_moment_reader_ask (reader, path, places, LANES);
      poll (&descriptor, 1, -1);
      answer = dh_moment_reader_take (reader);
      add_time (reads, start);
      check (answer->error == NULL, &answer->error);
      for (guint64 run = 0; run < LANES; run++)
        worst = MAX (worst, iteration
                              - ((DhMoment *) g_ptr_array_index (answer->moments, run))->iteration);
    }
  print_times ("the nearest moments of six lanes, read", reads);
  printf ("the farthest was %" G_GUINT64_FORMAT " iterations away\n", worst);
}

static void
write_checkpoints (DhStore *store, gsize size, guint n)
{
  DhDatabase *database = dh_store_get_database (store);
  g_autofree guint8 *bytes = g_malloc0 (size);
  g_autoptr (GError) error = NULL;
  const double before = processor_seconds ();
  const gint64 start = g_get_monotonic_time ();
  double seconds;

  for (guint i = 0; i < n; i++)
    {
      gint64 id;
      guint position = 0;

      check (dh_store_make_room (store, size, &error), &error);
      check (dh_checkpoints_begin (database, 100, i, &id, &error), &error);
      for (gsize at = 0; at < size; at += DH_CHECKPOINT_PIECE)
        {
          check (dh_checkpoints_add (database, id, position++, bytes + at,
                                     MIN (size - at, DH_CHECKPOINT_PIECE), &error),
                 &error);
          check (position % 2 != 0 || dh_store_commit (store, &error), &error);
        }
      check (dh_checkpoints_finish (database, id, size, dh_checksum_add (0, bytes, size), &error),
             &error);
      check (dh_store_commit (store, &error), &error);
    }
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  printf ("a checkpoint of %.0f MB: %.0f ms, %.0f ms of processor time, %.0f MB/s\n",
          (double) size / 1e6, seconds * 1000 / n, (processor_seconds () - before) * 1000 / n,
          (double) size * n / 1e6 / seconds);
}

static void
open_again (const char *folder, const char *id)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  DhStore *store = dh_store_open (folder, id, &dh_store_default_rules, &error);

  check (store != NULL, &error);
  printf ("opening it again, with all checks: %.0f ms\n",
          (double) (g_get_monotonic_time () - start) / 1000);
  start = g_get_monotonic_time ();
  check (dh_store_close (store, &error), &error);
  printf ("closing it: %.0f ms\n", (double) (g_get_monotonic_time () - start) / 1000);
}

int
main (int argc, char **argv)
{
  const guint64 iterations = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 100000;
  const guint64 stride = argc > 2 ? MAX (g_ascii_strtoull (argv[2], NULL, 10), 1) : 8;
  g_autofree char *folder = argc > 3 ? g_strdup (argv[3])
                                     : g_dir_make_tmp ("downhill-bench-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  DhStore *store = dh_store_open (folder, NULL, &dh_store_default_rules, &error);
  g_autofree char *id = NULL;

  check (store != NULL, &error);
  id = g_strdup (dh_store_get_id (store));
  write_moments (store, iterations, stride);
  read_moments (dh_store_get_path (store), iterations);
  write_checkpoints (store, 6 * 1000 * 1000, 20);
  write_checkpoints (store, 200 * 1000 * 1000, 2);
  printf ("with all of this: %.1f MiB\n", (double) dh_store_get_size (store) / (1 << 20));
  check (dh_store_close (store, &error), &error);
  open_again (folder, id);
  check (dh_kept_sessions_delete (folder, id, &error), &error);
  if (argc <= 3)
    check (remove (folder) == 0, &error);
  return 0;
}
