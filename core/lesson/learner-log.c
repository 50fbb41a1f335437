/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a learner has done: places in lessons, and answers with their times.
 *
 * Reviews follow the lesson after growing intervals; spaced practice is what keeps (Latimier 2021).
 */
#include "core/lesson/learner-log.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/store/database.h"

#define APPLICATION_ID "0x44684c6c" /* “DhLl” */
#define VERSION        "1"
#define VERSION_NUMBER 1
#define DAY            (G_GINT64_CONSTANT (86400))

struct _DhLearnerLog
{
  DhDatabase *database;
};

static const char *const occasions[] = {
  [DH_OCCASION_OPENING] = "opening",
  [DH_OCCASION_LESSON] = "lesson",
  [DH_OCCASION_CLOSING] = "closing",
  [DH_OCCASION_REVIEW] = "review",
};

static const guint review_days[DH_N_REVIEWS] = { 1, 7, 21 };

/* ---- opening ---- */

static gboolean
create (DhDatabase *database, GError **error)
{
  if (dh_database_run (
        database,
        "PRAGMA synchronous = FULL; BEGIN IMMEDIATE;"
        "PRAGMA application_id = " APPLICATION_ID "; PRAGMA user_version = " VERSION ";"
        "CREATE TABLE lessons (lesson TEXT PRIMARY KEY, place INTEGER NOT NULL,"
        " finished INTEGER NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE answers (id INTEGER PRIMARY KEY, lesson TEXT NOT NULL,"
        " question TEXT NOT NULL, instance INTEGER NOT NULL, occasion INTEGER NOT NULL,"
        " review INTEGER NOT NULL, permille INTEGER NOT NULL, time INTEGER NOT NULL);"
        "COMMIT",
        error))
    return TRUE;
  dh_database_rollback (database);
  return FALSE;
}

static gboolean
check_whole (DhDatabase *database, GError **error)
{
  g_autoptr (DhStatement) row = dh_database_ask (database, error, "PRAGMA quick_check (1)", "");
  g_autofree char *said = NULL;

  if (row == NULL || dh_statement_step (row, error) != DH_STEP_ROW)
    return FALSE;
  said = dh_statement_dup_text (row, 0);
  return g_strcmp0 (said, "ok") == 0 || dh_database_refuse_damaged (database, error);
}

/* Makes the tables of a new file; a file that has others is taken for damaged. */
static gboolean
prepare (DhDatabase *database, GError **error)
{
  gint64 id, version, n_tables;

  if (!dh_database_get_number (database, "SELECT count (*) FROM sqlite_master", 0, &n_tables, error)
      || !dh_database_get_number (database, "PRAGMA application_id", 0, &id, error)
      || !dh_database_get_number (database, "PRAGMA user_version", 0, &version, error))
    return FALSE;
  if (n_tables == 0)
    return create (database, error);
  if (id != g_ascii_strtoll (APPLICATION_ID, NULL, 16))
    return dh_database_refuse_damaged (database, error);
  if (version > VERSION_NUMBER)
    return dh_database_refuse_newer (database, error);
  return check_whole (database, error);
}

static DhDatabase *
open_database (const char *path, GError **error)
{
  g_autoptr (DhDatabase) database = dh_database_open (path, DH_DATABASE_CREATE, error);

  return database != NULL && prepare (database, error) ? g_steal_pointer (&database) : NULL;
}

/* (transfer full): its new name; NULL: it stays where it is */
static char *
set_aside (const char *path)
{
  for (guint i = 1; i < 1000; i++)
    {
      g_autofree char *aside = g_strdup_printf ("%s.damaged-%u", path, i);

      if (!g_file_test (aside, G_FILE_TEST_EXISTS))
        return g_rename (path, aside) == 0 ? g_steal_pointer (&aside) : NULL;
    }
  return NULL;
}

DhLearnerLog *
dh_learner_log_open (const char *path, char **aside, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path), *damaged = NULL;
  g_autoptr (GError) reason = NULL;
  DhDatabase *database;
  DhLearnerLog *self;

  g_mkdir_with_parents (folder, 0700);
  database = open_database (path, &reason);
  if (database == NULL && g_error_matches (reason, DH_STORE_ERROR, DH_STORE_ERROR_DAMAGED))
    damaged = set_aside (path);
  if (damaged != NULL)
    {
      g_clear_error (&reason);
      database = open_database (path, &reason);
    }
  if (aside != NULL)
    *aside = g_steal_pointer (&damaged);
  if (database == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  self = g_new0 (DhLearnerLog, 1);
  self->database = database;
  return self;
}

void
dh_learner_log_close (DhLearnerLog *self)
{
  if (self == NULL)
    return;
  dh_database_close (self->database);
  g_free (self);
}

/* ---- lessons ---- */

static gboolean
commit (DhLearnerLog *self, gboolean put, GError **error)
{
  if (put && dh_database_commit (self->database, error))
    return TRUE;
  dh_database_rollback (self->database);
  return FALSE;
}

gboolean
dh_learner_log_put_place (DhLearnerLog *self, const char *lesson, guint step, GError **error)
{
  return commit (self,
                 dh_database_begin (self->database, error)
                   && dh_database_put (self->database, error,
                                       "INSERT INTO lessons VALUES (?1, ?2, 0)"
                                       " ON CONFLICT (lesson) DO UPDATE SET place = ?2",
                                       "tn", lesson, (gint64) step),
                 error);
}

gboolean
dh_learner_log_put_finished (DhLearnerLog *self, const char *lesson, gint64 time, GError **error)
{
  return commit (self,
                 dh_database_begin (self->database, error)
                   && dh_database_put (self->database, error,
                                       "INSERT INTO lessons VALUES (?1, 0, ?2) ON CONFLICT (lesson)"
                                       " DO UPDATE SET finished = ?2 WHERE finished = 0",
                                       "tn", lesson, time),
                 error);
}

/* A number about a lesson; what can't be read is as if it had never been. */
static gint64
get_number (DhLearnerLog *self, const char *sql, const char *lesson)
{
  g_autoptr (DhStatement) row = dh_database_ask (self->database, NULL, sql, "t", lesson);

  return row != NULL && dh_statement_step (row, NULL) == DH_STEP_ROW
           ? dh_statement_get_number (row, 0)
           : 0;
}

guint
dh_learner_log_get_place (DhLearnerLog *self, const char *lesson)
{
  return (guint) get_number (self, "SELECT place FROM lessons WHERE lesson = ?", lesson);
}

gint64
dh_learner_log_get_finished (DhLearnerLog *self, const char *lesson)
{
  return get_number (self, "SELECT finished FROM lessons WHERE lesson = ?", lesson);
}

/* ---- answers ---- */

gboolean
dh_learner_log_put_answer (DhLearnerLog *self, const DhLearnerAnswer *answer, GError **error)
{
  return commit (self,
                 dh_database_begin (self->database, error)
                   && dh_database_put (self->database, error,
                                       "INSERT INTO answers (lesson, question, instance, occasion,"
                                       " review, permille, time) VALUES (?, ?, ?, ?, ?, ?, ?)",
                                       "ttnnnnn", answer->lesson, answer->question,
                                       (gint64) answer->instance, (gint64) answer->occasion,
                                       (gint64) answer->review,
                                       (gint64) (1000 * CLAMP (answer->score, 0, 1) + .5),
                                       answer->time),
                 error);
}

guint
dh_learner_log_get_due (DhLearnerLog *self, const char *lesson, gint64 now)
{
  const gint64 finished = dh_learner_log_get_finished (self, lesson);
  const gint64 done = get_number (self, "SELECT max (review) FROM answers WHERE lesson = ?", lesson);

  if (finished == 0 || done >= DH_N_REVIEWS || now < finished + review_days[done] * DAY)
    return 0;
  return (guint) done + 1;
}

/* ---- as a table ---- */

/* In quotation marks, which are doubled inside. */
static void
add_text (GString *csv, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  g_string_append_printf (csv, "\"%s\",", doubled);
}

static void
add_answer (GString *csv, DhStatement *row)
{
  g_autofree char *lesson = dh_statement_dup_text (row, 0), *question = dh_statement_dup_text (row, 1);
  const gint64 occasion = dh_statement_get_number (row, 3);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (dh_statement_get_number (row, 6));
  g_autofree char *written = time != NULL ? g_date_time_format_iso8601 (time) : NULL;
  char score[G_ASCII_DTOSTR_BUF_SIZE];

  add_text (csv, lesson);
  add_text (csv, question);
  g_ascii_formatd (score, sizeof score, "%.3g", (double) dh_statement_get_number (row, 5) / 1000);
  g_string_append_printf (csv, "%" G_GINT64_FORMAT ",%s,%" G_GINT64_FORMAT ",%s,%s\r\n",
                          dh_statement_get_number (row, 2),
                          occasion >= 0 && occasion < DH_N_OCCASIONS ? occasions[occasion] : "",
                          dh_statement_get_number (row, 4), score, written != NULL ? written : "");
}

char *
dh_learner_log_to_csv (DhLearnerLog *self, GError **error)
{
  g_autoptr (GString) csv = g_string_new ("lesson,question,instance,occasion,review,score,time\r\n");
  g_autoptr (DhStatement) row =
    dh_database_ask (self->database, error,
                     "SELECT lesson, question, instance, occasion, review, permille, time"
                     " FROM answers ORDER BY id",
                     "");
  DhStep step = DH_STEP_FAILED;

  while (row != NULL && (step = dh_statement_step (row, error)) == DH_STEP_ROW)
    add_answer (csv, row);
  return step == DH_STEP_DONE ? g_string_free (g_steal_pointer (&csv), FALSE) : NULL;
}
