/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which lane's landscape is computed next: single decisions, and whole trainings with invented
 * costs.
 */
#include "core/train/plane-turn.h"

#include "core/base/lanes.h"
#include "core/plane/plane.h"

#define N_FIRST  (DH_PLANE_FIRST_SIDE * DH_PLANE_FIRST_SIDE)
#define N_COARSE (DH_PLANE_COARSE_SIDE * DH_PLANE_COARSE_SIDE)
#define N_POINTS (DH_PLANE_SIDE * DH_PLANE_SIDE)

static const DhPlaneState fresh = { .request = DH_PLANE_REQUEST_FIRST };

static DhPlaneState
make_state (DhPlaneRequest request, DhPlaneRequest reason, guint n_done)
{
  return (DhPlaneState) { .request = request, .reason = reason, .n_done = n_done };
}

static void
assert_turn (const DhPlaneState *lanes, guint n_lanes, DhPlaneDeed deed, guint lane)
{
  DhPlaneTurn turn = dh_plane_turn_choose (lanes, n_lanes, TRUE);

  g_assert_cmpint (turn.deed, ==, deed);
  if (deed != DH_PLANE_DEED_NONE)
    g_assert_cmpuint (turn.lane, ==, lane);
}

static void
test_nothing (void)
{
  const DhPlaneState lanes[] = { make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_NONE, 0),
                                 make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_FIRST,
                                             N_POINTS) };

  assert_turn (lanes, 0, DH_PLANE_DEED_NONE, 0);
  assert_turn (lanes, 2, DH_PLANE_DEED_NONE, 0);
}

/* Every lane gets its plane before any is scanned; then some rows each, and the visible lane
 * continues. */
static void
test_first (void)
{
  DhPlaneState lanes[] = { fresh, fresh, fresh };

  assert_turn (lanes, 3, DH_PLANE_DEED_BEGIN, 0);
  lanes[0] = lanes[2] = make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_FIRST, 0);
  assert_turn (lanes, 3, DH_PLANE_DEED_BEGIN, 1);
  lanes[1] = lanes[0];
  lanes[2].near = TRUE;
  assert_turn (lanes, 3, DH_PLANE_DEED_SCAN, 2);
  lanes[2].n_done = 20;
  assert_turn (lanes, 3, DH_PLANE_DEED_SCAN, 2);
  lanes[2].n_done = 21;
  assert_turn (lanes, 3, DH_PLANE_DEED_SCAN, 0);
  lanes[0].n_done = lanes[1].n_done = N_FIRST;
  assert_turn (lanes, 3, DH_PLANE_DEED_SCAN, 2);
}

/* The reported bug: a first picture comes before another lane's second plane, however far that
 * lane's training has gone. */
static void
test_no_second_before_first (void)
{
  DhPlaneState lanes[] = {
    make_state (DH_PLANE_REQUEST_OVERTAKEN, DH_PLANE_REQUEST_FIRST, N_COARSE),
    make_state (DH_PLANE_REQUEST_ASKED, DH_PLANE_REQUEST_FIRST, N_POINTS),
    make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_FIRST, N_FIRST - 1)
  };

  assert_turn (lanes, 3, DH_PLANE_DEED_SCAN, 2);
  lanes[2] = fresh;
  assert_turn (lanes, 3, DH_PLANE_DEED_BEGIN, 2);
  /* A requested plane comes next, and a replacement once all lanes have 13×13. */
  lanes[2] = make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_FIRST, N_FIRST);
  assert_turn (lanes, 3, DH_PLANE_DEED_BEGIN, 1);
  lanes[1] = make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_ASKED, 3);
  assert_turn (lanes, 3, DH_PLANE_DEED_SCAN, 1);
  lanes[1].n_done = N_COARSE;
  assert_turn (lanes, 3, DH_PLANE_DEED_SCAN, 2);
  lanes[2].n_done = N_COARSE;
  assert_turn (lanes, 3, DH_PLANE_DEED_BEGIN, 0);
  lanes[0] = make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_OVERTAKEN, 0);
  assert_turn (lanes, 3, DH_PLANE_DEED_SCAN, 0);
}

/* One replacement at a time. */
static void
test_overtaken (void)
{
  DhPlaneState lanes[] = { make_state (DH_PLANE_REQUEST_OVERTAKEN, DH_PLANE_REQUEST_FIRST,
                                       N_COARSE),
                           make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_OVERTAKEN, N_FIRST),
                           make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_FIRST, N_COARSE) };
  DhPlaneTurn turn = dh_plane_turn_choose (lanes, 3, FALSE);

  g_assert_cmpint (turn.deed, ==, DH_PLANE_DEED_SCAN);
  g_assert_cmpuint (turn.lane, ==, 1);
  lanes[1].n_done = N_COARSE;
  turn = dh_plane_turn_choose (lanes, 3, FALSE);
  g_assert_cmpint (turn.deed, ==, DH_PLANE_DEED_BEGIN);
  /* The oldest plane first. */
  lanes[1].request = DH_PLANE_REQUEST_OVERTAKEN;
  lanes[0].id = 7;
  lanes[1].id = 6;
  assert_turn (lanes, 3, DH_PLANE_DEED_BEGIN, 1);
  lanes[1].id = 8;
  assert_turn (lanes, 3, DH_PLANE_DEED_BEGIN, 0);
  lanes[1].request = DH_PLANE_REQUEST_NONE;
  lanes[0] = make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_OVERTAKEN, 3);
  lanes[1].near = TRUE;
  assert_turn (lanes, 3, DH_PLANE_DEED_SCAN, 0);
  lanes[0].n_done = N_COARSE;
  assert_turn (lanes, 3, DH_PLANE_DEED_SCAN, 1);
  turn = dh_plane_turn_choose (lanes, 3, FALSE);
  g_assert_cmpint (turn.deed, ==, DH_PLANE_DEED_NONE);
}

static void
test_shares (void)
{
  DhPlaneState lane = fresh;
  double first = dh_plane_turn_choose (&lane, 1, TRUE).share, coarse, later;

  lane = make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_FIRST, 3);
  g_assert_cmpfloat (dh_plane_turn_choose (&lane, 1, TRUE).share, ==, first);
  lane.n_done = N_FIRST;
  coarse = dh_plane_turn_choose (&lane, 1, TRUE).share;
  lane.n_done = N_COARSE;
  later = dh_plane_turn_choose (&lane, 1, TRUE).share;
  g_assert_cmpfloat (first, <=, 0.5);
  g_assert_cmpfloat (coarse, <, first);
  g_assert_cmpfloat (later, <=, 0.03);
  lane = make_state (DH_PLANE_REQUEST_NONE, DH_PLANE_REQUEST_OVERTAKEN, 3);
  g_assert_cmpfloat (dh_plane_turn_choose (&lane, 1, TRUE).share, ==, later);
}

/* ---- whole trainings ---- */

typedef struct
{
  DhPlaneState lanes[DH_MAX_LANES];
  guint n_lanes;
  gboolean dead[DH_MAX_LANES]; /* no plane can be made for it */
  guint n_planes[DH_MAX_LANES], n_all_planes;
  double time; /* seconds of scanning */
  double scan_cost, turn_cost, begin_cost;
  double first[DH_MAX_LANES], coarse[DH_MAX_LANES], done[DH_MAX_LANES];
} Breakdown;

static gboolean
has_nothing (const Breakdown *self, guint lane)
{
  return !self->dead[lane] && self->lanes[lane].n_done < N_FIRST && self->n_planes[lane] < 2;
}

static void
begin (Breakdown *self, guint lane)
{
  DhPlaneState *state = &self->lanes[lane];

  for (guint i = 0; i < self->n_lanes; i++)
    if (state->reason != DH_PLANE_REQUEST_NONE)
      g_assert_false (has_nothing (self, i));
  self->time += self->begin_cost;
  if (!self->dead[lane])
    *state = make_state (DH_PLANE_REQUEST_NONE, state->request, 0);
  state->id = ++self->n_all_planes;
  state->request = DH_PLANE_REQUEST_NONE;
  self->n_planes[lane]++;
}

static void
note (const Breakdown *self, guint lane, guint n, double *times)
{
  if (self->lanes[lane].n_done >= n && times[lane] == 0)
    times[lane] = self->time;
}

static void
scan (Breakdown *self, guint lane)
{
  if (!self->lanes[lane].near)
    self->time += self->turn_cost;
  for (guint i = 0; i < self->n_lanes; i++)
    self->lanes[i].near = i == lane;
  self->lanes[lane].n_done = MIN (self->lanes[lane].n_done + 2, N_POINTS);
  self->time += self->scan_cost;
  note (self, lane, N_FIRST, self->first);
  note (self, lane, N_COARSE, self->coarse);
  note (self, lane, N_POINTS, self->done);
}

/* Runs until nothing is left or until `until`; if `restless`, training moves away from every plane
 * as soon as it is shown. */
static void
run (Breakdown *self, double until, gboolean restless)
{
  while (self->time < until)
    {
      DhPlaneTurn turn = dh_plane_turn_choose (self->lanes, self->n_lanes, TRUE);

      if (turn.deed == DH_PLANE_DEED_NONE)
        return;
      g_assert_cmpuint (turn.lane, <, self->n_lanes);
      if (turn.deed == DH_PLANE_DEED_BEGIN)
        begin (self, turn.lane);
      else
        scan (self, turn.lane);
      for (guint i = 0; restless && i < self->n_lanes; i++)
        if (self->lanes[i].request == DH_PLANE_REQUEST_NONE && self->lanes[i].n_done >= N_FIRST)
          self->lanes[i].request = DH_PLANE_REQUEST_OVERTAKEN;
    }
}

static Breakdown
make_breakdown (guint n_lanes)
{
  Breakdown breakdown = {
    .n_lanes = n_lanes, .scan_cost = .016, .turn_cost = .03, .begin_cost = .02
  };

  for (guint i = 0; i < n_lanes; i++)
    breakdown.lanes[i] = fresh;
  return breakdown;
}

/* Two points in 16 ms: it takes as long as the first grids of all lanes cost, and no longer. */
static void
test_four_lanes (void)
{
  Breakdown breakdown = make_breakdown (4);
  double latest = 4 * (.02 + 3 * .03 + (N_FIRST + 1) / 2 * .016);

  run (&breakdown, 40, FALSE);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpfloat (breakdown.first[i], >, 0);
      g_assert_cmpfloat (breakdown.first[i], <=, latest);
      g_assert_cmpfloat (breakdown.coarse[i], >, latest);
      g_assert_cmpfloat (breakdown.coarse[i], <, 4 * (.02 + 4 * .03 + (N_COARSE + 1) / 2 * .017));
      g_assert_cmpuint (breakdown.n_planes[i], ==, 1);
    }
}

static void
test_until_done (void)
{
  Breakdown breakdown = make_breakdown (2);

  run (&breakdown, G_MAXDOUBLE, FALSE);
  g_assert_cmpfloat (breakdown.done[0], >, 0);
  g_assert_cmpfloat (breakdown.done[1], >, 0);
}

/* However fast the training moves, every lane gets its picture, and as many as the others. */
static void
test_restless (void)
{
  Breakdown breakdown = make_breakdown (DH_MAX_LANES);

  run (&breakdown, 200, TRUE);
  for (guint i = 0; i < DH_MAX_LANES; i++)
    {
      g_assert_cmpfloat (breakdown.first[i], >, 0);
      g_assert_cmpfloat (breakdown.coarse[i], >, 0);
      g_assert_cmpuint (breakdown.n_planes[i], >=, 2);
      g_assert_cmpuint (breakdown.n_planes[i] + 1, >=, breakdown.n_planes[0]);
    }
}

static void
test_dead_lane (void)
{
  Breakdown breakdown = make_breakdown (4);

  breakdown.dead[0] = breakdown.dead[2] = TRUE;
  run (&breakdown, 60, TRUE);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (breakdown.first[i] > 0, ==, !breakdown.dead[i]);
  g_assert_cmpuint (breakdown.n_planes[0], ==, 1);
}

/* A lane added later doesn't wait for the others' fine pictures or planes. */
static void
test_later_lane (void)
{
  Breakdown breakdown = make_breakdown (3);
  double begin;

  run (&breakdown, 20, TRUE);
  begin = breakdown.time;
  breakdown.lanes[breakdown.n_lanes++] = fresh;
  run (&breakdown, begin + 1, TRUE);
  g_assert_cmpfloat (breakdown.first[3], >, begin);
}

/* Another loss: that lane's next picture comes at once. */
static void
test_asked (void)
{
  Breakdown breakdown = make_breakdown (4);
  double begin;

  run (&breakdown, 20, TRUE);
  begin = breakdown.time;
  breakdown.first[2] = 0;
  breakdown.lanes[2].request = DH_PLANE_REQUEST_ASKED;
  run (&breakdown, begin + 1, TRUE);
  g_assert_cmpfloat (breakdown.first[2], >, begin);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plane-turn/nothing", test_nothing);
  g_test_add_func ("/plane-turn/first", test_first);
  g_test_add_func ("/plane-turn/no-second-before-first", test_no_second_before_first);
  g_test_add_func ("/plane-turn/overtaken", test_overtaken);
  g_test_add_func ("/plane-turn/shares", test_shares);
  g_test_add_func ("/plane-turn/four-lanes", test_four_lanes);
  g_test_add_func ("/plane-turn/until-done", test_until_done);
  g_test_add_func ("/plane-turn/restless", test_restless);
  g_test_add_func ("/plane-turn/dead-lane", test_dead_lane);
  g_test_add_func ("/plane-turn/later-lane", test_later_lane);
  g_test_add_func ("/plane-turn/asked", test_asked);
  return g_test_run ();
}
