/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/python-value.h"

G_BEGIN_DECLS

/* The stack and the memo of the machine that reads a pickle.  What can't be done returns FALSE or
 * NULL, and the first reason is kept: a few words, untranslated, lent. */
typedef struct
{
  DhPythonTree *tree; /* whose values lie on the stack */
  GPtrArray *values;  /* NULL: a mark */
  GPtrArray *memo;    /* NULL: nothing was put there */
  const char *reason;
} DhPickleStack;

void dh_pickle_stack_init (DhPickleStack *self, DhPythonTree *tree);
void dh_pickle_stack_clear (DhPickleStack *self);
/* Always FALSE. */
gboolean dh_pickle_stack_refuse (DhPickleStack *self, const char *reason);

/* value: NULL if the tree has no room for it. */
gboolean dh_pickle_stack_push (DhPickleStack *self, DhPythonValue *value);
void dh_pickle_stack_push_mark (DhPickleStack *self);
/* The last value, if it isn't a mark. */
DhPythonValue *dh_pickle_stack_peek (DhPickleStack *self);
DhPythonValue *dh_pickle_stack_pop (DhPickleStack *self);
/* The last value or mark. */
gboolean dh_pickle_stack_drop (DhPickleStack *self);
/* All after the last mark, and the mark. */
gboolean dh_pickle_stack_drop_to_mark (DhPickleStack *self);

/* The values after the last mark, or the last n, become the items of a new value … */
gboolean dh_pickle_stack_collect (DhPickleStack *self, DhPythonKind kind);
gboolean dh_pickle_stack_collect_few (DhPickleStack *self, DhPythonKind kind, guint n);
/* … or of the one below them, which must be of that kind. */
gboolean dh_pickle_stack_extend (DhPickleStack *self, DhPythonKind kind);
gboolean dh_pickle_stack_extend_by (DhPickleStack *self, DhPythonKind kind, guint n);

/* Puts the last value into the memo, or pushes what is there. */
gboolean dh_pickle_stack_keep (DhPickleStack *self, guint64 index);
gboolean dh_pickle_stack_recall (DhPickleStack *self, guint64 index);

G_END_DECLS
