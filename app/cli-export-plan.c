/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What `downhill-cli export` writes, and at which iterations the training pauses for it.
 */
#include "app/cli-export.h"

#include "app/cli-training.h"
#include "app/cli.h"
#include "core/base/error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

gboolean
dh_cli_export_wants (const DhCliExport *self, DhCliExportParts parts)
{
  return (self->options->parts & parts) != 0;
}

gboolean
dh_cli_export_wants_lane (const DhCliExport *self, guint number)
{
  return self->options->lane == 0 || self->options->lane == number;
}

gboolean
dh_cli_export_check_lane (const DhCliExport *self, const DhDocument *document, GError **error)
{
  for (guint i = 0; i < document->n_lanes; i++)
    if (dh_cli_export_wants_lane (self, document->lanes[i].number))
      return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE, _ ("The document has no lane %u."),
               self->options->lane);
  return FALSE;
}

static guint
count_files (const DhCliExport *self, const DhDocument *document)
{
  const guint n_lanes = self->options->lane == 0 ? document->n_lanes : 1;

  return dh_cli_export_wants (self, DH_CLI_EXPORT_COMPARISON)
         + dh_cli_export_wants (self, DH_CLI_EXPORT_ANIMATION)
         + dh_cli_export_wants (self, DH_CLI_EXPORT_HISTORY)
         + dh_cli_export_wants (self, DH_CLI_EXPORT_REPORT)
         + n_lanes * dh_cli_export_wants (self, DH_CLI_EXPORT_STRIP)
         + n_lanes * dh_cli_export_wants (self, DH_CLI_EXPORT_LANDSCAPES);
}

/* A name of a file decides the format, too. */
static gboolean
is_file_name (DhCliExport *self)
{
  g_autofree char *name = g_ascii_strdown (self->options->out, -1);

  for (guint i = 0; i < DH_N_DRAWING_FORMATS; i++)
    {
      g_autofree char *suffix = g_strconcat (".", dh_drawing_format_get_id (i), NULL);

      if (!g_str_has_suffix (name, suffix))
        continue;
      self->options->look.size.format = i;
      return TRUE;
    }
  return g_str_has_suffix (name, ".csv");
}

gboolean
dh_cli_export_prepare_place (DhCliExport *self, const DhDocument *document, GError **error)
{
  const guint n_files = count_files (self, document);
  g_autofree char *folder = g_path_get_dirname (self->options->out);

  if (!is_file_name (self))
    return dh_cli_prepare_folder (self->options->out, error);
  self->to_file = TRUE;
  if (n_files == 1 && !dh_cli_export_wants (self, DH_CLI_EXPORT_WEIGHTS))
    return dh_cli_prepare_folder (folder, error);
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--out must name a folder, because there is more than one file to write, not "
                  "“%s”."),
               self->options->out);
  return FALSE;
}

void
dh_cli_export_ask_for_landscapes (const DhCliExport *self, DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);
  const gboolean seen = dh_cli_export_wants (self, DH_CLI_EXPORT_COMPARISON | DH_CLI_EXPORT_ANIMATION
                                     | DH_CLI_EXPORT_REPORT)
                        && !self->options->no_landscapes;

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      const gboolean own = dh_cli_export_wants (self, DH_CLI_EXPORT_LANDSCAPES)
                           && dh_cli_export_wants_lane (self, dh_lane_get_number (lane));

      if (own && dh_lane_get_plane_kind (lane) == DH_PLANE_NONE)
        dh_lane_set_plane_kind (lane, DH_PLANE_TRAJECTORY);
      else if (!own && !seen)
        dh_lane_set_plane_kind (lane, DH_PLANE_NONE);
    }
}

static int
compare_iterations (gconstpointer a, gconstpointer b)
{
  const guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return (first > second) - (first < second);
}

static gboolean
check_columns (const GArray *columns, guint64 iterations, GError **error)
{
  const guint64 last = g_array_index (columns, guint64, columns->len - 1);

  if (last <= iterations)
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--at names iteration %" PRIu64 ", but the training ends at %" PRIu64
                  ": go further with --iterations."),
               last, iterations);
  return FALSE;
}

gboolean
dh_cli_export_plan_stops (DhCliExport *self, guint64 iterations, GError **error)
{
  const DhCliExportOptions *options = self->options;

  self->stops = g_array_new (FALSE, FALSE, sizeof (guint64));
  if (options->columns != NULL && !check_columns (options->columns, iterations, error))
    return FALSE;
  self->columns = options->columns != NULL
                    ? g_array_ref (options->columns)
                    : dh_export_choose_iterations (1, iterations, (guint) options->n_columns,
                                                   options->spacing == 1);
  self->frames = dh_export_choose_iterations (1, iterations, (guint) options->n_frames,
                                              options->spacing != 0);
  if (dh_cli_export_wants (self, DH_CLI_EXPORT_STRIP))
    g_array_append_vals (self->stops, self->columns->data, self->columns->len);
  if (dh_cli_export_wants (self, DH_CLI_EXPORT_ANIMATION))
    g_array_append_vals (self->stops, self->frames->data, self->frames->len);
  g_array_sort (self->stops, compare_iterations);
  return TRUE;
}
