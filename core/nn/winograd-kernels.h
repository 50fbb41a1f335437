/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The inner loops of a Winograd convolution, one set for each vector width.  Within core/nn only.
 *
 * A tile is a square of 4 × 4 output pixels, and its window the 6 × 6 pixels that a 3 × 3 kernel
 * reads to compute it.  Transformed, a tile, a window and the DH_WINOGRAD_N_TAPS weights of a kernel
 * all have DH_WINOGRAD_N_POINTS numbers per channel.  Maps are stored in blocks of `lanes` channels,
 * see dnn.h; the number of channels is a multiple of 16. */
#define DH_WINOGRAD_TILE     4
#define DH_WINOGRAD_WINDOW   6
#define DH_WINOGRAD_N_POINTS 36
#define DH_WINOGRAD_N_TAPS   9
/* The point at which a transformed tile is the sum of its pixels. */
#define DH_WINOGRAD_SUM_POINT 7

/* Some of the tiles of a batch of square maps.  In a spread map, the four pixels of each 2 × 2 square
 * count as four groups of channels, as in dh_shuffle_forward(): `channels` and `size` are those of
 * the map before the shuffle, which has four times the channels and half the side. */
typedef struct
{
  int channels, size;
  gboolean spread;
  int tiles_a_side;
  int first, n_tiles;
} DhWinogradTiles;

/* Transformed numbers: one matrix for each point, whose rows run along the channels. */
typedef struct
{
  float *values;
  gsize row_step, point_step; /* floats */
} DhWinogradMatrices;

typedef struct
{
  int lanes;
  int n_columns; /* of a product, computed at a time */

  /* Windows, which begin `pad` pixels before their tiles → a row of channels for each tile. */
  void (*transform_windows) (const DhWinogradTiles *tiles, int pad, int first_channel,
                             int n_channels, const float *map, const DhWinogradMatrices *to);
  /* Gradients with respect to the tiles → a row of channels for each tile. */
  void (*transform_gradients) (const DhWinogradTiles *tiles, int first_channel, int n_channels,
                               const float *map, const DhWinogradMatrices *to);
  /* weights (rows, DH_WINOGRAD_N_TAPS, columns) → rows of columns */
  void (*transform_weights) (int n_rows, int n_columns, const float *weights,
                             const DhWinogradMatrices *to);
  /* Back from products: tiles ← LeakyReLU (tiles + bias); bias NULL: none. */
  void (*finish_tiles) (const DhWinogradTiles *tiles, int first_channel, int n_channels,
                        const DhWinogradMatrices *from, const float *bias, float slope, float *map);
  /* Back from sums: the gradient of the weights, in the layout that transform_weights() reads. */
  void (*finish_weights) (int n_rows, int n_columns, const DhWinogradMatrices *from,
                          float *gradient);

  /* sums (rows, columns) = a (rows, depth) · b (depth, columns), or added to the sums.  A step is the
   * distance between two rows. */
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
