/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statements that lanes with different losses can judge.
 */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "core/statements/evidence.h"

#define LONG     500 /* iterations */
#define CLEARLY  1.5 /* times as much */
#define FAR      1.0 /* dB */
#define SAME     2.0 /* dB: about the same */
#define NOT_SAME .2

static DhVerdict
say (char **reason, const char *sentence)
{
  *reason = g_strdup (sentence);
  return DH_VERDICT_UNKNOWN;
}

/* Nothing of a training is a single number. */
DhVerdict
dh_judge_mean (const DhEvidence *evidence, char **reason)
{
  return say (reason, _ ("No lane fits a single number; the page Hills shows it, with the ground "
                         "“Fit”."));
}

/* ---- settling ---- */

/* The lane with a curved bottom that has the same settings as the lane with MAE. */
static const DhLaneEvidence *
find_curved (const DhEvidence *evidence, const DhLaneEvidence *mae)
{
  static const char *const curved[] = { "mse", "huber", "smooth" };

  for (guint i = 0; i < G_N_ELEMENTS (curved); i++)
    {
      const DhLaneEvidence *lane = dh_evidence_find (evidence, curved[i]);

      if (lane != NULL && dh_evidence_differ_in_loss (mae, lane))
        return lane;
    }
  return NULL;
}

DhVerdict
dh_judge_settling (const DhEvidence *evidence, char **reason)
{
  const DhLaneEvidence *mae = dh_evidence_find (evidence, "mae");
  const DhLaneEvidence *curved = mae != NULL ? find_curved (evidence, mae) : NULL;

  if (curved == NULL)
    return say (reason, _ ("It takes a lane with MAE and one with MSE, Huber or Smoothed MAE, "
                           "otherwise alike and unchanged."));
  if (mae->n < LONG || curved->n < LONG || !isfinite (mae->wobble) || !isfinite (curved->wobble))
    return say (reason, _ ("The lanes haven’t been trained long enough to settle."));
  *reason = g_strdup_printf (_ ("The PSNR of %s still moves by %.2f dB from one measurement to the "
                                "next, that of %s by %.2f dB."),
                             mae->name, mae->wobble, curved->name, curved->wobble);
  return mae->wobble > CLEARLY * curved->wobble ? DH_VERDICT_HOLDS : DH_VERDICT_FAILS;
}

DhVerdict
dh_judge_fading (const DhEvidence *evidence, char **reason)
{
  const DhLaneEvidence *mse = dh_evidence_find (evidence, "mse");
  const DhLaneEvidence *huber = dh_evidence_find (evidence, "huber");

  if (mse == NULL || huber == NULL || !dh_evidence_differ_in_loss (mse, huber))
    return say (reason, _ ("It takes a lane with MSE and one with Huber, otherwise alike and "
                           "unchanged."));
  if (mse->state != DH_STATE_FLAT && mse->state != DH_STATE_DEAD)
    return say (reason, _ ("The lane with MSE hasn’t got stuck."));
  if (!isfinite (mse->psnr) || !isfinite (huber->psnr))
    return say (reason, _ ("The lanes haven’t been trained long enough to compare them."));
  *reason = g_strdup_printf (_ ("The PSNR of %s stays at %.1f dB; that of %s reached %.1f dB."),
                             mse->name, mse->psnr, huber->name, huber->psnr);
  return huber->psnr > mse->psnr + FAR ? DH_VERDICT_HOLDS : DH_VERDICT_FAILS;
}

/* ---- one against the others ---- */

typedef double (*Get) (const DhLaneEvidence *lane);

static double
get_psnr (const DhLaneEvidence *lane)
{
  return lane->psnr;
}

static double
get_wobble (const DhLaneEvidence *lane)
{
  return lane->wobble;
}

static gboolean
is_sound (const DhLaneEvidence *lane)
{
  return g_strcmp0 (lane->loss, "broken") != 0 && lane->state != DH_STATE_DIVERGED
         && lane->n >= LONG && isfinite (lane->psnr);
}

static int
compare (const void *a, const void *b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
get_median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare);
  return n == 0 ? NAN : (values[n / 2] + values[(n - 1) / 2]) / 2;
}

/* Of the sound lanes that differ from this one in nothing but the loss. */
static double
get_others (const DhEvidence *evidence, const DhLaneEvidence *lane, Get get)
{
  double values[DH_MAX_LANES];
  guint n = 0;

  for (guint i = 0; i < evidence->n_lanes; i++)
    if (is_sound (&evidence->lanes[i]) && dh_evidence_differ_in_loss (lane, &evidence->lanes[i])
        && isfinite (get (&evidence->lanes[i])))
      values[n++] = get (&evidence->lanes[i]);
  return get_median (values, n);
}

/* Without a mask, the colours count as well. */
static gboolean
add_colours (const DhEvidence *evidence, const DhLaneEvidence *lane, char **reason)
{
  double own = dh_evidence_get_colour_shift (lane);
  double others = get_others (evidence, lane, dh_evidence_get_colour_shift);
  g_autofree char *first = *reason;

  if (lane->settings->mask != DH_AREA_NONE || !isfinite (own) || !isfinite (others))
    {
      *reason = g_steal_pointer (&first);
      return TRUE;
    }
  *reason = g_strdup_printf (_ ("%s Its colours are off by %.3f, those of the others by %.3f."),
                             first, own, others);
  return own > CLEARLY * others;
}

DhVerdict
dh_judge_gradients (const DhEvidence *evidence, char **reason)
{
  const DhLaneEvidence *lane = dh_evidence_find (evidence, "pixel_grad_diff");
  double psnr, wobble;

  if (lane == NULL)
    return say (reason, _ ("No lane minimises Pixel-Grad-Diff alone and unchanged."));
  psnr = get_others (evidence, lane, get_psnr);
  wobble = get_others (evidence, lane, get_wobble);
  if (!is_sound (lane) || !isfinite (psnr) || !isfinite (wobble))
    return say (reason, _ ("There is no other lane that is alike but for its loss, or they haven’t "
                           "been trained long enough."));
  *reason = g_strdup_printf (_ ("PSNR of %s: %.1f dB, moving by %.2f dB; the median of the others: "
                                "%.1f dB, moving by %.2f dB."),
                             lane->name, lane->psnr, lane->wobble, psnr, wobble);
  return add_colours (evidence, lane, reason) && lane->psnr < psnr - FAR
             && lane->wobble > CLEARLY * wobble
           ? DH_VERDICT_HOLDS
           : DH_VERDICT_FAILS;
}

/* ---- all together ---- */

/* The sound lanes' PSNR, sorted; a loss counts once. */
static guint
collect_qualities (const DhEvidence *evidence, double *values)
{
  const DhLaneEvidence *taken[DH_MAX_LANES];
  guint n = 0;

  for (guint i = 0; i < evidence->n_lanes; i++)
    {
      const DhLaneEvidence *lane = &evidence->lanes[i];
      gboolean fits = is_sound (lane) && lane->unchanged;

      for (guint k = 0; k < n; k++)
        fits &= dh_evidence_differ_in_loss (taken[k], lane);
      if (!fits)
        continue;
      taken[n] = lane;
      values[n++] = lane->psnr;
    }
  qsort (values, n, sizeof *values, compare);
  return n;
}

DhVerdict
dh_judge_quality (const DhEvidence *evidence, char **reason)
{
  double values[DH_MAX_LANES], median;
  const guint n = collect_qualities (evidence, values);
  guint n_near = 0;

  if (n < 3)
    return say (reason, _ ("It takes three lanes that are alike but for their losses, unchanged "
                           "and trained for 500 iterations."));
  median = get_median (values, n);
  for (guint i = 0; i < n; i++)
    n_near += fabs (values[i] - median) <= SAME;
  *reason = g_strdup_printf (_ ("%u losses end between %.1f and %.1f dB (median %.1f dB); %u of "
                                "them within %.0f dB of it."),
                             n, values[0], values[n - 1], median, n_near, SAME);
  return 4 * n_near >= 3 * n && values[n - 1] - values[0] > NOT_SAME ? DH_VERDICT_HOLDS
                                                                     : DH_VERDICT_FAILS;
}

DhVerdict
dh_judge_broken (const DhEvidence *evidence, char **reason)
{
  const DhLaneEvidence *lane = dh_evidence_find (evidence, "broken");

  if (lane == NULL)
    return say (reason, _ ("No lane minimises the broken loss."));
  if (!isfinite (lane->psnr))
    return say (reason, _ ("The lane with the broken loss hasn’t been measured often enough."));
  *reason = g_strdup_printf (_ ("The PSNR of %s went from %.1f to %.1f dB."), lane->name,
                             lane->first, lane->psnr);
  return lane->psnr < lane->first ? DH_VERDICT_HOLDS : DH_VERDICT_FAILS;
}
