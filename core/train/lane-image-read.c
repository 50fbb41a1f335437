/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An image read from a file, and the run that it becomes again.
 *
 * Nothing in a file is taken for granted: sizes, settings and counts are checked before they are
 * used, and what isn't an image is refused with a sentence.
 */
#include "core/train/lane-image-format.h"

#include "core/base/error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* ---- reading ---- */

static guint64
read_count (GVariant *state, const char *name)
{
  guint64 value = 0;

  g_variant_lookup (state, name, "t", &value);
  return value;
}

static gboolean
is_multiplier (double value)
{
  return isfinite (value) && value >= 0;
}

/* text: NULL where the image has none */
static gboolean
read_clip (double number, const char *text, DhClip *clip)
{
  return dh_clip_from_number (number, clip)
         || (text != NULL && dh_clip_parse (text, clip, NULL)
             && dh_clip_to_number (clip) == number);
}

static gboolean
read_settings (GVariant *change, const char *clip_text, guint64 *iteration,
               DhLaneSettings *settings)
{
  const char *mix, *optimizer;
  double clip;
  guint8 mask;

  g_variant_get (change, "(t&sydd&sdd)", iteration, &mix, &mask, &settings->eye_multiplier,
                 &settings->mouth_multiplier, &optimizer, &settings->learning_rate,
                 &clip);
  if (mask >= DH_LANE_IMAGE_N_MASKS || !is_multiplier (settings->eye_multiplier)
      || !is_multiplier (settings->mouth_multiplier) || !is_multiplier (settings->learning_rate)
      || settings->learning_rate == 0 || !read_clip (clip, clip_text, &settings->clip))
    return FALSE;
  settings->mask = dh_lane_image_masks[mask];
  return dh_mix_parse (mix, &settings->mix, NULL)
         && dh_optimizer_config_parse (optimizer, DH_OPTIMIZER_USER_NETWORK,
                                       &settings->optimizer_config, NULL);
}

static gboolean
read_start (GVariant *state, DhStart *start)
{
  const char *path = NULL;
  guint kind;

  if (!g_variant_lookup (state, "start", "(um&s)", &kind, &path) || kind > DH_START_FILE
      || (kind == DH_START_FILE && path == NULL))
    return FALSE;
  *start = dh_start_make (kind, path);
  return TRUE;
}

/* NULL: it isn't one. */
static DhSettingsLog *
read_log (GVariant *state)
{
  g_autoptr (GVariant) changes = g_variant_lookup_value (state, "log",
                                                         G_VARIANT_TYPE ("a" CHANGE_TYPE));
  g_autofree const char **clips = NULL;
  g_autoptr (GVariant) texts = g_variant_lookup_value (state, "clips",
                                                       G_VARIANT_TYPE_STRING_ARRAY);
  g_autoptr (DhSettingsLog) log = NULL;
  DhLaneSettings settings = { 0 };
  gsize n_clips = 0;
  guint64 before = 0;

  if (texts != NULL)
    clips = g_variant_get_strv (texts, &n_clips);
  if (changes == NULL || !read_start (state, &settings.start))
    return NULL;
  for (gsize i = 0; i < g_variant_n_children (changes); i++)
    {
      g_autoptr (GVariant) change = g_variant_get_child_value (changes, i);
      g_autoptr (DhSettingsLog) shorter = g_steal_pointer (&log);
      guint64 iteration;

      if (!read_settings (change, i < n_clips ? clips[i] : NULL, &iteration, &settings)
          || (i == 0 && iteration > 0) || iteration < before)
        return NULL;
      log = i == 0 ? dh_settings_log_new (&settings)
                   : dh_settings_log_append (shorter, iteration, &settings);
      before = iteration;
    }
  return g_steal_pointer (&log);
}

/* The entries of that size and their number, 0 if they were kept in another form; the data live as
 * long as what is returned: (transfer full) (nullable). */
static GVariant *
look_up_entries (GVariant *state, const char *name, gsize size, const guint8 **data, gsize *n)
{
  GVariant *bytes = g_variant_lookup_value (state, name, G_VARIANT_TYPE_BYTESTRING);
  gsize length = 0;

  if (bytes != NULL)
    *data = g_variant_get_fixed_array (bytes, &length, 1);
  *n = length % size == 0 ? length / size : 0;
  return bytes;
}

/* TRUE: it was kept in this form. */
static gboolean
read_bytes (GVariant *state, const char *name, gpointer value, gsize size)
{
  const guint8 *data;
  gsize n;
  g_autoptr (GVariant) bytes = look_up_entries (state, name, size, &data, &n);

  if (n != 1)
    return FALSE;
  memcpy (value, data, size);
  return TRUE;
}

/* A record of before the gradient's norm was kept in what had been its padding. */
static void
forget_norm (DhRecord *record)
{
  guint n_turns;

  memcpy (&n_turns, &record->learning_rate + 1, sizeof n_turns);
  record->n_turns = n_turns;
  record->clipped = FALSE;
  record->gradient_norm = NAN;
}

/* As many entries as were kept in this form. */
static DhHistory *
read_history (GVariant *state)
{
  const guint8 *records, *measured;
  gsize n_records, n_measured;
  g_autoptr (GVariant) all_records = look_up_entries (state, "history", sizeof (DhRecord), &records,
                                                      &n_records);
  g_autoptr (GVariant) all_measured = look_up_entries (state, "measured", sizeof (DhMetrics),
                                                       &measured, &n_measured);
  DhHistory *history = dh_history_new ();
  gboolean norms = FALSE;

  g_variant_lookup (state, "norms", "b", &norms);
  for (gsize i = 0; i < n_records; i++)
    {
      DhRecord record;

      memcpy (&record, records + i * sizeof record, sizeof record);
      if (!norms)
        forget_norm (&record);
      dh_history_add_record (history, &record);
    }
  for (gsize i = 0; i < n_measured; i++)
    {
      DhMetrics metrics;

      memcpy (&metrics, measured + i * sizeof metrics, sizeof metrics);
      dh_history_add_measured (history, &metrics);
    }
  return history;
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, DH_ERROR, DH_ERROR_WEIGHTS,
                       _ ("The kept state of this lane can’t be used: it is damaged or was written "
                          "by another version of the program."));
  return FALSE;
}

/* The sizes of the parts fit, and each other. */
static gboolean
has_size (const Head *head, gsize size)
{
  gsize vector, vectors, all;

  return head->magic == MAGIC && head->n_vectors >= 1 && head->n_vectors <= MAX_VECTORS
         && g_size_checked_mul (&vector, head->n_parameters, sizeof (float))
         && g_size_checked_mul (&vectors, vector, head->n_vectors)
         && g_size_checked_add (&all, vectors, head->state_size)
         && g_size_checked_add (&all, all, sizeof *head) && all == size;
}

static gboolean
is_sound (const DhLaneImage *self)
{
  const DhOptimizer *optimizer;

  if (self->log == NULL || read_count (self->state, "fault") >= DH_N_FAULTS
      || dh_settings_log_get_last (self->log)->iteration > self->iteration)
    return FALSE;
  optimizer = dh_settings_log_get_last (self->log)->settings.optimizer_config.optimizer;
  return self->n_vectors == 1 + optimizer->n_slots;
}

static void
take_parts (DhLaneImage *self, const Head *head, GBytes *bytes)
{
  const gsize vector = head->n_parameters * sizeof (float);
  gsize at = sizeof *head + head->state_size;
  g_autoptr (GBytes) state = g_bytes_new_from_bytes (bytes, sizeof *head, head->state_size);

  self->head = g_bytes_new_from_bytes (bytes, 0, sizeof *head);
  self->bytes = g_bytes_ref (state);
  self->state = g_variant_ref_sink (
    g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, state, FALSE));
  self->n_parameters = head->n_parameters;
  for (; self->n_vectors < head->n_vectors; at += vector)
    self->vectors[self->n_vectors++] = g_bytes_new_from_bytes (bytes, at, vector);
  self->iteration = read_count (self->state, "iteration");
  self->log = read_log (self->state);
}

DhLaneImage *
dh_lane_image_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (DhLaneImage) self = NULL;
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  Head head = { 0 };

  if (size >= sizeof head)
    memcpy (&head, data, sizeof head);
  if (has_size (&head, size))
    {
      self = g_atomic_rc_box_new0 (DhLaneImage);
      take_parts (self, &head, bytes);
    }
  if (self == NULL || !is_sound (self))
    {
      refuse (error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* ---- restoring ---- */

static void
read_state (GVariant *state, DhLaneRun *run)
{
  run->iteration = run->origin = read_count (state, "iteration");
  run->n_updates = read_count (state, "updates");
  run->n_scheduled = read_count (state, "scheduled");
  run->n_turns = read_count (state, "turns");
  run->fault = read_count (state, "fault");
  read_bytes (state, "tracker", &run->tracker, sizeof run->tracker);
  read_bytes (state, "metrics", &run->metrics, sizeof run->metrics);
  if (!read_bytes (state, "shares", &run->shares, sizeof run->shares))
    dh_share_meter_init (&run->shares, &run->objective);
}

DhLaneRun *
dh_lane_image_restore (const DhLaneImage *self, const DhLaneRequest *request, gsize n_parameters,
                       GError **error)
{
  DhLaneRequest own = *request;
  float *vectors[MAX_VECTORS];
  DhLaneRun *run;

  if (self->n_parameters != n_parameters)
    {
      refuse (error);
      return NULL;
    }
  own.settings = dh_settings_log_get_last (self->log)->settings;
  own.plan = NULL;
  run = dh_lane_run_new_blank (&own, n_parameters);
  if (run == NULL)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_MEMORY, dh_lane_run_get_no_memory_words ());
      return NULL;
    }
  dh_lane_image_list_vectors (run, vectors);
  for (guint i = 0; i < self->n_vectors; i++)
    memcpy (vectors[i], g_bytes_get_data (self->vectors[i], NULL), n_parameters * sizeof (float));
  read_state (self->state, run);
  dh_lane_run_take_past (run, dh_settings_log_ref (self->log), read_history (self->state),
                         request->plan);
  return run;
}
