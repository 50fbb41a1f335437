/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/landscape/expression.h"
#include "core/landscape/ground.h"

G_BEGIN_DECLS

/* A function of x and y that is typed.  It is judged by who listens, a moment after the last key,
 * and what is wrong is underlined; it is taken when it is finished.
 *
 * Signals:
 *   ::typed (string text)  to be judged; the handler tells what it found with
 *                          dh_function_entry_set_fault()
 *   ::finished (string text) to be taken, and judged likewise: Enter, or the focus leaves
 *   ::entered ()           after it: Enter, and nothing is wrong
 *   ::given-up ()          Escape */
#define DH_TYPE_FUNCTION_ENTRY (dh_function_entry_get_type ())
G_DECLARE_FINAL_TYPE (DhFunctionEntry, dh_function_entry, DH, FUNCTION_ENTRY, GtkWidget)

GtkWidget *dh_function_entry_new (void);
const char *dh_function_entry_get_text (DhFunctionEntry *self);
/* Nothing is emitted, and nothing is wrong. */
void dh_function_entry_set_text (DhFunctionEntry *self, const char *text);
/* NULL: nothing is wrong. An empty span: all of it is. message: the sentence, for who can't see the
 * line. */
void dh_function_entry_set_fault (DhFunctionEntry *self, const DhTextSpan *span,
                                  const char *message);
gboolean dh_function_entry_get_fault (DhFunctionEntry *self, DhTextSpan *span);

G_END_DECLS
