/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text of words, numbers and signs that is read from left to right; blanks between them don't
 * count. */
typedef struct
{
  const char *rest;
} DhReader;

void dh_reader_skip_blanks (DhReader *self);
/* The letters up to one of `ends` or the end of the text, without blanks around; (transfer full) */
char *dh_reader_take_until (DhReader *self, const char *ends);
gboolean dh_reader_take_sign (DhReader *self, char sign);
/* "delta=0.1", up to a comma or a closing brace; FALSE, with nothing to free, where there is no
 * "=". */
gboolean dh_reader_take_setting (DhReader *self, char **id, char **number);

G_END_DECLS
