/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts that the window remembers, a line each: the ground, the ball's loss and its optimizer. If
 * they can be read, a ball makes some steps on the ground and is judged; otherwise there is an
 * error message.  Settings are always UTF-8, so nothing else is tried.
 */
#include "core/landscape/ball-state.h"
#include "core/landscape/descent.h"
#include "core/landscape/ground-choice.h"
#include "core/landscape/terrain.h"
#include "core/optim/optimizer-config.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define SIDE    9
#define N_STEPS 12

static void
check_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpstr (text, !=, "");
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
check_ball (DhGround *ground, const DhOptimizerConfig *optimizer_config)
{
  DhDescentConfig config = dh_descent_config_make (ground, optimizer_config->optimizer);
  g_autoptr (DhTerrain) terrain = dh_terrain_new (ground, SIDE, ground->n_dimensions > 1 ? SIDE : 1,
                                                  NULL);
  g_autofree char *text = NULL;
  const DhBall *ball;
  DhDescent *descent;

  config.optimizer_config = *optimizer_config;
  g_assert_true (isfinite (config.learning_rate) && config.learning_rate > 0);
  descent = dh_descent_new (ground, &config, ground->start);
  for (guint i = 0; i < N_STEPS; i++)
    dh_descent_step (descent);
  ball = dh_descent_get_ball (descent, dh_descent_get_n_balls (descent) - 1);
  g_assert_true (isfinite (ball->at[0]) && isfinite (ball->at[1]));
  g_assert_true (ball->diverged || isfinite (ball->loss));
  dh_ball_state_judge (descent, terrain, &text);
  check_sentence (text);
  dh_descent_free (descent);
}

static void
check_ground (const char *text, const DhMix *mix, const DhOptimizerConfig *optimizer_config)
{
  DhGroundChoice choice = { .text = text, .mix = *mix, .faces_folder = "/nonexistent" };
  g_autoptr (GError) error = NULL;
  DhTextSpan fault = { 0 };
  g_autoptr (DhGround) ground = dh_ground_choose (&choice, &fault, &error);

  g_assert_true ((ground != NULL) == (error == NULL));
  if (ground != NULL)
    {
      check_sentence (ground->name);
      check_ball (ground, optimizer_config);
      return;
    }
  check_sentence (error->message);
  g_assert_cmpuint (fault.start + fault.length, <=, strlen (text));
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* A loss or an optimizer that can't be read is replaced, as in the window. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  guint n_lines = g_strv_length (lines);
  DhOptimizerConfig optimizer_config;
  DhMix mix;

  if (n_lines < 2 || !dh_mix_parse (lines[1], &mix, NULL))
    g_assert_true (dh_mix_parse ("mse", &mix, NULL));
  if (n_lines < 3
      || !dh_optimizer_config_parse (lines[2], DH_OPTIMIZER_USER_BALL, &optimizer_config, NULL))
    g_assert_true (
      dh_optimizer_config_parse ("sgd", DH_OPTIMIZER_USER_BALL, &optimizer_config, NULL));
  check_ground (n_lines > 0 ? lines[0] : "", &mix, &optimizer_config);
  return 0;
}
