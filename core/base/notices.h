/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the user should know although nothing failed: a list of sentences, gathered where files
 * are read and shown by whoever asked for them.  Any one thread. */
typedef struct _DhNotices DhNotices;

DhNotices *dh_notices_new (void);
void dh_notices_free (DhNotices *self);

/* Pictures' names are shown below this folder from here on: "alder/x.png". */
void dh_notices_set_folder (DhNotices *self, const char *folder);
/* Something about a picture.  text: what would follow "“x.png”: ", without a full stop, and true of
 * one picture as of several, for the same words about several are said once.  self (nullable):
 * nobody wants to know. */
void dh_notices_add (DhNotices *self, const char *name, const char *text);
/* A whole sentence. */
void dh_notices_say (DhNotices *self, const char *sentence);

/* The sentences in the order in which they were first said, at most six and the number of the
 * others; (transfer full). */
char **dh_notices_dup_sentences (const DhNotices *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhNotices, dh_notices_free)

G_END_DECLS
