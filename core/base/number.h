/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a decimal number as a person types it, the same in every language: "1e-3", "0,001", "−3";
 * surrounding blanks are ignored.  FALSE for anything else, including "nan" and "0x1p3"; infinite
 * if the number is too large.  Any thread. */
gboolean dh_number_read (const char *text, double *number);

/* "1e-05" → "1e-5", in place; no plus sign either, which has another meaning in a mix. */
void dh_number_shorten (char *text);
/* The number times scale, with the fewest digits that read back as the same number: "50" for 0.5
 * with a scale of 100; at most 17.  (transfer full) */
char *dh_number_print (double number, double scale);
/* "1.5e-3" → "1,5e-3" where the user's language has a decimal comma, as printf() writes it; in place.
 * For what people see, never for files. */
void dh_number_localise (char *text);
/* Makes the numbers that printf() wrote in a sentence more readable: true minus signs, no leading
 * zeros in exponents.  Takes the sentence; (transfer full). */
char *dh_number_dress (char *sentence);

G_END_DECLS
