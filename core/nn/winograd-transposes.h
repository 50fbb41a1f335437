/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rearranging weights from the order of the parameter vector into that of the products, and back.
 */
#pragma once

#include "core/nn/winograd-vector.h"

#ifdef __AVX__
#define SIDE 8
#else
#define SIDE 4
#endif

/* Not aligned, because a kernel has nine taps. */
typedef float Run __attribute__ ((vector_size (4 * SIDE), aligned (4)));

/* First pairs of rows are interleaved, then pairs of pairs. */
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

/* At a time, so that their cache lines stay until all columns are read. */
#define TRANSPOSED_ROWS 128

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
