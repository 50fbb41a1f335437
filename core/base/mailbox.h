/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A slot for the newest value: a new one replaces (and frees) one that was not taken. */
typedef struct _DhMailbox DhMailbox;

DhMailbox *dh_mailbox_new (GDestroyNotify free_value);
void dh_mailbox_free (DhMailbox *self);
/* Any thread; blocks at most while a pointer is exchanged. (transfer full) */
void dh_mailbox_put (DhMailbox *self, gpointer value);
/* NULL when there is nothing new; (transfer full) */
gpointer dh_mailbox_take (DhMailbox *self);
/* Waits for a value; (transfer full). Not for the main context. */
gpointer dh_mailbox_wait (DhMailbox *self);
/* Readable while a value waits: for a main loop's source. -1 if the system has no descriptor
 * left. */
int dh_mailbox_get_fd (DhMailbox *self);

G_END_DECLS
