/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A network's landscape without a network: a bowl with waves, slightly different in each lane, and
 * a trajectory that curves down into it.
 */
#include "tests/ui/fake-plane.h"

#include <math.h>

#include "core/landscape/ground.h"
#include "core/landscape/hill.h"
#include "core/session/lane-private.h"

#define N_TRAJECTORY 40
#define N_FIRST      (DH_PLANE_FIRST_SIDE * DH_PLANE_FIRST_SIDE)
#define N_POINTS     (DH_PLANE_SIDE * DH_PLANE_SIDE)
#define MEASURED_AT  20
#define FINE_AT      200

/* For a lane's number; they live until the end of the program. */
static DhTerrain *
ref_terrain (guint number)
{
  static DhTerrain *terrains[DH_MAX_LANES];
  DhTerrain **terrain = &terrains[number - 1];

  if (*terrain == NULL)
    {
      g_autofree char *text =
        g_strdup_printf ("0.01 + 0.004*(x^2 + 0.6*y^2) + 0.003*%u*(1 + sin(2*x)*cos(1.5*y))",
                         number);
      g_autoptr (DhGround) ground = dh_typed_ground_new (text, NULL, NULL);

      *terrain = dh_terrain_new (ground, DH_PLANE_SIDE, DH_PLANE_SIDE, NULL);
    }
  return dh_terrain_ref (*terrain);
}

static void
make_trajectory (DhPlane *plane, guint64 iteration)
{
  double reached = 1 - exp (-(double) iteration / 80);

  plane->n_trajectory = N_TRAJECTORY;
  plane->trajectory = g_new (DhTrajectoryPoint, N_TRAJECTORY);
  plane->trajectory_iterations = g_new (guint64, N_TRAJECTORY);
  for (guint i = 0; i < N_TRAJECTORY; i++)
    {
      double t = reached * i / (N_TRAJECTORY - 1);
      DhTrajectoryPoint *point = &plane->trajectory[i];

      point->at[0] = -3.2 * (1 - t) + .1 * sin (9 * t);
      point->at[1] = 2.4 * (1 - t) * (1 - t);
      point->loss = dh_terrain_get_height (plane->terrain, point->at);
      plane->trajectory_iterations[i] = iteration * i / (N_TRAJECTORY - 1);
    }
}

DhPlane *
fake_plane_make_for (const DhLaneRequest *lane, guint number, guint64 iteration)
{
  DhPlaneKind kind = lane->plane_kind;
  gboolean random = kind == DH_PLANE_RANDOM;
  g_autoptr (DhTerrain) terrain = NULL;
  DhPlane *plane;

  if (kind == DH_PLANE_NONE || iteration == 0)
    return NULL;
  plane = g_new0 (DhPlane, 1);
  atomic_init (&plane->n_refs, 1);
  plane->serial = 2 * lane->plane_serial + random;
  plane->kind = kind;
  plane->loss = dh_mix_to_text (&lane->settings.mix);
  plane->n_points = N_POINTS;
  plane->explained[0] = random ? NAN : .61;
  plane->explained[1] = random ? NAN : .22;
  plane->n_done = iteration < MEASURED_AT
                    ? N_FIRST * iteration / MEASURED_AT
                    : MIN (N_FIRST + (N_POINTS - N_FIRST) * iteration / FINE_AT, N_POINTS);
  plane->ball_loss = plane->slice_loss = NAN;
  terrain = ref_terrain (number);
  for (guint axis = 0; axis < 2; axis++)
    {
      plane->low[axis] = terrain->minimum[axis];
      plane->high[axis] = terrain->maximum[axis];
    }
  if (iteration < MEASURED_AT)
    return plane;
  plane->terrain = g_steal_pointer (&terrain);
  make_trajectory (plane, iteration);
  plane->ball[0] = plane->trajectory[N_TRAJECTORY - 1].at[0];
  plane->ball[1] = plane->trajectory[N_TRAJECTORY - 1].at[1];
  plane->slice_loss = plane->trajectory[N_TRAJECTORY - 1].loss;
  plane->ball_loss = .9 * plane->slice_loss;
  return plane;
}

DhPlane *
fake_plane_make (DhLane *lane, guint64 iteration)
{
  DhLaneRequest request = {
    .settings = dh_lane_get_settings (lane),
    .plane_kind = dh_lane_get_plane_kind (lane),
    .plane_serial = dh_lane_get_plane_serial (lane),
  };

  return fake_plane_make_for (&request, dh_lane_get_number (lane), iteration);
}
