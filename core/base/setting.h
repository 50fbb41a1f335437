/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The allowed values of a number that the user sets, for all tables. */
typedef struct
{
  const char *id; /* "delta" */
  double minimum, maximum;
  double step; /* whole steps from the minimum are allowed; 0: any number */
} DhSettingRange;

/* The allowed value nearest to a wanted one. */
double dh_setting_clamp (const DhSettingRange *range, double value);
/* Sets one of values to the allowed value nearest to a typed number.  FALSE with DH_ERROR_VALUE
 * where there is no such setting, or the number is none or out of range. owner: what they belong
 * to, for the message: "huber". */
gboolean dh_setting_read (const char *owner, const DhSettingRange *ranges, guint n_ranges,
                          const char *id, const char *number, double *values, GError **error);

G_END_DECLS
