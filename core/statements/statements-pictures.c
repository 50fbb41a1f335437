/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statements that a run's own pictures can judge: what outliers and structure cost.
 */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "core/loss/loss.h"
#include "core/statements/evidence.h"

#define WORST_SHARE .01
#define CLEARLY     1.25 /* times as much */
#define SOFT_SCALE  .05  /* of Log-Cosh: the textbook's shape, on pictures */
#define SHIFT       .1f
#define BLUR        2.0 /* σ in pixels */
#define REACH       6

/* ---- outliers ---- */

static gboolean
is_painted (const DhLaneEvidence *lane)
{
  DhPreview *preview = dh_lane_snapshot_get_preview (lane->snapshot);

  return preview != NULL && dh_preview_is_painted (preview) && lane->n > 0
         && lane->state != DH_STATE_DIVERGED;
}

/* The differences of a face's reconstruction, in the part that is trained. */
static void
append_errors (GArray *errors, DhPreview *preview, guint side, guint face)
{
  const guint8 *target = dh_preview_peek_tile (preview, side, (guint) face, DH_TILE_ORIGINAL);
  const guint8 *made = dh_preview_peek_tile (preview, side, (guint) face, DH_TILE_SELF);
  const guint8 *area = dh_preview_peek_area (preview, side, (guint) face, DH_AREA_EXTENDED);
  const int size = dh_preview_get_size (preview);

  for (int i = 0; target != NULL && made != NULL && i < size * size; i++)
    for (int c = 0; c < 3 && (area == NULL || area[i] > 127); c++)
      {
        double error = (made[4 * i + c] - target[4 * i + c]) / 255.0;

        g_array_append_val (errors, error);
      }
}

static int
compare_sizes (const void *a, const void *b)
{
  double first = fabs (*(const double *) a), second = fabs (*(const double *) b);

  return (first < second) - (first > second);
}

/* Of all lanes, the largest first. */
static GArray *
collect_errors (const DhEvidence *evidence)
{
  GArray *errors = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < evidence->n_lanes; i++)
    {
      DhPreview *preview = dh_lane_snapshot_get_preview (evidence->lanes[i].snapshot);

      if (!is_painted (&evidence->lanes[i]))
        continue;
      for (guint side = 0; side < 2; side++)
        for (int face = 0; face < dh_preview_get_n_faces (preview); face++)
          append_errors (errors, preview, side, (guint) face);
    }
  if (errors->len > 0)
    qsort (errors->data, errors->len, sizeof (double), compare_sizes);
  return errors;
}

/* What the worst hundredth carries of a loss, in per cent. */
static double
get_worst_share (const GArray *errors, const char *id, const double *settings)
{
  const DhLoss *loss = dh_loss_find (id);
  double defaults[DH_LOSS_MAX_SETTINGS], all = 0, worst = 0, slope;

  dh_loss_get_defaults (loss, defaults);
  for (guint i = 0; i < errors->len; i++)
    {
      double term = loss->profile (settings != NULL ? settings : defaults,
                                   g_array_index (errors, double, i), &slope);

      all += term;
      worst += i < errors->len * WORST_SHARE ? term : 0;
    }
  return all > 0 ? 100 * worst / all : NAN;
}

static DhVerdict
say_no_pictures (char **reason)
{
  *reason = g_strdup (_ ("No lane has painted a face yet."));
  return DH_VERDICT_UNKNOWN;
}

DhVerdict
dh_judge_outliers (const DhEvidence *evidence, char **reason)
{
  g_autoptr (GArray) errors = collect_errors (evidence);
  double mse = get_worst_share (errors, "mse", NULL), mae = get_worst_share (errors, "mae", NULL);

  if (!isfinite (mse) || !isfinite (mae))
    return say_no_pictures (reason);
  *reason = g_strdup_printf (_ ("In the faces of these lanes, the worst 1 %% of the values carry "
                                "%.1f %% of MSE and %.1f %% of MAE."),
                             mse, mae);
  return mse > CLEARLY * mae ? DH_VERDICT_HOLDS : DH_VERDICT_FAILS;
}

DhVerdict
dh_judge_log_cosh (const DhEvidence *evidence, char **reason)
{
  const double soft[DH_LOSS_MAX_SETTINGS] = { SOFT_SCALE };
  g_autoptr (GArray) errors = collect_errors (evidence);
  double mse = get_worst_share (errors, "mse", NULL);
  double usual = get_worst_share (errors, "logcosh", NULL);
  double small = get_worst_share (errors, "logcosh", soft);

  if (!isfinite (mse) || !isfinite (usual))
    return say_no_pictures (reason);
  *reason = g_strdup_printf (_ ("The worst 1 %% of the values carry %.1f %% of MSE, %.1f %% of "
                                "Log-Cosh with s = 1 (which is half of MSE, outliers included), "
                                "and %.1f %% with s = %g."),
                             mse, usual, small, SOFT_SCALE);
  return small < mse / CLEARLY ? DH_VERDICT_HOLDS : DH_VERDICT_FAILS;
}

/* ---- structure ---- */

/* Of one side's first face: (3, S, S).  NULL: there is none.  (transfer full) */
static float *
dup_face (DhPreview *preview, guint side)
{
  const guint8 *tile = dh_preview_peek_tile (preview, side, 0, DH_TILE_ORIGINAL);
  const int n = dh_preview_get_size (preview) * dh_preview_get_size (preview);
  float *planes = tile != NULL ? g_new (float, 3 * (gsize) n) : NULL;

  for (int i = 0; planes != NULL && i < 3 * n; i++)
    planes[i] = tile[4 * (i % n) + i / n] / 255.0f;
  return planes;
}

/* Along rows (step 1) or columns (step S); outside, the edge continues. */
static void
blur_lines (const float *from, float *to, int size, int step)
{
  const int across = step == 1 ? size : 1;

  for (int line = 0; line < 3 * size; line++)
    for (int i = 0; i < size; i++)
      {
        const float *start = from + line / size * size * size + line % size * across;
        double sum = 0, weights = 0;

        for (int k = -REACH; k <= REACH; k++)
          {
            double weight = exp (-.5 * k * k / (BLUR * BLUR));

            sum += weight * start[CLAMP (i + k, 0, size - 1) * step];
            weights += weight;
          }
        to[start - from + i * step] = (float) (sum / weights);
      }
}

static double
evaluate (const char *id, int size, const float *target, const float *prediction)
{
  const DhLoss *loss = dh_loss_find (id);
  const DhShape shape = { 1, 3, size, size };
  const gsize n_scratch = dh_loss_get_scratch_size (loss, shape);
  g_autofree float *scratch = n_scratch > 0 ? g_new (float, n_scratch) : NULL;
  double settings[DH_LOSS_MAX_SETTINGS];

  dh_loss_get_defaults (loss, settings);
  return dh_loss_evaluate (loss, settings, shape, target, prediction, NULL, scratch);
}

DhVerdict
dh_judge_structure (const DhEvidence *evidence, char **reason)
{
  DhPreview *preview = evidence->n_lanes > 0
                         ? dh_lane_snapshot_get_preview (evidence->lanes[0].snapshot)
                         : NULL;
  g_autofree float *face = preview != NULL ? dup_face (preview, 0) : NULL, *lighter = NULL;
  g_autofree float *half = NULL, *blurred = NULL;
  double ssim[2], mse[2];
  int size, n;

  if (face == NULL)
    return say_no_pictures (reason);
  size = dh_preview_get_size (preview);
  n = 3 * size * size;
  lighter = g_new (float, n);
  half = g_new (float, n);
  blurred = g_new (float, n);
  for (int i = 0; i < n; i++)
    lighter[i] = MIN (face[i] + SHIFT, 1);
  blur_lines (face, half, size, 1);
  blur_lines (half, blurred, size, size);
  for (int i = 0; i < 2; i++)
    {
      ssim[i] = evaluate ("ssim", size, face, i == 0 ? lighter : blurred);
      mse[i] = evaluate ("mse", size, face, i == 0 ? lighter : blurred);
    }
  *reason = g_strdup_printf (_ ("A’s first face, lighter by %g: SSIM %.3f, MSE %.4f. The same face "
                                "blurred (σ = %g px): SSIM %.3f, MSE %.4f."),
                             SHIFT, ssim[0], mse[0], BLUR, ssim[1], mse[1]);
  return ssim[0] < ssim[1] && ssim[0] / ssim[1] < mse[0] / mse[1] ? DH_VERDICT_HOLDS
                                                                  : DH_VERDICT_FAILS;
}

/* ---- colours ---- */

double
dh_evidence_get_colour_shift (const DhLaneEvidence *lane)
{
  DhPreview *preview = dh_lane_snapshot_get_preview (lane->snapshot);
  double sum = 0;
  guint n_sums = 0;

  if (!is_painted (lane))
    return NAN;
  for (guint side = 0; side < 2; side++)
    for (int face = 0; face < dh_preview_get_n_faces (preview); face++)
      {
        g_autoptr (GArray) errors = g_array_new (FALSE, FALSE, sizeof (double));
        double means[3] = { 0 };

        append_errors (errors, preview, side, (guint) face);
        for (guint i = 0; i < errors->len; i++)
          means[i % 3] += g_array_index (errors, double, i) * 3 / errors->len;
        for (int c = 0; c < 3; c++, n_sums++)
          sum += fabs (means[c]);
      }
  return n_sums > 0 ? sum / n_sums : NAN;
}
