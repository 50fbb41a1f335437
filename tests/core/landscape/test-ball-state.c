/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state of a ball on grounds where it is known; and the forum post's statements about losses
 * and rates, on a curve and a hill.
 */
#include "core/base/number.h"
#include "core/landscape/ball-state.h"
#include "core/landscape/curve.h"
#include "core/landscape/fit.h"
#include "core/landscape/hill.h"

#include <math.h>
#include <string.h>

/* A ground, a ball on it, and the sentence about it. */
typedef struct
{
  DhGround *ground;
  DhTerrain *terrain;
  DhDescent *descent;
  char *text;
} Scene;

static void
scene_clear (Scene *self)
{
  dh_ground_unref (self->ground);
  dh_terrain_unref (self->terrain);
  dh_descent_free (self->descent);
  g_free (self->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scene, scene_clear)

/* start: NULL for the ground's default */
static Scene
make_scene (DhGround *ground, const char *optimizer, double rate, const double *start)
{
  Scene scene = { .ground = ground, .terrain = dh_terrain_new (ground, 65, 65, NULL) };
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find (optimizer));

  if (rate > 0)
    config.learning_rate = rate;
  scene.descent = dh_descent_new (ground, &config, start != NULL ? start : ground->start);
  return scene;
}

static Scene
make_hill (const char *id, const char *optimizer, double rate, const double *start)
{
  return make_scene (dh_hill_ground_new (dh_hill_find (id), NULL), optimizer, rate, start);
}

static Scene
make_curve (const char *loss, double rate)
{
  DhMix mix = { 1, { dh_mix_part_make (loss) } };

  return make_scene (dh_curve_ground_new (&mix), "sgd", rate, NULL);
}

static const char *
judge (Scene *self, guint n_steps)
{
  for (guint i = 0; i < n_steps; i++)
    dh_descent_step (self->descent);
  g_clear_pointer (&self->text, g_free);
  return dh_ball_state_get_id (dh_ball_state_judge (self->descent, self->terrain, &self->text));
}

static void
assert_text (const Scene *self, const char *word)
{
  if (strstr (self->text, word) == NULL)
    g_error ("“%s” is not in “%s”", word, self->text);
}

static double
get_error (const Scene *self)
{
  return dh_descent_get_last (self->descent)->at[0];
}

static void
test_settled (void)
{
  g_auto (Scene) bowl = make_hill ("bowl", "sgd", 0.1, NULL);
  g_auto (Scene) beale = make_hill ("beale", "momentum", 0.002, NULL);
  g_auto (Scene) trough = make_scene (dh_typed_ground_new ("(x - 1)^2 + 0y", NULL, NULL), "sgd",
                                      0.2, NULL);

  g_assert_cmpstr (judge (&bowl, 0), ==, "start");
  g_assert_cmpstr (judge (&bowl, 10), ==, "rolling");
  g_assert_cmpstr (judge (&bowl, 90), ==, "settled_deepest");
  assert_text (&bowl, "deepest");
  g_assert_cmpstr (judge (&beale, 3000), ==, "settled_deepest");
  g_assert_cmpstr (judge (&trough, 100), ==, "settled_deepest");
}

/* The grid points are at multiples of 1/8: the grid misses a narrow pit between them, but the ball
 * doesn't. */
static void
test_hollow (void)
{
  static const double in_it[2] = { 1.07, 0.06 };
  g_auto (Scene) scene = make_scene (
    dh_typed_ground_new ("0.1(x^2 + y^2) - 0.05 exp(-3000((x - 1.0625)^2 + (y - 0.0625)^2))", NULL,
                         NULL),
    "sgd", 0.002, in_it);

  g_assert_cmpuint (scene.terrain->n_valleys, ==, 1);
  g_assert_cmpstr (judge (&scene, 400), ==, "settled_other");
  assert_text (&scene, "hollow");
}

/* A ball that still moves, if only a little, isn't at its end. */
static void
test_creeping (void)
{
  g_auto (Scene) rosenbrock = make_hill ("rosenbrock", "sgd", 0.001, NULL);
  g_auto (Scene) ravine = make_hill ("ravine", "sgd", 0.02, NULL);

  g_assert_cmpstr (judge (&rosenbrock, 50), ==, "rolling");
  g_assert_cmpstr (judge (&rosenbrock, 1950), ==, "rolling");
  assert_text (&rosenbrock, "Creeping");
  g_assert_cmpstr (judge (&ravine, 300), ==, "rolling");
}

static void
test_saddle (void)
{
  static const double exactly[2] = { 0, 0 }, nearly[2] = { -1.6, 1e-12 };
  g_auto (Scene) on_it = make_hill ("saddle", "sgd", 0, exactly);
  g_auto (Scene) near_it = make_hill ("saddle", "sgd", 0, nearly);

  g_assert_cmpstr (judge (&on_it, 100), ==, "saddle");
  assert_text (&on_it, "saddle");
  g_assert_cmpstr (judge (&near_it, 10), ==, "rolling");
  g_assert_cmpstr (judge (&near_it, 100), ==, "saddle");
  g_assert_cmpstr (judge (&near_it, 225), ==, "rolling");
  g_assert_cmpstr (judge (&near_it, 2000), ==, "unbounded");
  assert_text (&near_it, "unbounded below");
}

static void
test_plateau (void)
{
  static const double far[2] = { -3.9, 3.9 };
  g_auto (Scene) slow = make_hill ("plateau", "sgd", 0, far);
  g_auto (Scene) fast = make_hill ("plateau", "adam", 0.1, far);
  g_auto (Scene) plain = make_scene (dh_typed_ground_new ("3", NULL, NULL), "adam", 0.1, NULL);

  g_assert_cmpstr (judge (&slow, 200), ==, "plateau");
  g_assert_cmpstr (judge (&fast, 400), ==, "settled_deepest");
  g_assert_cmpstr (judge (&plain, 100), ==, "plateau");
}

static void
test_diverged (void)
{
  g_auto (Scene) bowl = make_hill ("bowl", "sgd", 3, NULL);

  g_assert_cmpstr (judge (&bowl, 200), ==, "diverged");
  assert_text (&bowl, "lower rate");
}

/* At the same rate, MAE's ball hops back and forth by the rate itself, and the balls of MSE and
 * Huber come to rest. */
static void
test_statement_3 (void)
{
  static const char *const settling[] = { "mse", "huber", "smooth", "logcosh" };
  DhFitPoint points[DH_FIT_MAX_POINTS];
  DhMix mix = { 1, { dh_mix_part_make ("mae") } };
  g_auto (Scene) mae = make_curve ("mae", 0.1);
  g_auto (Scene) fit = { 0 };

  g_assert_cmpstr (judge (&mae, 400), ==, "bouncing");
  assert_text (&mae, "over 0.1,");
  fit = make_scene (dh_fit_ground_new (&mix, points, dh_fit_get_usual_points (points)), "sgd", 0.2,
                    NULL);
  g_assert_cmpstr (judge (&fit, 400), ==, "bouncing");
  for (guint i = 0; i < G_N_ELEMENTS (settling); i++)
    {
      gboolean is_narrow = g_str_equal (settling[i], "smooth");
      /* Smoothed MAE settles only if steps are shorter than its rounded part, as its description
       * says. */
      g_auto (Scene) scene = make_curve (settling[i], is_narrow ? 0.005 : 0.1);

      g_test_message ("%s", settling[i]);
      g_assert_cmpstr (judge (&scene, 400), ==, "settled_deepest");
      g_assert_cmpfloat (fabs (get_error (&scene)), <, 1e-3);
    }
}

/* Ratio of the first step to a step that is made at a small error. */
static double
measure_fading (const char *loss, double small_error)
{
  g_auto (Scene) scene = make_curve (loss, 0.1);
  double first;

  dh_descent_step (scene.descent);
  first = fabs (dh_descent_get_parts (scene.descent, 1).step[0]);
  while (fabs (get_error (&scene)) > small_error)
    g_assert_true (dh_descent_step (scene.descent));
  dh_descent_step (scene.descent);
  return first
         / fabs (dh_descent_get_parts (scene.descent, dh_descent_get_n_balls (scene.descent) - 1)
                   .step[0]);
}

/* MSE's slope decreases with the error; Huber's is constant down to its threshold of .05. */
static void
test_statement_4 (void)
{
  g_assert_cmpfloat (measure_fading ("mse", 0.06), >, 12);
  g_assert_cmpfloat_with_epsilon (measure_fading ("huber", 0.06), 1, 1e-12);
}

static guint
count_steps (Scene *self, double error)
{
  guint n = 0;

  for (; fabs (get_error (self)) > error; n++)
    g_assert_true (dh_descent_step (self->descent));
  return n;
}

/* A high rate arrives sooner but doesn't settle; a low one creeps; on bumpy ground the high one
 * jumps into a worse valley. */
static void
test_statement_8 (void)
{
  g_auto (Scene) high = make_curve ("mae", 0.1), low = make_curve ("mae", 0.002);
  g_auto (Scene) usual = make_hill ("bumpy", "sgd", 0, NULL);
  g_auto (Scene) leaping = make_hill ("bumpy", "sgd", 0.4, NULL);
  g_auto (Scene) creeping = make_hill ("bumpy", "sgd", 0.004, NULL);

  g_assert_cmpuint (10 * count_steps (&high, 0.1), <, count_steps (&low, 0.1));
  g_assert_cmpstr (judge (&high, 200), ==, "bouncing");
  judge (&low, 200);
  g_assert_cmpfloat (fabs (get_error (&low)), <, 0.0021);

  g_assert_cmpstr (judge (&usual, 150), ==, "settled_other");
  assert_text (&usual, "valley 2 of 8");
  g_assert_cmpstr (judge (&leaping, 100), ==, "settled_other");
  g_assert_cmpfloat (dh_descent_get_last (leaping.descent)->loss, >,
                     dh_descent_get_last (usual.descent)->loss + 0.5);
  g_assert_cmpstr (judge (&creeping, 100), ==, "rolling");
}

/* Where the ball ends depends on where it starts. */
static void
test_statement_9 (void)
{
  g_autoptr (GHashTable) ends = g_hash_table_new (NULL, NULL);
  guint n_deepest = 0;

  for (int y = -2; y <= 2; y++)
    for (int x = -2; x <= 2; x++)
      {
        g_auto (Scene) scene = make_hill ("bumpy", "sgd", 0, (const double[2]) { x, y });
        const char *id = judge (&scene, 300);
        const DhValley *valley =
          dh_terrain_find_valley (scene.terrain, dh_descent_get_last (scene.descent)->at, 0.02);

        g_assert_true (g_str_has_prefix (id, "settled"));
        g_assert_nonnull (valley);
        g_hash_table_add (ends, GSIZE_TO_POINTER (valley - scene.terrain->valleys + 1));
        n_deepest += g_str_equal (id, "settled_deepest");
      }
  g_test_message ("%u different valleys, the deepest from %u of 25 starts",
                  g_hash_table_size (ends), n_deepest);
  g_assert_cmpuint (g_hash_table_size (ends), >=, 5);
  g_assert_cmpuint (n_deepest, >, 0);
  g_assert_cmpuint (n_deepest, <, 13);
}

/* With a rate that decays, even MAE comes to rest. */
static void
test_fading_rate (void)
{
  g_auto (Scene) mae = make_curve ("mae", 0.1);
  DhDescentConfig config = *dh_descent_get_config (mae.descent);

  g_assert_true (dh_optimizer_config_parse ("sgd/cosine{over=200}", DH_OPTIMIZER_USER_BALL,
                                            &config.optimizer_config, NULL));
  dh_descent_set_config (mae.descent, &config);
  g_assert_cmpstr (judge (&mae, 400), ==, "settled_deepest");
}

/* A ball that passes the bottom at speed hasn't arrived yet. */
static void
test_passing (void)
{
  DhMix mix = { 1, { dh_mix_part_make ("mse") } };
  g_auto (Scene) scene = make_scene (dh_curve_ground_new (&mix), "momentum", 0.05, NULL);

  for (guint i = 0; i < 60; i++)
    {
      const char *id = judge (&scene, 1);

      if (fabs (dh_descent_get_last (scene.descent)->slots[0][0]) > 0.2)
        g_assert_false (g_str_has_prefix (id, "settled"));
    }
  g_assert_cmpstr (judge (&scene, 400), ==, "settled_deepest");
}

/* A bowl eight units wide, where a step of plain descent multiplies x by 1 − 2 rate. */
static Scene
make_wide_bowl (const char *optimizer, double rate, double x)
{
  return make_scene (dh_typed_ground_new ("x^2 + y^2", NULL, NULL), optimizer, rate,
                     (const double[2]) { x, 0 });
}

static void
set_momentum (Scene *self, double momentum)
{
  DhDescentConfig config = *dh_descent_get_config (self->descent);

  config.optimizer_config.settings[0] = momentum;
  dh_descent_set_config (self->descent, &config);
}

/* Slow and heavy, from x = 3: x crosses 0 at step 1460, at 0.0021 a step, with hardly any friction.
 * From step 1453 to 1466 it is within 0.0018 widths of the bottom, and its last four steps moved it
 * 0.001 widths, but it rolls through, to x = −0.91.  If the whole oscillation is that narrow, the
 * ball is at the bottom all the time. */
static void
test_passing_slowly (void)
{
  g_auto (Scene) heavy = make_wide_bowl ("momentum", 1e-6, 3);
  g_auto (Scene) swing = make_wide_bowl ("momentum", 1e-6, 3.2e-4);
  double lowest = 0;

  set_momentum (&heavy, 0.999);
  set_momentum (&swing, 0.999);
  judge (&heavy, 1452);
  for (guint i = 1453; i <= 1466; i++)
    {
      g_assert_cmpstr (judge (&heavy, 1), ==, "rolling");
      g_assert_cmpfloat (fabs (get_error (&heavy)) / 8, <, 0.0018);
    }
  for (guint i = 1467; i < 4000; i++)
    {
      dh_descent_step (heavy.descent);
      lowest = MIN (lowest, get_error (&heavy));
    }
  g_assert_cmpfloat_with_epsilon (lowest, -0.9147200127875, 1e-9);
  g_assert_cmpstr (judge (&heavy, 16000), ==, "settled_deepest");
  judge (&swing, 1450);
  for (guint i = 0; i < 50; i++)
    g_assert_cmpstr (judge (&swing, 1), ==, "settled_deepest");
}

/* At 0.0018 widths from the bottom, each ball is still approaching and none passes through: one by
 * 1 % per step; one by 10 % per step; and one by 1 % per step from side to side, which has arrived
 * once it is at half the distance. */
static void
test_arriving (void)
{
  g_auto (Scene) slow = make_wide_bowl ("sgd", 0.005, 3);
  g_auto (Scene) quick = make_wide_bowl ("sgd", 0.05, 3);
  g_auto (Scene) to_and_fro = make_wide_bowl ("sgd", 0.995, 3);

  g_assert_cmpstr (judge (&slow, 520), ==, "rolling");
  g_assert_cmpstr (judge (&slow, 12), ==, "settled_deepest");
  g_assert_cmpstr (judge (&quick, 50), ==, "rolling");
  g_assert_cmpstr (judge (&quick, 1), ==, "settled_deepest");
  g_assert_cmpstr (judge (&to_and_fro, 590), ==, "rolling");
  g_assert_cmpstr (judge (&to_and_fro, 10), ==, "settled_deepest");
}

static void
set_noise (Scene *self, double noise)
{
  DhDescentConfig config = *dh_descent_get_config (self->descent);

  config.noise = noise;
  dh_descent_set_config (self->descent, &config);
}

/* Noise keeps a ball from settling, and that isn't blamed on the rate; if the rate alone makes it
 * bounce, a little noise isn't blamed. */
static void
test_noise (void)
{
  g_auto (Scene) bowl = make_hill ("bowl", "sgd", 0.1, NULL);
  g_auto (Scene) high = make_hill ("bowl", "sgd", 2, NULL);
  g_auto (Scene) mae = make_curve ("mae", 0.1);

  set_noise (&bowl, 1);
  set_noise (&high, 0.05);
  set_noise (&mae, 0.05);
  g_assert_cmpstr (judge (&bowl, 5), ==, "rolling");
  g_assert_cmpstr (judge (&bowl, 500), ==, "noisy");
  g_assert_cmpstr (judge (&high, 200), ==, "bouncing");
  g_assert_cmpstr (judge (&mae, 200), ==, "bouncing");
  set_noise (&bowl, 0);
  g_assert_cmpstr (judge (&bowl, 200), ==, "settled_deepest");
}

/* A ball that stops because its rate has decayed to zero hasn't arrived. */
static void
test_stopped (void)
{
  g_auto (Scene) faded = make_hill ("bowl", "sgd", 0.01, NULL);
  g_auto (Scene) in_time = make_hill ("bowl", "sgd", 0.1, NULL);
  g_auto (Scene) tiny = make_hill ("bowl", "sgd", 1e-30, NULL);
  DhDescentConfig config = *dh_descent_get_config (faded.descent);

  g_assert_true (dh_optimizer_config_parse ("sgd/linear{over=100}", DH_OPTIMIZER_USER_BALL,
                                            &config.optimizer_config, NULL));
  dh_descent_set_config (faded.descent, &config);
  g_assert_cmpstr (judge (&faded, 90), ==, "rolling");
  g_assert_cmpstr (judge (&faded, 200), ==, "stopped");
  assert_text (&faded, "schedule");
  config.learning_rate = 0.2;
  dh_descent_set_config (in_time.descent, &config);
  g_assert_cmpstr (judge (&in_time, 200), ==, "settled_deepest");
  g_assert_cmpstr (judge (&tiny, 100), ==, "stopped");
  assert_text (&tiny, "too small");
}

/* A ball where the slope or the ground is undefined hasn't diverged. */
static void
test_undefined (void)
{
  static const double left[2] = { -1, 0 }, on_zero[2] = { 0, 1 }, beside[2] = { 0.1, 0 };
  g_auto (Scene) nowhere = make_scene (dh_typed_ground_new ("sqrt(x) + y^2", NULL, NULL), "sgd",
                                       0.1, left);
  g_auto (Scene) upright = make_scene (dh_typed_ground_new ("abs(x)^0.5 + y^2", NULL, NULL), "sgd",
                                       0.1, on_zero);
  g_auto (Scene) over_edge = make_scene (dh_typed_ground_new ("sqrt(x) + y^2", NULL, NULL), "sgd",
                                         1, beside);

  g_assert_cmpstr (judge (&nowhere, 1), ==, "undefined");
  assert_text (&nowhere, "no value here");
  g_assert_cmpstr (judge (&upright, 1), ==, "undefined");
  assert_text (&upright, "slope is undefined");
  g_assert_cmpstr (judge (&over_edge, 1), ==, "diverged");
  assert_text (&over_edge, "no value there; try a lower rate");
}

/* In one dimension: a ball can't rest on a peak with a corner, and the function is unbounded. */
static void
test_curve_without_bottom (void)
{
  g_auto (Scene) broken = make_curve ("broken", 0.1);

  g_assert_cmpstr (judge (&broken, 1), ==, "rolling");
  g_assert_cmpstr (judge (&broken, 20), ==, "unbounded");
}

/* A height that is negligible compared with the ground's heights is written as 0, wherever the ball
 * came to rest. */
static void
test_zero (void)
{
  g_auto (Scene) steep = make_scene (dh_typed_ground_new ("1e12(x^2 + y^2)", NULL, NULL), "sgd",
                                     1e-13, NULL);
  g_auto (Scene) flat = make_scene (dh_typed_ground_new ("1e-12(x^2 + y^2)", NULL, NULL), "sgd",
                                    1e11, NULL);
  g_auto (Scene) raised = make_scene (dh_typed_ground_new ("1e-12(x^2 + y^2) + 3e-12", NULL, NULL),
                                      "sgd", 1e11, NULL);

  g_assert_cmpstr (judge (&steep, 100), ==, "settled_deepest");
  g_assert_cmpstr (steep.text, ==, "Settled in the deepest valley: loss 0");
  g_assert_cmpstr (judge (&flat, 100), ==, "settled_deepest");
  g_assert_cmpstr (flat.text, ==, "Settled in the deepest valley: loss 0");
  judge (&raised, 100);
  g_assert_cmpstr (raised.text, ==, "Settled in the deepest valley: loss 3e-12");
}

/* The sentence gives the position with the names of the dimensions. */
static void
test_outside (void)
{
  g_auto (Scene) scene = make_scene (dh_typed_ground_new ("(x - 5)^2 + (y + 5)^2 + 2", NULL, NULL),
                                     "sgd", 0.1, NULL);

  g_assert_cmpstr (judge (&scene, 200), ==, "settled_outside");
  g_assert_cmpstr (scene.text, ==, "At the bottom, outside the map: x 5, y −5, loss 2");
}

/* The output of printf(), from which the sentences are made. */
static void
test_numbers (void)
{
  static const char *const pairs[][2] = {
    { "at -0.26", "at −0.26" },           { "6.242e-06", "6.242e-6" },
    { "(-3e+05, 1e+00)", "(−3e5, 1e0)" }, { "two-step, 1-2", "two-step, 1-2" },
    { "-4,5 e-mail", "−4,5 e-mail" },     { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *text = dh_number_dress (g_strdup (pairs[i][0]));

      g_assert_cmpstr (text, ==, pairs[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ball-state/settled", test_settled);
  g_test_add_func ("/ball-state/hollow", test_hollow);
  g_test_add_func ("/ball-state/creeping", test_creeping);
  g_test_add_func ("/ball-state/saddle", test_saddle);
  g_test_add_func ("/ball-state/plateau", test_plateau);
  g_test_add_func ("/ball-state/diverged", test_diverged);
  g_test_add_func ("/ball-state/statement-3", test_statement_3);
  g_test_add_func ("/ball-state/statement-4", test_statement_4);
  g_test_add_func ("/ball-state/statement-8", test_statement_8);
  g_test_add_func ("/ball-state/statement-9", test_statement_9);
  g_test_add_func ("/ball-state/fading-rate", test_fading_rate);
  g_test_add_func ("/ball-state/passing", test_passing);
  g_test_add_func ("/ball-state/passing-slowly", test_passing_slowly);
  g_test_add_func ("/ball-state/arriving", test_arriving);
  g_test_add_func ("/ball-state/noise", test_noise);
  g_test_add_func ("/ball-state/stopped", test_stopped);
  g_test_add_func ("/ball-state/undefined", test_undefined);
  g_test_add_func ("/ball-state/curve-without-bottom", test_curve_without_bottom);
  g_test_add_func ("/ball-state/zero", test_zero);
  g_test_add_func ("/ball-state/outside", test_outside);
  g_test_add_func ("/ball-state/numbers", test_numbers);
  return g_test_run ();
}
