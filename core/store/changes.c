/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changes that a person made, kept for good: the marks on the timeline.
 */
#include "core/store/changes.h"

DhChange *
dh_change_new (guint64 run, guint64 iteration, gint64 time, guint kind, const char *text)
{
  DhChange *self = g_new0 (DhChange, 1);

  self->run = run;
  self->iteration = iteration;
  self->time = time;
  self->kind = kind;
  self->text = g_strdup (text);
  return self;
}

void
dh_change_free (DhChange *self)
{
  g_free (self->text);
  g_free (self);
}

gboolean
dh_changes_put (DhDatabase *database, const DhChange *change, GError **error)
{
  return dh_database_begin (database, error)
         && dh_database_put (
           database, error,
           "INSERT INTO changes (run, iteration, time, kind, text) VALUES (?, ?, ?, ?, ?)", "nnnnt",
           (gint64) change->run, (gint64) change->iteration, change->time, (gint64) change->kind,
           change->text);
}

GPtrArray *
dh_changes_list (DhDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_change_free);
  g_autoptr (DhStatement) rows =
    dh_database_ask (database, error,
                     "SELECT run, iteration, time, kind, text FROM changes ORDER BY id", "");
  DhStep step = DH_STEP_FAILED;

  while (rows != NULL && (step = dh_statement_step (rows, error)) == DH_STEP_ROW)
    {
      g_autofree char *text = dh_statement_dup_text (rows, 4);

      g_ptr_array_add (changes, dh_change_new ((guint64) dh_statement_get_number (rows, 0),
                                               (guint64) dh_statement_get_number (rows, 1),
                                               dh_statement_get_number (rows, 2),
                                               (guint) dh_statement_get_number (rows, 3), text));
    }
  return step != DH_STEP_FAILED ? g_steal_pointer (&changes) : NULL;
}
