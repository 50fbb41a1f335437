/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the user should know although nothing failed: a list of sentences, collected while files
 * are read and shown by the caller.  Any one thread. */
typedef struct _DhNotices DhNotices;

DhNotices *dh_notices_new (void);
void dh_notices_free (DhNotices *self);

/* From now on, names of pictures are shown with this folder in front: "alder/x.png". */
void dh_notices_set_folder (DhNotices *self, const char *folder);
/* A notice about a picture. text: what follows "“x.png”: ", without a full stop, and phrased so
 * that it fits one or several pictures, because equal texts are merged. self (nullable): the
 * notice is ignored. */
void dh_notices_add (DhNotices *self, const char *name, const char *text);
/* A whole sentence. */
void dh_notices_say (DhNotices *self, const char *sentence);

/* The sentences in the order of their first occurrence, at most six, and then the number of the
 * others; (transfer full). */
char **dh_notices_dup_sentences (const DhNotices *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhNotices, dh_notices_free)

G_END_DECLS
