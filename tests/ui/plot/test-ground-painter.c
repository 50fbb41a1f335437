/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of grounds come from another thread: all of what is wanted, the newest last, nothing of
 * what is wanted no more.  Most useful under the thread sanitizer.
 */
#include "ui/plot/scene/ground-painter.h"

#include "core/landscape/hill.h"

#define N_PAINTERS 12

typedef struct
{
  DhGroundPainter *painter;
  guint n_paintings;
  double azimuth; /* of the newest painting */
  DhGroundPainting *newest;
  gboolean free_painter; /* at the next painting */
} Easel;

static void
painted_cb (DhGroundPainting *painting, gpointer data)
{
  Easel *easel = data;

  g_clear_pointer (&easel->newest, dh_ground_painting_free);
  easel->newest = painting;
  easel->azimuth = painting->request.camera.azimuth;
  easel->n_paintings++;
  if (easel->free_painter)
    g_clear_pointer (&easel->painter, dh_ground_painter_free);
}

static void
easel_init (Easel *easel)
{
  *easel = (Easel) { .painter = dh_ground_painter_new (painted_cb, easel) };
}

static void
easel_clear (Easel *easel)
{
  g_clear_pointer (&easel->painter, dh_ground_painter_free);
  g_clear_pointer (&easel->newest, dh_ground_painting_free);
}

static DhScaledTerrain
make_scaled (const char *text)
{
  g_autoptr (DhGround) ground = dh_typed_ground_new (text, NULL, NULL);
  DhScaledTerrain scaled = { .terrain = dh_terrain_new (ground, 33, 33, NULL) };

  dh_height_scale_init (&scaled.height_scale, scaled.terrain);
  return scaled;
}

static DhGroundRequest
make_request (const DhScaledTerrain *shown, double azimuth)
{
  DhGroundRequest request = {
    .shown = *shown,
    .camera = dh_camera_usual,
    .width = 120,
    .height = 80,
    .scale = 1,
  };

  request.camera.azimuth = azimuth;
  return request;
}

static void
wait_for (Easel *easel, double azimuth)
{
  while (easel->n_paintings == 0 || easel->azimuth != azimuth)
    g_main_context_iteration (NULL, TRUE);
}

/* The thread has painted and delivered everything once another painter, which is queued behind it,
 * has its picture. */
static void
wait_for_all (const DhScaledTerrain *shown)
{
  DhGroundRequest request = make_request (shown, 9);
  Easel last;

  easel_init (&last);
  dh_ground_painter_send (last.painter, &request);
  wait_for (&last, 9);
  easel_clear (&last);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
is_same_picture (cairo_surface_t *one, cairo_surface_t *two)
{
  int stride = cairo_image_surface_get_stride (one), height = cairo_image_surface_get_height (one);

  return stride == cairo_image_surface_get_stride (two)
         && height == cairo_image_surface_get_height (two)
         && memcmp (cairo_image_surface_get_data (one), cairo_image_surface_get_data (two),
                    (gsize) stride * height)
              == 0;
}

/* The result is the same as for the same request without a thread. */
static void
test_picture (void)
{
  DhScaledTerrain shown = make_scaled ("sin(x) + cos(y)");

  for (guint i = 0; i < 8; i++)
    {
      DhGroundRequest request = make_request (&shown, 0.5);
      g_autoptr (DhGroundPainting) expected = NULL;
      Easel easel;

      request.on_map = i & 1;
      request.smooth = (i & 2) != 0;
      request.scale = 1 + i / 4;
      expected = dh_ground_painting_new (&request);
      dh_ground_painting_paint (expected);
      easel_init (&easel);
      dh_ground_painter_send (easel.painter, &request);
      wait_for (&easel, 0.5);
      g_assert_true (is_same_picture (easel.newest->surface, expected->surface));
      g_assert_true ((easel.newest->depths != NULL) == !request.on_map);
      if (!request.on_map)
        g_assert_cmpmem (easel.newest->depths, 120 * 80 * sizeof (float), expected->depths,
                         120 * 80 * sizeof (float));
      easel_clear (&easel);
    }
  dh_terrain_unref (shown.terrain);
}

/* Halfway, the terrain in between is shown; a curve has only that. */
static void
test_settle (void)
{
  DhScaledTerrain shown = make_scaled ("x"), from = make_scaled ("y");
  DhGroundRequest request = make_request (&shown, 0);
  DhGroundPainting *painting = dh_ground_painting_new (&request);

  dh_ground_painting_settle (painting);
  g_assert_true (painting->request.shown.terrain == shown.terrain);
  dh_ground_painting_free (painting);
  request.from = from;
  request.share = 0.5;
  painting = dh_ground_painting_new (&request);
  dh_ground_painting_settle (painting);
  g_assert_null (painting->request.from.terrain);
  g_assert_true (painting->request.shown.terrain != shown.terrain);
  g_assert_null (painting->surface);
  dh_ground_painting_free (painting);
  dh_terrain_unref (shown.terrain);
  dh_terrain_unref (from.terrain);
}

/* A camera that turns faster than the thread paints: the newest position comes last, and many in
 * between are skipped. */
static void
test_newest (void)
{
  DhScaledTerrain shown = make_scaled ("x^2 + y^2");
  Easel easel;

  easel_init (&easel);
  for (guint i = 1; i <= 500; i++)
    {
      DhGroundRequest request = make_request (&shown, i);

      dh_ground_painter_send (easel.painter, &request);
    }
  wait_for (&easel, 500);
  g_assert_cmpuint (easel.n_paintings, ==,
                    2); /* the first, which was already started, and the newest */
  easel_clear (&easel);
  dh_terrain_unref (shown.terrain);
}

/* A painting that was started is shown even though a newer one waits; otherwise a picture that
 * changes without a pause would stand still. */
static void
test_never_starved (void)
{
  DhScaledTerrain shown = make_scaled ("x*y");
  Easel easel;
  double azimuth = 1;

  easel_init (&easel);
  while (easel.n_paintings < 20)
    {
      DhGroundRequest request = make_request (&shown, azimuth++);

      dh_ground_painter_send (easel.painter, &request);
      g_main_context_iteration (NULL, FALSE);
    }
  easel_clear (&easel);
  dh_terrain_unref (shown.terrain);
}

/* After cancelling, neither the running painting nor the waiting one is delivered; afterwards it
 * paints again. */
static void
test_cancel (void)
{
  DhScaledTerrain shown = make_scaled ("x - y");

  for (guint i = 0; i < 20; i++)
    {
      DhGroundRequest request = make_request (&shown, 1);
      Easel easel;

      easel_init (&easel);
      dh_ground_painter_cancel (easel.painter); /* with nothing running */
      dh_ground_painter_send (easel.painter, &request);
      if (i % 2)
        g_usleep (500 * i);
      dh_ground_painter_send (easel.painter, &request);
      dh_ground_painter_cancel (easel.painter);
      wait_for_all (&shown);
      g_assert_cmpuint (easel.n_paintings, ==, 0);
      request.camera.azimuth = 2;
      dh_ground_painter_send (easel.painter, &request);
      wait_for (&easel, 2);
      g_assert_cmpuint (easel.n_paintings, ==, 1);
      easel_clear (&easel);
    }
  dh_terrain_unref (shown.terrain);
}

/* Twelve pictures at once, as for six lanes, half of them morphing; some are freed while their
 * picture is being painted, one by its own callback. */
static void
test_many (void)
{
  DhScaledTerrain shown = make_scaled ("x^2 - y"), from = make_scaled ("y^2 - x");
  Easel easels[N_PAINTERS];

  for (guint i = 0; i < N_PAINTERS; i++)
    easel_init (&easels[i]);
  for (guint round = 1; round <= 10; round++)
    for (guint i = 0; i < N_PAINTERS; i++)
      {
        DhGroundRequest request = make_request (&shown, round);

        request.on_map = i % 2;
        if (i % 3 == 0)
          {
            request.from = from;
            request.share = round / 10.0;
          }
        dh_ground_painter_send (easels[i].painter, &request);
        g_main_context_iteration (NULL, FALSE);
      }
  for (guint i = 0; i < N_PAINTERS; i += 4)
    easel_clear (&easels[i]);
  for (guint i = 0; i < N_PAINTERS; i++)
    if (i % 4 != 0)
      wait_for (&easels[i], 10);
  easels[1].free_painter = TRUE;
  {
    DhGroundRequest request = make_request (&shown, 11);

    dh_ground_painter_send (easels[1].painter, &request);
    wait_for (&easels[1], 11);
    g_assert_null (easels[1].painter);
  }
  for (guint i = 0; i < N_PAINTERS; i++)
    easel_clear (&easels[i]);
  dh_terrain_unref (shown.terrain);
  dh_terrain_unref (from.terrain);
}

/* The thread drops its reference to the terrain, too. */
static void
test_leaves_nothing (void)
{
  DhScaledTerrain shown = make_scaled ("x + 2*y");
  DhGroundRequest request = make_request (&shown, 1);

  for (guint i = 0; i < 30; i++)
    {
      Easel easel;

      easel_init (&easel);
      dh_ground_painter_send (easel.painter, &request);
      if (i % 3 == 0)
        g_usleep (300);
      dh_ground_painter_send (easel.painter, &request);
      easel_clear (&easel);
    }
  wait_for_all (&shown);
  g_assert_cmpint (shown.terrain->n_refs, ==, 1);
  dh_terrain_unref (shown.terrain);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ground-painter/picture", test_picture);
  g_test_add_func ("/ground-painter/settle", test_settle);
  g_test_add_func ("/ground-painter/newest", test_newest);
  g_test_add_func ("/ground-painter/never-starved", test_never_starved);
  g_test_add_func ("/ground-painter/cancel", test_cancel);
  g_test_add_func ("/ground-painter/many", test_many);
  g_test_add_func ("/ground-painter/leaves-nothing", test_leaves_nothing);
  return g_test_run ();
}
