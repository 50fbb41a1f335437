/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mixes of losses.  If a mix can be read, reading its text again gives the same mix.
 */
#include "core/loss/mix.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size), *name = NULL;
  g_autoptr (GError) error = NULL;
  const char *written;
  DhMix mix, again;

  if (!dh_mix_parse (text, &mix, &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (mix.n_parts, >=, 1);
  g_assert_cmpuint (mix.n_parts, <=, DH_MIX_MAX_PARTS);
  written = dh_mix_to_text (&mix);
  g_assert_true (dh_mix_parse (written, &again, NULL));
  /* Mixes' texts are interned: equal mixes have the same pointer. */
  g_assert_true (dh_mix_to_text (&again) == written);
  name = dh_mix_dup_name (&mix);
  g_assert_true (g_utf8_validate (name, -1, NULL));
  return 0;
}
