/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/lanes.h"
#include "ui/plot/export/export-picture.h"

G_BEGIN_DECLS

/* What can be written. */
typedef enum
{
  DH_CLI_EXPORT_COMPARISON = 1 << 0,
  DH_CLI_EXPORT_STRIP = 1 << 1,
  DH_CLI_EXPORT_ANIMATION = 1 << 2,
  DH_CLI_EXPORT_HISTORY = 1 << 3,
  DH_CLI_EXPORT_LANDSCAPES = 1 << 4,
  DH_CLI_EXPORT_WEIGHTS = 1 << 5,
  DH_CLI_EXPORT_REPORT = 1 << 6,
} DhCliExportParts;

/* The options of `export`. */
typedef struct
{
  char *document; /* a file or a link */
  char *faces[2]; /* as typed, like iterations; NULL: not given */
  char *iterations;
  char *out;
  DhCliExportParts parts;
  DhExportLook look;
  guint lane; /* number of the only one that is shown; 0: all */
  guint64 n_columns, n_frames;
  GArray *columns; /* chosen iterations, ascending (element-type guint64); NULL: n_columns */
  int spacing; /* 0: even, 1: growing, or: */
#define DH_CLI_EXPORT_USUAL_SPACING -1
  gboolean no_landscapes;
} DhCliExportOptions;

/* (transfer full); NULL with an error. --help ends the program. */
DhCliExportOptions *dh_cli_export_options_parse (char **arguments, GError **error);
void dh_cli_export_options_free (DhCliExportOptions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhCliExportOptions, dh_cli_export_options_free)

G_END_DECLS
