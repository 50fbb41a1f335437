/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/setting.h"

G_BEGIN_DECLS

#define DH_SCHEDULE_MAX_SETTINGS 2

/* One line of the table: how the learning rate changes with time. */
typedef struct
{
  const char *id;
  const char *name; /* translatable */
  const char *formula;
  const char *source;
  DhSetting settings[DH_SCHEDULE_MAX_SETTINGS]; /* id NULL ends the list */

  /* The length of a plot that shows its shape, as a multiple of the setting that counts updates, or
   * of the warm-up if there is no such setting. */
  double shown;

  /* u: updates since the rate was full, from 0; w: warm_up, at least 1 */
  double (*get_factor) (const double *settings, double u, double w);
} DhSchedule;

const DhSchedule *const *dh_schedules_get (guint *n_schedules);
const DhSchedule *dh_schedule_find (const char *id);
/* The schedule that leaves the learning rate unchanged. */
const DhSchedule *dh_schedule_get_constant (void);
guint dh_schedule_count_settings (const DhSchedule *schedule);
/* values: DH_SCHEDULE_MAX_SETTINGS, zero past the last setting */
void dh_schedule_get_defaults (const DhSchedule *schedule, double *values);

/* The factor of the learning rate at update t, from 1: in [0, 1].  It rises linearly over the
 * first warm_up updates, t / warm_up; 0 and 1 mean no warm-up.  Depends on nothing but its
 * arguments; any thread. */
double dh_schedule_get_factor (const DhSchedule *schedule, const double *settings, guint64 warm_up,
                               guint64 t);

G_END_DECLS
