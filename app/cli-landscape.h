/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli-lanes.h"
#include "core/landscape/descent.h"
#include "core/landscape/ground-choice.h"
#include "ui/plot/sheets/ground-sheet.h"

G_BEGIN_DECLS

/* The checked options of `landscape`, with the ground created. */
typedef struct
{
  char *ground_text; /* "hill:bowl"; see dh_ground_name_parse() */
  GPtrArray *lanes;  /* for "network": one DhLaneSettings; else NULL */
  const char *preset; /* with them: its id, static */
  DhGround *ground;  /* this and the fields up to `start`: only without lanes */
  gboolean uses_mix;
  DhMix mix;
  DhDescentConfig config;
  double start[2];
  guint64 n_steps, seed;
  int width, height;
  DhGroundView view;
  char *out, *grid, *path; /* NULL: isn't written */
  gboolean json;
} DhCliLandscape;

/* (transfer full); NULL with an error. --help ends the program. */
DhCliLandscape *dh_cli_landscape_parse (char **arguments, GError **error);
void dh_cli_landscape_free (DhCliLandscape *self);

/* --set, applied to the mix, the optimizer, or a hill's parameters. */
gboolean dh_cli_landscape_apply (DhCliLandscape *self, const char *const *settings,
                                 const DhHill *hill, double *parameters, GError **error);

/* Trains and draws a network's landscape; returns an exit status. */
int dh_cli_landscape_network (const DhCliLandscape *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhCliLandscape, dh_cli_landscape_free)

G_END_DECLS
