/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's state at an iteration, as a value for a file.
 *
 * Weights and slots stay apart: they are megabytes or more, and are written and read in pieces.  So
 * does the history, which only grows and is kept once, not with each image.  What only the window
 * shows (the judgement of the state, the shares of a mix) is taken over if the program that reads it
 * keeps it in the same form, and starts afresh otherwise.
 */
#include "core/train/lane-image.h"

#include "core/base/error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Iteration, settings: mix, mask, multipliers of eyes and mouth, optimizer, rate, clip. */
#define CHANGE_TYPE "(tsyddsdd)"

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

static void
add_counts (GVariantBuilder *builder, const DhLaneRun *run)
{
  const struct
  {
    const char *name;
    guint64 value;
  } counts[] = {
    { "parameters", run->n_parameters }, { "iteration", run->iteration },
    { "updates", run->n_updates },       { "scheduled", run->n_scheduled },
    { "turns", run->n_turns },           { "fault", run->fault },
  };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_variant_builder_add (builder, "{sv}", counts[i].name, g_variant_new_uint64 (counts[i].value));
}

GVariant *
dh_lane_image_new (const DhLaneRun *run)
{
  const DhStart start = run->request.settings.start;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  add_counts (&builder, run);
  g_variant_builder_add (&builder, "{sv}", "start",
                         g_variant_new ("(ums)", (guint) start.kind, start.path));
  g_variant_builder_add (&builder, "{sv}", "log", write_log (run->log));
  g_variant_builder_add (&builder, "{sv}", "tracker",
                         write_bytes (&run->tracker, sizeof run->tracker));
  g_variant_builder_add (&builder, "{sv}", "shares",
                         write_bytes (&run->shares, sizeof run->shares));
  g_variant_builder_add (&builder, "{sv}", "metrics",
                         write_bytes (&run->metrics, sizeof run->metrics));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

guint
dh_lane_image_list_vectors (const DhLaneRun *run, float *vectors[DH_LANE_IMAGE_MAX_VECTORS])
{
  guint n_slots = run->request.settings.optimizer_config.optimizer->n_slots;

  vectors[0] = run->parameters;
  for (guint i = 0; i < n_slots; i++)
    vectors[1 + i] = run->slots[i];
  return 1 + n_slots;
}

/* ---- reading ---- */

static guint64
read_count (GVariant *image, const char *name)
{
  guint64 value = 0;

  g_variant_lookup (image, name, "t", &value);
  return value;
}

guint64
dh_lane_image_get_iteration (GVariant *image)
{
  return read_count (image, "iteration");
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
read_start (GVariant *image, DhStart *start)
{
  const char *path = NULL;
  guint kind;

  if (!g_variant_lookup (image, "start", "(um&s)", &kind, &path) || kind > DH_START_FILE
      || (kind == DH_START_FILE && path == NULL))
    return FALSE;
  *start = dh_start_make (kind, path);
  return TRUE;
}

/* NULL: it isn't one. */
static DhSettingsLog *
read_log (GVariant *image)
{
  g_autoptr (GVariant) changes = g_variant_lookup_value (image, "log",
                                                         G_VARIANT_TYPE ("a" CHANGE_TYPE));
  g_autoptr (DhSettingsLog) log = NULL;
  DhLaneSettings settings = { 0 };
  guint64 before = 0;

  if (changes == NULL || !read_start (image, &settings.start))
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

/* TRUE: it was kept in this form. */
static gboolean
read_bytes (GVariant *image, const char *name, gpointer value, gsize size)
{
  g_autoptr (GVariant) bytes = g_variant_lookup_value (image, name, G_VARIANT_TYPE_BYTESTRING);
  gconstpointer data;
  gsize n;

  if (bytes == NULL)
    return FALSE;
  data = g_variant_get_fixed_array (bytes, &n, 1);
  if (n != size)
    return FALSE;
  memcpy (value, data, size);
  return TRUE;
}

static void
read_state (GVariant *image, DhLaneRun *run)
{
  run->iteration = dh_lane_image_get_iteration (image);
  run->n_updates = read_count (image, "updates");
  run->n_scheduled = read_count (image, "scheduled");
  run->n_turns = read_count (image, "turns");
  run->fault = read_count (image, "fault");
  read_bytes (image, "tracker", &run->tracker, sizeof run->tracker);
  read_bytes (image, "metrics", &run->metrics, sizeof run->metrics);
  if (!read_bytes (image, "shares", &run->shares, sizeof run->shares))
    dh_share_meter_init (&run->shares, &run->objective);
}

DhLaneRun *
dh_lane_image_restore (GVariant *image, guint id, gsize n_parameters, const DhHistory *history,
                       GError **error)
{
  DhLaneRequest request = { .id = id };
  g_autoptr (DhSettingsLog) log = NULL;
  DhLaneRun *run;

  if (g_variant_is_of_type (image, G_VARIANT_TYPE_VARDICT))
    log = read_log (image);
  if (log == NULL || read_count (image, "parameters") != n_parameters
      || read_count (image, "fault") >= DH_N_FAULTS
      || dh_settings_log_get_last (log)->iteration > dh_lane_image_get_iteration (image))
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_WEIGHTS,
                           _ ("The kept state of this lane can’t be used: it is damaged or was "
                              "written by another version of the program."));
      return NULL;
    }
  request.settings = dh_settings_log_get_last (log)->settings;
  run = dh_lane_run_new_blank (&request, n_parameters);
  if (run == NULL)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_MEMORY,
                           _ ("There is no memory left for this: choose a smaller model or fewer "
                              "lanes"));
      return NULL;
    }
  read_state (image, run);
  dh_lane_run_take_past (run, g_steal_pointer (&log), dh_history_copy (history));
  return run;
}
