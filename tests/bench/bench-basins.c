/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times the basins of a typed function:
 *
 *   bench-basins [OPTIMIZER [FUNCTION...]]
 *
 * For each function it prints the median times in milliseconds of its heights and valleys and of
 * all its basins, the microseconds per start, and where the starts end.  Without functions, some
 * ordinary ones and some that saturate, where a step costs more.
 */
#include "core/landscape/basins.h"
#include "core/landscape/hill.h"
#include "tests/bench/timing.h"

#include <locale.h>

#define GRID    96
#define REPEATS 5

static const char *const usual[] = {
  "x^2",
  "x^4 - 2x^2 + 0.1x",
  "1/(1+exp(-x))",
  "1/(1+exp(-1000x))",
  "tanh(1000x)",
  "x^2 + y^2",
  "(x^2 - 1)^2 + y^2 + 0.01x",
  "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
  "1/(1+exp(-x-y))",
  "1/(1+exp(-1000x)) + 1/(1+exp(-1000y))",
  "1/(1+exp(-1000(x^2+y^2-1)))",
  "tanh(1000(x+y))",
  "exp(-1000(x^2+y^2))",
  "log(1+exp(1000x)) + y^2",
};

static double
get_ms (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1e3;
}

static void
time_function (const char *function, const DhOptimizer *optimizer)
{
  g_autoptr (GError) error = NULL;
  DhGround *ground = dh_typed_ground_new (function, NULL, &error);
  double terrain_ms[REPEATS], basins_ms[REPEATS], ms;
  g_autofree char *ends = NULL;
  DhDescentConfig config;
  guint n_starts = 0;

  if (ground == NULL)
    {
      g_print ("%s: %s\n", function, error->message);
      return;
    }
  config = dh_descent_config_make (ground, optimizer);
  for (guint i = 0; i < REPEATS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (DhTerrain) terrain = dh_terrain_new (ground, GRID,
                                                      ground->n_dimensions > 1 ? GRID : 1, NULL);
      g_autoptr (DhBasins) basins = NULL;

      terrain_ms[i] = get_ms (start);
      start = g_get_monotonic_time ();
      basins = dh_basins_new (ground, &config, terrain, NULL);
      basins_ms[i] = get_ms (start);
      n_starts = basins->n_done;
      g_free (ends);
      ends = dh_basins_describe (basins);
    }
  ms = get_median (basins_ms, REPEATS);
  g_print ("%-40s %9.1f %9.1f %9.1f  %s\n", function, get_median (terrain_ms, REPEATS), ms,
           1000 * ms / n_starts, ends);
  dh_ground_unref (ground);
}

int
main (int argc, char **argv)
{
  const DhOptimizer *optimizer;

  setlocale (LC_ALL, "");
  optimizer = dh_optimizer_find (argc > 1 ? argv[1] : "sgd");
  if (optimizer == NULL)
    {
      g_printerr ("%s: no such optimizer\n", argv[1]);
      return 2;
    }
  g_print ("%-40s %9s %9s %9s\n", "", "heights", "basins", "µs/start");
  if (argc > 2)
    for (int i = 2; i < argc; i++)
      time_function (argv[i], optimizer);
  else
    for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
      time_function (usual[i], optimizer);
  return 0;
}
