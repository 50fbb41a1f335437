/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a number may be that the user sets, in whatever table it stands. */
typedef struct
{
  const char *id; /* "delta" */
  double minimum, maximum;
  double step; /* whole steps from the minimum are allowed; 0: any number */
} DhSettingRange;

/* The allowed value nearest to a wanted one. */
double dh_setting_clamp (const DhSettingRange *range, double value);
/* Sets one of values to the allowed value nearest to a typed number.  FALSE with DH_ERROR_VALUE
 * where there is no such setting, or the number is none or out of range.  owner: whose they are,
 * for the sentence: "huber". */
gboolean dh_setting_read (const char *owner, const DhSettingRange *ranges, guint n_ranges,
                          const char *id, const char *number, double *values, GError **error);

G_END_DECLS
