/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/race/race-helpers.h"

DhRunner
race_make_runner (guint number, const char *mix, const char *optimizer_config)
{
  DhRunner runner = { .number = number };
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_mix_parse (mix, &runner.mix, &error));
  g_assert_true (dh_optimizer_config_parse (optimizer_config, DH_OPTIMIZER_USER_BALL,
                                            &runner.optimizer_config, &error));
  g_assert_no_error (error);
  return runner;
}

static gboolean
give_up_cb (gpointer data)
{
  g_error ("a terrain does not come");
  return G_SOURCE_REMOVE;
}

static gboolean
is_ready (DhRace *race, guint runner, guint n_columns)
{
  return dh_race_get_problem (race, runner) != NULL
         || (dh_race_is_terrain_current (race, runner)
             && dh_race_get_terrain (race, runner)->n_columns >= n_columns);
}

void
race_wait_for_columns (DhRace *race, guint n_columns)
{
  guint watchdog = g_timeout_add_seconds (240, give_up_cb, NULL);
  gboolean ready = FALSE;

  while (!ready)
    {
      ready = TRUE;
      for (guint i = 0; i < dh_race_get_n_runners (race); i++)
        ready = ready && is_ready (race, i, n_columns);
      if (!ready)
        g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (watchdog);
}
