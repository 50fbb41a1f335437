/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session-document.h"

G_BEGIN_DECLS

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
} DhCliTraining;

/* Trains a session with its lanes; returns an exit status, after everything was printed. */
int dh_cli_training_run (DhSession *session, const DhCliTraining *how);

G_END_DECLS
