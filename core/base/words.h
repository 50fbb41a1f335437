/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The word that was probably meant, or NULL if none is near. words: NULL-terminated, plain
 * ASCII.  Any thread. */
const char *dh_words_find_nearest (const char *word, const char *const *words);
/* "There is no loss “mea”: did you mean “mae”?  Available: mse, mae." problem: the first half;
 * (transfer full), translated. */
char *dh_words_answer (const char *problem, const char *word, const char *const *words);

G_END_DECLS
