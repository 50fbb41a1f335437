/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/setting.h"
#include "core/data/area.h"
#include "core/optim/clip.h"
#include "core/optim/optimizer-config.h"

G_BEGIN_DECLS

/* Everything that can be chosen, in words.  Strings are translated and live as long as the
 * program.  Main context. */
typedef struct
{
  const char *id;
  const char *name;    /* "Smoothed MAE" */
  const char *summary; /* one sentence; may be empty */
  const char *formula; /* losses and optimizers; else "" */
} DhCatalogEntry;

#define DH_CATALOG_MAX_SETTINGS 4

/* The description of a loss.  Strings may be empty, none is NULL. */
typedef struct
{
  const char *id, *name;
  const char *symbol;   /* "sMAE" */
  const char *formula;  /* plain text */
  const char *tex;      /* see ui/plot/formula/formula.h */
  const char *summary;  /* what you will see */
  const char *claim;    /* what the forum post says */
  const char *measured; /* what was measured here */
  const char *good_for, *bad_for, *source;
  int smallest_side;
  gboolean has_profile;
  gboolean near_half_mse; /* the profile, for small errors */
  guint n_settings;
  DhSetting settings[DH_CATALOG_MAX_SETTINGS];
} DhCatalogLoss;

/* Index as in dh_catalog_get_losses(). */
const DhCatalogLoss *dh_catalog_get_loss (guint index);
/* -1: no loss has that id */
int dh_catalog_find_loss (const char *id);
/* The loss at one error and its slope; for losses with a profile. settings:
 * DH_CATALOG_MAX_SETTINGS values, NULL: the defaults.  Any thread. */
double dh_catalog_get_profile (guint index, const double *settings, double error, double *slope);
/* Reads and checks "delta=0.1" style settings: the nearest allowed value; DH_ERROR_VALUE names what
 * is allowed if the number is malformed or out of range. */
gboolean dh_catalog_parse_setting (guint loss, const char *id, const char *number, double *settings,
                                   GError **error);

/* Fills settings (DH_CATALOG_MAX_SETTINGS), translated, and returns their number. */
guint dh_catalog_list_optimizer_settings (const DhOptimizer *optimizer, DhOptimizerUser who,
                                          DhSetting *settings);
guint dh_catalog_list_schedule_settings (const DhSchedule *schedule, DhSetting *settings);
/* Converts a typed number to the nearest allowed value; DH_ERROR_VALUE says what is right.  owner:
 * whose setting it is: "adam". */
gboolean dh_catalog_read_number (const char *owner, const DhSetting *setting, const char *number,
                                 double *value, GError **error);

const DhCatalogEntry *dh_catalog_get_losses (guint *n_entries);
/* All losses, and then the predefined mixes: the id is a mix's text. */
const DhCatalogEntry *dh_catalog_get_objectives (guint *n_entries);
/* Choices of a lane's mask: "extended", "components", "none"; and their places. */
const DhCatalogEntry *dh_catalog_get_masks (guint *n_entries);
DhArea dh_catalog_get_mask (guint index);
guint dh_catalog_find_mask (DhArea mask);
const DhCatalogEntry *dh_catalog_get_optimizers (guint *n_entries);
const DhCatalogEntry *dh_catalog_get_schedules (guint *n_entries);
/* DH_N_CLIPS, in the order of their kinds; ids as in a clip's text. */
const DhCatalogEntry *dh_catalog_get_clips (guint *n_entries);
/* An id that there is. */
DhClipKind dh_catalog_find_clip (const char *id);
/* The bound of that kind, with what a slider offers; FALSE: it has none. */
gboolean dh_catalog_get_clip_setting (DhClipKind kind, DhSetting *setting);
const DhCatalogEntry *dh_catalog_get_presets (guint *n_entries);
/* (nullable): by id */
const DhCatalogEntry *dh_catalog_find (const DhCatalogEntry *entries, guint n_entries,
                                       const char *id);

/* A preset's id, or a model by its text, such as "df{size=96,encoder=16}": the shortest text that
 * means the same, which is its id everywhere.  NULL with DH_ERROR_VALUE, whose sentence names the
 * place and what is allowed there. */
const char *dh_catalog_read_preset (const char *text, GError **error);
/* Whether it is a text, and not in the list above. */
gboolean dh_catalog_is_own_preset (const char *preset);
/* "Quick · 64 px"; an own model's text. */
const char *dh_catalog_get_preset_name (const char *preset);
double dh_catalog_get_preset_rate (const char *preset);
int dh_catalog_get_preset_batch (const char *preset);

/* Folders with landmarks.csv under faces_folder, sorted; (transfer full) NULL-terminated. */
char **dh_catalog_list_people (const char *faces_folder);
/* Whether this is the id of a bundled person.  FALSE with DH_ERROR_FACES, also where there is nobody at all. */
gboolean dh_catalog_check_person (const char *faces_folder, const char *id, GError **error);
/* "alder" → "Alder"; a path → its last part; (transfer full) */
char *dh_catalog_dup_person_name (const char *person);

/* Reads a learning rate as a person types it ("1e-3", "0,001", "3E-4"); DH_ERROR_VALUE says what
 * is right: finite, above 0. */
gboolean dh_rate_parse (const char *text, double *rate, GError **error);
/* "1.0e-3"-like, with the decimal mark of the user's language, short and exact enough to type again;
 * (transfer full) */
char *dh_rate_format (double rate);

G_END_DECLS
