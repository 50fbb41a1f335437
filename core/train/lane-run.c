/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One lane on the worker's side: its weights, settings and state.
 *
 * A schedule counts the lane's updates since it, its warm-up or the optimizer was chosen.  Counted
 * from the start of the training, a cosine over a thousand updates chosen at update five thousand
 * would stop the lane at once.  Changing a setting affects neither the count nor the optimizer's
 * state; a different optimizer resets both, because the old state would mean something else to it.
 */
#include "core/train/lane-run.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define N_RESTING_VECTORS 3 /* weights, two slots */

const char *
dh_lane_run_get_no_memory_words (void)
{
  return _ ("There is no memory left for this: choose a smaller model or fewer lanes");
}

gsize
dh_lane_run_estimate_resting (gsize n_parameters)
{
  return sizeof (float) * N_RESTING_VECTORS * n_parameters;
}

static void
drop_slots (DhLaneRun *self)
{
  for (guint i = 0; i < DH_OPTIMIZER_MAX_SLOTS; i++)
    g_clear_pointer (&self->slots[i], dh_tensor_free);
}

static const DhOptimizer *
get_optimizer (const DhLaneRun *self)
{
  return self->request.settings.optimizer_config.optimizer;
}

/* Adds slots n_kept … n - 1.  FALSE if memory runs out; none is added then. */
static gboolean
add_slots (DhLaneRun *self, guint n_kept, guint n)
{
  for (guint i = n_kept; i < n; i++)
    {
      self->slots[i] = dh_tensor_try_new (self->n_parameters);
      if (self->slots[i] != NULL)
        continue;
      for (guint k = n_kept; k < i; k++)
        g_clear_pointer (&self->slots[k], dh_tensor_free);
      return FALSE;
    }
  return TRUE;
}

/* Sets all slots to zero again; never fails. */
static void
clear_optimizer (DhLaneRun *self)
{
  for (guint i = 0; i < get_optimizer (self)->n_slots; i++)
    memset (self->slots[i], 0, self->n_parameters * sizeof (float));
  self->n_updates = 0;
  self->n_scheduled = 0;
}

static void
choose_objective (DhLaneRun *self)
{
  const DhLaneSettings *settings = &self->request.settings;

  dh_objective_init (&self->objective, &settings->mix);
  self->objective.mask = settings->mask;
  self->objective.eye_multiplier = settings->eye_multiplier;
  self->objective.mouth_multiplier = settings->mouth_multiplier;
  dh_share_meter_init (&self->shares, &self->objective);
  dh_lane_state_init (&self->tracker); /* another loss has a different scale */
}

/* Replaces the n_old slots of the previous optimizer with zeroed slots for the lane's optimizer.
 * FALSE if memory runs out; the old ones are unchanged then. */
static gboolean
make_slots (DhLaneRun *self, guint n_old)
{
  guint n = get_optimizer (self)->n_slots;

  if (n > n_old && (n - n_old) * sizeof (float) * self->n_parameters > dh_memory_get_free ())
    return FALSE;
  if (!add_slots (self, n_old, n))
    return FALSE;
  for (guint i = n; i < n_old; i++)
    g_clear_pointer (&self->slots[i], dh_tensor_free);
  clear_optimizer (self);
  return TRUE;
}

/* Switches from the old configuration to the lane's.  FALSE if memory runs out; the old one
 * stays. */
static gboolean
change_optimizer (DhLaneRun *self, const DhOptimizerConfig *old)
{
  DhOptimizerConfig *now = &self->request.settings.optimizer_config;

  if (now->optimizer != old->optimizer && !make_slots (self, old->optimizer->n_slots))
    {
      *now = *old;
      return FALSE;
    }
  if (now->schedule != old->schedule || now->warm_up != old->warm_up)
    self->n_scheduled = 0;
  return TRUE;
}

/* Since when the gradient's norms can be compared with today's: an automatic clip forgets those of
 * another objective, and those before it was chosen.  It goes by the log alone, which is the same
 * for a lane that is replayed. */
static guint64
find_norms_since (const DhSettingsLog *log)
{
  for (guint i = dh_settings_log_get_length (log) - 1; i > 0; i--)
    {
      const DhLaneSettings *before = &dh_settings_log_get (log, i - 1)->settings;
      const DhSettingsChange *change = dh_settings_log_get (log, i);

      if (before->clip.kind != change->settings.clip.kind
          || !dh_lane_settings_same_objective (before, &change->settings))
        return change->iteration;
    }
  return 0;
}

/* (transfer full) log */
static void
take_log (DhLaneRun *self, DhSettingsLog *log)
{
  g_clear_pointer (&self->log, dh_settings_log_unref);
  self->log = log;
  self->norms_since = find_norms_since (log);
}

static void
set_plan (DhLaneRun *self, DhSettingsLog *plan)
{
  if (plan == self->plan)
    return;
  g_clear_pointer (&self->plan, dh_settings_log_unref);
  self->plan = plan != NULL ? dh_settings_log_ref (plan) : NULL;
  self->n_followed = 0;
}

/* Copies into a lane that has the source's settings. */
static void
copy_from (DhLaneRun *self, const DhLaneRun *source)
{
  gsize bytes = self->n_parameters * sizeof (float);

  memcpy (self->parameters, source->parameters, bytes);
  for (guint i = 0; i < get_optimizer (self)->n_slots; i++)
    memcpy (self->slots[i], source->slots[i], bytes);
  self->n_updates = source->n_updates;
  self->n_scheduled = source->n_scheduled;
  self->iteration = self->origin = source->iteration;
  self->fault = source->fault;
  self->tracker = source->tracker;
  self->shares = source->shares;
  self->metrics = source->metrics;
  g_clear_pointer (&self->history, dh_history_unref);
  self->history = dh_history_copy (source->history);
  take_log (self, dh_settings_log_ref (source->log));
  set_plan (self, source->plan);
  self->n_followed = source->n_followed;
  self->n_turns = source->n_turns;
  self->preview = source->preview != NULL ? dh_preview_ref (source->preview) : NULL;
  self->plane = source->plane != NULL ? dh_lane_plane_copy (source->plane) : NULL;
}

/* Resets everything except the weights and the optimizer's slots. */
static void
start_afresh (DhLaneRun *self)
{
  self->iteration = self->origin = 0;
  self->fault = DH_FAULT_NONE;
  self->metrics = (DhMetrics) { 0, NAN, NAN, NAN, NAN, NAN, NAN, { NAN, NAN } };
  dh_lane_state_init (&self->tracker);
  dh_share_meter_init (&self->shares, &self->objective);
  g_clear_pointer (&self->history, dh_history_unref);
  self->history = dh_history_new ();
  take_log (self, dh_settings_log_new (&self->request.settings));
  self->n_turns = 0;
  g_clear_pointer (&self->plane, dh_lane_plane_free);
  g_clear_pointer (&self->curvature, dh_curvature_free);
}

/* A plan doesn't name the file of a warm start; the request does. */
static DhLaneSettings
get_planned (const DhLaneRun *self, guint position)
{
  DhLaneSettings settings = dh_settings_log_get (self->plan, position)->settings;

  settings.start = self->request.settings.start;
  return settings;
}

DhLaneRun *
dh_lane_run_new_blank (const DhLaneRequest *request, gsize n_parameters)
{
  DhLaneRun *self = g_new0 (DhLaneRun, 1);
  gboolean done;

  self->request = *request;
  self->request.plan = NULL;
  self->request.image = NULL;
  set_plan (self, request->plan);
  if (self->plan != NULL)
    self->request.settings = get_planned (self, self->n_followed++);
  self->n_parameters = n_parameters;
  self->parameters = dh_tensor_try_new (n_parameters);
  choose_objective (self);
  done = self->parameters != NULL && make_slots (self, 0);
  start_afresh (self);
  if (!done)
    g_clear_pointer (&self, dh_lane_run_free);
  return self;
}

DhLaneRun *
dh_lane_run_new_empty (const DhLaneRequest *request, const DhNetwork *network)
{
  DhLaneRun *self = dh_lane_run_new_blank (request, dh_network_get_table (network)->size);

  if (self != NULL)
    self->network = network;
  return self;
}

gboolean
dh_lane_run_fill (DhLaneRun *self, DhPart part, const DhLaneRun *start, guint64 seed,
                  const int *cancelled)
{
  const DhParameterTable *table = dh_network_get_table (self->network);
  const gsize offset = table->part_offset[part];

  if (start == NULL)
    return dh_parameters_init_part (table, part, seed, cancelled, self->parameters);
  memcpy (self->parameters + offset, start->parameters + offset,
          table->part_size[part] * sizeof (float));
  return TRUE;
}

static void
fill_all (DhLaneRun *self, guint64 seed)
{
  for (DhPart part = 0; part < DH_N_PARTS; part++)
    dh_lane_run_fill (self, part, NULL, seed, NULL);
}

DhLaneRun *
dh_lane_run_new (const DhLaneRequest *request, const DhNetwork *network, guint64 seed,
                 const DhLaneRun *source)
{
  DhLaneRun *self = dh_lane_run_new_empty (source != NULL ? &source->request : request, network);

  if (self == NULL)
    return NULL;
  if (source != NULL)
    {
      copy_from (self, source);
      dh_lane_run_adopt (self, request); /* applies settings that changed since the copy was made */
    }
  else
    fill_all (self, seed);
  return self;
}

void
dh_lane_run_rest (DhLaneRun *self)
{
  self->blank = NULL;
  self->network = NULL;
}

void
dh_lane_run_wake (DhLaneRun *self, const DhNetwork *network)
{
  g_assert (self->network == NULL && self->n_parameters == dh_network_get_table (network)->size);
  self->network = network;
}

DhLaneRun *
dh_lane_run_new_resting (const DhLaneRun *self, guint id)
{
  DhLaneRun *copy = dh_lane_run_new_blank (&self->request, self->n_parameters);

  if (copy == NULL)
    return NULL;
  copy->request.id = id;
  copy_from (copy, self);
  return copy;
}

void
dh_lane_run_take_past (DhLaneRun *self, DhSettingsLog *log, DhHistory *history, DhSettingsLog *plan)
{
  take_log (self, log);
  dh_history_unref (self->history);
  self->history = history;
  set_plan (self, plan);
  if (plan != NULL)
    self->n_followed = dh_settings_log_count_common (plan, log);
}

DhLaneRun *
dh_lane_run_new_trial (const DhLaneRun *self)
{
  DhLaneRun *trial = dh_lane_run_new (&self->request, self->network, 0, self);

  if (trial == NULL)
    return NULL;
  trial->request.settings.optimizer_config.schedule = dh_schedule_get_constant ();
  trial->request.settings.optimizer_config.warm_up = 0;
  clear_optimizer (trial);
  trial->fault = DH_FAULT_NONE;
  g_clear_pointer (&trial->plane, dh_lane_plane_free);
  return trial;
}

void
dh_lane_run_free (DhLaneRun *self)
{
  dh_tensor_free (self->parameters);
  drop_slots (self);
  dh_history_unref (self->history);
  g_clear_pointer (&self->norms, dh_norm_window_free);
  dh_settings_log_unref (self->log);
  g_clear_pointer (&self->plan, dh_settings_log_unref);
  g_clear_pointer (&self->preview, dh_preview_unref);
  g_clear_pointer (&self->result, dh_lr_finder_result_unref);
  g_clear_pointer (&self->plane, dh_lane_plane_free);
  g_clear_pointer (&self->curvature, dh_curvature_free);
  g_free (self);
}

void
dh_lane_run_restart (DhLaneRun *self, guint64 seed)
{
  start_afresh (self);
  set_plan (self, NULL);
  clear_optimizer (self);
  fill_all (self, seed);
}

gboolean
dh_lane_run_has_finite_weights (const DhLaneRun *self)
{
  for (gsize i = 0; i < self->n_parameters; i++)
    if (!isfinite (self->parameters[i]))
      return FALSE;
  return TRUE;
}

static gboolean
adopt_settings (DhLaneRun *self, const DhLaneSettings *settings)
{
  const DhLaneSettings old = self->request.settings;
  gboolean new_objective = !dh_lane_settings_same_objective (settings, &old);
  gboolean changed = !dh_lane_settings_equal (settings, &old);
  gboolean done;

  self->request.settings = *settings;
  if (new_objective)
    choose_objective (self);
  self->n_turns += new_objective;
  if (new_objective && self->curvature != NULL)
    dh_curvature_doubt (self->curvature);
  done = change_optimizer (self, &old.optimizer_config); /* on failure the same request tries
                                                          * again */
  if (changed)
    dh_lane_state_turn (&self->tracker);
  if (changed && self->fault != DH_FAULT_NONE && dh_lane_run_has_finite_weights (self))
    {
      self->fault = DH_FAULT_NONE;
      dh_lane_state_init (&self->tracker);
    }
  if (!dh_lane_settings_equal (&self->request.settings, &old))
    {
      g_autoptr (DhSettingsLog) log = self->log;

      self->log = dh_settings_log_append (log, self->iteration, &self->request.settings);
      if (new_objective || settings->clip.kind != old.clip.kind)
        self->norms_since = find_norms_since (self->log);
    }
  return done;
}

gboolean
dh_lane_run_is_following (const DhLaneRun *self)
{
  return self->plan != NULL && self->n_followed < dh_settings_log_get_length (self->plan);
}

gboolean
dh_lane_run_follow (DhLaneRun *self)
{
  gboolean done = TRUE;

  while (dh_lane_run_is_following (self)
         && dh_settings_log_get (self->plan, self->n_followed)->iteration <= self->iteration)
    {
      const DhLaneSettings settings = get_planned (self, self->n_followed++);

      done &= adopt_settings (self, &settings);
    }
  return done;
}

/* A plan that is given to a lane on its way: of the changes that are due, only the latest counts. */
static void
skip_past (DhLaneRun *self)
{
  while (self->n_followed + 1 < dh_settings_log_get_length (self->plan)
         && dh_settings_log_get (self->plan, self->n_followed + 1)->iteration <= self->iteration)
    self->n_followed++;
}

gboolean
dh_lane_run_adopt (DhLaneRun *self, const DhLaneRequest *request)
{
  const DhLaneSettings settings = self->request.settings;
  gboolean new_plan = request->plan != NULL && request->plan != self->plan;

  self->request = *request;
  self->request.settings = settings;
  self->request.plan = NULL;
  self->request.image = NULL;
  set_plan (self, request->plan);
  if (new_plan)
    skip_past (self);
  return self->plan != NULL ? dh_lane_run_follow (self) : adopt_settings (self, &request->settings);
}

gboolean
dh_lane_run_has_stable_rate (const DhLaneRun *self)
{
  return get_optimizer (self)->get_stable_product != NULL
         && self->request.settings.clip.kind == DH_CLIP_NONE;
}

double
dh_lane_run_get_lambda (const DhLaneRun *self)
{
  return self->curvature != NULL && dh_lane_run_has_stable_rate (self)
           ? dh_curvature_get_lambda (self->curvature)
           : NAN;
}
