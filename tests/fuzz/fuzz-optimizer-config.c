/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Optimizers with settings and schedule.  If one can be read, reading its text again gives the same
 * one, and its learning rate is a number at every step.
 */
#include "core/optim/optimizer-config.h"

#include <math.h>
#include <stdint.h>

static void
check (const char *text, DhOptimizerUser who)
{
  static const guint64 times[] = { 1, 2, 10, 1000, 1000000, G_MAXUINT32 };
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  const char *written;
  DhOptimizerConfig optimizer_config, again;

  if (!dh_optimizer_config_parse (text, who, &optimizer_config, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert_no_error (error);
  written = dh_optimizer_config_to_text (&optimizer_config, who);
  g_assert_true (dh_optimizer_config_parse (written, who, &again, NULL));
  g_assert_true (dh_optimizer_config_to_text (&again, who) == written);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      double rate = dh_optimizer_config_get_rate (&optimizer_config, 1e-3, times[i]);

      g_assert_true (isfinite (rate) && rate >= 0);
    }
  name = dh_optimizer_config_dup_name (&optimizer_config, who);
  g_assert_true (g_utf8_validate (name, -1, NULL));
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check (text, DH_OPTIMIZER_USER_NETWORK);
  check (text, DH_OPTIMIZER_USER_BALL);
  return 0;
}
