/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests that try damaged pictures by the thousand.
 */
#pragma once

#include "core/data/picture-facts.h"
#include "core/data/picture-kind.h"
#include "core/data/picture.h"

/* Whether the survey finds a side longer than this: such a run would do nothing but zero pixels. */
static inline gboolean
is_large_picture (const guint8 *data, gsize size, guint most)
{
  const char *kind = dh_picture_kind_of_data (data, size), *reason;
  g_auto (DhPictureFacts) facts = { 0 };

  return kind != NULL && dh_picture_survey (kind, data, size, &facts, &reason)
         && (facts.width > most || facts.height > most);
}

/* An error (nullable) and all notices are UTF-8, whatever a file made them quote. */
static inline void
assert_said_as_text (const GError *error, const DhNotices *notices)
{
  g_auto (GStrv) sentences = dh_notices_dup_sentences (notices);

  g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
  for (guint i = 0; sentences != NULL && sentences[i] != NULL; i++)
    g_assert_true (g_utf8_validate (sentences[i], -1, NULL));
}
