/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/setting.h"

G_BEGIN_DECLS

/* A text of words, numbers and signs that is read from left to right; blanks between them don't
 * count.  What refuses sets DH_ERROR_VALUE and returns FALSE. */
typedef struct
{
  const char *rest; /* valid UTF-8 */
  const char *form; /* the sentence that refuses the whole text and says how one is written */
  GError **error;
} DhReader;

void dh_reader_skip_blanks (DhReader *self);
/* The letters up to one of `ends` or the end of the text, without blanks around; (transfer full) */
char *dh_reader_take_until (DhReader *self, const char *ends);
gboolean dh_reader_take_sign (DhReader *self, char sign);
/* "{delta=0.1,size=7}", where it stands: sets these values. owner: see dh_setting_read(). */
gboolean dh_reader_take_settings (DhReader *self, const char *owner, const DhSetting *settings,
                                  guint n_settings, double *values);

/* Always FALSE. */
gboolean dh_reader_refuse (DhReader *self);
/* Always FALSE. problem: "There is no loss “mes”"; the word that was probably meant is added, else
 * all `words`, which end with NULL. */
gboolean dh_reader_refuse_word (DhReader *self, const char *problem, const char *word,
                                const char *const *words);

G_END_DECLS
