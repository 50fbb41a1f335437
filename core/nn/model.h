/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/random.h"
#include "core/base/tensor.h"

G_BEGIN_DECLS

/* A df network of the DFL-SAE family: one encoder for both people, a decoder for each.
 * One line of the preset table. */
typedef struct
{
  const char *id;          /* "quick" */
  const char *name;        /* translatable: "Quick · 64 px" */
  const char *summary;     /* translatable */
  int size;                /* picture side S; a multiple of 16 */
  int encoder_channels[4]; /* conv 5×5 stride 2 each */
  int dense;               /* autoencoder_dims */
  int bridge_channels;     /* of the (S/16)² map after the second dense, and of the
                            * encoder's Upscale */
  int decoder_channels[3]; /* an Upscale each */
  int n_residual;          /* residual blocks after each Upscale of a decoder */
  int output_kernel;       /* 5, 3 or 1 */
  int batch;               /* pictures a side and iteration */
  double learning_rate;    /* where its lanes start */
  double colour_share;     /* of the recipe's random changes of colour, 0 … 1: in a short
                            * training they teach the decoders to copy the light, which spoils
                            * the swap */
  double pose_share;       /* of its random rotation, zoom and shift: a short training has no time
                            * for poses that aligned faces don't have */
  double warm_rate;        /* where lanes with pretrained weights start: the rate at which the
                            * training of those ended; 0: there are none */
} DhModel;

const DhModel *const *dh_models_get (guint *n_models);
const DhModel *dh_model_find (const char *id);

/* The two sides, and who owns a parameter. */
typedef enum
{
  DH_SIDE_A,
  DH_SIDE_B,
  DH_N_SIDES
} DhSide;
typedef enum
{
  DH_PART_ENCODER,
  DH_PART_DECODER_A,
  DH_PART_DECODER_B,
  DH_N_PARTS
} DhPart;

/* One tensor in the flat parameter vector. Weights are plain OIHW (dense: 2-D OI; the first
 * dense takes its input in C, H, W order). */
typedef struct
{
  char name[40]; /* "decoder_a.up1.res0.conv1.weight" */
  DhPart part;
  int dims[4];        /* unused ones 1 */
  gsize offset, size; /* in floats */
  double limit;       /* start values uniform in ±limit; 0: zeros */
} DhParameter;

/* The table of a model's parameters, in the order encoder, decoder A, decoder B. */
typedef struct
{
  DhParameter *items;
  guint n_items;
  gsize size; /* all floats */
  gsize part_offset[DH_N_PARTS], part_size[DH_N_PARTS];
} DhParameterTable;

DhParameterTable *dh_parameter_table_new (const DhModel *model);
void dh_parameter_table_free (DhParameterTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhParameterTable, dh_parameter_table_free)

/* Start values (He uniform; Glorot uniform for dense; see model.c), each tensor from its own
 * stream of the seed. Both decoders get *different* draws, as in the original. */
void dh_parameters_init (const DhParameterTable *table, guint64 seed, float *parameters);
/* Those of one part, into the whole vector.  FALSE: *cancelled, which another thread sets (may
 * be NULL), wasn't 0 any more; what is missing then is worthless. */
gboolean dh_parameters_init_part (const DhParameterTable *table, DhPart part, guint64 seed,
                                  const int *cancelled, float *parameters);

G_END_DECLS
