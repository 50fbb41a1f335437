/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a loss costs inside training: value and gradient of one side's batch, 16 × 3 × 64 × 64 and 8
 * × 3 × 128 × 128 unless arguments say otherwise (N SIZE), best of many turns, compared with the
 * minimum for any pixel loss, reading both pictures and writing a gradient (with the same vectors).
 * Run it on an idle machine. bench-losses.py compares it with PyTorch.
 */
#include "core/loss/loss.h"
#include "core/loss/metric.h"
#include "core/base/vector-math.h"

#include "core/base/random.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_SECONDS 0.4

typedef struct
{
  DhShape shape;
  float *target, *prediction, *gradient, *scratch;
  const DhLoss *loss; /* NULL: the minimum for any pixel loss */
  gboolean value_only;
} Bench;

DH_VECTOR_CLONES (void, pass_over,
                  (gsize n, const float *restrict target, const float *restrict prediction,
                   float *restrict gradient),
                  (n, target, prediction, gradient))
{
  for (gsize i = 0; i < n; i++)
    gradient[i] = prediction[i] - target[i];
}

static void
measure_metrics (Bench *bench)
{
  DhMeasureSum sum = { 0 };

  dh_measure_add (&sum, bench->shape, bench->target, bench->prediction, NULL, bench->scratch);
}

static void
run_once (Bench *bench)
{
  double settings[DH_LOSS_MAX_SETTINGS];

  if (bench->loss == NULL)
    {
      pass_over (dh_shape_get_size (bench->shape), bench->target, bench->prediction,
                 bench->gradient);
      return;
    }
  dh_loss_get_defaults (bench->loss, settings);
  dh_loss_evaluate (bench->loss, settings, bench->shape, bench->target, bench->prediction,
                    bench->value_only ? NULL : bench->gradient, bench->scratch);
}

/* The best time of one turn, in microseconds. */
static double
take_time (Bench *bench, void (*run) (Bench *))
{
  double best = 1e30, spent = 0;

  while (spent < MAX_SECONDS)
    {
      gint64 start = g_get_monotonic_time (), end;
      int n = 0;

      do
        {
          run (bench);
          n++;
          end = g_get_monotonic_time ();
        }
      while (end - start < 1000);
      best = MIN (best, (double) (end - start) / n);
      spent += (end - start) * 1e-6;
    }
  return best;
}

static void
bench_init (Bench *bench, DhShape shape)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);
  gsize scratch = dh_measure_get_scratch_size (shape), size = dh_shape_get_size (shape);
  DhRandom random;

  for (guint i = 0; i < n_losses; i++)
    scratch = MAX (scratch, dh_loss_get_scratch_size (losses[i], shape));
  bench->shape = shape;
  bench->target = dh_tensor_new (size);
  bench->prediction = dh_tensor_new (size);
  bench->gradient = dh_tensor_new (size);
  bench->scratch = dh_tensor_new (scratch);
  dh_random_init (&random, 1, 0);
  for (gsize i = 0; i < size; i++)
    {
      bench->target[i] = (float) dh_random_uniform (&random, 0, 1);
      bench->prediction[i] = (float) dh_random_uniform (&random, 0, 1);
    }
}

static void
bench_clear (Bench *bench)
{
  dh_tensor_free (bench->target);
  dh_tensor_free (bench->prediction);
  dh_tensor_free (bench->gradient);
  dh_tensor_free (bench->scratch);
}

static void
print_table (int n, int size)
{
  Bench bench = { 0 };
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);
  double plain;

  bench_init (&bench, (DhShape) { MAX (n, 1), 3, MAX (size, 1), MAX (size, 1) });
  plain = take_time (&bench, run_once);
  printf ("%d × 3 × %d × %d\n", n, size, size);
  printf ("%-24s %9s %9s %12s\n", "loss", "µs", "× plain", "value only");
  printf ("%-24s %9.1f %9.2f\n", "(plain pass)", plain, 1.0);
  for (guint i = 0; i < n_losses; i++)
    {
      double with_gradient;

      bench.loss = losses[i];
      bench.value_only = FALSE;
      with_gradient = take_time (&bench, run_once);
      bench.value_only = TRUE;
      printf ("%-24s %9.1f %9.2f %12.1f\n", losses[i]->id, with_gradient, with_gradient / plain,
              take_time (&bench, run_once));
    }
  printf ("%-24s %9.1f\n", "(metrics)", take_time (&bench, measure_metrics));
  bench_clear (&bench);
}

int
main (int argc, char *argv[])
{
  if (argc == 3)
    {
      print_table (atoi (argv[1]), atoi (argv[2]));
      return EXIT_SUCCESS;
    }
  print_table (16, 64);
  print_table (8, 128);
  return EXIT_SUCCESS;
}
