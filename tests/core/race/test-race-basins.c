/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Basins of a race: they come when they are wanted, follow rate and ground, and go.
 */
#include "core/race/race.h"

static DhRace *
make_race (const double *rates, guint n)
{
  DhRace *race = dh_race_new (NULL);
  DhRunner runners[DH_RACE_MAX_RUNNERS] = { { 0 } };

  for (guint i = 0; i < n; i++)
    {
      runners[i].number = i + 1;
      runners[i].mix = (DhMix) { 1, { dh_mix_part_make ("mse") } };
      runners[i].learning_rate = rates[i];
      runners[i].optimizer_config = dh_optimizer_config_make (dh_optimizer_find ("sgd"),
                                                              DH_OPTIMIZER_USER_BALL);
    }
  g_assert_true (dh_race_set_ground (race, "hill:x^2 + y^2", NULL));
  dh_race_set_runners (race, runners, n);
  return race;
}

/* Waits until a runner's basins are complete and that share of starts has that end. */
static void
wait_for (DhRace *race, guint runner, int end, double share)
{
  for (;;)
    {
      const DhBasins *basins = dh_race_get_basins (race, runner);

      if (basins != NULL && basins->n_done == basins->n_columns * basins->n_rows
          && dh_basins_get_share (basins, end) == share)
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
count_cb (DhRace *race, guint runner, guint *counts)
{
  counts[runner]++;
}

static void
test_comes_and_goes (void)
{
  const double rates[] = { 0.3, 1.2, 0.3 };
  g_autoptr (DhRace) race = make_race (rates, 3);
  guint counts[DH_RACE_MAX_RUNNERS] = { 0 };

  g_signal_connect (race, "basins-changed", G_CALLBACK (count_cb), counts);
  g_assert_null (dh_race_get_basins (race, 0));
  dh_race_set_with_basins (race, TRUE);
  wait_for (race, 0, 0, 1);
  wait_for (race, 1, DH_BASINS_DIVERGED, 1);
  /* Runners that agree in everything share their basins. */
  g_assert_true (dh_race_get_basins (race, 0) == dh_race_get_basins (race, 2));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (counts[i], >, 0);
  counts[0] = 0;
  dh_race_set_with_basins (race, FALSE);
  for (guint i = 0; i < 3; i++)
    g_assert_null (dh_race_get_basins (race, i));
  g_assert_cmpuint (counts[0], ==, 1);
}

static void
test_follows (void)
{
  const double rate = 0.3;
  g_autoptr (DhRace) race = make_race (&rate, 1);
  DhRunner runner = *dh_race_get_runner (race, 0);

  dh_race_set_with_basins (race, TRUE);
  wait_for (race, 0, 0, 1);
  for (guint i = 0; i < 50; i++)
    {
      runner.learning_rate = 1.1 + 0.001 * i;
      dh_race_set_runners (race, &runner, 1);
    }
  wait_for (race, 0, DH_BASINS_DIVERGED, 1);
  g_assert_true (dh_race_set_ground (race, "hill:0.1x^2 + 0.1y^2", NULL));
  wait_for (race, 0, 0, 1);
}

/* Disposed of in the middle of work. */
static void
test_dispose (void)
{
  const double rate = 1e-9;
  DhRace *race = make_race (&rate, 1);

  dh_race_set_with_basins (race, TRUE);
  while (dh_race_get_basins (race, 0) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (race);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race-basins/comes-and-goes", test_comes_and_goes);
  g_test_add_func ("/race-basins/follows", test_follows);
  g_test_add_func ("/race-basins/dispose", test_dispose);
  return g_test_run ();
}
