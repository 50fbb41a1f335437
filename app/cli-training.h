/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session-document.h"

G_BEGIN_DECLS

/* What another command does in place of the usual report; see cli-export.c.  The session is
 * idle. */
typedef struct
{
  /* Pauses at these iterations, ascending, on the way to the last.  (element-type guint64) */
  const GArray *stops;
  void (*paused) (DhSession *session, gpointer data);
  /* After the training, until it returns TRUE, as often as something may have changed; *fraction
   * and the text are shown.  (nullable) */
  gboolean (*settle) (DhSession *session, double *fraction, char **text, gpointer data);
  /* Writes and says what is to be; FALSE: not everything could be written, which was said. */
  gboolean (*report) (DhSession *session, gpointer data);
  gpointer data;
} DhCliTrainingCommand;

/* How long to train, and what to do with the result. */
typedef struct
{
  guint64 iterations;         /* 0: no limit */
  double seconds;             /* 0: no limit */
  const char *out;            /* folder; NULL: no files */
  gboolean keep, half;        /* write the weights, as float16 */
  gboolean json;              /* instead of a table */
  const char *save;           /* the document to write; NULL: none */
  const DhDocument *document; /* the one that is run; NULL: none */
  const char *document_name;  /* for people */
  const DhCliTrainingCommand *command; /* NULL: train or run */
} DhCliTraining;

/* Trains a session with its lanes; returns an exit status, after everything was printed. */
int dh_cli_training_run (DhSession *session, const DhCliTraining *how);

G_END_DECLS
