/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

/* A table as text, RFC 4180 and common variants: fields between commas, semicolons or tabs (the
 * first record decides), quoted or not; lines that end in LF, CRLF or CR; a byte order mark is
 * allowed; empty lines and lines that begin with # are skipped.  Any one thread. */
typedef struct _DhCsv DhCsv;

/* The maximum number of bytes in a record; no more is ever held in memory. */
#define DH_CSV_MAX_RECORD (1 << 16)

/* file, and shown, its name in error messages, must outlive the reader. */
DhCsv *dh_csv_new (FILE *file, const char *shown);
void dh_csv_free (DhCsv *self);
/* FALSE at the end, and with DH_ERROR_FACES if the text isn't a table. */
gboolean dh_csv_read (DhCsv *self, GError **error);
guint dh_csv_get_n_fields (const DhCsv *self);
/* A field without its quotes, or, if it is unquoted, without surrounding spaces; lent until the
 * next record. */
const char *dh_csv_get_field (const DhCsv *self, guint index);
/* The record's bytes in the file, from its first to where the next one begins. */
void dh_csv_get_span (const DhCsv *self, gsize *start, gsize *end);
/* Whether the record has a line end; only the last one of a file may lack it. */
gboolean dh_csv_is_ended (const DhCsv *self);
/* Of the table; 0 before its first record. */
char dh_csv_get_separator (const DhCsv *self);
/* DH_ERROR_FACES: "Line 3 of “x.csv”, column 12: reason." index: of the field; n_fields: the
 * end. */
void dh_csv_set_error (const DhCsv *self, guint index, const char *reason, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhCsv, dh_csv_free)

G_END_DECLS
