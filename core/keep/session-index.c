/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sessions that are kept, in words, and how many of them.
 *
 * Looking at them takes a database each, so it is done in a thread: the first frame doesn't wait.
 */
#include "core/keep/session-index.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "config.h"
#include "core/keep/kept-state.h"
#include "core/loss/mix.h"
#include "core/store/store.h"

void
dh_session_entry_free (DhSessionEntry *self)
{
  g_free (self->id);
  g_free (self->document);
  g_free (self->problem);
  g_free (self);
}

/* ---- words ---- */

char *
dh_session_entry_dup_losses (const DhSessionEntry *self)
{
  g_autoptr (DhDocument) document = NULL;
  GString *losses;

  if (self->document != NULL)
    document = dh_document_new_from_text (self->document, strlen (self->document), NULL, NULL);
  if (document == NULL)
    return NULL;
  losses = g_string_new (NULL);
  for (guint i = 0; i < document->n_lanes; i++)
    {
      const DhSettingsChange *last = dh_settings_log_get_last (document->lanes[i].log);
      g_autofree char *name = dh_mix_dup_name (&last->settings.mix);

      if (i > 0)
        g_string_append (losses, ", ");
      g_string_append (losses, name);
    }
  return g_string_free (losses, FALSE);
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b)
         && g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

static char *
dup_when (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autoptr (GDateTime) then = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);

  if (then == NULL)
    return g_strdup ("–");
  if (is_same_day (then, now))
    /* Translators: a time of day in strftime's form */
    return g_date_time_format (then, _ ("today at %H:%M"));
  if (is_same_day (then, yesterday))
    /* Translators: a time of day in strftime's form */
    return g_date_time_format (then, _ ("yesterday at %H:%M"));
  /* Translators: a day and a time of day in strftime's form */
  return g_date_time_format (then, _ ("on %x at %H:%M"));
}

char *
dh_session_entry_dup_words (const DhSessionEntry *self)
{
  g_autofree char *when = dup_when (self->time);
  g_autofree char *lanes = NULL;

  if (self->n_lanes == 0)
    /* Translators: a kept session whose file must be repaired first: "damaged, today at 14:02" */
    return g_strdup_printf (_ ("damaged, %s"), when);
  lanes = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u lane", "%u lanes", self->n_lanes),
                           self->n_lanes);
  /* Translators: "4 lanes, iteration 12,345, today at 14:02" */
  return g_strdup_printf (_ ("%s, iteration %'lu, %s"), lanes, (gulong) self->iteration, when);
}

/* ---- reading ---- */

static void
take_state (DhSessionEntry *self, const char *text, gint64 time)
{
  g_autoptr (DhKeptState) state = dh_kept_state_new_from_text (text, NULL);

  if (state == NULL)
    return;
  self->time = time;
  self->n_lanes = state->n_lanes;
  self->iteration = dh_kept_state_get_iteration (state);
  self->document = g_steal_pointer (&state->document);
}

/* FALSE: there is nothing in it yet. */
static gboolean
read_state (DhSessionEntry *self, const char *folder)
{
  g_autofree char *name = g_strconcat (self->id, DH_STORE_SUFFIX, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (DhDatabase) database = dh_database_open (path, DH_DATABASE_LOOK, NULL);
  g_autofree char *text = NULL;
  gint64 time;

  if (database == NULL || !dh_store_get_document (database, &time, &text, NULL))
    return TRUE; /* damaged */
  if (text != NULL)
    take_state (self, text, time);
  return text != NULL;
}

/* NULL: there is nothing in it. */
static DhSessionEntry *
session_entry_new (const char *folder, const DhKeptSession *kept)
{
  g_autoptr (DhSessionEntry) self = g_new0 (DhSessionEntry, 1);

  self->id = g_strdup (kept->id);
  self->status = kept->state;
  self->time = kept->modified;
  self->size = kept->size;
  if (kept->state == DH_KEPT_UNREADABLE && kept->problem != NULL)
    self->problem = g_strdup (kept->problem->message);
  return read_state (self, folder) ? g_steal_pointer (&self) : NULL;
}

/* Not by the times of their files, which change when a session is only looked at. */
static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const DhSessionEntry *x = *(DhSessionEntry *const *) a, *y = *(DhSessionEntry *const *) b;

  if (x->time != y->time)
    return x->time < y->time ? 1 : -1;
  return g_strcmp0 (y->id, x->id);
}

static GPtrArray *
list (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) kept = dh_kept_sessions_list (folder, error);
  GPtrArray *entries;

  if (kept == NULL)
    return NULL;
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_session_entry_free);
  for (guint i = 0; i < kept->len; i++)
    {
      DhSessionEntry *entry = session_entry_new (folder, g_ptr_array_index (kept, i));

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  g_ptr_array_sort (entries, compare_newest_first);
  return entries;
}

static void
list_cb (GTask *task, gpointer source, gpointer folder, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *entries = list (folder, &error);

  if (entries != NULL)
    g_task_return_pointer (task, entries, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
dh_session_index_list (const char *folder, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

  g_task_set_task_data (task, g_strdup (folder), g_free);
  g_task_run_in_thread (task, list_cb);
}

GPtrArray *
dh_session_index_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- choosing ---- */

const DhSessionEntry *
dh_session_index_find_last (const GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const DhSessionEntry *entry = g_ptr_array_index (entries, i);

      if (entry->status != DH_KEPT_OPEN && entry->problem == NULL)
        return entry;
    }
  return NULL;
}

guint
dh_session_index_make_room (const char *folder, guint64 limit)
{
  g_autoptr (GPtrArray) entries = list (folder, NULL);
  const DhSessionEntry *last = entries != NULL ? dh_session_index_find_last (entries) : NULL;
  guint64 total = 0;
  guint n = 0;

  for (guint i = 0; last != NULL && i < entries->len; i++)
    total += ((const DhSessionEntry *) g_ptr_array_index (entries, i))->size;
  for (guint i = last != NULL ? entries->len : 0; i-- > 0 && total > limit;)
    {
      const DhSessionEntry *one = g_ptr_array_index (entries, i);

      if (one == last || one->status == DH_KEPT_OPEN
          || !dh_kept_sessions_delete (folder, one->id, NULL))
        continue;
      total -= one->size;
      n++;
    }
  return n;
}
