/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the keeping goes. */
typedef struct
{
  gboolean keeping;     /* everything so far is on the disk, or will be with the next commit */
  char *problem;        /* (nullable) a sentence: why not, or what couldn't be kept */
  char *id, *path;      /* (nullable) the session; NULL until it is open */
  char *aside;          /* (nullable) where a damaged file was set aside */
  gboolean was_closed;  /* the session had been closed in order */
  gint64 document_time; /* of the settings on the disk; 0: none yet */
  guint64 size;         /* bytes that the session takes */
  guint64 n_lost;       /* moments that were dropped because the disk was slow or full */
} DhKeeperReport;

/* (transfer full) */
DhKeeperReport *dh_keeper_report_copy (const DhKeeperReport *self);
/* What it has, not itself. */
void dh_keeper_report_clear (DhKeeperReport *self);
void dh_keeper_report_free (DhKeeperReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhKeeperReport, dh_keeper_report_free)

G_END_DECLS
