/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Winograd's transforms of windows, tiles and weights, with the points 0, ±1, ±2 and infinity.
 *
 * Whatever lies side by side in a vector are channels, so no transform moves a number from one lane
 * to another.
 */
#pragma once

#include "core/nn/winograd-vector.h"

#define TILE   DH_WINOGRAD_TILE
#define WINDOW DH_WINOGRAD_WINDOW

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

/* The position of a window or tile in its map; pixels outside count as 0. */
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

/* The distance between two rows, and between two pixels of a row; floats. */
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

/* The offset of a channel block's first pixel. */
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

/* A column of n pixels of one channel block. */
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

/* side: WINDOW or TILE. */
INLINE void
transform_column (const int side, const Vector *x, Vector y[WINDOW])
{
  if (side == WINDOW)
    transform_window (x, y);
  else
    transform_tile (x, y);
}

INLINE void
transform_one_square (const int side, const DhWinogradTiles *tiles, const float *block, Place place,
                      gboolean inside, float *to, gsize step)
{
  Vector half[WINDOW][WINDOW], values[WINDOW];

#pragma GCC unroll 6
  for (int column = 0; column < side; column++)
    {
      Vector result[WINDOW];

      load_column (tiles, block, place, column, side, inside, values);
      transform_column (side, values, result);
      for (int row = 0; row < WINDOW; row++)
        half[row][column] = result[row];
    }
#pragma GCC unroll 6
  for (int row = 0; row < WINDOW; row++)
    {
      transform_column (side, half[row], values);
      for (int column = 0; column < WINDOW; column++)
        store (to + (row * WINDOW + column) * step, values[column]);
    }
}

INLINE void
transform_squares (const int side, const DhWinogradTiles *tiles, int pad, int first_channel,
                   int n_channels, const float *map, const DhWinogradMatrices *to)
{
  for (int i = 0; i < tiles->n_tiles; i++)
    {
      const Place place = get_place (tiles, tiles->first + i, pad);
      const gboolean inside = is_inside (tiles, place, side);
      float *row = to->values + i * to->row_step;

      for (int channel = 0; channel < n_channels; channel += DH_LANES)
        {
          const float *block = map + get_block (tiles, place.picture, first_channel + channel);

          if (inside)
            transform_one_square (side, tiles, block, place, TRUE, row + channel, to->point_step);
          else
            transform_one_square (side, tiles, block, place, FALSE, row + channel, to->point_step);
        }
    }
}

static void
transform_windows (const DhWinogradTiles *tiles, int pad, int first_channel, int n_channels,
                   const float *map, const DhWinogradMatrices *to)
{
  transform_squares (WINDOW, tiles, pad, first_channel, n_channels, map, to);
}

static void
transform_gradients (const DhWinogradTiles *tiles, int first_channel, int n_channels,
                     const float *map, const DhWinogradMatrices *to)
{
  transform_squares (TILE, tiles, 0, first_channel, n_channels, map, to);
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
