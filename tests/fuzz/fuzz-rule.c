/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Optimizers with settings and schedule.  The text of one that is read gives the very same one
 * back, and its learning rate is a number at any time.
 */
#include "core/optim/rule.h"

#include <math.h>
#include <stdint.h>

static void
check (const char *text, DhRuleUser who)
{
  static const guint64 times[] = { 1, 2, 10, 1000, 1000000, G_MAXUINT32 };
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  const char *written;
  DhRule rule, again;

  if (!dh_rule_parse (text, who, &rule, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert_no_error (error);
  written = dh_rule_to_text (&rule, who);
  g_assert_true (dh_rule_parse (written, who, &again, NULL));
  g_assert_true (dh_rule_to_text (&again, who) == written);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      double rate = dh_rule_get_rate (&rule, 1e-3, times[i]);

      g_assert_true (isfinite (rate) && rate >= 0);
    }
  name = dh_rule_dup_name (&rule, who);
  g_assert_true (g_utf8_validate (name, -1, NULL));
}

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check (text, DH_RULE_NETWORK);
  check (text, DH_RULE_BALL);
  return 0;
}
