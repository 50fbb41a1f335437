/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The start values of a model's parameters.
 *
 * Usually each weight is drawn by itself: He et al. 2015 (convolutions), Glorot and Bengio 2010
 * (dense), both uniform.  A model may ask for one of these, or both:
 *
 * ICNR (Aitken et al. 2017) is for a convolution before a pixel shuffle.  Its four runs of output
 * channels become the four pixels of each square.  Drawn by themselves they differ, and a fresh
 * network paints a grid; here only the first run is drawn and the other three repeat it, so that
 * the map after the shuffle is that of a nearest-neighbour enlargement.
 *
 * Convolution-aware (Aghajanyan 2017) lets the kernels that one output adds up measure different
 * things: they are to be orthogonal in the Fourier domain, so that none repeats what another has,
 * with the variance that He's rule gives.  There are only k² orthogonal kernels of k × k taps, so of
 * each run of k² input channels the kernels are an orthonormal basis, and the next run has another
 * one.  The discrete Fourier transform keeps inner products up to a factor (Parseval), and a random
 * basis turned by it is as random as before; so the basis is drawn in the plane, by Gram-Schmidt
 * from normal draws, and no transform is needed.  The paper draws the coefficients of half a
 * spectrum instead and adds a little noise, because its bases are not independent.
 */
#include "core/nn/model.h"

#include <math.h>
#include <string.h>

/* Away from the streams that faces and batches draw from with the same seed. */
#define PARAMETER_STREAMS (G_GUINT64_CONSTANT (1) << 40)
/* Start values between two checks for cancellation. */
#define BLOCK      (1 << 20)
#define MAX_TAPS   25
#define N_SHUFFLED 4 /* runs of channels that a pixel shuffle puts side by side */

static gboolean
goes_on (const int *cancelled)
{
  return cancelled == NULL || g_atomic_int_get (cancelled) == 0;
}

static gboolean
draw_uniform (const DhParameter *item, gsize n, DhRandom *random, const int *cancelled,
              float *values)
{
  for (gsize begin = 0; begin < n && goes_on (cancelled); begin += BLOCK)
    for (gsize j = begin; j < MIN (begin + BLOCK, n); j++)
      values[j] = item->limit > 0.0 ? (float) dh_random_uniform (random, -item->limit, item->limit)
                                    : 0.0f;
  return goes_on (cancelled);
}

/* Takes away what a vector has of the n before it; returns the length of the rest. */
static double
orthogonalise (double basis[][MAX_TAPS], int n, int taps)
{
  double *vector = basis[n], squares = 0;

  for (int i = 0; i < n; i++)
    {
      double product = 0;

      for (int t = 0; t < taps; t++)
        product += vector[t] * basis[i][t];
      for (int t = 0; t < taps; t++)
        vector[t] -= product * basis[i][t];
    }
  for (int t = 0; t < taps; t++)
    squares += vector[t] * vector[t];
  return sqrt (squares);
}

/* The first n vectors of a random orthonormal basis.  Twice is enough for rounding (Kahan); a draw
 * that lies almost in the span of the others is thrown away. */
static void
draw_basis (DhRandom *random, int n, int taps, double basis[][MAX_TAPS])
{
  for (int i = 0; i < n; i++)
    {
      double length;

      do
        {
          for (int t = 0; t < taps; t++)
            basis[i][t] = dh_random_normal (random);
          length = orthogonalise (basis, i, taps);
        }
      while (length < 1e-3);
      for (int t = 0; t < taps; t++)
        basis[i][t] /= length;
      length = orthogonalise (basis, i, taps);
      for (int t = 0; t < taps; t++)
        basis[i][t] /= length;
    }
}

/* A kernel of length 1 has a mean square of 1 / taps; a uniform draw in ±limit, of limit² / 3. */
static void
draw_aware_row (const DhParameter *item, DhRandom *random, float *values)
{
  const int taps = item->dims[2] * item->dims[3], inputs = item->dims[1];
  const double scale = item->limit * sqrt (taps / 3.0);
  double basis[MAX_TAPS][MAX_TAPS];

  for (int first = 0; first < inputs; first += taps)
    {
      const int n = MIN (taps, inputs - first);

      draw_basis (random, n, taps, basis);
      for (int i = 0; i < n; i++)
        for (int t = 0; t < taps; t++)
          *values++ = (float) (scale * basis[i][t]);
    }
}

static gboolean
draw_aware (const DhParameter *item, gsize n, DhRandom *random, const int *cancelled, float *values)
{
  const gsize row = (gsize) item->dims[1] * item->dims[2] * item->dims[3];

  g_return_val_if_fail (item->dims[2] * item->dims[3] <= MAX_TAPS, FALSE);
  for (gsize done = 0; done < n && goes_on (cancelled); done += row)
    draw_aware_row (item, random, values + done);
  return goes_on (cancelled);
}

static gboolean
init_item (const DhParameterTable *table, guint i, guint64 seed, const int *cancelled,
           float *values)
{
  const DhParameter *item = &table->items[i];
  const guint n_runs = item->start_values & DH_START_VALUES_ICNR ? N_SHUFFLED : 1;
  const gsize n = item->size / n_runs;
  DhRandom random;
  gboolean done;

  dh_random_init (&random, seed, PARAMETER_STREAMS + i);
  if (item->start_values & DH_START_VALUES_CONV_AWARE)
    done = draw_aware (item, n, &random, cancelled, values);
  else
    done = draw_uniform (item, n, &random, cancelled, values);
  for (guint run = 1; run < n_runs && done; run++)
    memcpy (values + run * n, values, n * sizeof (float));
  return done;
}

gboolean
dh_parameters_init_part (const DhParameterTable *table, DhPart part, guint64 seed,
                         const int *cancelled, float *parameters)
{
  for (guint i = 0; i < table->n_items; i++)
    if (table->items[i].part == part
        && !init_item (table, i, seed, cancelled, parameters + table->items[i].offset))
      return FALSE;
  return TRUE;
}

void
dh_parameters_init (const DhParameterTable *table, guint64 seed, float *parameters)
{
  for (DhPart part = 0; part < DH_N_PARTS; part++)
    dh_parameters_init_part (table, part, seed, NULL, parameters);
}
