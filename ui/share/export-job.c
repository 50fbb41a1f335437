/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One exported file, drawn and written in a thread.
 *
 * What the window remembers of the faces begins when it was opened, and is all there is where no
 * session is kept.  The kept session has more, from the start on, but for what was shown in the last
 * second.  So each iteration has the nearest faces of both.
 */
#include "ui/share/export-job.h"

#include <string.h>

#include "core/base/safe-file.h"
#include "ui/plot/export/export-animation.h"
#include "ui/plot/export/history-csv.h"

#define N_FACES 1 /* of each person, as the window remembers them */

void
dh_export_job_free (DhExportJob *self)
{
  for (guint i = 0; i < DH_MAX_LANES; i++)
    {
      g_clear_pointer (&self->previews[i], g_ptr_array_unref);
      g_clear_pointer (&self->kept[i], dh_kept_film_free);
    }
  g_clear_pointer (&self->iterations, g_array_unref);
  g_clear_pointer (&self->hills, dh_export_hills_free);
  dh_export_view_free (self->view);
  g_free (self->path);
  g_free (self);
}

/* ---- faces ---- */

static int
compare_previews (gconstpointer a, gconstpointer b)
{
  const guint64 left = dh_preview_get_iteration (*(DhPreview *const *) a);
  const guint64 right = dh_preview_get_iteration (*(DhPreview *const *) b);

  return left < right ? -1 : left > right;
}

/* A session that can't be read has no more than the window remembers. */
static void
add_kept (DhExportJob *self, guint lane, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) kept = dh_kept_film_pick (self->kept[lane], self->iterations, N_FACES,
                                                  cancellable, NULL);

  if (kept == NULL)
    return;
  for (guint i = 0; i < kept->len; i++)
    g_ptr_array_add (self->previews[lane], dh_preview_ref (g_ptr_array_index (kept, i)));
  g_ptr_array_sort (self->previews[lane], compare_previews);
}

/* Leaves the wanted ones. */
static void
pick_previews (DhExportJob *self, GCancellable *cancellable)
{
  for (guint i = 0; self->iterations != NULL && i < self->view->n_lanes; i++)
    {
      GPtrArray *picked;

      if (self->lane >= 0 && (guint) self->lane != i)
        continue;
      if (self->kept[i] != NULL)
        add_kept (self, i, cancellable);
      picked = dh_export_pick_previews (self->previews[i], self->iterations);
      g_ptr_array_unref (self->previews[i]);
      self->previews[i] = picked;
    }
}

/* ---- files ---- */

static void
progress_cb (double done, gpointer data)
{
  atomic_store (&((DhExportJob *) data)->done, (int) (done * DH_EXPORT_JOB_PARTS));
}

static GBytes *
make_animation (DhExportJob *self, GCancellable *cancellable, GError **error)
{
  DhExportFrames frames = { .lane = self->lane, .progress = progress_cb, .data = self };

  memcpy (frames.previews, self->previews, sizeof frames.previews);
  return dh_export_animation (self->view, &frames, &self->look, cancellable, error);
}

static GBytes *
make_history (const DhExportJob *self)
{
  char *csv = dh_history_to_csv (self->view);

  return g_bytes_new_take (csv, strlen (csv));
}

static GBytes *
make_picture (const DhExportJob *self, GError **error)
{
  const guint lane = (guint) MAX (self->lane, 0);
  GByteArray *bytes;

  if (self->kind == DH_EXPORT_STRIP)
    bytes = dh_export_strip (self->view, lane, self->previews[lane], &self->look, error);
  else if (self->kind == DH_EXPORT_LANDSCAPE)
    bytes = dh_export_landscape (self->view, lane, &self->look, error);
  else if (self->kind == DH_EXPORT_HILLS)
    bytes = dh_export_hills (self->hills, &self->look, error);
  else
    bytes = dh_export_lanes (self->view, DH_SHEET_ALL, &self->look, error);
  return bytes != NULL ? g_byte_array_free_to_bytes (bytes) : NULL;
}

void
dh_export_job_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DhExportJob *self = data;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  pick_previews (self, cancellable);
  if (self->kind == DH_EXPORT_ANIMATION)
    bytes = make_animation (self, cancellable, &error);
  else if (self->kind == DH_EXPORT_HISTORY)
    bytes = make_history (self);
  else
    bytes = make_picture (self, &error);
  if (bytes != NULL && !g_cancellable_set_error_if_cancelled (cancellable, &error))
    dh_safe_file_write (self->path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                        &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}
