/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/training-request.h"

G_BEGIN_DECLS

/* What one kind of change needs, so that it can be undone and redone.  A state is what the change
 * has replaced: a rate, a lane, a whole training. */
typedef struct
{
  /* Exchanges the state with the present one, so that undo and redo are the same call.  FALSE: it
   * has been brought back, but the former present state couldn't be kept. */
  gboolean (*exchange) (gpointer state);
  /* Lists the runs that the state needs, at most DH_MAX_LANES, and returns how many.  NULL: none */
  guint (*list_runs) (gpointer state, DhKeptRun *runs);
  GDestroyNotify free;
} DhUndoKind;

/* The changes that were made, newest last, and those that were undone. */
typedef struct _DhUndoStack DhUndoStack;

DhUndoStack *dh_undo_stack_new (void);
void dh_undo_stack_free (DhUndoStack *self);

/* Adds a change and forgets those that were undone.  name: "Learning Rate of Lane 2"; notice: a
 * sentence that is worth saying, or NULL; key: changes in a row with the same key are one, NULL: it
 * stands alone.  kind: static.  (transfer full): state */
void dh_undo_stack_push (DhUndoStack *self, const char *name, const char *notice, const char *key,
                         const DhUndoKind *kind, gpointer state);
/* Something else that the newest change has replaced.  (transfer full): state, freed if there is no
 * change. */
void dh_undo_stack_extend (DhUndoStack *self, const DhUndoKind *kind, gpointer state);
/* Whether a change with this key would be one with the newest: then nothing is to be added. */
gboolean dh_undo_stack_continues (DhUndoStack *self, const char *key);
/* The next change is another one, whatever its key. */
void dh_undo_stack_seal (DhUndoStack *self);

/* FALSE: there is nothing to undo or redo. */
gboolean dh_undo_stack_undo (DhUndoStack *self);
gboolean dh_undo_stack_redo (DhUndoStack *self);
/* NULL: nothing */
const char *dh_undo_stack_get_undo (DhUndoStack *self);
const char *dh_undo_stack_get_redo (DhUndoStack *self);
/* That of the newest change, unless something was undone since; or NULL. */
const char *dh_undo_stack_get_notice (DhUndoStack *self);
void dh_undo_stack_end_notice (DhUndoStack *self);

/* Forgets everything, or what was undone. */
void dh_undo_stack_clear (DhUndoStack *self);
void dh_undo_stack_clear_redo (DhUndoStack *self);
/* All runs that are needed.  runs: an array of DH_TRAINING_REQUEST_MAX_KEPT; returns how many. */
guint dh_undo_stack_list_runs (DhUndoStack *self, DhKeptRun *runs);

G_END_DECLS
