/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/moments.h"

G_BEGIN_DECLS

/* Finds moments of a session in a thread of its own, while a keeper writes it.  Only the newest
 * question is answered.  Owner: one thread. */
typedef struct _DhMomentReader DhMomentReader;

typedef struct
{
  DhPlace *places; /* as asked */
  guint n_places;
  GPtrArray *moments; /* for each place, NULL if there is none; (nullable) after an error */
  GPtrArray *marked;  /* all that are marked, see dh_moments_list_marked(); (nullable) if they
                       * weren't asked for */
  GError *error;      /* (nullable) */
  gpointer data;      /* as asked; (nullable) */
  GDestroyNotify free_data;
} DhMomentAnswer;

void dh_moment_answer_free (DhMomentAnswer *self);

DhMomentReader *dh_moment_reader_new (void);
void dh_moment_reader_free (DhMomentReader *self);
/* path: of the session; places: copied */
void dh_moment_reader_ask (DhMomentReader *self, const char *path, const DhPlace *places,
                           guint n_places);
/* Makes something of what was found, in the reader's thread, before it is handed over. */
typedef void (*DhMomentUse) (const DhMomentAnswer *answer, gpointer data);
/* Asks for moments of which something is to be made.  data: (transfer full), freed in any thread,
 * with the answer or with the question if that isn't answered */
void dh_moment_reader_ask_for (DhMomentReader *self, const char *path, const DhPlace *places,
                               guint n_places, DhMomentUse use, gpointer data,
                               GDestroyNotify free_data);
/* Asks for all marked moments instead. */
void dh_moment_reader_ask_marked (DhMomentReader *self, const char *path);
/* The newest answer; NULL when there is none since the last; (transfer full) */
DhMomentAnswer *dh_moment_reader_take (DhMomentReader *self);
/* Readable while an answer waits; see dh_mailbox_get_fd(). */
int dh_moment_reader_get_fd (DhMomentReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhMomentReader, dh_moment_reader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhMomentAnswer, dh_moment_answer_free)

G_END_DECLS
