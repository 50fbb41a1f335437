/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The inner loops of a Winograd convolution, once for each width of vectors.  Within core/nn only.
 *
 * A tile is 4 × 4 pixels of a map at one place, its window the 6 × 6 that a 3 × 3 kernel reads for
 * it.  Transformed, either is DH_WINOGRAD_N_POINTS numbers a channel, and so is a kernel's
 * DH_WINOGRAD_N_TAPS weights.  Maps lie in channel blocks of `lanes`, see dnn.h; channels come in
 * multiples of 16. */
#define DH_WINOGRAD_TILE     4
#define DH_WINOGRAD_WINDOW   6
#define DH_WINOGRAD_N_POINTS 36
#define DH_WINOGRAD_N_TAPS   9
/* The point at which a transformed tile is the sum of its pixels. */
#define DH_WINOGRAD_SUM_POINT 7

/* Some of the tiles of a batch of square maps.  Of a spread map the four pixels of each square are
 * four runs of channels, as in dh_shuffle_forward(): `channels` and `size` are those of the shuffled
 * map's source, four times as many and half as wide. */
typedef struct
{
  int channels, size;
  gboolean spread;
  int tiles_a_side;
  int first, n_tiles;
} DhWinogradTiles;

/* Transformed numbers: one matrix for each point, with channels along its rows. */
typedef struct
{
  float *values;
  gsize row_step, point_step; /* floats */
} DhWinogradMatrices;

typedef struct
{
  int lanes;
  int n_columns; /* of a product that are worked on at a time */

  /* Windows that begin `pad` before each tile → a row of channels for each. */
  void (*transform_windows) (const DhWinogradTiles *tiles, int pad, int first_channel,
                             int n_channels, const float *map, const DhWinogradMatrices *to);
  /* Gradients by each tile → a row of channels for each. */
  void (*transform_gradients) (const DhWinogradTiles *tiles, int first_channel, int n_channels,
                               const float *map, const DhWinogradMatrices *to);
  /* weights (rows, DH_WINOGRAD_N_TAPS, columns) → rows of columns */
  void (*transform_weights) (int n_rows, int n_columns, const float *weights,
                             const DhWinogradMatrices *to);
  /* The way back, from products: tiles ← LeakyReLU (tiles + bias), bias NULL: none; … */
  void (*finish_tiles) (const DhWinogradTiles *tiles, int first_channel, int n_channels,
                        const DhWinogradMatrices *from, const float *bias, float slope, float *map);
  /* … and the weights' gradient, laid out as transform_weights() reads it. */
  void (*finish_weights) (int n_rows, int n_columns, const DhWinogradMatrices *from,
                          float *gradient);

  /* sums (rows, columns) = a (rows, depth) · b (depth, columns), or added to what they are.  A
   * step leads from one row to the next. */
  void (*multiply) (int n_rows, int n_columns, int depth, const float *a, gsize a_step,
                    const float *b, gsize b_step, float *sums, gsize sums_step, gboolean add);
  /* The same with aᵀ: a is stored (depth, rows). */
  void (*multiply_transposed) (int n_rows, int n_columns, int depth, const float *a, gsize a_step,
                               const float *b, gsize b_step, float *sums, gsize sums_step,
                               gboolean add);

  /* to (columns, rows) ← from (rows, columns); both counts are multiples of 4. */
  void (*transpose) (int n_rows, int n_columns, const float *from, gsize from_step, float *to,
                     gsize to_step);
  /* to (taps, columns) ← from (columns, taps), the taps in reverse. */
  void (*turn_kernels) (int n_columns, const float *from, float *to);
} DhWinogradKernels;

extern const DhWinogradKernels dh_winograd_kernels_avx512, dh_winograd_kernels_avx2,
  dh_winograd_kernels_avx, dh_winograd_kernels_plain;

G_END_DECLS
