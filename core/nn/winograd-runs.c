/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The products that a strided convolution needn't compute, because their kernels are zero.
 *
 * It runs over the four pixels of each square as separate channels, its phases (weights.c).  In three
 * of four phases the kernels lack a row or a column of taps.  Of the points of each dimension, 0 reads
 * only the first tap and infinity only the last, so transformed, such a kernel is zero at the points
 * that read what it lacks: 16 % of all.  In the gradient of the weights, these points only add to taps
 * that don't exist.
 */
#include "core/nn/winograd-runs.h"

#include "core/nn/winograd-kernels.h"

#define WINDOW DH_WINOGRAD_WINDOW
#define VECTOR 16 /* a multiple of every vector's length */

int
dh_winograd_find_runs (const DhConvShape *shape, gboolean turned, int point, DhWinogradRun channels,
                       DhWinogradRun runs[DH_WINOGRAD_MAX_RUNS])
{
  const int length = shape->phase_channels;
  const int edge = turned ? WINDOW - 1 : 0;
  const gboolean no_upper = point / WINDOW == edge, no_left = point % WINDOW == edge;
  int n = 0;

  runs[0] = channels;
  if (length == 0 || (turned && length % VECTOR != 0))
    return 1;
  for (int phase = 0; phase < 4; phase++)
    {
      const DhWinogradRun run = { MAX (channels.first, phase * length),
                                  MIN (channels.end, (phase + 1) * length) };

      if (run.first >= run.end || (no_upper && phase < 2) || (no_left && phase % 2 == 0))
        continue;
      if (n > 0 && runs[n - 1].end == run.first)
        runs[n - 1].end = run.end;
      else
        runs[n++] = run;
    }
  return n;
}
