/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The network's landscape: its heights are the losses, it grows coarse before fine, requests
 * interrupt it, and the bytes of a run don't depend on it.
 */
#include <math.h>
#include <string.h>

#include "core/base/tensor.h"
#include "core/plane/directions.h"
#include "core/plane/plane-make.h"
#include "core/train/run-context.h"
#include "tests/core/train/trainer-runner.h"

/* ---- the grid ---- */

static double
get_bowl (const double at[2])
{
  return 1 + at[0] * at[0] + 3 * at[1] * at[1];
}

static DhPlaneScan *
make_scan (void)
{
  const float origin[4] = { 1, 2, 3, 4 };
  DhPlaneScan *scan = dh_plane_scan_new (4, origin);

  scan->axes[0][0] = 2;
  scan->axes[1][3] = 1;
  scan->low[0] = scan->low[1] = -1;
  scan->high[0] = scan->high[1] = 1;
  dh_plane_scan_measure_axes (scan);
  dh_plane_scan_begin (scan);
  return scan;
}

static void
compute (DhPlaneScan *scan, guint n)
{
  while (n-- > 0)
    {
      guint point;
      double at[2];

      g_assert_cmpuint (dh_plane_scan_list (scan, 1, &point), ==, 1);
      dh_plane_scan_get_place (scan, point, at);
      dh_plane_scan_store (scan, point, get_bowl (at));
    }
}

static void
assert_bowl (const DhPlaneScan *scan, double tolerance)
{
  g_autoptr (DhTerrain) terrain = dh_plane_scan_make_terrain (scan);

  for (guint i = 0; i < DH_PLANE_N_POINTS; i++)
    {
      double at[2];

      dh_plane_scan_get_place (scan, i, at);
      g_assert_cmpfloat_with_epsilon (terrain->heights[i], get_bowl (at), tolerance);
    }
}

/* Each grid's points are points of the next one, so none is computed twice and none is left out. */
static void
test_grid (void)
{
  g_autoptr (DhPlaneScan) scan = make_scan ();
  g_autoptr (DhTerrain) fine = NULL;
  guint point;

  compute (scan, DH_PLANE_N_FIRST_POINTS - 1);
  g_assert_false (dh_plane_scan_is_first (scan));
  compute (scan, 1);
  g_assert_true (dh_plane_scan_is_first (scan));
  assert_bowl (scan, .14);
  compute (scan, DH_PLANE_N_COARSE_POINTS - DH_PLANE_N_FIRST_POINTS - 1);
  g_assert_false (dh_plane_scan_is_coarse (scan));
  assert_bowl (scan, .14);
  compute (scan, 1);
  g_assert_true (dh_plane_scan_is_coarse (scan));
  assert_bowl (scan, .04);
  compute (scan, DH_PLANE_N_POINTS - DH_PLANE_N_COARSE_POINTS);
  g_assert_true (dh_plane_scan_is_done (scan));
  g_assert_cmpuint (dh_plane_scan_list (scan, 1, &point), ==, 0);
  assert_bowl (scan, 1e-6);
  fine = dh_plane_scan_make_terrain (scan);
  g_assert_cmpfloat_with_epsilon (fine->lowest, 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (fine->highest, 5, 1e-6);
  g_assert_cmpuint (fine->n_valleys, ==, 1);
  g_assert_cmpfloat_with_epsilon (hypot (fine->valleys[0].at[0], fine->valleys[0].at[1]), 0, 1e-9);
}

/* Each row of a terrain has all its heights or none. */
static guint
count_rows (const DhTerrain *terrain, guint *first)
{
  guint n = 0;

  for (guint row = 0; row < DH_PLANE_SIDE; row++)
    {
      const double *heights = terrain->heights + row * DH_PLANE_SIDE;

      for (guint column = 1; column < DH_PLANE_SIDE; column++)
        g_assert_cmpint (isnan (heights[column]), ==, isnan (heights[0]));
      if (!isnan (heights[0]) && n++ == 0)
        *first = row;
    }
  return n;
}

/* Rows are shown as they arrive: complete ones, around the origin, and nothing where nothing is
 * known. */
static void
test_rows_as_they_come (void)
{
  static const guint firsts[] = { 17, 17, 8, 8, 0, 0 }, counts[] = { 9, 17, 26, 35, 43, 51 };
  g_autoptr (DhPlaneScan) scan = make_scan ();

  compute (scan, 13);
  g_assert_null (dh_plane_scan_make_terrain (scan));
  g_assert_cmpuint (dh_plane_scan_count_shown (scan), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (DhTerrain) terrain = NULL;
      guint first = 0;

      compute (scan, 1);
      terrain = dh_plane_scan_make_terrain (scan);
      g_assert_cmpuint (count_rows (terrain, &first), ==, counts[i]);
      g_assert_cmpuint (first, ==, firsts[i]);
      g_assert_cmpfloat_with_epsilon (dh_terrain_get_height (terrain, (double[]) { 0, 0 }), 1,
                                      1e-6);
      if (i + 1 == G_N_ELEMENTS (counts))
        break;
      compute (scan, 6);
      g_assert_cmpuint (dh_plane_scan_count_shown (scan), ==, 14 + 7 * i);
    }
}

/* With the origin at the edge, the scan starts there. */
static void
test_origin_at_the_rim (void)
{
  g_autoptr (DhPlaneScan) scan = make_scan ();
  g_autoptr (DhPlaneScan) other = dh_plane_scan_new (4, scan->origin);
  guint points[DH_PLANE_N_FIRST_POINTS];

  other->low[0] = -1;
  other->low[1] = -2;
  other->high[0] = 1;
  other->high[1] = .1;
  dh_plane_scan_begin (other);
  g_assert_cmpuint (dh_plane_scan_list (other, 100, points), ==, DH_PLANE_N_FIRST_POINTS);
  for (guint i = 1; i < DH_PLANE_N_FIRST_POINTS; i++)
    g_assert_cmpuint (points[i] / DH_PLANE_SIDE, <=, points[i - 1] / DH_PLANE_SIDE);
}

/* Rows that a request interrupted are completed later, and a row with a gap isn't shown. */
static void
test_interrupted_row (void)
{
  g_autoptr (DhPlaneScan) scan = make_scan ();
  g_autoptr (DhTerrain) terrain = NULL;
  guint points[15], left;

  dh_plane_scan_list (scan, 15, points);
  for (guint i = 0; i < 15; i++)
    if (i != 9)
      dh_plane_scan_store (scan, points[i], 1);
  g_assert_null (dh_plane_scan_make_terrain (scan));
  g_assert_cmpuint (dh_plane_scan_list (scan, 1, &left), ==, 1);
  g_assert_cmpuint (left, ==, points[9]);
  dh_plane_scan_store (scan, left, 1);
  terrain = dh_plane_scan_make_terrain (scan);
  g_assert_nonnull (terrain);
}

/* Where the ground is strongly curved, the finer points come first. */
static void
test_rough_parts_first (void)
{
  g_autoptr (DhPlaneScan) scan = make_scan ();
  guint n_left = 0;

  while (scan->n_done < 400)
    {
      guint point;
      double at[2];

      dh_plane_scan_list (scan, 1, &point);
      dh_plane_scan_get_place (scan, point, at);
      if (scan->n_done >= DH_PLANE_N_COARSE_POINTS)
        n_left += at[0] < 0 && at[1] < 0;
      dh_plane_scan_store (scan, point, at[0] < 0 && at[1] < 0 ? 2 + sin (20 * at[0] * at[1]) : 2);
    }
  g_assert_cmpuint (n_left, >, 200);
}

/* A wall without a loss stays a hole, and the points next to it aren't lost. */
static void
test_holes (void)
{
  g_autoptr (DhPlaneScan) scan = make_scan ();
  g_autoptr (DhTerrain) terrain = NULL;
  guint n_holes = 0;

  while (!dh_plane_scan_is_coarse (scan))
    {
      guint point;
      double at[2];

      dh_plane_scan_list (scan, 1, &point);
      dh_plane_scan_get_place (scan, point, at);
      dh_plane_scan_store (scan, point, at[0] > .9 ? NAN : 1 + at[0]);
    }
  terrain = dh_plane_scan_make_terrain (scan);
  for (guint i = 0; i < DH_PLANE_N_POINTS; i++)
    n_holes += isnan (terrain->heights[i]);
  g_assert_cmpuint (n_holes, ==, 3 * DH_PLANE_SIDE); /* halfway to the known ones */
  g_assert_cmpfloat_with_epsilon (terrain->lowest, 0, 1e-6);
  g_assert_true (isfinite (terrain->highest));
}

static void
test_projection (void)
{
  g_autoptr (DhPlaneScan) scan = make_scan ();
  const double there[2] = { .5, -2 };
  float weights[4];
  double back[2];

  dh_plane_scan_get_weights (scan, there, weights);
  g_assert_cmpfloat (weights[0], ==, 2);
  g_assert_cmpfloat (weights[3], ==, 2);
  weights[1] += 100; /* straight above */
  dh_plane_scan_project (scan, weights, back);
  g_assert_cmpfloat_with_epsilon (back[0], .5, 1e-9);
  g_assert_cmpfloat_with_epsilon (back[1], -2, 1e-9);
}

/* ---- the heights ---- */

/* The loss at a point as a lane itself would compute it. */
static double
get_loss_directly (DhRunContext *context, DhLaneRun *lane, const DhPlaneScan *plane,
                   const double at[2])
{
  float *weights = dh_tensor_new (plane->n_floats);
  double loss = 0;

  dh_plane_scan_get_weights (plane, at, weights);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    loss += dh_lane_run_evaluate (lane, context->scratch_pool.lane[0], weights, side,
                                  dh_run_context_get_held_out (context, side),
                                  context->use_mask[side], NULL, NULL, NULL);
  dh_tensor_free (weights);
  return loss;
}

static void
test_heights (gconstpointer loss)
{
  const char *losses[] = { loss, NULL };
  DhTrainingRequest *request = make_trainer_request (losses, 1, 1, 0);
  g_autoptr (DhRunContext) context = NULL;
  g_autoptr (DhPlaneScan) plane = NULL;
  DhThreadPool *pool = dh_thread_pool_new (1, NULL, NULL);
  DhPlaneEvaluator *plane_evaluator;
  DhLaneRun *lane;
  DhTrail trail;

  dh_compute_thread_init ();
  request->lanes[0].settings.eye_multiplier = 3;
  context = dh_run_context_new (request, 1, NULL, NULL, NULL);
  lane = dh_lane_run_new (&request->lanes[0], context->network, 1, NULL);
  plane = dh_plane_make (pool, dh_network_get_table (context->network), lane->parameters, NULL,
                         DH_PLANE_TRAJECTORY, 1, 0, &trail);
  g_assert_cmpint (plane->kind, ==, DH_PLANE_RANDOM);
  g_assert_true (isnan (plane->explained[0]));
  plane_evaluator = dh_run_context_get_plane_evaluator (context, NULL);
  dh_plane_evaluator_aim (plane_evaluator, plane->origin, plane->axes, 1);
  for (guint i = 0; i < 6; i++)
    {
      const double at[2] = { i * .3 - .9, (i % 3) * .5 - .5 };
      double direct = get_loss_directly (context, lane, plane, at);

      g_assert_cmpfloat_with_epsilon (dh_plane_evaluator_get_loss (plane_evaluator, 0,
                                                                   &lane->objective, at[0], at[1])
                                        / direct,
                                      1, 1e-4);
    }
  dh_thread_pool_free (pool);
  dh_lane_run_free (lane);
  dh_training_request_free (request);
}

/* Three tenths of the trajectory's span are left free on each side of it. */
static void
test_margins (void)
{
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (dh_model_find ("quick"));
  g_autoptr (DhTrajectory) trajectory = dh_trajectory_new (table->size, (gsize) 24 * table->size
                                                                          * sizeof (float));
  g_autoptr (DhPlaneScan) plane = NULL;
  DhThreadPool *pool = dh_thread_pool_new (1, NULL, NULL);
  float *weights = dh_tensor_new (table->size), *start = dh_tensor_new (table->size);
  double low = 0, high = 0;
  DhTrail trail;

  dh_parameters_init (table, 1, start);
  dh_trajectory_begin (trajectory, 0, start);
  for (int step = 1; step <= 40; step++)
    {
      double t = step / 40.0;

      for (gsize i = 0; i < table->size; i++)
        weights[i] = (float) (start[i] + 0.1 * t * sin (i) + 0.08 * t * t * cos (3.0 * i));
      dh_trajectory_offer (trajectory, step, weights);
    }
  plane = dh_plane_make (pool, table, weights, trajectory, DH_PLANE_TRAJECTORY, 1, 0, &trail);
  g_assert_cmpint (plane->kind, ==, DH_PLANE_TRAJECTORY);
  g_assert_cmpuint (trail.n, >=, 4);
  for (guint k = 0; k < trail.n; k++)
    {
      low = MIN (low, trail.places[k][0]);
      high = MAX (high, trail.places[k][0]);
    }
  g_assert_cmpfloat (high - low, >, 0);
  g_assert_cmpfloat_with_epsilon ((low - plane->low[0]) / (high - low), 0.3, 1e-6);
  g_assert_cmpfloat_with_epsilon ((plane->high[0] - high) / (high - low), 0.3, 1e-6);
  dh_tensor_free (weights);
  dh_tensor_free (start);
  dh_thread_pool_free (pool);
}

/* ---- the trainer ---- */

static DhTrainingRequest *
make_request (guint64 serial, DhPlaneKind kind, guint64 limit, guint n_lanes)
{
  static const char *const losses[] = { "mae", "mse", NULL };
  DhTrainingRequest *request = make_trainer_request (losses, serial, 1, limit);

  request->n_lanes = n_lanes;
  for (guint i = 0; i < n_lanes; i++)
    request->lanes[i].plane_kind = kind;
  return request;
}

static gboolean
is_coarse (const DhReport *report)
{
  for (guint i = 0; i < report->n_lanes; i++)
    {
      const DhPlane *plane = dh_lane_snapshot_get_plane (report->lanes[i].snapshot);

      if (plane == NULL || plane->n_done < DH_PLANE_N_COARSE_POINTS)
        return FALSE;
    }
  return report->n_lanes > 0;
}

/* Waits for an idle report in which all lanes have a picture. */
static DhReport *
wait_for_coarse (DhTrainer *trainer, guint64 serial)
{
  for (;;)
    {
      DhReport *report = wait_for_report (trainer);

      if (report->idle && report->request_serial == serial && is_coarse (report))
        return report;
      dh_report_free (report);
    }
}

/* Coarse points, all of them known. */
static void
assert_same_heights (const DhPlane *a, const DhPlane *b)
{
  for (guint row = 0; row < DH_PLANE_COARSE_SIDE; row++)
    for (guint column = 0; column < DH_PLANE_COARSE_SIDE; column++)
      {
        guint i = (guint) (lround (row * 50 / 12.0) * DH_PLANE_SIDE + lround (column * 50 / 12.0));

        g_assert_cmpmem (&a->terrain->heights[i], sizeof (double), &b->terrain->heights[i],
                         sizeof (double));
      }
}

/* Computes a landscape at the start, if one is wanted, and then trains. */
static DhReport *
run_with (guint n_workers, DhPlaneKind kind, DhReport **start)
{
  DhTrainer *trainer = dh_trainer_new (n_workers);
  DhTrainingRequest *request = make_request (1, kind, 0, 1);
  DhReport *report;

  request->playing = FALSE;
  dh_trainer_send (trainer, request);
  *start = kind != DH_PLANE_NONE ? wait_for_coarse (trainer, 1) : wait_for_rest (trainer, 1);
  dh_trainer_send (trainer, make_request (2, kind, 8, 1));
  report = wait_for_rest (trainer, 2);
  dh_trainer_free (trainer);
  return report;
}

static void
test_same_bytes (void)
{
  const guint n_workers[3] = { 1, 3, 2 };
  DhReport *starts[3], *reports[3];

  for (guint i = 0; i < 3; i++)
    reports[i] = run_with (n_workers[i], i < 2 ? DH_PLANE_RANDOM : DH_PLANE_NONE, &starts[i]);
  assert_same_heights (dh_lane_snapshot_get_plane (starts[0]->lanes[0].snapshot),
                       dh_lane_snapshot_get_plane (starts[1]->lanes[0].snapshot));
  g_assert_null (dh_lane_snapshot_get_plane (starts[2]->lanes[0].snapshot));
  for (guint i = 1; i < 3; i++)
    assert_same_lane (reports[0]->lanes[0].snapshot, reports[i]->lanes[0].snapshot);
  for (guint i = 0; i < 3; i++)
    {
      dh_report_free (starts[i]);
      dh_report_free (reports[i]);
    }
}

static void
assert_same_faces (DhPreview *a, DhPreview *b, gboolean same)
{
  gsize bytes = (gsize) dh_preview_get_size (a) * dh_preview_get_size (a) * 4;

  g_assert_cmpint (memcmp (dh_preview_peek_tile (a, 0, 0, DH_TILE_SELF),
                           dh_preview_peek_tile (b, 0, 0, DH_TILE_SELF), bytes)
                     == 0,
                   ==, same);
}

/* Paused at the start; returns the plane's serial. */
static guint
check_start (DhTrainer *trainer)
{
  DhTrainingRequest *request = make_request (1, DH_PLANE_RANDOM, 0, 1);
  DhReport *report;
  DhPlane *plane;
  guint serial;

  request->playing = FALSE;
  dh_trainer_send (trainer, request);
  report = wait_for_coarse (trainer, 1);
  plane = dh_lane_snapshot_get_plane (report->lanes[0].snapshot);
  g_assert_cmpint (plane->kind, ==, DH_PLANE_RANDOM);
  g_assert_cmpuint (plane->iteration, ==, 0);
  g_assert_cmpstr (plane->loss, ==, "mae");
  g_assert_cmpuint (plane->n_done, >=, DH_PLANE_N_COARSE_POINTS);
  g_assert_cmpuint (plane->n_trajectory, ==, 1);
  g_assert_cmpfloat_with_epsilon (hypot (plane->ball[0], plane->ball[1]), 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (plane->slice_loss / plane->ball_loss, 1, 1e-4);
  g_assert_null (dh_lane_snapshot_get_probe (report->lanes[0].snapshot));
  serial = plane->serial;
  dh_report_free (report);
  return serial;
}

/* A probe at the ball's own position equals the preview. */
static void
check_probe (DhTrainer *trainer)
{
  DhTrainingRequest *request = make_request (2, DH_PLANE_RANDOM, 0, 1);
  DhReport *report = NULL;
  DhLaneSnapshot *snapshot;

  request->playing = FALSE;
  request->lanes[0].probe_serial = 1;
  dh_trainer_send (trainer, request);
  do
    {
      g_clear_pointer (&report, dh_report_free);
      report = wait_for_coarse (trainer, 2);
      snapshot = report->lanes[0].snapshot;
    }
  while (dh_lane_snapshot_get_probe (snapshot) == NULL);
  assert_same_faces (dh_lane_snapshot_get_probe (snapshot), dh_lane_snapshot_get_preview (snapshot),
                     TRUE);
  dh_report_free (report);
}

/* Directions different from those of plane `serial`, through later weights, and a probe next to
 * them. */
static void
check_other_directions (DhTrainer *trainer, guint serial)
{
  DhTrainingRequest *request = make_request (3, DH_PLANE_RANDOM, 8, 1);
  DhReport *report = NULL;
  DhLaneSnapshot *snapshot;
  DhPlane *plane;

  request->lanes[0].plane_serial = 1;
  request->lanes[0].probe_serial = 2;
  request->lanes[0].probe_at[0] = .8;
  dh_trainer_send (trainer, request);
  do
    {
      g_clear_pointer (&report, dh_report_free);
      report = wait_for_coarse (trainer, 3);
      snapshot = report->lanes[0].snapshot;
      plane = dh_lane_snapshot_get_plane (snapshot);
    }
  while (plane->serial <= serial);
  g_assert_cmpuint (plane->n_trajectory, >=, 2);
  g_assert_cmpuint (plane->trajectory_iterations[0], ==, 0);
  g_assert_cmpuint (plane->trajectory_iterations[plane->n_trajectory - 1], ==, 8);
  g_assert_cmpfloat (plane->trajectory[plane->n_trajectory - 1].at[0], ==, plane->ball[0]);
  g_assert_true (isfinite (plane->ball_loss));
  g_assert_true (isfinite (plane->explained[0]));
  assert_same_faces (dh_lane_snapshot_get_probe (snapshot), dh_lane_snapshot_get_preview (snapshot),
                     FALSE);
  dh_report_free (report);
}

static void
test_life (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  guint serial = check_start (trainer);
  DhReport *report;

  check_probe (trainer);
  check_other_directions (trainer, serial);
  dh_trainer_send (trainer, make_request (4, DH_PLANE_NONE, 8, 1));
  report = wait_for_rest (trainer, 4);
  g_assert_null (dh_lane_snapshot_get_plane (report->lanes[0].snapshot));
  g_assert_null (dh_lane_snapshot_get_probe (report->lanes[0].snapshot));
  dh_report_free (report);
  dh_trainer_free (trainer);
}

/* ---- first pictures beside training ---- */

/* Lanes from `first` on have a complete picture, however coarse. */
static gboolean
has_pictures_from (const DhReport *report, guint first)
{
  for (guint i = first; i < report->n_lanes; i++)
    {
      const DhPlane *plane = dh_lane_snapshot_get_plane (report->lanes[i].snapshot);

      if (plane == NULL || plane->n_done < DH_PLANE_N_FIRST_POINTS)
        return FALSE;
    }
  return report->n_lanes > 0;
}

static gboolean
have_pictures (const DhReport *report)
{
  return has_pictures_from (report, 0);
}

/* Trains `request` until `is_there`; no lane may have a second plane while another has none. */
static DhReport *
train_until (DhTrainer *trainer, guint64 serial, gboolean (*is_there) (const DhReport *report))
{
  for (;;)
    {
      DhReport *report = wait_for_report (trainer);
      guint most = 0, least = G_MAXUINT;

      for (guint i = 0; i < report->n_lanes; i++)
        {
          const DhPlane *plane = dh_lane_snapshot_get_plane (report->lanes[i].snapshot);

          if (dh_lane_snapshot_get_state (report->lanes[i].snapshot) == DH_STATE_DIVERGED)
            continue;
          most = MAX (most, plane != NULL ? plane->serial : 0);
          least = MIN (least, plane != NULL && plane->terrain != NULL ? plane->serial : 0);
        }
      g_assert_true (most < 2 || least > 0);
      if (report->request_serial == serial && is_there (report))
        return report;
      dh_report_free (report);
    }
}

static DhTrainingRequest *
make_training (guint64 serial, guint n_lanes)
{
  static const char *const losses[] = { "mse", "mae", "smooth", "huber", "logcosh", "mse", NULL };
  DhTrainingRequest *request = make_trainer_request (losses, serial, 1, 0);

  request->n_lanes = n_lanes;
  for (guint i = 0; i < n_lanes; i++)
    request->lanes[i].plane_kind = DH_PLANE_TRAJECTORY;
  return request;
}

/* The first plane follows the training's own trajectory, in each of six lanes. */
static void
test_first_pictures (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;

  dh_trainer_send (trainer, make_training (1, 6));
  report = train_until (trainer, 1, have_pictures);
  for (guint i = 0; i < 6; i++)
    {
      const DhPlane *plane = dh_lane_snapshot_get_plane (report->lanes[i].snapshot);

      g_assert_cmpint (plane->kind, ==, DH_PLANE_TRAJECTORY);
      g_assert_cmpuint (plane->iteration, >=, 3);
      g_assert_cmpfloat (plane->explained[0], >, plane->explained[1]);
      g_assert_cmpfloat (plane->low[0], ==, plane->terrain->minimum[0]);
      g_assert_cmpfloat (plane->high[1], ==, plane->terrain->maximum[1]);
    }
  dh_report_free (report);
  dh_trainer_free (trainer);
}

static gboolean
others_have_pictures (const DhReport *report)
{
  return has_pictures_from (report, 1) && report->n_lanes > 1
         && dh_lane_snapshot_get_state (report->lanes[0].snapshot) == DH_STATE_DIVERGED;
}

static gboolean
is_renewed (const DhReport *report)
{
  const DhPlane *plane = dh_lane_snapshot_get_plane (report->lanes[0].snapshot);

  /* Long after training must have left its first plane. */
  g_assert_cmpuint (dh_lane_snapshot_get_iteration (report->lanes[0].snapshot), <, 3000);
  return plane != NULL && plane->serial > 1 && plane->terrain != NULL;
}

/* Training moves away from its landscape, and gets a new one at its current position. */
static void
test_renewed (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;
  const DhPlane *plane;
  guint64 first;

  dh_trainer_send (trainer, make_training (1, 1));
  report = train_until (trainer, 1, have_pictures);
  plane = dh_lane_snapshot_get_plane (report->lanes[0].snapshot);
  g_assert_cmpuint (plane->serial, ==, 1);
  first = plane->iteration;
  dh_report_free (report);
  report = train_until (trainer, 1, is_renewed);
  plane = dh_lane_snapshot_get_plane (report->lanes[0].snapshot);
  g_assert_cmpint (plane->kind, ==, DH_PLANE_TRAJECTORY);
  g_assert_cmpuint (2 * plane->iteration, >=, 3 * first);
  g_assert_cmpuint (plane->n_trajectory, >=, 2);
  dh_report_free (report);
  dh_trainer_free (trainer);
}

/* A lane that diverges before it has a picture holds up no other lane. */
static void
test_diverged_lane (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhTrainingRequest *request = make_training (1, 3);

  request->lanes[0].settings = make_lane_settings ("mse", "sgd", 1e30);
  dh_trainer_send (trainer, request);
  dh_report_free (train_until (trainer, 1, others_have_pictures));
  dh_trainer_free (trainer);
}

/* A lane is added while the first one is waiting for its second plane, and then a reset. */
static void
test_later_lane (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;
  DhTrainingRequest *request;

  dh_trainer_send (trainer, make_training (1, 1));
  dh_report_free (train_until (trainer, 1, is_coarse));
  dh_trainer_send (trainer, make_training (2, 2));
  for (;;)
    {
      report = wait_for_report (trainer);
      if (report->request_serial == 2 && have_pictures (report))
        break;
      dh_report_free (report);
    }
  g_assert_cmpuint (report->n_lanes, ==, 2);
  dh_report_free (report);
  request = make_training (3, 2);
  request->generation = 2;
  dh_trainer_send (trainer, request);
  for (;;)
    {
      report = wait_for_report (trainer);
      if (report->generation == 2)
        break;
      dh_report_free (report);
    }
  for (guint i = 0; i < report->n_lanes; i++)
    g_assert_null (dh_lane_snapshot_get_plane (report->lanes[i].snapshot));
  dh_report_free (report);
  dh_report_free (train_until (trainer, 3, have_pictures));
  dh_trainer_free (trainer);
}

/* Without training a random plane is there at once; with training, that of the trajectory follows.
 * */
static gboolean
is_of_trajectory (const DhReport *report)
{
  for (guint i = 0; i < report->n_lanes; i++)
    {
      const DhPlane *plane = dh_lane_snapshot_get_plane (report->lanes[i].snapshot);

      if (plane == NULL || plane->kind != DH_PLANE_TRAJECTORY || plane->terrain == NULL)
        return FALSE;
    }
  return report->n_lanes > 0;
}

static void
test_paused_at_the_start (void)
{
  DhTrainer *trainer = dh_trainer_new (2);
  DhTrainingRequest *request = make_training (1, 2);
  DhReport *report;

  request->playing = FALSE;
  dh_trainer_send (trainer, request);
  report = wait_for_coarse (trainer, 1);
  g_assert_cmpint (dh_lane_snapshot_get_plane (report->lanes[1].snapshot)->kind, ==,
                   DH_PLANE_RANDOM);
  dh_report_free (report);
  request = make_training (2, 2);
  request->iteration_limit = 16;
  dh_trainer_send (trainer, request);
  dh_report_free (train_until (trainer, 2, is_of_trajectory));
  dh_trainer_free (trainer);
}

/* Twenty requests in a row, each with another loss: the landscape of the last one remains. */
static void
test_interruption (void)
{
  static const char *const mixes[] = { "mae", "mse", "logcosh" };
  DhTrainer *trainer = dh_trainer_new (2);
  DhReport *report;

  for (guint serial = 1; serial <= 20; serial++)
    {
      DhTrainingRequest *request = make_request (serial, DH_PLANE_TRAJECTORY, 0, 1);

      request->playing = FALSE;
      request->lanes[0].settings = make_lane_settings (mixes[serial % 3], "adam", 1e-3);
      dh_trainer_send (trainer, request);
      g_usleep (20000);
    }
  for (;;)
    {
      report = wait_for_coarse (trainer, 20);
      if (strcmp (dh_lane_snapshot_get_plane (report->lanes[0].snapshot)->loss, mixes[20 % 3]) == 0)
        break;
      dh_report_free (report);
    }
  dh_report_free (report);
  dh_trainer_free (trainer);
}

/* What is checked against the free memory is what a landscape takes. */
static void
test_memory (void)
{
  static const char *const losses[] = { "mse", NULL };
  DhTrainingRequest *request = make_trainer_request (losses, 1, 1, 0);
  g_autoptr (DhRunContext) context = NULL;
  DhLaneRun *lane;
  const DhBatch *batches;

  dh_compute_thread_init ();
  context = dh_run_context_new (request, 1, NULL, NULL, NULL);
  lane = dh_lane_run_new (&request->lanes[0], context->network, 1, NULL);
  batches = dh_run_context_get_held_out (context, DH_SIDE_A);
  for (guint n_workers = 1; n_workers <= 4; n_workers *= 2)
    {
      const gsize before = dh_tensor_get_total ();
      float *const axes[2] = { lane->parameters, lane->parameters };
      DhPlaneEvaluator *evaluator =
        dh_plane_evaluator_new (context->model, batches, context->use_mask, n_workers, NULL, NULL);
      double said = dh_plane_evaluator_estimate (context->model, n_workers), taken;

      dh_plane_evaluator_aim (evaluator, lane->parameters, axes, 1);
      for (guint worker = 0; worker < n_workers; worker++)
        dh_plane_evaluator_get_loss (evaluator, worker, &lane->objective, 0, 0);
      taken = dh_tensor_get_total () - before;
      g_test_message ("%u workers: %.1f MB said, %.1f taken", n_workers, said / 1e6, taken / 1e6);
      g_assert_cmpfloat (said / taken, >, .9);
      g_assert_cmpfloat (said / taken, <, 1.1);
      dh_plane_evaluator_free (evaluator);
      g_assert_cmpuint (dh_tensor_get_total (), ==, before);
    }
  dh_lane_run_free (lane);
  dh_training_request_free (request);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plane/grid", test_grid);
  g_test_add_func ("/plane/rows-as-they-come", test_rows_as_they_come);
  g_test_add_func ("/plane/origin-at-the-rim", test_origin_at_the_rim);
  g_test_add_func ("/plane/interrupted-row", test_interrupted_row);
  g_test_add_func ("/plane/rough-parts-first", test_rough_parts_first);
  g_test_add_func ("/plane/holes", test_holes);
  g_test_add_func ("/plane/projection", test_projection);
  g_test_add_func ("/plane/margins", test_margins);
  g_test_add_data_func ("/plane/heights/mae", "mae", test_heights);
  g_test_add_data_func ("/plane/heights/ssim", "ssim+50%mse", test_heights);
  g_test_add_func ("/plane/same-bytes", test_same_bytes);
  g_test_add_func ("/plane/life", test_life);
  g_test_add_func ("/plane/first-pictures", test_first_pictures);
  g_test_add_func ("/plane/renewed", test_renewed);
  g_test_add_func ("/plane/diverged-lane", test_diverged_lane);
  g_test_add_func ("/plane/later-lane", test_later_lane);
  g_test_add_func ("/plane/paused-at-the-start", test_paused_at_the_start);
  g_test_add_func ("/plane/interruption", test_interruption);
  g_test_add_func ("/plane/memory", test_memory);
  return g_test_run ();
}
