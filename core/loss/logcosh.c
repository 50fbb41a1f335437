/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Log-cosh: s² log cosh (d/s), a parabola that bends into a straight line at about s.  On
 * pictures in [0, 1] the usual s = 1 never leaves the parabola, so it trains like half the MSE;
 * s = .05 shows the shape of the textbook.
 *
 * With x = |d/s| and e = exp (-2x), log cosh = x - log 2 + log (1 + e) and tanh = (1 - e) / (1 +
 * e).  Near zero that difference loses its digits, so up to x = 1 both are polynomials in x² (least
 * squares, weighted until the error is even; relative errors 9e-8 and 5e-8).  A block of pixels
 * within that range, as all are at s = 1, needs nothing else; in any other block, both are computed
 * for every pixel and one is selected, which is cheaper than a branch in vector code.
 */
#include "core/loss/loss.h"
#include "core/base/vector-math.h"

#include <glib/gi18n-lib.h>

#include <math.h>

#define LOG_2 0.693147181f

/* log cosh x / x² with z = x² <= 1 */
static inline float
near_value (float z)
{
  return 0.499999954f
         + z
             * (-0.0833299565f
                + z
                    * (0.0221811272f
                       + z * (-0.00655910547f + z * (0.00178535983f + z * -0.000296588494f))));
}

/* tanh x / x with z = x² <= 1 */
static inline float
near_slope (float z)
{
  return 0.99999995f
         + z
             * (-0.333328391f
                + z
                    * (0.133252039f
                       + z
                           * (-0.0534570222f
                              + z * (0.0202899664f + z * (-0.0062033667f + z * 0.00104101852f)))));
}

/* Whether all |error| <= scale; without their signs, the bits of floats are in the order of their
 * values, and NaN is above all. */
static inline gboolean
stays_near (float scale, int n, const float *error)
{
  gint32 largest = 0;

  for (int i = 0; i < n; i++)
    {
      gint32 bits = (gint32) (dh_float_get_bits (error[i]) & 0x7fffffffu);

      largest = MAX (largest, bits);
    }
  return largest <= (gint32) dh_float_get_bits (scale);
}

DH_VECTOR_CLONES (void, logcosh_kernel,
                  (const double *settings, float share, int n, const float *restrict error,
                   float *restrict term, float *restrict slope),
                  (settings, share, n, error, term, slope))
{
  float scale = (float) settings[0], square = scale * scale, slope_share = share * scale;
  float factor = (float) (1.0 / settings[0]);

  if (stays_near (scale, n, error))
    for (int i = 0; i < n; i++)
      {
        float x = error[i] * factor, z = x * x;

        term[i] = square * (z * near_value (z));
        slope[i] = slope_share * (x * near_slope (z));
      }
  else
    for (int i = 0; i < n; i++)
      {
        float x = error[i] * factor, z = x * x, a = fabsf (x);
        float e = dh_vector_exp (-2.0f * a);
        float far_value = a - LOG_2 + dh_vector_log1p (e);
        float far_slope = copysignf ((1.0f - e) / (1.0f + e), x);

        term[i] = square * (a <= 1.0f ? z * near_value (z) : far_value);
        slope[i] = slope_share * (a <= 1.0f ? x * near_slope (z) : far_slope);
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

static double
logcosh_curvature (const double *settings, double error)
{
  double slope = tanh (error / settings[0]);

  return 1 - slope * slope;
}

const DhLoss dh_loss_logcosh = {
  .id = "logcosh",
  .name = N_ ("Log-Cosh"),
  .symbol = "LogCosh",
  .formula = N_ ("mean of s² log cosh(d/s)"),
  .tex = "\\frac{s^2}{n}\\sum_i \\log\\cosh\\frac{d_i}{s}",
  .summary = N_ ("With s = 1 it looks like MSE at half the slope; with s = 0.05 it acts like Huber "
                 "with a soft bend."),
  .claim = N_ ("It works mostly like MSE, but is not so strongly affected by a wild error now "
               "and then."),
  .measured = N_ ("At s = 1, as in faceswap, the second half isn’t true for pictures: errors end "
                  "at 1, where the bend has hardly begun. At an error of 0.05 it is "
                  "{half-mse.logcosh.near} % of ½ MSE, at 0.3 {half-mse.logcosh.far} %, and "
                  "outliers account for {outliers.logcosh.loss} % of the loss, as with MSE. At s "
                  "= 0.05 they account for {outliers.logcosh.soft} %."),
  .good_for = N_ ("Huber’s job without its corner, once s is set to about 0.05."),
  .bad_for = N_ ("Anything at s = 1: MSE does the same."),
  .source = N_ ("As in faceswap, s = 1; the scale s is added here"),
  .settings = { { "scale", N_ ("Scale s"), 0.01, 2.0, 1.0, NULL, 0 } },
  .near_half_mse = TRUE,
  .kernel = logcosh_kernel,
  .profile = logcosh_profile,
  .curvature = logcosh_curvature,
};
