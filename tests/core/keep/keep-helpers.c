/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding a kept session and taking it up, for tests that wait for it.
 */
#include "tests/core/keep/keep-helpers.h"

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer place)
{
  *(GAsyncResult **) place = g_object_ref (result);
}

char *
find_last (const char *folder, DhKeptStatus *status)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const DhSessionEntry *last;

  dh_session_index_list (folder, taken_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  entries = dh_session_index_list_finish (result, &error);
  g_assert_no_error (error);
  last = dh_session_index_find_last (entries);
  if (last == NULL)
    return NULL;
  if (status != NULL)
    *status = last->status;
  return g_strdup (last->id);
}

void
resume (DhSessionKeeper *keeper, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DhDocument) document = NULL;

  dh_session_keeper_resume (keeper, id, taken_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  document = dh_session_keeper_resume_finish (keeper, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (document);
}
