/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stack and the memo on which the instructions of a pickle work.
 *
 * Items gather on the stack, after a mark or by number, and are then put into a list, tuple or
 * dict.  Values are never copied: what is recalled from the memo is the same value, which may so be
 * an item of several others, and even of itself.
 */
#include "core/data/pickle-stack.h"

#define MAX_MEMO 100000

void
dh_pickle_stack_init (DhPickleStack *self, DhPythonTree *tree)
{
  *self = (DhPickleStack) { tree, g_ptr_array_new (), g_ptr_array_new (), NULL };
}

void
dh_pickle_stack_clear (DhPickleStack *self)
{
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->memo, g_ptr_array_unref);
}

gboolean
dh_pickle_stack_refuse (DhPickleStack *self, const char *reason)
{
  if (self->reason == NULL)
    self->reason = reason;
  return FALSE;
}

gboolean
dh_pickle_stack_push (DhPickleStack *self, DhPythonValue *value)
{
  if (value == NULL)
    return dh_pickle_stack_refuse (self, "too many values");
  g_ptr_array_add (self->values, value);
  return TRUE;
}

void
dh_pickle_stack_push_mark (DhPickleStack *self)
{
  g_ptr_array_add (self->values, NULL);
}

DhPythonValue *
dh_pickle_stack_peek (DhPickleStack *self)
{
  const guint n = self->values->len;
  DhPythonValue *value = n > 0 ? self->values->pdata[n - 1] : NULL;

  if (value == NULL)
    dh_pickle_stack_refuse (self, "a value is missing");
  return value;
}

gboolean
dh_pickle_stack_drop (DhPickleStack *self)
{
  if (self->values->len == 0)
    return dh_pickle_stack_refuse (self, "a value is missing");
  g_ptr_array_set_size (self->values, (int) self->values->len - 1);
  return TRUE;
}

DhPythonValue *
dh_pickle_stack_pop (DhPickleStack *self)
{
  DhPythonValue *value = dh_pickle_stack_peek (self);

  return value != NULL && dh_pickle_stack_drop (self) ? value : NULL;
}

/* Where the values after the last mark begin. */
static gboolean
find_mark (DhPickleStack *self, guint *first)
{
  *first = 0;
  for (guint i = self->values->len; i > 0; i--)
    if (self->values->pdata[i - 1] == NULL)
      {
        *first = i;
        return TRUE;
      }
  return dh_pickle_stack_refuse (self, "a mark is missing");
}

gboolean
dh_pickle_stack_drop_to_mark (DhPickleStack *self)
{
  guint first;

  if (!find_mark (self, &first))
    return FALSE;
  g_ptr_array_set_size (self->values, (int) first - 1);
  return TRUE;
}

/* Where the last n values begin, among which no mark may be. */
static gboolean
find_few (DhPickleStack *self, guint n, guint *first)
{
  const guint n_values = self->values->len;

  *first = n_values - MIN (n, n_values);
  if (n_values < n)
    return dh_pickle_stack_refuse (self, "a value is missing");
  for (guint i = *first; i < n_values; i++)
    if (self->values->pdata[i] == NULL)
      return dh_pickle_stack_refuse (self, "a value is missing");
  return TRUE;
}

/* Moves all values from an index on, and drops some marks before them. */
static gboolean
move_items (DhPickleStack *self, guint first, guint n_marks, DhPythonValue *to)
{
  if (to == NULL)
    return dh_pickle_stack_refuse (self, "too many values");
  if (to->kind == DH_PYTHON_DICT && (self->values->len - first) % 2 != 0)
    return dh_pickle_stack_refuse (self, "a value is missing");
  for (guint i = first; i < self->values->len; i++)
    g_ptr_array_add (to->items, self->values->pdata[i]);
  g_ptr_array_set_size (self->values, (int) (first - n_marks));
  return TRUE;
}

gboolean
dh_pickle_stack_collect (DhPickleStack *self, DhPythonKind kind)
{
  DhPythonValue *value = dh_python_tree_add (self->tree, kind);
  guint first;

  return find_mark (self, &first) && move_items (self, first, 1, value)
         && dh_pickle_stack_push (self, value);
}

gboolean
dh_pickle_stack_collect_few (DhPickleStack *self, DhPythonKind kind, guint n)
{
  DhPythonValue *value = dh_python_tree_add (self->tree, kind);
  guint first;

  return find_few (self, n, &first) && move_items (self, first, 0, value)
         && dh_pickle_stack_push (self, value);
}

/* The value that lies before an index and some marks. */
static gboolean
extend (DhPickleStack *self, DhPythonKind kind, guint first, guint n_marks)
{
  DhPythonValue *to = first > n_marks ? self->values->pdata[first - n_marks - 1] : NULL;

  if (to == NULL || to->kind != kind)
    return dh_pickle_stack_refuse (self, "items are added to what has none");
  return move_items (self, first, n_marks, to);
}

gboolean
dh_pickle_stack_extend (DhPickleStack *self, DhPythonKind kind)
{
  guint first;

  return find_mark (self, &first) && extend (self, kind, first, 1);
}

gboolean
dh_pickle_stack_extend_by (DhPickleStack *self, DhPythonKind kind, guint n)
{
  guint first;

  return find_few (self, n, &first) && extend (self, kind, first, 0);
}

gboolean
dh_pickle_stack_keep (DhPickleStack *self, guint64 index)
{
  DhPythonValue *value = dh_pickle_stack_peek (self);

  if (value == NULL)
    return FALSE;
  if (index >= MAX_MEMO)
    return dh_pickle_stack_refuse (self, "a number in the memo is too large");
  if (index >= self->memo->len)
    g_ptr_array_set_size (self->memo, (int) index + 1);
  self->memo->pdata[index] = value;
  return TRUE;
}

gboolean
dh_pickle_stack_recall (DhPickleStack *self, guint64 index)
{
  if (index >= self->memo->len || self->memo->pdata[index] == NULL)
    return dh_pickle_stack_refuse (self, "the memo has no such value");
  return dh_pickle_stack_push (self, self->memo->pdata[index]);
}
