/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inner loops of Winograd's convolution, F(4×4, 3×3), compiled once for each width of vectors.
 *
 * With the transforms Bᵀ, G and Aᵀ for the points 0, ±1, ±2 and infinity a tile of 4 × 4 outputs is
 * Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A, so that a window takes 36 multiplications a pair of channels in place
 * of 144; summed over channels these are 36 products of matrices.  Whatever lies side by side in a
 * vector are channels, so no transform ever moves a number from one lane to another.
 *
 * meson.build compiles this file for AVX-512, for AVX2 with FMA, for AVX and for what every
 * processor has;
 * DH_LANES and DH_KERNELS come from there.
 *
 * Source: Lavin and Gray, “Fast Algorithms for Convolutional Neural Networks”, 2016; the gradients
 * are the transposes of the same transforms.
 */
#include "core/nn/winograd-kernels.h"

#include <string.h>

#define INLINE static inline __attribute__ ((always_inline))
#define TILE   DH_WINOGRAD_TILE
#define WINDOW DH_WINOGRAD_WINDOW

/* Sums that stay in registers: as many as leave room for the operands. */
#if DH_LANES == 16
#define MAX_ROWS    12
#define MAX_VECTORS 2
#elif defined(__AVX__)
#define MAX_ROWS    6
#define MAX_VECTORS 2
#else
#define MAX_ROWS    5 /* a vector is two registers */
#define MAX_VECTORS 1
#endif

typedef float Vector __attribute__ ((vector_size (4 * DH_LANES), aligned (4 * DH_LANES)));

typedef int Mask __attribute__ ((vector_size (4 * DH_LANES)));

INLINE Vector
load (const float *p)
{
  return *(const Vector *) p;
}

INLINE void
store (float *p, Vector v)
{
  *(Vector *) p = v;
}

INLINE Vector
leak (Vector v, float slope)
{
  const Mask positive = v > 0;

  return (Vector) (((Mask) v & positive) | ((Mask) (v * slope) & ~positive));
}

/* ---- one dimension ---- */

/* Bᵀ */
INLINE void
transform_window (const Vector x[6], Vector y[6])
{
  Vector even = x[4] - 4 * x[2], odd = x[3] - 4 * x[1];
  Vector wide = x[4] - x[2], wider = 2 * (x[3] - x[1]);

  y[0] = 4 * x[0] - 5 * x[2] + x[4];
  y[1] = even + odd;
  y[2] = even - odd;
  y[3] = wide + wider;
  y[4] = wide - wider;
  y[5] = 4 * x[1] - 5 * x[3] + x[5];
}

/* G */
INLINE void
transform_taps (const Vector x[3], Vector y[6])
{
  Vector outer = (x[0] + x[2]) * (1.0f / 6), middle = x[1] * (1.0f / 6);
  Vector far = x[0] * (1.0f / 24) + x[2] * (1.0f / 6), near = x[1] * (1.0f / 12);

  y[0] = x[0] * 0.25f;
  y[1] = -outer - middle;
  y[2] = middle - outer;
  y[3] = far + near;
  y[4] = far - near;
  y[5] = x[2];
}

/* Gᵀ */
INLINE void
finish_taps (const Vector x[6], Vector y[3])
{
  Vector sum = (x[1] + x[2]) * (1.0f / 6), far_sum = x[3] + x[4];

  y[0] = x[0] * 0.25f - sum + far_sum * (1.0f / 24);
  y[1] = (x[2] - x[1]) * (1.0f / 6) + (x[3] - x[4]) * (1.0f / 12);
  y[2] = x[5] - sum + far_sum * (1.0f / 6);
}

/* Aᵀ */
INLINE void
finish_tile (const Vector x[6], Vector y[4])
{
  Vector sum = x[1] + x[2], difference = x[1] - x[2];
  Vector far_sum = x[3] + x[4], far_difference = x[3] - x[4];

  y[0] = x[0] + sum + far_sum;
  y[1] = difference + 2 * far_difference;
  y[2] = sum + 4 * far_sum;
  y[3] = x[5] + difference + 8 * far_difference;
}

/* A */
INLINE void
transform_tile (const Vector x[4], Vector y[6])
{
  Vector even = x[0] + x[2], odd = x[1] + x[3];
  Vector far_even = x[0] + 4 * x[2], far_odd = 2 * x[1] + 8 * x[3];

  y[0] = x[0];
  y[1] = even + odd;
  y[2] = even - odd;
  y[3] = far_even + far_odd;
  y[4] = far_even - far_odd;
  y[5] = x[3];
}

/* ---- places ---- */

/* Where a tile's window or the tile itself lies in its map; what is outside counts as 0. */
typedef struct
{
  int picture, y, x; /* may be below 0 */
} Place;

INLINE Place
get_place (const DhWinogradTiles *tiles, int tile, int pad)
{
  int in_picture = tiles->tiles_a_side * tiles->tiles_a_side;
  int index = tile % in_picture;

  return (Place) { tile / in_picture, index / tiles->tiles_a_side * TILE - pad,
                   index % tiles->tiles_a_side * TILE - pad };
}

/* How far one row, and one pixel of it, is from the next; floats. */
INLINE gsize
get_row_step (const DhWinogradTiles *tiles)
{
  return (gsize) tiles->size * DH_LANES * (tiles->spread ? 4 : 1);
}

INLINE gsize
get_pixel_step (const DhWinogradTiles *tiles)
{
  return DH_LANES * (tiles->spread ? 2 : 1);
}

/* The first pixel of a channel block, at the row and column 0 of the map. */
static gsize
get_block (const DhWinogradTiles *tiles, int picture, int channel)
{
  const gsize area = (gsize) tiles->size * tiles->size;
  const int n_in_run = tiles->channels / 4, run = channel / n_in_run;

  if (!tiles->spread)
    return ((gsize) picture * tiles->channels + channel) * area;
  return ((gsize) picture * n_in_run + channel % n_in_run) * 4 * area
         + ((gsize) (run / 2) * 2 * tiles->size + run % 2) * DH_LANES;
}

INLINE gboolean
is_inside (const DhWinogradTiles *tiles, Place place, int side)
{
  return place.y >= 0 && place.x >= 0 && place.y + side <= tiles->size
         && place.x + side <= tiles->size;
}

/* A column of `n` pixels of one channel block. */
INLINE void
load_column (const DhWinogradTiles *tiles, const float *block, Place place, int column, int n,
             gboolean inside, Vector *values)
{
  const gssize row_step = get_row_step (tiles), pixel_step = get_pixel_step (tiles);
  const int x = place.x + column, size = tiles->size;

  for (int row = 0; row < n; row++)
    {
      const int y = place.y + row;

      if (inside || (y >= 0 && y < size && x >= 0 && x < size))
        values[row] = load (block + y * row_step + x * pixel_step);
      else
        values[row] = (Vector) { 0 };
    }
}

/* ---- windows and tiles ---- */

INLINE void
transform_one_window (const DhWinogradTiles *tiles, const float *block, Place place,
                      gboolean inside, float *to, gsize step)
{
  Vector half[WINDOW][WINDOW], values[WINDOW];

#pragma GCC unroll 6
  for (int column = 0; column < WINDOW; column++)
    {
      Vector result[WINDOW];

      load_column (tiles, block, place, column, WINDOW, inside, values);
      transform_window (values, result);
      for (int row = 0; row < WINDOW; row++)
        half[row][column] = result[row];
    }
#pragma GCC unroll 6
  for (int row = 0; row < WINDOW; row++)
    {
      transform_window (half[row], values);
      for (int column = 0; column < WINDOW; column++)
        store (to + (row * WINDOW + column) * step, values[column]);
    }
}

static void
transform_windows (const DhWinogradTiles *tiles, int pad, int first_channel, int n_channels,
                   const float *map, const DhWinogradMatrices *to)
{
  for (int i = 0; i < tiles->n_tiles; i++)
    {
      const Place place = get_place (tiles, tiles->first + i, pad);
      const gboolean inside = is_inside (tiles, place, WINDOW);
      float *row = to->values + i * to->row_step;

      for (int channel = 0; channel < n_channels; channel += DH_LANES)
        {
          const float *block = map + get_block (tiles, place.picture, first_channel + channel);

          if (inside)
            transform_one_window (tiles, block, place, TRUE, row + channel, to->point_step);
          else
            transform_one_window (tiles, block, place, FALSE, row + channel, to->point_step);
        }
    }
}

INLINE void
transform_one_tile (const DhWinogradTiles *tiles, const float *block, Place place, gboolean inside,
                    float *to, gsize step)
{
  Vector half[WINDOW][TILE], values[WINDOW];

#pragma GCC unroll 4
  for (int column = 0; column < TILE; column++)
    {
      Vector result[WINDOW];

      load_column (tiles, block, place, column, TILE, inside, values);
      transform_tile (values, result);
      for (int row = 0; row < WINDOW; row++)
        half[row][column] = result[row];
    }
#pragma GCC unroll 6
  for (int row = 0; row < WINDOW; row++)
    {
      transform_tile (half[row], values);
      for (int column = 0; column < WINDOW; column++)
        store (to + (row * WINDOW + column) * step, values[column]);
    }
}

static void
transform_gradients (const DhWinogradTiles *tiles, int first_channel, int n_channels,
                     const float *map, const DhWinogradMatrices *to)
{
  for (int i = 0; i < tiles->n_tiles; i++)
    {
      const Place place = get_place (tiles, tiles->first + i, 0);
      const gboolean inside = is_inside (tiles, place, TILE);
      float *row = to->values + i * to->row_step;

      for (int channel = 0; channel < n_channels; channel += DH_LANES)
        {
          const float *block = map + get_block (tiles, place.picture, first_channel + channel);

          if (inside)
            transform_one_tile (tiles, block, place, TRUE, row + channel, to->point_step);
          else
            transform_one_tile (tiles, block, place, FALSE, row + channel, to->point_step);
        }
    }
}

INLINE void
finish_one_tile (const DhWinogradTiles *tiles, const float *from, gsize step, Vector bias,
                 float slope, Place place, gboolean inside, float *block)
{
  const gssize row_step = get_row_step (tiles), pixel_step = get_pixel_step (tiles);
  Vector half[TILE][WINDOW], values[WINDOW];

#pragma GCC unroll 6
  for (int column = 0; column < WINDOW; column++)
    {
      Vector result[TILE];

      for (int row = 0; row < WINDOW; row++)
        values[row] = load (from + (row * WINDOW + column) * step);
      finish_tile (values, result);
      for (int row = 0; row < TILE; row++)
        half[row][column] = result[row];
    }
#pragma GCC unroll 4
  for (int row = 0; row < TILE; row++)
    {
      const int y = place.y + row;

      finish_tile (half[row], values);
      for (int column = 0; column < TILE; column++)
        if (inside || (y < tiles->size && place.x + column < tiles->size))
          store (block + y * row_step + (place.x + column) * pixel_step,
                 leak (values[column] + bias, slope));
    }
}

static void
finish_tiles (const DhWinogradTiles *tiles, int first_channel, int n_channels,
              const DhWinogradMatrices *from, const float *bias, float slope, float *map)
{
  for (int channel = 0; channel < n_channels; channel += DH_LANES)
    {
      const Vector offset = bias != NULL ? load (bias + channel) : (Vector) { 0 };

      for (int i = 0; i < tiles->n_tiles; i++)
        {
          const Place place = get_place (tiles, tiles->first + i, 0);
          const float *values = from->values + i * from->row_step + channel;
          float *block = map + get_block (tiles, place.picture, first_channel + channel);

          if (is_inside (tiles, place, TILE))
            finish_one_tile (tiles, values, from->point_step, offset, slope, place, TRUE, block);
          else
            finish_one_tile (tiles, values, from->point_step, offset, slope, place, FALSE, block);
        }
    }
}

/* ---- weights ---- */

INLINE void
transform_one_kernel (const float *taps, int n_columns, float *to, gsize step)
{
  Vector half[WINDOW][3], values[WINDOW];

#pragma GCC unroll 3
  for (int column = 0; column < 3; column++)
    {
      Vector result[WINDOW];

      for (int row = 0; row < 3; row++)
        values[row] = load (taps + (row * 3 + column) * n_columns);
      transform_taps (values, result);
      for (int row = 0; row < WINDOW; row++)
        half[row][column] = result[row];
    }
#pragma GCC unroll 6
  for (int row = 0; row < WINDOW; row++)
    {
      transform_taps (half[row], values);
      for (int column = 0; column < WINDOW; column++)
        store (to + (row * WINDOW + column) * step, values[column]);
    }
}

static void
transform_weights (int n_rows, int n_columns, const float *weights, const DhWinogradMatrices *to)
{
  for (int row = 0; row < n_rows; row++, weights += DH_WINOGRAD_N_TAPS * n_columns)
    for (int column = 0; column < n_columns; column += DH_LANES)
      transform_one_kernel (weights + column, n_columns, to->values + row * to->row_step + column,
                            to->point_step);
}

INLINE void
finish_one_kernel (const float *from, gsize step, int n_columns, float *taps)
{
  Vector half[3][WINDOW], values[WINDOW];

#pragma GCC unroll 6
  for (int column = 0; column < WINDOW; column++)
    {
      Vector result[3];

      for (int row = 0; row < WINDOW; row++)
        values[row] = load (from + (row * WINDOW + column) * step);
      finish_taps (values, result);
      for (int row = 0; row < 3; row++)
        half[row][column] = result[row];
    }
#pragma GCC unroll 3
  for (int row = 0; row < 3; row++)
    {
      finish_taps (half[row], values);
      for (int column = 0; column < 3; column++)
        store (taps + (row * 3 + column) * n_columns, values[column]);
    }
}

static void
finish_weights (int n_rows, int n_columns, const DhWinogradMatrices *from, float *gradient)
{
  for (int row = 0; row < n_rows; row++, gradient += DH_WINOGRAD_N_TAPS * n_columns)
    for (int column = 0; column < n_columns; column += DH_LANES)
      finish_one_kernel (from->values + row * from->row_step + column, from->point_step, n_columns,
                         gradient + column);
}

/* ---- products ---- */

/* A block of sums that stays in registers: constants but for depth and pointers. */
INLINE void
multiply_block (const int n_rows, const int n_vectors, int depth, const float *a, gsize a_row,
                gsize a_column, const float *b, gsize b_step, float *sums, gsize sums_step,
                gboolean add)
{
  Vector sum[MAX_ROWS][MAX_VECTORS];

#pragma GCC unroll 12
  for (int row = 0; row < n_rows; row++)
#pragma GCC unroll 2
    for (int v = 0; v < n_vectors; v++)
      sum[row][v] = add ? load (sums + row * sums_step + v * DH_LANES) : (Vector) { 0 };
  for (int k = 0; k < depth; k++)
    {
      Vector right[MAX_VECTORS];

#pragma GCC unroll 2
      for (int v = 0; v < n_vectors; v++)
        right[v] = load (b + k * b_step + v * DH_LANES);
#pragma GCC unroll 12
      for (int row = 0; row < n_rows; row++)
        {
          const float left = a[row * a_row + k * a_column];

#pragma GCC unroll 2
          for (int v = 0; v < n_vectors; v++)
            sum[row][v] += left * right[v];
        }
    }
#pragma GCC unroll 12
  for (int row = 0; row < n_rows; row++)
#pragma GCC unroll 2
    for (int v = 0; v < n_vectors; v++)
      store (sums + row * sums_step + v * DH_LANES, sum[row][v]);
}

/* The 1 is a constant, too: `a` lies as it is, or transposed. */
#define BLOCK(n_rows, n_vectors) \
  case n_rows: \
    if (transposed) \
      multiply_block (n_rows, n_vectors, depth, a, 1, a_step, b, b_step, sums, sums_step, add); \
    else \
      multiply_block (n_rows, n_vectors, depth, a, a_step, 1, b, b_step, sums, sums_step, add); \
    break;

#if MAX_ROWS == 12
#define LARGE_BLOCKS(n_vectors) \
  BLOCK (6, n_vectors) \
  BLOCK (7, n_vectors) \
  BLOCK (8, n_vectors) \
  BLOCK (9, n_vectors) BLOCK (10, n_vectors) BLOCK (11, n_vectors) BLOCK (12, n_vectors)
#elif MAX_ROWS == 6
#define LARGE_BLOCKS(n_vectors) BLOCK (6, n_vectors)
#else
#define LARGE_BLOCKS(n_vectors)
#endif
#define BLOCKS(n_vectors) \
  BLOCK (1, n_vectors) \
  BLOCK (2, n_vectors) \
  BLOCK (3, n_vectors) BLOCK (4, n_vectors) BLOCK (5, n_vectors) LARGE_BLOCKS (n_vectors)

INLINE void
multiply_columns (const int n_vectors, const gboolean transposed, int n_rows, int depth,
                  const float *a, gsize a_step, const float *b, gsize b_step, float *sums,
                  gsize sums_step, gboolean add)
{
  const int n_blocks = (n_rows + MAX_ROWS - 1) / MAX_ROWS;

  /* About equally many rows each: a block of a few is slow. */
  for (int block = 0, row = 0; block < n_blocks; block++)
    {
      const int n = (n_rows - row + n_blocks - block - 1) / (n_blocks - block);

#if MAX_VECTORS == 2
      if (n_vectors == 2)
        switch (n)
          {
            BLOCKS (2)
          }
      else
#endif
        switch (n)
          {
            BLOCKS (1)
          }
      row += n;
      a += transposed ? (gsize) n : n * a_step;
      sums += n * sums_step;
    }
}

INLINE void
multiply_all (const gboolean transposed, int n_rows, int n_columns, int depth, const float *a,
              gsize a_step, const float *b, gsize b_step, float *sums, gsize sums_step,
              gboolean add)
{
  int column = 0;

  for (; column + MAX_VECTORS * DH_LANES <= n_columns; column += MAX_VECTORS * DH_LANES)
    multiply_columns (MAX_VECTORS, transposed, n_rows, depth, a, a_step, b + column, b_step,
                      sums + column, sums_step, add);
  for (; column < n_columns; column += DH_LANES)
    multiply_columns (1, transposed, n_rows, depth, a, a_step, b + column, b_step, sums + column,
                      sums_step, add);
}

static void
multiply (int n_rows, int n_columns, int depth, const float *a, gsize a_step, const float *b,
          gsize b_step, float *sums, gsize sums_step, gboolean add)
{
  multiply_all (FALSE, n_rows, n_columns, depth, a, a_step, b, b_step, sums, sums_step, add);
}

static void
multiply_transposed (int n_rows, int n_columns, int depth, const float *a, gsize a_step,
                     const float *b, gsize b_step, float *sums, gsize sums_step, gboolean add)
{
  multiply_all (TRUE, n_rows, n_columns, depth, a, a_step, b, b_step, sums, sums_step, add);
}

/* ---- transposing ---- */

#ifdef __AVX__
#define SIDE 8
#else
#define SIDE 4
#endif

/* Loaded from anywhere: the taps of a kernel are nine. */
typedef float Run __attribute__ ((vector_size (4 * SIDE), aligned (4)));

/* Pairs of rows, then pairs of pairs, …: every step doubles the runs that lie as they should. */
#ifdef __AVX__
INLINE void
transpose_block (const float *from, gsize from_step, float *to, gsize to_step)
{
  Run rows[SIDE], pairs[SIDE];

#pragma GCC unroll 8
  for (int i = 0; i < SIDE; i++)
    rows[i] = *(const Run *) (from + i * from_step);
#pragma GCC unroll 4
  for (int i = 0; i < SIDE; i += 2)
    {
      pairs[i] = __builtin_shufflevector (rows[i], rows[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
      pairs[i + 1] = __builtin_shufflevector (rows[i], rows[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
#pragma GCC unroll 2
  for (int i = 0; i < SIDE; i += 4)
#pragma GCC unroll 2
    for (int k = 0; k < 2; k++)
      {
        const Run a = pairs[i + k], b = pairs[i + k + 2];

        rows[i + 2 * k] = __builtin_shufflevector (a, b, 0, 1, 8, 9, 4, 5, 12, 13);
        rows[i + 2 * k + 1] = __builtin_shufflevector (a, b, 2, 3, 10, 11, 6, 7, 14, 15);
      }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++)
    {
      const Run a = rows[i], b = rows[i + 4];

      *(Run *) (to + i * to_step) = __builtin_shufflevector (a, b, 0, 1, 2, 3, 8, 9, 10, 11);
      *(Run *) (to + (i + 4) * to_step) = __builtin_shufflevector (a, b, 4, 5, 6, 7, 12, 13, 14,
                                                                   15);
    }
}
#else
INLINE void
transpose_block (const float *from, gsize from_step, float *to, gsize to_step)
{
  const Run a = *(const Run *) from, b = *(const Run *) (from + from_step);
  const Run c = *(const Run *) (from + 2 * from_step);
  const Run d = *(const Run *) (from + 3 * from_step);
  const Run ab = __builtin_shufflevector (a, b, 0, 4, 1, 5);
  const Run ab_end = __builtin_shufflevector (a, b, 2, 6, 3, 7);
  const Run cd = __builtin_shufflevector (c, d, 0, 4, 1, 5);
  const Run cd_end = __builtin_shufflevector (c, d, 2, 6, 3, 7);

  *(Run *) to = __builtin_shufflevector (ab, cd, 0, 1, 4, 5);
  *(Run *) (to + to_step) = __builtin_shufflevector (ab, cd, 2, 3, 6, 7);
  *(Run *) (to + 2 * to_step) = __builtin_shufflevector (ab_end, cd_end, 0, 1, 4, 5);
  *(Run *) (to + 3 * to_step) = __builtin_shufflevector (ab_end, cd_end, 2, 3, 6, 7);
}
#endif

#define TRANSPOSED_ROWS 128 /* rows whose lines stay in the cache until all columns are through */

static void
transpose (int n_rows, int n_columns, const float *from, gsize from_step, float *to, gsize to_step)
{
  for (int first = 0; first < n_rows; first += TRANSPOSED_ROWS)
    for (int column = 0; column < n_columns; column += SIDE)
      for (int row = first; row < MIN (first + TRANSPOSED_ROWS, n_rows); row += SIDE)
        transpose_block (from + row * from_step + column, from_step, to + column * to_step + row,
                         to_step);
}

static void
turn_kernels (int n_columns, const float *from, float *to)
{
  const int last = DH_WINOGRAD_N_TAPS - 1;

  for (int column = 0; column < n_columns; column += SIDE)
    {
      float turned[2 * 4][SIDE];

      for (int tap = 0; tap < last; tap += SIDE)
        transpose_block (from + column * DH_WINOGRAD_N_TAPS + tap, DH_WINOGRAD_N_TAPS, turned[tap],
                         SIDE);
      for (int tap = 0; tap < last; tap++)
        *(Run *) (to + (last - tap) * n_columns + column) = *(Run *) turned[tap];
      for (int i = 0; i < SIDE; i++)
        to[column + i] = from[(column + i) * DH_WINOGRAD_N_TAPS + last];
    }
}

const DhWinogradKernels DH_KERNELS = {
  .lanes = DH_LANES,
  .n_columns = MAX_VECTORS * DH_LANES,
  .transform_windows = transform_windows,
  .transform_gradients = transform_gradients,
  .transform_weights = transform_weights,
  .finish_tiles = finish_tiles,
  .finish_weights = finish_weights,
  .multiply = multiply,
  .multiply_transposed = multiply_transposed,
  .transpose = transpose,
  .turn_kernels = turn_kernels,
};
