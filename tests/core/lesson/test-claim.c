/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/lesson/claim.h"

#include <math.h>

#include "tests/core/refused.h"

/* Three balls: one at rest, one that bounces, one that ran away. */
static DhObservation *
make_balls (void)
{
  static const char *const states[] = { "settled_deepest", "bouncing", "diverged" };
  static const double losses[] = { 0.25, 1, 4000 };
  DhObservation *self = g_new0 (DhObservation, 1);

  self->balls = TRUE;
  self->step = 60;
  self->n = 3;
  for (guint i = 0; i < 3; i++)
    {
      DhObserved *ball = &self->each[i];

      ball->number = i + 1;
      ball->state = states[i];
      ball->settled = i == 0;
      for (int k = 0; k < DH_N_MEASURES; k++)
        ball->values[k] = NAN;
      ball->values[DH_MEASURE_LOSS] = losses[i];
      ball->values[DH_MEASURE_RATE] = 0.1 * (i + 1);
      ball->values[DH_MEASURE_ARRIVAL] = i == 0 ? 12 : INFINITY;
    }
  return self;
}

static gboolean
holds (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhClaim) claim = dh_claim_new (text, TRUE, &error);
  g_autoptr (DhObservation) balls = make_balls ();

  g_assert_no_error (error);
  g_assert_cmpstr (dh_claim_get_text (claim), ==, text);
  return dh_claim_holds (claim, balls);
}

static void
test_holds (void)
{
  g_assert_true (holds ("ball 1 is settled"));
  g_assert_true (holds ("ball 1 is settled_deepest"));
  g_assert_false (holds ("ball 1 is stuck"));
  g_assert_false (holds ("not ball 1 is settled"));
  g_assert_true (holds ("ball 2 is bouncing and ball 3 is diverged"));
  g_assert_false (holds ("ball 2 is bouncing and ball 3 is settled"));
  g_assert_true (holds ("ball 2 is bouncing or ball 3 is settled"));
  g_assert_true (holds ("ball 1 loss < ball 2 loss"));
  g_assert_true (holds ("ball 2 loss<=4*ball 1 loss"));
  g_assert_true (holds ("ball 2 loss >= 4 * ball 1 loss"));
  g_assert_false (holds ("ball 2 loss > 4 * ball 1 loss"));
  g_assert_true (holds ("0.5 * ball 2 loss > ball 1 loss"));
  g_assert_true (holds ("ball 1 arrival < ball 2 arrival"));
  g_assert_false (holds ("ball 2 arrival < ball 3 arrival"));
  g_assert_true (holds ("step >= 60"));
  g_assert_false (holds ("step > 60"));
  g_assert_true (holds ("2 * step > 100"));
}

static void
test_quantities (void)
{
  g_assert_true (holds ("any ball is settled"));
  g_assert_false (holds ("every ball is settled"));
  g_assert_true (holds ("every ball loss > 0"));
  g_assert_true (holds ("any ball loss > 100"));
  g_assert_false (holds ("every ball loss > 0.5"));
  g_assert_true (holds ("not every ball is settled"));
}

/* “and” binds closer. */
static void
test_order (void)
{
  g_assert_true (holds ("ball 1 is settled or ball 2 is settled and ball 3 is settled"));
  g_assert_false (holds ("ball 2 is settled and ball 1 is settled or ball 3 is settled"));
  g_assert_true (holds ("ball 2 is settled and ball 3 is settled or ball 1 is settled"));
}

/* What isn't there or wasn't measured makes every comparison false. */
static void
test_unknown (void)
{
  g_assert_false (holds ("ball 6 is settled"));
  g_assert_false (holds ("ball 6 loss < 1"));
  g_assert_false (holds ("ball 6 loss >= 1"));
  g_assert_false (holds ("ball 1 slope < 1"));
  g_assert_false (holds ("ball 1 slope >= 1"));
}

static void
test_asks (void)
{
  static const struct
  {
    const char *text;
    guint numbers;
    guint64 step;
    gboolean is_step;
  } cases[] = {
    { "ball 2 is settled or 0.1 * ball 5 loss > ball 1 x", 1 << 2 | 1 << 5 | 1 << 1, 0, FALSE },
    { "every ball is settled or step >= 40", 0, 40, FALSE },
    { "step >= 200", 0, 200, TRUE },
    { "0.5 * step >= 200", 0, 400, TRUE },
    { "not step >= 200", 0, 0, FALSE },
    { "step > 200", 0, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DhClaim) claim = dh_claim_new (cases[i].text, TRUE, NULL);

      g_assert_cmpuint (dh_claim_get_numbers (claim), ==, cases[i].numbers);
      g_assert_cmpuint (dh_claim_get_step (claim), ==, cases[i].step);
      g_assert_cmpint (dh_claim_is_step (claim), ==, cases[i].is_step);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text, *word;
    gboolean balls;
  } cases[] = {
    { "", "missing", TRUE },
    { "ball 1", "missing", TRUE },
    { "ball 0 is settled", "from 1 to", TRUE },
    { "ball 7 is settled", "from 1 to", TRUE },
    { "ball one is settled", "one", TRUE },
    { "lane 1 is improving", "lane", TRUE },
    { "ball 1 is settled", "ball", FALSE },
    { "ball 1 is happy", "bouncing", TRUE },
    { "lane 1 is settled", "improving", FALSE },
    { "ball 1 psnr > 3", "arrival", TRUE },
    { "lane 1 arrival > 3", "psnr", FALSE },
    { "ball 1 loss = 3", "=", TRUE },
    { "ball 1 loss < every ball loss", "left", TRUE },
    { "ball 1 is settled ball 2 is settled", "and", TRUE },
    { "ball 1 is settled and", "missing", TRUE },
    { "ball 1 loss < 1e999", "1e999", TRUE },
    { "step >= forty", "forty", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DhClaim) claim = dh_claim_new (cases[i].text, cases[i].balls, &error);

      if (claim != NULL)
        g_error ("taken: %s", cases[i].text);
      assert_refused (error, &cases[i].word, 1);
    }
}

static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new ("step >= 1");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 40; i++)
    g_string_append (text, " and step >= 1");
  g_assert_null (dh_claim_new (text->str, TRUE, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
}

static void
test_ranking (void)
{
  g_autoptr (DhObservation) balls = make_balls ();
  g_autoptr (GError) error = NULL;
  DhRanking ranking;
  guint second;
  double margin;

  g_assert_true (dh_ranking_parse ("lowest loss", TRUE, &ranking, NULL));
  g_assert_cmpuint (dh_ranking_pick (&ranking, balls, &second, &margin), ==, 1);
  g_assert_cmpuint (second, ==, 2);
  g_assert_cmpfloat (margin, ==, .75);
  g_assert_true (dh_ranking_parse ("highest loss", TRUE, &ranking, NULL));
  g_assert_cmpuint (dh_ranking_pick (&ranking, balls, &second, NULL), ==, 3);
  g_assert_cmpuint (second, ==, 2);
  /* One that never arrives is infinitely far behind. */
  g_assert_true (dh_ranking_parse ("lowest arrival", TRUE, &ranking, NULL));
  g_assert_cmpuint (dh_ranking_pick (&ranking, balls, NULL, &margin), ==, 1);
  g_assert_cmpfloat (margin, ==, 1);
  g_assert_true (dh_ranking_parse ("lowest slope", TRUE, &ranking, NULL));
  g_assert_cmpuint (dh_ranking_pick (&ranking, balls, NULL, NULL), ==, 0);
  g_assert_false (dh_ranking_parse ("best loss", TRUE, &ranking, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/claim/holds", test_holds);
  g_test_add_func ("/claim/quantities", test_quantities);
  g_test_add_func ("/claim/order", test_order);
  g_test_add_func ("/claim/unknown", test_unknown);
  g_test_add_func ("/claim/asks", test_asks);
  g_test_add_func ("/claim/refused", test_refused);
  g_test_add_func ("/claim/many", test_many);
  g_test_add_func ("/claim/ranking", test_ranking);
  return g_test_run ();
}
