/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How surface and map share the space: whatever its shape, the map isn't stretched, the surface
 * isn't squeezed, and neither covers the other.
 */
#include <adwaita.h>

#include "tests/ui/ui-helpers.h"
#include "ui/ground/ground-pair.h"

/* The pictures in the order in which they were created: surface, map, curve. */
static graphene_rect_t
get_bounds (GtkWidget *pair, guint index)
{
  GtkWidget *child = gtk_widget_get_first_child (pair);
  graphene_rect_t bounds;

  while (index-- > 0)
    child = gtk_widget_get_next_sibling (child);
  g_assert_true (gtk_widget_compute_bounds (child, pair, &bounds));
  return bounds;
}

static void
assert_good (GtkWidget *pair, int width, int height)
{
  graphene_rect_t surface = get_bounds (pair, 0), map = get_bounds (pair, 1), both;
  graphene_rect_t room = GRAPHENE_RECT_INIT (0, 0, width, height);
  float longer = MAX (map.size.width, map.size.height);
  float shorter = MIN (map.size.width, map.size.height);

  g_test_message ("%d × %d: surface %g × %g, map %g × %g", width, height, surface.size.width,
                  surface.size.height, map.size.width, map.size.height);
  g_assert_cmpfloat (longer, <=, 1.2f * shorter + 1);
  g_assert_true (graphene_rect_contains_rect (&room, &map));
  g_assert_true (graphene_rect_contains_rect (&room, &surface));
  g_assert_false (graphene_rect_intersection (&surface, &map, &both) && both.size.width > 0
                  && both.size.height > 0);
  /* No worse than either way of laying them out with half of the room each. */
  g_assert_cmpfloat (shorter, >=, MIN (width, height / 2 - 4) - 1);
  g_assert_cmpfloat (shorter, >=, MIN (height, width / 2 - 4) - 1);
  g_assert_cmpfloat (surface.size.width * surface.size.height, >=, .45f * width * height);
}

static void
test_shapes (void)
{
  static const int sizes[] = { 256, 310, 475, 640, 980 };
  GtkWidget *pair = dh_ground_pair_new (), *window = show_alone (pair, 400, 400);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
      {
        gtk_widget_allocate (pair, sizes[i], sizes[k], -1, NULL);
        assert_good (pair, sizes[i], sizes[k]);
      }
  close_and_watch (window, pair);
}

/* Room beyond the size that it says it can use makes no picture larger. */
static void
test_fit_height (void)
{
  GtkWidget *pair = dh_ground_pair_new (), *window = show_alone (pair, 400, 400);

  for (int height = 170; height < 900; height += 45)
    {
      int fit = dh_ground_pair_fit_height (400, height);
      graphene_rect_t map, larger;

      g_assert_cmpint (fit, <=, height);
      gtk_widget_allocate (pair, 400, fit, -1, NULL);
      map = get_bounds (pair, 1);
      gtk_widget_allocate (pair, 400, height, -1, NULL);
      larger = get_bounds (pair, 1);
      g_assert_cmpfloat (MIN (map.size.width, map.size.height) + 2, >=,
                         MIN (larger.size.width, larger.size.height));
    }
  close_and_watch (window, pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ground-pair/shapes", test_shapes);
  g_test_add_func ("/ground-pair/fit-height", test_fit_height);
  return g_test_run ();
}
