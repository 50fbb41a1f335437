/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A thread with one errand: it does what its newest order says, piece by piece, and reports. An
 * older order that it didn't see yet is dropped. Owner: one thread. */
typedef struct _DhErrand DhErrand;

/* How it is done; all but the last run on the errand's thread. */
typedef struct
{
  /* Takes a newer order. order: (transfer full) */
  void (*follow) (gpointer state, gpointer order);
  /* Does the next piece; FALSE: nothing is left.  *disturbed, which is to be read atomically, says
   * that a newer order waits: then it may return early. */
  gboolean (*work) (gpointer state, DhErrand *errand, const int *disturbed);
  GDestroyNotify free_order, free_report;
} DhErrandKind;

/* state: lent; the thread's own until the errand is freed.  niceness: of the thread; 0: none.
 * purpose: for a message, should the system have no thread left. */
DhErrand *dh_errand_new (const DhErrandKind *kind, gpointer state, int niceness,
                         const char *purpose);
/* Disturbs what is being done, and joins the thread. */
void dh_errand_free (DhErrand *self);
/* order: (transfer full) */
void dh_errand_send (DhErrand *self, gpointer order);
/* Errand's thread. news: (transfer full) */
void dh_errand_report (DhErrand *self, gpointer news);
/* NULL when there is nothing new; (transfer full) */
gpointer dh_errand_take (DhErrand *self);
/* Readable while a report waits; see dh_mailbox_get_fd(). */
int dh_errand_get_fd (DhErrand *self);

G_END_DECLS
