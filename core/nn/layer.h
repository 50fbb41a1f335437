/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/conv.h"
#include "core/nn/model.h"
#include "core/nn/weights.h"

G_BEGIN_DECLS

/* One stage of the network. Within core/nn only. */

/* The map that a layer reads or writes; channels are the logical ones. */
typedef struct
{
  int batch, channels, size; /* of one side */
  int n_sides;               /* for which it has memory, one after the other */
  gboolean blocked;          /* else plain, and not padded */
  gboolean kept;             /* has memory of its own; else it lives in a slot for a while */
  gboolean keeps_gradient;   /* the same of its gradient, in training */
  int alias;                 /* the map whose values it has; itself: its own */
  gsize n_floats;            /* of one side */
  gsize offset;              /* of its own memory or of its slot, in the workspace's */
  gsize slot;                /* of its gradient, or memory of its own */
} DhMap;

typedef struct _DhLayer DhLayer;

/* What a layer works on in one call. Items start at the layer's part. */
typedef struct
{
  int n_sides; /* whose pictures are in the maps */
  DhSide side; /* whose decoder it is */
  const DhMap *maps;
  float *memory;  /* of the maps */
  float *staging; /* padded weights on their way */
  DhStream *stream;
  const DhParameter *items;
  const float *weights, *bias;                  /* the layer's, as in the flat vector */
  float *gradient[DH_N_SIDES];                  /* flat vectors; item offsets are absolute */
  gboolean adds;                                /* to the gradient, to other micro-batches' */
  int first;                                    /* picture of the code in the micro-batch */
  const float *output_gradient;                 /* plain, from outside: of all outputs */
  const float *input[DH_N_SIDES];               /* plain, from outside */
  const int *cancelled;                         /* NULL: never */
  void (*advance) (double work, gpointer data); /* NULL: nobody follows */
  gpointer advance_data;
} DhPassage;

typedef struct
{
  const char *name;
  void (*forward) (const DhLayer *self, const DhPassage *passage);
  void (*backward) (const DhLayer *self, const DhPassage *passage);
  gboolean has_parameters;
} DhLayerKind;

extern const DhLayerKind dh_layer_input, /* the pictures from outside → folded */
  dh_layer_conv,                         /* convolution, LeakyReLU */
  dh_layer_dense,                        /* not in a decoder: it never adds to a gradient */
  dh_layer_flatten,                      /* blocked → plain */
  dh_layer_reshape,                      /* plain → blocked */
  dh_layer_shuffle,                      /* pixel shuffle, LeakyReLU */
  dh_layer_fork,                         /* where a residual block or an output leaves `in` … */
  dh_layer_join,                         /* … and its result `out` meets it again; LeakyReLU */
  dh_layer_take,                         /* a micro-batch of the code */
  dh_layer_gather,                       /* the same of two codes, as liae's decoder wants it */
  dh_layer_unshuffle, dh_layer_output;   /* sigmoid, folded → plain */

struct _DhLayer
{
  const DhLayerKind *kind;
  char name[24];
  int in, out;    /* maps */
  int other;      /* a second one that it reads */
  float slope;    /* of the LeakyReLU at its end; 1: none */
  gboolean first; /* no gradient by its input */
  gboolean adds;  /* dense: its gradient by its input is added to another's */
  DhConv *conv;
  DhWeights weights;
  guint item;  /* its weights in the part's items; its bias follows */
  gsize output_offset; /* output: where its gradient begins */
  double work;         /* FLOP of a forward pass; of none that isn't worth counting */
};

G_END_DECLS
