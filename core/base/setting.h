/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A number that the user may change: of a loss, an optimizer, a schedule or a hill.  The tables of
 * the core have msgids where the catalog has translations. */
typedef struct
{
  const char *id;   /* "delta" */
  const char *name; /* "Threshold δ" */
  double minimum, maximum;
  double value;     /* the default */
  const char *unit; /* "px"; NULL or empty: a bare number */
  double step;      /* whole steps from the minimum are allowed: 1, or 2 for odd sizes; 0: any
                     * number */
} DhSetting;

/* How many there are; an id of NULL ends the list before most. */
guint dh_settings_count (const DhSetting *settings, guint most);
/* The defaults; 0 in place of those that don't exist.  values: most */
void dh_settings_get_defaults (const DhSetting *settings, guint most, double *values);

/* The allowed value nearest to a wanted one. */
double dh_setting_clamp (const DhSetting *self, double value);
/* Sets one of values to the allowed value nearest to a typed number.  FALSE with DH_ERROR_VALUE
 * where there is no such setting, or the number is none or out of range. owner: what they belong
 * to, for the message: "huber". */
gboolean dh_setting_read (const char *owner, const DhSetting *settings, guint n_settings,
                          const char *id, const char *number, double *values, GError **error);

/* Appends "{delta=0.1,size=7}": those whose values differ from the plain ones; nothing where none
 * does.  dh_reader_take_settings() reads it. */
void dh_settings_append_text (GString *text, const DhSetting *settings, guint n_settings,
                              const double *plain, const double *values);
/* The same for people, translated: " (δ = 0.1, σ = 2 px)". */
void dh_settings_append_name (GString *name, const DhSetting *settings, guint n_settings,
                              const double *plain, const double *values);

G_END_DECLS
