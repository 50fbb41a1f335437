/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/landscape/expression.h"
#include "core/landscape/ground.h"

G_BEGIN_DECLS

/* An entry for a function of x and y.  A signal handler checks the text a moment after the last key
 * press, and errors are underlined; the text is accepted when the user has finished.
 *
 * Signals:
 *   ::typed (string text)  check the text; the handler reports the result with
 *                          dh_function_entry_set_fault()
 *   ::finished (string text) accept the text, or report what is wrong: Enter, or the focus leaves
 *   ::entered ()           after ::finished, on Enter, if nothing is wrong
 *   ::given-up ()          Escape */
#define DH_TYPE_FUNCTION_ENTRY (dh_function_entry_get_type ())
G_DECLARE_FINAL_TYPE (DhFunctionEntry, dh_function_entry, DH, FUNCTION_ENTRY, GtkWidget)

GtkWidget *dh_function_entry_new (void);
const char *dh_function_entry_get_text (DhFunctionEntry *self);
/* Emits no signal and clears any error. */
void dh_function_entry_set_text (DhFunctionEntry *self, const char *text);
/* span: the invalid part, NULL if there is no error, or empty for the whole text. message:
 * describes the error to users who can't see the underline. */
void dh_function_entry_set_fault (DhFunctionEntry *self, const DhTextSpan *span,
                                  const char *message);
gboolean dh_function_entry_get_fault (DhFunctionEntry *self, DhTextSpan *span);

G_END_DECLS
