/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times one training step part by part on one thread, and says what share of the
 * processor's measured matrix speed it reaches:
 *
 *   bench-step [PRESET [BATCH [REPEATS]]]
 *
 * The work is counted from the layers' shapes, not padded, a multiplication and an addition
 * each; so an algorithm that needs fewer multiplications can pass 100 %.
 */
#include "core/base/tensor.h"
#include "core/nn/dnn.h"
#include "core/nn/network.h"
#include "core/optim/optimizer.h"

#include <stdlib.h>
#include <string.h>

#define MATRIX 1024

typedef enum { PACK, FORWARD, LOSS, BACKWARD, UPDATE, STEP, N_TIMES } Time;

static const char *const time_names[N_TIMES] = {
  "pack", "forward", "loss", "backward", "update", "step",
};

typedef struct
{
  DhNetwork   *network;
  DhWorkspace *workspace;
  const DhParameterTable *table;
  gsize  n_pixels;
  float *parameters, *packed, *input, *output_gradient, *gradient, *slots[2];
  double *times[N_TIMES];
} Bench;

static double
now (void)
{
  return g_get_monotonic_time () * 1e-3;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values, int n)
{
  qsort (values, n, sizeof (double), compare_doubles);
  return values[n / 2];
}

/* GFLOP of a forward pass of one picture and side; and what the first layer spares
 * the backward pass. */
static double
count_work (const DhModel *model, const DhParameterTable *table, double *spared)
{
  int size = model->size / 2, n_seen = 0;
  double work = 0.0;

  for (guint i = 0; i < table->n_items; i++)
    {
      const DhParameter *item = &table->items[i];
      gboolean strided = item->part == DH_PART_ENCODER && n_seen < 4;
      gboolean dense = item->part == DH_PART_ENCODER && (n_seen == 4 || n_seen == 5);
      gboolean upscale = g_str_has_suffix (item->name, ".weight") && strstr (item->name, "up")
                         && !strstr (item->name, "res");

      if (item->part == DH_PART_DECODER_B || !g_str_has_suffix (item->name, ".weight"))
        continue;
      work += 2e-9 * item->size * (dense ? 1.0 : (double) size * size);
      if (n_seen++ == 0)
        *spared = work;
      if (strided && n_seen < 4)
        size /= 2;
      if (upscale)
        size *= 2;
    }
  return work;
}

/* GFLOP/s of a square matrix product. */
static double
measure_matrix (void)
{
  gsize n = (gsize) MATRIX * MATRIX;
  float *a = dh_tensor_new (n), *b = dh_tensor_new (n), *c = dh_tensor_new (n);
  double best = G_MAXDOUBLE;

  for (gsize i = 0; i < n; i++)
    a[i] = b[i] = (float) (i % 7) - 3.0f;
  for (int repeat = 0; repeat < 10; repeat++)
    {
      double start = now ();

      dh_dnn_multiply (FALSE, FALSE, MATRIX, MATRIX, MATRIX, a, b, c);
      best = MIN (best, now () - start);
    }
  dh_tensor_free (a);
  dh_tensor_free (b);
  dh_tensor_free (c);
  return 2e-6 * MATRIX * MATRIX * MATRIX / best;
}

static void
bench_init (Bench *self, const DhModel *model, int batch, int repeats)
{
  g_autoptr (GError) error = NULL;
  DhRandom random;

  self->network = dh_network_new (model, batch, TRUE, &error);
  if (self->network != NULL)
    self->workspace = dh_workspace_new (self->network, &error);
  if (error != NULL)
    g_error ("%s", error->message);
  self->table = dh_network_get_table (self->network);
  self->n_pixels = (gsize) batch * 3 * model->size * model->size;
  self->parameters = dh_tensor_new (self->table->size);
  self->gradient = dh_tensor_new (self->table->size);
  self->slots[0] = dh_tensor_new (self->table->size);
  self->slots[1] = dh_tensor_new (self->table->size);
  self->packed = dh_tensor_new (dh_network_get_packed_size (self->network));
  self->input = dh_tensor_new (self->n_pixels);
  self->output_gradient = dh_tensor_new (self->n_pixels);
  for (int i = 0; i < N_TIMES; i++)
    self->times[i] = g_new0 (double, repeats);
  dh_parameters_init (self->table, 1, self->parameters);
  dh_random_init (&random, 1, 1);
  for (gsize i = 0; i < self->n_pixels; i++)
    self->input[i] = dh_random_uniform (&random, 0.0, 1.0);
}

static void
bench_clear (Bench *self)
{
  dh_workspace_free (self->workspace);
  dh_network_free (self->network);
  dh_tensor_free (self->parameters);
  dh_tensor_free (self->gradient);
  dh_tensor_free (self->slots[0]);
  dh_tensor_free (self->slots[1]);
  dh_tensor_free (self->packed);
  dh_tensor_free (self->input);
  dh_tensor_free (self->output_gradient);
  for (int i = 0; i < N_TIMES; i++)
    g_free (self->times[i]);
}

static void
lap (Bench *self, Time what, int repeat, double *start)
{
  double end = now ();

  self->times[what][repeat] += end - *start;
  *start = end;
}

/* Both sides, one after the other, as a single lane on one worker would. */
static void
bench_step (Bench *self, int repeat)
{
  const DhOptimizer *adam = dh_optimizer_find ("adam");
  double settings[DH_OPTIMIZER_MAX_SETTINGS], begin = now (), start = begin;

  dh_optimizer_get_defaults (adam, settings);
  for (int part = 0; part < DH_N_PARTS; part++)
    dh_network_pack (self->network, self->workspace, part, self->parameters, self->packed);
  lap (self, PACK, repeat, &start);
  for (int side = 0; side < DH_N_SIDES; side++)
    {
      const float *output;

      dh_network_encode (self->network, self->workspace, self->packed, self->input);
      output = dh_network_decode (self->network, self->workspace, self->packed, side);
      lap (self, FORWARD, repeat, &start);
      for (gsize i = 0; i < self->n_pixels; i++)
        self->output_gradient[i] = 2.0f * (output[i] - self->input[i]) / self->n_pixels;
      lap (self, LOSS, repeat, &start);
      dh_network_backward (self->network, self->workspace, self->packed, side,
                           self->output_gradient, self->gradient);
      lap (self, BACKWARD, repeat, &start);
    }
  adam->step (settings, 1e-4, repeat + 1, self->table->size, self->parameters, self->gradient,
              self->slots);
  lap (self, UPDATE, repeat, &start);
  self->times[STEP][repeat] = start - begin;
}

static void
report (Bench *self, const DhModel *model, int batch, int repeats)
{
  double spared = 0.0, work = count_work (model, self->table, &spared), matrix = measure_matrix ();
  double medians[N_TIMES], speed;

  work = 2.0 * batch * (3.0 * work - spared);
  for (int i = 0; i < N_TIMES; i++)
    medians[i] = median (self->times[i], repeats);
  speed = 1e3 * work / medians[STEP];
  for (int i = 0; i < N_TIMES; i++)
    g_print ("%-9s %9.2f ms  %5.1f %%\n", time_names[i], medians[i],
             100.0 * medians[i] / medians[STEP]);
  g_print ("%.2f steps/s, %.3f GFLOP a step, %.1f GFLOP/s\n"
           "matrix product of side %d: %.1f GFLOP/s; the step reaches %.0f %% of it\n",
           1e3 / medians[STEP], work, speed, MATRIX, matrix, 100.0 * speed / matrix);
}

int
main (int argc, char **argv)
{
  const DhModel *model = dh_model_find (argc > 1 ? argv[1] : "quick");
  int batch = argc > 2 ? atoi (argv[2]) : model != NULL ? model->batch : 0;
  int repeats = argc > 3 ? atoi (argv[3]) : 20;
  g_autofree char *words = NULL;
  Bench bench = { 0 };

  if (model == NULL || batch < 1 || repeats < 1)
    {
      g_printerr ("usage: bench-step [PRESET [BATCH [REPEATS]]]\n");
      return 2;
    }
  dh_compute_thread_init ();
  bench_init (&bench, model, batch, repeats);
  words = dh_network_describe (bench.network);
  g_print ("%s, preset %s, %d + %d pictures, %" G_GSIZE_FORMAT " parameters, one thread\n\n%s\n",
           dh_compute_describe (), model->id, batch, batch, bench.table->size, words);
  for (int repeat = 0; repeat < repeats; repeat++)
    bench_step (&bench, repeat);
  report (&bench, model, batch, repeats);
  bench_clear (&bench);
  return 0;
}
