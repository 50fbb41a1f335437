/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Focal frequency loss: the error of each frequency of the picture's Fourier transform, weighted by
 * how large it is itself.  With F the orthonormal transform of d = p - t and D = |F|, it is the
 * mean of w D² with w = D / max D, for each picture and channel separately.  With all w = 1 it
 * would be MSE again (Parseval); the weights emphasise the worst frequencies.
 *
 * The weights count as constants, as in the paper, so the gradient is one transform back: 2/n times
 * the inverse transform of w F.  The transform is linear, so the difference is transformed and not
 * both pictures.  Two channels go through it at once, one as the real part and one as the imaginary
 * one: their transforms are separated by symmetry.  That takes a third of the time of two
 * transforms of real numbers, which FFTW does without vectors.
 *
 * Source: Jiang, Dai, Wu, Loy, "Focal Frequency Loss for Image Reconstruction and Synthesis", 2021.
 */
#include "core/loss/dft.h"
#include "core/loss/loss.h"
#include "core/loss/pixelwise.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

#include <math.h>

#define ALIGNMENT 16 /* floats */

/* The transform of one channel's difference. */
typedef struct
{
  float *real, *imaginary;
  float *power; /* |F|², later |F|³ */
} Spectrum;

/* Two channels at work. */
typedef struct
{
  const DhDft *dft;
  int height, width;
  gsize n;        /* pixels of a channel, numbers of a spectrum */
  float *numbers; /* pairs of the real and the imaginary part */
  float *real, *imaginary;
  Spectrum spectra[2];
} Pair;

/* ---- scratch ---- */

static gsize
get_plane_size (DhShape shape)
{
  return ((gsize) shape.h * shape.w + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static gsize
get_scratch_size (DhShape shape)
{
  return ALIGNMENT + 10 * get_plane_size (shape);
}

static void
pair_init (Pair *self, DhShape shape, float *scratch)
{
  gsize past = GPOINTER_TO_SIZE (scratch) / sizeof (float) % ALIGNMENT;
  gsize plane = get_plane_size (shape);

  self->dft = dh_dft_get (shape.h, shape.w);
  self->height = shape.h;
  self->width = shape.w;
  self->n = (gsize) shape.h * shape.w;
  self->numbers = scratch + (past > 0 ? ALIGNMENT - past : 0);
  self->real = self->numbers + 2 * plane;
  self->imaginary = self->real + plane;
  for (int k = 0; k < 2; k++)
    {
      self->spectra[k].real = self->imaginary + (1 + 3 * k) * plane;
      self->spectra[k].imaginary = self->spectra[k].real + plane;
      self->spectra[k].power = self->spectra[k].imaginary + plane;
    }
}

/* ---- two channels as one ---- */

DH_VECTOR_CLONES (void, subtract_two,
                  (gsize n, const float *restrict t1, const float *restrict p1,
                   const float *restrict t2, const float *restrict p2, float *restrict numbers),
                  (n, t1, p1, t2, p2, numbers))
{
  for (gsize i = 0; i < n; i++)
    {
      numbers[2 * i] = p1[i] - t1[i];
      numbers[2 * i + 1] = p2[i] - t2[i];
    }
}

DH_VECTOR_CLONES (void, subtract_one,
                  (gsize n, const float *restrict target, const float *restrict prediction,
                   float *restrict numbers),
                  (n, target, prediction, numbers))
{
  for (gsize i = 0; i < n; i++)
    {
      numbers[2 * i] = prediction[i] - target[i];
      numbers[2 * i + 1] = 0;
    }
}

DH_VECTOR_CLONES (void, unpack,
                  (gsize n, const float *restrict numbers, float *restrict real,
                   float *restrict imaginary),
                  (n, numbers, real, imaginary))
{
  for (gsize i = 0; i < n; i++)
    {
      real[i] = numbers[2 * i];
      imaginary[i] = numbers[2 * i + 1];
    }
}

/* Z = A + iB where A and B are the transforms of real pictures, whose values at opposite
 * frequencies are conjugates; so A = (Z + Z'*) / 2 and B = (Z - Z'*) / 2i.  One row, with the row
 * of the opposite frequencies. */
DH_VECTOR_CLONES (void, part_row,
                  (int n, const float *restrict zr, const float *restrict zi,
                   const float *restrict oppr, const float *restrict oppi, float *restrict ar,
                   float *restrict ai, float *restrict br, float *restrict bi),
                  (n, zr, zi, oppr, oppi, ar, ai, br, bi))
{
  for (int i = 1; i < n; i++)
    {
      ar[i] = 0.5f * (zr[i] + oppr[n - i]);
      ai[i] = 0.5f * (zi[i] - oppi[n - i]);
      br[i] = 0.5f * (zi[i] + oppi[n - i]);
      bi[i] = 0.5f * (oppr[n - i] - zr[i]);
    }
  ar[0] = 0.5f * (zr[0] + oppr[0]);
  ai[0] = 0.5f * (zi[0] - oppi[0]);
  br[0] = 0.5f * (zi[0] + oppi[0]);
  bi[0] = 0.5f * (oppr[0] - zr[0]);
}

static void
part (Pair *self)
{
  Spectrum *a = &self->spectra[0], *b = &self->spectra[1];

  unpack (self->n, self->numbers, self->real, self->imaginary);
  for (int row = 0; row < self->height; row++)
    {
      gsize k = (gsize) row * self->width;
      gsize opposite = (gsize) ((self->height - row) % self->height) * self->width;

      part_row (self->width, self->real + k, self->imaginary + k, self->real + opposite,
                self->imaginary + opposite, a->real + k, a->imaginary + k, b->real + k,
                b->imaginary + k);
    }
}

/* A + iB */
DH_VECTOR_CLONES (void, join,
                  (gsize n, const float *restrict ar, const float *restrict ai,
                   const float *restrict br, const float *restrict bi, float *restrict numbers),
                  (n, ar, ai, br, bi, numbers))
{
  for (gsize i = 0; i < n; i++)
    {
      numbers[2 * i] = ar[i] - bi[i];
      numbers[2 * i + 1] = ai[i] + br[i];
    }
}

/* ---- one channel ---- */

/* The largest |F|²; NaN is never the largest, but stays in power. */
DH_VECTOR_CLONES (float, take_power,
                  (gsize n, const float *restrict real, const float *restrict imaginary,
                   float *restrict power),
                  (n, real, imaginary, power))
{
  enum
  {
    LANES = 64
  };
  float lanes[LANES] = { 0 };
  float largest = 0;

  for (gsize i = 0; i < n; i++)
    power[i] = real[i] * real[i] + imaginary[i] * imaginary[i];
  for (gsize start = 0; start + LANES <= n; start += LANES)
    for (int k = 0; k < LANES; k++)
      lanes[k] = power[start + k] > lanes[k] ? power[start + k] : lanes[k];
  for (int k = 0; k < LANES; k++)
    largest = MAX (largest, lanes[k]);
  for (gsize i = n - n % LANES; i < n; i++)
    largest = MAX (largest, power[i]);
  return largest;
}

/* power becomes |F|³, F becomes factor |F| F. */
DH_VECTOR_CLONES (void, weight,
                  (gsize n, float factor, float *restrict power, float *restrict real,
                   float *restrict imaginary),
                  (n, factor, power, real, imaginary))
{
  for (gsize i = 0; i < n; i++)
    {
      float magnitude = sqrtf (power[i]);

      power[i] *= magnitude;
      real[i] *= factor * magnitude;
      imaginary[i] *= factor * magnitude;
    }
}

/* Sum of w D²; F becomes the transform of its slope, times share.  With X as the unnormalised
 * transform, F = X / √n: w D² = |X|³ / max |X| / n, and on the way back, one factor 1/√n belongs to
 * F and one to the transform. */
static double
weight_spectrum (const Spectrum *self, gsize n, double share)
{
  double largest = sqrt (take_power (n, self->real, self->imaginary, self->power));
  double inverse = largest > 0 ? 1 / largest : 0; /* 0: equal pictures */

  weight (n, (float) (2 * share * inverse / n), self->power, self->real, self->imaginary);
  return dh_float_sum (self->power, n) * inverse / n;
}

/* ---- all channels ---- */

/* One or two channels, starting at the given pointers; gradient may be NULL. */
static double
evaluate_channels (Pair *self, int n_channels, double share, const float *target,
                   const float *prediction, float *gradient)
{
  const Spectrum *a = &self->spectra[0], *b = &self->spectra[1];
  gsize n = self->n;
  double sum = 0;

  if (n_channels == 2)
    subtract_two (n, target, prediction, target + n, prediction + n, self->numbers);
  else
    subtract_one (n, target, prediction, self->numbers);
  dh_dft_forward (self->dft, self->numbers);
  part (self);
  for (int k = 0; k < 2; k++)
    sum += weight_spectrum (&self->spectra[k], n, share);
  if (gradient == NULL)
    return sum;
  join (n, a->real, a->imaginary, b->real, b->imaginary, self->numbers);
  dh_dft_backward (self->dft, self->numbers);
  unpack (n, self->numbers, gradient, n_channels == 2 ? gradient + n : self->imaginary);
  return sum;
}

static double
focal_frequency_evaluate (const double *settings, DhShape shape, const float *target,
                          const float *prediction, float *gradient, float *scratch)
{
  double size = dh_shape_get_size (shape), sum = 0;
  int n_channels = shape.n * shape.c;
  Pair pair;

  pair_init (&pair, shape, scratch);
  for (int i = 0; i < n_channels; i += 2)
    {
      gsize start = i * pair.n;

      sum += evaluate_channels (&pair, MIN (n_channels - i, 2), 1 / size, target + start,
                                prediction + start, gradient != NULL ? gradient + start : NULL);
    }
  return sum / size;
}

const DhLoss dh_loss_focal_frequency = {
  .id = "focal_frequency",
  .name = N_ ("Focal frequency"),
  .symbol = "FFL",
  .formula = N_ ("mean of w |F|², F = Fourier transform of d, w = |F| / max |F|"),
  .tex = "\\frac{1}{n}\\sum_k w_k\\,\\lvert F_k\\rvert^2,\\quad F=\\operatorname{DFT}(d),\\quad "
         "w_k=\\frac{\\lvert F_k\\rvert}{\\max_j\\lvert F_j\\rvert}",
  .summary = N_ ("The coarse light and colour of the face come first; fine grain stays for a long "
                 "time, because none of its frequencies stands out."),
  .measured = N_ ("A uniform shift or a checkerboard of 0.1 costs {even.focal_frequency}, as in "
                  "MSE; noise of the same strength only {noise.focal_frequency}. After "
                  "{short.steps} steps of the quick preset its faces were grainy and off by "
                  "{short.focal_frequency.mae} (MAE), those of a lane trained with MAE by "
                  "{short.mae.mae}."),
  .good_for = N_ ("A pattern that is wrong all over the picture: stripes, a colour cast, a "
                  "checkerboard from the network’s upscaling."),
  .bad_for = N_ ("Training on its own: frequencies other than the worst hardly count. Add it to a "
                 "pixel loss."),
  .source = N_ ("Jiang et al. 2021, “Focal Frequency Loss for Image Reconstruction and Synthesis”"),
  .get_scratch_size = get_scratch_size,
  .evaluate = focal_frequency_evaluate,
};
