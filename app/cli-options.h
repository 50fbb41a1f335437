/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli-lanes.h"

G_BEGIN_DECLS

/* The options of `train`, checked as far as possible without reading a picture. */
typedef struct
{
  char *faces_folder;        /* the bundled people */
  char *person_a, *person_b; /* a bundled person's id, or an absolute path */
  char *preset;
  GPtrArray *lanes; /* of DhLaneSettings, 1 … DH_MAX_LANES */
  DhArea mask;      /* of all lanes, like the multipliers */
  double eye_multiplier, mouth_multiplier;
  guint64 iterations; /* 0: no limit */
  double seconds;     /* 0: no limit; at least one of the two is set */
  guint64 seed;
  DhStart start;       /* of all lanes */
  gboolean keep, half; /* write the weights, as float16 */
  char *out;           /* NULL: no files */
  char *save;          /* the document to write; NULL: none */
  gboolean json;
} DhCliOptions;

/* (transfer full); NULL with an error. --help ends the program. */
DhCliOptions *dh_cli_options_parse (char **arguments, GError **error);
void dh_cli_options_free (DhCliOptions *self);

/* Options that `run` has, too.  text NULL: not given. */
gboolean dh_cli_count_read (const char *option, const char *text, guint64 least, guint64 *count,
                            GError **error);
/* --keep-weights; out: --out */
gboolean dh_cli_keep_read (const char *text, const char *out, gboolean *keep, gboolean *half,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhCliOptions, dh_cli_options_free)

G_END_DECLS
