/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DH_PYTHON_NONE,
  DH_PYTHON_BOOL,
  DH_PYTHON_INT,
  DH_PYTHON_FLOAT,
  DH_PYTHON_TEXT,
  DH_PYTHON_BYTES,
  DH_PYTHON_LIST,
  DH_PYTHON_TUPLE,
  DH_PYTHON_DICT,  /* items: key, value, key, value … */
  DH_PYTHON_ARRAY, /* one of NumPy's */
  DH_PYTHON_TYPE,  /* the type of an array's elements */
  DH_PYTHON_NAME,  /* a function or class that only describes how data are stored */
} DhPythonKind;

/* The elements of an array, little-endian. */
typedef enum
{
  DH_ELEMENT_UNSIGNED,
  DH_ELEMENT_SIGNED,
  DH_ELEMENT_FLOAT,
} DhElement;

/* One value; it belongs to its tree.  The functions below accept NULL, which has nothing, so that
 * a missing key needs no check of its own. */
typedef struct _DhPythonValue
{
  DhPythonKind kind;
  gint64 integer;    /* INT, BOOL; TYPE: bytes per element; NAME: the reader's number for it */
  double number;     /* FLOAT */
  DhElement element; /* TYPE */
  guint8 *bytes;     /* TEXT, BYTES; a 0 follows */
  gsize n_bytes;
  GPtrArray *items;    /* LIST, TUPLE, DICT, of DhPythonValue */
  gboolean by_columns; /* ARRAY: the first index changes fastest */
  gsize shape[2];      /* ARRAY: rows and columns; columns are 1 if it has one dimension */
  const struct _DhPythonValue *type; /* ARRAY … */
  const struct _DhPythonValue *data; /* … and its elements: BYTES; both NULL: still without */
} DhPythonValue;

typedef struct _DhPythonTree DhPythonTree;

DhPythonTree *dh_python_tree_new (void);
void dh_python_tree_free (DhPythonTree *self);
/* A new value; NULL if the tree has as many as it may have. */
DhPythonValue *dh_python_tree_add (DhPythonTree *self, DhPythonKind kind);
/* The same with a copy of some bytes; NULL, too, if all values have as many as they may have. */
DhPythonValue *dh_python_tree_add_bytes (DhPythonTree *self, DhPythonKind kind, const void *bytes,
                                         gsize n);
const DhPythonValue *dh_python_tree_get_root (const DhPythonTree *self);
void dh_python_tree_set_root (DhPythonTree *self, const DhPythonValue *root);

/* Whether bytes are UTF-8, among which zeros may be. */
gboolean dh_python_is_text (const guint8 *bytes, gsize n);

/* The value of a text key in a dict; of equal keys, the last. */
const DhPythonValue *dh_python_value_find (const DhPythonValue *self, const char *key);
/* The number of items of a list or tuple; 0 for others. */
guint dh_python_value_get_length (const DhPythonValue *self);
const DhPythonValue *dh_python_value_get_item (const DhPythonValue *self, guint index);
/* The text; NULL if it is something else or has a 0 in it. */
const char *dh_python_value_get_text (const DhPythonValue *self);
/* FALSE if it isn't a finite number. */
gboolean dh_python_value_get_number (const DhPythonValue *self, double *number);
/* A list of rows, or an array, as finite numbers, row by row; FALSE if it has other dimensions. */
gboolean dh_python_value_get_matrix (const DhPythonValue *self, guint n_rows, guint n_columns,
                                     double *numbers);
/* The number of rows of what get_matrix() reads: 0 if it is something else. */
guint dh_python_value_get_n_rows (const DhPythonValue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhPythonTree, dh_python_tree_free)

G_END_DECLS
