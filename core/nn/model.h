/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/random.h"
#include "core/base/tensor.h"

G_BEGIN_DECLS

/* What both people share. */
typedef enum
{
  DH_ARCHITECTURE_DF,   /* the encoder; each has a decoder */
  DH_ARCHITECTURE_LIAE, /* all: encoder, two inter nets “both” and “b”, and one decoder, which gets
                         * both's map twice for A, and b's and both's for B */
} DhArchitecture;

/* How start values are drawn: 0, as He et al. 2015, or one or both of these; see start-values.c. */
typedef enum
{
  DH_START_VALUES_ICNR = 1 << 0,
  DH_START_VALUES_CONV_AWARE = 1 << 1,
} DhStartValues;

#define DH_MODEL_MAX_CONVS   4
#define DH_MODEL_MAX_OUTPUTS 3

/* A network of the DFL-SAE family: an encoder for both people and, for each, a decoder.
 * One line of the preset table. */
typedef struct
{
  const char *id;          /* "quick" */
  const char *name;        /* translatable: "Quick · 64 px" */
  const char *summary;     /* translatable */
  int size;                /* picture side S; a multiple of 16 */
  int encoder_channels[DH_MODEL_MAX_CONVS]; /* conv 5×5 stride 2 each; none after a 0 */
  int dense;               /* autoencoder_dims */
  int bridge_channels;     /* of the (S/16)² map after the second dense and, where nothing else is
                            * said, of the Upscale after it */
  int decoder_channels[3]; /* an Upscale each */
  int n_residual;          /* residual blocks after each Upscale of a decoder */
  int output_kernel;       /* 5, 3 or 1 */
  gboolean multiscale;     /* an output after each Upscale of a decoder, all of which are trained */
  int batch;               /* pictures a side and iteration */
  double learning_rate;    /* where its lanes start */
  double colour_share;     /* of the recipe's random changes of colour, 0 … 1: in a short
                            * training they teach the decoders to copy the light, which spoils
                            * the swap */
  double pose_share;       /* of its random rotation, zoom and shift: a short training has no time
                            * for poses that aligned faces don't have */
  double warm_rate;        /* where lanes with pretrained weights start: the rate at which the
                            * training of those ended; 0: there are none */
  int up_channels;         /* of the Upscale after the bridge's map; 0: as many as that has */
  DhArchitecture architecture;
  DhStartValues start_values;
} DhModel;

/* The presets. */
const DhModel *const *dh_models_get (guint *n_models);
/* A preset, or a model of a person's own by its text, which model-text.h describes: lives as long
 * as the program.  NULL where there is none.  Any thread. */
const DhModel *dh_model_find (const char *id);

int dh_model_count_convs (const DhModel *model);
/* Side of the map that is flattened. */
int dh_model_get_flat_side (const DhModel *model);
int dh_model_get_up_channels (const DhModel *model);
/* Of a decoder: 1, or 3 with multiscale.  Output 0 has the pictures' size S, the others S/2 and
 * S/4. */
int dh_model_count_outputs (const DhModel *model);
/* Of the map that a decoder reads. */
int dh_model_get_code_channels (const DhModel *model);

/* The two sides, and who owns a parameter: the encoder is differentiated by both sides' losses, each
 * decoder by its own side's.  In a liae network both train everything, so all is the encoder's part,
 * the decoder too, and the other two are empty. */
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
  double limit;       /* start values uniform in ±limit, or with the variance of that; 0: zeros */
  DhStartValues start_values;
} DhParameter;

/* The table of a model's parameters, in the order encoder, decoder A, decoder B; with liae, encoder,
 * inter nets “both” and “b”, decoder. */
typedef struct
{
  DhParameter *items;
  guint n_items;
  gsize size; /* all floats */
  gsize part_offset[DH_N_PARTS], part_size[DH_N_PARTS];
  guint decoder_item[DH_N_SIDES]; /* the first of the decoder that makes this side's pictures */
} DhParameterTable;

DhParameterTable *dh_parameter_table_new (const DhModel *model);
void dh_parameter_table_free (DhParameterTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhParameterTable, dh_parameter_table_free)

/* Start values (He uniform; Glorot uniform for dense; see start-values.c), each tensor from its own
 * stream of the seed. Both decoders get *different* draws, as in the original. */
void dh_parameters_init (const DhParameterTable *table, guint64 seed, float *parameters);
/* Those of one part, into the whole vector.  FALSE: *cancelled, which another thread sets (may
 * be NULL), wasn't 0 any more; what is missing then is worthless. */
gboolean dh_parameters_init_part (const DhParameterTable *table, DhPart part, guint64 seed,
                                  const int *cancelled, float *parameters);

G_END_DECLS
