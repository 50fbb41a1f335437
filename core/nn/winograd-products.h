/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Products of matrices whose sums stay in registers.
 */
#pragma once

#include "core/nn/winograd-vector.h"

/* The number of sums that are kept in registers, with room left for the operands. */
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

/* A block of sums in registers; everything except depth and pointers is a constant. */
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

/* One of a's two steps is the constant 1, depending on whether it is transposed. */
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

  /* The rows are divided evenly, because blocks of few rows are slow. */
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
