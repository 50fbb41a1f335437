/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The passes between convolutions, memory to memory. "Blocked" is (N, C/B, S, S, B) with
 * B of dh_dnn_block () and C a multiple of 16; "plain" is (N, C, S, S). Slope 1 means
 * no LeakyReLU. */

/* values ← LeakyReLU (values) */
void dh_leaky_forward (gsize n, float slope, float *values);
/* gradient ← gradient · slope where the LeakyReLU gave a negative value */
void dh_leaky_backward (gsize n, float slope, const float *values, float *gradient);
/* values ← LeakyReLU (values + other) */
void dh_join_forward (gsize n, float slope, const float *other, float *values);
/* sum ← sum + other */
void dh_add (gsize n, const float *other, float *sum);

/* (N, 4C, S, S) → (N, C, 2S, 2S): channel (2y + x)·C + c of a pixel becomes channel c of
 * the pixel (y, x) of the four in its place; then LeakyReLU. */
void dh_shuffle_forward (int batch, int channels, int size, float slope, const float *source,
                         float *output);
/* The way back; output: what the forward pass gave. */
void dh_shuffle_backward (int batch, int channels, int size, float slope, const float *output,
                          const float *output_gradient, float *source_gradient);

/* (N, C, 2S, 2S) → (N, 4C, S, S), the shuffle's way back without the LeakyReLU. */
void dh_unshuffle (int batch, int channels, int size, const float *source, float *output);

/* plain (N, 3, 2S, 2S) ↔ blocked (N, 12, S, S), padded to 16: the pixel (y, x) of a square of
 * four becomes the channels 3 (2y + x) … + 2. */
void dh_fold (int batch, int size, const float *plain, float *folded);
void dh_unfold (int batch, int size, const float *folded, float *plain);

/* plain with so many channels ↔ blocked, padded with zeros to a multiple of 16 */
void dh_block (int batch, int channels, int size, const float *plain, float *blocked);
void dh_unblock (int batch, int channels, int size, const float *blocked, float *plain);

/* values ← 1 / (1 + e^−values) */
void dh_sigmoid_forward (gsize n, float *values);
/* gradient by the argument from the one by the value */
void dh_sigmoid_backward (gsize n, const float *values, const float *output_gradient,
                          float *gradient);

/* (N, outputs): bias added to each row; its gradient, the sum of the rows */
void dh_bias_forward (int batch, gsize outputs, const float *bias, float *values);
void dh_bias_backward (int batch, gsize outputs, const float *output_gradient,
                       float *bias_gradient);

/* 16 · ⌈channels / 16⌉ */
static inline int
dh_pad_channels (int channels)
{
  return (channels + 15) / 16 * 16;
}

G_END_DECLS
