/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Converting between the parameter vector and the weights in the layout of a convolution.
 *
 * Two things differ.  oneDNN is fast only where channels come in multiples of 16, so there are
 * zero weights in the padding; before a pixel shuffle each of the four runs of output
 * channels is padded by itself.  And the ends of the network are folded: three channels
 * would fill 3 of 16 lanes, so the four pixels of each 2×2 square become channels,
 * 12 of 16, at half the size.  A 5×5 convolution of stride 2 is then one of 3×3 and stride 1
 * with the same weights in other places.  The output convolution becomes 3×3 with each
 * weight in four places, one for each pixel of the square it computes, costs the third of
 * its 5×5 form, and can read what a pixel shuffle would have shuffled.  The numbers are
 * the same, up to the order of the sums.
 *
 * Along one axis: pixel p of a square (0 or 1), tap k and padding b meet the pixel p + k − b,
 * counted from the square's first; that is pixel (p + k − b) mod 2 of the square
 * ⌊(p + k − b) / 2⌋ further on, and all of these lie within −1 … 1.
 */
#include "core/nn/weights.h"

#include "core/nn/elementwise.h"

#include <string.h>

DhWeights
dh_weights_init (DhFold fold, int out, int in, int kernel, int groups)
{
  DhWeights self = { .fold = fold, .out = out, .in = in, .kernel = kernel, .groups = groups };

  g_assert (fold == DH_FOLD_NONE || groups == 1);
  self.run_kernel = fold == DH_FOLD_NONE ? kernel : 3;
  self.run_out = fold == DH_FOLD_OUTPUT ? dh_pad_channels (4 * out)
                                        : groups * dh_pad_channels (out / groups);
  self.run_in = fold == DH_FOLD_INPUT    ? dh_pad_channels (4 * in)
                : fold >= DH_FOLD_PHASES ? 4 * dh_pad_channels (in)
                                         : dh_pad_channels (in);
  return self;
}

int
dh_weights_get_phase_channels (const DhWeights *self)
{
  if (self->kernel != 5)
    return 0;
  return self->fold == DH_FOLD_INPUT    ? self->in
         : self->fold == DH_FOLD_PHASES ? dh_pad_channels (self->in)
                                        : 0;
}

gsize
dh_weights_size (const DhWeights *self)
{
  return (gsize) self->run_out * self->run_in * self->run_kernel * self->run_kernel;
}

gboolean
dh_weights_equal (const DhWeights *self)
{
  return self->fold == DH_FOLD_NONE && self->run_out == self->out && self->run_in == self->in;
}

static gsize
run_row (const DhWeights *self, int row)
{
  int length = self->out / self->groups;

  return (gsize) (row / length) * dh_pad_channels (length) + row % length;
}

/* ---- folding ---- */

/* Which pixel of which square one pixel of a square meets by one tap of the kernel. */
typedef struct
{
  int place; /* 0 … 3 in that square */
  int tap;   /* 0 … 8, of the 3×3 kernel */
} Meeting;

static Meeting
meet (const DhWeights *self, int place, int ky, int kx)
{
  int before = self->fold == DH_FOLD_OUTPUT ? (self->kernel - 1) / 2 : (self->kernel - 2) / 2;
  int y = place / 2 + ky - before + 2, x = place % 2 + kx - before + 2;

  return (Meeting) { 2 * (y % 2) + x % 2, y / 2 * 3 + x / 2 };
}

static int
n_places (const DhWeights *self)
{
  return self->fold == DH_FOLD_OUTPUT ? 4 : 1;
}

#define MAX_TAPS 25

/* Where a kernel's taps stand for one pixel of the square, counted from what its first input
 * channel has. */
static void
find_taps (const DhWeights *self, int place, gsize offsets[MAX_TAPS])
{
  const int in_stride = self->fold == DH_FOLD_INPUT ? self->in : dh_pad_channels (self->in);

  for (int ky = 0; ky < self->kernel; ky++)
    for (int kx = 0; kx < self->kernel; kx++)
      {
        const Meeting m = meet (self, place, ky, kx);

        *offsets++ = (gsize) m.place * in_stride * 9 + m.tap;
      }
}

/* n_taps is a constant where it is inlined, so that nothing but the copies remains. */
static inline __attribute__ ((always_inline)) void
fold_taps (const DhWeights *self, const int n_taps, const float *restrict weights,
           float *restrict folded)
{
  const int n = self->out * self->in;
  gsize offsets[MAX_TAPS];

  for (int place = 0; place < n_places (self); place++)
    {
      find_taps (self, place, offsets);
      for (int pair = 0; pair < n; pair++)
        {
          const gsize row = (gsize) place * self->out + pair / self->in;
          float *to = folded + (row * self->run_in + pair % self->in) * 9;

#pragma GCC unroll 25
          for (int tap = 0; tap < n_taps; tap++)
            to[offsets[tap]] = weights[pair * n_taps + tap];
        }
    }
}

static void
fold (const DhWeights *self, const float *weights, float *folded)
{
  if (self->kernel == 5)
    fold_taps (self, 5 * 5, weights, folded);
  else
    fold_taps (self, self->kernel * self->kernel, weights, folded);
}

/* adds: to what is there already; otherwise the first place overwrites it. */
static inline __attribute__ ((always_inline)) void
unfold_taps (const DhWeights *self, gboolean adds, const int n_taps, const float *restrict folded,
             float *restrict weights)
{
  const int n = self->out * self->in;
  gsize offsets[MAX_TAPS];

  for (int place = 0; place < n_places (self); place++)
    {
      find_taps (self, place, offsets);
      for (int pair = 0; pair < n; pair++)
        {
          const gsize row = (gsize) place * self->out + pair / self->in;
          const float *from = folded + (row * self->run_in + pair % self->in) * 9;

          if (adds || place > 0)
#pragma GCC unroll 25
            for (int tap = 0; tap < n_taps; tap++)
              weights[pair * n_taps + tap] += from[offsets[tap]];
          else
#pragma GCC unroll 25
            for (int tap = 0; tap < n_taps; tap++)
              weights[pair * n_taps + tap] = from[offsets[tap]];
        }
    }
}

static void
unfold (const DhWeights *self, gboolean adds, const float *folded, float *weights)
{
  if (self->kernel == 5)
    unfold_taps (self, adds, 5 * 5, folded, weights);
  else
    unfold_taps (self, adds, self->kernel * self->kernel, folded, weights);
}

/* ---- both ---- */

void
dh_weights_spread (const DhWeights *self, const float *weights, float *run_weights)
{
  gsize area = (gsize) self->kernel * self->kernel;
  gsize length = self->in * area, run_length = self->run_in * area;

  memset (run_weights, 0, dh_weights_size (self) * sizeof (float));
  if (self->fold != DH_FOLD_NONE)
    fold (self, weights, run_weights);
  else
    for (int o = 0; o < self->out; o++)
      memcpy (run_weights + run_row (self, o) * run_length, weights + o * length,
              length * sizeof (float));
}

void
dh_weights_spread_bias (const DhWeights *self, const float *bias, float *run_bias)
{
  memset (run_bias, 0, self->run_out * sizeof (float));
  for (int place = 0; place < n_places (self); place++)
    for (int o = 0; o < self->out; o++)
      run_bias[place * self->out + run_row (self, o)] = bias[o];
}

void
dh_weights_gather (const DhWeights *self, gboolean adds, const float *run_weights, float *weights)
{
  gsize area = (gsize) self->kernel * self->kernel;
  gsize length = self->in * area, run_length = self->run_in * area;

  if (self->fold != DH_FOLD_NONE)
    unfold (self, adds, run_weights, weights);
  else if (adds)
    for (int o = 0; o < self->out; o++)
      dh_add (length, run_weights + run_row (self, o) * run_length, weights + o * length);
  else
    for (int o = 0; o < self->out; o++)
      memcpy (weights + o * length, run_weights + run_row (self, o) * run_length,
              length * sizeof (float));
}

void
dh_weights_gather_bias (const DhWeights *self, gboolean adds, const float *run_bias, float *bias)
{
  if (!adds)
    memset (bias, 0, self->out * sizeof (float));
  for (int place = 0; place < n_places (self); place++)
    for (int o = 0; o < self->out; o++)
      bias[o] += run_bias[place * self->out + run_row (self, o)];
}
