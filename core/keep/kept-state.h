/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/document.h"
#include "core/store/moments.h"

G_BEGIN_DECLS

/* A run that goes on from another: what it was before that iteration is the other's. */
typedef struct
{
  guint64 run;
  DhPlace from;
} DhRunOrigin;

/* What a kept session was when it was kept last: the document, and what a document doesn't say
 * because it is only the recipe. */
typedef struct
{
  gboolean playing;
  guint64 last_run; /* the largest number of a run so far */
  guint n_lanes;
  DhPlace lanes[DH_MAX_LANES]; /* in the document's order: the lane's run, and where it was */
  GArray *origins;             /* (element-type DhRunOrigin) */
  char *document;              /* its text */
} DhKeptState;

DhKeptState *dh_kept_state_new (void);
void dh_kept_state_free (DhKeptState *self);

/* (transfer full) */
char *dh_kept_state_to_text (const DhKeptState *self);
/* NULL with DH_ERROR_DOCUMENT.  Any thread, unlike documents. */
DhKeptState *dh_kept_state_new_from_text (const char *text, GError **error);
/* NULL with DH_ERROR_DOCUMENT; its lanes are those of the state. */
DhDocument *dh_kept_state_make_document (const DhKeptState *self, GError **error);

/* The furthest lane's. */
guint64 dh_kept_state_get_iteration (const DhKeptState *self);
/* Which run had the state of this one at an iteration: itself, or one that it goes on from. */
DhPlace dh_kept_state_find_place (const DhKeptState *self, guint64 run, guint64 iteration);
/* (transfer none) (nullable): NULL: it is from its own start */
const DhRunOrigin *dh_kept_state_find_origin (const DhKeptState *self, guint64 run);
/* The first word about a run counts: it never changes. */
void dh_kept_state_add_origin (DhKeptState *self, guint64 run, DhPlace from);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhKeptState, dh_kept_state_free)

G_END_DECLS
