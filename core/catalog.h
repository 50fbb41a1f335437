/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can be chosen, in words. Strings are translated and live as long as the program. Main
 * context. */
typedef struct
{
  const char *id;
  const char *name;      /* "Smoothed MAE" */
  const char *summary;   /* one sentence; may be empty */
  const char *formula;   /* losses and optimizers; else "" */
} DhCatalogEntry;

const DhCatalogEntry *dh_catalog_get_losses     (guint *n_entries);
const DhCatalogEntry *dh_catalog_get_optimizers (guint *n_entries);
const DhCatalogEntry *dh_catalog_get_presets    (guint *n_entries);
/* (nullable): by id */
const DhCatalogEntry *dh_catalog_find (const DhCatalogEntry *entries,
                                       guint                 n_entries,
                                       const char           *id);

double dh_catalog_get_preset_rate  (const char *preset);
int    dh_catalog_get_preset_batch (const char *preset);

/* Folders with landmarks.csv under faces_folder, sorted; (transfer full) NULL-terminated. */
char **dh_catalog_list_people (const char *faces_folder);
/* "alder" → "Alder"; a path → its last part; (transfer full) */
char  *dh_catalog_dup_person_name (const char *person);

/* Reads a learning rate as a person types it ("1e-3", "0,001", "3E-4"); DH_ERROR_VALUE says what
 * is right: finite, above 0. */
gboolean dh_rate_parse (const char *text, double *rate, GError **error);
/* "1.0e-3"-like, short and exact enough to type again; (transfer full) */
char    *dh_rate_format (double rate);

G_END_DECLS
