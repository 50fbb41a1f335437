/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Marks over a ground: the place under the pointer, basins, and what a step is made of.
 */
#include "tests/ui/plot/scene-view.h"

#include "ui/plot/scene/step-arrows.h"

static void
test_hover (void)
{
  g_auto (View) view = { 0 };
  const double place[2] = { 1, 2 };
  DhScene scene;

  view_init (&view, "x^2 + y^2", 48);
  view_draw (&view);
  scene = make_scene (&view);
  for (int marked = 0; marked < 2; marked++)
    {
      cairo_t *cr;
      cairo_surface_t *canvas = new_canvas (&cr);
      double x, y, left, top, right, bottom;

      scene.hover = marked ? place : NULL;
      dh_scene_draw_hover (&scene, cr, FALSE);
      cairo_destroy (cr);
      g_assert_true ((count_covered (canvas) > 50) == marked);
      dh_scene_locate (&scene, place, 5, &x, &y);
      cr = cairo_create (canvas);
      left = x - 16, top = y - 16, right = x + 16, bottom = y + 16;
      cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
      cairo_rectangle (cr, left, top, right - left, bottom - top);
      cairo_fill (cr);
      cairo_destroy (cr);
      g_assert_cmpuint (count_covered (canvas), ==, 0);
      cairo_surface_destroy (canvas);
    }
}

/* A dot for every start that is known, with a different appearance for each end. */
static void
test_basins (void)
{
  g_auto (View) view = { 0 };
  gint8 ends[16] = {
    0, 1, 2, 3, 4, DH_BASINS_NOWHERE, DH_BASINS_DIVERGED, DH_BASINS_UNKNOWN, 0, 0, 0, 0, 0, 0, 0, 0
  };
  const DhBasins basins = { .n_columns = 4, .n_rows = 4, .ends = ends, .n_valleys = 5 };
  guint64 looks[7] = { 0 };
  DhScene scene;
  cairo_t *cr;
  cairo_surface_t *canvas = new_canvas (&cr);

  view_init (&view, "x^2 + y^2", 32);
  scene = make_scene (&view);
  scene.basins = &basins;
  dh_scene_draw_basins (&scene, cr);
  cairo_destroy (cr);
  cairo_surface_flush (canvas);
  for (int i = 0; i < 8; i++)
    {
      int left = i % 4 * WIDTH / 4 + WIDTH / 8;
      int top = HEIGHT - (i / 4 + 1) * HEIGHT / 4 + HEIGHT / 8;
      guint64 look = 0;

      for (int y = top - 6; y <= top + 6; y++)
        for (int x = left - 6; x <= left + 6; x++)
          look = look * 31 + *(const guint32 *) peek_pixel (canvas, x, y);
      g_assert_true ((look != 0) == (ends[i] != DH_BASINS_UNKNOWN));
      for (int k = 0; k < i && k < 7; k++)
        g_assert_true (looks[k] != look);
      if (i < 7)
        looks[i] = look;
    }
  cairo_surface_destroy (canvas);
}

/* ---- inside a step ---- */

static const DhTrajectoryPoint hop[] = { { { -3, 0 }, 9 }, { { 2, 0 }, 4 } };

static DhStepBreakdown breakdown = { 5,
                                     {
                                       { DH_BREAKDOWN_GRADIENT, { 4, 2 }, NULL },
                                       { DH_BREAKDOWN_NOISE, { -1, 1 }, NULL },
                                       { DH_BREAKDOWN_MEMORY, { 2, 3 }, NULL },
                                       { DH_BREAKDOWN_SQUARES, { 3, 1 }, NULL },
                                       { DH_BREAKDOWN_STEP, { 1.5, 1 }, NULL },
                                     } };

/* Each part adds to the picture; nothing is drawn for a part that isn't given. */
static void
test_breakdown (void)
{
  g_auto (View) view = { 0 };

  view_init (&view, "x^2 + y^2", 32);
  view_draw (&view);
  for (int on_map = 0; on_map < 2; on_map++)
    for (guint n_told = 0; n_told <= 5; n_told++)
      {
        const DhSceneBall ball = {
          .number = 1, .points = hop, .n_points = 2, .breakdown = &breakdown, .n_told = n_told
        };
        DhScene scene = make_scene (&view);
        cairo_t *cr;
        cairo_surface_t *canvas = new_canvas (&cr);
        guint n;

        scene.balls = &ball;
        scene.n_balls = 1;
        dh_scene_draw_stories (&scene, cr, on_map);
        cairo_destroy (cr);
        n = count_covered (canvas);
        g_assert_true (n_told > 0 ? n > 200 : n == 0);
        cairo_surface_destroy (canvas);
      }
}

/* The step's arrow ends where the ball will be; on the map, to the pixel. */
static void
test_step_is_true (void)
{
  g_auto (View) view = { 0 };
  DhStepBreakdown alone = { 1, { { DH_BREAKDOWN_STEP, { -4, 2 }, NULL } } };
  const DhSceneBall ball = {
    .number = 1, .points = hop, .n_points = 2, .breakdown = &alone, .n_told = 1
  };
  DhScene scene;
  cairo_t *cr;
  cairo_surface_t *canvas = new_canvas (&cr);
  int left = WIDTH;

  view_init (&view, "x^2 + y^2", 32);
  view_draw_map (&view);
  scene = make_scene (&view);
  scene.balls = &ball;
  scene.n_balls = 1;
  dh_scene_draw_stories (&scene, cr, TRUE);
  cairo_destroy (cr);
  cairo_surface_flush (canvas);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < left; x++)
      if (peek_pixel (canvas, x, y)[3] > 200)
        left = x;
  /* Its tip is at x = -2, and has an outline. */
  g_assert_cmpint (ABS (left - 2 * HEIGHT / 8), <=, 3);
  cairo_surface_destroy (canvas);
}

static void
test_breakdown_key (void)
{
  for (DhBreakdownKind kind = DH_BREAKDOWN_GRADIENT; kind <= DH_BREAKDOWN_STEP; kind++)
    {
      cairo_t *cr;
      cairo_surface_t *canvas = new_canvas (&cr);

      dh_step_arrows_draw_key (cr, kind, 2, 20, 20, 28);
      cairo_destroy (cr);
      g_assert_cmpuint (count_covered (canvas), >, 30);
      cairo_surface_destroy (canvas);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene-marks/hover", test_hover);
  g_test_add_func ("/scene-marks/basins", test_basins);
  g_test_add_func ("/scene-marks/breakdown", test_breakdown);
  g_test_add_func ("/scene-marks/step-is-true", test_step_is_true);
  g_test_add_func ("/scene-marks/breakdown-key", test_breakdown_key);
  return g_test_run ();
}
