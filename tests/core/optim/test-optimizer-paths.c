/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every optimizer rolls a ball down known functions for 100 steps, along the paths of another
 * implementation (tests/reference/optimizer-paths.py; stored to ten digits).  The float optimizer,
 * which trains networks, takes the same paths within its precision.
 */
#include "core/optim/optimizer.h"

#include <json-glib/json-glib.h>
#include <math.h>

typedef struct
{
  const char *name;
  void (*get_gradient) (double x, double y, double *gradient);
} Ground;

static void
get_bowl (double x, double y, double *gradient)
{
  gradient[0] = x;
  gradient[1] = 10.0 * y;
}

static void
get_rosenbrock (double x, double y, double *gradient)
{
  gradient[0] = 2.0 * (x - 1.0) - 400.0 * x * (y - x * x);
  gradient[1] = 200.0 * (y - x * x);
}

static void
get_log_cosh (double x, double y, double *gradient)
{
  gradient[0] = tanh (x);
  gradient[1] = 6.0 * tanh (3.0 * y);
}

static void
get_quartic (double x, double y, double *gradient)
{
  gradient[0] = x * x * x - (y - x);
  gradient[1] = y - x;
}

static const Ground grounds[] = {
  { "bowl", get_bowl },
  { "rosenbrock", get_rosenbrock },
  { "logcosh", get_log_cosh },
  { "quartic", get_quartic },
};

static const Ground *
find_ground (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
    if (g_str_equal (grounds[i].name, name))
      return &grounds[i];
  g_error ("no function “%s”", name);
}

static JsonArray *
get_cases (JsonParser *parser)
{
  g_autofree char *path = g_build_filename (g_getenv ("DH_TEST_DATA"), "optimizer-paths.json",
                                            NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                       "cases");
}

/* The defaults, except for those that the case names. */
static void
read_settings (const DhOptimizer *optimizer, JsonObject *item, double *settings)
{
  JsonObject *own = json_object_get_object_member (item, "settings");
  guint n_known = 0;

  dh_optimizer_get_defaults (optimizer, DH_OPTIMIZER_USER_BALL, settings);
  for (int i = 0; i < DH_OPTIMIZER_MAX_SETTINGS && optimizer->settings[i].id != NULL; i++)
    if (json_object_has_member (own, optimizer->settings[i].id))
      {
        settings[i] = json_object_get_double_member (own, optimizer->settings[i].id);
        n_known++;
      }
  g_assert_cmpuint (n_known, ==, json_object_get_size (own));
}

typedef struct
{
  double point[2], slots[DH_OPTIMIZER_MAX_SLOTS][2];
} Ball;

typedef struct
{
  float point[2], slots[DH_OPTIMIZER_MAX_SLOTS][2];
} FloatBall;

static void
descent (Ball *ball, const DhOptimizer *optimizer, const double *settings, double rate, guint64 t,
         const Ground *ground)
{
  double gradient[2], *slots[DH_OPTIMIZER_MAX_SLOTS];

  for (int i = 0; i < DH_OPTIMIZER_MAX_SLOTS; i++)
    slots[i] = ball->slots[i];
  ground->get_gradient (ball->point[0], ball->point[1], gradient);
  optimizer->step_exact (settings, rate, t, 2, ball->point, gradient, slots);
}

static void
roll_float (FloatBall *ball, const DhOptimizer *optimizer, const double *settings, double rate,
            guint64 t, const Ground *ground)
{
  double exact[2];
  float gradient[2], *slots[DH_OPTIMIZER_MAX_SLOTS];

  for (int i = 0; i < DH_OPTIMIZER_MAX_SLOTS; i++)
    slots[i] = ball->slots[i];
  ground->get_gradient (ball->point[0], ball->point[1], exact);
  gradient[0] = exact[0];
  gradient[1] = exact[1];
  optimizer->step (settings, rate, t, 2, ball->point, gradient, slots);
}

/* The ball's largest distance from the path: worst[0] in double precision, [1] in float. */
static void
follow (JsonObject *item, double *worst)
{
  const DhOptimizer *optimizer = dh_optimizer_find (
    json_object_get_string_member (item, "optimizer"));
  const Ground *ground = find_ground (json_object_get_string_member (item, "function"));
  JsonArray *path = json_object_get_array_member (item, "path");
  double rate = json_object_get_double_member (item, "rate");
  double settings[DH_OPTIMIZER_MAX_SETTINGS];
  Ball ball = { .point = { json_array_get_double_element (path, 0),
                           json_array_get_double_element (path, 1) } };
  FloatBall rough = { .point = { ball.point[0], ball.point[1] } };

  g_assert_nonnull (optimizer);
  g_assert_cmpuint (json_array_get_length (path), ==, 2 * 101);
  read_settings (optimizer, item, settings);
  worst[0] = worst[1] = 0.0;
  for (guint t = 1; t <= 100; t++)
    {
      descent (&ball, optimizer, settings, rate, t, ground);
      roll_float (&rough, optimizer, settings, rate, t, ground);
      for (int i = 0; i < 2; i++)
        {
          double wanted = json_array_get_double_element (path, 2 * t + i);

          worst[0] = fmax (worst[0], fabs (ball.point[i] - wanted));
          worst[1] = fmax (worst[1], fabs (rough.point[i] - wanted));
        }
    }
}

static void
test_paths (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *cases = get_cases (parser);
  double all[2] = { 0.0, 0.0 };

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *item = json_array_get_object_element (cases, i);
      double worst[2];

      follow (item, worst);
      g_test_message ("%-10s %-10s off by %.1e, float %.1e",
                      json_object_get_string_member (item, "optimizer"),
                      json_object_get_string_member (item, "function"), worst[0], worst[1]);
      g_assert_cmpfloat (worst[0], <, 2e-9);
      g_assert_cmpfloat (worst[1], <, 1e-4);
      all[0] = fmax (all[0], worst[0]);
      all[1] = fmax (all[1], worst[1]);
    }
  g_test_message ("worst of all: %.2e, float %.2e", all[0], all[1]);
}

/* A new line in the table without a path fails here. */
static void
test_complete (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *cases = get_cases (parser);
  guint n_optimizers;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n_optimizers);

  for (guint i = 0; i < n_optimizers; i++)
    for (guint j = 0; j < G_N_ELEMENTS (grounds); j++)
      {
        gboolean found = FALSE;

        for (guint k = 0; k < json_array_get_length (cases) && !found; k++)
          {
            JsonObject *item = json_array_get_object_element (cases, k);

            found =
              g_str_equal (json_object_get_string_member (item, "optimizer"), optimizers[i]->id)
              && g_str_equal (json_object_get_string_member (item, "function"), grounds[j].name);
          }
        if (!found)
          g_error ("no path of %s on %s", optimizers[i]->id, grounds[j].name);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/optimizer-paths/references", test_paths);
  g_test_add_func ("/optimizer-paths/complete", test_complete);
  return g_test_run ();
}
