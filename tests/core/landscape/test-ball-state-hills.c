/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Balls started all over every ground of the table, with several optimizers and rates, checked
 * several times on their way: their states have to agree with the heights around them and with
 * their motion, which are examined here without derivatives.
 */
#include "core/landscape/ball-state.h"
#include "core/landscape/curve.h"
#include "core/landscape/fit.h"
#include "core/landscape/hill.h"

#include <math.h>
#include <string.h>

#define SIDE          5    /* starts per dimension */
#define RADIUS        4e-3 /* of the width: the neighbourhood of a ball */
#define N_AROUND      48
#define N_LOOKS       3
#define N_BALL_STATES (DH_BALL_STATE_DIVERGED + 1)

static const guint looks[N_LOOKS] = { 20, 250, 1000 };

typedef struct
{
  const char *optimizer_config;
  double share; /* of the ground's own rate; for an optimizer that scales its steps, of the width */
} Trajectory;

static const Trajectory ways[] = {
  { "sgd", 0.1 },       { "sgd", 1 },        { "sgd", 5 },
  { "momentum", 0.2 },  { "nesterov", 0.2 }, { "adagrad", 0.02 },
  { "rmsprop", 0.001 }, { "adam", 0.01 },    { "adabelief", 0.005 },
};

static guint counts[N_BALL_STATES], n_faults;

typedef struct
{
  guint n_higher, n_lower;
  double lowest;
} Around;

static Around
look_around (const DhGround *ground, const DhBall *ball)
{
  Around around = { 0, 0, INFINITY };
  double noise = 1e-13 * (fabs (ball->loss) + 1e-12);

  for (guint i = 0; i < N_AROUND; i++)
    {
      double angle = 2 * G_PI * i / N_AROUND, value;
      double at[2] = {
        ball->at[0] + RADIUS * (ground->maximum[0] - ground->minimum[0]) * cos (angle), ball->at[1]
      };

      if (ground->n_dimensions > 1)
        at[1] += RADIUS * (ground->maximum[1] - ground->minimum[1]) * sin (angle);
      else if (i % (N_AROUND / 2) != 0)
        continue;
      value = dh_ground_get_value (ground, at, NULL);
      around.n_higher += value > ball->loss + noise;
      around.n_lower += value < ball->loss - noise;
      around.lowest = MIN (around.lowest, value);
    }
  return around;
}

/* Distance of the lowest point within two radii from the ball, in widths. */
static double
find_lowest (const DhGround *ground, const DhBall *ball)
{
  const int n = 16, rows = ground->n_dimensions > 1 ? n : 0;
  double lowest = ball->loss, distance = 0;

  for (int y = -rows; y <= rows; y++)
    for (int x = -n; x <= n; x++)
      {
        double u = 2 * RADIUS * x / n, v = 2 * RADIUS * y / n, value;
        const double at[2] = { ball->at[0] + u * (ground->maximum[0] - ground->minimum[0]),
                               ball->at[1] + v * (ground->maximum[1] - ground->minimum[1]) };

        value = dh_ground_get_value (ground, at, NULL);
        if (!(value < lowest))
          continue;
        lowest = value;
        distance = hypot (u, v);
      }
  return distance;
}

/* Distance covered by the last n steps, in widths. */
static double
get_distance (const DhDescent *descent, guint n)
{
  const DhGround *ground = dh_descent_get_ground (descent);
  guint last = dh_descent_get_n_balls (descent) - 1;
  double way = 0;

  for (guint i = last; i > 0 && i + n > last; i--)
    {
      const DhBall *ball = dh_descent_get_ball (descent, i);

      way += hypot ((ball->at[0] - ball[-1].at[0]) / (ground->maximum[0] - ground->minimum[0]),
                    ground->n_dimensions > 1
                      ? (ball->at[1] - ball[-1].at[1]) / (ground->maximum[1] - ground->minimum[1])
                      : 0);
    }
  return way;
}

static gboolean
is_shown (const DhGround *ground, const double at[2])
{
  for (guint i = 0; i < ground->n_dimensions; i++)
    if (at[i] < ground->minimum[i] || at[i] > ground->maximum[i])
      return FALSE;
  return TRUE;
}

/* NULL, or a description of the error. */
static const char *
find_fault (const DhDescent *descent, const DhTerrain *terrain, DhBallState ball_state,
            const char *text)
{
  const DhGround *ground = dh_descent_get_ground (descent);
  const DhBall *ball = dh_descent_get_last (descent);
  Around around = look_around (ground, ball);
  gboolean shown = is_shown (ground, ball->at);

  if ((ball_state == DH_BALL_STATE_DIVERGED || ball_state == DH_BALL_STATE_UNDEFINED)
        != ball->diverged
      && ball_state != DH_BALL_STATE_UNBOUNDED)
    return "diverged or not";
  if (dh_ball_state_is_settled (ball_state)
      && (find_lowest (ground, ball) > RADIUS || get_distance (descent, 3) > 0.01))
    return "not at a bottom";
  if (ball_state == DH_BALL_STATE_SETTLED_OUTSIDE && shown)
    return "inside";
  if (ball_state == DH_BALL_STATE_SETTLED_DEEPEST && terrain->n_valleys > 1
      && around.lowest > terrain->valleys[1].value + 1e-9 && ball->loss > terrain->valleys[1].value
      && terrain->valleys[1].value > terrain->valleys[0].value + 1e-9)
    return "not the deepest";
  if (ball_state == DH_BALL_STATE_SADDLE && (around.n_lower == 0 || around.n_higher == 0))
    return "no saddle";
  if (ball_state == DH_BALL_STATE_PEAK && around.n_higher > 0)
    return "no peak";
  if ((ball_state == DH_BALL_STATE_BOUNCING || ball_state == DH_BALL_STATE_NOISY)
      && get_distance (descent, 24) < 1e-4)
    return "doesn't move";
  if (ball_state == DH_BALL_STATE_UNBOUNDED && (shown || !strstr (ground->name, "Saddle")))
    return "has a bottom";
  /* If the ball is still and everything around it is higher, it has settled, and the state must say
   * so. */
  if (!ball->diverged && around.n_lower == 0 && around.n_higher > 0
      && get_distance (descent, 200) < 1e-5 && dh_descent_get_n_balls (descent) > 250
      && !dh_ball_state_is_settled (ball_state) && ball_state != DH_BALL_STATE_PLATEAU
      && strstr (text, "Creeping") == NULL)
    return "has settled";
  return NULL;
}

static void
roll_down (DhGround *ground, const DhTerrain *terrain, const Trajectory *way, const double start[2])
{
  const DhOptimizer *optimizer_config = dh_optimizer_find (way->optimizer_config);
  DhDescentConfig config = dh_descent_config_make (ground, optimizer_config);
  gboolean scales = optimizer_config->get_stable_product == NULL;
  g_autoptr (DhDescent) descent = NULL;

  config.learning_rate =
    way->share * (scales ? ground->maximum[0] - ground->minimum[0] : ground->learning_rate);
  descent = dh_descent_new (ground, &config, start);
  for (guint k = 0; k < N_LOOKS; k++)
    {
      g_autofree char *text = NULL;
      const char *fault;
      DhBallState ball_state;

      while (dh_descent_get_n_balls (descent) <= looks[k] && dh_descent_step (descent))
        ;
      ball_state = dh_ball_state_judge (descent, terrain, &text);
      counts[ball_state]++;
      fault = find_fault (descent, terrain, ball_state, text);
      if (fault != NULL)
        {
          const DhBall *ball = dh_descent_get_last (descent);

          g_test_message ("%s, %s at %g from (%g, %g), %u steps, at (%.9g, %.9g): %s: %s",
                          ground->name, way->optimizer_config, config.learning_rate, start[0],
                          start[1], dh_descent_get_n_balls (descent) - 1, ball->at[0], ball->at[1],
                          text, fault);
          n_faults++;
        }
    }
}

/* Takes ownership of the ground. */
static void
assert_ground (DhGround *ground)
{
  g_autoptr (DhGround) own = ground;
  g_autoptr (DhTerrain) terrain = dh_terrain_new (own, own->n_dimensions > 1 ? 96 : 401, 96, NULL);

  for (guint i = 0; i < SIDE * (ground->n_dimensions > 1 ? SIDE : 1); i++)
    for (guint k = 0; k < G_N_ELEMENTS (ways); k++)
      {
        double u = (i % SIDE + 0.5) / SIDE, v = (i / SIDE + 0.5) / SIDE;
        const double start[2] = {
          ground->minimum[0] + u * (ground->maximum[0] - ground->minimum[0]),
          ground->minimum[1] + v * (ground->maximum[1] - ground->minimum[1]),
        };

        roll_down (ground, terrain, &ways[k], start);
      }
}

static void
print_counts (const char *what)
{
  g_autoptr (GString) line = g_string_new (what);

  for (guint i = 0; i < N_BALL_STATES; i++)
    if (counts[i] > 0)
      g_string_append_printf (line, ", %s %u", dh_ball_state_get_id (i), counts[i]);
  g_test_message ("%s", line->str);
  memset (counts, 0, sizeof counts);
  g_assert_cmpuint (n_faults, ==, 0);
}

static void
test_hill (gconstpointer data)
{
  const DhHill *hill = data;

  assert_ground (dh_hill_ground_new (hill, NULL));
  print_counts (hill->id);
}

static void
test_losses (gconstpointer data)
{
  DhMix mix = { 1, { dh_mix_part_make (data) } };
  DhFitPoint points[DH_FIT_MAX_POINTS];
  guint n_points = dh_fit_get_usual_points (points);

  assert_ground (dh_curve_ground_new (&mix));
  print_counts ("curve");
  assert_ground (dh_fit_ground_new (&mix, points, n_points));
  print_counts ("fit");
}

int
main (int argc, char *argv[])
{
  static const char *const losses[] = { "mse", "mae", "huber", "smooth", "logcosh" };
  const DhHill *const *hills;
  guint n_hills;

  g_test_init (&argc, &argv, NULL);
  hills = dh_hills_get (&n_hills);
  for (guint i = 0; i < n_hills; i++)
    {
      g_autofree char *path = g_strdup_printf ("/ball-state-hills/%s", hills[i]->id);

      g_test_add_data_func (path, hills[i], test_hill);
    }
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ball-state-hills/loss/%s", losses[i]);

      g_test_add_data_func (path, losses[i], test_losses);
    }
  return g_test_run ();
}
