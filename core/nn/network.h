/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/model.h"

G_BEGIN_DECLS

/* The compiled network for one batch size: primitives and layouts, no numbers. Immutable after
 * it is made, so that every thread and every lane may share it. Made and run by threads that
 * called dh_compute_thread_init(). */
typedef struct _DhNetwork DhNetwork;
/* Activations and scratch of one thread. */
typedef struct _DhWorkspace DhWorkspace;

/* First thing in each thread that computes: one oneDNN thread, flush-to-zero. */
void dh_compute_thread_init (void);
/* "oneDNN 2.6.3, avx512_core" */
const char *dh_compute_describe (void);
/* Which code the convolutions of the described network run with, see dh_machine_dup_convolutions();
 * (transfer full) */
char *dh_compute_describe_convolutions (void);

/* Picks each layer's algorithm by a fixed rule (never by timing: same bytes run to run).
 * training FALSE: forward only. NULL with DH_ERROR_COMPUTE. */
DhNetwork *dh_network_new (const DhModel *model, int batch, gboolean training, GError **error);
/* The same for training, and it becomes the network whose convolutions are described. */
DhNetwork *dh_network_new_described (const DhModel *model, int batch, GError **error);
void dh_network_free (DhNetwork *self);
/* The same with as many pictures at a time in the decoders: a divisor of batch.  By default it is
 * chosen from the model so that their activations stay within bounds. */
DhNetwork *dh_network_new_in_micro_batches (const DhModel *model, int batch, int micro_batch,
                                            GError **error);
int dh_network_get_batch (const DhNetwork *self);
/* Pictures that the decoders take at a time; the batch, if not training. */
int dh_network_get_micro_batch (const DhNetwork *self);
const DhModel *dh_network_get_model (const DhNetwork *self);
const DhParameterTable *dh_network_get_table (const DhNetwork *self);
/* A description of each layer's chosen implementation, for the bench; (transfer full) */
char *dh_network_describe (const DhNetwork *self);

DhWorkspace *dh_workspace_new (const DhNetwork *network, GError **error);
/* In lent memory with as many floats as below, whose contents are overwritten. */
DhWorkspace *dh_workspace_new_in (const DhNetwork *network, float *memory);
gsize dh_network_get_workspace_size (const DhNetwork *self);
void dh_workspace_free (DhWorkspace *workspace);
/* From here on a pass ends after the running layer once *cancelled, which another thread sets,
 * isn't 0; what it leaves is worthless then.  A layer of the largest model takes a second, a
 * pass a minute. */
void dh_workspace_set_cancelled (DhWorkspace *workspace, const int *cancelled);
/* advance: called after each layer, in the thread that runs it, with the work that was done: FLOP.
 * NULL: nobody follows. */
void dh_workspace_follow (DhWorkspace *workspace, void (*advance) (double work, gpointer data),
                          gpointer data);
/* FLOP of encode, of decode; a backward pass has twice as much. */
double dh_network_get_work (const DhNetwork *self, DhPart part);

/* parameters: the flat vector.  input (N, 3, S, S) plain. The code stays in the workspace. */
void dh_network_encode (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                        const float *input);
/* Whether the encoder can take both sides' pictures in one pass: training, where the decoders take
 * the whole batch.  Larger models would need more memory for it and gain nothing. */
gboolean dh_network_takes_both (const DhNetwork *self);
/* The same for both sides' batches in one pass, which reads the weights only once.  The code of side
 * B follows that of side A; each has the same bytes as by itself. */
void dh_network_encode_both (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                             const float *const inputs[DH_N_SIDES]);
/* Decodes the workspace's code with one person's decoder; returns (N, 3, S, S) plain in [0, 1],
 * lent by the workspace until its next use.  Only where the decoders take the whole batch. */
const float *dh_network_decode (const DhNetwork *self, DhWorkspace *workspace,
                                const float *parameters, DhSide decoder);
/* Output 0 is the picture; a network with a multiscale decoder that was made for training or for
 * weights along a line has two more, of half and a quarter of its side. */
int dh_network_count_outputs (const DhNetwork *self);
/* After a decode: one of them, lent in the same way. */
const float *dh_network_peek_output (const DhNetwork *self, const DhWorkspace *workspace,
                                     int output);
/* Where a backward pass puts its gradient: flat vectors, of which one is as long as the encoder's
 * part at least, the other as the table.  They may be the same; with liae they must be. */
typedef struct
{
  float *encoder, *decoders;
} DhGradient;

/* After encode and decode (side) of the same batch: the loss's gradient by the output (N, 3, S, S),
 * and behind it by (N, 3, S/2, S/2) and (N, 3, S/4, S/4) where those are → gradient: flat, whole
 * table's size; overwrites the ranges of the encoder and of this side's decoder, leaves the other
 * decoder's range alone.  Here and below, the encoder's range is that of its layers: with liae,
 * whose table has one part only, the decoder's isn't in it. */
void dh_network_backward (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                          DhSide side, const float *output_gradient, float *gradient);

/* A training step in micro-batches: after encode, for first = 0, n, 2n, …, n the micro-batch, a
 * decode and a backward pass through the decoder; then one back through the encoder.  Output and
 * output gradient are those of pictures first … first + n − 1.  After encode_both, side B's begin
 * with the batch's number. */
const float *dh_network_decode_from (const DhNetwork *self, DhWorkspace *workspace,
                                     const float *parameters, DhSide decoder, int first);
/* gradient: flat; the range of this side's decoder is overwritten for the first micro-batch, added to
 * for the others. */
void dh_network_backward_from (const DhNetwork *self, DhWorkspace *workspace,
                               const float *parameters, DhSide side, int first,
                               const float *output_gradient, float *gradient);
/* gradient: flat; overwrites the encoder's range, and no more of it need exist. */
void dh_network_backward_encoder (const DhNetwork *self, DhWorkspace *workspace,
                                  const float *parameters, float *gradient);
/* After encode_both and both decoders: each side's own gradient, with the same bytes as by itself. */
void dh_network_backward_encoder_both (const DhNetwork *self, DhWorkspace *workspace,
                                       const float *parameters, float *const gradients[DH_N_SIDES]);

/* ---- many weights along a line ---- */

/* Forward only, for weights that are others in each pass. encoder_only: for more pictures at
 * once than the decoders take. */
DhNetwork *dh_network_new_moving (const DhModel *model, int batch, gboolean encoder_only,
                                  GError **error);

/* Weights on a line: origin + at · way, both flat.  A layer's are made just before it runs and are
 * still in the cache when it does: that is what makes it cheap. */
typedef struct
{
  const float *origin, *way;
  double at;
} DhWeightLine;

/* Weights start … start + n - 1 of the flat vector at this place of the line. */
void dh_weight_line_get (const DhWeightLine *self, gsize start, gsize n, float *weights);

void dh_network_encode_at (const DhNetwork *self, DhWorkspace *workspace, const DhWeightLine *line,
                           const float *input);
const float *dh_network_decode_at (const DhNetwork *self, DhWorkspace *workspace,
                                   const DhWeightLine *line, DhSide decoder);
/* The code of an encoder's pictures `first` and following, as many as self decodes, for
 * dh_network_decode_at() in this workspace. */
void dh_network_take_code (const DhNetwork *self, DhWorkspace *workspace, const DhNetwork *encoder,
                           const DhWorkspace *encoded, int first);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhNetwork, dh_network_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhWorkspace, dh_workspace_free)

G_END_DECLS
