/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Basins whose borders are known, computed directly and in their thread, and their description.
 */
#include "core/landscape/basins-maker.h"
#include "core/landscape/curve.h"
#include "core/landscape/hill.h"
#include "core/race/basins-feed.h"

#include <math.h>
#include <string.h>

typedef struct
{
  DhGround *ground;
  DhTerrain *terrain;
  DhDescentConfig config;
} Fixture;

static void
fixture_clear (Fixture *fixture)
{
  dh_ground_unref (fixture->ground);
  dh_terrain_unref (fixture->terrain);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
fixture_init (Fixture *fixture, const char *function, double rate)
{
  g_autoptr (GError) error = NULL;

  fixture->ground = dh_typed_ground_new (function, NULL, &error);
  g_assert_no_error (error);
  fixture->terrain = dh_terrain_new (fixture->ground, 64, 64, NULL);
  fixture->config = dh_descent_config_make (fixture->ground, dh_optimizer_find ("sgd"));
  fixture->config.learning_rate = rate;
}

static double
get_start (const DhBasins *basins, guint dimension, guint index)
{
  guint n = dimension == 0 ? basins->n_columns : basins->n_rows;

  return basins->minimum[dimension]
         + (index + 0.5) / n * (basins->maximum[dimension] - basins->minimum[dimension]);
}

/* Two valleys, at x = -1 and x = 1; the ridge between them is x = 0. With such a small rate, each
 * ball stays on its side. */
static void
test_two_valleys (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (DhBasins) basins = NULL;
  double sum = 0;

  fixture_init (&fixture, "(x^2 - 1)^2 + y^2 + 0.01x", 0.005);
  g_assert_cmpuint (fixture.terrain->n_valleys, ==, 2);
  g_assert_cmpfloat (fixture.terrain->valleys[0].at[0], <, 0);
  basins = dh_basins_new (fixture.ground, &fixture.config, fixture.terrain, NULL);
  g_assert_cmpuint (basins->n_done, ==, basins->n_columns * basins->n_rows);
  g_assert_cmpuint (basins->n_columns, ==, 24);
  for (guint row = 0; row < basins->n_rows; row++)
    for (guint column = 0; column < basins->n_columns; column++)
      {
        double x = get_start (basins, 0, column);

        g_assert_cmpint (basins->ends[row * basins->n_columns + column], ==, x < 0 ? 0 : 1);
      }
  for (int end = DH_BASINS_DIVERGED; end < 2; end++)
    sum += dh_basins_get_share (basins, end);
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (dh_basins_get_share (basins, 0), 0.5, 1e-9);
  g_assert_cmpfloat (dh_basins_get_share (basins, 7), ==, 0);
}

/* Above 2/λ everything diverges except what starts exactly at the bottom; far below, nothing
 * arrives. */
static void
test_bowl_rates (void)
{
  g_auto (Fixture) wild = { 0 };
  g_auto (Fixture) good = { 0 };
  g_auto (Fixture) lame = { 0 };
  g_autoptr (DhBasins) diverged = NULL;
  g_autoptr (DhBasins) found = NULL;
  g_autoptr (DhBasins) nowhere = NULL;

  fixture_init (&wild, "x^2 + y^2", 1.05);
  fixture_init (&good, "x^2 + y^2", 0.3);
  fixture_init (&lame, "x^2 + y^2", 1e-7);
  diverged = dh_basins_new (wild.ground, &wild.config, wild.terrain, NULL);
  found = dh_basins_new (good.ground, &good.config, good.terrain, NULL);
  nowhere = dh_basins_new (lame.ground, &lame.config, lame.terrain, NULL);
  g_assert_cmpfloat (dh_basins_get_share (diverged, DH_BASINS_DIVERGED), ==, 1);
  g_assert_cmpfloat_with_epsilon (dh_basins_get_share (found, 0), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (dh_basins_get_share (nowhere, DH_BASINS_NOWHERE), 1, 1e-9);
}

/* Between steep walls, all of a floor is low, but a ball that creeps along it hasn't ended; and two
 * valleys are distinct even if their heights differ little compared with the walls. */
static void
test_steep_walls (void)
{
  g_auto (Fixture) floor = { 0 };
  g_auto (Fixture) twins = { 0 };
  g_autoptr (DhBasins) creeping = NULL;
  g_autoptr (DhBasins) two = NULL;

  fixture_init (&floor, "0.1x^2 + 1e5y^2", 4e-6);
  fixture_init (&twins, "(x^2 - 1)^2 + 0.1x + 1e6y^2", 4e-7);
  creeping = dh_basins_new (floor.ground, &floor.config, floor.terrain, NULL);
  two = dh_basins_new (twins.ground, &twins.config, twins.terrain, NULL);
  g_assert_cmpfloat (dh_basins_get_share (creeping, DH_BASINS_NOWHERE), >, 0.9);
  g_assert_cmpuint (two->n_valleys, ==, 2);
  g_assert_cmpuint (two->n_deepest, ==, 1);
}

/* A ball that passes through the deepest valley at speed ends where it comes to rest; one that
 * oscillates forever ends nowhere. */
static void
test_passing_is_not_ending (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (DhBasins) basins = NULL;

  fixture_init (&fixture, "x^2 + y^2", 1.0);
  basins = dh_basins_new (fixture.ground, &fixture.config, fixture.terrain, NULL);
  g_assert_cmpfloat_with_epsilon (dh_basins_get_share (basins, DH_BASINS_NOWHERE), 1, 1e-9);
}

/* Himmelblau's four valleys are equally deep, and each has its own basin. */
static void
test_equally_deep (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (DhBasins) basins = NULL;

  fixture_init (&fixture, "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", 0.005);
  basins = dh_basins_new (fixture.ground, &fixture.config, fixture.terrain, NULL);
  g_assert_cmpuint (basins->n_deepest, ==, 4);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat (dh_basins_get_share (basins, i), >, 0.15);
}

static void
test_curve (void)
{
  const DhMix mix = { 1, { dh_mix_part_make ("mse") } };
  g_autoptr (DhGround) ground = NULL;
  g_autoptr (DhTerrain) terrain = NULL;
  g_autoptr (DhBasins) basins = NULL;
  DhDescentConfig config;

  ground = dh_curve_ground_new (&mix);
  terrain = dh_terrain_new (ground, 401, 1, NULL);
  config = dh_descent_config_make (ground, dh_optimizer_find ("sgd"));
  basins = dh_basins_new (ground, &config, terrain, NULL);
  g_assert_cmpuint (basins->n_rows, ==, 1);
  g_assert_cmpuint (basins->n_columns, ==, 96);
  g_assert_cmpfloat_with_epsilon (dh_basins_get_share (basins, 0), 1, 1e-9);
}

/* Starts are computed evenly over the whole map, from coarse to fine. */
static void
test_order_is_even (void)
{
  g_auto (Fixture) fixture = { 0 };
  DhBasinsMaker *maker;
  guint counts[9] = { 0 };

  fixture_init (&fixture, "x^2 + y^2", 0.3);
  maker = dh_basins_maker_new (fixture.ground, &fixture.config, fixture.terrain);
  dh_basins_maker_go_on (maker, 36, NULL);
  g_assert_cmpuint (dh_basins_maker_get_n_done (maker), ==, 36);
  {
    g_autoptr (DhBasins) basins = dh_basins_maker_publish (maker);

    for (guint i = 0; i < 576; i++)
      if (basins->ends[i] != DH_BASINS_UNKNOWN)
        counts[i / 24 / 8 * 3 + i % 24 / 8]++;
  }
  for (guint i = 0; i < 9; i++)
    g_assert_cmpuint (counts[i], ==, 4);
  dh_basins_maker_free (maker);
}

static void
test_same_bytes (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (DhBasins) one = NULL;
  g_autoptr (DhBasins) two = NULL;

  fixture_init (&fixture, "sin(3x) + cos(2y) + 0.1x^2 + 0.1y^2", 0.05);
  one = dh_basins_new (fixture.ground, &fixture.config, fixture.terrain, NULL);
  fixture.config.noise = 3; /* ignored */
  two = dh_basins_new (fixture.ground, &fixture.config, fixture.terrain, NULL);
  g_assert_cmpmem (one->ends, 576, two->ends, 576);
}

static void
test_cancelled (void)
{
  g_auto (Fixture) fixture = { 0 };
  const int cancelled = TRUE;

  fixture_init (&fixture, "x^2 + y^2", 0.1);
  g_assert_null (dh_basins_new (fixture.ground, &fixture.config, fixture.terrain, &cancelled));
}

/* ---- the description ---- */

static void
check_words (guint n_deepest, const double *shares, const char *expected)
{
  double copy[6];
  DhBasins basins = { .n_done = 100, .n_valleys = 4, .n_deepest = n_deepest, .shares = copy };
  g_autofree char *text = NULL;

  memcpy (copy, shares, sizeof copy);
  text = dh_basins_describe (&basins);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_words (void)
{
  check_words (1, (const double[]) { 1, 0, 0, 0, 0, 0 },
               "100 % of the starts end in the deepest valley");
  check_words (1, (const double[]) { 0.62, 0, 0.3, 0, 0, 0.08 },
               "62 % of the starts end in the deepest valley, 30 % in 1 other valley, 8 % diverge");
  check_words (1, (const double[]) { 0, 0.2, 0.3, 0.1, 0.4, 0 },
               "No start ends in the deepest valley, 60 % in 3 other valleys, 40 % don’t settle");
  check_words (1, (const double[]) { 0.999, 0, 0, 0, 0.001, 0 },
               "99 % of the starts end in the deepest valley, 1 % don’t settle");
  check_words (3, (const double[]) { 0.4, 0, 0.3, 0.2, 0, 0.1 },
               "70 % of the starts end in the 2 deepest valleys, 20 % in 1 other valley, "
               "10 % diverge");
}

/* ---- the thread ---- */

static void
count_cb (gpointer data)
{
  (*(guint *) data)++;
}

static DhBasins *
wait_for_news (DhJobWorker *feed, const guint *n_news, const DhBasinsRequest *request)
{
  guint before = *n_news;

  while (*n_news == before)
    g_main_context_iteration (NULL, TRUE);
  return dh_job_worker_peek (feed, request);
}

/* Basins grow until both are complete, and are the same as those computed without a thread.  If the
 * caller then only requests the second, its computation continues. */
static void
test_feed (void)
{
  g_auto (Fixture) one = { 0 };
  g_auto (Fixture) two = { 0 };
  guint n_news = 0, n_done = 0;
  DhJobWorker *feed = dh_basins_feed_new (count_cb, &n_news);
  const DhBasins *known;
  g_autoptr (DhBasins) expected = NULL;
  DhBasinsRequest requests[4] = { { 0 } };

  fixture_init (&one, "x^2 + y^2", 0.001);
  fixture_init (&two, "(x^2 - 1)^2 + y^2 + 0.01x", 0.005);
  expected = dh_basins_new (two.ground, &two.config, two.terrain, NULL);
  requests[0] = (DhBasinsRequest) { one.ground, one.terrain, one.config };
  requests[3] = (DhBasinsRequest) { two.ground, two.terrain, two.config };
  g_assert_null (dh_job_worker_peek (feed, &requests[3]));
  dh_basins_feed_want (feed, requests, 4);
  wait_for_news (feed, &n_news, &requests[0]);
  memset (&requests[0], 0, sizeof requests[0]);
  dh_basins_feed_want (feed, requests, 4);
  while (n_done < 576)
    {
      DhBasins *basins = wait_for_news (feed, &n_news, &requests[3]);

      if (basins == NULL)
        continue;
      g_assert_cmpuint (basins->n_done, >=, n_done);
      n_done = basins->n_done;
    }
  known = dh_job_worker_peek (feed, &requests[3]);
  g_assert_cmpmem (known->ends, 576, expected->ends, 576);
  /* The noise is ignored, the rate isn't. */
  requests[3].config.noise = 1;
  g_assert_nonnull (dh_job_worker_peek (feed, &requests[3]));
  requests[3].config.learning_rate *= 2;
  g_assert_null (dh_job_worker_peek (feed, &requests[3]));
  dh_job_worker_free (feed);
}

/* Freeing a feed joins its thread, in the middle of work or without any. */
static void
test_feed_ends (void)
{
  g_auto (Fixture) slow = { 0 };
  guint n_news = 0;
  DhJobWorker *idle = dh_basins_feed_new (count_cb, &n_news);
  DhJobWorker *busy = dh_basins_feed_new (count_cb, &n_news);
  DhBasinsRequest request;

  fixture_init (&slow, "x^2 + y^2", 1e-9);
  request = (DhBasinsRequest) { slow.ground, slow.terrain, slow.config };
  dh_basins_feed_want (busy, &request, 1);
  dh_job_worker_free (busy);
  dh_job_worker_free (idle);
  dh_job_worker_free (NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/basins/two-valleys", test_two_valleys);
  g_test_add_func ("/basins/bowl-rates", test_bowl_rates);
  g_test_add_func ("/basins/steep-walls", test_steep_walls);
  g_test_add_func ("/basins/passing-is-not-ending", test_passing_is_not_ending);
  g_test_add_func ("/basins/equally-deep", test_equally_deep);
  g_test_add_func ("/basins/curve", test_curve);
  g_test_add_func ("/basins/order-is-even", test_order_is_even);
  g_test_add_func ("/basins/same-bytes", test_same_bytes);
  g_test_add_func ("/basins/cancelled", test_cancelled);
  g_test_add_func ("/basins/words", test_words);
  g_test_add_func ("/basins/feed", test_feed);
  g_test_add_func ("/basins/feed-ends", test_feed_ends);
  return g_test_run ();
}
