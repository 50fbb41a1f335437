/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session at one moment, with the texts that files show for it.
 *
 * The session goes on and belongs to the main context, while files take seconds and are made by
 * other threads.
 */
#include "ui/plot/export/export-view.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "core/catalog/catalog.h"

/* Share of the old average that the smoothed curve keeps. */
#define SMOOTHING .95

static void
append (GString *text, const char *part)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

/* Takes the part. */
static void
append_owned (GString *text, char *part)
{
  append (text, part);
  g_free (part);
}

/* "2.5"; (transfer full) */
static char *
format_number (double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (number, sizeof number, "%.3g", value));
}

static void
append_changes (GString *text, DhLaneSnapshot *snapshot)
{
  const DhSettingsLog *log = snapshot != NULL ? dh_lane_snapshot_get_log (snapshot) : NULL;
  const guint n = log != NULL ? dh_settings_log_get_length (log) - 1 : 0;

  if (n > 0)
    /* Translators: of a lane's settings, during its training */
    append_owned (text,
                  g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change", "%u changes", n), n));
}

static char *
describe_settings (DhLane *lane, DhLaneSnapshot *snapshot)
{
  const DhOptimizerConfig config = dh_lane_get_optimizer_config (lane);
  g_autofree char *optimizer = dh_optimizer_config_dup_name (&config, DH_OPTIMIZER_USER_NETWORK);
  g_autofree char *eyes = format_number (dh_lane_get_eye_multiplier (lane));
  g_autofree char *mouth = format_number (dh_lane_get_mouth_multiplier (lane));
  const DhClip clip = dh_lane_get_clip (lane);
  g_autofree char *clip_name = dh_clip_dup_name (&clip);
  GString *text = g_string_new (NULL);
  guint n_masks;

  append (text, optimizer);
  append (text, dh_catalog_get_masks (&n_masks)[dh_catalog_find_mask (dh_lane_get_mask (lane))].name);
  if (dh_lane_get_eye_multiplier (lane) > 1)
    /* Translators: extra weight */
    append_owned (text, g_strdup_printf (_ ("eyes × %s"), eyes));
  if (dh_lane_get_mouth_multiplier (lane) > 1)
    append_owned (text, g_strdup_printf (_ ("mouth × %s"), mouth));
  if (clip.kind != DH_CLIP_NONE)
    /* Translators: how gradients are clipped: "clipped: norm 1" */
    append_owned (text, g_strdup_printf (_ ("clipped: %s"), clip_name));
  append_changes (text, snapshot);
  return g_string_free (text, FALSE);
}

static void
add_losses (DhExportLane *self)
{
  const guint64 n = self->snapshot != NULL ? dh_lane_snapshot_get_n_records (self->snapshot) : 0;
  guint last_turn = 0;

  for (guint64 i = 0; i < n; i++)
    {
      const DhRecord record = dh_lane_snapshot_get_record (self->snapshot, i);

      if (i > 0 && record.n_turns != last_turn)
        {
          g_array_append_val (self->turns, i);
          dh_series_turn (self->series);
        }
      last_turn = record.n_turns;
      dh_series_append (self->series, record.loss);
    }
}

static void
lane_init (DhExportLane *self, DhLane *lane)
{
  const DhStart start = dh_lane_get_start (lane);
  guint n_masks;

  self->number = dh_lane_get_number (lane);
  self->label = dh_lane_dup_label (lane);
  self->snapshot = dh_lane_get_snapshot (lane);
  if (self->snapshot != NULL)
    dh_lane_snapshot_ref (self->snapshot);
  self->settings = describe_settings (lane, self->snapshot);
  self->mix = g_intern_string (dh_lane_get_loss (lane));
  self->mask = dh_catalog_get_masks (&n_masks)[dh_catalog_find_mask (dh_lane_get_mask (lane))].id;
  self->start = g_filename_display_name (dh_start_to_text (&start));
  self->eyes = dh_lane_get_eye_multiplier (lane);
  self->mouth = dh_lane_get_mouth_multiplier (lane);
  self->series = dh_series_new (SMOOTHING);
  self->turns = g_array_new (FALSE, FALSE, sizeof (guint64));
  add_losses (self);
}

static char *
make_title (DhSession *session)
{
  g_autofree char *a = dh_catalog_dup_person_name (dh_session_get_person (session, 0));
  g_autofree char *b = dh_catalog_dup_person_name (dh_session_get_person (session, 1));

  return g_strdup_printf ("%s ⇄ %s", a, b);
}

static char *
make_preset_name (DhSession *session)
{
  guint n_presets;
  const DhCatalogEntry *presets = dh_catalog_get_presets (&n_presets);
  const char *id = dh_session_get_preset (session);
  const DhCatalogEntry *preset = dh_catalog_find (presets, n_presets, id);

  return g_strdup (preset != NULL ? preset->name : id);
}

DhExportView *
dh_export_view_new (DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);
  DhExportView *self = g_new0 (DhExportView, 1);

  self->title = make_title (session);
  self->preset = make_preset_name (session);
  self->seed = dh_session_get_seed (session);
  self->iteration = dh_session_get_iteration (session);
  self->n_lanes = MIN (g_list_model_get_n_items (lanes), DH_MAX_LANES);
  for (guint i = 0; i < self->n_lanes; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      lane_init (&self->lanes[i], lane);
    }
  return self;
}

void
dh_export_view_free (DhExportView *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    {
      DhExportLane *lane = &self->lanes[i];

      g_free (lane->label);
      g_free (lane->settings);
      g_free (lane->start);
      g_clear_pointer (&lane->snapshot, dh_lane_snapshot_unref);
      dh_series_unref (lane->series);
      g_array_unref (lane->turns);
    }
  g_free (self->title);
  g_free (self->preset);
  g_free (self);
}

char *
dh_export_view_dup_settings (const DhExportView *self, guint64 iteration)
{
  g_autofree char *iterations = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                              "%" PRIu64 " iteration",
                                                              "%" PRIu64 " iterations", iteration),
                                                 iteration);

  return g_strdup_printf (_ ("Preset %s · seed %" PRIu64 " · %s"), self->preset, self->seed,
                          iterations);
}

int
dh_export_view_find_lane (const DhExportView *self, guint number)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i].number == number)
      return (int) i;
  return -1;
}

DhSheetLane
dh_export_lane_to_sheet (const DhExportLane *self)
{
  DhLaneSnapshot *snapshot = self->snapshot;
  DhSheetLane lane = { .number = self->number, .label = self->label, .series = self->series };

  if (snapshot == NULL)
    return lane;
  lane.note = dh_lane_snapshot_get_state_text (snapshot);
  lane.preview = dh_lane_snapshot_get_preview (snapshot);
  lane.metrics = dh_lane_snapshot_get_metrics (snapshot);
  return lane;
}

gboolean
dh_export_lane_find_metrics (const DhExportLane *self, guint64 iteration, DhMetrics *metrics)
{
  guint n = self->snapshot != NULL ? dh_lane_snapshot_get_n_measured (self->snapshot) : 0;

  for (guint i = n; i > 0; i--)
    {
      *metrics = dh_lane_snapshot_get_measured (self->snapshot, i - 1);
      if (metrics->iteration <= iteration)
        return TRUE;
    }
  return FALSE;
}
