/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store-error.h"

G_BEGIN_DECLS

/* A connection to a database in a file.  One thread at a time; a file may have several connections.
 * All errors are DH_STORE_ERROR. */
typedef struct _DhDatabase DhDatabase;
/* A prepared statement; belongs to its database, which keeps it for the next time. */
typedef struct _DhStatement DhStatement;

typedef enum
{
  DH_DATABASE_LOOK, /* read, for a moment, what is closed, and leave nothing beside it */
  DH_DATABASE_READ, /* while somebody may be writing */
  DH_DATABASE_WRITE,
  DH_DATABASE_CREATE, /* write, and make the file if there is none */
} DhDatabaseMode;

typedef enum
{
  DH_STEP_ROW,
  DH_STEP_DONE,
  DH_STEP_FAILED,
} DhStep;

/* Doesn't look into the file yet. */
DhDatabase *dh_database_open (const char *path, DhDatabaseMode mode, GError **error);
/* Drops a transaction that is open. */
void dh_database_close (DhDatabase *self);
/* Removes a database with all that belongs to it. */
void dh_database_remove_files (const char *path);
/* After a change of names in its folder, which power may take back before. */
void dh_database_flush_name (const char *path);
const char *dh_database_get_path (const DhDatabase *self);
/* Sets DH_STORE_ERROR_DAMAGED and returns FALSE. */
gboolean dh_database_refuse_damaged (const DhDatabase *self, GError **error);
/* The same with DH_STORE_ERROR_NEWER, for tables of a later version of the program. */
gboolean dh_database_refuse_newer (const DhDatabase *self, GError **error);

/* Runs statements without values or results, such as PRAGMA and CREATE. */
gboolean dh_database_run (DhDatabase *self, const char *sql, GError **error);
/* Runs a statement with values and no result.  types: a letter for each value: n (gint64), t (const
 * char *, nullable), b (const void *, gsize). */
gboolean dh_database_put (DhDatabase *self, GError **error, const char *sql, const char *types,
                          ...);
/* Prepares a statement with values, to be stepped through; dh_statement_end() afterwards.  Not
 * again before that with the same text. */
DhStatement *dh_database_ask (DhDatabase *self, GError **error, const char *sql, const char *types,
                              ...);
/* The first number of the first row; `otherwise` if there is no row. */
gboolean dh_database_get_number (DhDatabase *self, const char *sql, gint64 otherwise,
                                 gint64 *number, GError **error);
/* The same with all columns of another database's row as values. */
gboolean dh_database_put_row (DhDatabase *self, GError **error, const char *sql, DhStatement *row);
gint64 dh_database_get_last_id (DhDatabase *self);

/* A transaction begins when one is needed, and lasts until the commit. */
gboolean dh_database_begin (DhDatabase *self, GError **error);
/* When it returns TRUE, power may fail.  After FALSE, nothing of the transaction is there. */
gboolean dh_database_commit (DhDatabase *self, GError **error);
void dh_database_rollback (DhDatabase *self);

DhStep dh_statement_step (DhStatement *self, GError **error);
gint64 dh_statement_get_number (DhStatement *self, int column);
/* (transfer full) (nullable) */
char *dh_statement_dup_text (DhStatement *self, int column);
/* (transfer full) */
GBytes *dh_statement_dup_bytes (DhStatement *self, int column);
/* Belongs to the statement, until the next step. */
const void *dh_statement_peek_bytes (DhStatement *self, int column, gsize *size);
void dh_statement_end (DhStatement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhDatabase, dh_database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhStatement, dh_statement_end)

G_END_DECLS
