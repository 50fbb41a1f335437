/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/layer.h"
#include "core/nn/network.h"

G_BEGIN_DECLS

/* Within core/nn only. */
typedef enum
{
  DH_NETWORK_TRAINING,
  DH_NETWORK_FORWARD,
  DH_NETWORK_MOVING,         /* forward, with other weights in each pass */
  DH_NETWORK_MOVING_ENCODER, /* the same without decoders */
} DhNetworkUse;

struct _DhNetwork
{
  DhModel model;
  int batch;
  int micro_batch;
  int n_sides;                 /* whose pictures the encoder takes in one pass, at most */
  int n_pictures, n_map_sides; /* of the maps that are being laid out */
  DhNetworkUse use;
  gboolean training;
  DhParameterTable *table;

  GArray *maps;   /* DhMap */
  GArray *layers; /* DhLayer; the encoder's, then the decoder's */
  guint n_encoder_layers; /* with those of the inter nets */
  int codes[2];           /* the maps between them; liae: of “both” and of “b” */
  int n_codes;
  int outputs[DH_MODEL_MAX_OUTPUTS]; /* maps; the largest first */
  int n_outputs;                     /* that are computed */

  gsize memory_size, staging_size, scratch_size; /* floats, of a workspace */
  gsize largest_layer;                           /* floats, its parameters */
};

struct _DhWorkspace
{
  DhStream *stream;
  float *own; /* all memory; NULL: it is lent */
  float *memory, *staging;
  float *mixed; /* one layer's weights at a place of a line; NULL: the weights don't move */
  const int *cancelled;
  void (*advance) (double work, gpointer data);
  gpointer advance_data;
};

static inline DhMap *
dh_network_get_map (const DhNetwork *self, int map)
{
  return &g_array_index (self->maps, DhMap, map);
}

static inline DhLayer *
dh_network_get_layer (const DhNetwork *self, guint layer)
{
  return &g_array_index (self->layers, DhLayer, layer);
}

/* Fills in maps, layers and sizes; FALSE with DH_ERROR_COMPUTE. */
gboolean dh_network_build (DhNetwork *self, GError **error);

G_END_DECLS
