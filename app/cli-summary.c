/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The results of a run, for programs and for people.  Files always use the C locale, so that any
 * program can read them; the table is in the user's language.
 *
 * "iterations_per_second" is the lane's mean over the run, not the speed of its last second, so
 * that it can be compared between runs.
 */
#include "app/cli-summary.h"

#include "config.h"
#include "core/document/json.h"
#include "core/catalog/catalog.h"
#include "core/session/machine.h"
#include "core/train/gradient-norms.h"

#include <cairo.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pango.h>

#define N_COLUMNS 7

static const char *
get_mask_id (DhLane *lane)
{
  guint n_masks;

  return dh_catalog_get_masks (&n_masks)[dh_catalog_find_mask (dh_lane_get_mask (lane))].id;
}

static const DhMetrics *
get_metrics (DhLaneSnapshot *snapshot)
{
  static const DhMetrics none = { 0, NAN, NAN, NAN, NAN, NAN, NAN, { NAN, NAN } };
  const DhMetrics *metrics;

  if (snapshot == NULL)
    return &none;
  metrics = dh_lane_snapshot_get_metrics (snapshot);
  return metrics->iteration > 0 ? metrics : &none;
}

/* The newest iteration's record, or one that is all NaN. */
static DhRecord
get_last_record (DhLaneSnapshot *snapshot)
{
  guint64 n_records = snapshot != NULL ? dh_lane_snapshot_get_n_records (snapshot) : 0;

  if (n_records > 0)
    return dh_lane_snapshot_get_record (snapshot, n_records - 1);
  return (DhRecord) { 0, NAN, NAN, NAN, NAN, NAN, 0, 0, NAN };
}

static DhState
get_state (DhLaneSnapshot *snapshot)
{
  return snapshot != NULL ? dh_lane_snapshot_get_state (snapshot) : DH_STATE_WAITING;
}

/* A record's time is taken at the beginning of its step; the session's includes the last step. */
static double
get_pace (DhSession *session, const DhRecord *last)
{
  if (last->iteration == dh_session_get_iteration (session))
    return last->iteration / dh_session_get_elapsed (session);
  return last->iteration / last->seconds;
}

static void
add_metrics (JsonBuilder *builder, const DhMetrics *metrics)
{
  json_builder_set_member_name (builder, "yardsticks");
  json_builder_begin_object (builder);
  dh_json_add_number (builder, "mae", metrics->mae);
  dh_json_add_number (builder, "psnr", metrics->psnr);
  dh_json_add_number (builder, "ssim", metrics->ssim);
  dh_json_add_number (builder, "swap_mae", metrics->swap_mae);
  dh_json_add_number (builder, "swap_psnr", metrics->swap_psnr);
  dh_json_add_number (builder, "swap_ssim", metrics->swap_ssim);
  json_builder_end_object (builder);
}

static void
add_parts (JsonBuilder *builder, DhLane *lane)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);
  DhMix mix = dh_lane_get_mix (lane);

  json_builder_set_member_name (builder, "parts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < mix.n_parts; i++)
    {
      json_builder_begin_object (builder);
      dh_json_add_string (builder, "loss", mix.parts[i].loss);
      dh_json_add_number (builder, "weight", mix.parts[i].weight);
      dh_json_add_number (builder, "loss_share",
                          snapshot != NULL ? dh_lane_snapshot_get_loss_share (snapshot, i) : NAN);
      dh_json_add_number (builder, "pull_share",
                          snapshot != NULL ? dh_lane_snapshot_get_pull_share (snapshot, i) : NAN);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Of a file also which one, and what was in it. */
static void
add_start (JsonBuilder *builder, DhLane *lane)
{
  DhStart start = dh_lane_get_start (lane);
  g_autoptr (GMappedFile) file = start.path != NULL ? g_mapped_file_new (start.path, FALSE, NULL)
                                                    : NULL;
  g_autofree char *shown = start.path != NULL ? g_filename_display_name (start.path) : NULL;
  g_autofree char *sum = NULL;

  dh_json_add_string (builder, "start",
                      start.kind == DH_START_FILE ? "file" : dh_start_to_text (&start));
  if (start.path == NULL)
    return;
  if (file != NULL)
    sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256,
                                       (const guchar *) g_mapped_file_get_contents (file),
                                       g_mapped_file_get_length (file));
  dh_json_add_string (builder, "start_file", shown);
  dh_json_add_string (builder, "start_sha256", sum);
}

/* norm: of the newest step */
static void
add_gradient (JsonBuilder *builder, DhLaneSnapshot *snapshot, double norm)
{
  const DhGradientNorms norms = dh_gradient_norms_read (snapshot);

  json_builder_set_member_name (builder, "gradient_norm");
  json_builder_begin_object (builder);
  dh_json_add_number (builder, "last", norm);
  dh_json_add_number (builder, "median", norms.median);
  dh_json_add_number (builder, "clipped_share", norms.clipped);
  dh_json_add_count (builder, "steps", norms.n);
  json_builder_end_object (builder);
}

static void
add_lane (JsonBuilder *builder, DhSession *session, DhLane *lane)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);
  DhRecord last = get_last_record (snapshot);
  const DhClip clip = dh_lane_get_clip (lane);
  g_autofree char *label = dh_lane_dup_label (lane), *clip_text = dh_clip_dup_text (&clip);

  json_builder_begin_object (builder);
  dh_json_add_string (builder, "label", label);
  dh_json_add_string (builder, "loss", dh_lane_get_loss (lane));
  add_parts (builder, lane);
  dh_json_add_string (builder, "mask", get_mask_id (lane));
  dh_json_add_number (builder, "eye_multiplier", dh_lane_get_eye_multiplier (lane));
  dh_json_add_number (builder, "mouth_multiplier", dh_lane_get_mouth_multiplier (lane));
  dh_json_add_number (builder, "rate", dh_lane_get_learning_rate (lane));
  dh_json_add_string (builder, "optimizer", dh_lane_get_optimizer (lane));
  dh_json_add_string (builder, "clip", clip_text);
  add_start (builder, lane);
  dh_json_add_count (builder, "iterations", last.iteration);
  dh_json_add_number (builder, "iterations_per_second", get_pace (session, &last));
  dh_json_add_string (builder, "state", dh_state_get_id (get_state (snapshot)));
  dh_json_add_string (builder, "state_text",
                      snapshot != NULL ? dh_lane_snapshot_get_state_text (snapshot) : NULL);
  dh_json_add_number (builder, "diverged_at",
                      get_state (snapshot) == DH_STATE_DIVERGED
                        ? dh_lane_snapshot_get_iteration (snapshot) + 1.0
                        : NAN);
  dh_json_add_number (builder, "final_loss", last.loss);
  add_gradient (builder, snapshot, last.gradient_norm);
  add_metrics (builder, get_metrics (snapshot));
  json_builder_end_object (builder);
}

static void
add_libraries (JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "libraries");
  json_builder_begin_object (builder);
  for (const DhLibrary *library = dh_machine_get_libraries (); library->name != NULL; library++)
    dh_json_add_string (builder, library->name, library->version);
  dh_json_add_string (builder, "cairo", cairo_version_string ());
  dh_json_add_string (builder, "Pango", pango_version_string ());
  json_builder_end_object (builder);
}

/* The machine and the libraries, which may explain why two results differ. */
static void
add_machine (JsonBuilder *builder)
{
  g_autofree char *processor = dh_machine_dup_processor ();
  g_autofree char *convolutions = dh_machine_dup_convolutions ();

  dh_json_add_string (builder, "version", DH_VERSION);
  add_libraries (builder);
  dh_json_add_string (builder, "processor", processor);
  dh_json_add_string (builder, "processor_has", dh_machine_get_features ());
  dh_json_add_string (builder, "instruction_set", dh_machine_get_instructions ());
  dh_json_add_string (builder, "convolutions", convolutions);
}

static void
add_people (JsonBuilder *builder, DhSession *session)
{
  json_builder_set_member_name (builder, "people");
  json_builder_begin_array (builder);
  for (guint side = 0; side < 2; side++)
    {
      g_autofree char *name = dh_catalog_dup_person_name (dh_session_get_person (session, side));
      g_autofree char *fingerprint = dh_session_dup_fingerprint (session, side);

      json_builder_begin_object (builder);
      dh_json_add_string (builder, "name", name);
      dh_json_add_count (builder, "training", dh_session_get_n_pictures (session, side, FALSE));
      dh_json_add_count (builder, "held_out", dh_session_get_n_pictures (session, side, TRUE));
      dh_json_add_string (builder, "sha256", fingerprint);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

char *
dh_cli_summary_to_json (DhSession *session, const char *document)
{
  GListModel *lanes = dh_session_get_lanes (session);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_machine (builder);
  if (document != NULL)
    dh_json_add_string (builder, "document", document);
  add_people (builder, session);
  dh_json_add_string (builder, "preset", dh_session_get_preset (session));
  dh_json_add_count (builder, "seed", dh_session_get_seed (session));
  dh_json_add_count (builder, "parameters", dh_session_get_n_parameters (session));
  json_builder_set_member_name (builder, "lanes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      add_lane (builder, session, lane);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return dh_json_print (builder, DH_JSON_TALL);
}

static void
append_cell (GString *row, const char *text, int width)
{
  glong length = g_utf8_strlen (text, -1);

  for (glong i = length; i < ABS (width); i++)
    if (width < 0)
      g_string_append_c (row, ' ');
  g_string_append (row, text);
  for (glong i = length; i < width; i++)
    g_string_append_c (row, ' ');
}

/* A dash if there is no number. */
static char *
print_number (const char *format, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return g_strdup ("–");
  return g_strdup (g_ascii_formatd (text, sizeof text, format, value));
}

static void
append_row (GString *table, const char *label, int label_width, const char *const *cells,
            const char *state)
{
  append_cell (table, label, label_width);
  for (guint i = 0; i < N_COLUMNS; i++)
    append_cell (table, cells[i], -10);
  g_string_append_printf (table, "   %s\n", state);
}

static void
append_lane (GString *table, DhLane *lane, int label_width)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);
  DhRecord last = get_last_record (snapshot);
  const DhMetrics *metrics = get_metrics (snapshot);
  g_autofree char *label = dh_lane_dup_label (lane);
  char *cells[N_COLUMNS] = {
    g_strdup_printf ("%" G_GUINT64_FORMAT, last.iteration),
    print_number ("%.4g", last.loss),
    print_number ("%.4f", metrics->mae),
    print_number ("%.2f", metrics->psnr),
    print_number ("%.3f", metrics->ssim),
    print_number ("%.2f", metrics->swap_psnr),
    print_number ("%.3f", metrics->swap_ssim),
  };

  append_row (table, label, label_width, (const char *const *) cells,
              snapshot != NULL ? dh_lane_snapshot_get_state_text (snapshot) : "");
  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (cells[i]);
}

static int
get_label_width (GListModel *lanes)
{
  glong width = 0;

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      g_autofree char *label = dh_lane_dup_label (lane);

      width = MAX (width, g_utf8_strlen (label, -1));
    }
  return (int) width;
}

char *
dh_cli_summary_to_table (DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);
  int label_width = get_label_width (lanes);
  GString *table = g_string_new (NULL);
  const char *headings[N_COLUMNS] = {
    /* Translators: the headings of a table in a terminal, at most 9 letters each */
    _ ("iteration"), _ ("loss"),      _ ("MAE"),       _ ("PSNR"),
    _ ("SSIM"),      _ ("swap PSNR"), _ ("swap SSIM"),
  };

  append_row (table, "", label_width, headings, _ ("state"));
  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      append_lane (table, lane, label_width);
    }
  return g_string_free (table, FALSE);
}
