/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Judges “0.3 < 2/5 and sqrt(2) > 1”: comparisons of numbers in the notation of typed functions.
 * FALSE with DH_ERROR_VALUE: a sentence why it can't be understood. */
gboolean dh_theory_judge (const char *text, gboolean *holds, GError **error);

G_END_DECLS
