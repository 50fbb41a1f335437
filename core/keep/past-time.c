/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long ago an iteration was, by the seconds of training, and in words.
 *
 * The lane that is furthest has the time of all of them.
 */
#include "core/keep/past-time.h"

#include <glib/gi18n-lib.h>

/* The newest snapshot of the lane that is furthest; NULL: there is none. */
static DhLaneSnapshot *
get_furthest (DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);
  DhLaneSnapshot *furthest = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhLaneSnapshot *now = dh_lane_get_snapshot (lane);

      if (now != NULL
          && (furthest == NULL
              || dh_lane_snapshot_get_n_records (now) > dh_lane_snapshot_get_n_records (furthest)))
        furthest = now;
    }
  return furthest;
}

/* Seconds of training between an iteration and the newest; 0 if it isn't known. */
static double
get_ago (DhSession *session, guint64 iteration)
{
  DhLaneSnapshot *now = get_furthest (session);
  const guint64 n = now != NULL ? dh_lane_snapshot_get_n_records (now) : 0;
  double then;

  if (n == 0 || iteration > n)
    return 0;
  then = iteration > 0 ? dh_lane_snapshot_get_record (now, iteration - 1).seconds : 0;
  return MAX (dh_lane_snapshot_get_record (now, n - 1).seconds - then, 0);
}

double
dh_past_time_get_pace (DhSession *session)
{
  DhLaneSnapshot *now = get_furthest (session);
  const guint64 n = now != NULL ? dh_lane_snapshot_get_n_records (now) : 0;
  const double seconds = n > 0 ? dh_lane_snapshot_get_record (now, n - 1).seconds : 0;

  return seconds > 0 ? (double) n / seconds : 0;
}

/* (transfer full) */
static char *
dup_time (double seconds)
{
  if (seconds < 60)
    /* Translators: a short time, in seconds */
    return g_strdup_printf (_ ("%.0f s"), seconds);
  if (seconds < 3600)
    /* Translators: a time, in minutes */
    return g_strdup_printf (_ ("%.0f min"), seconds / 60);
  /* Translators: a time, in hours */
  return g_strdup_printf (_ ("%.1f h"), seconds / 3600);
}

char *
dh_past_time_dup_words (DhSession *session, guint64 iteration, guint64 remaining)
{
  g_autofree char *time = dup_time (get_ago (session, iteration));

  if (remaining > 0)
    /* Translators: which moment is shown while it is made again; how many iterations are left */
    return g_strdup_printf (_ ("iteration %'lu (%'lu to replay)"), (gulong) iteration,
                            (gulong) remaining);
  /* Translators: which moment of the past is shown; an iteration, and a time such as “12 s” */
  return g_strdup_printf (_ ("iteration %'lu, %s ago"), (gulong) iteration, time);
}
