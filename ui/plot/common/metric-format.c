/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The common metrics as text, and which lane has the best.  "Best" is decided on what is shown: two
 * lanes that both show 20.4 are both the best.
 */
#include "ui/plot/common/metric-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stddef.h>

static const struct
{
  gsize offset;
  int decimals;
  gboolean less_is_better;
  const char *heading;
} cells[DH_N_CELLS] = {
  { offsetof (DhMetrics, psnr), 1, FALSE, N_ ("PSNR") },
  { offsetof (DhMetrics, ssim), 2, FALSE, N_ ("SSIM") },
  { offsetof (DhMetrics, mae), 3, TRUE, N_ ("MAE") },
  { offsetof (DhMetrics, swap_psnr), 1, FALSE, N_ ("PSNR") },
  { offsetof (DhMetrics, swap_ssim), 2, FALSE, N_ ("SSIM") },
  { offsetof (DhMetrics, swap_mae), 3, TRUE, N_ ("MAE") },
};

double
dh_metric_get_cell (const DhMetrics *metrics, DhMetricCell cell)
{
  if (metrics == NULL || metrics->iteration == 0)
    return NAN;
  return *(const double *) ((const char *) metrics + cells[cell].offset);
}

void
dh_metric_format_cell (const DhMetrics *metrics, DhMetricCell cell, char *text, gsize size)
{
  double value = dh_metric_get_cell (metrics, cell);

  if (isfinite (value))
    g_snprintf (text, size, "%.*f", cells[cell].decimals, value);
  else
    g_strlcpy (text, "–", size);
}

/* The value as displayed, with its sign changed if less is better; -inf if there is none. */
static double
get_rank (const DhMetrics *metrics, DhMetricCell cell)
{
  double value = dh_metric_get_cell (metrics, cell);
  double unit = pow (10.0, cells[cell].decimals);

  if (!isfinite (value))
    return -INFINITY;
  return (cells[cell].less_is_better ? -1.0 : 1.0) * round (value * unit);
}

guint
dh_metric_find_best (const DhMetrics *const *lanes, guint n_lanes, guint index)
{
  guint best = 0;

  for (guint cell = 0; cell < DH_N_CELLS; cell++)
    {
      double own = get_rank (lanes[index], cell);
      guint n_measured = 0;
      gboolean beaten = !isfinite (own), ties_all = TRUE;

      for (guint i = 0; i < n_lanes; i++)
        {
          double other = get_rank (lanes[i], cell);

          n_measured += isfinite (other);
          beaten |= other > own;
          ties_all &= other == own || !isfinite (other);
        }
      if (n_measured >= 2 && !beaten && !ties_all)
        best |= 1u << cell;
    }
  return best;
}

const char *
dh_metric_get_heading (DhMetricCell cell)
{
  return _ (cells[cell].heading);
}
