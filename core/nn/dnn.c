/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wrapper around oneDNN, 2.6 or 3.x; the only file that includes it.  Its interface changed
 * between 2.x and 3.x; the few calls that differ are at the top, and nothing outside this file sees
 * either.
 *
 * Activations are kept in channel blocks as wide as the processor's vectors, weights in whatever
 * layout a primitive asks for.  The algorithm of a convolution follows a fixed rule: Winograd for
 * 3×3 where the library has it, else what it proposes itself.  Timing the candidates at start was
 * rejected: the winner could change from run to run, and with it the last bits of every number.
 * Where the library only has its scalar code, which is a hundred times slower, the layer is
 * refused.
 *
 * Primitives are created and run with one thread.  Several threads per step would join a hundred
 * times per iteration, and wait each time for whichever thread the window has preempted; lanes and
 * sides run in parallel instead.
 */
#include "core/nn/dnn.h"

#include "core/base/error.h"
#include "core/base/tensor.h"

#include <dnnl.h>
#include <glib/gi18n-lib.h>
#include <omp.h>
#include <string.h>
#ifdef __SSE3__
#include <pmmintrin.h>
#endif

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t Layout;
typedef const_dnnl_memory_desc_t PeekedLayout;
#else
typedef dnnl_memory_desc_t *Layout;
typedef const dnnl_memory_desc_t *PeekedLayout;
#endif

typedef enum
{
  PASS_FORWARD,
  PASS_DATA,
  PASS_WEIGHTS,
  N_PASSES
} Pass;

typedef struct
{
  dnnl_primitive_desc_t desc;
  dnnl_primitive_t primitive;
} Kernel;

struct _DhDnnConv
{
  Kernel passes[N_PASSES];
  Kernel pack_forward, pack_data, unpack;       /* NULL primitive: the plain layout will do */
  gsize forward_size, data_size, gradient_size; /* floats, of weights in the passes' layouts */
  gsize scratch_size;
};

struct _DhStream
{
  dnnl_stream_t stream;
  float *scratch;
  gboolean lent; /* the scratch is somebody's */
};

/* What describes one convolution to the library. */
typedef struct
{
  Layout source, weights, bias, output;
  dnnl_dims_t strides, dilates, pad_before, pad_after;
  dnnl_prop_kind_t kind;
} Problem;

/* ---- what differs between 2.x and 3.x ---- */

static Layout
layout_new (int n_dims, const dnnl_dims_t dims, dnnl_format_tag_t tag)
{
  Layout layout = NULL;

#if DNNL_VERSION_MAJOR >= 3
  dnnl_memory_desc_create_with_tag (&layout, n_dims, dims, dnnl_f32, tag);
#else
  layout = g_new0 (dnnl_memory_desc_t, 1);
  if (dnnl_memory_desc_init_by_tag (layout, n_dims, dims, dnnl_f32, tag) != dnnl_success)
    g_clear_pointer (&layout, g_free);
#endif
  g_assert (layout != NULL);
  return layout;
}

static void
layout_free (Layout layout)
{
#if DNNL_VERSION_MAJOR >= 3
  dnnl_memory_desc_destroy (layout);
#else
  g_free (layout);
#endif
}

static dnnl_status_t
convolution_desc (dnnl_primitive_desc_t *desc, Pass pass, dnnl_alg_kind_t algorithm,
                  const Problem *p, dnnl_primitive_desc_t hint, dnnl_primitive_attr_t attributes,
                  dnnl_engine_t engine)
{
#if DNNL_VERSION_MAJOR >= 3
  switch (pass)
    {
    case PASS_FORWARD:
      return dnnl_convolution_forward_primitive_desc_create (desc, engine, p->kind, algorithm,
                                                             p->source, p->weights, p->bias,
                                                             p->output, p->strides, p->dilates,
                                                             p->pad_before, p->pad_after,
                                                             attributes);
    case PASS_DATA:
      return dnnl_convolution_backward_data_primitive_desc_create (desc, engine, algorithm,
                                                                   p->source, p->weights, p->output,
                                                                   p->strides, p->dilates,
                                                                   p->pad_before, p->pad_after,
                                                                   hint, attributes);
    default:
      return dnnl_convolution_backward_weights_primitive_desc_create (desc, engine, algorithm,
                                                                      p->source, p->weights,
                                                                      p->bias, p->output,
                                                                      p->strides, p->dilates,
                                                                      p->pad_before, p->pad_after,
                                                                      hint, attributes);
    }
#else
  dnnl_convolution_desc_t operation;
  dnnl_status_t status;

  if (pass == PASS_FORWARD)
    status = dnnl_convolution_forward_desc_init (&operation, p->kind, algorithm, p->source,
                                                 p->weights, p->bias, p->output, p->strides,
                                                 p->pad_before, p->pad_after);
  else if (pass == PASS_DATA)
    status = dnnl_convolution_backward_data_desc_init (&operation, algorithm, p->source, p->weights,
                                                       p->output, p->strides, p->pad_before,
                                                       p->pad_after);
  else
    status = dnnl_convolution_backward_weights_desc_init (&operation, algorithm, p->source,
                                                          p->weights, p->bias, p->output,
                                                          p->strides, p->pad_before, p->pad_after);
  if (status != dnnl_success)
    return status;
  return dnnl_primitive_desc_create (desc, &operation, attributes, engine, hint);
#endif
}

/* ---- the engine and the thread ---- */

static dnnl_engine_t
peek_engine (void)
{
  static gsize engine;

  if (g_once_init_enter (&engine))
    {
      dnnl_engine_t made = NULL;

      if (dnnl_engine_create (&made, dnnl_cpu, 0) != dnnl_success)
        g_error ("oneDNN has no engine for this processor");
      g_once_init_leave (&engine, (gsize) made);
    }
  return (dnnl_engine_t) engine;
}

void
dh_dnn_thread_init (void)
{
  omp_set_num_threads (1);
#ifdef __SSE3__
  _MM_SET_FLUSH_ZERO_MODE (_MM_FLUSH_ZERO_ON);
  _MM_SET_DENORMALS_ZERO_MODE (_MM_DENORMALS_ZERO_ON);
#endif
}

static gboolean
has_isa (dnnl_cpu_isa_t wanted)
{
  return (dnnl_get_effective_cpu_isa () & wanted) == wanted;
}

DhDnnVectors
dh_dnn_get_vectors (void)
{
  return has_isa (dnnl_cpu_isa_avx512_core) ? DH_DNN_AVX512
         : has_isa (dnnl_cpu_isa_avx2)      ? DH_DNN_AVX2
         : has_isa (dnnl_cpu_isa_avx)       ? DH_DNN_AVX
                                            : DH_DNN_PLAIN;
}

int
dh_dnn_block (void)
{
  return dh_dnn_get_vectors () == DH_DNN_AVX512 ? 16 : 8;
}

const char *
dh_dnn_get_version (void)
{
  static char *text;

  if (g_once_init_enter (&text))
    {
      const dnnl_version_t *version = dnnl_version ();

      g_once_init_leave (&text, g_strdup_printf ("%d.%d.%d", version->major, version->minor,
                                                 version->patch));
    }
  return text;
}

const char *
dh_dnn_get_instructions (void)
{
  static const struct
  {
    dnnl_cpu_isa_t isa;
    const char *name;
  } sets[] = {
    { dnnl_cpu_isa_avx512_core_amx, "avx512_core_amx" },
    { dnnl_cpu_isa_avx512_core_bf16, "avx512_core_bf16" },
    { dnnl_cpu_isa_avx512_core_vnni, "avx512_core_vnni" },
    { dnnl_cpu_isa_avx512_core, "avx512_core" },
    { dnnl_cpu_isa_avx2_vnni, "avx2_vnni" },
    { dnnl_cpu_isa_avx2, "avx2" },
    { dnnl_cpu_isa_avx, "avx" },
    { dnnl_cpu_isa_sse41, "sse41" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    if (has_isa (sets[i].isa))
      return sets[i].name;
  return "reference";
}

const char *
dh_dnn_describe (void)
{
  static char *words;

  if (g_once_init_enter (&words))
    {
      static const char *const names[] = { "sse", "avx", "avx2", "avx512_core" };

      g_once_init_leave (&words, g_strdup_printf ("oneDNN %s, %s", dh_dnn_get_version (),
                                                  names[dh_dnn_get_vectors ()]));
    }
  return words;
}

static DhStream *
stream_new (float *scratch, gboolean lent)
{
  DhStream *self = g_new0 (DhStream, 1);

  self->scratch = scratch;
  self->lent = lent;
  if (dnnl_stream_create (&self->stream, peek_engine (), dnnl_stream_default_flags) != dnnl_success)
    g_clear_pointer (&self, dh_stream_free);
  return self;
}

DhStream *
dh_stream_new (gsize scratch_floats)
{
  float *scratch = dh_tensor_try_new (scratch_floats);

  return scratch != NULL ? stream_new (scratch, FALSE) : NULL;
}

DhStream *
dh_stream_new_in (float *scratch)
{
  return stream_new (scratch, TRUE);
}

void
dh_stream_free (DhStream *self)
{
  if (self == NULL)
    return;
  if (self->stream != NULL)
    dnnl_stream_destroy (self->stream);
  if (!self->lent)
    dh_tensor_free (self->scratch);
  g_free (self);
}

float *
dh_stream_get_scratch (DhStream *self)
{
  return self->scratch;
}

/* ---- kernels ---- */

/* In floats, rounded up to a cache line. */
static gsize
layout_size (PeekedLayout layout)
{
  return (dnnl_memory_desc_get_size (layout) + 63) / 64 * 16;
}

static PeekedLayout
kernel_layout (const Kernel *kernel, dnnl_query_t what)
{
  return dnnl_primitive_desc_query_md (kernel->desc, what, 0);
}

static const char *
kernel_words (const Kernel *kernel)
{
  const char *words = NULL;

  dnnl_primitive_desc_query (kernel->desc, dnnl_query_impl_info_str, 0, &words);
  return words != NULL ? words : "?";
}

static void
kernel_clear (Kernel *kernel)
{
  if (kernel->primitive != NULL)
    dnnl_primitive_destroy (kernel->primitive);
  if (kernel->desc != NULL)
    dnnl_primitive_desc_destroy (kernel->desc);
  kernel->primitive = NULL;
  kernel->desc = NULL;
}

static dnnl_primitive_attr_t
attributes_new (void)
{
  dnnl_primitive_attr_t attributes = NULL;

  dnnl_primitive_attr_create (&attributes);
  dnnl_primitive_attr_set_scratchpad_mode (attributes, dnnl_scratchpad_mode_user);
  return attributes;
}

typedef struct
{
  int what;
  PeekedLayout layout;
  const float *numbers;
} Argument;

/* The memory objects made here are a few words each; the numbers stay where they are. */
static void
kernel_run (const Kernel *kernel, DhStream *stream, float *scratch, const Argument *arguments,
            int n_arguments)
{
  PeekedLayout scratchpad = kernel_layout (kernel, dnnl_query_scratchpad_md);
  dnnl_exec_arg_t list[8];
  dnnl_status_t status = dnnl_success;

  g_assert (n_arguments < (int) G_N_ELEMENTS (list));
  for (int i = 0; i < n_arguments; i++)
    {
      list[i].arg = arguments[i].what;
      list[i].memory = NULL;
      status |= dnnl_memory_create (&list[i].memory, arguments[i].layout, peek_engine (),
                                    (void *) arguments[i].numbers);
    }
  list[n_arguments].arg = DNNL_ARG_SCRATCHPAD;
  list[n_arguments].memory = NULL;
  status |= dnnl_memory_create (&list[n_arguments].memory, scratchpad, peek_engine (), scratch);
  g_assert (status == dnnl_success);
  status = dnnl_primitive_execute (kernel->primitive, stream->stream, n_arguments + 1, list);
  g_assert (status == dnnl_success);
  dnnl_stream_wait (stream->stream);
  for (int i = 0; i <= n_arguments; i++)
    dnnl_memory_destroy (list[i].memory);
}

/* A copy between two layouts; the kernel stays empty where they are the same. */
static gboolean
reorder_init (Kernel *kernel, PeekedLayout from, PeekedLayout to, gsize *scratch_size)
{
  dnnl_primitive_attr_t attributes;
  gboolean done;

  if (dnnl_memory_desc_equal (from, to))
    return TRUE;
  attributes = attributes_new ();
  done = dnnl_reorder_primitive_desc_create (&kernel->desc, from, peek_engine (), to,
                                             peek_engine (), attributes)
           == dnnl_success
         && dnnl_primitive_create (&kernel->primitive, kernel->desc) == dnnl_success;
  dnnl_primitive_attr_destroy (attributes);
  if (done)
    *scratch_size = MAX (*scratch_size,
                         layout_size (kernel_layout (kernel, dnnl_query_scratchpad_md)));
  return done;
}

static void
reorder_run (const Kernel *kernel, DhStream *stream, float *scratch, const float *from, float *to,
             gsize n_floats)
{
  if (kernel->primitive == NULL)
    memcpy (to, from, n_floats * sizeof (float));
  else
    kernel_run (kernel, stream, scratch,
                (Argument[]) { { DNNL_ARG_FROM, kernel_layout (kernel, dnnl_query_src_md), from },
                               { DNNL_ARG_TO, kernel_layout (kernel, dnnl_query_dst_md), to } },
                2);
}

/* ---- convolution ---- */

static void
problem_init (Problem *p, const DhConvShape *s, DhConvUse use, dnnl_format_tag_t weights)
{
  dnnl_format_tag_t tag = dh_dnn_block () == 16 ? dnnl_nChw16c : dnnl_nChw8c;

  *p = (Problem) {
    .source = layout_new (4, (dnnl_dims_t) { s->batch, s->in_channels, s->in_size, s->in_size },
                          tag),
    .weights = layout_new (4,
                           (dnnl_dims_t) { s->out_channels, s->in_channels, s->kernel, s->kernel },
                           weights),
    .bias = layout_new (1, (dnnl_dims_t) { s->out_channels }, dnnl_x),
    .output = layout_new (4, (dnnl_dims_t) { s->batch, s->out_channels, s->out_size, s->out_size },
                          tag),
    .strides = { s->stride, s->stride },
    .pad_before = { s->pad_before, s->pad_before },
    .pad_after = { s->pad_after, s->pad_after },
    .kind = use <= DH_CONV_MOVING ? dnnl_forward_inference : dnnl_forward_training,
  };
}

static void
problem_clear (Problem *p)
{
  layout_free (p->source);
  layout_free (p->weights);
  layout_free (p->bias);
  layout_free (p->output);
}

static gboolean
kernel_init (Kernel *kernel, Pass pass, dnnl_alg_kind_t algorithm, const Problem *p,
             dnnl_primitive_desc_t hint)
{
  dnnl_primitive_attr_t attributes = attributes_new ();
  gboolean done = convolution_desc (&kernel->desc, pass, algorithm, p, hint, attributes,
                                    peek_engine ())
                    == dnnl_success
                  && strstr (kernel_words (kernel), "ref") == NULL
                  && dnnl_primitive_create (&kernel->primitive, kernel->desc) == dnnl_success;

  dnnl_primitive_attr_destroy (attributes);
  if (!done)
    kernel_clear (kernel);
  return done;
}

/* Transformed weights are four times as large, which oneDNN doesn't count: where they are made anew
 * for each pass, they are so only if the bounds below say that it pays.
 *
 * Winograd's transforms pay where there are enough 4×4 tiles to share those of the weights,
 * and enough channels to share those of the pixels; the bounds were measured (AVX-512, one
 * thread). */
static gboolean
winograd_pays (const DhConvShape *s)
{
  int tiles = s->batch * ((s->out_size + 3) / 4) * ((s->out_size + 3) / 4);

  return s->kernel == 3 && s->stride == 1 && tiles >= 64
         && MIN (s->in_channels, s->out_channels) >= 32;
}

static gboolean
pass_init (DhDnnConv *self, Pass pass, const DhConvShape *shape, DhConvUse use, const Problem *p)
{
  Kernel *kernel = &self->passes[pass];
  dnnl_primitive_desc_t hint = pass == PASS_FORWARD ? NULL : self->passes[PASS_FORWARD].desc;
  gboolean done = FALSE;

  if (winograd_pays (shape))
    done = kernel_init (kernel, pass, dnnl_convolution_winograd, p, hint);
  if (!done && use != DH_CONV_MOVING)
    done = kernel_init (kernel, pass, dnnl_convolution_auto, p, hint);
  if (!done)
    done = kernel_init (kernel, pass, dnnl_convolution_direct, p, hint);
  if (done)
    self->scratch_size = MAX (self->scratch_size,
                              layout_size (kernel_layout (kernel, dnnl_query_scratchpad_md)));
  return done;
}

/* The copies between plain weights and the passes' layouts. */
static gboolean
layouts_init (DhDnnConv *self, PeekedLayout plain)
{
  PeekedLayout forward = kernel_layout (&self->passes[PASS_FORWARD], dnnl_query_weights_md);
  PeekedLayout data, gradient;

  self->forward_size = layout_size (forward);
  if (!reorder_init (&self->pack_forward, plain, forward, &self->scratch_size))
    return FALSE;
  if (self->passes[PASS_DATA].primitive != NULL)
    {
      data = kernel_layout (&self->passes[PASS_DATA], dnnl_query_weights_md);
      self->data_size = layout_size (data);
      if (!reorder_init (&self->pack_data, plain, data, &self->scratch_size))
        return FALSE;
    }
  if (self->passes[PASS_WEIGHTS].primitive == NULL)
    return TRUE;
  gradient = kernel_layout (&self->passes[PASS_WEIGHTS], dnnl_query_diff_weights_md);
  self->gradient_size = layout_size (gradient);
  return reorder_init (&self->unpack, gradient, plain, &self->scratch_size);
}

DhDnnConv *
dh_dnn_conv_new (const DhConvShape *shape, DhConvUse use, const char *name, GError **error)
{
  g_autoptr (DhDnnConv) self = g_new0 (DhDnnConv, 1);
  Problem p, plain;
  gboolean done;

  g_assert (omp_get_max_threads () == 1);
  problem_init (&p, shape, use, dnnl_format_tag_any);
  problem_init (&plain, shape, use, dnnl_oihw);
  done = pass_init (self, PASS_FORWARD, shape, use, &p)
         && (use != DH_CONV_TRAINING || pass_init (self, PASS_DATA, shape, use, &p))
         && (use <= DH_CONV_MOVING || pass_init (self, PASS_WEIGHTS, shape, use, &p))
         && layouts_init (self, plain.weights);
  problem_clear (&p);
  problem_clear (&plain);
  if (done)
    return g_steal_pointer (&self);
  g_set_error (error, DH_ERROR, DH_ERROR_COMPUTE,
               _ ("%s has no fast code for the layer “%s” (%d to %d channels, %d × %d pixels) "
                  "on this processor; choose another preset."),
               dh_dnn_describe (), name, shape->in_channels, shape->out_channels, shape->in_size,
               shape->in_size);
  return NULL;
}

void
dh_dnn_conv_free (DhDnnConv *self)
{
  if (self == NULL)
    return;
  for (int i = 0; i < N_PASSES; i++)
    kernel_clear (&self->passes[i]);
  kernel_clear (&self->pack_forward);
  kernel_clear (&self->pack_data);
  kernel_clear (&self->unpack);
  g_free (self);
}

/* Scratch memory begins with the weights, or their gradient, in the layout of the pass. */
static gsize
get_weights_size (const DhDnnConv *self)
{
  return MAX (MAX (self->forward_size, self->data_size), self->gradient_size);
}

gsize
dh_dnn_conv_get_scratch_size (const DhDnnConv *self)
{
  return get_weights_size (self) + self->scratch_size;
}

char *
dh_dnn_conv_describe (const DhDnnConv *self)
{
  static const char *const names[N_PASSES] = { "forward", "data", "weights" };
  GString *words = g_string_new (NULL);

  for (int i = 0; i < N_PASSES; i++)
    if (self->passes[i].desc != NULL)
      g_string_append_printf (words, "%s%s %s", i > 0 ? ", " : "", names[i],
                              kernel_words (&self->passes[i]));
  return g_string_free (words, FALSE);
}

void
dh_dnn_conv_forward (const DhDnnConv *self, DhStream *stream, const float *oihw, const float *bias,
                     const float *source, float *output)
{
  const Kernel *kernel = &self->passes[PASS_FORWARD];
  float *weights = stream->scratch, *scratch = weights + get_weights_size (self);

  reorder_run (&self->pack_forward, stream, scratch, oihw, weights, self->forward_size);
  kernel_run (kernel, stream, scratch,
              (Argument[]) {
                { DNNL_ARG_SRC, kernel_layout (kernel, dnnl_query_src_md), source },
                { DNNL_ARG_WEIGHTS, kernel_layout (kernel, dnnl_query_weights_md), weights },
                { DNNL_ARG_BIAS,
                  dnnl_primitive_desc_query_md (kernel->desc, dnnl_query_weights_md, 1), bias },
                { DNNL_ARG_DST, kernel_layout (kernel, dnnl_query_dst_md), output } },
              4);
}

void
dh_dnn_conv_backward_data (const DhDnnConv *self, DhStream *stream, const float *oihw,
                           const float *output_gradient, float *source_gradient)
{
  const Kernel *kernel = &self->passes[PASS_DATA];
  float *weights = stream->scratch, *scratch = weights + get_weights_size (self);

  reorder_run (&self->pack_data, stream, scratch, oihw, weights, self->data_size);
  kernel_run (kernel, stream, scratch,
              (Argument[]) {
                { DNNL_ARG_DIFF_DST, kernel_layout (kernel, dnnl_query_diff_dst_md),
                  output_gradient },
                { DNNL_ARG_WEIGHTS, kernel_layout (kernel, dnnl_query_weights_md), weights },
                { DNNL_ARG_DIFF_SRC, kernel_layout (kernel, dnnl_query_diff_src_md),
                  source_gradient } },
              3);
}

void
dh_dnn_conv_backward_weights (const DhDnnConv *self, DhStream *stream, const float *source,
                              const float *output_gradient, float *oihw_gradient,
                              float *bias_gradient)
{
  const Kernel *kernel = &self->passes[PASS_WEIGHTS];
  float *gradient = stream->scratch, *scratch = gradient + get_weights_size (self);

  kernel_run (kernel, stream, scratch,
              (Argument[]) {
                { DNNL_ARG_SRC, kernel_layout (kernel, dnnl_query_src_md), source },
                { DNNL_ARG_DIFF_DST, kernel_layout (kernel, dnnl_query_diff_dst_md),
                  output_gradient },
                { DNNL_ARG_DIFF_WEIGHTS, kernel_layout (kernel, dnnl_query_diff_weights_md),
                  gradient },
                { DNNL_ARG_DIFF_BIAS,
                  dnnl_primitive_desc_query_md (kernel->desc, dnnl_query_diff_weights_md, 1),
                  bias_gradient } },
              4);
  reorder_run (&self->unpack, stream, scratch, gradient, oihw_gradient, self->gradient_size);
}

void
dh_dnn_multiply (gboolean transpose_a, gboolean transpose_b, gsize m, gsize n, gsize k,
                 const float *a, const float *b, float *c)
{
  g_assert (omp_get_max_threads () == 1);
  dnnl_sgemm (transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, 1.0f, a,
              transpose_a ? m : k, b, transpose_b ? k : n, 0.0f, c, n);
}

void
dh_dnn_add_product (gboolean transpose_a, gboolean transpose_b, gsize m, gsize n, gsize k,
                    const float *a, const float *b, float *c)
{
  g_assert (omp_get_max_threads () == 1);
  dnnl_sgemm (transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, 1.0f, a,
              transpose_a ? m : k, b, transpose_b ? k : n, 1.0f, c, n);
}
