/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Undo and redo, whatever was changed.
 *
 * A step holds the state that its change has replaced.  Undoing exchanges that with the present
 * state, which the step then holds for redo; redoing exchanges them again.  So there is one
 * operation, and what is redone is exactly what was undone.  Steps are undone from the newest on
 * and redone in the opposite order, so each finds everything as its change has left it.
 *
 * A slider that is dragged makes many changes, and only the state before the first one matters:
 * those that follow with the same key add nothing.  Somebody who knows when a hand lets go says so.
 *
 * Steps that hold runs take memory, so there are few of them; the others are a few numbers each.  If
 * a step is forgotten, so are those before it, which would be undone into a state that they don't
 * belong to.
 */
#include "core/session/undo-stack.h"

#define MAX_STEPS     100
#define MAX_WITH_RUNS 6

G_STATIC_ASSERT ((MAX_WITH_RUNS + 1) * DH_MAX_LANES <= DH_TRAINING_REQUEST_MAX_KEPT);

typedef struct
{
  const DhUndoKind *kind;
  gpointer state;
} Part;

typedef struct
{
  char *name, *notice, *key;
  GArray *parts;
} Step;

struct _DhUndoStack
{
  GPtrArray *undos, *redos; /* the next one to be undone or redone is the last */
  gboolean sealed;
};

static void
clear_part (gpointer data)
{
  const Part *part = data;

  part->kind->free (part->state);
}

static void
free_step (gpointer data)
{
  Step *step = data;

  g_array_unref (step->parts);
  g_free (step->name);
  g_free (step->notice);
  g_free (step->key);
  g_free (step);
}

DhUndoStack *
dh_undo_stack_new (void)
{
  DhUndoStack *self = g_new0 (DhUndoStack, 1);

  self->undos = g_ptr_array_new_with_free_func (free_step);
  self->redos = g_ptr_array_new_with_free_func (free_step);
  return self;
}

void
dh_undo_stack_free (DhUndoStack *self)
{
  g_ptr_array_unref (self->undos);
  g_ptr_array_unref (self->redos);
  g_free (self);
}

static Step *
peek_last (GPtrArray *steps)
{
  return steps->len > 0 ? g_ptr_array_index (steps, steps->len - 1) : NULL;
}

/* ---- runs ---- */

static guint
list_runs_of_step (const Step *step, DhKeptRun *runs)
{
  guint n = 0;

  for (guint i = 0; i < step->parts->len; i++)
    {
      const Part *part = &g_array_index (step->parts, Part, i);

      n += part->kind->list_runs != NULL ? part->kind->list_runs (part->state, runs + n) : 0;
    }
  return n;
}

static gboolean
has_runs (const Step *step)
{
  DhKeptRun runs[DH_MAX_LANES];

  return list_runs_of_step (step, runs) > 0;
}

static guint
count_with_runs (const GPtrArray *steps)
{
  guint n = 0;

  for (guint i = 0; i < steps->len; i++)
    n += has_runs (g_ptr_array_index (steps, i));
  return n;
}

guint
dh_undo_stack_list_runs (DhUndoStack *self, DhKeptRun *runs)
{
  guint n = 0;

  for (guint i = 0; i < self->undos->len; i++)
    n += list_runs_of_step (g_ptr_array_index (self->undos, i), runs + n);
  for (guint i = 0; i < self->redos->len; i++)
    n += list_runs_of_step (g_ptr_array_index (self->redos, i), runs + n);
  return n;
}

/* Forgets the oldest steps up to one with runs; FALSE: there is none. */
static gboolean
forget_oldest_runs (GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    if (has_runs (g_ptr_array_index (steps, i)))
      {
        g_ptr_array_remove_range (steps, 0, i + 1);
        return TRUE;
      }
  return FALSE;
}

static void
keep_within_limits (DhUndoStack *self)
{
  while (count_with_runs (self->undos) + count_with_runs (self->redos) > MAX_WITH_RUNS)
    if (!forget_oldest_runs (self->undos))
      forget_oldest_runs (self->redos);
  if (self->undos->len > MAX_STEPS)
    g_ptr_array_remove_range (self->undos, 0, self->undos->len - MAX_STEPS);
}

/* ---- adding ---- */

static void
add_part (Step *step, const DhUndoKind *kind, gpointer state)
{
  const Part part = { kind, state };

  g_array_append_val (step->parts, part);
}

void
dh_undo_stack_push (DhUndoStack *self, const char *name, const char *notice, const char *key,
                    const DhUndoKind *kind, gpointer state)
{
  Step *step = g_new0 (Step, 1);

  step->name = g_strdup (name);
  step->notice = g_strdup (notice);
  step->key = g_strdup (key);
  step->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (step->parts, clear_part);
  add_part (step, kind, state);
  dh_undo_stack_clear_redo (self);
  g_ptr_array_add (self->undos, step);
  self->sealed = FALSE;
  keep_within_limits (self);
}

void
dh_undo_stack_extend (DhUndoStack *self, const DhUndoKind *kind, gpointer state)
{
  Step *step = peek_last (self->undos);

  if (step != NULL)
    add_part (step, kind, state);
  else
    kind->free (state);
}

gboolean
dh_undo_stack_continues (DhUndoStack *self, const char *key)
{
  const Step *step = peek_last (self->undos);

  return key != NULL && !self->sealed && step != NULL && g_strcmp0 (step->key, key) == 0;
}

void
dh_undo_stack_seal (DhUndoStack *self)
{
  self->sealed = TRUE;
}

/* ---- exchanging ---- */

static gboolean
exchange (Step *step)
{
  gboolean kept = TRUE;

  for (guint i = 0; i < step->parts->len; i++)
    {
      Part *part = &g_array_index (step->parts, Part, i);

      kept &= part->kind->exchange (part->state);
    }
  return kept;
}

/* The step stays in its array meanwhile, so that the runs that it needs are listed. */
static gboolean
move (DhUndoStack *self, GPtrArray *from, GPtrArray *to)
{
  Step *step = peek_last (from);
  gboolean kept;

  if (step == NULL)
    return FALSE;
  kept = exchange (step);
  g_clear_pointer (&step->notice, g_free);
  g_ptr_array_steal_index (from, from->len - 1);
  g_ptr_array_add (to, step);
  if (!kept)
    g_ptr_array_set_size (to, 0);
  self->sealed = TRUE;
  keep_within_limits (self);
  return TRUE;
}

gboolean
dh_undo_stack_undo (DhUndoStack *self)
{
  gboolean moved = move (self, self->undos, self->redos);

  dh_undo_stack_end_notice (self);
  return moved;
}

gboolean
dh_undo_stack_redo (DhUndoStack *self)
{
  return move (self, self->redos, self->undos);
}

/* ---- words ---- */

static const char *
get_name (GPtrArray *steps)
{
  return steps->len > 0 ? peek_last (steps)->name : NULL;
}

const char *
dh_undo_stack_get_undo (DhUndoStack *self)
{
  return get_name (self->undos);
}

const char *
dh_undo_stack_get_redo (DhUndoStack *self)
{
  return get_name (self->redos);
}

const char *
dh_undo_stack_get_notice (DhUndoStack *self)
{
  return self->undos->len > 0 ? peek_last (self->undos)->notice : NULL;
}

void
dh_undo_stack_end_notice (DhUndoStack *self)
{
  if (self->undos->len > 0)
    g_clear_pointer (&peek_last (self->undos)->notice, g_free);
}

/* ---- forgetting ---- */

void
dh_undo_stack_clear (DhUndoStack *self)
{
  g_ptr_array_set_size (self->undos, 0);
  g_ptr_array_set_size (self->redos, 0);
}

void
dh_undo_stack_clear_redo (DhUndoStack *self)
{
  g_ptr_array_set_size (self->redos, 0);
}
