/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What to swap, and how. */
typedef struct
{
  const char *weights; /* a file of a trained network */
  const char *faces;   /* a folder of pictures */
  const char *out;     /* an existing folder, another one; gets a PNG for each picture, if possible of
                       * the same name */
  gboolean to_a;       /* the pictures show person B; else A, and become B */
  gboolean whole_crop; /* paint beyond the face's mask */
  gboolean stored_mask; /* take the mask that an extractor stored in a file, if there is one */
  gboolean keep_light; /* don't give the face the colours of the picture */
  double edge;         /* width of the soft edge, in sides of the crop, 0 … .3 */
  gboolean keep_existing; /* leave files as they are that are there already */
  int niceness;           /* of the threads that swap; 0: the caller's */
  const int *cancelled;   /* (nullable) another thread sets it, atomically: no further picture is
                           * begun, and those that are written are complete */
} DhFolderSwap;

#define DH_FOLDER_SWAP_EDGE .06

/* What came of it. */
typedef struct
{
  guint n_pictures, n_done, n_skipped;
  guint n_kept;    /* were there already, see keep_existing */
  guint n_centred; /* of those done: nothing said where the face is, so the middle was taken for it */
} DhFolderSwapResult;

/* Called when a picture is done or skipped, for one at a time, by any thread, and for notices on the
 * folder.  sentence: why it was skipped, or the notice; NULL: it is done. */
typedef void (*DhFolderSwapTell) (const DhFolderSwapResult *so_far, const char *sentence,
                                  gpointer data);

/* Swaps all pictures, or until it is cancelled, on as many threads as there are processor cores.
 * FALSE with DH_ERROR if there is nothing to swap or it can't be done or written; pictures written
 * before stay. */
gboolean dh_folder_swap_run (const DhFolderSwap *self, DhFolderSwapTell tell, gpointer data,
                             DhFolderSwapResult *result, GError **error);
/* How many of the files that it would write are there already.  FALSE with DH_ERROR if the folder of
 * pictures can't be read.  Any thread. */
gboolean dh_folder_swap_count_existing (const DhFolderSwap *self, guint *n_existing,
                                        GError **error);
/* Whether two paths lead to the same folder, by whatever way. */
gboolean dh_folder_swap_is_same_folder (const char *a, const char *b);

G_END_DECLS
