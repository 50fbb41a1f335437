/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A table as text, for other programs: a row of headings, then rows of cells, added one after the
 * other. */
typedef struct _DhTableText DhTableText;

DhTableText *dh_table_text_new (void);
void dh_table_text_free (DhTableText *self);
void dh_table_text_add (DhTableText *self, const char *text);
/* With all digits that matter; a number that is not finite is an empty cell. */
void dh_table_text_add_number (DhTableText *self, double number);
/* A whole row of text; ends with NULL. */
void dh_table_text_add_row (DhTableText *self, ...) G_GNUC_NULL_TERMINATED;
void dh_table_text_end_row (DhTableText *self);
/* A line for each row, with tabs between the cells, and numbers as the user's language writes them:
 * that is how spreadsheets read what is pasted.  Valid until more is added. */
const char *dh_table_text_get_tsv (DhTableText *self);
/* A complete document.  The exact numbers are in attributes that spreadsheets read, too. (transfer
 * full) */
char *dh_table_text_dup_html (DhTableText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhTableText, dh_table_text_free)

G_END_DECLS
