/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of a run: pictures, tables and a summary, in the folder that `--out` names.  Each is
 * made in memory and written whole or not at all (core/base/safe-file.c).  The numbers are written
 * first: they are small, and the pictures could be redrawn from them.
 *
 * The pictures contain nothing that depends on the clock, so that two runs with the same number of
 * iterations can be compared byte by byte.
 */
#include "app/cli-report.h"

#include "app/cli-summary.h"
#include "app/cli.h"
#include "core/base/safe-file.h"
#include "ui/plot/export/export-picture.h"
#include "ui/plot/export/history-csv.h"

#include <string.h>

static gboolean
write_text (const char *folder, const char *name, char *text)
{
  g_autofree char *owned = text;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (dh_safe_file_write (path, owned, strlen (owned), &error))
    return TRUE;
  dh_cli_fail (error);
  return FALSE;
}

static gboolean
write_picture (const char *folder, const char *name, const DhExportView *view, DhSheetParts parts)
{
  const DhExportLook look = { .scheme = DH_SCHEME_LIGHT };
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) png = dh_export_lanes (view, parts, &look, &error);

  if (png != NULL && dh_safe_file_write (path, (const char *) png->data, png->len, &error))
    return TRUE;
  dh_cli_fail (error);
  return FALSE;
}

gboolean
dh_cli_report_write (DhSession *session, const char *document, const char *folder)
{
  g_autoptr (DhExportView) view = dh_export_view_new (session);
  gboolean written = TRUE;

  written &= write_text (folder, "summary.json", dh_cli_summary_to_json (session, document));
  written &= write_text (folder, "history.csv", dh_history_to_csv (view));
  written &= write_picture (folder, "preview.png", view, DH_SHEET_FACES | DH_SHEET_METRICS);
  written &= write_picture (folder, "loss.png", view, DH_SHEET_CHART);
  return written;
}
