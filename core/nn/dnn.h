/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The functions of oneDNN that the network needs; nothing else uses oneDNN.
 *
 * Activations lie in channel blocks: (N, C/B, S, S, B) with B = dh_dnn_block ().
 * Channel counts here are multiples of 16. Every function runs on one thread;
 * a DhDnnConv may be used by many threads at once, a DhStream by one. */

/* First thing in each thread that computes: one oneDNN thread, flush-to-zero. */
void dh_dnn_thread_init (void);
/* "oneDNN 2.6.3, avx512_core" */
const char *dh_dnn_describe (void);
/* "2.6.3"; and the widest instructions that are used, by oneDNN's name: "avx2". */
const char *dh_dnn_get_version (void);
const char *dh_dnn_get_instructions (void);
/* What oneDNN's instructions amount to for loops of our own, which obey the same limit. */
typedef enum
{
  DH_DNN_PLAIN, /* what every processor of the kind has */
  DH_DNN_AVX,
  DH_DNN_AVX2,
  DH_DNN_AVX512,
} DhDnnVectors;

DhDnnVectors dh_dnn_get_vectors (void);
/* 16 or 8. */
int dh_dnn_block (void);

/* The running thread's queue and its scratch memory.  NULL if memory runs out. */
typedef struct _DhStream DhStream;

DhStream *dh_stream_new (gsize scratch_floats);
/* The same with lent scratch memory; NULL: has none. */
DhStream *dh_stream_new_in (float *scratch);
void dh_stream_free (DhStream *self);
float *dh_stream_get_scratch (DhStream *self);

typedef struct
{
  int batch;
  int in_channels, in_size;
  int out_channels, out_size;
  int kernel, stride, pad_before, pad_after;
  /* The four pixels of each square of the source, of the output, are its four runs of channels: in
   * memory it is a map a quarter as deep and twice as wide.  Not with oneDNN. */
  gboolean spread_in, spread_out;
  /* Where it is a strided 5 × 5 convolution that runs as one of 3 × 3, see weights.h: how many channels
   * of the source each of the four pixels of a square has, in runs from the first channel on; those
   * after them are padding.  Otherwise 0. */
  int phase_channels;
} DhConvShape;

typedef enum
{
  DH_CONV_INFERENCE, /* forward */
  DH_CONV_MOVING,    /* the same, with other weights each time */
  DH_CONV_TRAINING,  /* forward, both backward passes */
  DH_CONV_FIRST,     /* the same without the gradient by its input */
} DhConvUse;

typedef struct _DhDnnConv DhDnnConv;

/* NULL with DH_ERROR_COMPUTE, also where only oneDNN's scalar code would do; the
 * sentence names the layer. */
DhDnnConv *dh_dnn_conv_new (const DhConvShape *shape, DhConvUse use, const char *name,
                            GError **error);
void dh_dnn_conv_free (DhDnnConv *self);

gsize dh_dnn_conv_get_scratch_size (const DhDnnConv *self); /* floats */
/* "forward jit_wino_4x3:avx512_core, …"; (transfer full) */
char *dh_dnn_conv_describe (const DhDnnConv *self);

/* oihw: plain weights. */
void dh_dnn_conv_forward (const DhDnnConv *self, DhStream *stream, const float *oihw,
                          const float *bias, const float *source, float *output);
void dh_dnn_conv_backward_data (const DhDnnConv *self, DhStream *stream, const float *oihw,
                                const float *output_gradient, float *source_gradient);
void dh_dnn_conv_backward_weights (const DhDnnConv *self, DhStream *stream, const float *source,
                                   const float *output_gradient, float *oihw_gradient,
                                   float *bias_gradient);

/* C (m, n) = A (m, k) · B (k, n), row-major; transposed: stored (k, m), (n, k). */
void dh_dnn_multiply (gboolean transpose_a, gboolean transpose_b, gsize m, gsize n, gsize k,
                      const float *a, const float *b, float *c);
/* The same, added to C. */
void dh_dnn_add_product (gboolean transpose_a, gboolean transpose_b, gsize m, gsize n, gsize k,
                         const float *a, const float *b, float *c);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhDnnConv, dh_dnn_conv_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhStream, dh_stream_free)

G_END_DECLS
