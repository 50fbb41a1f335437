/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Log-cosh: s² log cosh (d/s), a parabola that bends into a straight line at about s.  On
 * pictures in [0, 1] the usual s = 1 never leaves the parabola, so it trains like half the MSE;
 * s = .05 shows the shape of the textbook.
 *
 * With x = |d/s| and e = exp (-2x), log cosh = x - log 2 + log (1 + e) and tanh = (1 - e) / (1
 * + e). Below one half that difference loses its digits, so there both are polynomials in x²
 * (through Chebyshev's points; errors 1e-9 and 1e-8).  Both ways are computed for every pixel
 * and one is chosen: cheaper than a branch in vector code.
 */
#include "core/loss/loss.h"
#include "core/loss/vector-math.h"

#include <glib/gi18n-lib.h>

#include <math.h>

#define LOG_2 0.693147181f

/* log cosh x / x² with z = x² <= 1/4 */
static inline float
near_value (float z)
{
  return 0.499999999f + z * (-0.0833331045f + z * (0.0222148332f
         + z * (-0.00666160524f + z * 0.00178346445f)));
}

/* tanh x / x with z = x² <= 1/4 */
static inline float
near_slope (float z)
{
  return 0.999999987f + z * (-0.333330679f + z * (0.133247505f
         + z * (-0.0529842388f + z * 0.0171313444f)));
}

static void
logcosh_kernel (const double *settings, float share, int n, const float *restrict error,
                float *restrict term, float *restrict slope)
{
  float scale = (float) settings[0];
  float factor = (float) (1.0 / settings[0]);

  for (int i = 0; i < n; i++)
    {
      float x = error[i] * factor;
      float a = fabsf (x);
      float e = dh_vector_exp (-2.0f * a);
      float far_value = a - LOG_2 + dh_vector_log1p (e);
      float far_slope = copysignf ((1.0f - e) / (1.0f + e), x);
      gboolean near = a < 0.5f;

      term[i] = scale * scale * (near ? x * x * near_value (x * x) : far_value);
      slope[i] = share * scale * (near ? x * near_slope (x * x) : far_slope);
    }
}

static double
logcosh_profile (const double *settings, double error, double *slope)
{
  double s = settings[0], a = fabs (error / s);

  *slope = s * tanh (error / s);
  if (a < 1e-3)
    return s * s * a * a * (0.5 - a * a / 12);
  return s * s * (a + log1p (exp (-2 * a)) - G_LN2);
}

const DhLoss dh_loss_logcosh = {
  .id = "logcosh",
  .name = N_("Log-Cosh"),
  .symbol = "LogCosh",
  .formula = N_("mean of s² log cosh(d/s)"),
  .summary = N_("With s = 1 it can hardly be told from MSE at half the slope; with s = 0.05 it "
                "acts like Huber with a soft bend."),
  .good_for = N_("A smooth curve everywhere, without corner or seam."),
  .bad_for = N_("Its fame: pictures end at 1, so with s = 1 the robust part is never reached."),
  .source = N_("As in faceswap, s = 1; the scale s is added here"),
  .settings = { { "scale", N_("Scale s"), 0.01, 2.0, 1.0 } },
  .kernel = logcosh_kernel,
  .profile = logcosh_profile,
};
