/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeping a session in the background, and reading from it meanwhile; most useful under the thread
 * sanitizer.
 */
#include "tests/core/store/store-helpers.h"

#include "core/store/keep-share.h"
#include "core/store/keeper.h"
#include "core/store/moment-reader.h"
#include "core/store/pending.h"

#include <glib/gstdio.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define MB (1024 * 1024)

/* Waits for a report about which the condition says yes; (transfer full) */
typedef gboolean (*Condition) (const DhKeeperReport *report);

static DhKeeperReport *
wait_for (DhKeeper *keeper, Condition is_right)
{
  for (;;)
    {
      struct pollfd descriptor = { .fd = dh_keeper_get_fd (keeper), .events = POLLIN };
      g_autoptr (DhKeeperReport) report = NULL;

      g_assert_cmpint (poll (&descriptor, 1, 60000), ==, 1);
      report = dh_keeper_take (keeper);
      if (is_right (report))
        return g_steal_pointer (&report);
    }
}

static gboolean
is_keeping (const DhKeeperReport *report)
{
  return report->keeping && report->problem == NULL;
}

static gboolean
has_problem (const DhKeeperReport *report)
{
  return report->problem != NULL;
}

static gboolean
has_document (const DhKeeperReport *report)
{
  return report->document_time != 0;
}

static void
put_checkpoint_parts (DhKeeper *keeper, guint64 run, guint64 iteration, gsize size)
{
  g_autoptr (GBytes) bytes = make_bytes (run, iteration, size);
  g_autoptr (GBytes) first = g_bytes_new_from_bytes (bytes, 0, size / 3);
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) second = g_bytes_new_from_bytes (bytes, size / 3, size - size / 3);
  GBytes *const parts[] = { first, none, second };

  dh_keeper_put_checkpoint (keeper, run, iteration, parts, G_N_ELEMENTS (parts));
}

/* Everything that can be handed over is in the session afterwards. */
static void
test_all (void)
{
  char *folder = make_folder ();
  DhKeeper *keeper = dh_keeper_new (folder, NULL, &dh_store_default_rules);
  g_autoptr (DhKeeperReport) report = NULL;
  g_autoptr (GPtrArray) marked = NULL, changes = NULL;
  g_autoptr (GArray) checkpoints = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  DhDatabase *database;
  DhStore *store;
  gint64 time;

  dh_keeper_put_document (keeper, "old");
  dh_keeper_put_document (keeper, "new");
  dh_keeper_put_change (keeper, dh_change_new (1, 2, 3, 4, "five"));
  for (guint64 i = 0; i < 50; i++)
    dh_keeper_put_moment (keeper, make_moment (i % 3, i, 1000));
  dh_keeper_mark (keeper, &(DhPlace) { 1, 7 }, TRUE, "look");
  put_checkpoint_parts (keeper, 1, 40, 19 * MB + 5); /* several transactions */
  put_checkpoint_parts (keeper, 2, 40, 100);
  put_checkpoint_parts (keeper, 2, 41, 0);
  dh_keeper_flush (keeper);
  report = wait_for (keeper, is_keeping);
  g_assert_true (report->was_closed);
  g_assert_cmpuint (report->n_lost, ==, 0);
  g_assert_cmpuint (report->size, >, 19 * MB);
  g_assert_cmpint (report->document_time, >, 0);
  g_assert_true (dh_keeper_wants_checkpoint (keeper, G_MAXUINT32, TRUE));
  dh_keeper_put_document (keeper, "newest"); /* written when it closes */
  dh_keeper_free (keeper);

  store = open_store (folder, report->id);
  g_assert_true (dh_store_was_closed (store));
  database = dh_store_get_database (store);
  check_all (database);
  g_assert_true (dh_store_get_document (database, &time, &text, &error));
  g_assert_cmpstr (text, ==, "newest");
  marked = dh_moments_list_marked (database, &error);
  g_assert_cmpuint (marked->len, ==, 1);
  changes = dh_changes_list (database, &error);
  g_assert_cmpuint (changes->len, ==, 1);
  checkpoints = dh_checkpoints_list (database, &error);
  g_assert_cmpuint (checkpoints->len, ==, 3);
  close_store (store);
  remove_folder (folder);
}

/* Nobody asks for it: it is written all the same, again and again. */
static void
test_by_itself (void)
{
  char *folder = make_folder ();
  DhKeeper *keeper = dh_keeper_new (folder, NULL, &dh_store_default_rules);
  gint64 before = 0;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DhKeeperReport) report = NULL;

      dh_keeper_put_document (keeper, "settings");
      do
        {
          g_clear_pointer (&report, dh_keeper_report_free);
          report = wait_for (keeper, has_document);
        }
      while (report->document_time == before);
      before = report->document_time;
    }
  dh_keeper_free (keeper);
  remove_folder (folder);
}

/* A file where the folder should be: said, and forgotten once it is gone. */
static void
test_no_folder (void)
{
  char *folder = make_folder ();
  g_autofree char *place = g_build_filename (folder, "sessions", NULL);
  g_autoptr (DhKeeperReport) report = NULL;
  DhKeeper *keeper;
  DhStore *store;

  g_assert_true (g_file_set_contents (place, "", 0, NULL));
  keeper = dh_keeper_new (place, NULL, &dh_store_default_rules);
  dh_keeper_put_document (keeper, "settings");
  dh_keeper_put_moment (keeper, make_moment (1, 5, 1000));
  report = wait_for (keeper, has_problem);
  g_assert_false (report->keeping);
  g_assert_nonnull (strstr (report->problem, "sessions"));
  g_assert_null (report->id);
  put_checkpoint_parts (keeper, 1, 5, 100); /* refused, and not waited for */
  dh_keeper_flush (keeper);
  g_assert_true (dh_keeper_wants_checkpoint (keeper, G_MAXUINT32, TRUE));

  g_assert_cmpint (g_unlink (place), ==, 0);
  g_clear_pointer (&report, dh_keeper_report_free);
  report = wait_for (keeper, is_keeping);
  dh_keeper_flush (keeper);
  dh_keeper_free (keeper);
  store = open_store (place, report->id);
  check_all (dh_store_get_database (store));
  {
    g_autoptr (GArray) kept = dh_moments_list_iterations (dh_store_get_database (store), 1, NULL);

    g_assert_cmpuint (kept->len, ==, 1);
  }
  close_store (store);
  remove_folder (folder);
}

/* No file may grow: keeping stops with a sentence, and goes on when files may grow again. */
static void
test_no_space (void)
{
  char *folder = make_folder ();
  DhKeeper *keeper = dh_keeper_new (folder, NULL, &dh_store_default_rules);
  g_autoptr (DhKeeperReport) report = NULL;
  struct rlimit limit, small;
  DhStore *store;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &limit);
  small = limit;
  small.rlim_cur = 400 * 1024;
  dh_keeper_put_moment (keeper, make_moment (1, 0, 20000));
  dh_keeper_flush (keeper);
  setrlimit (RLIMIT_FSIZE, &small);
  for (guint64 i = 1; i <= 100; i++)
    dh_keeper_put_moment (keeper, make_moment (1, i, 20000));
  report = wait_for (keeper, has_problem);
  g_assert_false (report->keeping);
  setrlimit (RLIMIT_FSIZE, &limit);
  g_clear_pointer (&report, dh_keeper_report_free);
  report = wait_for (keeper, is_keeping);
  dh_keeper_flush (keeper);
  dh_keeper_free (keeper);

  store = open_store (folder, report->id);
  g_assert_null (dh_store_get_aside (store));
  check_all (dh_store_get_database (store));
  {
    g_autoptr (GArray) kept = dh_moments_list_iterations (dh_store_get_database (store), 1, NULL);

    g_assert_cmpuint (kept->len, ==, 101);
  }
  close_store (store);
  remove_folder (folder);
}

static void
test_refused (void)
{
  char *folder = make_folder ();
  DhStore *store = open_store (folder, NULL);
  DhKeeper *keeper = dh_keeper_new (folder, dh_store_get_id (store), &dh_store_default_rules);
  g_autoptr (DhKeeperReport) report = NULL;

  dh_keeper_put_document (keeper, "settings");
  put_checkpoint_parts (keeper, 1, 5, 100);
  dh_keeper_flush (keeper);
  report = wait_for (keeper, has_problem);
  g_assert_false (report->keeping);
  g_assert_true (dh_keeper_wants_checkpoint (keeper, G_MAXUINT32, TRUE));
  dh_keeper_free (keeper);
  close_store (store);
  remove_folder (folder);
}

/* What is larger than the limit is refused in a sentence that stays until the limit is raised. */
static void
test_too_large (void)
{
  char *folder = make_folder ();
  DhStoreRules rules = { 8 * MB, 128, 8 };
  DhKeeper *keeper = dh_keeper_new (folder, NULL, &rules);
  g_autoptr (DhKeeperReport) report = NULL;

  put_checkpoint_parts (keeper, 1, 5, 9 * MB);
  dh_keeper_flush (keeper);
  dh_keeper_put_document (keeper, "settings");
  dh_keeper_flush (keeper);
  report = wait_for (keeper, has_document);
  g_assert_true (report->keeping);
  g_assert_nonnull (report->problem);
  g_assert_nonnull (strstr (report->problem, "8.0"));
  rules.limit = 64 * MB;
  dh_keeper_set_rules (keeper, &rules);
  put_checkpoint_parts (keeper, 1, 5, 9 * MB);
  dh_keeper_flush (keeper);
  g_clear_pointer (&report, dh_keeper_report_free);
  report = wait_for (keeper, is_keeping);
  g_assert_cmpuint (report->size, >, 9 * MB);
  dh_keeper_free (keeper);
  remove_folder (folder);
}

/* Too much in memory: fewer moments, evenly, but all marked ones. */
static void
test_pending (void)
{
  DhPending pending = { 0 };
  guint64 last = 0;
  guint n_marked = 0;

  for (guint64 i = 0; i < 1000; i++)
    {
      DhMoment *moment = make_moment (1, i, 1000);

      moment->marked = i % 100 == 0;
      dh_pending_put_moment (&pending, moment);
      dh_pending_limit (&pending, 100 * 1100);
    }
  g_assert_cmpuint (pending.moment_bytes, <=, 100 * 1100);
  g_assert_cmpuint (pending.moments.length + pending.n_lost, ==, 1000);
  g_assert_cmpuint (pending.moments.length, >=, 40);
  for (const GList *one = pending.moments.head; one != NULL; one = one->next)
    {
      const DhMoment *moment = one->data;

      g_assert_true (moment->iteration >= last);
      last = moment->iteration;
      n_marked += moment->marked;
    }
  g_assert_cmpuint (n_marked, ==, 10);
  g_assert_cmpuint (last, >=, 998);
  dh_pending_clear (&pending);
  g_assert_true (dh_pending_is_empty (&pending));
}

/* Six checkpoints each time that they may be: as much of the program's time as is allowed, not more,
 * however long the pauses were. */
static void
test_share (void)
{
  DhKeepShare share = { 0 };
  double now = 0, spent = 0;
  guint n = 0;

  g_assert_true (dh_keep_share_is_due (&share, now));
  for (guint i = 0; i < 100000; i++)
    {
      now += .1;
      if (i % 20000 < 100 || !dh_keep_share_is_due (&share, now))
        continue;
      for (guint j = 0; j < 6; j++)
        {
          now += .05;
          spent += .05;
          dh_keep_share_add (&share, now, .05);
        }
      g_assert_false (dh_keep_share_is_due (&share, now));
      n++;
    }
  g_assert_cmpuint (n, >, 500);
  g_assert_cmpfloat (spent, <=, .02 * now);
  g_assert_cmpfloat (spent, >, .01 * now);
}

/* What is urgent is written before its time, and paid for afterwards like everything else: each spent
 * second by 61.5 of the program's, one after the other. */
static void
test_share_of_urgent (void)
{
  const double worth = .98400 / .016; /* of a second, at a share of 1.6 % */
  DhKeepShare share = { 0 };

  dh_keep_share_add (&share, 100, .1);
  g_assert_false (dh_keep_share_is_due (&share, 100 + .1 * worth - .001));
  g_assert_true (dh_keep_share_is_due (&share, 100 + .1 * worth + .001));
  dh_keep_share_add (&share, 101, .2); /* urgent */
  dh_keep_share_add (&share, 102, .2);
  g_assert_false (dh_keep_share_is_due (&share, 100 + .5 * worth - .001));
  g_assert_true (dh_keep_share_is_due (&share, 100 + .5 * worth + .001));
  dh_keep_share_add (&share, 103, -1); /* a clock that goes back is no credit */
  g_assert_false (dh_keep_share_is_due (&share, 100 + .5 * worth - .001));
  dh_keep_share_add (&share, 1000, .1); /* nor is a pause */
  g_assert_false (dh_keep_share_is_due (&share, 1000 + .1 * worth - .001));
  g_assert_true (dh_keep_share_is_due (&share, 1000 + .1 * worth + .001));
}

/* What a keeper has just written isn't followed by more, unless it is urgent. */
static void
test_share_of_keeper (void)
{
  char *folder = make_folder ();
  DhKeeper *keeper = dh_keeper_new (folder, NULL, &dh_store_default_rules);

  dh_keeper_put_document (keeper, "settings");
  dh_keeper_flush (keeper);
  g_assert_true (dh_keeper_wants_checkpoint (keeper, 100, FALSE));
  put_checkpoint_parts (keeper, 1, 40, 19 * MB);
  dh_keeper_flush (keeper);
  g_assert_false (dh_keeper_wants_checkpoint (keeper, 100, FALSE));
  g_assert_true (dh_keeper_wants_checkpoint (keeper, 100, TRUE));
  dh_keeper_free (keeper);
  remove_folder (folder);
}

/* ---- moments that are packed later ---- */

typedef struct
{
  guint64 run, iteration;
  gsize size;
} Picture;

/* What has become of all pictures. */
static struct
{
  pthread_mutex_t gate; /* packing passes it */
  pthread_t owner;      /* never packs */
  gint n_packed, n_freed, n_wrong;
  guint64 last; /* that was packed */
} packing = { .gate = PTHREAD_MUTEX_INITIALIZER };

static GBytes *
pack_picture (gpointer data)
{
  const Picture *picture = data;

  pthread_mutex_lock (&packing.gate);
  if (pthread_equal (pthread_self (), packing.owner) || picture->iteration < packing.last)
    g_atomic_int_inc (&packing.n_wrong);
  packing.last = picture->iteration;
  pthread_mutex_unlock (&packing.gate);
  g_atomic_int_inc (&packing.n_packed);
  return make_bytes (picture->run, picture->iteration, picture->size);
}

static void
free_picture (gpointer picture)
{
  g_atomic_int_inc (&packing.n_freed);
  g_free (picture);
}

static const DhMomentPicture picture_kind = { pack_picture, free_picture };

static void
begin_packing (void)
{
  packing.owner = pthread_self ();
  packing.n_packed = packing.n_freed = packing.n_wrong = 0;
  packing.last = 0;
}

/* waiting: the bytes that it takes until it is packed */
static DhMoment *
make_unpacked (guint64 iteration, gsize size, gsize waiting)
{
  g_autoptr (GBytes) numbers = g_bytes_new (&iteration, sizeof iteration);
  Picture *picture = g_new (Picture, 1);

  *picture = (Picture) { 1, iteration, size };
  return dh_moment_new_unpacked (1, iteration, numbers, &picture_kind, picture, waiting);
}

static guint
count_kept (const char *folder, const char *id)
{
  DhStore *store = open_store (folder, id);
  g_autoptr (GArray) kept = dh_moments_list_iterations (dh_store_get_database (store), 1, NULL);
  const guint n = kept->len;

  check_all (dh_store_get_database (store));
  close_store (store);
  return n;
}

/* The newest moment of run 1. */
static gsize
read_newest_size (const char *path)
{
  g_autoptr (GError) error = NULL;
  DhDatabase *database = dh_database_open (path, DH_DATABASE_READ, &error);
  g_autoptr (GPtrArray) found = NULL;
  gsize size;

  g_assert_no_error (error);
  found = dh_moments_find (database, &(DhPlace) { 1, G_MAXINT64 }, 1, &error);
  g_assert_no_error (error);
  size = g_bytes_get_size (((DhMoment *) g_ptr_array_index (found, 0))->preview);
  dh_database_close (database);
  return size;
}

/* Who hands moments over waits for none of them; a flush and the end wait for all.  They are packed
 * in their order, and the later one of the same place counts. */
static void
test_packing (void)
{
  char *folder = make_folder ();
  DhKeeper *keeper = dh_keeper_new (folder, NULL, &dh_store_default_rules);
  g_autoptr (DhKeeperReport) report = wait_for (keeper, is_keeping);

  begin_packing ();
  pthread_mutex_lock (&packing.gate);
  for (guint64 i = 0; i < 40; i++)
    dh_keeper_put_moment (keeper, make_unpacked (i, 1000, 4000));
  dh_keeper_put_moment (keeper, make_unpacked (39, 2000, 4000));
  g_assert_cmpint (g_atomic_int_get (&packing.n_packed), ==, 0);
  pthread_mutex_unlock (&packing.gate);
  dh_keeper_flush (keeper);
  g_assert_cmpint (g_atomic_int_get (&packing.n_packed), ==, 41);
  g_assert_cmpuint (read_newest_size (report->path), ==, 2000);
  for (guint64 i = 40; i < 60; i++)
    dh_keeper_put_moment (keeper, make_unpacked (i, 1000, 4000));
  dh_keeper_free (keeper);
  g_assert_cmpint (packing.n_packed, ==, 61);
  g_assert_cmpint (packing.n_freed, ==, 61);
  g_assert_cmpint (packing.n_wrong, ==, 0);
  g_assert_cmpuint (count_kept (folder, report->id), ==, 60);
  remove_folder (folder);
}

/* While the writer gets nowhere, only so many pictures wait: in memory, what isn't packed counts as
 * it is.  As many may be with the writer. */
static void
test_packing_bounds (void)
{
  char *folder = make_folder ();
  DhKeeper *keeper = dh_keeper_new (folder, NULL, &dh_store_default_rules);
  g_autoptr (DhKeeperReport) report = wait_for (keeper, is_keeping);

  begin_packing ();
  pthread_mutex_lock (&packing.gate);
  for (gint i = 0; i < 500; i++)
    {
      dh_keeper_put_moment (keeper, make_unpacked ((guint64) i, 1000, MB));
      g_assert_cmpint (i + 1 - g_atomic_int_get (&packing.n_freed), <=, 2 * 64);
    }
  pthread_mutex_unlock (&packing.gate);
  dh_keeper_free (keeper);
  g_assert_cmpint (packing.n_freed, ==, 500);
  g_assert_cmpint (packing.n_packed, >=, 32);
  g_assert_cmpuint (count_kept (folder, report->id), ==, (guint) packing.n_packed);
  remove_folder (folder);
}

/* Even what is urgent waits for memory: beside a checkpoint that is yet to be written, only so much. */
static void
test_urgent_bounds (void)
{
  char *folder = make_folder ();
  DhKeeper *keeper = dh_keeper_new (folder, NULL, &dh_store_default_rules);
  g_autoptr (DhKeeperReport) report = wait_for (keeper, is_keeping);

  begin_packing ();
  pthread_mutex_lock (&packing.gate);
  dh_keeper_put_moment (keeper, make_unpacked (1, 1000, 4000)); /* the writer doesn't get past it */
  g_assert_true (dh_keeper_wants_checkpoint (keeper, 100 * MB, TRUE));
  put_checkpoint_parts (keeper, 1, 40, 40 * MB);
  g_assert_true (dh_keeper_wants_checkpoint (keeper, 24 * MB, TRUE));
  g_assert_false (dh_keeper_wants_checkpoint (keeper, 24 * MB + 1, TRUE));
  pthread_mutex_unlock (&packing.gate);
  dh_keeper_flush (keeper);
  g_assert_true (dh_keeper_wants_checkpoint (keeper, 100 * MB, TRUE));
  g_assert_false (dh_keeper_wants_checkpoint (keeper, 100, FALSE)); /* its share is used up */
  dh_keeper_free (keeper);
  remove_folder (folder);
}

/* What waits is counted by what it takes, before and after. */
static void
test_pending_unpacked (void)
{
  DhPending pending = { 0 };
  gsize sum = 0;

  begin_packing ();
  packing.owner = 0; /* here it is packed by whoever asks */
  for (guint64 i = 0; i < 100; i++)
    dh_pending_put_moment (&pending, make_unpacked (i, 10, 1000));
  dh_pending_limit (&pending, 60 * 1000);
  g_assert_cmpint (packing.n_freed, ==, 50);
  g_assert_cmpuint (pending.moments.length, ==, 50);
  g_assert_cmpuint (pending.moment_bytes, ==, 50 * (sizeof (DhMoment) + 8 + 1000));
  dh_pending_pack (&pending);
  for (const GList *one = pending.moments.head; one != NULL; one = one->next)
    sum += dh_moment_get_size (one->data);
  g_assert_cmpuint (pending.moment_bytes, ==, sum);
  g_assert_cmpuint (sum, ==, 50 * (sizeof (DhMoment) + 8 + 10));
  dh_pending_clear (&pending);
  g_assert_cmpint (packing.n_freed, ==, 100);
}

/* ---- many threads ---- */

static void *
hand_over (void *data)
{
  DhKeeper *keeper = data;
  static int next_run;
  const guint64 run = (guint64) g_atomic_int_add (&next_run, 1) % 4;

  for (guint64 i = 0; i < 60; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", (guint) i);

      dh_keeper_put_moment (keeper, make_moment (run, i, 3000));
      dh_keeper_put_document (keeper, text);
      if (i % 20 == 0 && dh_keeper_wants_checkpoint (keeper, 50000, TRUE))
        put_checkpoint_parts (keeper, run, i, 50000);
      g_usleep (500);
    }
  return NULL;
}

static void
ask_and_check (DhMomentReader *reader, const char *path, guint64 iteration)
{
  const DhPlace places[] = { { 0, iteration }, { 3, iteration }, { 9, 1 } };
  struct pollfd descriptor = { .fd = dh_moment_reader_get_fd (reader), .events = POLLIN };
  g_autoptr (DhMomentAnswer) answer = NULL;

  for (guint64 i = 0; i < 5; i++) /* those before the last need no answer */
    dh_moment_reader_ask (reader, path, &(DhPlace) { 0, i }, 1);
  dh_moment_reader_ask (reader, path, places, G_N_ELEMENTS (places));
  while (answer == NULL || answer->n_places != G_N_ELEMENTS (places))
    {
      g_clear_pointer (&answer, dh_moment_answer_free);
      g_assert_cmpint (poll (&descriptor, 1, 60000), ==, 1);
      answer = dh_moment_reader_take (reader);
    }
  g_assert_no_error (answer->error);
  g_assert_null (g_ptr_array_index (answer->moments, 2));
  for (guint i = 0; i < 2; i++)
    {
      const DhMoment *moment = g_ptr_array_index (answer->moments, i);

      if (moment == NULL) /* not written yet */
        continue;
      g_assert_cmpuint (moment->iteration, <=, iteration);
      check_moment (moment, places[i].run, moment->iteration);
    }
}

static void
test_threads (void)
{
  char *folder = make_folder ();
  DhKeeper *keeper = dh_keeper_new (folder, NULL, &dh_store_default_rules);
  g_autoptr (DhMomentReader) reader = dh_moment_reader_new ();
  g_autoptr (DhKeeperReport) report = wait_for (keeper, is_keeping);
  pthread_t threads[4];
  DhStore *store;
  guint n_listed;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_cmpint (pthread_create (&threads[i], NULL, hand_over, keeper), ==, 0);
  for (guint64 i = 0; i < 20; i++)
    {
      ask_and_check (reader, report->path, i * 3);
      if (i % 5 == 0)
        dh_keeper_flush (keeper);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    pthread_join (threads[i], NULL);
  dh_keeper_free (keeper);
  store = open_store (folder, report->id);
  check_all (dh_store_get_database (store));
  g_assert_cmpuint (check_moments (dh_store_get_database (store), &n_listed), ==, 4 * 60);
  close_store (store);
  remove_folder (folder);
}

/* What is made of an answer. */
typedef struct
{
  guint64 iteration; /* asked for */
  guint64 found;
  pthread_t thread;
} Use;

static gint n_uses;

static void
use_answer (const DhMomentAnswer *answer, gpointer data)
{
  Use *use = data;

  use->found = ((DhMoment *) g_ptr_array_index (answer->moments, 0))->iteration;
  use->thread = pthread_self ();
}

static void
free_use (gpointer data)
{
  g_atomic_int_add (&n_uses, -1);
  g_free (data);
}

static void
ask_for (DhMomentReader *reader, const char *path, guint64 iteration)
{
  Use *use = g_new0 (Use, 1);

  use->iteration = iteration;
  g_atomic_int_inc (&n_uses);
  dh_moment_reader_ask_for (reader, path, &(DhPlace) { 1, iteration }, 1, use_answer, use,
                            free_use);
}

/* It is made in the reader's thread, of the question that it belongs to; the last question is
 * answered, and nothing of the others stays. */
static void
test_reader_use (void)
{
  char *folder = make_folder ();
  DhKeeper *keeper = dh_keeper_new (folder, NULL, &dh_store_default_rules);
  g_autoptr (DhKeeperReport) report = wait_for (keeper, is_keeping);
  DhMomentReader *reader = dh_moment_reader_new ();
  struct pollfd descriptor = { .fd = dh_moment_reader_get_fd (reader), .events = POLLIN };
  guint64 newest = 0;

  for (guint64 i = 0; i < 50; i++)
    dh_keeper_put_moment (keeper, make_moment (1, 10 * i, 1000));
  dh_keeper_flush (keeper);
  for (guint64 i = 0; i < 50; i++)
    ask_for (reader, report->path, 10 * i + 3);
  while (newest != 493)
    {
      g_autoptr (DhMomentAnswer) answer = NULL;
      const Use *use;

      g_assert_cmpint (poll (&descriptor, 1, 60000), ==, 1);
      answer = dh_moment_reader_take (reader);
      use = answer->data;
      g_assert_cmpuint (use->found + 3, ==, use->iteration);
      g_assert_cmpuint (use->iteration, >=, newest);
      g_assert_false (pthread_equal (use->thread, pthread_self ()));
      newest = use->iteration;
    }
  g_assert_cmpint (g_atomic_int_get (&n_uses), ==, 0);
  ask_for (reader, report->path, 5);
  dh_moment_reader_free (reader);
  g_assert_cmpint (g_atomic_int_get (&n_uses), ==, 0);
  dh_keeper_free (keeper);
  remove_folder (folder);
}

static void
test_reader_without_file (void)
{
  g_autoptr (DhMomentReader) reader = dh_moment_reader_new ();
  struct pollfd descriptor = { .fd = dh_moment_reader_get_fd (reader), .events = POLLIN };
  g_autoptr (DhMomentAnswer) answer = NULL;

  dh_moment_reader_ask (reader, "/nonexistent/x.session", &(DhPlace) { 0, 1 }, 1);
  g_assert_cmpint (poll (&descriptor, 1, 60000), ==, 1);
  answer = dh_moment_reader_take (reader);
  g_assert_error (answer->error, DH_STORE_ERROR, DH_STORE_ERROR_FAILED);
  g_assert_null (answer->moments);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keeper/all", test_all);
  g_test_add_func ("/keeper/by-itself", test_by_itself);
  g_test_add_func ("/keeper/no-folder", test_no_folder);
  g_test_add_func ("/keeper/no-space", test_no_space);
  g_test_add_func ("/keeper/refused", test_refused);
  g_test_add_func ("/keeper/too-large", test_too_large);
  g_test_add_func ("/keeper/pending", test_pending);
  g_test_add_func ("/keeper/share", test_share);
  g_test_add_func ("/keeper/share-of-urgent", test_share_of_urgent);
  g_test_add_func ("/keeper/urgent-bounds", test_urgent_bounds);
  g_test_add_func ("/keeper/share-of-keeper", test_share_of_keeper);
  g_test_add_func ("/keeper/packing", test_packing);
  g_test_add_func ("/keeper/packing-bounds", test_packing_bounds);
  g_test_add_func ("/keeper/pending-unpacked", test_pending_unpacked);
  g_test_add_func ("/keeper/threads", test_threads);
  g_test_add_func ("/keeper/reader-use", test_reader_use);
  g_test_add_func ("/keeper/reader-without-file", test_reader_without_file);
  return g_test_run ();
}
