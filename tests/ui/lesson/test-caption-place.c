/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where captions stand: whole on the page, beside what they speak of, and over none of it wherever
 * there is room.
 */
#include "ui/lesson/caption-place.h"

static const graphene_size_t page = { 1000, 700 }, caption = { 300, 160 };

static graphene_rect_t
get_rect (const DhCaptionPlace *place)
{
  return GRAPHENE_RECT_INIT (place->x, place->y, caption.width, caption.height);
}

static void
assert_on_page (const DhCaptionPlace *place)
{
  const graphene_rect_t whole = GRAPHENE_RECT_INIT (0, 0, page.width, page.height);
  const graphene_rect_t rect = get_rect (place);

  g_assert_true (graphene_rect_contains_rect (&whole, &rect));
}

static gboolean
covers (const DhCaptionPlace *place, const graphene_rect_t *target)
{
  const graphene_rect_t rect = get_rect (place);

  return graphene_rect_intersection (&rect, target, NULL);
}

static void
test_sides (void)
{
  /* a slider at the top, a sentence at the bottom, a card at the left, one at the right */
  static const struct
  {
    graphene_rect_t target;
    float dx, dy; /* the sign of the way from the target to the caption */
  } cases[] = {
    { { { 400, 60 }, { 200, 30 } }, 0, 1 },
    { { { 400, 650 }, { 200, 30 } }, 0, -1 },
    { { { 10, 10 }, { 240, 680 } }, 1, 0 },
    { { { 750, 10 }, { 240, 680 } }, -1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DhCaptionPlace place = dh_caption_place_find (&cases[i].target, 1, &page, &caption);
      const float dx = place.from.x - place.to.x, dy = place.from.y - place.to.y;

      assert_on_page (&place);
      g_assert_false (covers (&place, &cases[i].target));
      g_assert_true (place.has_arrow);
      g_assert_cmpfloat (dx * cases[i].dx + dy * cases[i].dy, >, 10);
    }
}

/* Four sliders in a row: none is covered. */
static void
test_row (void)
{
  graphene_rect_t targets[4];
  DhCaptionPlace place;

  for (guint i = 0; i < 4; i++)
    targets[i] = GRAPHENE_RECT_INIT (20 + 245 * i, 300, 225, 40);
  place = dh_caption_place_find (targets, 4, &page, &caption);
  assert_on_page (&place);
  for (guint i = 0; i < 4; i++)
    g_assert_false (covers (&place, &targets[i]));
}

/* Grounds that fill the page: as little as can be is covered, and no arrow points into it. */
static void
test_full (void)
{
  const graphene_rect_t target = GRAPHENE_RECT_INIT (0, 100, 1000, 600);
  const DhCaptionPlace place = dh_caption_place_find (&target, 1, &page, &caption);

  assert_on_page (&place);
  g_assert_false (place.has_arrow);
  g_assert_cmpfloat (place.y, <, 100);
}

static void
test_none (void)
{
  const DhCaptionPlace place = dh_caption_place_find (NULL, 0, &page, &caption);

  assert_on_page (&place);
  g_assert_false (place.has_arrow);
  g_assert_cmpfloat_with_epsilon (place.x + caption.width / 2, page.width / 2, 1);
}

/* Any targets, also such that are larger than the page or have no width. */
static void
test_random (void)
{
  GRand *lots = g_rand_new_with_seed (3);

  for (guint run = 0; run < 2000; run++)
    {
      graphene_rect_t targets[8];
      const guint n = (guint) g_rand_int_range (lots, 0, 9);
      DhCaptionPlace place;

      for (guint i = 0; i < n; i++)
        targets[i] = GRAPHENE_RECT_INIT ((float) g_rand_double_range (lots, -200, 1200),
                                         (float) g_rand_double_range (lots, -200, 900),
                                         (float) g_rand_double_range (lots, 0, 1500),
                                         (float) g_rand_double_range (lots, 0, 900));
      place = dh_caption_place_find (targets, n, &page, &caption);
      assert_on_page (&place);
    }
  g_rand_free (lots);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/caption-place/sides", test_sides);
  g_test_add_func ("/caption-place/row", test_row);
  g_test_add_func ("/caption-place/full", test_full);
  g_test_add_func ("/caption-place/none", test_none);
  g_test_add_func ("/caption-place/random", test_random);
  return g_test_run ();
}
