/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The passes between convolutions: activations, shuffles, copies.  They are memory-bound, so
 * operations share passes where possible: the pixel shuffle and a residual block's sum also apply
 * the LeakyReLU.  Loops that the compiler vectorises suffice (base/vectors.h).
 *
 * A LeakyReLU keeps the sign, so the backward pass reads it from the result and
 * the argument need not be stored.
 */
#include "core/nn/elementwise.h"

#include "core/base/vector-math.h"
#include "core/nn/dnn.h"

#include <string.h>

static inline float
leaky (float x, float slope)
{
  return x > 0.0f ? x : slope * x;
}

DH_VECTOR_CLONES (void, leaky_forward, (gsize n, float slope, float *values), (n, slope, values))
{
  for (gsize i = 0; i < n; i++)
    values[i] = leaky (values[i], slope);
}

void
dh_leaky_forward (gsize n, float slope, float *values)
{
  leaky_forward (n, slope, values);
}

DH_VECTOR_CLONES (void, leaky_backward,
                  (gsize n, float slope, const float *restrict values, float *restrict gradient),
                  (n, slope, values, gradient))
{
  for (gsize i = 0; i < n; i++)
    gradient[i] *= values[i] > 0.0f ? 1.0f : slope;
}

void
dh_leaky_backward (gsize n, float slope, const float *values, float *gradient)
{
  leaky_backward (n, slope, values, gradient);
}

DH_VECTOR_CLONES (void, join_forward,
                  (gsize n, float slope, const float *restrict other, float *restrict values),
                  (n, slope, other, values))
{
  for (gsize i = 0; i < n; i++)
    values[i] = leaky (values[i] + other[i], slope);
}

void
dh_join_forward (gsize n, float slope, const float *other, float *values)
{
  join_forward (n, slope, other, values);
}

DH_VECTOR_CLONES (void, add, (gsize n, const float *restrict other, float *restrict sum),
                  (n, other, sum))
{
  for (gsize i = 0; i < n; i++)
    sum[i] += other[i];
}

void
dh_add (gsize n, const float *other, float *sum)
{
  add (n, other, sum);
}

/* ---- pixel shuffle ---- */

/* One block of channels of one picture, all four places. With a constant width the inner
 * loops become single vectors. */
static inline __attribute__ ((always_inline)) void
shuffle_forward_block (const int width, int size, float slope, gsize place_stride,
                       const float *restrict source, float *restrict output)
{
  for (int place = 0; place < 4; place++)
    for (int y = 0; y < size; y++)
      {
        const float *in = source + place * place_stride + (gsize) y * size * width;
        float *out = output + ((gsize) (2 * y + place / 2) * 2 * size + place % 2) * width;

        for (int x = 0; x < size; x++, in += width, out += 2 * width)
          for (int i = 0; i < width; i++)
            out[i] = leaky (in[i], slope);
      }
}

static inline __attribute__ ((always_inline)) void
shuffle_backward_block (const int width, int size, float slope, gsize place_stride,
                        const float *restrict output, const float *restrict output_gradient,
                        float *restrict source_gradient)
{
  for (int place = 0; place < 4; place++)
    for (int y = 0; y < size; y++)
      {
        gsize offset = ((gsize) (2 * y + place / 2) * 2 * size + place % 2) * width;
        const float *value = output + offset, *in = output_gradient + offset;
        float *out = source_gradient + place * place_stride + (gsize) y * size * width;

        for (int x = 0; x < size; x++, in += 2 * width, value += 2 * width, out += width)
          for (int i = 0; i < width; i++)
            out[i] = in[i] * (value[i] > 0.0f ? 1.0f : slope);
      }
}

void
dh_shuffle_forward (int batch, int channels, int size, float slope, const float *source,
                    float *output)
{
  int width = dh_dnn_block (), n_blocks = channels / width;
  gsize block = (gsize) size * size * width, stride = block * n_blocks;

  for (int n = 0; n < batch; n++)
    for (int b = 0; b < n_blocks; b++)
      {
        const float *in = source + n * 4 * stride + b * block;
        float *out = output + 4 * (n * stride + b * block);

        if (width == 16)
          shuffle_forward_block (16, size, slope, stride, in, out);
        else
          shuffle_forward_block (8, size, slope, stride, in, out);
      }
}

void
dh_shuffle_backward (int batch, int channels, int size, float slope, const float *output,
                     const float *output_gradient, float *source_gradient)
{
  int width = dh_dnn_block (), n_blocks = channels / width;
  gsize block = (gsize) size * size * width, stride = block * n_blocks;

  for (int n = 0; n < batch; n++)
    for (int b = 0; b < n_blocks; b++)
      {
        gsize offset = 4 * (n * stride + b * block);
        const float *value = output + offset, *in = output_gradient + offset;
        float *out = source_gradient + n * 4 * stride + b * block;

        if (width == 16)
          shuffle_backward_block (16, size, slope, stride, value, in, out);
        else
          shuffle_backward_block (8, size, slope, stride, value, in, out);
      }
}

void
dh_unshuffle (int batch, int channels, int size, const float *source, float *output)
{
  dh_shuffle_backward (batch, channels, size, 1.0f, source, source, output);
}

/* ---- plain and blocked ---- */

/* Where channel 3 · place + c of the square (y, x) lies; places are rows of two. */
static gsize
folded_index (int width, int size, int place, int c, int y, int x)
{
  int channel = 3 * place + c;

  return (gsize) (channel / width) * size * size * width + ((gsize) y * size + x) * width
         + channel % width;
}

void
dh_fold (int batch, int size, const float *plain, float *folded)
{
  int width = dh_dnn_block ();
  gsize area = (gsize) size * size;

  memset (folded, 0, batch * 16 * area * sizeof (float));
  for (int n = 0; n < batch; n++, folded += 16 * area)
    for (int c = 0; c < 3; c++)
      for (int y = 0; y < 2 * size; y++, plain += 2 * size)
        {
          float *even = folded + folded_index (width, size, 2 * (y % 2), c, y / 2, 0);
          float *odd = folded + folded_index (width, size, 2 * (y % 2) + 1, c, y / 2, 0);

          for (int x = 0; x < size; x++)
            {
              even[x * width] = plain[2 * x];
              odd[x * width] = plain[2 * x + 1];
            }
        }
}

void
dh_unfold (int batch, int size, const float *folded, float *plain)
{
  int width = dh_dnn_block ();
  gsize area = (gsize) size * size;

  for (int n = 0; n < batch; n++, folded += 16 * area)
    for (int c = 0; c < 3; c++)
      for (int y = 0; y < 2 * size; y++, plain += 2 * size)
        {
          const float *even = folded + folded_index (width, size, 2 * (y % 2), c, y / 2, 0);
          const float *odd = folded + folded_index (width, size, 2 * (y % 2) + 1, c, y / 2, 0);

          for (int x = 0; x < size; x++)
            {
              plain[2 * x] = even[x * width];
              plain[2 * x + 1] = odd[x * width];
            }
        }
}

void
dh_block (int batch, int channels, int size, const float *plain, float *blocked)
{
  int width = dh_dnn_block (), padded = dh_pad_channels (channels);
  gsize area = (gsize) size * size;

  for (int n = 0; n < batch; n++)
    for (int c = 0; c < padded; c += width)
      {
        const float *in = plain + ((gsize) n * channels + c) * area;
        float *out = blocked + ((gsize) n * padded + c) * area;
        int used = CLAMP (channels - c, 0, width);

        if (used < width)
          memset (out, 0, area * width * sizeof (float));
        for (gsize i = 0; i < area; i++)
          for (int j = 0; j < used; j++)
            out[i * width + j] = in[j * area + i];
      }
}

void
dh_unblock (int batch, int channels, int size, const float *blocked, float *plain)
{
  int width = dh_dnn_block (), padded = dh_pad_channels (channels);
  gsize area = (gsize) size * size;

  for (int n = 0; n < batch; n++)
    for (int c = 0; c < channels; c += width)
      {
        const float *in = blocked + ((gsize) n * padded + c) * area;
        float *out = plain + ((gsize) n * channels + c) * area;
        int used = MIN (channels - c, width);

        for (int j = 0; j < used; j++)
          for (gsize i = 0; i < area; i++)
            out[j * area + i] = in[i * width + j];
      }
}

/* ---- the ends ---- */

/* With e^−|x|, which never overflows.  NaN stays NaN: it is how a broken training is noticed. */
DH_VECTOR_CLONES (void, sigmoid_forward, (gsize n, float *values), (n, values))
{
  for (gsize i = 0; i < n; i++)
    {
      const float x = values[i], e = dh_vector_exp (x > 0.0f ? -x : x);
      const float y = (x > 0.0f ? 1.0f : e) / (1.0f + e);

      values[i] = x == x ? y : x;
    }
}

void
dh_sigmoid_forward (gsize n, float *values)
{
  sigmoid_forward (n, values);
}

DH_VECTOR_CLONES (void, sigmoid_backward,
                  (gsize n, const float *restrict values, const float *restrict output_gradient,
                   float *restrict gradient),
                  (n, values, output_gradient, gradient))
{
  for (gsize i = 0; i < n; i++)
    gradient[i] = output_gradient[i] * values[i] * (1.0f - values[i]);
}

void
dh_sigmoid_backward (gsize n, const float *values, const float *output_gradient, float *gradient)
{
  sigmoid_backward (n, values, output_gradient, gradient);
}

void
dh_bias_forward (int batch, gsize outputs, const float *bias, float *values)
{
  for (int n = 0; n < batch; n++)
    dh_add (outputs, bias, values + n * outputs);
}

void
dh_bias_backward (int batch, gsize outputs, const float *output_gradient, float *bias_gradient)
{
  memcpy (bias_gradient, output_gradient, outputs * sizeof (float));
  for (int n = 1; n < batch; n++)
    dh_add (outputs, output_gradient + n * outputs, bias_gradient);
}
