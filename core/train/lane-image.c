/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's state at an iteration, as a value for a file.
 *
 * Its parts are a head (a magic word and sizes, then a GVariant with all that is small, and the
 * history) and the large vectors as they are in memory.  What only the window shows (the judgement
 * of the state, the shares of a mix) is taken over if the program that reads it keeps it in the same
 * form, and starts afresh otherwise.
 */
#include "core/train/lane-image-private.h"

#include "core/base/error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAGIC       0x31474d494c4844 /* "DHLIMG1" */
#define MAX_VECTORS (DH_LANE_IMAGE_MAX_PARTS - 1)
/* Iteration, settings: mix, mask, multipliers of eyes and mouth, optimizer, rate, clip. */
#define CHANGE_TYPE "(tsyddsdd)"

G_STATIC_ASSERT (MAX_VECTORS == 1 + DH_OPTIMIZER_MAX_SLOTS);

struct _DhLaneImage
{
  GBytes *head;
  GVariant *state;
  DhSettingsLog *log;
  guint64 iteration;
  gsize n_parameters;
  guint n_vectors;
  GBytes *vectors[MAX_VECTORS]; /* weights, then the optimizer's slots */
};

/* The begin of a head. */
typedef struct
{
  guint64 magic, state_size, n_parameters, n_vectors;
} Head;

static const DhArea masks[] = { DH_AREA_EXTENDED, DH_AREA_COMPONENTS, DH_AREA_NONE };

static guint8
find_mask (DhArea mask)
{
  for (guint8 i = 0; i < G_N_ELEMENTS (masks); i++)
    if (masks[i] == mask)
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
                             settings->learning_rate, settings->clip);
    }
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
  g_autofree DhRecord *records = g_new0 (DhRecord, n + 1);

  for (guint64 i = 0; i < n; i++)
    records[i] = dh_history_get_record (history, i);
  return write_bytes (records, n * sizeof (DhRecord));
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
    { "history", write_history (run->history) },
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
  const Head head = { MAGIC, g_variant_get_size (self->state), self->n_parameters,
                      self->n_vectors };
  GByteArray *bytes = g_byte_array_sized_new (sizeof head + head.state_size);

  g_byte_array_append (bytes, (const guint8 *) &head, sizeof head);
  g_byte_array_append (bytes, g_variant_get_data (self->state), head.state_size);
  return g_byte_array_free_to_bytes (bytes);
}

static guint
list_vectors (const DhLaneRun *run, float *vectors[MAX_VECTORS])
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

  return list_vectors (run, vectors) * run->n_parameters * sizeof (float)
         + dh_history_get_n_records (run->history) * sizeof (DhRecord);
}

static gboolean
copy_vectors (DhLaneImage *self, const DhLaneRun *run)
{
  const gsize size = run->n_parameters * sizeof (float);
  float *vectors[MAX_VECTORS];
  guint n = list_vectors (run, vectors);

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
  self->head = write_head (self);
  return self;
}

static void
clear (gpointer data)
{
  DhLaneImage *self = data;

  g_clear_pointer (&self->head, g_bytes_unref);
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
  for (guint i = 0; i < self->n_vectors; i++)
    parts[1 + i] = self->vectors[i];
  return 1 + self->n_vectors;
}

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

static gboolean
read_settings (GVariant *change, guint64 *iteration, DhLaneSettings *settings)
{
  const char *mix, *optimizer;
  guint8 mask;

  g_variant_get (change, "(t&sydd&sdd)", iteration, &mix, &mask, &settings->eye_multiplier,
                 &settings->mouth_multiplier, &optimizer, &settings->learning_rate,
                 &settings->clip);
  if (mask >= G_N_ELEMENTS (masks) || !is_multiplier (settings->eye_multiplier)
      || !is_multiplier (settings->mouth_multiplier) || !is_multiplier (settings->learning_rate)
      || settings->learning_rate == 0 || !is_multiplier (settings->clip))
    return FALSE;
  settings->mask = masks[mask];
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
  g_autoptr (DhSettingsLog) log = NULL;
  DhLaneSettings settings = { 0 };
  guint64 before = 0;

  if (changes == NULL || !read_start (state, &settings.start))
    return NULL;
  for (gsize i = 0; i < g_variant_n_children (changes); i++)
    {
      g_autoptr (GVariant) change = g_variant_get_child_value (changes, i);
      g_autoptr (DhSettingsLog) shorter = g_steal_pointer (&log);
      guint64 iteration;

      if (!read_settings (change, &iteration, &settings) || (i == 0 && iteration > 0)
          || iteration < before)
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

  for (gsize i = 0; i < n_records; i++)
    {
      DhRecord record;

      memcpy (&record, records + i * sizeof record, sizeof record);
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

  self->head = g_bytes_new_from_bytes (bytes, 0, at);
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
      g_set_error_literal (error, DH_ERROR, DH_ERROR_MEMORY,
                           dh_lane_run_get_no_memory_words ());
      return NULL;
    }
  list_vectors (run, vectors);
  for (guint i = 0; i < self->n_vectors; i++)
    memcpy (vectors[i], g_bytes_get_data (self->vectors[i], NULL), n_parameters * sizeof (float));
  read_state (self->state, run);
  dh_lane_run_take_past (run, dh_settings_log_ref (self->log), read_history (self->state),
                         request->plan);
  return run;
}
