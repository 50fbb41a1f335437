/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the lanes of a run say, as the numbers that statements are judged by.
 *
 * Lanes are compared by PSNR, which means the same for all of them.  Its mean and its scatter are
 * taken over the last third of the measurements, the scatter about a straight line: a lane that is
 * still learning isn't one that bounces.
 */
#include "core/statements/evidence.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FEWEST 4 /* measurements for a mean, and for a line */

/* ---- one lane ---- */

static const char *
get_only_loss (const DhMix *mix)
{
  const char *loss = NULL;

  for (guint i = 0; i < mix->n_parts; i++)
    if (mix->parts[i].weight > 0)
      {
        if (loss != NULL)
          return NULL;
        loss = mix->parts[i].loss;
      }
  return loss;
}

static void
measure (DhLaneEvidence *self)
{
  const guint n_all = dh_lane_snapshot_get_n_measured (self->snapshot);
  const guint first = n_all - MAX (n_all / 3, MIN (n_all, FEWEST));
  double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;

  self->first = self->psnr = self->wobble = NAN;
  if (n_all > 0)
    self->first = dh_lane_snapshot_get_measured (self->snapshot, 0).psnr;
  for (guint i = first; i < n_all; i++)
    {
      double value = dh_lane_snapshot_get_measured (self->snapshot, i).psnr;

      n++;
      x += i;
      y += value;
      xx += (double) i * i;
      xy += i * value;
      yy += value * value;
    }
  if (n < FEWEST)
    return;
  self->psnr = y / n;
  xx -= x * x / n;
  xy -= x * y / n;
  self->wobble = sqrt (MAX (yy - y * y / n - xy * xy / xx, 0) / (n - 2));
}

static void
fill (DhLaneEvidence *self, const DhStatementLane *lane, DhSettingsLog *log)
{
  g_autofree char *loss = NULL;

  self->number = lane->number;
  self->snapshot = lane->snapshot;
  self->settings = &dh_settings_log_get_last (log)->settings;
  self->loss = get_only_loss (&self->settings->mix);
  loss = dh_mix_dup_name (&self->settings->mix);
  /* Translators: within a sentence: a lane's number and its loss, "lane 2 (MAE)" */
  self->name = g_strdup_printf (_ ("lane %u (%s)"), self->number, loss);
  self->unchanged = dh_settings_log_get_length (log) == 1;
  self->state = dh_lane_snapshot_get_state (lane->snapshot);
  self->n = dh_lane_snapshot_get_n_records (lane->snapshot);
  measure (self);
}

/* ---- all lanes ---- */

DhEvidence *
dh_evidence_new (const DhStatementLane *lanes, guint n_lanes)
{
  DhEvidence *self = g_new0 (DhEvidence, 1);

  for (guint i = 0; i < n_lanes; i++)
    {
      DhSettingsLog *log = lanes[i].snapshot != NULL ? dh_lane_snapshot_get_log (lanes[i].snapshot)
                                                     : NULL;

      if (log != NULL)
        fill (&self->lanes[self->n_lanes++], &lanes[i], log);
    }
  return self;
}

void
dh_evidence_free (DhEvidence *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    g_free (self->lanes[i].name);
  g_free (self);
}

const DhLaneEvidence *
dh_evidence_find (const DhEvidence *self, const char *loss)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i].unchanged && g_strcmp0 (self->lanes[i].loss, loss) == 0)
      return &self->lanes[i];
  return NULL;
}

static gboolean
is_otherwise_equal (const DhLaneEvidence *a, const DhLaneEvidence *b)
{
  const DhLaneSettings *one = a->settings, *other = b->settings;

  return a->unchanged && b->unchanged && one->mask == other->mask
         && MAX (one->eye_multiplier, 1) == MAX (other->eye_multiplier, 1)
         && MAX (one->mouth_multiplier, 1) == MAX (other->mouth_multiplier, 1)
         && dh_optimizer_config_equal (&one->optimizer_config, &other->optimizer_config)
         && dh_clip_equal (&one->clip, &other->clip) && one->start.kind == other->start.kind
         && g_strcmp0 (one->start.path, other->start.path) == 0;
}

gboolean
dh_evidence_differ_in_loss (const DhLaneEvidence *a, const DhLaneEvidence *b)
{
  return is_otherwise_equal (a, b) && a->settings->learning_rate == b->settings->learning_rate
         && !dh_mix_equal (&a->settings->mix, &b->settings->mix);
}

gboolean
dh_evidence_differ_in_rate (const DhLaneEvidence *a, const DhLaneEvidence *b)
{
  return is_otherwise_equal (a, b) && a->settings->learning_rate != b->settings->learning_rate
         && dh_mix_equal (&a->settings->mix, &b->settings->mix);
}

double
dh_evidence_get_loss (const DhLaneEvidence *lane, guint64 iteration, guint64 n)
{
  const guint64 end = MIN (iteration, lane->n), first = end > n ? end - n : 0;
  double sum = 0;

  for (guint64 i = first; i < end; i++)
    sum += dh_lane_snapshot_get_record (lane->snapshot, i).loss;
  return end > first ? sum / (double) (end - first) : NAN;
}
