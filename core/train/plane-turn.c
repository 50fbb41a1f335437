/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which lane's landscape is computed next.
 *
 * Every lane shows something before any gets a finer picture, and every lane has a fairly fine one
 * before a plane is replaced because the training has left it. (With equal rank for replacements,
 * one lane got two planes before the next had one, and the fourth waited for minutes, because the
 * training soon leaves a plane of the first iterations.)  Explicit requests by the user come right
 * after first pictures.
 *
 * A replacement is brought as far as its coarse picture, which takes the old one's place, before that
 * of another lane is begun: a plane is three vectors as long as the weights, and so only one lane at
 * a time has two.
 *
 * A lane for which no plane can be made has no request and doesn't block the others.
 */
#include "core/train/plane-turn.h"

#include "core/plane/plane.h"

#define N_FIRST  (DH_PLANE_FIRST_SIDE * DH_PLANE_FIRST_SIDE)
#define N_COARSE (DH_PLANE_COARSE_SIDE * DH_PLANE_COARSE_SIDE)
#define N_POINTS (DH_PLANE_SIDE * DH_PLANE_SIDE)

/* Points before it is another lane's turn.  For a first picture, three rows, which are enough to
 * show something. */
#define FEW  (3 * DH_PLANE_FIRST_SIDE)
#define MANY 150

#define FIRST_SHARE  0.3  /* while a lane has no picture */
#define COARSE_SHARE 0.25 /* … while a lane has no reasonably fine one */
#define SHARE        0.03

/* Lower values come first. */
typedef enum
{
  BEGIN_FIRST,
  SCAN_FIRST,
  BEGIN_ASKED,
  SCAN_ASKED,
  SCAN_COARSE,
  SCAN_OVERTAKEN,
  BEGIN_OVERTAKEN,
  SCAN_FINE,
  NOTHING,
} Rank;

static Rank
rank_request (DhPlaneRequest request)
{
  static const Rank ranks[] = { NOTHING, BEGIN_FIRST, BEGIN_ASKED, BEGIN_OVERTAKEN };

  return ranks[request];
}

/* Ranks scanning the lane's newest plane.  A plane about to be replaced is no longer scanned. */
static Rank
rank_scan (const DhPlaneState *lane)
{
  if (lane->reason == DH_PLANE_REQUEST_NONE || lane->n_done >= N_POINTS
      || lane->request == DH_PLANE_REQUEST_FIRST || lane->request == DH_PLANE_REQUEST_ASKED)
    return NOTHING;
  if (lane->n_done >= N_COARSE)
    return SCAN_FINE;
  if (lane->reason == DH_PLANE_REQUEST_OVERTAKEN)
    return SCAN_OVERTAKEN;
  if (lane->n_done >= N_FIRST)
    return SCAN_COARSE;
  return lane->reason == DH_PLANE_REQUEST_FIRST ? SCAN_FIRST : SCAN_ASKED;
}

/* Within a rank, prefers the lane with the fewest points, or the one the evaluator is aimed at
 * unless it is far ahead.  Requested planes and coarse grids are finished once begun.  The oldest
 * plane is replaced first, or the fastest lane would be the only one that gets new planes. */
static guint64
weigh (const DhPlaneState *lane, Rank rank)
{
  guint each = rank == SCAN_FIRST ? FEW : rank == SCAN_FINE ? MANY : N_POINTS;

  if (rank == BEGIN_OVERTAKEN)
    return lane->id;
  return lane->n_done / each * 2 + (lane->near ? 0 : 1);
}

static double
get_share (Rank rank)
{
  return rank <= SCAN_ASKED ? FIRST_SHARE : rank == SCAN_COARSE ? COARSE_SHARE : SHARE;
}

DhPlaneTurn
dh_plane_turn_choose (const DhPlaneState *lanes, guint n_lanes, gboolean fine)
{
  DhPlaneTurn turn = { .deed = DH_PLANE_DEED_NONE };
  Rank best = fine ? NOTHING : SCAN_FINE;
  guint64 least = 0;

  for (guint i = 0; i < n_lanes; i++)
    {
      Rank request = rank_request (lanes[i].request), scan = rank_scan (&lanes[i]);
      Rank rank = MIN (request, scan);
      guint64 weight = weigh (&lanes[i], rank);

      if (rank > best || rank == NOTHING || (!fine && rank >= SCAN_FINE)
          || (rank == best && turn.deed != DH_PLANE_DEED_NONE && weight >= least))
        continue;
      best = rank;
      least = weight;
      turn = (DhPlaneTurn) { request < scan ? DH_PLANE_DEED_BEGIN : DH_PLANE_DEED_SCAN, i,
                             get_share (rank) };
    }
  return turn;
}
