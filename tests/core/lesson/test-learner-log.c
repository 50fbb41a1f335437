/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/lesson/learner-log.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAY 86400

typedef struct
{
  char *folder, *path;
  DhLearnerLog *log;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("downhill-XXXXXX", &error);
  g_assert_no_error (error);
  /* The folder isn't there yet. */
  fixture->path = g_build_filename (fixture->folder, "state", "lessons.sqlite", NULL);
  fixture->log = dh_learner_log_open (fixture->path, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *inner = g_path_get_dirname (fixture->path);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  dh_learner_log_close (fixture->log);
  dir = g_dir_open (inner, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (inner, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (inner), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
open_again (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  dh_learner_log_close (fixture->log);
  fixture->log = dh_learner_log_open (fixture->path, NULL, &error);
  g_assert_no_error (error);
}

static void
test_places (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (dh_learner_log_get_place (fixture->log, "ravine"), ==, 0);
  g_assert_true (dh_learner_log_put_place (fixture->log, "ravine", 3, NULL));
  g_assert_true (dh_learner_log_put_place (fixture->log, "stuck", 5, NULL));
  g_assert_true (dh_learner_log_put_place (fixture->log, "ravine", 2, NULL));
  open_again (fixture);
  g_assert_cmpuint (dh_learner_log_get_place (fixture->log, "ravine"), ==, 2);
  g_assert_cmpuint (dh_learner_log_get_place (fixture->log, "stuck"), ==, 5);
  g_assert_true (dh_learner_log_put_finished (fixture->log, "ravine", 1000, NULL));
  g_assert_true (dh_learner_log_put_finished (fixture->log, "ravine", 2000, NULL));
  g_assert_true (dh_learner_log_put_finished (fixture->log, "bumpy", 3000, NULL));
  open_again (fixture);
  g_assert_cmpint (dh_learner_log_get_finished (fixture->log, "ravine"), ==, 1000);
  g_assert_cmpint (dh_learner_log_get_finished (fixture->log, "bumpy"), ==, 3000);
  g_assert_cmpint (dh_learner_log_get_finished (fixture->log, "stuck"), ==, 0);
  g_assert_cmpuint (dh_learner_log_get_place (fixture->log, "ravine"), ==, 2);
}

static void
answer (Fixture *fixture, DhOccasion occasion, guint review, double score, gint64 time)
{
  g_autoptr (GError) error = NULL;
  const DhLearnerAnswer given = { "ravine", "ravine-limit", 7, occasion, review, score, time };

  g_assert_true (dh_learner_log_put_answer (fixture->log, &given, &error));
  g_assert_no_error (error);
}

/* After 1, 7 and 21 days, each once; a late one doesn't move the others. */
static void
test_reviews (Fixture *fixture, gconstpointer data)
{
  const gint64 end = 1000000;

  g_assert_cmpuint (dh_learner_log_get_due (fixture->log, "ravine", end), ==, 0);
  answer (fixture, DH_OCCASION_OPENING, 0, 0, end - 200);
  answer (fixture, DH_OCCASION_CLOSING, 0, 1, end);
  g_assert_cmpuint (dh_learner_log_get_due (fixture->log, "ravine", end + 9 * DAY), ==, 0);
  g_assert_true (dh_learner_log_put_finished (fixture->log, "ravine", end, NULL));
  g_assert_cmpuint (dh_learner_log_get_due (fixture->log, "ravine", end + DAY - 1), ==, 0);
  g_assert_cmpuint (dh_learner_log_get_due (fixture->log, "ravine", end + DAY), ==, 1);
  g_assert_cmpuint (dh_learner_log_get_due (fixture->log, "ravine", end + 5 * DAY), ==, 1);
  answer (fixture, DH_OCCASION_REVIEW, 1, 1, end + 5 * DAY);
  g_assert_cmpuint (dh_learner_log_get_due (fixture->log, "ravine", end + 7 * DAY - 1), ==, 0);
  g_assert_cmpuint (dh_learner_log_get_due (fixture->log, "ravine", end + 7 * DAY), ==, 2);
  answer (fixture, DH_OCCASION_REVIEW, 2, 0, end + 7 * DAY);
  g_assert_cmpuint (dh_learner_log_get_due (fixture->log, "ravine", end + 20 * DAY), ==, 0);
  g_assert_cmpuint (dh_learner_log_get_due (fixture->log, "ravine", end + 400 * DAY), ==, 3);
  answer (fixture, DH_OCCASION_REVIEW, 3, 1, end + 400 * DAY);
  g_assert_cmpuint (dh_learner_log_get_due (fixture->log, "ravine", end + 900 * DAY), ==, 0);
  g_assert_cmpuint (dh_learner_log_get_due (fixture->log, "stuck", end + 900 * DAY), ==, 0);
}

static void
test_csv (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = NULL;
  const DhLearnerAnswer quoted = { "own", "Which \"one\", then?", 0, DH_OCCASION_LESSON, 0, 2. / 3, 0 };

  answer (fixture, DH_OCCASION_REVIEW, 2, 1, 1790000000);
  g_assert_true (dh_learner_log_put_answer (fixture->log, &quoted, NULL));
  csv = dh_learner_log_to_csv (fixture->log, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (csv, ==,
                   "lesson,question,instance,occasion,review,score,time\r\n"
                   "\"ravine\",\"ravine-limit\",7,review,2,1,2026-09-21T14:13:20Z\r\n"
                   "\"own\",\"Which \"\"one\"\", then?\",0,lesson,0,0.667,1970-01-01T00:00:00Z\r\n");
}

/* Set aside and named; a new one takes its place.  Wherever the file is cut. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size;

  answer (fixture, DH_OCCASION_LESSON, 0, 1, 1);
  dh_learner_log_close (g_steal_pointer (&fixture->log));
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  for (gsize cut = 1; cut < size; cut += 97)
    {
      g_autofree char *aside = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) cut, NULL));
      fixture->log = dh_learner_log_open (fixture->path, &aside, &error);
      g_assert_no_error (error);
      g_assert_true (dh_learner_log_put_place (fixture->log, "ravine", 4, NULL));
      open_again (fixture);
      g_assert_cmpuint (dh_learner_log_get_place (fixture->log, "ravine"), ==, 4);
      dh_learner_log_close (g_steal_pointer (&fixture->log));
      /* What is shorter than any database counts as none. */
      g_assert_true (aside != NULL || cut < 512);
      if (aside != NULL)
        g_assert_cmpint (g_unlink (aside), ==, 0);
    }
  g_assert_true (g_file_set_contents (fixture->path, "not a database, but long enough to be read",
                                      -1, NULL));
}

static void
test_newer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bytes = NULL, *aside = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  dh_learner_log_close (g_steal_pointer (&fixture->log));
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  bytes[63] = 9; /* the user version, see the file format of SQLite */
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) size, NULL));
  g_assert_null (dh_learner_log_open (fixture->path, &aside, &error));
  g_assert_error (error, DH_STORE_ERROR, DH_STORE_ERROR_NEWER);
  g_assert_null (aside);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/learner-log/places", Fixture, NULL, set_up, test_places, tear_down);
  g_test_add ("/learner-log/reviews", Fixture, NULL, set_up, test_reviews, tear_down);
  g_test_add ("/learner-log/csv", Fixture, NULL, set_up, test_csv, tear_down);
  g_test_add ("/learner-log/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/learner-log/newer", Fixture, NULL, set_up, test_newer, tear_down);
  return g_test_run ();
}
