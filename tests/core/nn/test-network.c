/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The compiled network against the plain reference, and the reference against central differences.
 */
#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/nn/dnn.h"
#include "core/nn/network.h"
#include "tests/core/nn/reference.h"

#include <math.h>
#include <string.h>

/* No map under 4 × 4 pixels, as the presets: there is no fast code below with AVX2. */
static const DhModel tiny = {
  .id = "tiny",
  .size = 64,
  .encoder_channels = { 16, 32, 16, 32 },
  .dense = 16,
  .bridge_channels = 16,
  .decoder_channels = { 32, 16, 16 },
  .n_residual = 1,
  .output_kernel = 3,
  .batch = 2,
  .learning_rate = 1e-3,
};
static const DhModel plain_tail = {
  .id = "plain-tail",
  .size = 64,
  .encoder_channels = { 16, 16, 32, 16 },
  .dense = 24,
  .bridge_channels = 32,
  .decoder_channels = { 16, 16, 16 },
  .n_residual = 0,
  .output_kernel = 1,
  .batch = 2,
  .learning_rate = 1e-3,
};
static const DhModel uneven = {
  .id = "uneven",
  .size = 64,
  .encoder_channels = { 6, 12, 18, 36 },
  .dense = 10,
  .bridge_channels = 20,
  .decoder_channels = { 18, 9, 5 },
  .n_residual = 2,
  .output_kernel = 5,
  .batch = 2,
  .learning_rate = 1e-3,
};
static const DhModel small = {
  .id = "small",
  .size = 64,
  .encoder_channels = { 16, 16, 16, 16 },
  .dense = 16,
  .bridge_channels = 16,
  .decoder_channels = { 16, 16, 16 },
  .n_residual = 1,
  .output_kernel = 5,
  .batch = 2,
  .learning_rate = 1e-3,
};

/* Three strided convolutions and another number of channels behind the bridge, as lightweight. */
static const DhModel three = {
  .id = "three",
  .size = 64,
  .encoder_channels = { 16, 16, 32 },
  .dense = 16,
  .bridge_channels = 32,
  .up_channels = 16,
  .decoder_channels = { 32, 16, 16 },
  .output_kernel = 5,
  .batch = 2,
  .learning_rate = 1e-3,
};
/* Maps of 5 × 5 pixels. */
static const DhModel odd = {
  .id = "odd",
  .size = 80,
  .encoder_channels = { 6, 12, 24, 48 },
  .dense = 16,
  .bridge_channels = 16,
  .decoder_channels = { 24, 12, 6 },
  .n_residual = 1,
  .output_kernel = 5,
  .batch = 1,
  .learning_rate = 1e-3,
};
static const DhModel liae = {
  .id = "liae",
  .size = 64,
  .encoder_channels = { 6, 12, 24, 48 },
  .dense = 8,
  .bridge_channels = 16,
  .decoder_channels = { 24, 12, 6 },
  .n_residual = 1,
  .output_kernel = 5,
  .batch = 2,
  .learning_rate = 1e-3,
  .architecture = DH_ARCHITECTURE_LIAE,
};

/* Outputs of three sizes; with and without residual blocks, and of odd maps. */
static const DhModel multiscale = {
  .id = "multiscale",
  .size = 64,
  .encoder_channels = { 6, 12, 24, 48 },
  .dense = 8,
  .bridge_channels = 16,
  .decoder_channels = { 24, 12, 6 },
  .n_residual = 1,
  .output_kernel = 5,
  .multiscale = TRUE,
  .batch = 2,
  .learning_rate = 1e-3,
};
static const DhModel multiscale_liae = {
  .id = "multiscale-liae",
  .size = 64,
  .encoder_channels = { 6, 12, 24, 48 },
  .dense = 8,
  .bridge_channels = 16,
  .decoder_channels = { 24, 12, 6 },
  .n_residual = 2,
  .output_kernel = 3,
  .multiscale = TRUE,
  .batch = 2,
  .learning_rate = 1e-3,
  .architecture = DH_ARCHITECTURE_LIAE,
};
static const DhModel multiscale_tail = {
  .id = "multiscale-tail",
  .size = 80,
  .encoder_channels = { 6, 12, 24, 48 },
  .dense = 8,
  .bridge_channels = 16,
  .decoder_channels = { 32, 16, 16 },
  .n_residual = 0,
  .output_kernel = 5,
  .multiscale = TRUE,
  .batch = 1,
  .learning_rate = 1e-3,
};

/* One lane's numbers around a network. */
typedef struct
{
  DhNetwork *network;
  DhWorkspace *workspace;
  const DhParameterTable *table;
  gsize n_pixels;
  gsize n_outputs; /* numbers of all outputs, of which the first n_pixels are the pictures' */
  float *parameters, *input, *target, *output_gradient, *gradient;
} Bench;

static void
fill (float *values, gsize n, guint64 stream, double low, double high)
{
  DhRandom random;

  dh_random_init (&random, 7, stream);
  for (gsize i = 0; i < n; i++)
    values[i] = dh_random_uniform (&random, low, high);
}

/* Biases get values, too: zero would hide a wrong one. */
static void
start_values (const DhParameterTable *table, float *parameters)
{
  dh_parameters_init (table, 3, parameters);
  for (guint i = 0; i < table->n_items; i++)
    if (table->items[i].limit <= 0.0)
      fill (parameters + table->items[i].offset, table->items[i].size, 1000 + i, -0.1, 0.1);
}

static void
bench_init_in_micro_batches (Bench *self, const DhModel *model, int batch, int micro_batch)
{
  g_autoptr (GError) error = NULL;

  dh_compute_thread_init ();
  self->network = dh_network_new_in_micro_batches (model, batch, micro_batch, &error);
  g_assert_no_error (error);
  self->workspace = dh_workspace_new (self->network, &error);
  g_assert_no_error (error);
  self->table = dh_network_get_table (self->network);
  self->n_pixels = (gsize) batch * 3 * model->size * model->size;
  self->n_outputs = 0;
  for (int i = 0; i < dh_model_count_outputs (model); i++)
    self->n_outputs += self->n_pixels >> 2 * i;
  self->parameters = dh_tensor_new (self->table->size);
  self->gradient = dh_tensor_new (self->table->size);
  self->input = dh_tensor_new (self->n_pixels);
  self->target = dh_tensor_new (self->n_outputs);
  self->output_gradient = dh_tensor_new (self->n_outputs);
  start_values (self->table, self->parameters);
  fill (self->input, self->n_pixels, 1, 0.0, 1.0);
  fill (self->target, self->n_outputs, 2, 0.0, 1.0);
}

static void
bench_init (Bench *self, const DhModel *model, int batch)
{
  bench_init_in_micro_batches (self, model, batch, batch);
}

static void
bench_clear (Bench *self)
{
  dh_workspace_free (self->workspace);
  dh_network_free (self->network);
  dh_tensor_free (self->parameters);
  dh_tensor_free (self->gradient);
  dh_tensor_free (self->input);
  dh_tensor_free (self->target);
  dh_tensor_free (self->output_gradient);
}

/* Half the sum of squares against the target, of all outputs of n pictures from `first` on: its
 * gradient into the first part of the memory for it, end to end. */
static void
bench_differentiate (Bench *self, int first, int n)
{
  const gsize picture = self->n_pixels / dh_network_get_batch (self->network);
  const float *target = self->target;
  float *gradient = self->output_gradient;

  for (int k = 0; k < dh_network_count_outputs (self->network); k++)
    {
      const float *output = dh_network_peek_output (self->network, self->workspace, k);
      const gsize own = picture >> 2 * k;

      for (gsize i = 0; i < n * own; i++)
        *gradient++ = output[i] - target[first * own + i];
      target += self->n_pixels >> 2 * k;
    }
}

static const float *
bench_step (Bench *self, DhSide side)
{
  const float *output;

  dh_network_encode (self->network, self->workspace, self->parameters, self->input);
  output = dh_network_decode (self->network, self->workspace, self->parameters, side);
  bench_differentiate (self, 0, dh_network_get_batch (self->network));
  dh_network_backward (self->network, self->workspace, self->parameters, side,
                       self->output_gradient, self->gradient);
  return output;
}

/* The micro-batch's outputs into those of the whole batch, which lie end to end. */
static void
bench_copy_outputs (const Bench *self, int first, int n, float *outputs)
{
  const gsize picture = self->n_pixels / dh_network_get_batch (self->network);

  for (int k = 0; k < dh_network_count_outputs (self->network); k++)
    {
      const gsize own = picture >> 2 * k;

      memcpy (outputs + first * own, dh_network_peek_output (self->network, self->workspace, k),
              n * own * sizeof (float));
      outputs += self->n_pixels >> 2 * k;
    }
}

/* The same in micro-batches; outputs: of the whole batch. */
static void
bench_step_in_micro_batches (Bench *self, DhSide side, float *outputs)
{
  const int n = dh_network_get_batch (self->network);
  const int n_micro = dh_network_get_micro_batch (self->network);

  dh_network_encode (self->network, self->workspace, self->parameters, self->input);
  for (int first = 0; first < n; first += n_micro)
    {
      dh_network_decode_from (self->network, self->workspace, self->parameters, side, first);
      bench_copy_outputs (self, first, n_micro, outputs);
      bench_differentiate (self, first, n_micro);
      dh_network_backward_from (self->network, self->workspace, self->parameters, side, first,
                                self->output_gradient, self->gradient);
    }
  dh_network_backward_encoder (self->network, self->workspace, self->parameters, self->gradient);
}

/* |a − b| / |b|, both as vectors. */
static double
relative_error (const float *a, const double *b, gsize n)
{
  double difference = 0.0, length = 0.0;

  for (gsize i = 0; i < n; i++)
    {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      length += b[i] * b[i];
    }
  return sqrt (difference / MAX (length, 1e-30));
}

static void
compare_gradients (const Bench *bench, DhSide side, const double *expected)
{
  for (guint i = 0; i < bench->table->n_items; i++)
    {
      const DhParameter *item = &bench->table->items[i];
      double error;

      if (item->part == (side == DH_SIDE_A ? DH_PART_DECODER_B : DH_PART_DECODER_A))
        continue;
      error = relative_error (bench->gradient + item->offset, expected + item->offset, item->size);
      /* Where an argument of a LeakyReLU is so near 0 that rounding turns its sign, a whole number
       * of the gradient is another one: of a layer alone test-conv.c asks a hundred times more. */
      if (!(error < 1e-2))
        g_error ("gradient of %s is off by %g", item->name, error);
    }
}

static void
compare_with_reference (const DhModel *model, int batch, int micro_batch, DhSide side)
{
  Bench bench;
  g_autoptr (DhReference) reference = dh_reference_new (model, batch);
  g_autofree double *parameters = NULL, *input = NULL, *gradient = NULL, *output_gradient = NULL;
  float *outputs, *output;

  bench_init_in_micro_batches (&bench, model, batch, micro_batch);
  outputs = output = dh_tensor_new (bench.n_outputs);
  parameters = dh_reference_widen (bench.parameters, bench.table->size);
  input = dh_reference_widen (bench.input, bench.n_pixels);
  gradient = g_new0 (double, bench.table->size);
  dh_reference_forward (reference, side, parameters, input);
  bench_step_in_micro_batches (&bench, side, outputs);
  for (int k = 0; k < dh_model_count_outputs (model); k++)
    {
      const gsize n = bench.n_pixels >> 2 * k;

      g_assert_cmpfloat (relative_error (output, dh_reference_peek_output (reference, k), n), <,
                         1e-5);
      output += n;
    }
  output_gradient = g_new (double, bench.n_outputs);
  for (gsize i = 0; i < bench.n_outputs; i++)
    output_gradient[i] = (double) outputs[i] - bench.target[i];
  dh_reference_backward (reference, output_gradient, gradient);
  compare_gradients (&bench, side, gradient);
  dh_tensor_free (outputs);
  bench_clear (&bench);
}

typedef struct
{
  const DhModel *model;
  int batch, micro_batch;
  DhSide side;
} Case;

static void
test_reference (gconstpointer data)
{
  const Case *c = data;

  compare_with_reference (c->model, c->batch, c->micro_batch, c->side);
}

/* ---- the reference itself ---- */

static double
reference_loss (DhReference *reference, const DhModel *model, DhSide side, const double *parameters,
                const double *input, const double *target, double *gradient)
{
  double loss = 0.0;

  dh_reference_forward (reference, side, parameters, input);
  for (int k = 0; k < dh_model_count_outputs (model); k++)
    {
      const double *output = dh_reference_peek_output (reference, k);

      for (gsize i = 0; i < (gsize) 3 * (model->size >> k) * (model->size >> k); i++)
        {
          double difference = output[i] - *target++;

          loss += 0.5 * difference * difference;
          if (gradient != NULL)
            *gradient++ = difference;
        }
    }
  return loss;
}

static double *
random_doubles (gsize n, guint64 stream)
{
  g_autofree float *values = g_new (float, n);

  fill (values, n, stream, 0.0, 1.0);
  return dh_reference_widen (values, n);
}

/* For the reference alone, which takes any size. */
static DhModel
make_small (const DhModel *model)
{
  DhModel small_one = *model;

  small_one.size = 32;
  return small_one;
}

/* A weight of every tensor, central differences against the backward pass. No compiled network is
 * there, so the pictures may be small. */
static void
test_central_differences (gconstpointer data)
{
  const Case *c = data;
  const DhModel model = make_small (c->model);
  gsize n = (gsize) 3 * model.size * model.size;
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (&model);
  g_autoptr (DhReference) reference = dh_reference_new (&model, 1);
  g_autofree float *parameters = g_new (float, table->size);
  /* Outputs of three sizes have less than twice as many numbers as the largest. */
  g_autofree double *p = NULL, *input = random_doubles (n, 1), *target = random_doubles (2 * n, 2);
  g_autofree double *dy = g_new (double, 2 * n), *gradient = g_new0 (double, table->size);
  DhRandom random;

  dh_random_init (&random, 5, 5);
  start_values (table, parameters);
  p = dh_reference_widen (parameters, table->size);
  reference_loss (reference, &model, c->side, p, input, target, dy);
  dh_reference_backward (reference, dy, gradient);
  for (guint i = 0; i < table->n_items; i++)
    {
      const DhParameter *item = &table->items[i];
      gsize at = item->offset + dh_random_below (&random, item->size);
      double value = p[at], step = 1e-6, up, down, slope;

      if (item->part == (c->side == DH_SIDE_A ? DH_PART_DECODER_B : DH_PART_DECODER_A))
        continue;
      p[at] = value + step;
      up = reference_loss (reference, &model, c->side, p, input, target, NULL);
      p[at] = value - step;
      down = reference_loss (reference, &model, c->side, p, input, target, NULL);
      p[at] = value;
      slope = (up - down) / (2.0 * step);
      if (!(fabs (slope - gradient[at]) <= 1e-4 * fabs (slope) + 1e-6))
        g_error ("%s: central difference %g, backward %g", item->name, slope, gradient[at]);
    }
}

/* ---- bytes ---- */

static void
test_same_bytes (void)
{
  Bench one, two;
  const float *output;
  g_autofree float *first = NULL;

  bench_init (&one, &uneven, 3);
  bench_init (&two, &uneven, 3);
  output = bench_step (&one, DH_SIDE_A);
  first = g_memdup2 (output, one.n_pixels * sizeof (float));
  bench_step (&one, DH_SIDE_B);
  bench_step (&one, DH_SIDE_A);
  output = bench_step (&two, DH_SIDE_A);
  g_assert_cmpmem (first, one.n_pixels * sizeof (float), output, two.n_pixels * sizeof (float));
  bench_step (&two, DH_SIDE_B);
  bench_step (&two, DH_SIDE_A);
  g_assert_cmpmem (one.gradient, one.table->size * sizeof (float), two.gradient,
                   two.table->size * sizeof (float));
  bench_clear (&one);
  bench_clear (&two);
}

/* The steps of both sides with one pass of the encoder. */
static void
step_both (const Bench *benches[DH_N_SIDES], DhWorkspace *workspace, float *outputs[DH_N_SIDES])
{
  const Bench *self = benches[0];
  const float *const inputs[DH_N_SIDES] = { self->input, benches[1]->input };
  float *const gradients[DH_N_SIDES] = { self->gradient, benches[1]->gradient };
  const int batch = dh_network_get_batch (self->network);

  dh_network_encode_both (self->network, workspace, self->parameters, inputs);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      const Bench *bench = benches[side];
      Bench in_place = *bench;

      in_place.workspace = workspace;
      memcpy (outputs[side],
              dh_network_decode_from (self->network, workspace, self->parameters, side,
                                      side * batch),
              bench->n_pixels * sizeof (float));
      bench_differentiate (&in_place, 0, batch);
      dh_network_backward_from (self->network, workspace, self->parameters, side, side * batch,
                                bench->output_gradient, bench->gradient);
    }
  dh_network_backward_encoder_both (self->network, workspace, self->parameters, gradients);
}

/* One pass of the encoder for both sides gives the bytes of one for each. */
static void
check_both (const DhModel *model, int batch)
{
  Bench halves[DH_N_SIDES], wholes[DH_N_SIDES];
  const Bench *both[DH_N_SIDES] = { &wholes[0], &wholes[1] };
  float *outputs[DH_N_SIDES];

  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      bench_init (&halves[side], model, batch);
      bench_init (&wholes[side], model, batch);
      fill (halves[side].input, halves[side].n_pixels, 30 + side, 0.0, 1.0);
      memcpy (wholes[side].input, halves[side].input, halves[side].n_pixels * sizeof (float));
      outputs[side] = dh_tensor_new (halves[side].n_pixels);
    }
  g_assert_true (dh_network_takes_both (wholes[0].network));
  step_both (both, wholes[0].workspace, outputs);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      const gsize bytes = halves[side].n_pixels * sizeof (float);
      const gsize n = halves[side].table->size * sizeof (float);

      g_assert_cmpmem (bench_step (&halves[side], side), bytes, outputs[side], bytes);
      g_assert_cmpmem (halves[side].gradient, n, wholes[side].gradient, n);
    }
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      bench_clear (&halves[side]);
      bench_clear (&wholes[side]);
      dh_tensor_free (outputs[side]);
    }
}

/* Tiles of both sides in one run, and in runs that don't end with a side. */
static void
test_both_sides (void)
{
  for (int batch = 1; batch <= 3; batch++)
    {
      check_both (&tiny, batch);
      check_both (&uneven, batch);
    }
  check_both (&plain_tail, 5);
  check_both (&liae, 2);
  check_both (&three, 2);
  check_both (&multiscale, 2);
  check_both (&multiscale_liae, 1);
  check_both (dh_model_find ("quick"), 4);
}

static void
test_takes_both (void)
{
  Bench bench;

  bench_init_in_micro_batches (&bench, &tiny, 4, 2);
  g_assert_false (dh_network_takes_both (bench.network));
  bench_clear (&bench);
}

/* A step of one side leaves the other decoder's range alone. */
static void
test_ranges (void)
{
  Bench bench;

  bench_init (&bench, &tiny, 1);
  for (gsize i = 0; i < bench.table->size; i++)
    bench.gradient[i] = NAN;
  bench_step (&bench, DH_SIDE_B);
  for (gsize i = 0; i < bench.table->size; i++)
    {
      gsize a = bench.table->part_offset[DH_PART_DECODER_A];
      gsize b = bench.table->part_offset[DH_PART_DECODER_B];

      g_assert_true (isnan (bench.gradient[i]) == (i >= a && i < b));
    }
  bench_clear (&bench);
}

/* One thread's workspace around a shared network. */
typedef struct
{
  const Bench *shared;
  DhSide side;
  float *gradient;
} Job;

static gpointer
run_job (gpointer data)
{
  Job *job = data;
  Bench own = *job->shared;

  dh_compute_thread_init ();
  own.workspace = dh_workspace_new (own.network, NULL);
  own.gradient = job->gradient;
  own.output_gradient = dh_tensor_new (own.n_outputs);
  for (int repeat = 0; repeat < 5; repeat++)
    bench_step (&own, job->side);
  dh_workspace_free (own.workspace);
  dh_tensor_free (own.output_gradient);
  return NULL;
}

/* Both sides at once, on two threads that share network and parameters. */
static void
test_threads (void)
{
  Bench bench;
  Job jobs[DH_N_SIDES];
  GThread *threads[DH_N_SIDES];

  bench_init (&bench, &tiny, 3);
  for (int side = 0; side < DH_N_SIDES; side++)
    {
      jobs[side] = (Job) { &bench, side, dh_tensor_new (bench.table->size) };
      threads[side] = g_thread_new ("side", run_job, &jobs[side]);
    }
  for (int side = 0; side < DH_N_SIDES; side++)
    {
      g_thread_join (threads[side]);
      memset (bench.gradient, 0, bench.table->size * sizeof (float));
      bench_step (&bench, side);
      g_assert_cmpmem (bench.gradient, bench.table->size * sizeof (float), jobs[side].gradient,
                       bench.table->size * sizeof (float));
      dh_tensor_free (jobs[side].gradient);
    }
  bench_clear (&bench);
}

/* The forward-only network keeps less and must give the same pictures; one code, three decodes. */
static void
check_inference (const DhModel *model)
{
  Bench bench;
  g_autoptr (DhNetwork) network = NULL;
  g_autoptr (DhWorkspace) workspace = NULL;

  bench_init (&bench, model, 2);
  network = dh_network_new (model, 2, FALSE, NULL);
  workspace = dh_workspace_new (network, NULL);
  dh_network_encode (network, workspace, bench.parameters, bench.input);
  for (int i = 0; i < 3; i++)
    {
      g_autofree double *expected = dh_reference_widen (bench_step (&bench, i % 2), bench.n_pixels);
      const float *output = dh_network_decode (network, workspace, bench.parameters, i % 2);

      g_assert_cmpfloat (relative_error (output, expected, bench.n_pixels), <, 1e-5);
    }
  bench_clear (&bench);
}

static void
test_inference (void)
{
  check_inference (&tiny);
  check_inference (&plain_tail);
  check_inference (&uneven);
  check_inference (&three);
  check_inference (&liae);
  check_inference (&multiscale);
  check_inference (&multiscale_liae);
  check_inference (&multiscale_tail);
}

/* The presets' decoders take no more pictures at a time than the memory allows; a micro-batch is
 * always a whole share of the batch. */
static void
test_micro_batch (void)
{
  static const struct
  {
    const char *preset;
    int batch, expected;
  } choices[] = { { "quick", 4, 4 }, { "64", 8, 8 }, { "128", 16, 2 }, { "128", 9, 1 } };

  dh_compute_thread_init ();
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      g_autoptr (DhNetwork) network = dh_network_new (dh_model_find (choices[i].preset),
                                                      choices[i].batch, TRUE, NULL);

      g_assert_cmpint (dh_network_get_batch (network), ==, choices[i].batch);
      g_assert_cmpint (dh_network_get_micro_batch (network), ==, choices[i].expected);
    }
}

/* The work that is told step by step is the work that was announced. */
static void
add_work (double work, gpointer data)
{
  *(double *) data += work;
}

static void
check_work (const DhModel *model)
{
  for (int micro_batch = 1; micro_batch <= 4; micro_batch *= 2)
    {
      Bench bench;
      double done = 0, announced;
      float *output;

      bench_init_in_micro_batches (&bench, model, 4, micro_batch);
      output = dh_tensor_new (bench.n_outputs);
      dh_workspace_follow (bench.workspace, add_work, &done);
      bench_step_in_micro_batches (&bench, DH_SIDE_A, output);
      announced = 3
                  * (dh_network_get_work (bench.network, DH_PART_ENCODER)
                     + dh_network_get_work (bench.network, DH_PART_DECODER_A));
      g_assert_cmpfloat_with_epsilon (done / announced, 1, 1e-9);
      dh_tensor_free (output);
      bench_clear (&bench);
    }
}

static void
test_work (void)
{
  check_work (&tiny);
  check_work (&multiscale);
}

static void
test_describe (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhNetwork) network = dh_network_new (&tiny, 4, TRUE, &error);
  g_autofree char *words = NULL;

  g_assert_no_error (error);
  words = dh_network_describe (network);
  g_assert_nonnull (strstr (words, "decoder.up2.res0"));
  g_assert_true (g_str_has_prefix (dh_compute_describe (), "oneDNN "));
  g_assert_cmpint (dh_network_get_batch (network), ==, 4);
}

/* Where a map is too small for any fast code, that is a sentence, not the end. */
static void
test_refused (void)
{
  static const DhModel dot = {
    .id = "dot",
    .size = 16,
    .encoder_channels = { 16, 16, 16, 16 },
    .dense = 16,
    .bridge_channels = 16,
    .decoder_channels = { 16, 16, 16 },
    .output_kernel = 1,
    .batch = 2,
    .learning_rate = 1e-3,
  };

  for (int training = 0; training < 2; training++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DhNetwork) network = dh_network_new (&dot, 2, training, &error);

      if (network != NULL)
        {
          g_test_message ("%s runs the smallest maps, too", dh_compute_describe ());
          continue;
        }
      g_assert_error (error, DH_ERROR, DH_ERROR_COMPUTE);
      g_assert_nonnull (strstr (error->message, "encoder."));
    }
}

int
main (int argc, char **argv)
{
  static const Case cases[] = {
    { &tiny, 1, 1, DH_SIDE_A },       { &tiny, 3, 3, DH_SIDE_B },
    { &plain_tail, 2, 2, DH_SIDE_A }, { &uneven, 2, 2, DH_SIDE_B },
    { &tiny, 4, 4, DH_SIDE_A },       { &small, 1, 1, DH_SIDE_B },
    { &tiny, 4, 2, DH_SIDE_A },       { &plain_tail, 3, 1, DH_SIDE_A },
    { &uneven, 2, 1, DH_SIDE_B },     { &three, 2, 2, DH_SIDE_A },
    { &odd, 1, 1, DH_SIDE_B },        { &liae, 2, 2, DH_SIDE_A },
    { &liae, 3, 3, DH_SIDE_B },       { &liae, 2, 1, DH_SIDE_A },
    { &liae, 4, 2, DH_SIDE_B },       { &multiscale, 2, 2, DH_SIDE_A },
    { &multiscale, 3, 1, DH_SIDE_B }, { &multiscale_liae, 2, 1, DH_SIDE_A },
    { &multiscale_tail, 1, 1, DH_SIDE_B },
  };

  static const Case differences[] = {
    { &tiny, 1, 1, DH_SIDE_A },
    { &plain_tail, 1, 1, DH_SIDE_B },
    { &three, 1, 1, DH_SIDE_A },
    { &liae, 1, 1, DH_SIDE_A },
    { &liae, 1, 1, DH_SIDE_B },
    { &multiscale, 1, 1, DH_SIDE_A },
    { &multiscale_liae, 1, 1, DH_SIDE_B },
  };

  g_test_init (&argc, &argv, NULL);
  if (g_strcmp0 (g_getenv ("DOWNHILL_CONVOLUTIONS"), "onednn") == 0
      && dh_dnn_get_vectors () < DH_DNN_AVX2)
    {
      g_print ("1..0 # SKIP oneDNN has no training code for maps in blocks before AVX2\n");
      return 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/network/reference/%s-%d-%d", cases[i].model->id,
                                               cases[i].batch, cases[i].micro_batch);

      g_test_add_data_func (name, &cases[i], test_reference);
    }
  g_test_add_data_func ("/network/central-differences/residual", &differences[0],
                        test_central_differences);
  g_test_add_data_func ("/network/central-differences/plain", &differences[1],
                        test_central_differences);
  g_test_add_data_func ("/network/central-differences/three", &differences[2],
                        test_central_differences);
  g_test_add_data_func ("/network/central-differences/liae-a", &differences[3],
                        test_central_differences);
  g_test_add_data_func ("/network/central-differences/liae-b", &differences[4],
                        test_central_differences);
  g_test_add_data_func ("/network/central-differences/multiscale", &differences[5],
                        test_central_differences);
  g_test_add_data_func ("/network/central-differences/multiscale-liae", &differences[6],
                        test_central_differences);
  g_test_add_func ("/network/same-bytes", test_same_bytes);
  g_test_add_func ("/network/both-sides", test_both_sides);
  g_test_add_func ("/network/takes-both", test_takes_both);
  g_test_add_func ("/network/ranges", test_ranges);
  g_test_add_func ("/network/threads", test_threads);
  g_test_add_func ("/network/inference", test_inference);
  g_test_add_func ("/network/micro-batch", test_micro_batch);
  g_test_add_func ("/network/work", test_work);
  g_test_add_func ("/network/describe", test_describe);
  g_test_add_func ("/network/refused", test_refused);
  return g_test_run ();
}
