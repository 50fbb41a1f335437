/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's state at an iteration, as a value for a file; how it is made of a run.
 *
 * Its parts are a head (a magic word and sizes), a GVariant with all that is small and the history,
 * and the large vectors as they are in memory.  Training waits while it is made, so nothing is copied
 * more often than it has to be: the history once, and once more among the rest.  What only the window shows (the judgement
 * of the state, the shares of a mix) is taken over if the program that reads it keeps it in the same
 * form, and starts afresh otherwise.
 */
#include "core/train/lane-image-format.h"

const DhArea dh_lane_image_masks[DH_LANE_IMAGE_N_MASKS] = { DH_AREA_EXTENDED, DH_AREA_COMPONENTS,
                                                            DH_AREA_NONE };

static guint8
find_mask (DhArea mask)
{
  for (guint8 i = 0; i < DH_LANE_IMAGE_N_MASKS; i++)
    if (dh_lane_image_masks[i] == mask)
      return i;
  g_return_val_if_reached (0);
}

/* ---- writing ---- */

static GVariant *
write_log (const DhSettingsLog *log)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a" CHANGE_TYPE));
  for (guint i = 0; i < dh_settings_log_get_length (log); i++)
    {
      const DhSettingsChange *change = dh_settings_log_get (log, i);
      const DhLaneSettings *settings = &change->settings;

      g_variant_builder_add (&builder, CHANGE_TYPE, change->iteration,
                             dh_mix_to_text (&settings->mix), find_mask (settings->mask),
                             settings->eye_multiplier, settings->mouth_multiplier,
                             dh_optimizer_config_to_text (&settings->optimizer_config,
                                                          DH_OPTIMIZER_USER_NETWORK),
                             settings->learning_rate, dh_clip_to_number (&settings->clip));
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
write_clips (const DhSettingsLog *log)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  for (guint i = 0; i < dh_settings_log_get_length (log); i++)
    g_variant_builder_add_value (&builder,
                                 g_variant_new_take_string (dh_clip_dup_text (
                                   &dh_settings_log_get (log, i)->settings.clip)));
  return g_variant_builder_end (&builder);
}

static GVariant *
write_bytes (gconstpointer value, gsize size)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, value, size, 1);
}

static GVariant *
write_history (const DhHistory *history)
{
  const guint64 n = dh_history_get_n_records (history);
  DhRecord *records = g_new (DhRecord, n + 1);
  g_autoptr (GBytes) bytes = g_bytes_new_take (records, n * sizeof *records);

  dh_history_copy_records (history, n, records);
  return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE);
}

static GVariant *
write_measured (const DhHistory *history)
{
  const guint n = dh_history_get_n_measured (history);
  g_autofree DhMetrics *measured = g_new0 (DhMetrics, n + 1);

  for (guint i = 0; i < n; i++)
    measured[i] = dh_history_get_measured (history, i);
  return write_bytes (measured, n * sizeof (DhMetrics));
}

static void
add_counts (GVariantBuilder *builder, const DhLaneRun *run)
{
  const struct
  {
    const char *name;
    guint64 value;
  } counts[] = {
    { "iteration", run->iteration },   { "updates", run->n_updates },
    { "scheduled", run->n_scheduled }, { "turns", run->n_turns },
    { "fault", run->fault },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_variant_builder_add (builder, "{sv}", counts[i].name, g_variant_new_uint64 (counts[i].value));
}

static GVariant *
write_state (const DhLaneRun *run)
{
  const DhStart start = run->request.settings.start;
  const struct
  {
    const char *name;
    GVariant *value;
  } parts[] = {
    { "start", g_variant_new ("(ums)", (guint) start.kind, start.path) },
    { "log", write_log (run->log) },
    { "clips", write_clips (run->log) },
    { "history", write_history (run->history) },
    { "norms", g_variant_new_boolean (TRUE) }, /* the history has them */
    { "measured", write_measured (run->history) },
    { "tracker", write_bytes (&run->tracker, sizeof run->tracker) },
    { "shares", write_bytes (&run->shares, sizeof run->shares) },
    { "metrics", write_bytes (&run->metrics, sizeof run->metrics) },
  };
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  add_counts (&builder, run);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_variant_builder_add (&builder, "{sv}", parts[i].name, parts[i].value);
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static GBytes *
write_head (const DhLaneImage *self)
{
  const Head head = { MAGIC, g_bytes_get_size (self->bytes), self->n_parameters, self->n_vectors };

  return g_bytes_new (&head, sizeof head);
}

guint
dh_lane_image_list_vectors (const DhLaneRun *run, float *vectors[MAX_VECTORS])
{
  guint n_slots = run->request.settings.optimizer_config.optimizer->n_slots;

  vectors[0] = run->parameters;
  for (guint i = 0; i < n_slots; i++)
    vectors[1 + i] = run->slots[i];
  return 1 + n_slots;
}

gsize
dh_lane_image_estimate (const DhLaneRun *run)
{
  float *vectors[MAX_VECTORS];

  return dh_lane_image_list_vectors (run, vectors) * run->n_parameters * sizeof (float)
         + dh_history_get_n_records (run->history) * sizeof (DhRecord);
}

static gboolean
copy_vectors (DhLaneImage *self, const DhLaneRun *run)
{
  const gsize size = run->n_parameters * sizeof (float);
  float *vectors[MAX_VECTORS];
  guint n = dh_lane_image_list_vectors (run, vectors);

  for (guint i = 0; i < n; i++)
    {
      gpointer copy = g_try_malloc (size);

      if (copy == NULL)
        return FALSE;
      memcpy (copy, vectors[i], size);
      self->vectors[self->n_vectors++] = g_bytes_new_take (copy, size);
    }
  return TRUE;
}

DhLaneImage *
dh_lane_image_new (const DhLaneRun *run)
{
  DhLaneImage *self = g_atomic_rc_box_new0 (DhLaneImage);

  self->iteration = run->iteration;
  self->n_parameters = run->n_parameters;
  self->log = dh_settings_log_ref (run->log);
  self->state = write_state (run);
  if (!copy_vectors (self, run))
    {
      dh_lane_image_unref (self);
      return NULL;
    }
  self->bytes = g_variant_get_data_as_bytes (self->state);
  self->head = write_head (self);
  return self;
}

static void
clear (gpointer data)
{
  DhLaneImage *self = data;

  g_clear_pointer (&self->head, g_bytes_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->state, g_variant_unref);
  g_clear_pointer (&self->log, dh_settings_log_unref);
  for (guint i = 0; i < self->n_vectors; i++)
    g_clear_pointer (&self->vectors[i], g_bytes_unref);
}

DhLaneImage *
dh_lane_image_ref (DhLaneImage *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
dh_lane_image_unref (DhLaneImage *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

guint64
dh_lane_image_get_iteration (const DhLaneImage *self)
{
  return self->iteration;
}

gsize
dh_lane_image_get_n_parameters (const DhLaneImage *self)
{
  return self->n_parameters;
}

DhSettingsLog *
dh_lane_image_get_log (const DhLaneImage *self)
{
  return self->log;
}

guint
dh_lane_image_list_parts (const DhLaneImage *self, GBytes *parts[DH_LANE_IMAGE_MAX_PARTS])
{
  parts[0] = self->head;
  parts[1] = self->bytes;
  for (guint i = 0; i < self->n_vectors; i++)
    parts[DH_LANE_IMAGE_FIRST_VECTOR + i] = self->vectors[i];
  return DH_LANE_IMAGE_FIRST_VECTOR + self->n_vectors;
}
