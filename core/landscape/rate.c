/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The default learning rate of a ground.
 *
 * It is for grounds without a chosen rate: a typed function, or a face under some loss.
 *
 * Half of 2/λ is stable if λ is the ground's largest curvature.  The curvature is sampled at the
 * start and on the way to the goal; not at the goal itself, where a loss such as MAE has a corner.
 * The first step should be visible and stay within the picture.  Then the rate is tried out: if the
 * ball bounces or leaves the ground, the rate is halved, and if nothing helps, the rate that got
 * lowest is used.
 */
#include "core/landscape/rate.h"

#include "core/base/tensor.h"

#include <math.h>
#include <string.h>

/* The slowest of several default rates, relative to the usual one. */
#define CREEPING      0.1
#define CALM          0.5 /* of the rate at which descent begins to bounce */
#define USUAL_RATE    0.1
#define N_TRIALS      6
#define N_TRIAL_STEPS 16
#define N_BOLD_STEPS  240
/* Of the width: the first step. */
#define LONGEST_STEP  0.25
#define SHORTEST_STEP 0.004
/* Of the width: a slope that would vanish within this distance is rounding error. */
#define NO_SLOPE 1e-9

static double
find_largest_curvature (const DhGround *ground, const double *goal, float *scratch)
{
  static const double parts[] = { 0, 0.5, 0.85 };
  double largest = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const double *start = ground->start;
      double at[2] = { start[0] + parts[i] * (goal[0] - start[0]),
                       start[1] + parts[i] * (goal[1] - start[1]) };
      DhJet jet = dh_ground_get_jet (ground, at, scratch);
      double curvature = dh_jet_get_largest_curvature (&jet);

      if (isfinite (curvature) && curvature > largest)
        largest = curvature;
    }
  return largest;
}

static gboolean
is_shown (const DhGround *ground, const double at[2])
{
  for (guint i = 0; i < ground->n_dimensions; i++)
    if (!(at[i] >= ground->minimum[i] && at[i] <= ground->maximum[i]))
      return FALSE;
  return TRUE;
}

/* Tries a rate: the loss after some steps of plain descent, infinite if they leave the
 * ground.  *calm: every step went down. */
static double
try_rate (const DhGround *ground, double rate, float *scratch, gboolean *calm)
{
  double at[2] = { ground->start[0], ground->start[1] };
  DhJet jet = dh_ground_get_slope (ground, at, scratch);

  *calm = TRUE;
  for (guint i = 0; i < N_TRIAL_STEPS && is_shown (ground, at); i++)
    {
      double before = jet.value;

      at[0] -= rate * jet.x;
      at[1] -= rate * jet.y;
      jet = dh_ground_get_slope (ground, at, scratch);
      *calm = *calm && jet.value <= before && is_shown (ground, at);
    }
  return is_shown (ground, at) ? jet.value : INFINITY;
}

static double
find_best (const DhGround *ground, double rate, float *scratch)
{
  double best = rate, least = INFINITY;
  gboolean calm = FALSE;

  for (guint i = 0; i < N_TRIALS && !calm; i++, rate /= 2)
    {
      double loss = try_rate (ground, rate, scratch, &calm);

      if (!calm && !(loss < least))
        continue;
      least = loss;
      best = rate;
    }
  return best;
}

/* Goes through text, because the power of ten may be too small or too large to divide by.  Prints
 * twelve digits and drops all but two, so that 0.3 with a rounding error stays 0.3. */
double
dh_ground_round_rate (double rate)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  const char *exponent;

  rate = rate > DH_GROUND_LEAST_RATE ? MIN (rate, DH_GROUND_HIGHEST_RATE) : DH_GROUND_LEAST_RATE;
  g_ascii_formatd (text, sizeof text, "%.12e", rate);
  exponent = strchr (text, 'e');
  memmove (text + strlen ("1.2"), exponent, strlen (exponent) + 1);
  return g_ascii_strtod (text, NULL);
}

/* The length of a step at rate 1, in widths; the largest double instead of infinity. */
static double
get_step (const DhGround *ground, const DhJet *jet)
{
  double step = hypot (jet->x / (ground->maximum[0] - ground->minimum[0]),
                       ground->n_dimensions > 1 ? jet->y / (ground->maximum[1] - ground->minimum[1])
                                                : 0);

  return isinf (step) && isfinite (jet->x) && isfinite (jet->y) ? G_MAXDOUBLE : step;
}

/* The curvature of largest magnitude at the start. */
static double
find_curvature_at_start (const DhGround *ground, float *scratch)
{
  DhJet jet = dh_ground_get_jet (ground, ground->start, scratch);
  double curvature = MAX (fabs (dh_jet_get_largest_curvature (&jet)),
                          fabs (dh_jet_get_smallest_curvature (&jet)));

  return isfinite (curvature) ? curvature : 0;
}

double
dh_ground_find_rate (const DhGround *ground, const double goal[2])
{
  float *scratch = ground->scratch_size > 0 ? dh_tensor_new (ground->scratch_size) : NULL;
  DhJet jet = dh_ground_get_slope (ground, ground->start, scratch);
  double curvature = find_largest_curvature (ground, goal, scratch);
  double step = get_step (ground, &jet);
  double bend = find_curvature_at_start (ground, scratch);
  double rate = USUAL_RATE;

  /* On a peak, a saddle or a bottom, steps have no length to derive a rate from. */
  if (bend > 0 && step <= NO_SLOPE * bend)
    rate = CALM / bend;
  else if (isfinite (step) && step > 0)
    {
      rate = curvature > 0 ? CALM * 2 / curvature : LONGEST_STEP / step;
      rate = CLAMP (rate, SHORTEST_STEP / step, LONGEST_STEP / step);
      rate = CLAMP (rate, DH_GROUND_LEAST_RATE, DH_GROUND_HIGHEST_RATE);
      rate = find_best (ground, rate, scratch);
    }
  g_clear_pointer (&scratch, dh_tensor_free);
  return dh_ground_round_rate (rate);
}

static gboolean
stays_shown (const DhGround *ground, double rate, float *scratch)
{
  double at[2] = { ground->start[0], ground->start[1] };

  for (guint i = 0; i < N_BOLD_STEPS && is_shown (ground, at); i++)
    {
      DhJet jet = dh_ground_get_slope (ground, at, scratch);

      at[0] -= rate * jet.x;
      at[1] -= rate * jet.y;
    }
  return is_shown (ground, at);
}

double
dh_ground_find_boldest_rate (const DhGround *ground)
{
  static const double factors[] = { 16, 11, 8, 5.5, 4, 2.8, 2, 1.4, 1.2 };
  float *scratch = ground->scratch_size > 0 ? dh_tensor_new (ground->scratch_size) : NULL;
  double boldest = 0;

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    if (stays_shown (ground, factors[i] * ground->learning_rate, scratch))
      {
        boldest = dh_ground_round_rate (factors[i] * ground->learning_rate);
        break;
      }
  g_clear_pointer (&scratch, dh_tensor_free);
  return MAX (boldest, ground->learning_rate);
}

/* If any higher rate would leave the ground, all other balls are slower than the usual rate. */
double
dh_ground_spread_rate (double usual, double boldest, guint i, guint n)
{
  guint n_slow = boldest > usual ? n / 3 : n - 1, n_fast = n - 1 - n_slow;
  double factor;

  if (i == n_slow)
    return usual;
  if (i < n_slow)
    factor = pow (CREEPING, (double) (n_slow - i) / n_slow);
  else
    factor = pow (boldest / usual, (double) (i - n_slow) / n_fast);
  return dh_ground_round_rate (usual * factor);
}
