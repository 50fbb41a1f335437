/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DH_START_SCRATCH, /* weights drawn from the seed */
  DH_START_WARM,    /* the pretrained weights that come with the program */
  DH_START_FILE,    /* the weights of a file that the user names */
} DhStartKind;

/* The weights that a training starts from.  A value. */
typedef struct
{
  DhStartKind kind;
  const char *path; /* interned; NULL: from scratch, or warm and not found yet */
} DhStart;

/* path: NULL or a file's name */
DhStart dh_start_make (DhStartKind kind, const char *path);
/* "scratch", "warm" or a file: anything that ends with “.npz” or contains a “/”.  FALSE with
 * DH_ERROR_VALUE. */
gboolean dh_start_parse (const char *text, DhStart *start, GError **error);
/* "scratch", "warm" or the file's path: (transfer none) */
const char *dh_start_to_text (const DhStart *self);
gboolean dh_start_equal (const DhStart *a, const DhStart *b);

G_END_DECLS
