/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Optimizer configurations: the text that is read is the text that is written, for a network and
 * for a ball; errors give one sentence that names what is wrong; and the rate of an update is the
 * schedule's.
 */
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/optim/optimizer-config.h"
#include "tests/core/refused.h"

#include <math.h>
#include <string.h>

static DhOptimizerConfig
read_optimizer_config (const char *text, DhOptimizerUser who)
{
  g_autoptr (GError) error = NULL;
  DhOptimizerConfig optimizer_config = { 0 };

  dh_optimizer_config_parse (text, who, &optimizer_config, &error);
  g_assert_no_error (error);
  return optimizer_config;
}

static void
test_plain (void)
{
  guint n;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n);

  for (guint i = 0; i < n; i++)
    for (DhOptimizerUser who = DH_OPTIMIZER_USER_NETWORK; who <= DH_OPTIMIZER_USER_BALL; who++)
      {
        DhOptimizerConfig optimizer_config = read_optimizer_config (optimizers[i]->id, who);
        DhOptimizerConfig made = dh_optimizer_config_make (optimizers[i], who);

        g_assert_true (optimizer_config.optimizer == optimizers[i]);
        g_assert_cmpstr (optimizer_config.schedule->id, ==, "constant");
        g_assert_cmpuint (optimizer_config.warm_up, ==, 0);
        for (guint k = 0; k < DH_OPTIMIZER_MAX_SETTINGS; k++)
          g_assert_cmpfloat (optimizer_config.settings[k], ==, made.settings[k]);
        g_assert_cmpstr (dh_optimizer_config_to_text (&optimizer_config, who), ==,
                         optimizers[i]->id);
        g_assert_true (dh_optimizer_config_to_text (&optimizer_config, who)
                       == dh_optimizer_config_to_text (&made, who));
      }
}

/* The text as typed, for a network or a ball, and its canonical form. */
static void
test_texts (void)
{
  static const struct
  {
    const char *typed;
    DhOptimizerUser who;
    const char *written;
  } texts[] = {
    { "adam{beta1=0.9,beta2=0.999}", DH_OPTIMIZER_USER_NETWORK, "adam{beta1=0.9,beta2=0.999}" },
    { "adam{beta1=0.9,beta2=0.999}", DH_OPTIMIZER_USER_BALL, "adam" },
    { "adam{beta1=.5}", DH_OPTIMIZER_USER_NETWORK, "adam" },
    { "adam{beta1=.5}", DH_OPTIMIZER_USER_BALL, "adam{beta1=0.5}" },
    { "adam{eps=1e-07}", DH_OPTIMIZER_USER_BALL, "adam{eps=1e-7}" },
    { " sgd / cosine { over = 500 } / warm_up = 50 ", DH_OPTIMIZER_USER_BALL,
      "sgd/cosine{over=500}/warm_up=50" },
    { "sgd/warm_up=50/cosine", DH_OPTIMIZER_USER_BALL, "sgd/cosine/warm_up=50" },
    { "sgd/constant", DH_OPTIMIZER_USER_BALL, "sgd" },
    { "sgd/warm_up=0", DH_OPTIMIZER_USER_BALL, "sgd" },
    { "sgd/warm_up=2.4", DH_OPTIMIZER_USER_BALL, "sgd/warm_up=2" },
    { "momentum{momentum=0.5}/step{gamma=0.5,every=9.6}", DH_OPTIMIZER_USER_NETWORK,
      "momentum{momentum=0.5}/step{gamma=0.5,every=10}" },
    { "sgd/linear{floor=0,over=1000}", DH_OPTIMIZER_USER_NETWORK, "sgd/linear" },
    { "nadam/inverse_sqrt/warm_up=100", DH_OPTIMIZER_USER_NETWORK,
      "nadam/inverse_sqrt/warm_up=100" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      DhOptimizerConfig optimizer_config = read_optimizer_config (texts[i].typed, texts[i].who),
                        again;
      const char *text = dh_optimizer_config_to_text (&optimizer_config, texts[i].who);

      g_assert_cmpstr (text, ==, texts[i].written);
      again = read_optimizer_config (text, texts[i].who);
      g_assert_true (dh_optimizer_config_to_text (&again, texts[i].who) == text);
    }
}

/* Any optimizer survives being written and parsed to the last bit, and its text contains no colon.
 * */
static void
test_round_trip (void)
{
  guint n_optimizers, n_schedules;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n_optimizers);
  const DhSchedule *const *schedules = dh_schedules_get (&n_schedules);
  DhRandom random;

  dh_random_init (&random, 3, 1);
  for (guint round = 0; round < 2000; round++)
    {
      DhOptimizerUser who = round % 2;
      DhOptimizerConfig optimizer_config =
                          dh_optimizer_config_make (optimizers[round % n_optimizers], who),
                        back;

      for (guint k = 0;
           k < DH_OPTIMIZER_MAX_SETTINGS && optimizer_config.optimizer->settings[k].id != NULL; k++)
        if (dh_random_uniform (&random, 0, 1) < 0.5)
          optimizer_config.settings[k] =
            dh_random_uniform (&random, optimizer_config.optimizer->settings[k].minimum,
                               optimizer_config.optimizer->settings[k].maximum);
      optimizer_config.schedule = schedules[round / 7 % n_schedules];
      dh_schedule_get_defaults (optimizer_config.schedule, optimizer_config.schedule_settings);
      if (optimizer_config.schedule->settings[0].id != NULL)
        optimizer_config.schedule_settings[0] = dh_random_uniform (&random, 0.02, 1);
      optimizer_config.warm_up = round % 3 * 1000003;
      back = read_optimizer_config (dh_optimizer_config_to_text (&optimizer_config, who), who);
      g_assert_true (dh_optimizer_config_equal (&back, &optimizer_config));
      g_assert_null (strchr (dh_optimizer_config_to_text (&optimizer_config, who), ':'));
    }
}

static void
test_equal (void)
{
  static const char *const texts[] = {
    "adam", "adamw", "adam{beta1=0.9}", "adam/cosine", "adam/cosine{over=500}", "adam/warm_up=1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (texts); k++)
      {
        DhOptimizerConfig a = read_optimizer_config (texts[i], DH_OPTIMIZER_USER_NETWORK);
        DhOptimizerConfig b = read_optimizer_config (texts[k], DH_OPTIMIZER_USER_NETWORK);

        g_assert_cmpint (dh_optimizer_config_equal (&a, &b), ==, i == k);
      }
}

static void
test_nonsense (void)
{
  static const struct
  {
    const char *text, *words[3];
  } cases[] = {
    { "", { "“”", "adam{beta1=0.9}" } },
    { "adma", { "“adma”", "did you mean “adam”", "adabelief" } },
    { "zzzzzzzz", { "“zzzzzzzz”", "choose one of sgd" } },
    { "Adam{", { "did you mean “adam”" } },
    { "adam{", { "“adam{”" } },
    { "adam{}", { "“adam{}”" } },
    { "adam}", { "“adam}”" } },
    { "adam{beta1}", { "“adam{beta1}”" } },
    { "adam{beta1=0.9", { "“adam{beta1=0.9”" } },
    { "adam{beta1=0.9}x", { "“adam{beta1=0.9}x”" } },
    { "adam{beta=0.9}", { "“adam”", "“beta”", "it has beta1, beta2, eps" } },
    { "adam{beta1=1}", { "“1”", "“beta1”", "from 0 to 0.9999" } },
    { "adam{beta1=nan}", { "“nan”", "0.9999" } },
    { "adam{beta1=}", { "beta1" } },
    { "sgd{momentum=0.9}", { "“sgd”", "“momentum”", "none at all" } },
    { "sgd/", { "choose one of constant, step" } },
    { "sgd/cosin", { "“cosin”", "did you mean “cosine”" } },
    { "sgd/cosine/linear", { "“sgd/cosine/linear”" } },
    { "sgd/cosine{length=5}", { "“cosine”", "“length”", "floor, over" } },
    { "sgd/cosine{over=0}", { "“0”", "from 1 to" } },
    { "sgd/warm_up=1/warm_up=1", { "warm_up=50" } },
    { "sgd/warm_up", { "“warm_up”", "warm_up=50" } },
    { "sgd/warm_up=", { "“warm_up”", "from 0 to" } },
    { "sgd/warm_up=-1", { "“-1”" } },
    { "sgd/warm_up=1e10", { "“1e10”" } },
    { "sgd/warm_up=5{a=1}", { "“5{a=1}”" } },
    { "sgd/step=3", { "“sgd/step=3”" } },
    { "adam:1e-3", { "“adam:1e-3”" } },
    { "ad\xff"
      "am",
      { "adam" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      DhOptimizerConfig optimizer_config = { .warm_up = 42 };

      if (dh_optimizer_config_parse (cases[i].text, DH_OPTIMIZER_USER_NETWORK, &optimizer_config,
                                     &error))
        g_error ("“%s” was read", cases[i].text);
      assert_refused (error, cases[i].words, G_N_ELEMENTS (cases[i].words));
      g_assert_cmpuint (optimizer_config.warm_up, ==, 42);
    }
}

/* Truncated or damaged anywhere, a text is parsed or refused, and nothing else happens. */
static void
test_spoilt (void)
{
  static const char whole[] = "adam{beta1=0.9,eps=1e-8}/step{gamma=0.5}/warm_up=50";

  for (gsize length = 0; length < sizeof whole; length++)
    for (int byte = 0; byte < 256; byte++)
      {
        g_autofree char *text = g_strndup (whole, length);
        g_autoptr (GError) error = NULL;
        DhOptimizerConfig optimizer_config;

        if (length > 0)
          text[length - 1] = (char) byte;
        if (!dh_optimizer_config_parse (text, DH_OPTIMIZER_USER_BALL, &optimizer_config, &error))
          g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
      }
}

static void
test_names (void)
{
  static const struct
  {
    const char *text;
    DhOptimizerUser who;
    const char *name;
  } names[] = {
    { "adam", DH_OPTIMIZER_USER_NETWORK, "Adam" },
    { "adam{beta1=0.9}", DH_OPTIMIZER_USER_NETWORK, "Adam (β₁ = 0.9)" },
    { "adam{beta1=0.9}", DH_OPTIMIZER_USER_BALL, "Adam" },
    { "momentum{momentum=0.5,dampening=0.1}/cosine{over=500}/warm_up=50", DH_OPTIMIZER_USER_BALL,
      "Momentum (μ = 0.5, d = 0.1), Cosine (n = 500), warm-up 50" },
    { "sgd/inverse_sqrt", DH_OPTIMIZER_USER_BALL, "Gradient descent, Inverse square root" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      DhOptimizerConfig optimizer_config = read_optimizer_config (names[i].text, names[i].who);
      g_autofree char *name = dh_optimizer_config_dup_name (&optimizer_config, names[i].who);

      g_assert_cmpstr (name, ==, names[i].name);
    }
}

static void
test_rate (void)
{
  DhOptimizerConfig optimizer_config =
    read_optimizer_config ("sgd/step{gamma=0.5,every=10}/warm_up=4", DH_OPTIMIZER_USER_NETWORK);

  g_assert_cmpfloat (dh_optimizer_config_get_rate (&optimizer_config, 8, 1), ==, 2);
  g_assert_cmpfloat (dh_optimizer_config_get_rate (&optimizer_config, 8, 4), ==, 8);
  g_assert_cmpfloat (dh_optimizer_config_get_rate (&optimizer_config, 8, 13), ==, 8);
  g_assert_cmpfloat (dh_optimizer_config_get_rate (&optimizer_config, 8, 14), ==, 4);
  g_assert_cmpfloat (dh_optimizer_config_get_rate (&optimizer_config, 8, 34), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/optimizer-config/plain", test_plain);
  g_test_add_func ("/optimizer-config/texts", test_texts);
  g_test_add_func ("/optimizer-config/round-trip", test_round_trip);
  g_test_add_func ("/optimizer-config/equal", test_equal);
  g_test_add_func ("/optimizer-config/nonsense", test_nonsense);
  g_test_add_func ("/optimizer-config/spoilt", test_spoilt);
  g_test_add_func ("/optimizer-config/names", test_names);
  g_test_add_func ("/optimizer-config/rate", test_rate);
  return g_test_run ();
}
