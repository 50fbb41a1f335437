/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a decimal number as a person types it, the same in every language: "1e-3", "0,001", "−3";
 * blanks around it don't count.  FALSE for anything else, "nan" and "0x1p3" included; infinite
 * where it is too large.  Any thread. */
gboolean dh_number_read (const char *text, double *number);

/* "1e-05" → "1e-5", in place; no plus sign either, which has another meaning in a mix. */
void dh_number_shorten (char *text);
/* The fewest digits that give the very number back through scale: "50" for 0.5 with a scale of
 * 100; at most 17.  (transfer full) */
char *dh_number_print (double number, double scale);
/* Numbers as printf() writes them within a sentence, as people read them: true minus signs, no
 * zeros in front of an exponent.  (transfer full), and takes the sentence. */
char *dh_number_dress (char *sentence);

G_END_DECLS
