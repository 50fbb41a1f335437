/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Winograd's convolution of whole batches: what is transformed when, and where it is kept meanwhile.
 *
 * Transformed weights take four times as much memory as plain ones, and transformed pixels two and a
 * quarter times, so neither is kept from one pass to the next.  Output channels are computed in
 * blocks of columns, and whatever the next block uses again should stay in the cache: with few
 * weights, all of them, while the tiles pass through in short runs; with few tiles, all tiles, while
 * the weights pass through.
 *
 * The same holds for the gradient of the weights, with its sums in place of the weights.  In the
 * largest layers, neither fits in the cache; there, a few input channels are processed at a time,
 * and the output's gradients are transformed again for each group.
 */
#include "core/nn/winograd.h"

#include "core/nn/winograd-runs.h"

#include <string.h>

#define N_POINTS DH_WINOGRAD_N_POINTS
#define N_TAPS   DH_WINOGRAD_N_TAPS

/* Measured, in floats: weights or sums that may be kept while the tiles pass through; the windows of
 * a run; the windows of all tiles. */
#define KEPT_WEIGHTS (96 << 10)
#define RUN_WINDOWS  (24 << 10)
#define ALL_WINDOWS  (768 << 10)
#define FEW_TILES    48
#define MAX_DEPTH    64 /* channels summed before the sums are stored */
#define GAP          16 /* floats: with strides of powers of two, rows evict each other from the cache */

static const DhWinogradKernels *
find_kernels (void)
{
  switch (dh_dnn_get_vectors ())
    {
#ifdef __x86_64__
    case DH_DNN_AVX512:
      return &dh_winograd_kernels_avx512;
    case DH_DNN_AVX2:
      return &dh_winograd_kernels_avx2;
    case DH_DNN_AVX:
      return &dh_winograd_kernels_avx;
#endif
    default:
      return &dh_winograd_kernels_plain;
    }
}

void
dh_winograd_init (DhWinograd *self, const DhConvShape *shape)
{
  const int tiles_a_side = (shape->out_size + DH_WINOGRAD_TILE - 1) / DH_WINOGRAD_TILE;

  g_assert (shape->kernel == 3 && shape->stride == 1 && shape->in_size == shape->out_size);
  g_assert (4 * shape->phase_channels <= shape->in_channels);
  *self = (DhWinograd) {
    .kernels = find_kernels (),
    .shape = *shape,
    .tiles_a_side = tiles_a_side,
    .n_tiles = shape->batch * tiles_a_side * tiles_a_side,
  };
}

/* Tiles first … of n_all, n_tiles at most. */
static DhWinogradTiles
get_tiles (const DhWinograd *self, gboolean output, int first, int n_tiles, int n_all)
{
  const DhConvShape *s = &self->shape;

  return (DhWinogradTiles) {
    .channels = output ? s->out_channels : s->in_channels,
    .size = s->out_size,
    .spread = output ? s->spread_out : s->spread_in,
    .tiles_a_side = self->tiles_a_side,
    .first = first,
    .n_tiles = MIN (n_tiles, n_all - first),
  };
}

/* Memory that is being laid out; without memory, only its size is computed. */
typedef struct
{
  float *start; /* NULL: no memory */
  gsize size;   /* floats, so far */
} Layout;

static float *
take (Layout *self, gsize n_floats)
{
  float *taken = self->start != NULL ? self->start + self->size : NULL;

  self->size += n_floats;
  return taken;
}

static DhWinogradMatrices
take_matrices (Layout *self, int n_rows, int n_columns, int n_blocks)
{
  const gsize row_step = n_columns + (n_columns % 128 == 0 ? GAP : 0);
  const gsize point_step = n_rows * row_step + GAP;

  return (DhWinogradMatrices) {
    .values = take (self, n_blocks * N_POINTS * point_step),
    .row_step = row_step,
    .point_step = point_step,
  };
}

static gsize
get_block_size (const DhWinogradMatrices *matrices)
{
  return N_POINTS * matrices->point_step;
}

static float *
get_point (const DhWinogradMatrices *matrices, int point)
{
  return matrices->values + point * matrices->point_step;
}

/* ---- forward, and backward to the source ---- */

typedef struct
{
  gboolean backward;
  int in, out, pad;
  int n_all;                     /* tiles */
  int n_tiles, n_columns, depth; /* processed at a time */
  gboolean keeps_weights;
  DhWinogradMatrices windows, products, weights; /* weights: the first of their blocks */
  float *taps;                                   /* depth, tap, column */
  gsize size;                                    /* floats of scratch memory */
} Plan;

static int
count_blocks (int n, int at_a_time)
{
  return (n + at_a_time - 1) / at_a_time;
}

static Plan
make_plan (const DhWinograd *self, gboolean backward, int n_batches, float *scratch)
{
  const DhConvShape *s = &self->shape;
  Layout layout = { .start = scratch };
  Plan plan = {
    .backward = backward,
    .in = backward ? s->out_channels : s->in_channels,
    .out = backward ? s->in_channels : s->out_channels,
    .pad = backward ? 2 - s->pad_before : s->pad_before,
    .n_all = n_batches * self->n_tiles,
  };

  plan.depth = MIN (plan.in, MAX_DEPTH);
  plan.n_columns = MIN (plan.out, self->kernels->n_columns);
  plan.keeps_weights = N_POINTS * plan.in * plan.out <= KEPT_WEIGHTS;
  if (plan.keeps_weights)
    plan.n_tiles = CLAMP (RUN_WINDOWS / (N_POINTS * plan.in) / 12 * 12, 12, plan.n_all);
  else
    plan.n_tiles = CLAMP (ALL_WINDOWS / (N_POINTS * plan.in), MIN (FEW_TILES, plan.n_all),
                          plan.n_all);
  plan.windows = take_matrices (&layout, plan.n_tiles, plan.in, 1);
  plan.products = take_matrices (&layout, plan.n_tiles, plan.n_columns, 1);
  plan.weights = take_matrices (&layout, plan.depth, plan.n_columns,
                                plan.keeps_weights ? count_blocks (plan.out, plan.n_columns)
                                                       * count_blocks (plan.in, plan.depth)
                                                   : 1);
  plan.taps = take (&layout, (gsize) plan.depth * N_TAPS * plan.n_columns);
  plan.size = layout.size;
  return plan;
}

gsize
dh_winograd_get_scratch_size (const DhWinograd *self, gboolean backward, int n_batches)
{
  return make_plan (self, backward, n_batches, NULL).size;
}

/* Weights of the parameter vector → the taps of a block of rows and columns. */
static void
load_taps (const DhWinograd *self, const Plan *plan, const float *oihw, int row, int n_rows,
           int column, int n_columns)
{
  const gsize step = (gsize) self->shape.in_channels * N_TAPS;

  if (!plan->backward)
    self->kernels->transpose (n_columns, n_rows * N_TAPS, oihw + column * step + row * N_TAPS, step,
                              plan->taps, n_columns);
  else
    for (int i = 0; i < n_rows; i++)
      self->kernels->turn_kernels (n_columns, oihw + (row + i) * step + column * N_TAPS,
                                   plan->taps + i * N_TAPS * n_columns);
}

/* Sums over channels of the source, row … row + depth − 1. */
static void
multiply_forward (const DhWinograd *self, const Plan *plan, int n_tiles, int row, int depth,
                  int n_columns, const DhWinogradMatrices *weights)
{
  for (int point = 0; point < N_POINTS; point++)
    {
      DhWinogradRun all[DH_WINOGRAD_MAX_RUNS], runs[DH_WINOGRAD_MAX_RUNS];
      const int n = dh_winograd_find_runs (&self->shape, FALSE, point,
                                           (DhWinogradRun) { row, row + depth }, runs);

      dh_winograd_find_runs (&self->shape, FALSE, point, (DhWinogradRun) { 0, plan->in }, all);
      for (int i = 0; i < n; i++)
        self->kernels->multiply (n_tiles, n_columns, runs[i].end - runs[i].first,
                                 get_point (&plan->windows, point) + runs[i].first,
                                 plan->windows.row_step,
                                 get_point (weights, point)
                                   + (runs[i].first - row) * weights->row_step,
                                 weights->row_step, get_point (&plan->products, point),
                                 plan->products.row_step, runs[i].first > all[0].first);
    }
}

static void
clear_columns (int n_rows, int n_columns, float *values, gsize row_step)
{
  for (int row = 0; row < n_rows; row++, values += row_step)
    memset (values, 0, n_columns * sizeof (float));
}

/* For channels of the source column … column + n_columns − 1. */
static void
multiply_backward (const DhWinograd *self, const Plan *plan, int n_tiles, int row, int depth,
                   int column, int n_columns, const DhWinogradMatrices *weights)
{
  for (int point = 0; point < N_POINTS; point++)
    {
      float *products = get_point (&plan->products, point);
      DhWinogradRun runs[DH_WINOGRAD_MAX_RUNS];
      const int n = dh_winograd_find_runs (&self->shape, TRUE, point,
                                           (DhWinogradRun) { column, column + n_columns }, runs);

      if (row == 0 && (n == 0 || runs[0].end - runs[0].first < n_columns))
        clear_columns (n_tiles, n_columns, products, plan->products.row_step);
      for (int i = 0; i < n; i++)
        self->kernels->multiply (n_tiles, runs[i].end - runs[i].first, depth,
                                 get_point (&plan->windows, point) + row, plan->windows.row_step,
                                 get_point (weights, point) + runs[i].first - column,
                                 weights->row_step, products + runs[i].first - column,
                                 plan->products.row_step, row > 0);
    }
}

/* One block of columns of the products of some tiles.  weights: where the block's are transformed
 * to, or have been already. */
static void
multiply_columns (const DhWinograd *self, const Plan *plan, int n_tiles, int column, int n_columns,
                  const float *oihw, DhWinogradMatrices weights, gboolean has_weights)
{
  for (int row = 0; row < plan->in; row += plan->depth)
    {
      const int depth = MIN (plan->depth, plan->in - row);

      if (!has_weights)
        {
          load_taps (self, plan, oihw, row, depth, column, n_columns);
          self->kernels->transform_weights (depth, n_columns, plan->taps, &weights);
        }
      if (plan->backward)
        multiply_backward (self, plan, n_tiles, row, depth, column, n_columns, &weights);
      else
        multiply_forward (self, plan, n_tiles, row, depth, n_columns, &weights);
      if (plan->keeps_weights)
        weights.values += get_block_size (&weights);
    }
}

static void
correlate (const DhWinograd *self, const Plan *plan, const float *oihw, const float *bias,
           float slope, const float *source, float *output)
{
  const gsize kept = plan->keeps_weights
                       ? get_block_size (&plan->weights) * count_blocks (plan->in, plan->depth)
                       : 0;

  for (int first = 0; first < plan->n_all; first += plan->n_tiles)
    {
      const DhWinogradTiles from = get_tiles (self, plan->backward, first, plan->n_tiles,
                                              plan->n_all);
      const DhWinogradTiles to = get_tiles (self, !plan->backward, first, plan->n_tiles,
                                            plan->n_all);
      DhWinogradMatrices weights = plan->weights;

      self->kernels->transform_windows (&from, plan->pad, 0, plan->in, source, &plan->windows);
      for (int column = 0; column < plan->out; column += plan->n_columns, weights.values += kept)
        {
          const int n = MIN (plan->n_columns, plan->out - column);

          multiply_columns (self, plan, to.n_tiles, column, n, oihw, weights,
                            plan->keeps_weights && first > 0);
          self->kernels->finish_tiles (&to, column, n, &plan->products,
                                       bias != NULL ? bias + column : NULL, slope, output);
        }
    }
}

void
dh_winograd_forward (const DhWinograd *self, int n_batches, const float *oihw, const float *bias,
                     float slope, const float *source, float *output, float *scratch)
{
  const Plan plan = make_plan (self, FALSE, n_batches, scratch);

  correlate (self, &plan, oihw, bias, slope, source, output);
}

void
dh_winograd_backward_data (const DhWinograd *self, int n_batches, const float *oihw,
                           const float *output_gradient, float *source_gradient, float *scratch)
{
  const Plan plan = make_plan (self, TRUE, n_batches, scratch);

  correlate (self, &plan, oihw, NULL, 1, output_gradient, source_gradient);
}

/* ---- backward to the weights ---- */

typedef struct
{
  int n_tiles, n_rows, n_columns, depth; /* at a time; n_rows of windows, depth of sums */
  gboolean keeps_sums;
  DhWinogradMatrices windows, gradients, sums; /* sums: the first of their blocks */
  float *taps;
  gsize size; /* floats of scratch memory */
} GradientPlan;

static GradientPlan
make_gradient_plan (const DhWinograd *self, float *scratch)
{
  const int in = self->shape.in_channels, out = self->shape.out_channels;
  const gsize all_windows = (gsize) N_POINTS * self->n_tiles * in;
  Layout layout = { .start = scratch };
  GradientPlan plan = {
    .n_tiles = self->n_tiles,
    .n_rows = in,
    .n_columns = MIN (out, self->kernels->n_columns),
    .depth = MIN (in, MAX_DEPTH),
    .keeps_sums = self->n_tiles > FEW_TILES && self->n_tiles > out
                  && (gsize) N_POINTS * in * out <= 8 * KEPT_WEIGHTS,
  };

  if (plan.keeps_sums)
    plan.n_tiles = CLAMP (2 * RUN_WINDOWS / (N_POINTS * in), 32, self->n_tiles);
  else if (all_windows > ALL_WINDOWS)
    plan.n_rows = plan.depth;
  plan.windows = take_matrices (&layout, plan.n_tiles, plan.n_rows, 1);
  plan.gradients = take_matrices (&layout, plan.n_tiles, plan.n_columns, 1);
  plan.sums = take_matrices (&layout, plan.depth, plan.n_columns,
                             plan.keeps_sums
                               ? count_blocks (out, plan.n_columns) * count_blocks (in, plan.depth)
                               : 1);
  plan.taps = take (&layout, (gsize) plan.depth * N_TAPS * plan.n_columns);
  plan.size = layout.size;
  return plan;
}

gsize
dh_winograd_get_gradient_scratch_size (const DhWinograd *self)
{
  return make_gradient_plan (self, NULL).size;
}

static void
add_bias (int n_tiles, int n_columns, const DhWinogradMatrices *gradients, float *restrict bias)
{
  const float *sums = get_point (gradients, DH_WINOGRAD_SUM_POINT);

  for (int tile = 0; tile < n_tiles; tile++)
    for (int column = 0; column < n_columns; column++)
      bias[column] += sums[tile * gradients->row_step + column];
}

/* Sums that only add to taps that don't exist keep whatever they were. */
static void
sum_point (const DhWinograd *self, const GradientPlan *plan, const DhWinogradTiles *tiles,
           int point, int first_row, DhWinogradRun rows, int n_columns,
           const DhWinogradMatrices *sums)
{
  DhWinogradRun runs[DH_WINOGRAD_MAX_RUNS];
  const int n = dh_winograd_find_runs (&self->shape, FALSE, point, rows, runs);

  for (int i = 0; i < n; i++)
    self->kernels->multiply_transposed (runs[i].end - runs[i].first, n_columns, tiles->n_tiles,
                                        get_point (&plan->windows, point) + runs[i].first
                                          - first_row,
                                        plan->windows.row_step, get_point (&plan->gradients, point),
                                        plan->gradients.row_step,
                                        get_point (sums, point)
                                          + (runs[i].first - rows.first) * sums->row_step,
                                        sums->row_step, tiles->first > 0);
}

/* Adds some of the tiles to the sums of a block of rows and columns; after the last tiles, turns the
 * sums into the gradient of the block's weights.  first_row: of the windows. */
static void
sum_block (const DhWinograd *self, const GradientPlan *plan, const DhWinogradTiles *tiles,
           int first_row, DhWinogradRun rows, int n_columns, const DhWinogradMatrices *sums,
           float *oihw_gradient)
{
  const gsize row_size = (gsize) self->shape.in_channels * N_TAPS;
  const int n_rows = rows.end - rows.first;

  for (int point = 0; point < N_POINTS; point++)
    sum_point (self, plan, tiles, point, first_row, rows, n_columns, sums);
  if (tiles->first + tiles->n_tiles < self->n_tiles)
    return;
  self->kernels->finish_weights (n_rows, n_columns, sums, plan->taps);
  self->kernels->transpose (n_rows * N_TAPS, n_columns, plan->taps, n_columns, oihw_gradient,
                            row_size);
}

/* Adds some of the tiles, for plan->n_rows input channels from first_row on. */
static void
sum_tiles (const DhWinograd *self, const GradientPlan *plan, int first, int first_row,
           const float *source, const float *output_gradient, float *oihw_gradient,
           float *bias_gradient)
{
  const DhConvShape *s = &self->shape;
  const DhWinogradTiles from = get_tiles (self, FALSE, first, plan->n_tiles, self->n_tiles);
  const DhWinogradTiles to = get_tiles (self, TRUE, first, plan->n_tiles, self->n_tiles);
  const int end_row = MIN (first_row + plan->n_rows, s->in_channels);
  DhWinogradMatrices sums = plan->sums;

  self->kernels->transform_windows (&from, s->pad_before, first_row, end_row - first_row, source,
                                    &plan->windows);
  for (int column = 0; column < s->out_channels; column += plan->n_columns)
    {
      const int n = MIN (plan->n_columns, s->out_channels - column);
      float *gradient = oihw_gradient + (gsize) column * s->in_channels * N_TAPS;

      self->kernels->transform_gradients (&to, column, n, output_gradient, &plan->gradients);
      if (first_row == 0)
        add_bias (to.n_tiles, n, &plan->gradients, bias_gradient + column);
      for (int row = first_row; row < end_row; row += plan->depth)
        {
          const DhWinogradRun rows = { row, MIN (row + plan->depth, end_row) };

          sum_block (self, plan, &from, first_row, rows, n, &sums, gradient + row * N_TAPS);
          if (plan->keeps_sums)
            sums.values += get_block_size (&sums);
        }
    }
}

void
dh_winograd_backward_weights (const DhWinograd *self, const float *source,
                              const float *output_gradient, float *oihw_gradient,
                              float *bias_gradient, float *scratch)
{
  const GradientPlan plan = make_gradient_plan (self, scratch);

  memset (bias_gradient, 0, self->shape.out_channels * sizeof (float));
  for (int row = 0; row < self->shape.in_channels; row += plan.n_rows)
    for (int first = 0; first < self->n_tiles; first += plan.n_tiles)
      sum_tiles (self, &plan, first, row, source, output_gradient, oihw_gradient, bias_gradient);
}
