/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* The history of a lane: append-only, one writer (the worker), any number of readers.  A reader
 * may access the entries below a count that it received through a mailbox; those never move or
 * change. */
typedef struct _DhHistory DhHistory;

DhHistory *dh_history_new (void);
/* A copy with the same entries and its own serial.  Writer's thread. */
DhHistory *dh_history_copy (const DhHistory *self);
DhHistory *dh_history_ref (DhHistory *self);
void dh_history_unref (DhHistory *self);

/* Differs between any two histories in the process. */
guint dh_history_get_serial (const DhHistory *self);

/* Writer only.  A full history (67 million iterations) drops new entries. */
void dh_history_add_record (DhHistory *self, const DhRecord *record);
void dh_history_add_measured (DhHistory *self, const DhMetrics *measured);
guint64 dh_history_get_n_records (const DhHistory *self);
guint dh_history_get_n_measured (const DhHistory *self);

DhRecord dh_history_get_record (const DhHistory *self, guint64 index);
/* The first n, as far as there are so many. */
void dh_history_copy_records (const DhHistory *self, guint64 n, DhRecord *records);
DhMetrics dh_history_get_measured (const DhHistory *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhHistory, dh_history_unref)

G_END_DECLS
