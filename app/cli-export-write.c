/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of `downhill-cli export`, written one after the other.
 */
#include "app/cli-export.h"

#include "app/cli.h"
#include "core/base/safe-file.h"
#include "ui/plot/export/export-animation.h"
#include "ui/plot/export/history-csv.h"
#include "ui/plot/report/run-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
fail (DhCliExport *self, const GError *error)
{
  dh_cli_fail (error);
  self->failed = TRUE;
}

/* number: of the lane; 0: none.  (transfer full) */
static char *
make_path (DhCliExport *self, const char *name, guint number, const char *suffix)
{
  g_autofree char *base = number > 0 ? g_strdup_printf ("%s-%u.%s", name, number, suffix)
                                     : g_strdup_printf ("%s.%s", name, suffix);

  return self->to_file ? g_strdup (self->options->out)
                       : g_build_filename (self->options->out, base, NULL);
}

/* Says which file it is. */
static void
write_file (DhCliExport *self, const char *name, guint number, const char *suffix, const guint8 *data,
            gsize size)
{
  g_autofree char *path = make_path (self, name, number, suffix);
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;

  if (dh_safe_file_write (path, (const char *) data, size, &error))
    g_print ("%s\n", shown);
  else
    fail (self, error);
}

/* Takes the picture; NULL: there is an error. */
static void
write_picture (DhCliExport *self, const char *name, guint number, GByteArray *picture,
               const GError *error)
{
  if (picture == NULL)
    {
      fail (self, error);
      return;
    }
  write_file (self, name, number, dh_drawing_format_get_id (self->options->look.size.format),
              picture->data, picture->len);
  g_byte_array_unref (picture);
}

static void
write_lane (DhCliExport *self, const DhExportView *view, guint index)
{
  const DhExportLook *look = &self->options->look;
  const guint number = view->lanes[index].number;
  g_autoptr (GError) strip_error = NULL, landscape_error = NULL;

  if (dh_cli_export_wants (self, DH_CLI_EXPORT_STRIP) && self->strips[index]->len > 0)
    write_picture (self, "strip", number,
                   dh_export_strip (view, index, self->strips[index], look, &strip_error),
                   strip_error);
  if (!dh_cli_export_wants (self, DH_CLI_EXPORT_LANDSCAPES))
    return;
  if (dh_export_has_landscape (view, index))
    write_picture (self, "landscape", number,
                   dh_export_landscape (view, index, look, &landscape_error), landscape_error);
  else
    g_printerr (_ ("Lane %u has no landscape: it diverged, or there is not enough memory for one.\n"),
                number);
}

static void
write_animation (DhCliExport *self, const DhExportView *view)
{
  DhExportFrames frames = { .lane = -1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = NULL;

  if (self->options->lane > 0)
    frames.lane = dh_export_view_find_lane (view, self->options->lane);
  memcpy (frames.previews, self->films, sizeof frames.previews);
  if (self->films[MAX (frames.lane, 0)]->len == 0)
    return; /* interrupted before the first */
  file = dh_export_animation (view, &frames, &self->options->look, NULL, &error);
  if (file != NULL)
    write_file (self, "animation", self->options->lane, "png", g_bytes_get_data (file, NULL),
                g_bytes_get_size (file));
  else
    fail (self, error);
}

static void
write_report (DhCliExport *self, DhSession *session)
{
  g_autofree char *path = make_path (self, "report", 0, "pdf");
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;

  if (dh_report_write (session, NULL, 0, path, &error))
    g_print ("%s\n", shown);
  else
    fail (self, error);
}

/* The training itself writes them. */
static void
print_weights (const DhCliExport *self, guint n_lanes)
{
  g_autofree char *shown = g_filename_display_name (self->options->out);

  for (guint i = 0; i < n_lanes; i++)
    g_print ("%s/lane-%u.npz\n", shown, i + 1);
}

gboolean
dh_cli_export_write (DhCliExport *self, DhSession *session)
{
  g_autoptr (DhExportView) view = dh_export_view_new (session);
  g_autoptr (GError) error = NULL;

  if (dh_cli_export_wants (self, DH_CLI_EXPORT_HISTORY))
    {
      g_autofree char *csv = dh_history_to_csv (view);

      write_file (self, "history", 0, "csv", (const guint8 *) csv, strlen (csv));
    }
  if (dh_cli_export_wants (self, DH_CLI_EXPORT_COMPARISON))
    write_picture (self, "comparison", 0,
                   dh_export_lanes (view, DH_SHEET_ALL, &self->options->look, &error), error);
  for (guint i = 0; i < view->n_lanes; i++)
    if (dh_cli_export_wants_lane (self, view->lanes[i].number))
      write_lane (self, view, i);
  if (dh_cli_export_wants (self, DH_CLI_EXPORT_ANIMATION))
    write_animation (self, view);
  if (dh_cli_export_wants (self, DH_CLI_EXPORT_REPORT))
    write_report (self, session);
  if (dh_cli_export_wants (self, DH_CLI_EXPORT_WEIGHTS))
    print_weights (self, view->n_lanes);
  return !self->failed;
}
