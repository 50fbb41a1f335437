/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lane-settings.h"

G_BEGIN_DECLS

/* A lane's settings from an iteration on: the step from it to the next is the first that uses
 * them. */
typedef struct
{
  guint64 iteration;
  DhLaneSettings settings;
} DhSettingsChange;

/* All settings that a lane has had, and when.  Together with people, model and seed, they determine
 * its weights at any iteration.  Never empty; immutable, so that threads, snapshots and copies of a
 * lane share it. */
typedef struct _DhSettingsLog DhSettingsLog;

/* A lane that starts with these settings, at iteration 0. */
DhSettingsLog *dh_settings_log_new (const DhLaneSettings *settings);
/* A log with one more change, at or after the last one's iteration.  Of several changes at one
 * iteration, only those remain that make a difference for the weights. */
DhSettingsLog *dh_settings_log_append (const DhSettingsLog *self, guint64 iteration,
                                       const DhLaneSettings *settings);
/* The same as appending one after the other, but fast for thousands.  The first is at iteration 0,
 * and none is before the one that precedes it. */
DhSettingsLog *dh_settings_log_new_from (const DhSettingsChange *changes, guint n_changes);
/* A log that ends where a lane was copied at this iteration: without later changes. */
DhSettingsLog *dh_settings_log_cut (const DhSettingsLog *self, guint64 iteration);
DhSettingsLog *dh_settings_log_ref (DhSettingsLog *self);
void dh_settings_log_unref (DhSettingsLog *self);

/* At least 1: the settings of the start count. */
guint dh_settings_log_get_length (const DhSettingsLog *self);
/* The earliest is 0, at iteration 0; (transfer none). */
const DhSettingsChange *dh_settings_log_get (const DhSettingsLog *self, guint position);
const DhSettingsChange *dh_settings_log_get_last (const DhSettingsLog *self);
/* The settings that the step from this iteration uses; (transfer none). */
const DhLaneSettings *dh_settings_log_get_at (const DhSettingsLog *self, guint64 iteration);
/* The number of changes, from the first on, that both have. */
guint dh_settings_log_count_common (const DhSettingsLog *a, const DhSettingsLog *b);
/* The same start, and the same settings at the same iterations. */
gboolean dh_settings_log_equal (const DhSettingsLog *a, const DhSettingsLog *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhSettingsLog, dh_settings_log_unref)

G_END_DECLS
