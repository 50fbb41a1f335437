/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

#include "core/base/error.h"

G_BEGIN_DECLS

/* A typed text was refused in one line of valid UTF-8 that contains all words; a NULL ends them
 * before n_words. */
static inline void
assert_refused (const GError *error, const char *const *words, gsize n_words)
{
  g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\n'));
  for (gsize i = 0; i < n_words && words[i] != NULL; i++)
    if (strstr (error->message, words[i]) == NULL)
      g_error ("“%s” is not in: %s", words[i], error->message);
}

G_END_DECLS
