/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * history.csv: every iteration of every lane on one line, lane after lane.  Text fields are quoted
 * according to RFC 4180, numbers are in the C locale, and a value that was not measured or isn't
 * finite is an empty field, which spreadsheets and data frames read as missing.
 *
 * Metrics are measured now and then, and are written to the line of their iteration.  A lane's last
 * line always has the newest ones; if the lane diverged, these are older than the line.
 *
 * Every line ends with the lane's settings, so that a table of many lanes can be sorted by them;
 * the last line also has the shares of the mix's parts, such as "0.62 0.38".  Then comes the
 * learning rate of that iteration, which a schedule may change, then what the lane started from:
 * scratch, warm or a file; and last the norm of the whole gradient before clipping, and whether it
 * was clipped in that step, 1 or 0.
 */
#include "ui/plot/export/history-csv.h"

#include <math.h>

static const DhMetrics missing = { 0, NAN, NAN, NAN, NAN, NAN, NAN, { NAN, NAN } };

static void
append_text (GString *csv, const char *text)
{
  g_string_append_c (csv, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *text);
    }
  g_string_append_c (csv, '"');
}

/* Enough digits to read back the same number. */
static void
append_exactly (GString *csv, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (isfinite (value))
    g_string_append (csv, g_ascii_dtostr (text, sizeof text, value));
}

static void
append_number (GString *csv, const char *format, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (isfinite (value))
    g_string_append (csv, g_ascii_formatd (text, sizeof text, format, value));
}

static void
append_metrics (GString *csv, const DhMetrics *metrics)
{
  const double values[] = {
    metrics->mae,      metrics->psnr,      metrics->ssim,
    metrics->swap_mae, metrics->swap_psnr, metrics->swap_ssim,
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    append_exactly (csv, values[i]);
}

static void
append_record (GString *csv, guint number, const char *label, const DhRecord *record)
{
  g_string_append_printf (csv, "%u,", number);
  append_text (csv, label);
  g_string_append_printf (csv, ",%" G_GUINT64_FORMAT, record->iteration);
  append_number (csv, "%.4f", record->seconds);
  append_exactly (csv, record->loss);
  append_exactly (csv, record->loss_a);
  append_exactly (csv, record->loss_b);
}

/* last: this is the line of the snapshot's iteration. */
static void
append_objective (GString *csv, const DhExportLane *lane, gboolean last)
{
  DhLaneSnapshot *snapshot = lane->snapshot;
  const guint n_parts = last ? dh_lane_snapshot_get_n_parts (snapshot) : 0;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  append_text (csv, lane->mix);
  g_string_append_printf (csv, ",%s", lane->mask);
  append_exactly (csv, lane->eyes);
  append_exactly (csv, lane->mouth);
  for (guint k = 0; k < 2; k++)
    {
      g_string_append_c (csv, ',');
      for (guint i = 0; i < n_parts; i++)
        {
          double share = k == 0 ? dh_lane_snapshot_get_loss_share (snapshot, i)
                                : dh_lane_snapshot_get_pull_share (snapshot, i);

          g_string_append_printf (csv, "%s%s", i > 0 ? " " : "",
                                  g_ascii_formatd (text, sizeof text, "%.4f", share));
        }
    }
}

static DhMetrics
get_measured_at (const DhLaneSnapshot *snapshot, guint index, guint64 iteration)
{
  DhMetrics measured = dh_lane_snapshot_get_measured (snapshot, index);

  return measured.iteration == iteration ? measured : missing;
}

/* Both lists are in ascending order, so one pass merges them. */
static void
append_lane (GString *csv, const DhExportLane *lane)
{
  DhLaneSnapshot *snapshot = lane->snapshot;
  guint64 n_records = snapshot != NULL ? dh_lane_snapshot_get_n_records (snapshot) : 0;
  guint n_measured = snapshot != NULL ? dh_lane_snapshot_get_n_measured (snapshot) : 0;
  guint next = 0;

  for (guint64 i = 0; i < n_records; i++)
    {
      DhRecord record = dh_lane_snapshot_get_record (snapshot, i);
      DhMetrics metrics = missing;

      while (next < n_measured
             && dh_lane_snapshot_get_measured (snapshot, next).iteration < record.iteration)
        next++;
      if (i + 1 == n_records)
        metrics = *dh_lane_snapshot_get_metrics (snapshot);
      else if (next < n_measured)
        metrics = get_measured_at (snapshot, next, record.iteration);
      append_record (csv, lane->number, lane->label, &record);
      append_metrics (csv, &metrics);
      append_objective (csv, lane, i + 1 == n_records);
      append_exactly (csv, record.learning_rate);
      g_string_append_c (csv, ',');
      append_text (csv, lane->start);
      append_number (csv, "%.7g", record.gradient_norm);
      g_string_append_printf (csv, ",%u\n", record.clipped);
    }
}

char *
dh_history_to_csv (const DhExportView *view)
{
  GString *csv = g_string_new ("lane,label,iteration,seconds,loss,loss_a,loss_b,"
                               "mae,psnr,ssim,swap_mae,swap_psnr,swap_ssim,"
                               "objective,mask,eye_multiplier,mouth_multiplier,"
                               "loss_shares,pull_shares,rate,start,gradient_norm,clipped\n");

  for (guint i = 0; i < view->n_lanes; i++)
    append_lane (csv, &view->lanes[i]);
  return g_string_free (csv, FALSE);
}
