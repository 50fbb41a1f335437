/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Balls and their trajectories over a ground: they stand, fly and roll where they should, long
 * trajectories are drawn faithfully, and nothing crashes.
 */
#include "tests/ui/plot/scene-view.h"

#include "core/landscape/curve.h"
#include "ui/plot/scene/scene-private.h"

#include <math.h>

/* ---- balls ---- */

static void
check_ball (double at_x, double at_y, gboolean on_map)
{
  g_auto (View) view = { 0 };
  g_autoptr (DhDescent) descent = NULL;
  DhSceneBall ball;
  cairo_surface_t *canvas;
  cairo_t *cr;
  DhScene scene;
  double x, y, expected_x, expected_y;

  view_init (&view, "x^2 + y^2", 48);
  on_map ? view_draw_map (&view) : view_draw (&view);
  descent = make_descent (&view, at_x, at_y, 0);
  ball = make_ball (descent, 1);
  scene = make_scene (&view);
  scene.balls = &ball;
  scene.n_balls = 1;
  canvas = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, scene.width, scene.height);
  cr = cairo_create (canvas);
  dh_scene_draw_balls (&scene, cr, on_map);
  cairo_destroy (cr);
  g_assert_true (find_middle (canvas, &x, &y));
  dh_scene_locate (&scene, dh_descent_get_last (descent)->at, dh_descent_get_last (descent)->loss,
                   &expected_x, &expected_y);
  if (on_map)
    {
      expected_x = (at_x + 4) / 8 * HEIGHT;
      expected_y = (4 - at_y) / 8 * HEIGHT;
    }
  g_assert_cmpfloat_with_epsilon (x, expected_x, 1.5);
  /* On the surface it stands at its position. */
  g_assert_cmpfloat_with_epsilon (y, expected_y - (on_map ? 0 : 0.85 * scene.ball_radius), 1.5);
  cairo_surface_destroy (canvas);
}

static void
test_ball (void)
{
  check_ball (0, 0, FALSE);
  check_ball (2, 1, FALSE);
  check_ball (-1.5, -1, FALSE);
  check_ball (0, 0, TRUE);
  check_ball (3, 2, TRUE);
  check_ball (-2, -3, TRUE);
}

/* One that diverged is still in the picture, at its edge; its trajectory does no harm. */
static void
test_ball_outside (void)
{
  static const double places[][2] = { { 9, 0 }, { -900, 900 }, { 0, -5 }, { 4.1, 4.1 } };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (int on_map = 0; on_map < 2; on_map++)
      {
        g_auto (View) view = { 0 };
        g_autoptr (DhDescent) descent = NULL;
        DhSceneBall ball;
        cairo_surface_t *canvas = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
        cairo_t *cr = cairo_create (canvas);
        DhScene scene;
        guint n = 0;

        view_init (&view, "x^2 + y^2", 32);
        view_draw (&view);
        descent = make_descent (&view, places[i][0], places[i][1], 3);
        ball = make_ball (descent, 2);
        scene = make_scene (&view);
        scene.balls = &ball;
        scene.n_balls = 1;
        scene.n_shown = 1;
        dh_scene_draw_trajectories (&scene, cr, on_map);
        dh_scene_draw_balls (&scene, cr, on_map);
        cairo_destroy (cr);
        cairo_surface_flush (canvas);
        for (int y = 0; y < HEIGHT; y++)
          for (int x = 0; x < WIDTH; x++)
            n += peek_pixel (canvas, x, y)[3] > 100;
        g_assert_cmpuint (n, >, 60);
        cairo_surface_destroy (canvas);
      }
}

static void
test_curve_ball (void)
{
  const DhMix mix = { 1, { dh_mix_part_make ("mse") } };
  g_autoptr (DhGround) ground = dh_curve_ground_new (&mix);
  g_autoptr (DhTerrain) terrain = dh_terrain_new (ground, 401, 1, NULL);
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find ("sgd"));
  const double start[2] = { 0.5, 0 };
  g_autoptr (DhDescent) descent = dh_descent_new (ground, &config, start);
  DhSceneBall ball = make_ball (descent, 1);
  cairo_surface_t *canvas = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (canvas);
  DhScene scene = { .terrain = terrain,
                    .width = WIDTH,
                    .height = HEIGHT,
                    .ball_radius = 8,
                    .balls = &ball,
                    .n_balls = 1,
                    .fraction = 1 };
  double x, y;

  dh_height_scale_init (&scene.height_scale, terrain);
  dh_curve_scene_draw_balls (&scene, cr);
  cairo_destroy (cr);
  g_assert_true (find_middle (canvas, &x, &y));
  g_assert_cmpfloat_with_epsilon (x, 0.75 * WIDTH, 1.5);
  cairo_surface_destroy (canvas);
}

/* ---- motion ---- */

static const DhTrajectoryPoint hop[] = { { { -3, 0 }, 9 }, { { 2, 0 }, 4 } };

static DhScenePose
get_pose (const View *view, double fraction, gboolean hops, gboolean on_map)
{
  const DhSceneBall ball = { .number = 1, .points = hop, .n_points = 2, .hops = hops };
  DhScene scene = make_scene (view);
  DhSceneEye eye;

  scene.fraction = fraction;
  eye = dh_scene_eye_make (&scene, on_map);
  return dh_scene_get_pose (&eye, &ball);
}

/* Over a bowl both start at one position and arrive at another; in between, the hopping ball is
 * above its shadow, and the rolling one is on the ground. */
static void
test_hop_and_roll (void)
{
  g_auto (View) view = { 0 };
  DhScene scene;

  view_init (&view, "x^2 + y^2", 97);
  view_draw (&view);
  scene = make_scene (&view);
  for (int hops = 0; hops < 2; hops++)
    {
      DhScenePose half = get_pose (&view, 0.5, hops, FALSE);

      for (guint end = 0; end < 2; end++)
        {
          DhScenePose pose = get_pose (&view, end == 0 ? 0 : 1 - 1e-9, hops, FALSE);
          double x, y;

          dh_scene_locate (&scene, hop[end].at, hop[end].loss, &x, &y);
          g_assert_cmpfloat (hypot (pose.ball.x - x, pose.ball.y - y), <, 0.05);
          g_assert_cmpfloat (fabs (pose.height), <, 0.1);
        }
      if (hops)
        g_assert_cmpfloat (half.height, >, 10);
      else
        g_assert_cmpfloat (fabs (half.height), <, 1e-9);
    }
}

/* Where the chord passes through a hill, the ball goes over it. */
static void
test_over_a_hill (void)
{
  g_auto (View) view = { 0 };

  view_init (&view, "exp(-x^2 - y^2)", 97);
  for (double fraction = 0.05; fraction < 1; fraction += 0.05)
    g_assert_cmpfloat (get_pose (&view, fraction, TRUE, FALSE).height, >=, -1e-9);
}

/* On the map it follows the chord. */
static void
test_motion_on_map (void)
{
  g_auto (View) view = { 0 };
  DhScenePose pose;

  view_init (&view, "x^2 + y^2", 32);
  view_draw_map (&view);
  pose = get_pose (&view, 0.4, TRUE, TRUE);
  g_assert_cmpfloat_with_epsilon (pose.ball.x, (-3 + 0.4 * 5 + 4) / 8 * HEIGHT, 1e-9);
  g_assert_cmpfloat_with_epsilon (pose.ball.y, HEIGHT / 2, 1e-9);
  g_assert_cmpfloat (pose.height, >, 0);
  g_assert_cmpfloat (get_pose (&view, 0.4, FALSE, TRUE).height, ==, 0);
}

/* A ball whose trajectory is shorter than the steps shown has ended: it rests on its last point. */
static void
test_ended_sooner (void)
{
  g_auto (View) view = { 0 };
  const DhSceneBall ball = { .number = 1, .points = hop, .n_points = 2, .hops = TRUE };
  DhScene scene;

  view_init (&view, "x^2 + y^2", 32);
  scene = make_scene (&view);
  scene.fraction = 0.5;
  scene.n_shown = 2;
  g_assert_true (dh_scene_is_on_trajectory (&scene, &ball));
  scene.n_shown = 3;
  g_assert_false (dh_scene_is_on_trajectory (&scene, &ball));
}

/* ---- trajectories ---- */

/* Everything draw_balls draws is inside the area it reports, also for a ball beyond the edge, with
 * its mark. */
static void
check_balls_area (double at_x, double at_y)
{
  g_auto (View) view = { 0 };
  g_autoptr (DhDescent) descent = NULL;

  view_init (&view, "x^2 + y^2", 32);
  view_draw (&view);
  descent = make_descent (&view, at_x, at_y, 12);
  for (guint i = 0; i < 40; i++)
    {
      DhSceneBall ball = make_ball (descent, 3);
      DhScene scene = make_scene (&view);
      cairo_rectangle_int_t area;
      cairo_t *cr;
      cairo_surface_t *canvas = new_canvas (&cr);

      ball.hops = i % 4 > 1;
      scene.balls = &ball;
      scene.n_balls = 1;
      scene.n_shown = 1 + i % 7;
      scene.fraction = i / 40.0;
      dh_scene_draw_balls (&scene, cr, i % 2);
      dh_scene_get_balls_area (&scene, i % 2, &area);
      cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
      cairo_rectangle (cr, area.x, area.y, area.width, area.height);
      cairo_fill (cr);
      cairo_destroy (cr);
      cairo_surface_flush (canvas);
      for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
          g_assert_cmpint (peek_pixel (canvas, x, y)[3], ==, 0);
      cairo_surface_destroy (canvas);
    }
}

static void
test_balls_area (void)
{
  check_balls_area (3.5, -2);
  check_balls_area (30, -2);
  check_balls_area (-9, 50);
  check_balls_area (0, -1e5);
}

/* The number of pixels as bright and blue as the first ball's arrow, and their centre. */
static guint
find_arrow (const double at[2], double *x, double *y)
{
  g_auto (View) view = { 0 };
  g_autoptr (DhDescent) descent = NULL;
  cairo_surface_t *canvas;
  cairo_t *cr;
  DhSceneBall ball;
  DhScene scene;
  guint n = 0;

  view_init (&view, "x^2 + y^2", 32);
  view_draw_map (&view);
  descent = make_descent (&view, at[0], at[1], 0);
  ball = make_ball (descent, 1);
  scene = make_scene (&view);
  scene.balls = &ball;
  scene.n_balls = 1;
  canvas = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, scene.width, scene.height);
  cr = cairo_create (canvas);
  {
    DhSceneEye eye = dh_scene_eye_make (&scene, TRUE);
    DhScenePose pose = dh_scene_get_pose (&eye, &ball);

    dh_scene_draw_edge_mark (&eye, cr, 1, &pose);
  }
  cairo_destroy (cr);
  cairo_surface_flush (canvas);
  *x = *y = 0;
  for (int row = 0; row < scene.height; row++)
    for (int column = 0; column < scene.width; column++)
      {
        const guint8 *pixel = peek_pixel (canvas, column, row);

        if (pixel[0] < 150 || pixel[0] < pixel[2] + 60)
          continue;
        *x += column / scene.width;
        *y += row / scene.height;
        n++;
      }
  *x /= MAX (n, 1);
  *y /= MAX (n, 1);
  cairo_surface_destroy (canvas);
  return n;
}

/* A ball on the map has no mark; one outside it has its mark at that edge. */
static void
test_edge_mark (void)
{
  static const struct
  {
    double at[2];
    int x, y;
  } places[] = {
    { { 9, 0 }, 1, 0 },  { { -900, 0 }, -1, 0 }, { { 0, 5 }, 0, -1 }, { { 1, -1e7 }, 0, 1 },
    { { 8, 8 }, 1, -1 }, { { 0, 0 }, 0, 0 },     { { 4, -4 }, 0, 0 },
  };
  static const struct
  {
    double off;
    const char *words;
  } distances[] = {
    { 0.02, "0.02 widths away" }, { 0.7, "0.7 widths away" },   { 1, "1.0 widths away" },
    { 12.3, "12 widths away" },   { 2.2e7, "2e7 widths away" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      double x, y;
      guint n = find_arrow (places[i].at, &x, &y);

      g_test_message ("%g, %g: %u at %.2f, %.2f", places[i].at[0], places[i].at[1], n, x, y);
      g_assert_true ((n > 0) == (places[i].x != 0 || places[i].y != 0));
      if (places[i].x != 0)
        g_assert_true (places[i].x > 0 ? x > 0.9 : x < 0.1);
      if (places[i].y != 0)
        g_assert_true (places[i].y > 0 ? y > 0.9 : y < 0.1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (distances); i++)
    {
      g_autofree char *words = dh_scene_describe_distance_off (distances[i].off);

      g_assert_cmpstr (words, ==, distances[i].words);
    }
}

/* A ball that jumps back and forth for 20000 steps still shows both positions and the line between.
 * */
static void
test_long_way (void)
{
  g_auto (View) view = { 0 };
  g_autofree DhTrajectoryPoint *points = g_new (DhTrajectoryPoint, 20000);
  const DhSceneBall ball = { .number = 1, .points = points, .n_points = 20000 };
  DhScene scene;
  cairo_t *cr;
  cairo_surface_t *canvas = new_canvas (&cr);

  for (guint i = 0; i < 20000; i++)
    points[i] = (DhTrajectoryPoint) { { i < 19000 ? (i % 2 == 0 ? -3 : 3) : 0, 2 }, 13 };
  view_init (&view, "x^2 + y^2", 32);
  view_draw_map (&view);
  scene = make_scene (&view);
  scene.balls = &ball;
  scene.n_balls = 1;
  dh_scene_draw_trajectories (&scene, cr, TRUE);
  cairo_destroy (cr);
  cairo_surface_flush (canvas);
  for (double x = -3; x <= 3; x += 0.1)
    g_assert_cmpint (peek_pixel (canvas, (x + 4) / 8 * HEIGHT, HEIGHT / 4)[3], >, 150);
  cairo_surface_destroy (canvas);
}

/* Unknown losses, positions far away, no points at all. */
static void
test_odd_ways (void)
{
  static const DhTrajectoryPoint points[] = {
    { { -3, 0 }, NAN }, { { 2, 900 }, NAN }, { { 1, 1 }, 1e300 }, { { 0, 0 }, INFINITY }
  };
  g_auto (View) view = { 0 };

  view_init (&view, "x^2 + y^2", 32);
  view_draw (&view);
  for (guint n = 0; n <= G_N_ELEMENTS (points); n++)
    for (int on_map = 0; on_map < 2; on_map++)
      {
        const DhSceneBall ball = { .number = 1, .points = points, .n_points = n, .hops = TRUE };
        DhScene scene = make_scene (&view);
        cairo_t *cr;
        cairo_surface_t *canvas = new_canvas (&cr);

        scene.balls = &ball;
        scene.n_balls = 1;
        scene.fraction = 0.5;
        (on_map ? dh_scene_draw_on_map : dh_scene_draw_on_surface) (&scene, cr);
        g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
        g_assert_true ((count_covered (canvas) > 0) == (n > 0));
        cairo_destroy (cr);
        cairo_surface_destroy (canvas);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene-balls/ball", test_ball);
  g_test_add_func ("/scene-balls/ball-outside", test_ball_outside);
  g_test_add_func ("/scene-balls/curve-ball", test_curve_ball);
  g_test_add_func ("/scene-balls/hop-and-roll", test_hop_and_roll);
  g_test_add_func ("/scene-balls/over-a-hill", test_over_a_hill);
  g_test_add_func ("/scene-balls/motion-on-map", test_motion_on_map);
  g_test_add_func ("/scene-balls/ended-sooner", test_ended_sooner);
  g_test_add_func ("/scene-balls/balls-area", test_balls_area);
  g_test_add_func ("/scene-balls/edge-mark", test_edge_mark);
  g_test_add_func ("/scene-balls/long-way", test_long_way);
  g_test_add_func ("/scene-balls/odd-ways", test_odd_ways);
  return g_test_run ();
}
