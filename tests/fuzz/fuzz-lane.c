/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lanes as the command line gets them: LOSS[:RATE[:OPTIMIZER]] in the first line, what --set gets
 * in the others.  An accepted lane has a mix and an optimizer that can be written and read again,
 * with all their settings, and a valid rate; a refused one gives an error message.  GOption only
 * passes on valid UTF-8, so nothing else is tried.
 */
#include "app/cli-lanes.h"

#include <math.h>
#include <stdint.h>

static void
check_lane (const DhLaneSettings *lane)
{
  const char *mix = dh_mix_to_text (&lane->mix);
  const char *optimizer_config = dh_optimizer_config_to_text (&lane->optimizer_config,
                                                              DH_OPTIMIZER_USER_NETWORK);
  DhMix mix_again;
  DhOptimizerConfig rule_again;

  g_assert_true (isfinite (lane->learning_rate) && lane->learning_rate >= 0);
  g_assert_true (dh_mix_parse (mix, &mix_again, NULL));
  g_assert_true (dh_mix_to_text (&mix_again) == mix);
  g_assert_true (
    dh_optimizer_config_parse (optimizer_config, DH_OPTIMIZER_USER_NETWORK, &rule_again, NULL));
  g_assert_true (dh_optimizer_config_to_text (&rule_again, DH_OPTIMIZER_USER_NETWORK)
                 == optimizer_config);
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char *wanted[] = { lines[0] != NULL ? lines[0] : "", NULL };
  DhCliTyped all = { .settings = lines[0] != NULL ? lines + 1 : NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lanes = dh_cli_lanes_read (wanted, &all, &error);

  g_assert_true ((lanes != NULL) == (error == NULL));
  if (lanes != NULL)
    check_lane (g_ptr_array_index (lanes, 0));
  else
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  return 0;
}
