/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state of a ball must not depend on units.  The same descent is made on a function and on the
 * same function scaled, shifted, rotated and stretched, and must be judged the same; where a ball
 * really is, is known independently: from critical points that are written down here, and on random
 * quadratics from their eigenvalues.
 */
#include "core/landscape/ball-state.h"
#include "core/landscape/hill.h"

#include <math.h>
#include <string.h>

#define GRID 49
#define LONG 1000 /* steps */

/* at = scale · turn · inner + shift, value = factor · inner value + offset */
typedef struct
{
  double factor, offset;
  double scale[2], shift[2];
  double turn; /* radians */
} Units;

static const Units plain = { 1, 0, { 1, 1 }, { 0, 0 }, 0 };

static void
to_inner (const Units *units, const double at[2], double inner[2])
{
  double x = (at[0] - units->shift[0]) / units->scale[0];
  double y = (at[1] - units->shift[1]) / units->scale[1];

  inner[0] = cos (units->turn) * x + sin (units->turn) * y;
  inner[1] = -sin (units->turn) * x + cos (units->turn) * y;
}

static void
to_outer (const Units *units, const double inner[2], double at[2])
{
  at[0] = units->scale[0] * (cos (units->turn) * inner[0] - sin (units->turn) * inner[1])
          + units->shift[0];
  at[1] = units->scale[1] * (sin (units->turn) * inner[0] + cos (units->turn) * inner[1])
          + units->shift[1];
}

/* ---- a ground in other units ---- */

typedef struct
{
  DhGround ground;
  DhGround *inner;
  Units units;
} UnitGround;

static void
unit_evaluate (const DhGround *ground, const double *at, guint order, float *scratch, DhJet *jet)
{
  const UnitGround *self = (const UnitGround *) ground;
  const Units *u = &self->units;
  double inner[2], c = cos (u->turn), s = sin (u->turn);
  DhJet j;

  to_inner (u, at, inner);
  j = dh_ground_get_jet (self->inner, inner, NULL);
  *jet = (DhJet) {
    .value = u->factor * j.value + u->offset,
    .x = u->factor / u->scale[0] * (c * j.x - s * j.y),
    .y = u->factor / u->scale[1] * (s * j.x + c * j.y),
    .xx = u->factor / (u->scale[0] * u->scale[0])
          * (c * c * j.xx - 2 * c * s * j.xy + s * s * j.yy),
    .xy = u->factor / (u->scale[0] * u->scale[1])
          * (c * s * (j.xx - j.yy) + (c * c - s * s) * j.xy),
    .yy = u->factor / (u->scale[1] * u->scale[1])
          * (s * s * j.xx + 2 * c * s * j.xy + c * c * j.yy),
  };
}

static void
unit_free (DhGround *ground)
{
  dh_ground_unref (((UnitGround *) ground)->inner);
  g_free (ground);
}

static const DhGroundMethods unit_methods = {
  .kind = DH_GROUND_KIND_HILL,
  .evaluate = unit_evaluate,
  .free = unit_free,
};

/* Takes ownership of the ground. */
static DhGround *
unit_ground_new (DhGround *inner, const Units *units)
{
  UnitGround *self = g_new0 (UnitGround, 1);

  dh_ground_init (&self->ground, &unit_methods, 2);
  self->inner = inner;
  self->units = *units;
  self->ground.dimensions[0] = "x";
  self->ground.dimensions[1] = "y";
  for (guint i = 0; i < 2; i++)
    {
      double middle = (inner->minimum[i] + inner->maximum[i]) / 2;
      double half = (inner->maximum[i] - inner->minimum[i]) / 2;

      self->ground.minimum[i] = units->shift[i] + units->scale[i] * (middle - half);
      self->ground.maximum[i] = units->shift[i] + units->scale[i] * (middle + half);
    }
  return &self->ground;
}

/* ---- an optimizer that steps in the inner units ---- */

static const DhOptimizer *inner_rule;
static Units rule_units;

static void
step_inside (const double *settings, double rate, guint64 t, gsize n, double *parameters,
             const double *gradient, double **slots)
{
  const Units *u = &rule_units;
  double x = gradient[0] * u->scale[0] / u->factor, y = gradient[1] * u->scale[1] / u->factor;
  const double slope[2] = { cos (u->turn) * x + sin (u->turn) * y,
                            -sin (u->turn) * x + cos (u->turn) * y };
  double at[2];

  to_inner (u, parameters, at);
  inner_rule->step_exact (settings, rate, t, n, at, slope, slots);
  to_outer (u, at, parameters);
}

static DhOptimizer
make_optimizer_config (const char *id, const Units *units)
{
  DhOptimizer optimizer_config = *dh_optimizer_find (id);

  inner_rule = dh_optimizer_find (id);
  rule_units = *units;
  optimizer_config.step_exact = step_inside;
  return optimizer_config;
}

/* ---- one descent ---- */

typedef struct
{
  const char *function, *optimizer_config;
  double rate;
  double start[2];
  guint n_steps;
  const char *expected; /* the correct state */
} Case;

static const Case cases[] = {
  /* bowls, elongated bowls, and one whose walls are a million times as steep as its floor */
  { "x^2 + y^2", "sgd", 0.1, { 3, -2 }, 12, "rolling" },
  { "x^2 + y^2", "sgd", 0.1, { 3, -2 }, 200, "settled_deepest" },
  { "0.1x^2 + 1e5y^2", "sgd", 4e-6, { 3, 0.1 }, 2000, "rolling" },
  { "0.1x^2 + 1e5y^2", "sgd", 4e-6, { -3.9, 0 }, 500, "rolling" },
  { "0.1x^2 + 1e5y^2", "adam", 0.05, { 3, 1 }, 4000, "settled_deepest" },
  { "0.1x^2 + 1e5y^2", "momentum", 4e-6, { 1e-5, 1 }, 2000, "settled_deepest" },
  /* curved valleys */
  { "(1 - x)^2 + 100(y - x^2)^2", "sgd", 0.001, { -1.2, 1 }, 100, "rolling" },
  { "(1 - x)^2 + 100(y - x^2)^2", "sgd", 0.001, { -1.2, 1 }, 2000, "rolling" },
  { "(1 - x)^2 + 100(y - x^2)^2", "sgd", 0.0005, { 1.5, 2.2 }, 1000, "rolling" },
  { "(1 - x)^2 + 100(y - x^2)^2", "adam", 0.02, { -1.2, 1 }, 6000, "settled_deepest" },
  { "(1 - x)^2 + 1e4(y - x^2)^2", "sgd", 1e-5, { -1.2, 1 }, 3000, "rolling" },
  /* saddles and peaks: balls on them and leaving them */
  { "x^2 - y^2", "sgd", 0.04, { -1.6, 0 }, 200, "saddle" },
  { "x^2 - y^2", "sgd", 0.04, { -1.6, 1e-12 }, 120, "saddle" },
  { "x^2 - y^2", "sgd", 0.04, { -1.6, 0.0005 }, 90, "rolling" },
  { "x^2 - y^2", "sgd", 0.04, { -1.6, 0.0005 }, 140, "unbounded" },
  { "x y", "sgd", 0.1, { 2, 2 }, 200, "saddle" },
  { "x^3 - 3x y^2", "sgd", 0.01, { 0, 0 }, 20, "saddle" },
  { "x^4 - y^4", "sgd", 0.01, { 0, 0 }, 20, "saddle" },
  { "-x^2 - 2y^2", "sgd", 0.01, { 0, 0 }, 20, "peak" },
  { "-x^2 - 2y^2", "sgd", 0.01, { 1e-7, 0 }, 20, "peak" },
  { "cos(x) + cos(y)", "sgd", 0.1, { 0, 0 }, 30, "peak" },
  { "-x^4 - y^4", "sgd", 0.01, { 0, 0 }, 20, "peak" },
  { "-x^2 + 0y", "sgd", 0.01, { 0, 1 }, 20, "peak" },
  /* two valleys, one of them very slightly deeper, between enormous walls */
  { "(x^2 - 1)^2 + 0.1x + 1e6y^2", "sgd", 2e-7, { 1.2, 0.01 }, 100, "rolling" },
  { "(x^2 - 1)^2 + 0.1x + 10y^2", "sgd", 0.02, { 1.2, 0.3 }, 900, "settled_other" },
  { "(x^2 - 1)^2 + 0.1x + 10y^2", "sgd", 0.02, { -1.2, 0.3 }, 900, "settled_deepest" },
  { "(x^2 - 1)^2 + 0.1x + 1e6y^2", "adam", 0.01, { 1.2, 0.3 }, 9000, "settled_other" },
  /* no curvature at the lowest point, or along the floor */
  { "x^4 + y^4", "momentum", 0.02, { 2, 1 }, 15000, "settled_deepest" },
  { "(x - 1)^2 + 0y", "sgd", 0.2, { -2, 1 }, 100, "settled_deepest" },
  /* outside the map */
  { "(x - 5)^2 + (y - 5)^2", "sgd", 0.1, { 1, -1 }, 200, "settled_outside" },
  { "(x - 5)^2 + (y - 5)^2", "sgd", 0.1, { 1, -1 }, 8, "rolling" },
  { "x^2 + y^2", "sgd", 0.1, { 3e6, -2e6 }, 20, "rolling" },
  { "x^2 + y^2", "sgd", 0.01, { 40, -20 }, 40, "rolling" },
  /* unbounded, and a rate that is too high */
  { "x + 2y", "sgd", 0.1, { 0, 0 }, 60, "unbounded" },
  { "x^3 + y^2", "sgd", 0.02, { -1, 1 }, 200, "unbounded" },
  { "exp(-x) + y^2", "adam", 0.1, { 0, 1 }, 600, "rolling" },
  { "x^2 + y^2", "sgd", 1.5, { 3, -2 }, 200, "diverged" },
  { "exp(x^2 + y^2)", "sgd", 1e6, { 1, 0.5 }, 200, "diverged" },
  { "x^2 - 0.01y^2", "sgd", 1.5, { 3, 0 }, 200, "diverged" },
  /* corners */
  { "abs(x) + abs(y)", "sgd", 0.1, { 1.03, -2.07 }, 100, "bouncing" },
  { "abs(x) + y^2", "sgd", 0.1, { 1.03, -2.07 }, 300, "bouncing" },
  { "abs(x) + abs(y)", "sgd", 1e-5, { 1e-5, 0.5e-5 }, 100, "settled_deepest" },
  { "x^2 + y^2", "sgd", 1, { 3, -2 }, 100, "bouncing" },
  /* far below the top of the walls, but not a plateau */
  { "e^(2x^2 + 2y^2)", "sgd", 4.3e-10, { -2.4, 1.6 }, 40, "rolling" },
  { "x^20 + y^20", "sgd", 3.7e-10, { -2.4, 1.6 }, 10, "rolling" },
  { "1e8x^2 + 0y", "sgd", 4.1e-9, { -2.4, 1.6 }, 40, "settled_deepest" },
  /* a plateau */
  { "1 - exp(-(x^2 + y^2))", "sgd", 0.1, { -3, 2.5 }, 100, "plateau" },
};

typedef struct
{
  DhGround *ground;
  DhTerrain *terrain;
  DhDescent *descent;
  DhOptimizer optimizer_config;
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

static const char *
judge (Scene *self, const Case *it, const Units *units)
{
  DhDescentConfig config;
  double start[2];

  self->ground = unit_ground_new (dh_typed_ground_new (it->function, NULL, NULL), units);
  self->terrain = dh_terrain_new (self->ground, GRID, GRID, NULL);
  self->optimizer_config = make_optimizer_config (it->optimizer_config, units);
  config = dh_descent_config_make (self->ground, &self->optimizer_config);
  config.learning_rate = it->rate;
  to_outer (units, it->start, start);
  self->descent = dh_descent_new (self->ground, &config, start);
  for (guint i = 0; i < it->n_steps; i++)
    dh_descent_step (self->descent);
  return dh_ball_state_get_id (dh_ball_state_judge (self->descent, self->terrain, &self->text));
}

/* Long descents are only made in some units. */
static gboolean
is_skipped (const Case *it, guint k)
{
  return it->n_steps > LONG && k > 0;
}

static void
assert_case (const Case *it, const Units *units)
{
  Scene scene = { 0 };
  const char *id = judge (&scene, it, units);
  const DhBall *ball = dh_descent_get_last (scene.descent);

  if (!g_str_equal (id, it->expected))
    g_error ("%s with %s at %g from (%g, %g), %u steps, f × %g + %g, x × %g, y × %g, turned by %g: "
             "%s (%s) and not %s; at (%g, %g)",
             it->function, it->optimizer_config, it->rate, it->start[0], it->start[1], it->n_steps,
             units->factor, units->offset, units->scale[0], units->scale[1], units->turn, id,
             scene.text, it->expected, ball->at[0], ball->at[1]);
  scene_clear (&scene);
}

static void
test_truth (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_case (&cases[i], &plain);
}

static void
test_value_scale (void)
{
  static const double factors[] = { 1e-12, 1e-6, 1e-3, 1e3, 1e6, 1e12, 1e-200, 1e200 };

  for (guint k = 0; k < G_N_ELEMENTS (factors); k++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        Units units = plain;

        units.factor = factors[k];
        if (!is_skipped (&cases[i], k))
          assert_case (&cases[i], &units);
      }
}

/* A constant doesn't change the slopes; the digits of the heights that it costs must not matter
 * either. */
static void
test_offset (void)
{
  static const double offsets[] = { -1e6, -1, 1, 1e3, 1e8 };

  for (guint k = 0; k < G_N_ELEMENTS (offsets); k++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        Units units = plain;

        units.offset = offsets[k];
        if (!is_skipped (&cases[i], k))
          assert_case (&cases[i], &units);
      }
}

static void
test_dimension_scales (void)
{
  static const double scales[][2] = {
    { 1e-6, 1e-6 }, { 1e6, 1e6 }, { 1e-4, 1e4 }, { 1e9, 1 }, { 0.3, 7 }
  };

  for (guint k = 0; k < G_N_ELEMENTS (scales); k++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        Units units = plain;

        memcpy (units.scale, scales[k], sizeof units.scale);
        if (!is_skipped (&cases[i], k))
          assert_case (&cases[i], &units);
      }
}

static void
test_shift (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Units units = plain;

      units.shift[0] = 1000;
      units.shift[1] = -7;
      assert_case (&cases[i], &units);
    }
}

/* After a turn by right angles, exactly the same area is shown; after other turns the corners
 * differ. */
static void
test_turn (void)
{
  for (guint k = 1; k < 4; k++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        Units units = plain;

        units.turn = k * G_PI_2;
        if (!is_skipped (&cases[i], k - 1))
          assert_case (&cases[i], &units);
      }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Units units = plain;

      units.turn = 0.3;
      if (hypot (cases[i].start[0], cases[i].start[1]) < 4)
        assert_case (&cases[i], &units);
    }
}

/* ---- quadratics whose eigenvalues are known ---- */

typedef struct
{
  double lambda[2], middle[2], axis; /* curvatures, the critical point, the first one's direction */
  double rate, start[2];
  guint n_steps;
} Quadratic;

static double
log_uniform (GRand *random, double low, double high)
{
  return exp (g_rand_double_range (random, log (low), log (high)));
}

static Quadratic
draw (GRand *random)
{
  Quadratic q = { .axis = g_rand_double_range (random, 0, G_PI) };
  double most;

  for (guint i = 0; i < 2; i++)
    {
      q.lambda[i] = log_uniform (random, 1e-3, 1e3) * (g_rand_int_range (random, 0, 3) ? 1 : -1);
      q.middle[i] = g_rand_double_range (random, -8, 8);
      q.start[i] = g_rand_double_range (random, -4, 4);
    }
  most = MAX (fabs (q.lambda[0]), fabs (q.lambda[1]));
  q.rate = g_rand_double_range (random, 0.1, 1.8) / most;
  q.n_steps = (guint) log_uniform (random, 5, 3000);
  if (g_rand_int_range (random, 0, 4) == 0)
    memcpy (q.start, q.middle, sizeof q.start);
  return q;
}

/* Distance of the ball from the critical point after n_steps, in widths, computed without a
 * ground. */
static double
get_distance (const Quadratic *q, guint n_steps)
{
  double c = cos (q->axis), s = sin (q->axis), sum = 0;
  double x = q->start[0] - q->middle[0], y = q->start[1] - q->middle[1];
  const double e[2] = { c * x + s * y, -s * x + c * y };

  for (guint i = 0; i < 2; i++)
    sum = hypot (sum, e[i] * pow (1 - q->rate * q->lambda[i], n_steps));
  return sum / 8;
}

static char *
write_function (const Quadratic *q)
{
  return g_strdup_printf ("%.17g((x - %.17g)*%.17g + (y - %.17g)*%.17g)^2 "
                          "+ %.17g((y - %.17g)*%.17g - (x - %.17g)*%.17g)^2",
                          q->lambda[0] / 2, q->middle[0], cos (q->axis), q->middle[1],
                          sin (q->axis), q->lambda[1] / 2, q->middle[1], cos (q->axis),
                          q->middle[0], sin (q->axis));
}

static gboolean
is_shown (const double at[2])
{
  return fabs (at[0]) <= 4 && fabs (at[1]) <= 4;
}

/* The state that the ball must have, or NULL; *never is the state that it must not have. */
static const char *
know (const Quadratic *q, const char **never)
{
  double distance = get_distance (q, q->n_steps);
  guint n_down = (q->lambda[0] < 0) + (q->lambda[1] < 0);
  const char *at_rest = n_down == 2            ? "peak"
                        : n_down == 1          ? "saddle"
                        : is_shown (q->middle) ? "settled_deepest"
                                               : "settled_outside";

  *never = distance > 5e-3 ? at_rest : NULL;
  /* Being at rest is only certain after a few steps near the point. */
  return MAX (distance, get_distance (q, q->n_steps - 4)) < 5e-5 ? at_rest : NULL;
}

static void
test_quadratics (void)
{
  GRand *random = g_rand_new_with_seed (13);
  guint n_known = 0, n_never = 0;

  for (guint i = 0; i < 2000; i++)
    {
      Quadratic q = draw (random);
      g_autofree char *function = write_function (&q);
      const Case it = { function, "sgd", q.rate, { q.start[0], q.start[1] }, q.n_steps, "" };
      const char *never, *known = know (&q, &never), *id;
      Scene scene = { 0 };

      id = judge (&scene, &it, &plain);
      if ((known != NULL && !g_str_equal (id, known)) || (never != NULL && g_str_equal (id, never)))
        g_error ("%s at rate %g, %u steps from (%g, %g), %g widths off: %s (%s)", function, q.rate,
                 q.n_steps, q.start[0], q.start[1], get_distance (&q, q.n_steps), id, scene.text);
      n_known += known != NULL;
      n_never += never != NULL;
      scene_clear (&scene);
    }
  g_test_message ("%u at rest, %u not", n_known, n_never);
  g_assert_cmpuint (n_known, >, 400);
  g_assert_cmpuint (n_never, >, 500);
  g_rand_free (random);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ball-state-matrix/truth", test_truth);
  g_test_add_func ("/ball-state-matrix/value-scale", test_value_scale);
  g_test_add_func ("/ball-state-matrix/offset", test_offset);
  g_test_add_func ("/ball-state-matrix/dimension-scales", test_dimension_scales);
  g_test_add_func ("/ball-state-matrix/shift", test_shift);
  g_test_add_func ("/ball-state-matrix/turn", test_turn);
  g_test_add_func ("/ball-state-matrix/quadratics", test_quadratics);
  return g_test_run ();
}
