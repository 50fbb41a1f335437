/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mixes of losses: the text that is read is the text that is written, errors give one sentence that
 * names what is wrong, and display names are readable.
 */
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/loss/mix.h"
#include "tests/core/refused.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static DhMix
read_mix (const char *text)
{
  g_autoptr (GError) error = NULL;
  DhMix mix = { 0 };

  dh_mix_parse (text, &mix, &error);
  g_assert_no_error (error);
  return mix;
}

static void
test_single (void)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    {
      DhMix mix = read_mix (losses[i]->id);
      DhMix made = { 1, { dh_mix_part_make (losses[i]->id) } };

      g_assert_cmpuint (mix.n_parts, ==, 1);
      g_assert_true (mix.parts[0].loss == losses[i]->id);
      g_assert_cmpfloat (mix.parts[0].weight, ==, 1);
      g_assert_cmpmem (mix.parts[0].settings, sizeof mix.parts[0].settings, made.parts[0].settings,
                       sizeof made.parts[0].settings);
      g_assert_cmpstr (dh_mix_to_text (&mix), ==, losses[i]->id);
      g_assert_true (dh_mix_to_text (&mix) == dh_mix_to_text (&made));
    }
}

/* The text as typed, and its canonical form. */
static void
test_texts (void)
{
  static const struct
  {
    const char *typed, *written;
  } texts[] = {
    { "ssim_block+mse", "ssim_block+mse" },
    { "ssim_block + 50 % mse", "ssim_block+50%mse" },
    { "100%mse", "mse" },
    { "050.0%mae", "50%mae" },
    { "12,5%mae", "12.5%mae" },
    { "50%mae+huber{delta=0.1}", "50%mae+huber{delta=0.1}" },
    { " huber { delta = .1 } ", "huber{delta=0.1}" },
    { "huber{delta=0.05}", "huber" },
    { "huber{delta=1e-1}+huber", "huber{delta=0.1}+huber" },
    { "400%mse+0%mae", "400%mse+0%mae" },
    { "mse+mse+mse+mse", "mse+mse+mse+mse" },
    { "0.1%mse", "0.1%mse" },
    { "1e-05%mse", "1e-5%mse" },
    { "7%mse", "7%mse" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      DhMix mix = read_mix (texts[i].typed), again;

      g_assert_cmpstr (dh_mix_to_text (&mix), ==, texts[i].written);
      again = read_mix (dh_mix_to_text (&mix));
      g_assert_true (dh_mix_to_text (&again) == dh_mix_to_text (&mix));
    }
}

/* Any mix survives being written and parsed, and to the last bit if its weights are whole per
 * cents. */
static void
test_round_trip (void)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);
  DhRandom random;

  dh_random_init (&random, 1, 2);
  for (int round = 0; round < 2000; round++)
    {
      DhMix mix = { .n_parts = 1 + round % DH_MIX_MAX_PARTS }, back;

      for (guint i = 0; i < mix.n_parts; i++)
        {
          const DhLoss *loss = losses[(int) dh_random_uniform (&random, 0, n_losses - 1e-9)];

          mix.parts[i] = dh_mix_part_make (loss->id);
          if (round % 2 != 0)
            /* whole per cents, as people set them */
            mix.parts[i].weight = floor (dh_random_uniform (&random, 1, 401)) / 100;
          else
            mix.parts[i].weight = dh_random_uniform (&random, 0.001, DH_MIX_MAX_WEIGHT);
          for (guint k = 0; k < DH_LOSS_MAX_SETTINGS && loss->settings[k].id != NULL; k++)
            mix.parts[i].settings[k] =
              dh_setting_clamp (&loss->settings[k],
                                dh_random_uniform (&random, loss->settings[k].minimum,
                                                   loss->settings[k].maximum));
        }
      back = read_mix (dh_mix_to_text (&mix));
      g_assert_cmpuint (back.n_parts, ==, mix.n_parts);
      for (guint i = 0; i < mix.n_parts; i++)
        {
          g_assert_true (back.parts[i].loss == mix.parts[i].loss);
          if (round % 2 != 0)
            g_assert_cmpfloat (back.parts[i].weight, ==, mix.parts[i].weight);
          /* not every double is a hundredth of another one */
          g_assert_cmpfloat_with_epsilon (back.parts[i].weight, mix.parts[i].weight, 1e-15);
          for (guint k = 0; k < DH_LOSS_MAX_SETTINGS; k++)
            g_assert_cmpfloat (back.parts[i].settings[k], ==, mix.parts[i].settings[k]);
        }
      g_assert_null (strchr (dh_mix_to_text (&mix), ':'));
    }
}

static void
test_nonsense (void)
{
  static const struct
  {
    const char *text, *words[3];
  } cases[] = {
    { "mea", { "“mea”", "“mae”", "ssim_block" } },
    { "zzzzzzzz", { "“zzzzzzzz”", "choose one of mse" } },
    { "mse+", { "“mse+”", "ssim_block+50%mse" } },
    { "", { "“”" } },
    { "+", { "“+”" } },
    { "   ", { "mse" } },
    { "%", { "“ %”" } },
    { "50%", { "50%" } },
    { "mse++mae", { "“mse++mae”" } },
    { "401%mse", { "“401 %”", "0 to 400" } },
    { "-1%mse", { "“-1 %”", "0 to 400" } },
    { "nan%mse", { "“nan %”" } },
    { "inf%mse", { "“inf %”" } },
    { "1e999%mse", { "1e999" } },
    { "50%50%mse", { "50%mse" } },
    { "0%mse+0%mae", { "all be 0" } },
    { "mse+mse+mse+mse+mse", { "at most 4" } },
    { "mse{delta=1}", { "“mse”", "“delta”", "none" } },
    { "huber{dleta=1}", { "“dleta”", "it has delta" } },
    { "huber{delta=5}", { "“5”", "from 0.001 to 1" } },
    { "huber{delta=}", { "delta", "0.001" } },
    { "huber{delta=nan}", { "“nan”", "0.001" } },
    { "huber{delta=0.1", { "“huber{delta=0.1”" } },
    { "huber{delta}", { "“huber{delta}”" } },
    { "huber{}", { "“huber{}”" } },
    { "huber{delta=0.1}}", { "huber{delta=0.1}" } },
    { "huber{delta=0.1}mse", { "huber{delta=0.1}" } },
    { "huber}", { "“huber}”" } },
    { "mse:1e-3", { "“mse:1e-3”" } },
    { "ms\xff"
      "e",
      { "mse" } },
    { "50\xff%mse", { "%" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      DhMix mix = { .n_parts = 42 };

      if (dh_mix_parse (cases[i].text, &mix, &error))
        g_error ("“%s” was read", cases[i].text);
      assert_refused (error, cases[i].words, G_N_ELEMENTS (cases[i].words));
      g_assert_cmpuint (mix.n_parts, ==, 42);
    }
}

/* Truncated or damaged anywhere, a text is parsed or refused, and nothing else happens. */
static void
test_spoilt (void)
{
  static const char whole[] = "50%mae+huber{delta=0.1}+ssim";
  static const char signs[] = "+%{}=,. 9m\xc3";

  for (gsize i = 0; i < sizeof whole; i++)
    for (gsize k = 0; k < sizeof signs; k++)
      {
        g_autoptr (GError) error = NULL;
        char text[sizeof whole];
        DhMix mix;

        memcpy (text, whole, sizeof whole);
        text[i] = signs[k]; /* the last one ends the text there */
        text[sizeof whole - 1] = '\0';
        g_assert_true (dh_mix_parse (text, &mix, &error) != (error != NULL));
      }
}

static void
test_equal (void)
{
  static const char *const texts[] = {
    "mse", "mae", "50%mse", "mse+mae", "mae+mse", "mse+50%mae", "huber", "huber{delta=0.1}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (texts); k++)
      {
        DhMix a = read_mix (texts[i]), b = read_mix (texts[k]);

        g_assert_cmpint (dh_mix_equal (&a, &b), ==, i == k);
      }
}

static void
test_names (void)
{
  static const struct
  {
    const char *text, *name;
  } names[] = {
    { "mse", "MSE" },
    { "ssim_block+50%mse", "SSIM (faceswap 2020) + 50 % MSE" },
    { "huber{delta=0.1}", "Huber (δ = 0.1)" },
    { "12.5%mae+smooth", "12.5 % MAE + Smoothed MAE" },
    { "200%logcosh{scale=0.05}", "200 % Log-Cosh (s = 0.05)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      DhMix mix = read_mix (names[i].text);
      g_autofree char *name = dh_mix_dup_name (&mix);

      g_assert_cmpstr (name, ==, names[i].name);
    }
}

static void
test_other_locale (void)
{
  DhMix mix;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("de_DE.UTF-8 is not installed");
      return;
    }
  mix = read_mix ("12.5%mae+huber{delta=0.1}");
  g_assert_cmpstr (dh_mix_to_text (&mix), ==, "12.5%mae+huber{delta=0.1}");
  setlocale (LC_NUMERIC, "C");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mix/single", test_single);
  g_test_add_func ("/mix/texts", test_texts);
  g_test_add_func ("/mix/round-trip", test_round_trip);
  g_test_add_func ("/mix/nonsense", test_nonsense);
  g_test_add_func ("/mix/spoilt", test_spoilt);
  g_test_add_func ("/mix/equal", test_equal);
  g_test_add_func ("/mix/names", test_names);
  g_test_add_func ("/mix/other-locale", test_other_locale);
  return g_test_run ();
}
