/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All settings that a lane has had, and from which iteration on.
 *
 * A change while the training pauses may be followed by others before the next step.  Settings that
 * no step has used are left out, unless they reset something on the way: choosing another optimizer
 * and then the old one again leaves the old one without its state.
 *
 * A log is an array of pointers that is copied for each change.  Changes come from a hand, so even
 * a slider that is dragged for minutes makes only some thousands.
 */
#include "core/train/settings-log.h"

struct _DhSettingsLog
{
  guint n_changes;
  DhSettingsChange *changes[]; /* shared with other logs: atomic boxes */
};

/* Empty, with room for n changes. */
static DhSettingsLog *
make_log (guint n)
{
  return g_atomic_rc_box_alloc0 (sizeof (DhSettingsLog) + n * sizeof (DhSettingsChange *));
}

static DhSettingsChange *
make_change (guint64 iteration, const DhLaneSettings *settings)
{
  DhSettingsChange *change = g_atomic_rc_box_new (DhSettingsChange);

  change->iteration = iteration;
  change->settings = *settings;
  return change;
}

/* The first n changes, with room for n_more. */
static DhSettingsLog *
copy_first (const DhSettingsLog *self, guint n, guint n_more)
{
  DhSettingsLog *copy = make_log (n + n_more);

  for (guint i = 0; i < n; i++)
    copy->changes[i] = g_atomic_rc_box_acquire (self->changes[i]);
  copy->n_changes = n;
  return copy;
}

DhSettingsLog *
dh_settings_log_new (const DhLaneSettings *settings)
{
  DhSettingsLog *self = make_log (1);

  self->changes[self->n_changes++] = make_change (0, settings);
  return self;
}

DhSettingsLog *
dh_settings_log_ref (DhSettingsLog *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  DhSettingsLog *self = data;

  for (guint i = 0; i < self->n_changes; i++)
    g_atomic_rc_box_release (self->changes[i]);
}

void
dh_settings_log_unref (DhSettingsLog *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* ---- what can be left out ---- */

static gboolean
resets_slots (const DhLaneSettings *from, const DhLaneSettings *to)
{
  return from->optimizer_config.optimizer != to->optimizer_config.optimizer;
}

static gboolean
resets_schedule (const DhLaneSettings *from, const DhLaneSettings *to)
{
  const DhOptimizerConfig *a = &from->optimizer_config, *b = &to->optimizer_config;

  return resets_slots (from, to) || a->schedule != b->schedule || a->warm_up != b->warm_up;
}

/* Whether the weights differ if a lane goes from one to the other without the settings between. */
static gboolean
matters (const DhLaneSettings *from, const DhLaneSettings *between, const DhLaneSettings *to)
{
  gboolean slots = resets_slots (from, between) || resets_slots (between, to);
  gboolean schedule = resets_schedule (from, between) || resets_schedule (between, to);

  return slots != resets_slots (from, to) || schedule != resets_schedule (from, to);
}

/* The log has room for it. */
static void
add (DhSettingsLog *self, guint64 iteration, const DhLaneSettings *settings)
{
  guint n = self->n_changes;

  if (iteration == 0)
    n = 0; /* there was nothing to reset yet */
  while (n > 1 && self->changes[n - 1]->iteration == iteration
         && !matters (&self->changes[n - 2]->settings, &self->changes[n - 1]->settings, settings))
    n--;
  for (guint i = n; i < self->n_changes; i++)
    g_atomic_rc_box_release (self->changes[i]);
  if (n == 0 || !dh_lane_settings_equal (&self->changes[n - 1]->settings, settings))
    self->changes[n++] = make_change (iteration, settings);
  self->n_changes = n;
}

DhSettingsLog *
dh_settings_log_append (const DhSettingsLog *self, guint64 iteration,
                        const DhLaneSettings *settings)
{
  DhSettingsLog *log;

  g_return_val_if_fail (iteration >= dh_settings_log_get_last (self)->iteration, NULL);
  log = copy_first (self, self->n_changes, 1);
  add (log, iteration, settings);
  return log;
}

DhSettingsLog *
dh_settings_log_new_from (const DhSettingsChange *changes, guint n_changes)
{
  DhSettingsLog *log;

  g_return_val_if_fail (n_changes > 0 && changes[0].iteration == 0, NULL);
  log = make_log (n_changes);
  for (guint i = 0; i < n_changes; i++)
    add (log, changes[i].iteration, &changes[i].settings);
  return log;
}

DhSettingsLog *
dh_settings_log_cut (const DhSettingsLog *self, guint64 iteration)
{
  guint n = self->n_changes;

  while (n > 1 && self->changes[n - 1]->iteration > iteration)
    n--;
  return copy_first (self, n, 0);
}

/* ---- asking ---- */

guint
dh_settings_log_get_length (const DhSettingsLog *self)
{
  return self->n_changes;
}

const DhSettingsChange *
dh_settings_log_get (const DhSettingsLog *self, guint position)
{
  g_return_val_if_fail (position < self->n_changes, NULL);
  return self->changes[position];
}

const DhSettingsChange *
dh_settings_log_get_last (const DhSettingsLog *self)
{
  return self->changes[self->n_changes - 1];
}

const DhLaneSettings *
dh_settings_log_get_at (const DhSettingsLog *self, guint64 iteration)
{
  guint n = self->n_changes;

  while (n > 1 && self->changes[n - 1]->iteration > iteration)
    n--;
  return &self->changes[n - 1]->settings;
}

static gboolean
is_same_change (const DhSettingsChange *a, const DhSettingsChange *b)
{
  return a == b
         || (a->iteration == b->iteration && dh_lane_settings_equal (&a->settings, &b->settings));
}

guint
dh_settings_log_count_common (const DhSettingsLog *a, const DhSettingsLog *b)
{
  guint n = 0;

  while (n < a->n_changes && n < b->n_changes && is_same_change (a->changes[n], b->changes[n]))
    n++;
  return n;
}

gboolean
dh_settings_log_equal (const DhSettingsLog *a, const DhSettingsLog *b)
{
  return a->n_changes == b->n_changes && dh_settings_log_count_common (a, b) == a->n_changes
         && dh_start_equal (&a->changes[0]->settings.start, &b->changes[0]->settings.start);
}
