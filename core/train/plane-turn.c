/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose landscape is computed next.
 *
 * What a person misses most comes first: every lane shows something before any gets a finer
 * picture, and every lane has a fairly fine one before a plane is replaced because the training has
 * left it.  (Once replacements had the same rank as first pictures: a plane of the first iterations
 * is soon left, so one lane had two planes before the next had one, and the fourth waited for
 * minutes.)  What the person asked for comes right after first pictures.
 *
 * A lane without a plane for which none can be made has no request and no plane, and holds up
 * nobody.
 */
#include "core/train/plane-turn.h"

#include "core/plane/plane.h"

#define N_FIRST  (DH_PLANE_FIRST_SIDE * DH_PLANE_FIRST_SIDE)
#define N_COARSE (DH_PLANE_COARSE_SIDE * DH_PLANE_COARSE_SIDE)
#define N_POINTS (DH_PLANE_SIDE * DH_PLANE_SIDE)

/* Points before another lane's turn: of first pictures three rows, which show something. */
#define FEW  (3 * DH_PLANE_FIRST_SIDE)
#define MANY 150

#define FIRST_SHARE  0.5 /* while a lane has no picture */
#define COARSE_SHARE 0.3 /* … no fairly fine one */
#define SHARE        0.15

/* The lower the sooner. */
typedef enum
{
  BEGIN_FIRST,
  LOOK_FIRST,
  BEGIN_ASKED,
  LOOK_ASKED,
  LOOK_COARSE,
  BEGIN_OVERTAKEN,
  LOOK_OVERTAKEN,
  LOOK_FINE,
  NOTHING,
} Rank;

static Rank
rank_request (DhPlaneRequest request)
{
  static const Rank ranks[] = { NOTHING, BEGIN_FIRST, BEGIN_ASKED, BEGIN_OVERTAKEN };

  return ranks[request];
}

/* Of looks.  A plane that is to be replaced at once is looked at no more. */
static Rank
rank_looks (const DhPlaneState *lane)
{
  if (lane->reason == DH_PLANE_REQUEST_NONE || lane->n_done >= N_POINTS
      || lane->request == DH_PLANE_REQUEST_FIRST || lane->request == DH_PLANE_REQUEST_ASKED)
    return NOTHING;
  if (lane->n_done >= N_COARSE)
    return LOOK_FINE;
  if (lane->reason == DH_PLANE_REQUEST_OVERTAKEN)
    return LOOK_OVERTAKEN;
  if (lane->n_done >= N_FIRST)
    return LOOK_COARSE;
  return lane->reason == DH_PLANE_REQUEST_FIRST ? LOOK_FIRST : LOOK_ASKED;
}

/* Among those of one rank, the lane that knows least, or the one that is seen now if it isn't far
 * ahead; what is asked for and coarse grids are finished once begun. */
static guint
weigh (const DhPlaneState *lane, Rank rank)
{
  guint each = rank == LOOK_FIRST ? FEW : rank == LOOK_FINE ? MANY : N_POINTS;

  return lane->n_done / each * 2 + (lane->near ? 0 : 1);
}

static double
get_share (Rank rank)
{
  return rank <= LOOK_ASKED ? FIRST_SHARE : rank == LOOK_COARSE ? COARSE_SHARE : SHARE;
}

DhPlaneTurn
dh_plane_turn_choose (const DhPlaneState *lanes, guint n_lanes, gboolean fine)
{
  DhPlaneTurn turn = { .deed = DH_PLANE_DEED_NONE };
  Rank best = fine ? NOTHING : LOOK_FINE;
  guint least = 0;

  for (guint i = 0; i < n_lanes; i++)
    {
      Rank request = rank_request (lanes[i].request), looks = rank_looks (&lanes[i]);
      Rank rank = MIN (request, looks);
      guint weight = weigh (&lanes[i], rank);

      if (rank > best || rank == NOTHING || (!fine && rank >= LOOK_FINE)
          || (rank == best && turn.deed != DH_PLANE_DEED_NONE && weight >= least))
        continue;
      best = rank;
      least = weight;
      turn = (DhPlaneTurn) { request < looks ? DH_PLANE_DEED_BEGIN : DH_PLANE_DEED_LOOK, i,
                             get_share (rank) };
    }
  return turn;
}
