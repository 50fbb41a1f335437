/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sharing the lanes' steps out among threads: which run as one task, and which as two.
 *
 * A whole step takes a little less than its two halves, since the encoder runs once for both, but
 * occupies one thread for as long as both.  So as many lanes as fill all threads evenly are whole.
 * What remains is split if that leaves a thread only one half each; with more halves than threads
 * some thread would run two of them anyway, one after the other.
 */
#include "core/train/task-split.h"

guint
dh_task_split_count_whole (guint n_lanes, guint n_workers)
{
  const guint n_left = n_lanes % n_workers;

  return 2 * n_left <= n_workers ? n_lanes - n_left : n_lanes;
}
