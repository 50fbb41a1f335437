/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ground-choice.h"
#include "core/roll.h"
#include "ui/plot/ground-sheet.h"

G_BEGIN_DECLS

/* What `landscape` was asked for, checked, with the ground made. */
typedef struct
{
  DhGround     *ground;
  char         *ground_text;   /* "hill:bowl" */
  gboolean      uses_mix;
  DhMix         mix;
  DhDescent     descent;
  double        start[2];
  guint64       n_steps;
  int           width, height;
  DhGroundView  view;
  char         *out, *grid, *path; /* NULL: no such file */
  gboolean      json;
} DhCliLandscape;

/* (transfer full); NULL with a sentence about what is wrong. --help ends the program. */
DhCliLandscape *dh_cli_landscape_parse (char **arguments, GError **error);
void            dh_cli_landscape_free  (DhCliLandscape *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhCliLandscape, dh_cli_landscape_free)

G_END_DECLS
